"""``phancap init``, ``migrate``, ``export``, ``import``: the workspace as a folder or a spreadsheet."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from phancap.cli.common import Refused, language, options, print_json

KINDS = ("xlsx", "csv")


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
        click.echo(bring_up(folder, chosen))
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
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("source", type=click.Path(exists=True))
@click.option(
    "--out", "-o", required=True, type=click.Path(), metavar="THƯ MỤC", help="Thư mục CSV sẽ ghi vào."
)
@options
def import_(
    kind: str,
    source: str,
    out: str,
    workspace: str | None,
    option: tuple[str, ...],
    lang: str | None,
    as_json: bool,
) -> int:
    """Nhập một tệp XLSX hoặc một thư mục CSV, kiểm tra, rồi ghi thành thư mục CSV chuẩn."""
    if (kind == "xlsx") != source.lower().endswith(".xlsx"):
        raise Refused(
            f"`{source}` không phải {'tệp .xlsx' if kind == 'xlsx' else 'thư mục CSV'} như `{kind}` đã ghi"
        )
    _convert("csv", source, out, option, language(lang), as_json)
    return 0


def _convert(kind: str, source: str, out: str, option: tuple[str, ...], lang: str, as_json: bool) -> None:
    from phancap.workspace.load import load, load_every_option
    from phancap.workspace.write import write_csv, write_xlsx

    if (kind == "xlsx") != out.lower().endswith(".xlsx"):
        raise Refused(
            f"`--out {out}`: {'cần tên tệp kết thúc bằng .xlsx' if kind == 'xlsx' else 'cần tên thư mục'}"
        )
    with _refusing(lang):
        # A copy is the whole workspace: without `--option` every option goes along.
        loaded = load(source, option) if option else load_every_option(source)
        if kind == "xlsx":
            written = [write_xlsx(loaded.tables, out, loaded.city, loaded.options)]
        else:
            written = write_csv(loaded.tables, out, loaded.city, loaded.options)
    _report(written, out, lang, as_json)


def _report(written: list[str], folder: str, lang: str, as_json: bool) -> None:
    if as_json:
        print_json({"written": written})
    else:
        click.echo(
            f"{'đã ghi' if lang == 'vi' else 'wrote'} {folder} ({len(written)} {'tệp' if lang == 'vi' else 'files'})"
        )
