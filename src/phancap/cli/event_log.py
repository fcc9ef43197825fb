"""``phancap import log``: an event log fitted to tables of a workspace, a model to run, and a page that says what fits."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any, TypeVar

import click

from phancap.cli.common import Refused, open_snapshot, print_json, run_long

F = TypeVar("F", bound=Callable[..., Any])

SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes of a file as it lies on disk."""


def log_options(command: F) -> F:
    """The options that only ``import log`` takes."""
    add = [
        click.option(
            "--train", type=click.FloatRange(0.1, 0.95), default=0.67, show_default=True,
            help="Nhật ký: phần đầu để học, phần còn lại để thử.",
        ),
        click.option("--power", metavar="ID", help="Nhật ký: thẩm quyền mà các bảng ghi ra nói về (mặc định: tên tệp)."),
        click.option("--unit", metavar="UID", default="", help="Nhật ký: đơn vị ghi vào demand.csv."),
        click.option(
            "--column", "columns", multiple=True, metavar="VAI=CỘT",
            help="Nhật ký CSV: cột nào là case, activity, when, begun, resource; nhiều cột nối bằng +.",
        ),
        click.option("--objects", metavar="LOẠI", default="", help="Nhật ký OCEL: loại đối tượng làm hồ sơ."),
    ]  # fmt: skip
    for decorate in reversed(add):
        command = decorate(command)
    return command


def import_log(
    source: str, out: str | None, given: dict[str, Any], workspace: str | None, option: tuple[str, ...], lang: str,
    as_json: bool,
) -> int:  # fmt: skip
    """Fit, write, report. A log whose model does not fit is imported all the same: the page says so."""
    from phancap.formats.event_log import BadLog

    run_long()
    vi = lang == "vi"
    if not out:
        raise Refused("thiếu `--out THƯ MỤC`" if vi else "`--out FOLDER` is missing")
    if os.path.exists(out) and not os.path.isdir(out):
        raise Refused(f"`--out {out}`: {'là tệp, cần tên thư mục' if vi else 'is a file, expected a folder'}")
    data = _bytes(source, vi)
    power = _power(source, given["power"], workspace, option, lang)
    columns = _columns(given["columns"], vi)
    try:
        from phancap.simulation.calibrate.calibration import as_json as plain
        from phancap.simulation.calibrate.calibration import calibrate
        from phancap.simulation.calibrate.reading import sentence
        from phancap.simulation.calibrate.save import save
    except ModuleNotFoundError as error:  # pragma: no cover - numpy is part of the core
        raise Refused(str(error)) from None
    try:
        found = calibrate(data, os.path.basename(source), given["train"], columns, given["objects"])
    except BadLog as error:
        last = "không ghi gì" if vi else "nothing was written"
        raise Refused(f"{sentence(error, source, lang)}\n{last}") from None
    try:
        written = save(found, out, power, given["unit"], lang)
    except OSError as error:
        raise Refused(f"`{error.filename}`: {error.strerror}") from None
    if as_json:
        print_json({**plain(found), "power": power, "written": written})
    else:
        _say(found, lang, out, written)
    return 0


def _bytes(source: str, vi: bool) -> bytes:
    if os.path.isdir(source):
        raise Refused(
            f"`{source}` {'là thư mục · cần một tệp nhật ký' if vi else 'is a folder, expected a log file'}"
        )
    try:
        size = os.path.getsize(source)
        if size > SIZE_LIMIT:
            limit = SIZE_LIMIT >> 20
            raise Refused(
                f"`{source}` {f'lớn hơn {limit} MB: chia theo năm' if vi else f'is larger than {limit} MB: cut it by years'}"
            )
        with open(source, "rb") as file:
            return file.read()
    except OSError as error:
        raise Refused(f"`{source}`: {error.strerror}") from None


def _power(source: str, given: str | None, workspace: str | None, option: tuple[str, ...], lang: str) -> str:
    """The id for the tables: as given (and known to the workspace, where one is named), else from the file's name."""
    if given is None:
        from phancap.formats.folding import fold

        stem = re.sub(
            r"(\.(xes|csv|json|jsonocel|xlsx|ocel|gz))+\Z", "", os.path.basename(source), flags=re.IGNORECASE
        )
        return re.sub(r"[^a-z0-9]+", "-", fold(stem)).strip("-") or "log"
    if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]{0,79}", given):
        words = "không phải mã thẩm quyền" if lang == "vi" else "is no id of a power"
        raise Refused(f"`--power {given}` {words}")
    if workspace is not None:
        from phancap.formats.nearest import nearest

        snapshot = open_snapshot(workspace, option, lang)
        if not snapshot.has_power(given):
            near = ", ".join(f"`{name}`" for name in nearest(given, snapshot.power_ids()))
            words = "không có trong bộ dữ liệu" if lang == "vi" else "is not in the workspace"
            more = f" · {'gần nhất' if lang == 'vi' else 'nearest'}: {near}" if near else ""
            raise Refused(f"`--power {given}` {words}{more}")
    return given


def _columns(given: tuple[str, ...], vi: bool) -> dict[str, str]:
    columns = {}
    for text in given:
        role, mark, name = text.partition("=")
        if not mark or not role.strip() or not name.strip():
            raise Refused(f"`--column {text}`: {'cần dạng' if vi else 'expected the form'} `case=Mã hồ sơ`")
        columns[role.strip()] = name.strip()
    return columns


def _say(found: Any, lang: str, out: str, written: list[str]) -> None:
    from phancap.simulation.calibrate import page
    from phancap.simulation.calibrate.words import word

    for line in (*page.summary_lines(found, lang), page.arrivals_line(found.arrivals, lang)):
        click.echo(line)
    for trap in found.traps:
        click.echo(f"  ! {trap.seen}/{trap.of} {word(lang, f'trap-{trap.id}', value=trap.value)}")
    for line in page.remark_lines(found, lang):
        click.echo(f"  ! {line}")
    click.echo(page.verdict_sentence(found, lang))
    for line in page.figure_lines(found, lang):
        click.echo(f"  {line}")
    click.echo(f"{word(lang, 'wrote', folder=out, count=len(written))}: {', '.join(written[:6])} …")
