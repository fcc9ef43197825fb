"""The check finds each kind of defect by its code, and nothing in a charter that is right."""

from pathlib import Path

import pytest

from phancap.competence.report import check
from tests.competence.small import view

GOOD = """
    g1,phep,,assign,,ubnd-tinh,,,,2025-07-01,1/2014/QH13,Đ.103 k.3,,,
    d1,phep,,decentralise,ubnd-tinh,ubnd-huyen,d101,,2022-01-01,2025-07-01,4/2021/QĐ-UBND,,,move,yes
    u1,phep,,delegate,ubnd-tinh,ubnd-huyen,d102,,2022-06-01,2024-01-01,5/QĐ-UBND,,,move,
    g2,phep,,assign,,ubnd-xa,,,,,2/2025/QH15,Đ.4,,successor,
"""
BACK = """
    b1,phep,,assign,,ubnd-tinh,,,2024-01-01,2025-07-01,1/2014/QH13,,,stay,
"""


def codes(tmp_path: Path, grants: str, **tables: str) -> set[tuple[str, str]]:
    of = view(tmp_path, grants, **tables)
    return {(f.code, f.severity) for f in check(of, {}).findings if f.severity != "note"}


def test_a_right_charter_has_no_findings(tmp_path: Path) -> None:
    of = view(tmp_path, GOOD)
    report = check(of, {})
    # The delegation ends and the power is the giver's again: nobody said what becomes of open dossiers.
    assert {(f.code, f.severity) for f in report.findings if f.severity == "error"} == set()
    assert report.proved


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("drop the root", "g2,phep,,assign,,ubnd-xa,,,,,2/2025/QH15,Đ.4,,successor,\n", "", "PC001"),
        ("end a day early", "g1,phep,,assign,,ubnd-tinh,,,,2025-07-01", "g1,phep,,assign,,ubnd-tinh,,,,2025-06-30", "PC001"),
        ("widen", "g1,phep,,assign,,ubnd-tinh,,,,2025-07-01", "g1,phep,,assign,,ubnd-tinh,,,,2025-08-01", None),
        ("pass on a delegation", "u1,phep", "v1,phep,,delegate,ubnd-huyen,ubnd-xa,d102,,2022-06-01,2024-01-01,5/QĐ-UBND,,,move,\nu1,phep", "PC004"),
        ("delegate without end", "d102,,2022-06-01,2024-01-01", "d102,,2022-06-01,", "PC004"),
        ("decentralise by a number without a year", "4/2021/QĐ-UBND,,,move,yes", "5/QĐ-UBND,,,move,yes", "PC004"),
        ("cycle", "u1,phep", "c1,phep,,decentralise,ubnd-huyen,ubnd-tinh,d101,,2022-01-01,2025-07-01,4/2021/QĐ-UBND,,,move,\nu1,phep", "PC005"),
        ("give what is not held", "d1,phep,,decentralise,ubnd-tinh", "d1,phep,,decentralise,ubnd-xa", None),
        ("not to be given up", "d1,phep,,decentralise,ubnd-tinh,ubnd-huyen", "d1,phep,,decentralise,ubnd-huyen,ubnd-tinh", "PC003"),
        ("outlive its act", "5/QĐ-UBND,,,move,\n", "6/QĐ-UBND,,,move,\n", "PC007"),
        ("without resources", "move,yes", "move,no", "PC009"),
    ],
)  # fmt: skip
def test_mutations(tmp_path: Path, name: str, old: str, new: str, code: str | None) -> None:
    acts = "+6/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2022-06-01,2022-06-01,,2023-06-01,,,adopted,\n"
    text = "\n".join(line.strip() for line in GOOD.strip().splitlines()) + "\n"
    assert old in text, name
    found = codes(tmp_path, text.replace(old, new), acts=acts)
    if code is None:
        assert {c for c, _ in found} & {"PC002", "PC003", "PC004"} or name == "widen"
    else:
        assert code in {c for c, _ in found}, (name, found)


def test_widening_over_an_equal_later_law_is_no_overlap_but_over_another_issuer_is(tmp_path: Path) -> None:
    acts = "+9/2014/TT-B,thông tư,Bộ Ví Dụ,,,,2014-01-01,2015-01-01,,,,,adopted,90\n"
    text = GOOD.replace(
        "g1,phep,,assign,,ubnd-tinh,,,,2025-07-01,1/2014/QH13",
        "g1,phep,,assign,,ubnd-tinh,,,,2025-08-01,9/2014/TT-B",
    )
    of = view(tmp_path, text, acts=acts)
    overlap = [f for f in check(of, {}).findings if f.code == "PC002"]
    assert [(f.start, f.end, f.condition) for f in overlap] == [("2025-07-01", "2025-08-01", "")]
    assert overlap[0].where == ("p01@2020-01-01",)


def test_a_gap_is_one_box_in_words_with_an_example(tmp_path: Path) -> None:
    grants = """
        a,phep,,assign,,ubnd-tinh,,value < 5000 and class in {I; II},,,1/2014/QH13,,,,
        b,phep,,assign,,ubnd-tinh,,class = III,,,1/2014/QH13,,,,
    """.replace("{I; II}", "{I")
    grants = grants.replace("value < 5000 and class in {I,", '"value < 5000 and class in {I, II}",')
    of = view(tmp_path, grants)
    gaps = [f for f in check(of, {}).findings if f.code == "PC001"]
    assert [(f.condition, f.start, f.end, f.where) for f in gaps] == [
        ("class in {I, II} and value >= 5000", "2021-01-01", "2028-01-01", ("p01@2020-01-01",))
    ]
    assert dict(gaps[0].example)["facts"] == {"class": "I", "value": 5000}


def test_abolished_class_orphans_what_it_held(tmp_path: Path) -> None:
    organisation = "class,where,from,to,act,provision,superior,caretaker_to\nubnd-tinh,*,,2024-01-01,,,,\nubnd-huyen,*,,2025-07-01,,,,\nubnd-xa,*,,,,,,\n"
    found = codes(tmp_path, GOOD, organisation=organisation)
    assert {"PC001", "PC010"} <= {code for code, _ in found}


def test_accepted_findings_stay_and_say_who_accepted_them(tmp_path: Path) -> None:
    of = view(tmp_path, "a,phep,,assign,,ubnd-tinh,d101,,,,1/2014/QH13,,,,")
    accepted = [{"code": "PC001", "key": "phep", "reason": "chờ luật", "author": "x", "day": None}]
    report = check(of, {"accepted": accepted})
    assert {f.accepted for f in report.findings if f.code == "PC001"} == {"chờ luật"}
    assert report.open_errors == 0
    assert not report.proved
