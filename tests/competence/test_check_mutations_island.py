"""The island city, spoilt in one place each: slips of other kinds than those of the other two charters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from phancap.charter.view import View
from phancap.competence.findings import Finding
from phancap.competence.report import check
from phancap.workspace.open import charter_of
from tests.competence.island import TEXTS, tables
from tests.competence.test_check_mutations_more import add, both, put
from tests.competence.two_provinces import Tables, write

CITY, XA = "p70@2020-01-01", "c70003@2025-07-01,c70011@2025-07-01"
BEFORE, AFTER, LATE = "2021-01-01", "2025-07-01", "2028-01-01"
DECISION = "48/2023/QĐ-UBND"


def line(table: str, number: int, **cells: str) -> Callable[[Tables], None]:
    """Other cells in the row of that number: where the first cell does not tell the rows apart."""
    return lambda of: of[table][number].update({name.rstrip("_"): cell for name, cell in cells.items()})


def lost(table: str, **cells: str) -> Callable[[Tables], None]:
    """The rows with these cells away."""
    return lambda of: of.update({table: [r for r in of[table] if not cells.items() <= r.items()]})


def withdrawn(grant: str, from_: str) -> Callable[[Tables], None]:
    """A row that ends a grant."""
    return add(grant, "x", instrument="withdraw", grantor="", holder="", condition="", overrides=grant, from_=from_, to="")


# What is spoilt: (how, code, key, from, to, where, condition); `None`: not of interest.
CASES: dict[str, tuple[Callable[[Tables], None], str, str, str | None, str | None, str | None, str | None]] = {
    "at most for below": (put("grants", "c-p", condition="value <= 100000000"), "PC002", "c-p+c-q", BEFORE, AFTER, CITY, "value = 100000000"),
    "above for at least": (put("grants", "c-tp", condition="value > 5000000000"), "PC001", "cho", BEFORE, AFTER, CITY, "value = 5000000000"),
    "a gift of the lost point": (put("grants", "c-tp", condition="value > 5000000000"), "PC003", "e-ben", "2021-03-01", "2024-01-01",
                                 "d701@2020-01-01", "khan = no and value = 5000000000"),
    "a nought too few": (put("grants", "c-q", condition="value >= 10000000 and value < 5000000000"),
                         "PC002", "c-p+c-q", BEFORE, AFTER, CITY, "value >= 10000000 and value < 100000000"),
    "a nought too many": (put("grants", "c-q", condition="value >= 1000000000 and value < 5000000000"),
                          "PC001", "cho", BEFORE, AFTER, CITY, "value >= 100000000 and value < 1000000000"),
    "another grade: nobody": (put("grants", "n-p", condition="hang in {II, IV} and dai < 20"),
                              "PC001", "neo", BEFORE, LATE, CITY, "dai < 20 and hang = III"),
    "another grade: two": (put("grants", "n-p", condition="hang in {II, IV} and dai < 20"),
                           "PC002", "n-bql+n-p", BEFORE, "2024-07-01", CITY, "dai < 20 and hang = II"),
    "no length below nought": (put("grants", "n-p", condition="hang in {III, IV} and dai >= 0 and dai < 20"),
                               "PC001", "neo", BEFORE, LATE, CITY, "dai < 0 and hang in {III, IV}"),
    "the heir a day late": (put("bodies", "tt-cang", from_="2024-07-02"), "PC001", "neo", "2024-07-01", "2024-07-02", CITY, "hang in {I, II}"),
    "the board ends before its heir is": (put("bodies", "bql-cang", to="2024-06-01"), "PC010", "neo", "2024-06-01", "2024-07-01", CITY, "hang in {I, II}"),
    "the heir's row is gone": (lost("grants", grant="n-tt"), "PC010", "neo", "2024-07-01", None, CITY, "hang in {I, II}"),
    "the old board named again": (put("grants", "n-tt", holder="bql-cang"), "PC001", "neo", "2024-07-01", LATE, CITY, "hang in {I, II}"),
    "an errand into the time without districts": (put("grants", "v-23", where="d701@2024-01-01", from_="2024-01-01", to="2026-01-01"),
                                                  "PC008", "v-23", AFTER, "2026-01-01", CITY, None),
    "a merger half told": (lost("lineage", from_uid="c70002@2020-01-01"), "PC010", "c70002@2020-01-01", AFTER, None, "c70002@2020-01-01", None),
    "a move to another district not told": (lost("lineage", from_uid="c70003@2020-01-01"),
                                            "PC010", "c70003@2020-01-01", "2022-05-01", None, "c70003@2020-01-01", None),
    "one commune without its committee": (put("organisation", "ub-p", where="!c70011@2020-01-01"), "PC008", "e-xa", "2025-09-01", None, "c70011@2025-07-01", None),
    "the level ends a month early": (put("organisation", "ub-q", to="2025-06-01"), "PC010", "cho", "2025-06-01", AFTER, CITY, None),
    "a district ends early": (put("units", "d702@2020-01-01", valid_to="2023-06-01"), "PC008", "v-23", "2023-06-01", "2024-01-01", "c70011@2020-01-01", None),
    "a department ends": (put("organisation", "so-xd", to="2026-01-01"), "PC010", "nuoc", "2026-01-01", LATE, CITY, "area >= 3000"),
    "a council with half a say ends": (put("organisation", "hd-tp", to="2026-01-01"), "PC010", "neo", "2026-01-01", LATE, CITY, "hang = I"),
    "a law signed after it is in force": (put("acts", "41/2025/QH15", signed="2026-06-10"), "PC101", "41/2025/QH15", None, None, None, None),
    "only proposed": (put("acts", "43/2024/NĐ-CP", status="proposed"), "PC128", "43/2024/NĐ-CP", None, None, None, None),
    "the decision comes later": (put("acts", DECISION, in_force="2024-02-01"), "PC007", "e-ben24", "2024-02-01", AFTER, None, None),
    "the decision comes when all is over": (both(put("grants", "e-ben", from_=""), put("acts", "44/2021/QĐ-UBND", in_force="2024-01-01")),
                                            "PC007", "e-ben", None, None, None, None),
    "a law dies and its rows with it": (put("acts", "41/2025/QH15", ends="2026-01-01"), "PC001", "nuoc", "2026-01-01", LATE, CITY, ""),
    "rows that begin after their law": (put("acts", "41/2025/QH15", ends="2026-01-01"), "PC007", "c-p27", "2027-03-01", None, None, None),
    "a decree lapses early": (put("acts", "42/2025/NĐ-CP", ends="2026-12-01"), "PC001", "cho", "2026-12-01", "2027-03-01", CITY, ""),
    "a gift outlives its root": (put("acts", "42/2025/NĐ-CP", ends="2026-12-01"), "PC003", "e-xa", "2026-12-01", "2027-03-01", XA, None),
    "a power withdrawn from its holder": (withdrawn("c-q", "2025-01-01"), "PC001", "cho", "2025-01-01", AFTER, CITY,
                                          "value >= 100000000 and value < 5000000000"),
    "a root withdrawn under a gift": (withdrawn("c-tp", "2023-01-01"), "PC003", "e-ben", "2023-01-01", "2024-01-01", None, None),
    "given again what was given": (
        add("v-23", "x", where="d701@2024-01-01", condition="value >= 6000000000 and value < 7000000000 and khan = no",
            from_="2024-02-01", to="2025-01-01", holder="gd-xd"),
        "PC003", "x", "2024-02-01", "2025-01-01", CITY, "khan = no and value >= 6000000000 and value < 7000000000"),
    "a gift below its giver's band": (put("grants", "e-ben24", condition="value >= 1000000000 and value < 9000000000 and khan = no"),
                                      "PC003", "e-ben24", "2024-01-01", AFTER, CITY, "khan = no and value >= 1000000000 and value < 5000000000"),
    "a department gives the city's": (put("grants", "e-ben24", grantor="so-xd"), "PC003", "e-ben24", "2024-01-01", AFTER, CITY, None),
    "a power that may not be given": (put("powers", "cho", transferable="no"), "PC004", "v-22", None, None, None, None),
    "a gift on by the receiver": (add("e-xa", "x", grantor="ub-p", holder="so-xd"), "PC004", "x", None, None, None, None),
    "an errand on by the errand-boy": (add("v-23", "x", grantor="ub-q", holder="ub-p"), "PC004", "x", "2023-01-01", "2024-01-01", "c70011@2020-01-01", None),
    "given to oneself": (put("grants", "e-ben", holder="ub-tp"), "PC005", "e-ben", "2021-03-01", "2024-01-01", "d701@2020-01-01", None),
    "there and back on one day": (add("e-ben24", "x", grantor="ub-q", holder="ub-tp"), "PC005", "x", "2024-01-01", AFTER, CITY, None),
    "a copy with another holder": (add("w-so", "x", holder="ub-tp"), "PC002", "w-so+x", BEFORE, AFTER, "c70002@2020-01-01", ""),
    "an exception forgotten": (put("grants", "w-p", where="*"), "PC002", "w-p+w-so", BEFORE, AFTER, "c70002@2020-01-01", ""),
    "the exception of another ward": (put("grants", "w-so", where="c70001@2020-01-01"), "PC001", "nuoc", BEFORE, AFTER, "c70002@2020-01-01", ""),
    "consent of two made one's": (put("powers", "neo", joint=""), "PC002", "n-hd+n-ub", BEFORE, LATE, CITY, "hang = I"),
    "a second appraiser": (add("n-tham", "x", holder="ub-tp"), "PC002", "n-tham+x", BEFORE, LATE, CITY, ""),
    "a power of nobody": (lambda of: of["powers"].append({**of["powers"][0], "power": "moi", "name": "Mới"}), "PC001", "moi", BEFORE, LATE, CITY, ""),
    "a decision against the law": (add("c-q", "x", holder="ub-tp", act=DECISION, from_="2024-02-01", to="2024-03-01"),
                                   "PC006", "x", "2024-02-01", "2024-03-01", CITY, None),
    "a decision that says it prevails": (add("c-q", "x", holder="ub-tp", act=DECISION, from_="2024-02-01", to="2024-03-01", overrides="c-q"),
                                         "PC006", "x", "2024-02-01", "2024-03-01", "", None),
    "a decree on its own against the law": (both(put("acts", "42/2025/NĐ-CP", authority=""), add("w-to", "x", holder="ub-p", act="42/2025/NĐ-CP")),
                                            "PC006", "x", AFTER, "2027-03-01", CITY, "area >= 3000"),
    "staff of another district": (line("staff", 1, unit="d702@2020-01-01"), "PC009", "e-ben24", "2024-01-01", AFTER, CITY, None),
    "staff two months late": (line("staff", 1, from_="2024-03-01"), "PC009", "e-ben24", "2024-01-01", "2024-03-01", CITY, None),
    "another skill is needed": (put("service", "cho", skill="địa chính"), "PC009", "v-23", "2023-01-01", "2024-01-01", "c70011@2020-01-01", None),
    "nobody of that skill": (line("staff", 4, filled="0"), "PC009", "e-xa", "2025-09-01", LATE, "c70011@2025-07-01", None),
    "no posts": (line("staff", 3, filled="", posts="0"), "PC009", "e-xa", "2025-09-01", LATE, "c70003@2025-07-01", None),
    "the house is closed": (line("facilities", 1, to="2026-01-01"), "PC009", "e-xa", "2026-01-01", LATE, XA, None),
    "money for another field": (line("budget", 1, field="y tế"), "PC009", "e-xa", "2025-09-01", LATE, XA, None),
    "revenue only": (line("budget", 1, kind="revenue"), "PC009", "e-xa", "2025-09-01", LATE, XA, None),
    "the money runs out": (line("budget", 1, to="2027-01-01"), "PC009", "e-xa", "2027-01-01", LATE, XA, None),
    "who assigns is gone": (put("organisation", "ct-tp", to="2025-08-01"), "PC011", "e-xa", "2025-09-01", None, XA, None),
    "a board takes over without a word": (put("grants", "n-tt", transition=""), "PC011", "n-tt", "2024-07-01", None, CITY, None),
    "two rules for what is left": (lambda of: of["transitions"].append({"grant": "c-tp25", "stage": "*", "rule": "move"}), "PC011", "c-tp25", None, None, None, None),
    "a stage and no rest": (put("grants", "c-tp25", transition=""), "PC011", "c-tp25", AFTER, None, None, None),
}  # fmt: skip


def findings(folder: Path, of: Tables) -> list[Finding]:
    """All that the check says of these rows."""
    loaded, charter = charter_of(write(folder, of, TEXTS))
    return check(View(charter), loaded.tables).findings


def test_the_island_has_no_finding(tmp_path: Path) -> None:
    assert findings(tmp_path, tables()) == []


@pytest.mark.parametrize("name", CASES)
def test_a_slip_is_found_where_and_when_it_is(tmp_path: Path, name: str) -> None:
    spoil, code, key, start, end, where, condition = CASES[name]
    of = tables()
    spoil(of)
    told = findings(tmp_path, of)
    loud = [f for f in told if f.severity != "note"]
    assert any(
        (f.code, f.key) == (code, key)
        and start in (None, f.start) and end in (None, f.end) and where in (None, ",".join(f.where)) and condition in (None, f.condition)
        for f in loud
    ), [(f.code, f.key, f.start, f.end, f.where, f.condition) for f in loud[:12]]  # fmt: skip
    assert len({f._replace(example=()) for f in told}) == len(told), "nothing is said twice"
