"""The semantics of the charter, a rule a test; each name says the rule."""

from pathlib import Path

import pytest

from phancap.competence.outcome import Question, valid_interval
from phancap.formats.days import format_day, parse_day
from tests.competence.small import ask, told, view

AN, BINH, CAO = "c00001@2020-01-01", "c00002@2020-01-01", "c00003@2020-01-01"
LAW = "g1,phep,,assign,,ubnd-huyen,,,,,1/2014/QH13,Đ.103 k.3,,,"
DECREE = "g2,phep,,assign,,ubnd-xa,,,,,3/2025/NĐ-CP,Đ.4,,,"


def test_law_holds_until_its_organ_ends_then_the_decree_with_its_authority(tmp_path: Path) -> None:
    city = view(tmp_path, f"{LAW}\n{DECREE}")
    assert told(ask(city, AN, "2022-06-20")) == ("competent", "ubnd-huyen/d101@2020-01-01", ("g1",))
    assert told(ask(city, AN, "2025-08-01")) == ("competent", "ubnd-xa/c00001@2025-07-01", ("g2",))
    # Trap: the decree lapses, the law's words are still there, the district is not: a gap, not the district.
    assert told(ask(city, AN, "2027-03-01")) == ("gap", "", ())


def test_valid_runs_to_the_change_and_stops_at_the_horizon(tmp_path: Path) -> None:
    city = view(tmp_path, f"{LAW}\n{DECREE}")
    spans = []
    for on in ("2022-06-20", "2026-01-01", "2027-12-31"):
        question = Question("phep", "decide", city.territory.atoms_of(AN), parse_day(on), None, {})
        found = valid_interval(city, question, ask(city, AN, on))
        spans.append((format_day(found.start), format_day(found.end)))
    assert spans == [("2021-01-01", "2025-07-01"), ("2025-07-01", "2027-03-01"), ("2027-03-01", "2028-01-01")]


def test_known_before_the_reform_answers_without_it(tmp_path: Path) -> None:
    city = view(tmp_path, f"{LAW}\n{DECREE}", known="2025-06-01")
    # Both acts of the reform are unknown; the territory rows here have no `known`, so the district is gone.
    assert told(ask(city, AN, "2025-08-01"))[0] == "gap"
    assert told(ask(city, AN, "2025-06-30"))[1] == "ubnd-huyen/d101@2020-01-01"


def test_an_act_without_standing_does_not_beat_the_older_law(tmp_path: Path) -> None:
    acts = "+6/2016/NĐ-CP,nghị định,Chính phủ,,,,2016-01-01,2016-01-01,,,,,adopted,\n"
    city = view(tmp_path, f"{LAW}\ng3,phep,,assign,,ubnd-tinh,,,,,6/2016/NĐ-CP,,,,", acts=acts)
    assert told(ask(city, AN, "2022-01-01"))[1] == "ubnd-huyen/d101@2020-01-01"


def test_equal_rank_of_two_issuers_is_an_overlap(tmp_path: Path) -> None:
    acts = "+6/2016/TT-BA,thông tư,Bộ Xây dựng,,,,2016-01-01,2016-01-01,,,,,adopted,50\n7/2017/TT-BB,thông tư,Bộ Nội vụ,,,,2017-01-01,2017-01-01,,,,,adopted,50\n"
    grants = "a,phep,,assign,,ubnd-tinh,,,,,6/2016/TT-BA,,,,\nb,phep,,assign,,ubnd-huyen,,,,,7/2017/TT-BB,,,,"
    found = ask(view(tmp_path, grants, acts=acts), AN, "2022-01-01")
    assert found.status == "overlap"
    assert found.holding is not None
    assert [link.grant.grant for link in found.holding.rivals] == ["a", "b"]


