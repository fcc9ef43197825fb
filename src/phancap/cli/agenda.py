"""``phancap agenda``: what ends when, what it takes with it, which act of which organ is needed."""

from __future__ import annotations

import click

from phancap.cli.common import DAY, Refused, language, options, print_json
from phancap.formats.days import format_day, parse_day, show_day, today


@click.command()
@click.option("--from", "start", type=DAY, metavar="DAY", help="Từ ngày (mặc định: hôm nay).")
@click.option("--to", "end", type=DAY, metavar="DAY", help="Đến trước ngày (mặc định: hết phạm vi).")
@options
def agenda(
    start: int | None,
    end: int | None,
    workspace: str | None,
    option: tuple[str, ...],
    lang: str | None,
    as_json: bool,
) -> int:
    """Cái gì hết hiệu lực khi nào, kéo theo việc gì, cần văn bản nào của ai, trước ngày nào."""
    from phancap.charter.view import View
    from phancap.competence.agenda import agenda as list_ends
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    chosen = language(lang)
    try:
        _, charter = charter_of(workspace or shipped(), option)
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(chosen, 40))) from None
    first = today() if start is None else start
    last = charter.horizon.end if end is None else end
    if first >= last:
        raise Refused(f"`--from` {show_day(first)} phải trước `--to` {show_day(last)}")
    rows = list_ends(View(charter), first, last, chosen)
    if as_json:
        print_json({"format": 1, "from": format_day(first), "to": format_day(last), "rows": rows})
        return 0
    vi = chosen == "vi"
    for row in rows:
        click.echo(
            click.style(f"{show_day(parse_day(row['day']))}  {row['name']}", bold=True) + f"  {row['reason']}"
        )
        for label, key in (
            (("không còn ai nắm", "nobody holds"), "falls"),
            (("đổi cơ quan", "changes holder"), "changes"),
        ):
            if row[key]:
                shown = ", ".join(row[key][:8]) + (" …" if len(row[key]) > 8 else "")
                click.echo(f"  {label[0] if vi else label[1]} ({len(row[key])}): {shown}")
        for way in row["needs"]:
            click.echo(f"  {'cần' if vi else 'needs'}: {way['act']} · {way['organ']}")
        if row["start_by"]:
            note = "giả định về thời gian soạn thảo" if vi else "assumption on drafting time"
            click.echo(
                f"  {'bắt đầu trước' if vi else 'start by'} {show_day(parse_day(row['start_by']))} ({note})"
            )
    if not rows:
        click.echo("không có gì kết thúc trong khoảng này" if vi else "nothing ends in that time")
    return 0
