"""A correct charter has no finding; each way of spoiling one is found by the code that names it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.competence.correct import BEGIN, DOWN, LAW, ON_BEHALF, City, Row

DAY = timedelta(days=1)


def test_no_false_alarm_on_a_hundred_correct_charters(tmp_path: Path) -> None:
    for seed in range(100):
        report = City(seed).check(tmp_path / str(seed))
        loud = [(f.code, f.message) for f in report.findings if f.severity != "note"]
        assert (seed, loud, report.proved) == (seed, [], True)


def drop(city: City) -> None:
    city.tables["grants"].remove(city.rng.choice(city.grants("assign")))


def widen_facts(city: City) -> None:
    """Over its sibling of the same act: nothing ranks one above the other."""
    city.rng.choice([r for r in city.grants("assign") if "value <" in r["condition"]])["condition"] = ""


def widen_place(city: City) -> None:
    city.rng.choice([r for r in city.grants("assign") if r["where"] != "*" and r["holder"] == "ubnd-tinh"])[
        "where"
    ] = "*"
    # The other place's rows of that value may be the province's too; then nobody could tell two holders apart.
    for row in city.grants("assign"):
        if row["where"] != "*" and ">" in row["condition"]:
            row["holder"] = "so"


def widen_gift(city: City) -> None:
    """The gift goes below what its giver holds."""
    city.rng.choice(city.grants("decentralise"))["condition"] = ""


def start_late(city: City) -> None:
    _shift(city.rng.choice([r for r in city.grants("assign") if r["from"]]), "from", DAY)


def end_early(city: City) -> None:
    _shift(city.rng.choice([r for r in city.grants("assign") if r["to"] and not r["from"]]), "to", -DAY)


def end_late(city: City) -> None:
    """Two holders for a day, where the next row of that place and value names another."""
    row = city.rng.choice([r for r in city.grants("assign") if r["to"] and not r["from"]])
    _shift(row, "to", DAY)
    row["holder"] = "so"


def outlive_act(city: City) -> None:
    city.rng.choice(city.grants("delegate"))["to"] = "2025-07-01"


def begin_before_act(city: City) -> None:
    city.rng.choice(city.grants("decentralise"))["from"] = "2021-06-30"


def _shift(row: Row, column: str, by: timedelta) -> None:
    row[column] = str(date.fromisoformat(row[column]) + by)


def pass_on_delegation(city: City) -> None:
    row = city.rng.choice(city.grants("delegate"))
    city.tables["grants"].append({**row, "grant": "again", "grantor": row["holder"], "holder": "ubnd-xa"})


def endless_delegation(city: City) -> None:
    city.rng.choice(city.grants("delegate"))["to"] = ""
    next(row for row in city.tables["acts"] if row["act"] == ON_BEHALF)["ends"] = ""


def give_without_year(city: City) -> None:
    city.rng.choice(city.grants("decentralise"))["act"] = ON_BEHALF


def give_upwards(city: City) -> None:
    """A commune to its district: the law of that day lets nobody delegate upwards."""
    row = city.rng.choice(city.grants("delegate"))
    row["grantor"], row["holder"] = "ubnd-huyen", "ubnd-tinh"


def give_anothers(city: City) -> None:
    city.rng.choice(city.grants("decentralise"))["grantor"] = "so"


def kill_law(city: City) -> None:
    next(row for row in city.tables["acts"] if row["act"] == LAW)["ends"] = "2023-05-05"


def kill_decision(city: City) -> None:
    next(row for row in city.tables["acts"] if row["act"] == DOWN)["ends"] = "2023-05-05"


def circle(city: City) -> None:
    row = city.rng.choice(city.grants("decentralise"))
    back = {**row, "grant": "back", "grantor": row["holder"], "holder": row["grantor"]}
    city.tables["grants"].append(back)


def contradict_law(city: City) -> None:
    row = city.rng.choice(city.grants("assign"))
    city.tables["grants"].append(
        {**row, "grant": "low", "holder": "so", "act": DOWN, "from": "2022-01-01", "to": "2023-01-01"}
    )


def abolish_commune(city: City) -> None:
    row = next(
        row for row in city.tables["units"] if row["level"] == "commune" and row["valid_from"] != str(BEGIN)
    )
    row["valid_to"] = str(date.fromisoformat(row["valid_from"]) + 40 * DAY)
    city.tables["lineage"] = [edge for edge in city.tables["lineage"] if edge["from_uid"] != row["uid"]]


def abolish_district(city: City) -> None:
    next(row for row in city.tables["units"] if row["level"] == "district")["valid_to"] = "2022-12-31"
    for row in city.grants("assign"):
        if "<" in row["condition"]:
            row["holder"] = "ubnd-huyen"


def abolish_class(city: City) -> None:
    next(row for row in city.tables["organisation"] if row["class"] == "ubnd-tinh")["to"] = "2022-12-31"


def no_staff(city: City) -> None:
    city.tables["staff"] = [row for row in city.tables["staff"] if row["unit"] != _receiver(city)]


def staff_leave(city: City) -> None:
    for row in city.tables["staff"]:
        if row["unit"] == _receiver(city):
            row["to"] = "2023-03-03"


def no_room(city: City) -> None:
    for row in city.tables["facilities"]:
        if row["unit"] == _receiver(city):
            row["count"] = "0"


def no_money(city: City) -> None:
    for row in city.tables["budget"]:
        if row["unit"] == _receiver(city):
            row["tier"] = "estimate_unit"


def _receiver(city: City) -> str:
    return city.grants("decentralise")[0]["where"]


def no_transition(city: City) -> None:
    city.rng.choice(city.grants("delegate"))["transition"] = ""


def two_transitions(city: City) -> None:
    city.rng.choice(city.grants("decentralise"))["transition"] = "move"


def no_rest(city: City) -> None:
    city.tables["transitions"] = [row for row in city.tables["transitions"] if row["stage"] != "*"]


def no_assigner(city: City) -> None:
    city.tables["classes"].append(
        {"class": "ban", "name": "Ban", "name_en": "Board", "level": "province", "kind": "agency"}
    )
    city.rng.choice(city.grants("delegate"))["transition"] = "assign:ban"


MUTATIONS: list[tuple[Callable[[City], None], str]] = [
    (drop, "PC001"), (start_late, "PC001"), (end_early, "PC001"), (kill_law, "PC001"),
    (widen_facts, "PC002"), (widen_place, "PC002"), (end_late, "PC002"),
    (widen_gift, "PC003"), (give_anothers, "PC003"),
    (pass_on_delegation, "PC004"), (endless_delegation, "PC004"), (give_without_year, "PC004"), (give_upwards, "PC004"),
    (circle, "PC005"), (contradict_law, "PC006"),
    (kill_decision, "PC007"), (outlive_act, "PC007"), (begin_before_act, "PC007"),
    (no_staff, "PC009"), (staff_leave, "PC009"), (no_room, "PC009"), (no_money, "PC009"),
    (abolish_commune, "PC010"), (abolish_district, "PC010"), (abolish_class, "PC010"),
    (no_transition, "PC011"), (two_transitions, "PC011"), (no_rest, "PC011"), (no_assigner, "PC011"),
]  # fmt: skip


@pytest.mark.parametrize("spoil, code", MUTATIONS, ids=[spoil.__name__ for spoil, _ in MUTATIONS])
def test_every_mutation_is_found_by_its_code(
    tmp_path: Path, spoil: Callable[[City], None], code: str
) -> None:
    for seed in range(6):
        city = City(seed)
        spoil(city)
        report = city.check(tmp_path / str(seed))
        assert code in {f.code for f in report.findings if f.severity != "note"}, (
            seed,
            [f[:3] for f in report.findings],
        )


def test_staff_of_one_unit_are_missed_in_that_unit_only(tmp_path: Path) -> None:
    city = City(3)
    no_staff(city)
    found = [f for f in city.check(tmp_path).findings if (f.code, f.key) == ("PC009", "phep-0-d")]
    assert {f.where for f in found} == {(_receiver(city),)}
    assert {(f.start, f.end) for f in found} == {("2022-01-01", "2025-06-30")}


def test_staff_that_leave_are_missed_from_that_day(tmp_path: Path) -> None:
    city = City(3)
    staff_leave(city)
    found = [f for f in city.check(tmp_path).findings if (f.code, f.key) == ("PC009", "phep-0-d")]
    assert {(f.start, f.end) for f in found} == {("2023-03-03", "2025-06-30")}


def test_staff_that_nobody_wrote_down_are_unknown_not_missing(tmp_path: Path) -> None:
    city = City(3)
    for row in city.tables["staff"]:
        row["body"] = "ubnd-xa"
        row["unit"] = ""
    found = [(f.severity, f.key) for f in city.check(tmp_path).findings if f.code == "PC009"]
    assert found == [("note", "ubnd-huyen")]
