"""``phancap diff A B``: the complete difference of two governments."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from phancap.cli.common import Refused, language, options, print_json, said, tell_passed_over
from phancap.formats.days import DayError, parse_day, show_day

if TYPE_CHECKING:
    from phancap.charter.view import View


class Named(NamedTuple):
    """A side as written: ``base``, an option id or a workspace of its own, and a day or ``None``."""

    option: str
    day: int | None
    folder: str = ""


def side_of(text: str) -> Named:
    """``base``, ``ID``, a folder or ``.xlsx`` (told by its ``/`` or ending), each with ``@DAY`` or not; ``@DAY``."""
    name, sign, day = text.rpartition("@")
    if not sign:
        name, day = text, ""
    try:
        when = parse_day(day) if sign else None
    except DayError as error:
        raise Refused(
            said(
                f"`{text}`: {error} · viết `base`, `base@2025-06-30`, `ID`, `ID@2023-01-01` hoặc `./thu-muc@2023-01-01`",
                f"`{text}`: {error.message('en')} · write `base`, `base@2025-06-30`, `ID`, `ID@2023-01-01` or `./folder@2023-01-01`",
            )
        ) from None
    if "/" in name or os.sep in name or name.endswith(".xlsx"):
        return Named("", when, name)
    return Named("" if name in ("", "base") else name, when)


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@options
def diff(
    first: str, second: str, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool
) -> int:
    """Khác nhau giữa hai phương án, hai ngày, hoặc hai bộ dữ liệu: ai mất việc gì, ai nhận, cần văn bản nào.

    A, B: `base`, mã phương án, hoặc thư mục (`./bo-cu`); thêm `@NGÀY` nếu chỉ hỏi một ngày.
    """
    from phancap.charter.view import View
    from phancap.competence.diff import difference
    from phancap.competence.diff_boxes import Side
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import charter_of, shipped

    chosen = language(lang)
    sides: list[tuple[Side, dict[str, list[dict[str, Any]]]]] = []
    # Two days of one workspace are one charter, read and compiled once.
    read: dict[tuple[object, ...], tuple[View, dict[str, list[dict[str, Any]]]]] = {}
    for text in (first, second):
        named = side_of(text)
        with_option = (*option, named.option) if named.option else option
        asked = (named.folder or workspace or shipped(), with_option)
        if asked not in read:
            try:
                loaded, charter = charter_of(*asked)
            except WorkspaceError as error:
                raise Refused("\n".join(error.lines(chosen, 40))) from None
            if not read:
                tell_passed_over(loaded.notes, chosen)
            read[asked] = View(charter), loaded.tables
        view, tables = read[asked]
        start, end = view.horizon
        if named.day is not None and not start <= named.day < end:
            raise Refused(said(f"`{text}`: ngày ngoài phạm vi {show_day(start)} – {show_day(end - 1)}", f"`{text}`: the day lies outside {show_day(start)} – {show_day(end - 1)}"))
        sides.append((Side(view, named.day), tables))
    try:
        rows = difference(sides[0][0], sides[1][0], sides[0][1], sides[1][1])
    except ValueError as error:
        raise Refused(str(error)) from None
    if as_json:
        print_json({"format": 1, "a": first, "b": second, "rows": rows})
    else:
        _show(sides[0][0].view, sides[1][0].view, rows, chosen)
    return 0


def _show(first: View, second: View, rows: list[dict[str, Any]], lang: str) -> None:
    """Rows that differ only by unit are one line under their class; ``--json`` has every organ apart."""
    vi = lang == "vi"
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    moved: dict[str, int] = {}
    for row in rows:
        sides = _class_words(first, row["before"], lang), _class_words(second, row["after"], lang)
        if row["kind"] in ("power", "role", "organisation") and _unit_alone(row):
            moved[row["kind"]] = moved.get(row["kind"], 0) + 1
            continue
        head = row["power"] if row["power"] else row["kind"]
        when = row["from"] or "", row["to"] or ""
        key: tuple[str, ...] = (row["kind"], head, row["role"], *sides, *when, row["condition"])
        groups.setdefault(key, []).append(row)
    last = ""
    for key in sorted(groups, key=lambda key: (KINDS.index(key[0]), key[1:])):
        kind, head, role, before, after, *_ = key
        title = f"{kind} {head}"
        if title != last:
            click.echo(
                click.style(_title(second if head in second.powers else first, kind, head, lang), bold=True)
            )
            last = title
        members = groups[key]
        if len({(_id(row["before"]), _id(row["after"])) for row in members}) == 1:
            # One pair of organs: by their own names.
            before = _organ(first, members[0]["before"], before, lang)
            after = _organ(second, members[0]["after"], after, lang)
        click.echo(f"  {before} → {after}{_role_words(role, lang)}{_where_when(members, vi)}")
        for need in dict.fromkeys(_need(second, row["needs"], lang) for row in members if row["needs"]):
            click.echo(f"    {need}")
    for kind, count in moved.items():
        words = NAMES[lang][kind]
        click.echo(
            f"{words}: {count} dòng chỉ đổi đơn vị, cùng loại cơ quan (xem --json)" if vi
            else f"{words}: {count} rows change the unit only, same class of organ (see --json)"
        )  # fmt: skip
    english = "row differs" if len(rows) == 1 else "rows differ"
    click.echo(f"{len(rows)} {'dòng khác nhau' if vi else english}")


KINDS = ("power", "role", "limit", "organisation", "staff", "facility", "budget")
NAMES = {
    "vi": {"power": "thẩm quyền", "role": "vai trò", "limit": "thời hạn", "organisation": "tổ chức",
           "staff": "biên chế", "facility": "cơ sở", "budget": "kinh phí"},
    "en": {"power": "powers", "role": "roles", "limit": "time limits", "organisation": "organisation",
           "staff": "staff", "facility": "facilities", "budget": "budget"},
}  # fmt: skip


def _unit_alone(row: dict[str, Any]) -> bool:
    before, after = row["before"], row["after"]
    if not before or not after or "class" not in before or "class" not in after:
        return False
    same = before["class"] == after["class"] and row["instrument_before"] == row["instrument_after"]
    return bool(same and before["id"] != after["id"] and before["class"])


def _class_words(view: View, side: Any, lang: str) -> str:
    from phancap.charter.names import level_words
    from phancap.competence.words import LIMIT_UNIT, STATUS

    if side is None:
        return "không ai" if lang == "vi" else "nobody"
    if "status" in side:
        names = dict.fromkeys(
            level_words(view, body.partition("/")[0], lang) for body in side["id"].split("+")
        )
        return f"{STATUS[lang][side['status']]} ({', '.join(names)})"
    if "class" in side:
        return level_words(view, side["class"], lang) if side["class"] in view.classes else str(side["name"])
    if "name" not in side:
        unit = LIMIT_UNIT[lang].get(side["unit"], side["unit"])
        cases = side.get("cases", ())
        more = f" ({len(cases)} {'trường hợp' if lang == 'vi' else 'cases'})" if len(cases) > 1 else ""
        return (f"{side['value']} {unit}" if side["value"] is not None else unit) + more
    values = [f"{k}={_number(v)}" for k, v in side.items() if k not in ("id", "name")]
    return f"{side['name']} {', '.join(values)}".strip()


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _id(side: Any) -> str:
    return str(side.get("id", "")) if side else ""


def _organ(view: View, side: Any, otherwise: str, lang: str) -> str:
    from phancap.charter.names import body_name

    return body_name(view, side["id"], lang) if side and "class" in side else otherwise


def _title(view: View, kind: str, head: str, lang: str) -> str:
    power = view.powers.get(head)
    if power is None:
        return NAMES[lang][kind]
    name = (power.name_en if lang == "en" else "") or power.name
    return f"{head}  {name}" + (f"  ({NAMES[lang][kind]})" if kind == "limit" else "")


def _role_words(role: str, lang: str) -> str:
    from phancap.competence.words import ROLE

    return f" · {ROLE[lang][role]}" if role and role != "decide" else ""


def _where_when(members: list[dict[str, Any]], vi: bool) -> str:
    row = members[0]
    places = list(dict.fromkeys(place for member in members for place in member["where"]))
    where = (
        ""
        if places == ["*"]
        else f" · {places[0]}"
        if len(places) == 1
        else f" · {len(places)} {'nơi' if vi else 'places'}"
    )
    since = show_day(parse_day(row["from"])) if row["from"] else "…"
    until = show_day(parse_day(row["to"]) - 1) if row["to"] else "…"
    when = since if since == until else f"{since} – {until}"
    return f"{where} · {when}" + (f" · {row['condition']}" if row["condition"] else "")


def _need(view: View, needs: dict[str, str], lang: str) -> str:
    from phancap.competence.need_words import need_words

    return f"{'cần' if lang == 'vi' else 'needs'}: {need_words(view, needs, lang)}"