def test_overrides_beats_only_with_standing_and_both_directions_cancel(tmp_path: Path) -> None:
    special = "s,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,g1,,"
    assert told(ask(view(tmp_path / "a", f"{LAW}\n{special}"), AN, "2022-01-01"))[2] == ("s",)
    both = f"{LAW.replace('k.3,,', 'k.3,s,')}\n{special}"
    assert ask(view(tmp_path / "b", both), AN, "2022-01-01").status == "overlap"
    low = "s,phep,,assign,,ubnd-tinh,,,,,4/2021/QĐ-UBND,,g1,,"
    assert told(ask(view(tmp_path / "c", f"{LAW}\n{low}"), AN, "2022-01-01"))[2] == ("g1",)


def test_decentralise_moves_the_power_and_the_giver_answers_without_resources(tmp_path: Path) -> None:
    root = "r,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,"
    down = "d,phep,,decentralise,ubnd-tinh,ubnd-huyen,,,,,4/2021/QĐ-UBND,,,,{}"
    found = ask(view(tmp_path / "a", f"{root}\n{down.format('')}"), AN, "2022-01-01")
    assert told(found) == ("competent", "ubnd-huyen/d101@2020-01-01", ("r", "d"))
    assert found.holding is not None
    assert found.holding.answerable == ("ubnd-huyen/d101@2020-01-01",)
    bare = ask(view(tmp_path / "b", f"{root}\n{down.format('no')}"), AN, "2022-01-01")
    assert bare.holding is not None
    assert bare.holding.answerable == ("ubnd-huyen/d101@2020-01-01", "ubnd-tinh/p01@2020-01-01")


def test_delegate_acts_the_delegator_answers_and_nothing_descends(tmp_path: Path) -> None:
    grants = """
        r,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,
        u,phep,,delegate,ubnd-tinh,ubnd-huyen,,,,2024-01-01,5/QĐ-UBND,,,,
        v,phep,,delegate,ubnd-huyen,ubnd-xa,,,,2024-01-01,5/QĐ-UBND,,,,
    """
    city = view(tmp_path, grants)
    found = ask(city, AN, "2022-07-01")
    assert told(found) == ("competent", "ubnd-huyen/d101@2020-01-01", ("r", "u"))
    assert found.holding is not None
    assert found.holding.answerable == ("ubnd-tinh/p01@2020-01-01",)
    assert dict(found.holding.rejected)["v"] == "not-held"
    assert told(ask(city, AN, "2024-01-01"))[2] == ("r",)


def test_hops_are_those_of_the_signing_day(tmp_path: Path) -> None:
    acts = "+8/2025/QĐ-UBND,quyết định,UBND quận Trong,d101,,,2025-04-01,2025-04-01,,,,,adopted,\n"
    grants = """
        r,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,
        d,phep,,decentralise,ubnd-tinh,ubnd-huyen,,,,,4/2021/QĐ-UBND,,,,
        e,phep,,decentralise,ubnd-huyen,ubnd-xa,,,,,{},,,,
    """
    old = view(tmp_path / "a", grants.format("4/2021/QĐ-UBND"), acts=acts)
    assert told(ask(old, AN, "2025-05-01"))[2] == ("r", "d", "e")
    new = ask(view(tmp_path / "b", grants.format("8/2025/QĐ-UBND"), acts=acts), AN, "2025-05-01")
    assert told(new)[2] == ("r", "d")
    assert new.holding is not None
    assert dict(new.holding.rejected)["e"] == "passed-on"


def test_a_grant_back_to_the_giver_has_no_effect(tmp_path: Path) -> None:
    grants = """
        r,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,
        d,phep,,decentralise,ubnd-tinh,ubnd-huyen,,,,,4/2021/QĐ-UBND,,,,
        e,phep,,decentralise,ubnd-huyen,ubnd-tinh,,,,,4/2021/QĐ-UBND,,,,
    """
    found = ask(view(tmp_path, grants), AN, "2022-01-01")
    assert told(found)[2] == ("r", "d")
    assert found.holding is not None
    assert dict(found.holding.rejected)["e"] == "cycle"


def test_withdrawal_ends_the_grant_it_names(tmp_path: Path) -> None:
    grants = f"{LAW}\nw,phep,,withdraw,,,,,2022-03-01,,5/QĐ-UBND,,g1,,"
    city = view(tmp_path / "a", grants)
    # Its act starts on 2022-06-01, later than its `from`: that is the day.
    assert [ask(city, AN, day).status for day in ("2022-05-31", "2022-06-01")] == ["competent", "gap"]
    unknown = view(tmp_path / "b", grants, known="2022-05-01")
    assert ask(unknown, AN, "2023-05-01").status == "competent"


