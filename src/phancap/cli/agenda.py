"""``phancap agenda``: what ends when, what it takes with it, which act of which organ is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from phancap.cli.common import DAY, Refused, language, options, print_json, said, tell_passed_over
from phancap.formats.days import format_day, parse_day, show_day, today

if TYPE_CHECKING:
    from phancap.charter.view import View


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
        loaded, charter = charter_of(workspace or shipped(), option)
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(chosen, 40))) from None
    tell_passed_over(loaded.notes, chosen)
    first = today() if start is None else start
    last = charter.horizon.end if end is None else end
    if first >= last:
        raise Refused(said(f"`--from` {show_day(first)} phải trước `--to` {show_day(last)}", f"`--from` {show_day(first)} must lie before `--to` {show_day(last)}"))
    view = View(charter)
    rows = list_ends(view, first, last, chosen)
    if as_json:
        print_json({"format": 1, "from": format_day(first), "to": format_day(last), "rows": rows})
        return 0
    _show(view, rows, first, chosen)
    if not rows:
        click.echo("không có gì kết thúc trong khoảng này" if chosen == "vi" else "nothing ends in that time")
    return 0


NAMES_SHOWN = 4
REASONS = {
    "vi": {"expiry": "hết thời hạn", "law": "bị bãi bỏ hoặc thay bởi {by}", "organ": "cơ quan chấm dứt"},
    "en": {"expiry": "its term runs out", "law": "ended by {by}", "organ": "the organ ends"},
}


def _show(view: View, rows: list[dict[str, Any]], now: int, lang: str) -> None:
    """By day: the total first, then each thing that ends with what it takes along."""
    vi = lang == "vi"
    for day in dict.fromkeys(row["day"] for row in rows):
        today_rows = [row for row in rows if row["day"] == day]
        falls = {power for row in today_rows for power in row["falls"]}
        changes = {power for row in today_rows for power in row["changes"]}
        last = show_day(parse_day(day) - 1)
        head = f"hết ngày {last}" if vi else f"at the end of {last}"
        told = (
            f"{len(today_rows)} văn bản, cơ quan kết thúc · {len(falls)} thẩm quyền không còn ai nắm · {len(changes)} đổi cơ quan"
            if vi
            else f"acts or organs that end: {len(today_rows)} · powers without a holder: {len(falls)} · that change hands: {len(changes)}"
        )
        click.echo(f"{click.style(head, bold=True)}  {told}")
        for row in today_rows:
            _show_row(view, row, lang)
        _show_needs(view, today_rows, now, lang)


def _show_row(view: View, row: dict[str, Any], lang: str) -> None:
    vi = lang == "vi"
    reason = REASONS[lang][row["reason"]].format(by=row["by"])
    click.echo(f"  {click.style(row['name'], bold=True)}  {reason}")
    labels = {
        "falls": "không còn ai nắm" if vi else "nobody holds",
        "stays": "cơ quan cũ vẫn nắm theo căn cứ khác" if vi else "stays with its holder on another basis",
    }
    for key, label in labels.items():
        if row[key]:
            click.echo(f"    {label} ({len(row[key])}): {_names(view, row[key], lang)}")
    moves: dict[str, list[str]] = {}
    for move in row["moves"]:
        moves.setdefault(f"{move['before']} → {move['after']}", []).append(move["power"])
    for pair, powers in moves.items():
        click.echo(f"    {pair} ({len(powers)}): {_names(view, powers, lang)}")


def _show_needs(view: View, rows: list[dict[str, Any]], now: int, lang: str) -> None:
    """Each lawful way once, with what of the day it would mend."""
    from phancap.competence.need_words import need_words

    vi = lang == "vi"
    ways: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        for way in row["needs"]:
            ways.setdefault((way["start_by"], way["act"], way["organ"]), []).append(row["name"])
    before: list[str] = []
    for (start_by, act, organ), names in sorted(ways.items(), reverse=True):
        begin = parse_day(start_by)
        late = (" · đã qua" if vi else " · already past") if begin < now else ""
        shown = (
            ", ".join(names)
            if len(names) < NAMES_SHOWN
            else f"{len(names)} {'văn bản trên' if vi else 'of these'}"
        )
        # Another way for the same acts is an alternative, not a second need.
        first = ("hoặc" if vi else "or") if names == before else ("cần" if vi else "needs")
        before = names
        words = (
            (first, "cho", "bắt đầu trước", "giả định") if vi else (first, "for", "start by", "assumption")
        )
        needed = need_words(view, {"act": act, "organ": organ}, lang)
        click.echo(f"  {words[0]}: {needed} · {words[1]} {shown}")
        click.echo(f"    {words[2]} {show_day(begin)} ({words[3]}){late}")


def _names(view: View, powers: list[str], lang: str) -> str:
    """The first few powers by name; ``--json`` has all."""
    shown = []
    for power in powers[:NAMES_SHOWN]:
        record = view.powers[power]
        name = (record.name_en if lang == "en" else "") or record.name
        shown.append(f"{name[:57]}…" if len(name) > 60 else name)
    return "; ".join(shown) + ("; …" if len(powers) > NAMES_SHOWN else "")
