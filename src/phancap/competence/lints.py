"""Doubts about rows: what acts, units, lineage, limits and grants say against themselves or each other.

A lint never touches the proof. Those of one row of ``acts.csv`` are :mod:`phancap.law.forms`; those that
only the whole shows are here. Rows that a later row corrects are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from phancap.charter.model import Grant
from phancap.competence.check_means import standing_rows
from phancap.competence.recorder import Recorder
from phancap.formats.days import format_day, show_day
from phancap.formats.folding import fold
from phancap.formats.say import say
from phancap.law.forms import MESSAGES as FORM_MESSAGES
from phancap.law.forms import act_lints
from phancap.law.numbers import canonical

Row = dict[str, Any]
Tables = dict[str, list[Row]]
ASSUMPTION = "assumption"


def lint_rows(to: Recorder, tables: Tables) -> None:
    """Every lint that speaks of rows as they stand in their files."""
    acts = standing_rows(tables.get("acts", []), "act")
    _acts(to, acts)
    _two_dates(to, acts)
    _status(to, acts)
    _limits(to, tables)
    units = standing_rows(tables.get("units", []), "uid")
    _homonyms(to, units)
    lineage = [row for row in tables.get("lineage", []) if row["from_uid"] and row["to_uid"]]
    if lineage:
        _lineage(to, units, _standing_edges(lineage))
    _assumptions(to, tables)


def _at(row: Row) -> tuple[str, int]:
    return row["_file"], row["_row"]


# -- acts --------------------------------------------------------------------------------------------------


def _acts(to: Recorder, rows: list[Row]) -> None:
    by_number = {row["act"]: row for row in rows}
    for row in rows:
        number = row["act"].partition("#")[0]
        for lint in act_lints(number, row["type"], row["issuer"], row["signed"], row["issuer_unit"]):
            text = say(FORM_MESSAGES, to.lang, lint.name, **lint.params)
            to.row(lint.code, lint.severity, text, _at(row), row["act"])
        right = canonical(number)
        if _spelled(right) != _spelled(number) and not any(
            f.code == "PC102" and f.key == row["act"] for f in to.findings
        ):
            text = to.say("number-spelling", number=number, right=right)
            to.row("PC102", "warning", text, _at(row), row["act"])
        _days_of_act(to, row, by_number)
        _authority(to, row)


def _spelled(number: str) -> str:
    """A number without the leading zeros of its serial: `01/2021/NĐ-CP` and `1/2021/NĐ-CP` are one spelling."""
    return number.lstrip("0")


def _days_of_act(to: Recorder, row: Row, by_number: dict[str, Row]) -> None:
    signed, in_force, operates, ends = row["signed"], row["in_force"], row["operates"], row["ends"]
    pairs = [
        ("operates-early", "warning", operates, in_force, _before(operates, in_force)),
        ("operates-late", "warning", operates, ends, _before(ends, operates) or _same(ends, operates)),
        ("in-force-before-signed", "note", in_force, signed, _before(in_force, signed)),
        ("known-before-signed", "note", row["known"], signed, _before(row["known"], signed)),
    ]
    for message, severity, one, two, wrong in pairs:
        if wrong:
            text = to.say(message, act=row["act"], one=_day(one), two=_day(two))
            to.row("PC124", severity, text, _at(row), row["act"])
    if not row["ended_by"]:
        return
    if row["ended_by"] == row["act"]:
        to.row("PC124", "warning", to.say("ended-by-self", act=row["act"]), _at(row), row["act"])
        return
    other = by_number.get(row["ended_by"])
    later = other["in_force"] if other else None
    if _before(ends, later):
        text = to.say("ended-by-later", act=row["act"], one=_day(ends), two=_day(later), ended_by=row["ended_by"])  # fmt: skip
        to.row("PC124", "warning", text, _at(row), row["act"])


def _day(day: int | None) -> str:
    return "…" if day is None else show_day(day)


def _before(one: int | None, two: int | None) -> bool:
    return one is not None and two is not None and one < two


def _same(one: int | None, two: int | None) -> bool:
    return one is not None and one == two


def _authority(to: Recorder, row: Row) -> None:
    own = to.view.acts.get(row["act"])
    higher = to.view.acts.get(row["authority"].partition(" ")[0]) if row["authority"] else None
    if own is not None and higher is not None and higher.rank < own.rank:
        text = to.say("authority-low", act=row["act"], authority=row["authority"])
        to.row("PC127", "warning", text, _at(row), row["act"])


def _two_dates(to: Recorder, rows: list[Row]) -> None:
    """One number, one issuer, two signing days: the same act twice, or one of the days is wrong."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in sorted(rows, key=lambda row: str(row["act"])):
        number = canonical(row["act"].partition("#")[0])
        key = (number, fold(row["issuer"] or ""), row["issuer_unit"] or "")
        other = first.setdefault(key, row)
        if other is row or row["signed"] is None or other["signed"] is None:
            continue
        if row["signed"] != other["signed"]:
            text = to.say("two-dates", number=number, one=show_day(other["signed"]), two=show_day(row["signed"]),
                          other_act=f"{other['_file']}:{other['_row']}")  # fmt: skip
            to.row("PC112", "warning", text, _at(row), row["act"])


