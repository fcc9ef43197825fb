"""``phancap check``: every finding of a workspace, and whether gaps and overlaps are proved absent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from phancap.cli.common import Refused, language, options, print_json, width
from phancap.formats.days import parse_day, show_day

if TYPE_CHECKING:
    from phancap.competence.findings import Finding
    from phancap.competence.report import Report

COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


@click.command()
@click.option("--certificate", type=click.Path(dir_okay=False), metavar="TỆP", hidden=True)
@click.option("--sarif", type=click.Path(dir_okay=False), metavar="TỆP", hidden=True)
@options
def check(
    certificate: str | None, sarif: str | None, workspace: str | None, option: tuple[str, ...], lang: str | None,
    as_json: bool,
) -> int:  # fmt: skip
    """Khoảng trống, chồng lấn, vượt thẩm quyền, hình thức, căn cứ ... trên mọi nơi, mọi ngày, mọi dữ kiện."""
    from phancap.charter.view import View
    from phancap.competence.report import check as check_view
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    chosen = language(lang)
    try:
        loaded, charter = charter_of(workspace or shipped(), option)
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(chosen, 40))) from None
    report = check_view(View(charter), loaded.tables, chosen)
    if as_json:
        print_json({**report.as_json(), "snapshot": charter.snapshot})
    else:
        for finding in report.findings:
            _show(finding, chosen)
        _total(report, charter.name, chosen)
    return 1 if report.open_errors else 0


def _show(finding: Finding, lang: str) -> None:
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
        click.echo(f"  {'thử' if vi else 'try':<16} {_command(finding)}")
    if finding.severity != "note" and finding.help:
        click.echo(f"  {'gợi ý' if vi else 'help':<16} {finding.help}")


def _command(finding: Finding) -> str:
    example = dict(finding.example)
    words = ["phancap who", example["power"], "--at", example["place"], "--on", example["on"]]
    if example["role"] != "decide":
        words += ["--role", example["role"]]
    for fact, value in example.get("facts", {}).items():
        words += ["--fact", f"{fact}={value}"]
    return " ".join(words)


def _total(report: Report, name: str, lang: str) -> None:
    errors = sum(f.severity == "error" for f in report.findings)
    warnings = sum(f.severity == "warning" for f in report.findings)
    notes = len(report.findings) - errors - warnings
    read = report.provisions
    click.echo("─" * min(width(), 72))
    if lang == "vi":
        proved = (
            "đã chứng minh: không có khoảng trống, chồng lấn"
            if report.proved
            else "chưa: có khoảng trống hoặc chồng lấn"
        )
        click.echo(
            f"{name}: {errors} lỗi, {warnings} cảnh báo, {notes} ghi chú · {report.boxes} ô · {proved}"
        )
        click.echo(
            f"Nói về dữ liệu đã nhập: {read['verified']}/{read['all']} điều khoản đã đối chiếu nguyên văn. Không phải ý kiến pháp lý."
        )
    else:
        proved = "proved: no gap, no overlap" if report.proved else "not proved: there are gaps or overlaps"
        click.echo(
            f"{name}: {errors} errors, {warnings} warnings, {notes} notes · {report.boxes} boxes · {proved}"
        )
        click.echo(
            f"Speaks of what was entered: {read['verified']}/{read['all']} provisions read against their text. No legal opinion."
        )
