"""``phancap diff A B``: the complete difference of two governments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from phancap.cli.common import Refused, language, options, print_json
from phancap.formats.days import DayError, parse_day, show_day

if TYPE_CHECKING:
    from phancap.charter.view import View


class Named(NamedTuple):
    """A side as written: ``base``, an option id, and a day or ``None``."""

    option: str
    day: int | None


def side_of(text: str) -> Named:
    """``base``, ``ID``, ``base@DAY``, ``ID@DAY`` or ``@DAY``."""
    name, sign, day = text.partition("@")
    try:
        return Named("" if name in ("", "base") else name, parse_day(day) if sign else None)
    except DayError as error:
        raise Refused(
            f"`{text}`: {error} · viết `base`, `base@2025-06-30`, `ID` hoặc `ID@2023-01-01`"
        ) from None


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@options
def diff(
    first: str, second: str, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool
) -> int:
    """Khác nhau giữa hai phương án, hai ngày, hoặc cả hai: ai mất việc gì, ai nhận, cần văn bản nào."""
    from phancap.charter.view import View
    from phancap.competence.diff import Side, difference
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    chosen = language(lang)
    sides = []
    for text in (first, second):
        named = side_of(text)
        with_option = (*option, named.option) if named.option else option
        try:
            loaded, charter = charter_of(workspace or shipped(), with_option)
        except WorkspaceError as error:
            raise Refused("\n".join(error.lines(chosen, 40))) from None
        start, end = charter.horizon
        if named.day is not None and not start <= named.day < end:
            raise Refused(f"`{text}`: ngày ngoài phạm vi {show_day(start)} – {show_day(end - 1)}")
        sides.append((Side(View(charter), named.day), loaded.tables))
    try:
        rows = difference(sides[0][0], sides[1][0], sides[0][1], sides[1][1])
    except ValueError as error:
        raise Refused(str(error)) from None
    if as_json:
        print_json({"format": 1, "a": first, "b": second, "rows": rows})
    else:
        _show(sides[1][0].view, rows, chosen)
    return 0


def _show(view: View, rows: list[dict[str, Any]], lang: str) -> None:
    vi = lang == "vi"
    for row in rows:
        power = view.powers.get(row["power"])
        name = power.name if power else row["power"]
        place = ", ".join(row["where"][:3]) + (f" … ({len(row['where'])})" if len(row["where"]) > 3 else "")
        until = show_day(parse_day(row["to"]) - 1) if row["to"] else "…"
        since = show_day(parse_day(row["from"])) if row["from"] else "…"
        click.echo(click.style(f"{row['kind']}  {name or row['kind']}", bold=True))
        click.echo(f"  {place} · {since} – {until}" + (f" · {row['condition']}" if row["condition"] else ""))
        click.echo(f"  {_side(row['before'], vi)} → {_side(row['after'], vi)}")
        if row["needs"]:
            click.echo(f"  {'cần' if vi else 'needs'}: {row['needs']['act']} · {row['needs']['organ']}")
    click.echo(f"{len(rows)} {'dòng khác nhau' if vi else 'rows differ'}")


def _side(side: Any, vi: bool) -> str:
    if side is None:
        return "không ai" if vi else "nobody"
    if isinstance(side, dict):
        return str(side.get("name") or side.get("value") or side)
    return str(side)
