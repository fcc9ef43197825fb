"""What helps in a gap: who was competent until when, why that ended, which act of whom would mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from phancap.competence.gap import Help, help_of
from phancap.competence.inquiry import Desk, Put
from phancap.formats.days import parse_day
from phancap.workspace.open import open_workspace
from tests.competence.small import write

DECREE = "g2,phep,,assign,,ubnd-xa,*,,,,3/2025/NĐ-CP,Đ.4,,successor,"
DISTRICT = "a,phep,,assign,,ubnd-huyen,*,,,,1/2014/QH13,Đ.1,,move,"
AN = "c00001@2025-07-01"
DAY = parse_day("2027-05-01")
NEEDS = ("nghị định (Chính phủ)", "luật, nghị quyết của Quốc hội")


def asked(folder: Path, grants: str, put: Put, lang: str = "vi", **tables: str) -> Help | None:
    write(folder, grants, **tables)
    desk = Desk(open_workspace(folder), lang)
    return help_of(desk, put, desk.answer(put))


def test_an_act_whose_term_ran_out(tmp_path: Path) -> None:
    found = asked(tmp_path, DECREE, Put("phep", AN, DAY))
    assert found == Help(
        "đến hết 28-02-2027: UBND phường An, theo Điều 4 Nghị định 3/2025/NĐ-CP (hết hiệu lực)",
        parse_day("2027-03-01"),
        NEEDS,
    )


def test_the_last_holder_and_no_older_one(tmp_path: Path) -> None:
    found = asked(tmp_path, f"{DISTRICT}\n{DECREE}", Put("phep", AN, DAY))
    assert found is not None
    assert found.before.startswith("đến hết 28-02-2027: UBND phường An,")


def test_in_english(tmp_path: Path) -> None:
    found = asked(tmp_path, DECREE, Put("phep", AN, DAY), "en")
    assert found is not None
    assert found.before == (
        "to the end of 28-02-2027: committee, phường An, under article 4 3/2025/NĐ-CP (no longer in force)"
    )
    assert found.needs[0] == "decree (Government)"


def test_an_organ_that_is_gone(tmp_path: Path) -> None:
    found = asked(tmp_path, DISTRICT, Put("phep", AN, DAY))
    assert found is not None
    assert found.before == (
        "đến hết 30-06-2025: UBND quận Trong, theo Điều 1 Luật 1/2014/QH13 (cơ quan này không còn)"
    )


def test_another_act_that_ended_it(tmp_path: Path) -> None:
    acts = (
        "+7/2026/QH16,luật,Quốc hội,,,,2026-03-01,2027-01-01,,,,,adopted,\n"
        "9/2015/QH13,luật,Quốc hội,,,,2015-01-01,2015-01-01,,2027-01-01,7/2026/QH16,,adopted,\n"
    )
    grant = "a,phep,,assign,,ubnd-xa,*,,,,9/2015/QH13,Đ.1,,move,"
    found = asked(tmp_path, grant, Put("phep", AN, DAY), acts=acts)
    assert found is not None
    assert found.before.endswith(", theo Điều 1 Luật 9/2015/QH13 (hết hiệu lực theo 7/2026/QH16)")


def test_the_act_above_that_ended(tmp_path: Path) -> None:
    acts = "+9/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2026-01-01,2026-01-01,,,,,adopted,\n"
    grants = (
        "g,phep,,assign,,ubnd-tinh,*,,,,3/2025/NĐ-CP,Đ.4,,move,\n"
        "u,phep,,delegate,ubnd-tinh,ct-tinh,*,,,,9/QĐ-UBND,Đ.1,,move,"
    )
    found = asked(tmp_path, grants, Put("phep", AN, DAY), acts=acts)
    assert found is not None
    assert found.before.endswith(
        ", theo Điều 1 Quyết định 9/QĐ-UBND (Điều 4 Nghị định 3/2025/NĐ-CP hết hiệu lực)"
    )


def test_a_day_between_two_gaps_is_looked_behind(tmp_path: Path) -> None:
    # A cut of another grant, which reaches nobody here, divides the gap.
    short = "b,phep,,assign,,ubnd-huyen,*,,2027-04-01,,1/2014/QH13,Đ.2,,move,"
    found = asked(tmp_path, f"{DECREE}\n{short}", Put("phep", AN, DAY))
    assert found is not None
    assert found.day == parse_day("2027-03-01")


def test_a_matter_decided_after_the_end(tmp_path: Path) -> None:
    received = parse_day("2027-04-01")
    found = asked(tmp_path, DECREE, Put("phep", AN, received, decided=DAY))
    assert found is not None
    assert found.day == parse_day("2027-03-01")


@pytest.mark.parametrize(
    "put",
    [
        Put("phep", AN, parse_day("2026-01-01")),  # somebody is competent
        Put("phep", "c00001@2024-01-01", parse_day("2024-02-01")),  # nobody ever was
        Put("phep", "không có nơi này", DAY),
    ],
)
def test_what_needs_no_help_or_has_none(tmp_path: Path, put: Put) -> None:
    assert asked(tmp_path, DECREE, put) is None


def test_rules_for_bodies_that_are_gone_take_one_line(tmp_path: Path) -> None:
    write(tmp_path, f"{DECREE}\n{DISTRICT}\nb,phep,,assign,,ubnd-huyen,*,,,,4/2021/QĐ-UBND,Đ.2,,move,")
    notes = Desk(open_workspace(tmp_path)).answer(Put("phep", AN, DAY))["notes"]
    assert len(notes) == 1
    assert notes[0].count("còn ghi UBND cấp huyện") == 2
    assert "1/2014/QH13" in notes[0]
    assert "4/2021/QĐ-UBND" in notes[0]
