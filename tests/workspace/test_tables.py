"""The declared tables are those of the contract: names, columns and their order."""

import pytest

from phancap.formats.tables import KINDS
from phancap.workspace.content import TABLE_NAMES
from phancap.workspace.tables import TABLES, columns_of

CONTRACT = {
    "units": "uid, code, name, type, level, parent_code, valid_from, valid_to, act",
    "lineage": "event_date, from_uid, to_uid, part, share, act, provision, in_force, atom",
    "aliases": "uid, name, kind",
    "measures": "unit, measure, from, to, value, source",
    "classes": "class, name, name_en, level, kind",
    "organisation": "class, where, from, to, act, provision, superior, caretaker_to",
    "bodies": "body, name, class, unit, from, to, act, superior, address, hotline, email, lat, lon",
    "posts": "body, post, regime, from, to, assigned_by",
    "signing": "organ, basis, block",
    "acts": "act, type, issuer, issuer_unit, authority, title, signed, in_force, operates, ends, ended_by, "
    "known, status, rank, source, verified_by, verified_on",
    "provisions": "act, provision, in_force, ends, ended_by, summary, verified_by, verified_on",
    "powers": "power, name, name_en, field, kind, place_rule, required, joint, transferable, limit_value, "
    "limit_unit, limit_note, source",
    "codes": "power, code, from, to",
    "limits": "power, case, channel, value, unit, cutoff, from, to, act, provision, source",
    "facts": "power, fact, type, unit, values, label, label_en",
    "grants": "grant, power, role, instrument, grantor, holder, where, condition, from, to, act, provision, "
    "overrides, transition, resources, authority, source, note",
    "transitions": "grant, stage, rule, act, provision",
    "tensions": "tension, grants, reading, prevails, basis, decided_by",
    "accepted": "code, key, reason, author, day",
    "staff": "body, unit, skill, posts, filled, from, to, source",
    "facilities": "body, unit, kind, count, area, capacity, from, to, cost, source",
    "budget": "body, unit, field, kind, tier, from, to, amount, source",
    "demand": "power, unit, from, to, dossiers, online_share, low, high, source",
    "service": "power, step, role, skill, minutes, distribution, spread, rework, source",
    "calendar": "day, kind, instrument, known, source",
    "hours": "body, power, weekday, open, close, from, to, source",
    "open_stock": "power, unit, day, filed_from, filed_to, step, channel, count, source",
    "lessons": "city, day, problem, evidence, answer, indicator, source",
    "sources": "source, title, publisher, date, address",
}


def test_every_table_of_the_contract_is_declared() -> None:
    assert set(TABLES) == set(CONTRACT) == TABLE_NAMES


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_the_contracts(name: str) -> None:
    names = CONTRACT[name].split(", ")
    assert [column.name for column in TABLES[name].columns][: len(names)] == names  # new ones only behind


@pytest.mark.parametrize("name", CONTRACT)
def test_a_declaration_is_sound(name: str) -> None:
    table = TABLES[name]
    columns = {column.name: column for column in columns_of(table)}
    assert len(columns) == len(columns_of(table))
    assert {"known", "corrects"} <= set(columns)
    assert set(table.key) <= set(columns)
    for column in columns.values():
        assert column.kind in KINDS
        assert bool(column.choices) == (column.kind == "choice")
        for target in filter(None, column.refers.split("|")):
            other, field = target.split(".")
            assert field == TABLES[other].key[0] == TABLES[other].columns[0].name
