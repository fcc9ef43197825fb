"""``phancap check``: every finding of a workspace, and whether gaps and overlaps are proved absent."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

import click

from phancap.cli.common import Refused, language, options, print_json, show_notes, width
from phancap.formats.days import parse_day, show_day

if TYPE_CHECKING:
    from phancap.charter.view import View
    from phancap.competence.findings import Finding
    from phancap.competence.report import Report

COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}
NOTES_SHOWN = 3
FILE_NOTES_SHOWN = 10


@click.command()
@click.option(
    "--certificate",
    type=click.Path(dir_okay=False),
    metavar="TỆP",
    help="Ghi chứng thư: ai cũng kiểm lại được bằng `phancap verify`.",
)
@click.option(
    "--sarif", type=click.Path(dir_okay=False), metavar="TỆP", help="Ghi thêm kết quả dạng SARIF 2.1.0."
)
@click.option(
    "--against", metavar="DIR", help="Bản cũ đã công bố: câu trả lời của nó không được đổi (PC012)."
)
@click.option("--notes", is_flag=True, help="In từng ghi chú, không gộp.")
@options
def check(
    certificate: str | None, sarif: str | None, against: str | None, notes: bool, workspace: str | None,
    option: tuple[str, ...], lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Khoảng trống, chồng lấn, vượt thẩm quyền, hình thức, căn cứ ... trên mọi nơi, mọi ngày, mọi dữ kiện."""
    from phancap.charter.view import View
    from phancap.competence.report import check as check_view
    from phancap.scheme.store import check as check_scheme
    from phancap.workspace.content import is_book
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    chosen = language(lang)
    try:
        loaded, charter = charter_of(workspace or shipped(), option)
        if not is_book(loaded.root):
            check_scheme(loaded.root)
        published = None if against is None else View(charter_of(against)[1])
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(chosen, 40))) from None
    view = View(charter)
    report = check_view(view, loaded.tables, chosen, published, notes=loaded.notes)
    if certificate is not None:
        _write_certificate(certificate, view)
    if sarif is not None:
        _write_sarif(sarif, report, loaded.root, charter.snapshot, chosen)
    if as_json:
        print_json({**report.as_json(), "snapshot": charter.snapshot})
    else:
        asked = _asked(workspace, option)
        _show_all(report, notes, chosen, asked)
        show_notes(report.notes, chosen, None if notes else FILE_NOTES_SHOWN)
        _total(report, charter.name, chosen)
    return 1 if report.open_errors else 0


def _write_certificate(path: str, view: View) -> None:
    from phancap.competence.certificate import write_certificate

    try:
        write_certificate(view, path)
    except OSError as error:
        raise Refused(f"`--certificate`: {path}: {error.strerror}") from None


