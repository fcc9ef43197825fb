"""The agenda: what ends when, what falls or changes with it, what is needed and by when to start."""

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from phancap.cli.agenda import agenda as command
from phancap.competence.agenda import agenda
from phancap.formats.days import parse_day
from phancap.workspace.open import shipped
from tests.competence.small import view, write

DECREE = "g2,phep,,assign,,ubnd-xa,*,,,,3/2025/NĐ-CP,Đ.4,,successor,"
ROOT = "g1,phep,,assign,,ubnd-tinh,*,,,,1/2014/QH13,Đ.1,,move,"
ERRAND = "u,phep,,delegate,ubnd-tinh,ct-tinh,*,,,2027-03-01,9/QĐ-UBND,Đ.1,,move,"
LATE = "+9/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2026-01-01,2026-01-01,,,,,adopted,\n"


def rows(
    folder: Path, grants: str, start: str = "2026-01-01", end: str = "2028-01-01", **tables: str
) -> list[dict[str, Any]]:
    return agenda(view(folder, grants, **tables), parse_day(start), parse_day(end))


def test_a_decree_that_lapses_leaves_its_powers_without_a_holder(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, DECREE)
    assert {key: row[key] for key in ("day", "ends", "reason", "falls", "changes", "stays", "assumption")} == {
        "day": "2027-03-01", "ends": "3/2025/NĐ-CP", "reason": "expiry", "falls": ["phep"], "changes": [], "stays": [],
        "assumption": True,
    }  # fmt: skip
    assert [(way["act"], way["organ"]) for way in row["needs"]] == [
        ("nghị định", "Chính phủ"),
        ("luật, nghị quyết của Quốc hội", "Quốc hội"),
    ]
    assert row["start_by"] == "2026-09-02"


def test_where_the_authority_has_ended_too_only_a_law_helps(tmp_path: Path) -> None:
    provisions = "act,provision,in_force,ends,ended_by,summary,verified_by\n2/2025/QH15,Đ.54,,2027-03-01,,,\n"
    (row,) = rows(tmp_path, DECREE, provisions=provisions)
    assert [way["organ"] for way in row["needs"]] == ["Quốc hội"]
    assert row["start_by"] == "2026-03-01"


def test_a_delegation_that_ends_goes_back_to_its_giver_who_may_renew_it(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, f"{ROOT}\n{ERRAND}", acts=LATE)
    assert (row["day"], row["ends"], row["falls"], row["changes"]) == (
        "2027-03-01",
        "9/QĐ-UBND",
        [],
        ["phep"],
    )
    assert row["moves"] == [
        {"power": "phep", "role": "decide", "before": "Chủ tịch UBND cấp tỉnh", "after": "UBND cấp tỉnh"}
    ]
    assert [(way["instrument"], way["organ"], way["start_by"]) for way in row["needs"]] == [
        ("delegate", "UBND cấp tỉnh", "2027-01-15")
    ]


def test_a_law_that_a_later_one_takes_the_place_of_needs_nothing(tmp_path: Path) -> None:
    acts = "+7/2026/QH16,luật,Quốc hội,,,,2026-03-01,2027-01-01,,,,,adopted,\n"
    old = "9/2015/QH13,luật,Quốc hội,,,,2015-01-01,2015-01-01,,2027-01-01,7/2026/QH16,,adopted,\n"
    grants = (
        "a,phep,,assign,,ubnd-xa,*,,,,9/2015/QH13,Đ.1,,move,\nb,phep,,assign,,{},*,,,,7/2026/QH16,Đ.1,,move,"
    )
    (stays,) = rows(tmp_path / "a", grants.format("ubnd-xa"), acts=acts + old)
    assert (stays["reason"], stays["by"], stays["stays"], stays["needs"]) == (
        "law",
        "7/2026/QH16",
        ["phep"],
        [],
    )
    (moves,) = rows(tmp_path / "b", grants.format("ubnd-tinh"), acts=acts + old)
    assert (moves["changes"], moves["needs"], moves["start_by"]) == (["phep"], [], None)


def test_an_organ_that_ends_is_a_cause_of_its_own(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, "a,phep,,assign,,ubnd-huyen,*,,,,1/2014/QH13,Đ.1,,move,", start="2025-01-01")
    assert (row["day"], row["ends"], row["reason"], row["falls"]) == (
        "2025-07-01",
        "ubnd-huyen",
        "organ",
        ["phep"],
    )


def test_only_the_days_asked_for(tmp_path: Path) -> None:
    assert rows(tmp_path, DECREE, end="2027-03-01") == []
    assert len(rows(tmp_path, DECREE, start="2027-03-01", end="2027-03-02")) == 1


@pytest.mark.parametrize(
    ("lang", "shown"),
    [("vi", ("hết ngày 28-02-2027", "không còn ai nắm (1): Cấp phép", "cần: nghị định · Chính phủ", "(giả định)")),
     ("en", ("at the end of 28-02-2027", "nobody holds (1): Permit", "needs: decree · Government", "(assumption)"))],
)  # fmt: skip
def test_the_terminal_says_the_last_day(tmp_path: Path, lang: str, shown: tuple[str, ...]) -> None:
    write(tmp_path, DECREE)
    run = CliRunner().invoke(
        command, ["--workspace", str(tmp_path), "--from", "2026-11-24", "--lang", lang], standalone_mode=False
    )
    assert [words for words in shown if words not in run.output] == []


def test_the_cliff_of_the_shipped_city() -> None:
    run = CliRunner().invoke(
        command, ["--workspace", shipped(), "--from", "2026-11-24"], standalone_mode=False
    )
    assert "hết ngày 28-02-2027" in run.output
    assert "140/2025/NĐ-CP" in run.output
    assert "2568/QĐ-UBND" in run.output  # delegations that end with February
    assert "(giả định)" in run.output