def test_missing_facts_only_when_they_matter(tmp_path: Path) -> None:
    grants = """
        a,phep,,assign,,ubnd-huyen,,value < 15000000000,,,1/2014/QH13,,,,
        b,phep,,assign,,ubnd-tinh,,value >= 15000000000,,,1/2014/QH13,,,,
    """
    city = view(tmp_path, grants)
    assert ask(city, AN, "2022-01-01").status == "needs-facts"
    assert told(ask(city, AN, "2022-01-01", value=14_999_999_999))[2] == ("a",)
    assert told(ask(city, AN, "2022-01-01", value=15_000_000_000))[2] == ("b",)
    same = view(tmp_path / "same", grants.replace("ubnd-tinh", "ubnd-huyen"))
    # Trap: one body either way, but by two grants: the chain differs, so the fact is needed.
    assert ask(same, AN, "2022-01-01").status == "needs-facts"


def test_a_split_place_is_ambiguous_only_where_answers_differ(tmp_path: Path) -> None:
    city = view(tmp_path, f"{LAW}\n{DECREE}")
    assert ask(city, CAO, "2022-01-01").status == "competent"
    split = ask(city, CAO, "2024-06-01")
    assert split.status == "ambiguous-place"
    assert sorted(part.body for _, part in split.groups) == [
        "ubnd-huyen/d101@2020-01-01",
        "ubnd-huyen/d102@2020-01-01",
    ]


def test_caretakers_act_in_place_of_the_new_organ(tmp_path: Path) -> None:
    organisation = """class,where,from,to,act,provision,superior,caretaker_to
ubnd-xa,*,,,,,,2023-01-20
ubnd-huyen,*,,,,,,
"""
    city = view(tmp_path, "x,phep,,assign,,ubnd-xa,,,,,1/2014/QH13,,,,", organisation=organisation)
    bodies = [told(ask(city, BINH, day))[1] for day in ("2022-12-31", "2023-01-19", "2023-01-20")]
    assert bodies == ["ubnd-xa/c00002@2020-01-01", "ubnd-xa/c00002@2020-01-01", "ubnd-xa/c00001@2023-01-01"]


@pytest.mark.parametrize(
    ("where", "held"),
    [
        ("c00001", [True, False, True]),  # the unit with that code on the day
        ("c00001@2020-01-01", [True, False, False]),  # that version's land, frozen
        ("c00002~2022-06-01", [False, True, True]),  # lives on after the merger
        ("d101", [True, True, True]),
        ("!c00001@2020-01-01", [False, True, True]),
        ('"d101,!c00002@2020-01-01"', [True, False, False]),
    ],
)
def test_where_by_the_day_and_frozen(tmp_path: Path, where: str, held: list[bool]) -> None:
    city = view(tmp_path, f"x,phep,,assign,,ubnd-tinh,{where},,,,1/2014/QH13,,,,")
    asked = [(AN, "2022-01-01"), (BINH, "2022-01-01"), (BINH, "2023-06-01")]
    assert [ask(city, place, day).status == "competent" for place, day in asked] == held