def _status(to: Recorder, rows: list[Row]) -> None:
    for row in rows:
        option = row.get("_option") or ""
        if row["status"] == "proposed" and not option:
            to.row("PC128", "warning", to.say("proposed-in-base", act=row["act"]), _at(row), row["act"])
        elif option and row["status"] != "proposed":
            text = to.say("adopted-in-option", act=row["act"], option=option)
            to.row("PC128", "warning", text, _at(row), row["act"])


# -- limits ------------------------------------------------------------------------------------------------


def _limits(to: Recorder, tables: Tables) -> None:
    columns = (("powers", "limit_value", "limit_unit"), ("limits", "value", "unit"))
    for table, value_column, unit_column in columns:
        for row in standing_rows(tables.get(table, []), "power"):
            value, unit = row[value_column], row[unit_column]
            message = ""
            if value is not None and unit in ("", "unknown", None):
                message = "limit-without-unit"
            elif value is None and unit in ("working_day", "day", "hour", "month"):
                message = "limit-without-value"
            elif value is not None and (value < 0 or (value == 0 and unit != "same_day")):
                message = "limit-not-positive"
            if message:
                text = to.say(message, power=row["power"], value=value, unit=unit)
                to.row("PC120", "warning", text, _at(row), row["power"], power=row["power"])


# -- territory ---------------------------------------------------------------------------------------------


def _homonyms(to: Recorder, units: list[Row]) -> None:
    groups: dict[tuple[str, str, str, str], list[Row]] = {}
    for row in units:
        if row["name"]:
            key = (row["level"], row["parent_code"] or "", fold(row["type"] or ""), row["name"].casefold())
            groups.setdefault(key, []).append(row)
    for same in groups.values():
        same.sort(key=lambda row: (row["valid_from"], row["uid"]))
        for before, after in zip(same, same[1:], strict=False):
            ended = before["valid_to"]
            if before["code"] != after["code"] and (ended is None or ended > after["valid_from"]):
                text = to.say("homonym", uid=after["uid"], other=before["uid"], name=after["name"],
                              day=show_day(after["valid_from"]))  # fmt: skip
                to.row("PC121", "warning", text, _at(after), after["uid"])


def _standing_edges(rows: list[Row]) -> list[Row]:
    """A correction of lineage names the day of the event: the first column of the table."""
    keyed = [{**row, "event": format_day(row["event_date"])} for row in rows]
    return standing_rows(keyed, "event")


def _lineage(to: Recorder, units: list[Row], edges: list[Row]) -> None:
    communes = {row["uid"]: row for row in units if row["level"] == "commune"}
    out: dict[str, list[Row]] = {}
    into: dict[str, list[Row]] = {}
    for edge in edges:
        out.setdefault(edge["from_uid"], []).append(edge)
        into.setdefault(edge["to_uid"], []).append(edge)
        for uid, column, verb in (
            (edge["from_uid"], "valid_to", "kết thúc" if to.lang == "vi" else "ends"),
            (edge["to_uid"], "valid_from", "bắt đầu" if to.lang == "vi" else "begins"),
        ):
            unit = communes.get(uid)
            if unit is not None and unit[column] != edge["event_date"]:
                other = "…" if unit[column] is None else show_day(unit[column])
                text = to.say("edge-day", source=edge["from_uid"], target=edge["to_uid"], uid=uid, verb=verb,
                              day=show_day(edge["event_date"]), other=other)  # fmt: skip
                to.row("PC123", "warning", text, _at(edge), uid)
    first = min((row["valid_from"] for row in communes.values()), default=0)
    for uid, row in sorted(communes.items()):
        if row["valid_to"] is not None and uid not in out:
            text = to.say("no-heir", uid=uid, day=show_day(row["valid_to"]))
            to.row("PC123", "warning", text, _at(row), uid)
        # What stood on the first day of the record came from somewhere that the record does not reach.
        if row["valid_from"] > first and uid not in into:
            text = to.say("no-predecessor", uid=uid, day=show_day(row["valid_from"]))
            to.row("PC123", "warning", text, _at(row), uid)
    for uid, leaving in sorted(out.items()):
        _parts(to, uid, leaving)