def _write_sarif(path: str, report: Report, root: str, snapshot: str, lang: str) -> None:
    import json
    from pathlib import Path

    from phancap import __version__
    from phancap.competence.sarif import sarif

    folder = Path(root).resolve()
    base = folder if folder.is_dir() else folder.parent
    log = sarif(report, __version__, base.as_uri(), snapshot, lang)
    try:
        Path(path).write_text(json.dumps(log, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise Refused(f"`--sarif`: {path}: {error.strerror}") from None


def _asked(workspace: str | None, option: tuple[str, ...]) -> list[str]:
    """The words by which an example asks the same data that was checked."""
    words = [word for name in option for word in ("--option", quote(name))]
    return words if workspace is None else [*words, "--workspace", quote(workspace)]


def _show_all(report: Report, notes: bool, lang: str, asked: list[str]) -> None:
    """Errors and warnings one by one; notes together by code unless each is asked for."""
    by_code: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.severity == "note" and not notes:
            by_code.setdefault(finding.code, []).append(finding)
        else:
            _show(finding, lang, asked)
    for code, found in by_code.items():
        if len(found) <= NOTES_SHOWN:
            for finding in found:
                _show(finding, lang, asked)
            continue
        name = found[0].as_json()["name"]
        head = click.style(f"{code} {name}", bold=True) + "  " + click.style("note", fg=COLOURS["note"])
        click.echo(f"{head}  × {len(found)}")
        for finding in found[:NOTES_SHOWN]:
            click.echo(f"  {finding.message}")
        more = (
            "… phancap check --notes để xem hết" if lang == "vi" else "… phancap check --notes shows them all"
        )
        click.echo(f"  {more}")


def _show(finding: Finding, lang: str, asked: list[str]) -> None:
    vi = lang == "vi"
    where = f"{finding.file}:{finding.row}" if finding.row else finding.file
    accepted = f"  ({'đã chấp nhận' if vi else 'accepted'}: {finding.accepted})" if finding.accepted else ""
    name = finding.as_json()["name"]
    head = (
        click.style(f"{finding.code} {name}", bold=True)
        + "  "
        + click.style(finding.severity, fg=COLOURS[finding.severity])
    )
    click.echo(f"{head}  {where}{accepted}")
    click.echo(f"  {finding.message}")
    parts = []
    if finding.where:
        shown = ", ".join(finding.where[:4]) + (
            f" … ({len(finding.where)})" if len(finding.where) > 4 else ""
        )
        parts.append(shown)
    if finding.start:
        last = show_day(parse_day(finding.end) - 1) if finding.end else "…"
        parts.append(
            f"{'từ' if vi else 'from'} {show_day(parse_day(finding.start))} {'đến hết' if vi else 'to the end of'} {last}"
        )
    if finding.condition:
        parts.append(f"{'khi' if vi else 'when'} {finding.condition}")
    if parts:
        click.echo(f"  {'ở đâu, khi nào' if vi else 'where, when':<16} {' · '.join(parts)}")
    if finding.example:
        click.echo(f"  {'thử' if vi else 'try':<16} {_command(finding, asked)}")
    if finding.severity != "note" and finding.help:
        click.echo(f"  {'gợi ý' if vi else 'help':<16} {finding.help}")


def _command(finding: Finding, asked: list[str]) -> str:
    example = dict(finding.example)
    words = ["phancap who", quote(example["power"]), "--at", quote(example["place"]), "--on", example["on"]]
    if example["role"] != "decide":
        words += ["--role", example["role"]]
    for fact, value in example.get("facts", {}).items():
        words += ["--fact", quote(f"{fact}={value}")]
    return " ".join([*words, *asked])


def _total(report: Report, name: str, lang: str) -> None:
    errors = sum(f.severity == "error" for f in report.findings)
    warnings = sum(f.severity == "warning" for f in report.findings)
    notes = len(report.findings) - errors - warnings
    read = report.provisions
    given_up = any(f.code == "PC100" for f in report.findings)
    click.echo("─" * min(width(), 72))
    if lang == "vi":
        if report.proved:
            proved = "đã chứng minh: không có khoảng trống, chồng lấn"
        else:
            proved = (
                "chưa chứng minh hết: quá nhiều ô" if given_up else "chưa: có khoảng trống hoặc chồng lấn"
            )
        click.echo(
            f"{name}: {errors} lỗi, {warnings} cảnh báo, {notes} ghi chú · {report.boxes} ô · {proved}"
        )
        click.echo(
            f"Nói về dữ liệu đã nhập: {read['verified']}/{read['all']} điều khoản đã đối chiếu nguyên văn. Không phải ý kiến pháp lý."
        )
    else:
        if report.proved:
            proved = "proved: no gap, no overlap"
        else:
            proved = (
                "not all proved: too many boxes" if given_up else "not proved: there are gaps or overlaps"
            )
        click.echo(
            f"{name}: {errors} errors, {warnings} warnings, {notes} notes · {report.boxes} boxes · {proved}"
        )
        click.echo(
            f"Speaks of what was entered: {read['verified']}/{read['all']} provisions read against their text. No legal opinion."
        )
