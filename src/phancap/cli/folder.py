"""``phancap init``, ``migrate``, ``export``, ``import``: the workspace as a folder or a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from phancap.cli.common import DAY, Refused, language, open_snapshot, options, print_json, said, show_notes
from phancap.cli.event_log import import_log, log_options

KINDS = ("xlsx", "csv")
LEVELS = ("province", "district", "commune")
_BOUNDARIES = {
    "data": "Thư mục dữ liệu của trang, nơi giữ ranh giới.",
    "level": "Cấp của các đơn vị trong tệp ranh giới (mặc định: commune).",
    "on": "Ngày của ranh giới (mặc định: hôm nay).",
    "tolerance": "Đơn giản hóa ranh giới, khoảng bao nhiêu mét; 0: giữ nguyên.",
}


@contextmanager
def _refusing(lang: str) -> Iterator[None]:
    from phancap.workspace.errors import WorkspaceError

    try:
        yield
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(lang, 40))) from None


@click.command()
@click.argument("folder", type=click.Path(file_okay=False))
@options
def init(folder: str, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool) -> int:
    """Tạo một bộ dữ liệu mẫu nhỏ trong thư mục mới hoặc rỗng."""
    from phancap.workspace.init import init as write_example

    chosen = language(lang)
    with _refusing(chosen):
        written = write_example(folder)
    _report(written, folder, chosen, as_json)
    return 0


@click.command()
@click.argument("folder", type=click.Path())
@options
def migrate(
    folder: str, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool
) -> int:
    """Nâng một bộ dữ liệu lên dạng hiện nay."""
    from phancap.workspace.migrate import migrate as bring_up

    chosen = language(lang)
    with _refusing(chosen):
        done = bring_up(folder)
    if as_json:
        print_json({"format": done.now, "was": done.was, "written": list(done.written)})
    else:
        click.echo(done.sentence(chosen))
    return 0


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.option(
    "--out", "-o", required=True, type=click.Path(), metavar="ĐÍCH", help="Tệp .xlsx hoặc thư mục CSV."
)
@options
def export(
    kind: str, out: str, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool
) -> int:
    """Xuất bộ dữ liệu ra một tệp XLSX hoặc một thư mục CSV."""
    from phancap.workspace.open import shipped

    chosen = language(lang)
    _convert(kind, os.fspath(workspace or shipped()), out, option, chosen, as_json)
    return 0


@click.command(name="import")
@click.argument("kind", type=click.Choice((*KINDS, "boundaries", "log")))
@click.argument("source", type=click.Path(exists=True))
@click.option("--out", "-o", type=click.Path(), metavar="THƯ MỤC", help="Thư mục CSV sẽ ghi vào.")
@click.option("--data", type=click.Path(file_okay=False), metavar="DIR", help=_BOUNDARIES["data"])
@click.option("--level", type=click.Choice(LEVELS), default="commune", help=_BOUNDARIES["level"])
@click.option("--on", type=DAY, metavar="DAY", help=_BOUNDARIES["on"])
@click.option(
    "--tolerance", type=click.IntRange(0, 1000), default=10, show_default=True, help=_BOUNDARIES["tolerance"]
)
@log_options
@options
def import_(
    kind: str, source: str, out: str | None, data: str | None, level: str, on: int | None, tolerance: int,
    workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool, **of_log: Any,
) -> int:  # fmt: skip
    """Nhập một tệp XLSX hoặc một thư mục CSV thành thư mục CSV chuẩn; hoặc ranh giới; hoặc nhật ký xử lý hồ sơ.

    phancap import boundaries ranh-gioi.geojson

    phancap import log so-ho-so.csv --out ket-qua
    """
    if kind == "log":
        return import_log(source, out, of_log, workspace, option, language(lang), as_json)
    if kind == "boundaries":
        from phancap.cli.boundaries import import_layer

        return import_layer(
            source, open_snapshot(workspace, option, language(lang)).land(), data, level, on, tolerance,
            language(lang), as_json,
        )  # fmt: skip
    if not out:
        raise Refused(said("thiếu `--out`", "`--out` is missing"))
    if (kind == "xlsx") != source.lower().endswith(".xlsx"):
        raise Refused(
            said(
                f"`{source}` không phải {'tệp .xlsx' if kind == 'xlsx' else 'thư mục CSV'} như `{kind}` đã ghi",
                f"`{source}` is no {'.xlsx file' if kind == 'xlsx' else 'folder of CSV'}, as `{kind}` says",
            )
        )
    _convert("csv", source, out, option, language(lang), as_json)
    return 0


def _convert(kind: str, source: str, out: str, option: tuple[str, ...], lang: str, as_json: bool) -> None:
    from phancap.workspace.besides import besides, copy_besides
    from phancap.workspace.load import load, load_every_option
    from phancap.workspace.write import write_csv, write_xlsx

    if (kind == "xlsx") != out.lower().endswith(".xlsx"):
        raise Refused(
            said(
                f"`--out {out}`: {'cần tên tệp kết thúc bằng .xlsx' if kind == 'xlsx' else 'cần tên thư mục'}",
                f"`--out {out}`: expected {'a name that ends in .xlsx' if kind == 'xlsx' else 'the name of a folder'}",
            )
        )
    with _refusing(lang):
        # A copy is the whole workspace: without `--option` every option goes along.
        loaded = load(source, option) if option else load_every_option(source)
        if kind == "xlsx":
            written = [write_xlsx(loaded.tables, out, loaded.city, loaded.options)]
        else:
            written = write_csv(loaded.tables, out, loaded.city, loaded.options)
            if os.path.realpath(source) != os.path.realpath(out):
                written += copy_besides(source, out)
    left = besides(source) if kind == "xlsx" else []
    if left:
        names = ", ".join(sorted({name.partition("/")[0] + "/" for name in left}))
        click.echo(
            said(f"tệp XLSX chỉ có các bảng, không có {names}", f"an XLSX file has the tables alone, without {names}"),
            err=True,
        )
    show_notes([note.line(lang) for note in loaded.notes], lang, err=True)
    _report(written, out, lang, as_json)


def _report(written: list[str], folder: str, lang: str, as_json: bool) -> None:
    if as_json:
        print_json({"written": written})
    else:
        click.echo(
            f"{'đã ghi' if lang == 'vi' else 'wrote'} {folder} ({len(written)} {'tệp' if lang == 'vi' else 'files'})"
        )