def _parts(to: Recorder, uid: str, leaving: list[Row]) -> None:
    wholes = [edge for edge in leaving if (edge["part"] or "whole") == "whole"]
    targets = ", ".join(f"`{edge['to_uid']}`" for edge in leaving)
    if wholes and len(leaving) > 1:
        to.row("PC123", "warning", to.say("two-wholes", uid=uid, targets=targets), _at(wholes[0]), uid)
    elif len(leaving) == 1 and leaving[0]["part"] == "part":
        to.row("PC123", "warning", to.say("lone-part", uid=uid, targets=targets), _at(leaving[0]), uid)


# -- powers, facts and grants ------------------------------------------------------------------------------


def lint_powers(to: Recorder) -> None:
    """Grants that can never apply, powers and facts that nobody uses, grants without a provision."""
    view = to.view
    bare: dict[str, list[Grant]] = {}
    for power in sorted(view.powers):
        grants = view.grants_of(power)
        if not grants and not view.powers[power].required:
            text = to.say("idle-power", power=power)
            to.row("PC126", "note", text, to.located("powers", power), power, power=power)
        used = {term.fact for grant in grants for term in grant.condition}
        for fact in sorted({fact.fact for fact in view.facts.get(power, [])} - used):
            text = to.say("idle-fact", fact=fact, power=power)
            to.row(
                "PC126", "note", text, to.located("facts", f"{power} {fact}"), f"{power} {fact}", power=power
            )
        for grant in grants:
            _idle(to, grant)
            if not grant.provision:
                bare.setdefault(grant.act, []).append(grant)
    for act, found in sorted(bare.items()):
        names = sorted(grant.grant for grant in found)
        shown = ", ".join(f"`{name}`" for name in names[:4]) + (" …" if len(names) > 4 else "")
        text = to.say("no-provision", act=act, count=len(names), grants=shown)
        to.row("PC129", "note", text, to.located("acts", act), act)


def _idle(to: Recorder, grant: Grant) -> None:
    view, life = to.view, to.view.life(grant)
    start, end = view.horizon
    act = view.acts.get(grant.act)
    if act is None:
        return
    first, last = max(start, life.start or start), min(end, end if life.end is None else life.end)
    if view.box(grant) is None:
        terms = " and ".join(f"{t.fact} {t.op} {', '.join(t.values)}" for t in grant.condition)
        to.grant("PC125", "warning", "empty-condition", grant, condition=terms)
    elif life.empty and not view.withdrawals_of(grant.grant):
        # A grant that is withdrawn before it began is no slip: somebody changed their mind.
        to.grant("PC125", "warning", "empty-life", grant)
    elif first >= last:
        if not life.empty:
            to.grant("PC125", "note", "outside-horizon", grant, start=show_day(start), end=show_day(end - 1))
    elif not any(view.covers(grant, day) for day in _days(to, grant, first, last)):
        to.grant("PC125", "warning", "no-land", grant)


def _days(to: Recorder, grant: Grant, first: int, last: int) -> Iterable[int]:
    return [first, *(day for day in to.view.cuts(grant.power) if first < day < last)]


# -- assumptions -------------------------------------------------------------------------------------------


def _assumptions(to: Recorder, tables: Tables) -> None:
    """How much of each table rests on an assumption: said, never hidden."""
    for table in sorted(tables):
        rows = tables[table]
        assumed = [
            row
            for row in rows
            if any(ASSUMPTION in v for k, v in row.items() if _told(k) and isinstance(v, str))
        ]
        if assumed:
            text = to.say("assumptions", table=f"{table}.csv", count=len(assumed), all=len(rows))
            to.row("PC130", "note", text, _at(assumed[0]), table)


def _told(column: str) -> bool:
    return not column.startswith("_") and column in ("source", "act", "provision", "evidence", "note")
