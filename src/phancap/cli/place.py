"""``phancap place``: the unit versions that a place in words may mean, and what became of them."""

from __future__ import annotations

from typing import Any

import click

from phancap.cli.common import DAY, language, locate, open_snapshot, options, print_json
from phancap.formats.days import parse_day, show_day, today


@click.command()
@click.argument("words")
@click.option("--on", type=DAY, metavar="DAY", help="Ngày (mặc định: hôm nay).")
@options
def place(
    words: str,
    on: int | None,
    workspace: str | None,
    option: tuple[str, ...],
    lang: str | None,
    as_json: bool,
) -> int:
    """Một nơi theo tên, mã hay địa chỉ cũ: là đơn vị nào, từ đâu ra, nay thuộc đâu."""
    from phancap.competence.inquiry import Desk
    from phancap.territory.places import describe

    chosen = language(lang)
    snapshot = open_snapshot(workspace, option, chosen)
    day = today() if on is None else on
    found = Desk(snapshot, chosen, locate).place(words, day)
    described = describe(found, snapshot.land(), today(), chosen, snapshot.lineage())
    if as_json:
        print_json(described)
    else:
        _show(described, chosen)
    return 0 if found.candidates else 1


def _show(described: dict[str, Any], lang: str) -> None:
    vi = lang == "vi"
    if described.get("message"):
        click.echo(described["message"])
    if not described["candidates"]:
        near = described.get("nearest") or []
        if near:
            click.echo(f"{'gần nhất' if vi else 'nearest'}: {'; '.join(near)}")
        return
    for found in described["candidates"]:
        click.echo(click.style(found["name"], bold=True) + f"  {found['uid']}  {_life(found, vi)}")
        for event in found["via"]:
            click.echo(f"    {event_words(event, lang)}")
        if found["now"]:
            click.echo(f"    {'nay' if vi else 'now'}: {', '.join(found['now'])}")
        if found["settle"]:
            click.echo(f"    {'cho biết thêm' if vi else 'please add'}: {found['settle']}")


PARTS = {
    "vi": {"whole": "toàn bộ", "part": "một phần", "remainder": "phần còn lại"},
    "en": {"whole": "whole", "part": "a part", "remainder": "the rest"},
}


def _life(found: dict[str, Any], vi: bool) -> str:
    begin = show_day(parse_day(found["from"]))
    if not found["to"]:
        return f"từ {begin} đến nay" if vi else f"from {begin} to now"
    last = show_day(parse_day(found["to"]) - 1)
    return f"từ {begin} đến hết {last}" if vi else f"from {begin} to the end of {last}"


def event_words(event: dict[str, Any], lang: str = "vi") -> str:
    """One lineage event on a line: day, what became what, how much of it, by which act."""
    from phancap.competence.answer import provision_words

    law = " ".join(part for part in (provision_words(event["provision"], lang), event["act"]) if part)
    parts = [show_day(parse_day(event["on"])), f"{event['from']} → {event['to']}", PARTS[lang].get(event["part"], ""), law]
    return " · ".join(part for part in parts if part)