def test_empty_where_is_the_issuers_land_at_signing(tmp_path: Path) -> None:
    acts = "+9/2022/QĐ-UBND,quyết định,UBND phường An,c00001,,,2022-01-01,2022-01-01,,,,,adopted,\n"
    city = view(tmp_path, "x,phep,,assign,,ubnd-tinh,,,,,9/2022/QĐ-UBND,,,,", acts=acts)
    # The unit with code 00001 of 2026 is larger; the act's land is still that of 2022.
    assert [ask(city, place, "2026-01-01").status for place in (AN, BINH)] == ["competent", "gap"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("stay", ("competent", "ubnd-tinh/p01@2020-01-01", ("g1",))),
        ("successor", ("competent", "ubnd-tinh/p01@2020-01-01", ("n",))),
        ("", ("competent", "ubnd-tinh/p01@2020-01-01", ("n",))),
        ("move", ("competent", "ubnd-xa/c00001@2025-07-01", ("n",))),
        ("filing-law", ("competent", "ubnd-tinh/p01@2020-01-01", ("g1",))),
        ("assign:so", ("to-be-assigned", "so/p01@2020-01-01", ("n",))),
    ],
)
def test_decided_later_than_received(
    tmp_path: Path, rule: str, expected: tuple[str, str, tuple[str, ...]]
) -> None:
    grants = f"g1,phep,,assign,,ubnd-tinh,,,,2025-07-01,1/2014/QH13,,,,\nn,phep,,assign,,ubnd-xa,,,,,3/2025/NĐ-CP,,,{rule},"
    city = view(tmp_path, grants)
    assert told(ask(city, AN, "2025-06-01", decided="2025-08-01")) == expected


def test_tension_follows_the_reading_marked(tmp_path: Path) -> None:
    tensions = """tension,grants,reading,prevails,basis,decided_by
t,g1,một cách,no,,
t,s,cách khác,yes,,
"""
    grants = f"{LAW}\ns,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,"
    found = ask(view(tmp_path, grants, tensions=tensions), AN, "2022-01-01")
    assert told(found)[2] == ("s",)
    assert found.holding is not None
    assert dict(found.holding.rejected)["g1"] == "other-reading"


def test_joint_roles_may_have_several_holders(tmp_path: Path) -> None:
    powers = """power,name,name_en,field,kind,place_rule,required,joint,transferable,limit_value,limit_unit
phep,Cấp phép,Permit,f,procedure,site,yes,"consult,appraise",no,15,day
"""
    grants = """
        a,phep,consult,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,
        b,phep,consult,assign,,ubnd-huyen,,,,,1/2014/QH13,,,,
        r,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,
        d,phep,,decentralise,ubnd-tinh,ubnd-huyen,,,,,4/2021/QĐ-UBND,,,,
    """
    city = view(tmp_path, grants, powers=powers)
    assert ask(city, AN, "2022-01-01", role="consult").status == "joint"
    # transferable = no: the decentralisation has no effect.
    assert told(ask(city, AN, "2022-01-01"))[2] == ("r",)


def test_rows_known_later_never_move_a_past_answer(tmp_path: Path) -> None:
    before = view(tmp_path / "a", LAW, known="2022-01-01")
    columns = "known,corrects"
    grants = f"{LAW},,\ng1,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,,2023-01-01,g1"
    import tests.competence.small as small

    old = small.GRANT_COLUMNS
    small.GRANT_COLUMNS = f"{old},{columns}"
    try:
        after = view(tmp_path / "b", grants, known="2022-01-01")
        now = view(tmp_path / "c", grants)
    finally:
        small.GRANT_COLUMNS = old
    assert told(ask(before, AN, "2022-06-01")) == told(ask(after, AN, "2022-06-01"))
    assert told(ask(now, AN, "2022-06-01"))[1] == "ubnd-tinh/p01@2020-01-01"


def test_an_organ_without_where_exists_where_its_act_was_issued_for(tmp_path: Path) -> None:
    organisation = """class,where,from,to,act,provision,superior,caretaker_to
ubnd-tinh,,,,,,,
ubnd-xa,,,,9/2022/QĐ-UBND,,,
"""
    acts = "+9/2022/QĐ-UBND,quyết định,UBND phường An,c00001,,,2022-01-01,2022-01-01,,,,,adopted,\n"
    grants = "a,phep,,assign,,ubnd-tinh,,,,,1/2014/QH13,,,,\nb,phep,sign,assign,,ubnd-xa,,,,,1/2014/QH13,,,,"
    city = view(tmp_path, grants, organisation=organisation, acts=acts)
    assert [ask(city, place, "2022-06-01").status for place in (AN, BINH)] == ["competent", "competent"]
    signs = [ask(city, place, "2022-06-01", role="sign").status for place in (AN, BINH)]
    assert signs == ["competent", "gap"]
