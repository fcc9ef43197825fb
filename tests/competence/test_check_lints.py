"""Lints by their codes: what rows say against themselves or each other, and what is no slip."""

from pathlib import Path

import pytest

from phancap.charter.view import View
from phancap.competence.report import Report, check
from phancap.workspace.open import charter_of
from tests.competence.small import BASE, write

ROOT = "g1,phep,,assign,,ubnd-tinh,*,,,,1/2014/QH13,Đ.1,,,"
ACT = "9/2021/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,{},,,{},{},{},{},"


def report(folder: Path, grants: str = ROOT, budget: int = 50_000, **tables: str) -> Report:
    loaded, charter = charter_of(write(folder, grants, **tables))
    return check(View(charter), loaded.tables, budget=budget)


def lints(folder: Path, grants: str = ROOT, **tables: str) -> list[tuple[str, str, int]]:
    """Code, file and line of every finding that is not a note of the base itself."""
    quiet = ("PC129", "PC130")
    found = [f for f in report(folder, grants, **tables).findings if f.code not in quiet]
    return [(f.code, f.file, f.row) for f in found if f.code > "PC1" and f.key != "phep"]


def facts_used(text: str) -> str:
    """Without the facts that the grants of these tests do not ask for."""
    return text.partition("\n")[0] + "\n"


FACTS = facts_used(BASE["facts"])


def test_the_base_is_quiet(tmp_path: Path) -> None:
    assert lints(tmp_path, facts=FACTS) == []


@pytest.mark.parametrize(
    ("act", "code"),
    [
        ("9/2021/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2022-01-01,2022-01-01,,,,,,", "PC101"),
        ("59-NQ/TW,nghị quyết,Bộ Chính trị,,,,2025-01-24,,,,,,,1", None),
        ("9/2021/NĐ-CP,quyết định,Chính phủ,,,,2021-01-01,2021-01-01,,,,,,", "PC104"),
        ("9/2021/TT-BXD,thông tư,Bộ Nội vụ,,,,2021-01-01,2021-01-01,,,,,,", "PC105"),
        ("9/2021/NĐ-UBND,nghị định,UBND thành phố Ví Dụ,p01,,,2021-01-01,2021-01-01,,,,,,30", "PC106"),
        ("9/2021/nđ-cp,nghị định,Chính phủ,,,,2021-01-01,2021-01-01,,,,,,", "PC102"),
        ("4/2021/QĐ-UBND#UBND-2021,quyết định,UBND thành phố Ví Dụ,p01,,,2021-03-03,2021-03-03,,,,,,", "PC112"),
        ("9/2021/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2021-01-01,2021-02-01,2021-01-15,,,,,", "PC124"),
        ("9/2021/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2021-01-01,2021-02-01,2022-01-15,2021-05-05,,,,", "PC124"),
        ("9/2021/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2021-01-01,2021-02-01,,2021-05-05,2/2025/QH15,,,", "PC124"),
        ("9/2021/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2021-01-01,2021-02-01,,2021-05-05,9/2021/QĐ-UBND,,,", "PC124"),
        ("9/2021/NĐ-CP,nghị định,Chính phủ,,4/2021/QĐ-UBND Đ.1,,2021-01-01,2021-02-01,,,,,,", "PC127"),
        ("9/2021/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2021-01-01,2021-02-01,,,,,proposed,", "PC128"),
    ],
)  # fmt: skip
def test_acts(tmp_path: Path, act: str, code: str | None) -> None:
    found = lints(tmp_path, facts=FACTS, acts="+" + act + "\n")
    assert found == ([(code, "acts.csv", 7)] if code else [])


def test_a_proposed_act_stands_in_an_option(tmp_path: Path) -> None:
    folder = write(tmp_path, ROOT, facts=FACTS)
    option = folder / "options" / "thu"
    option.mkdir(parents=True)
    head = BASE["acts"].partition("\n")[0]
    (option / "option.toml").write_text('name = "Thử"\n', encoding="utf-8")
    rows = [ACT.format("2026-01-01", "", "", "", status) for status in ("proposed", "adopted")]
    for row, expected in zip(rows, ([], ["PC128"]), strict=True):
        (option / "acts.csv").write_text(f"{head}\n{row.replace('2021', '2026')}\n", encoding="utf-8")
        loaded, charter = charter_of(folder, ("thu",))
        found = check(View(charter), loaded.tables).findings
        assert [f.code for f in found if f.code == "PC128"] == expected


@pytest.mark.parametrize(
    ("limit", "wrong"),
    [(",", False), ("15,day", False), (",unknown", False), (",same_day", False), ("15,", True), ("15,unknown", True), (",day", True),
     ("0,day", True)],
)  # fmt: skip
def test_time_limits_need_value_and_unit(tmp_path: Path, limit: str, wrong: bool) -> None:
    powers = BASE["powers"].replace(",15,day", f",{limit}")
    found = [f for f in report(tmp_path, powers=powers).findings if f.code == "PC120"]
    assert [f.row for f in found] == ([2] if wrong else [])


def test_two_live_units_with_one_name_under_one_parent(tmp_path: Path) -> None:
    units = BASE["units"].replace("00002,Bình", "00002,An")
    assert lints(tmp_path, units=units, facts=FACTS) == [("PC121", "units.csv", 6)]
    # The old An ended on the day the new one began: no homonym.
    assert lints(tmp_path / "b", facts=FACTS) == []


def test_lineage_has_no_loose_ends(tmp_path: Path) -> None:
    heirless = BASE["lineage"].replace("2024-01-01,c00004@2020-01-01,c00004@2024-01-01,whole,,,,,\n", "")
    assert lints(tmp_path / "a", lineage=heirless, facts=FACTS) == [("PC123", "units.csv", 11)]
    from_nowhere = BASE["units"] + "c00009@2022-01-01,00009,Lạ,xã,commune,102,2022-01-01,,\n"
    assert lints(tmp_path / "b", units=from_nowhere, facts=FACTS) == [("PC123", "units.csv", 14)]
    other_day = BASE["lineage"].replace("2025-07-01,c00004@2024", "2025-07-02,c00004@2024")
    assert set(lints(tmp_path / "c", lineage=other_day, facts=FACTS)) == {("PC123", "lineage.csv", 9)}
    two_wholes = BASE["lineage"].replace("c00001@2024-01-01,part", "c00001@2024-01-01,whole")
    assert [f[0] for f in lints(tmp_path / "d", lineage=two_wholes, facts=FACTS)] == ["PC123"]


@pytest.mark.parametrize(
    ("grant", "severity"),
    [
        ("x,phep,,assign,,ubnd-tinh,*,value < 5 and value > 9,,,1/2014/QH13,Đ.1,,,", "warning"),
        ("x,phep,,assign,,ubnd-tinh,c00002,,2024-01-01,,1/2014/QH13,Đ.1,,,", "warning"),
        ("x,phep,,assign,,ubnd-tinh,*,,,2014-01-02,1/2014/QH13,Đ.1,,,", "warning"),
        ("x,phep,,assign,,ubnd-tinh,*,,,2020-01-02,1/2014/QH13,Đ.1,,,", "note"),
    ],
)
def test_grants_that_never_apply(tmp_path: Path, grant: str, severity: str) -> None:
    found = [f for f in report(tmp_path, f"{ROOT}\n{grant}").findings if f.code == "PC125"]
    assert [(f.key, f.severity) for f in found] == [("x", severity)]


def test_powers_and_facts_that_nobody_uses(tmp_path: Path) -> None:
    powers = BASE["powers"] + "khong,Không ai,None,f,procedure,site,,,,,\n"
    found = [f for f in report(tmp_path, powers=powers).findings if f.code == "PC126"]
    assert sorted(f.key for f in found) == ["khong", "phep class", "phep foreign", "phep value"]
    assert {f.severity for f in found} == {"note"}


def test_a_power_that_goes_and_comes_back_within_90_days(tmp_path: Path) -> None:
    away = "d,phep,,decentralise,ubnd-tinh,ubnd-huyen,*,,2022-01-01,{},4/2021/QĐ-UBND,Đ.1,,move,"
    short = report(tmp_path / "a", f"{ROOT}\n{away.format('2022-03-01')}")
    assert [(f.start, f.end) for f in short.findings if f.code == "PC122"] == [("2022-01-01", "2022-03-01")]
    long = report(tmp_path / "b", f"{ROOT}\n{away.format('2022-05-01')}")
    assert "PC122" not in {f.code for f in long.findings}
    errand = (
        away.replace("decentralise", "delegate")
        .replace("4/2021/QĐ-UBND", "5/QĐ-UBND")
        .replace("2022-01-01", "2022-06-02")
    )
    assert "PC122" not in {
        f.code for f in report(tmp_path / "c", f"{ROOT}\n{errand.format('2022-07-01')}").findings
    }


def test_bare_codes_that_change_their_extent(tmp_path: Path) -> None:
    found = lints(tmp_path, "g1,phep,,assign,,ubnd-tinh,c00001,,,,1/2014/QH13,Đ.1,,,", facts=FACTS)
    assert found == [("PC103", "grants.csv", 2)]
    frozen = "g1,phep,,assign,,ubnd-tinh,c00001~2022-01-01,,,,1/2014/QH13,Đ.1,,,"
    assert lints(tmp_path / "b", frozen, facts=FACTS) == []


def test_provisions_and_assumptions_are_counted(tmp_path: Path) -> None:
    found = report(tmp_path, "g1,phep,,assign,,ubnd-tinh,*,,,,1/2014/QH13,,,,").findings
    assert [(f.key, f.severity) for f in found if f.code == "PC129"] == [("1/2014/QH13", "note")]


def test_too_many_boxes_end_in_not_proved(tmp_path: Path) -> None:
    facts = "power,fact,type,unit,values,label,label_en\n" + "".join(
        f"phep,f{n},integer,,,,\n" for n in range(40)
    )
    wide = " and ".join(f"f{n} < {n}" for n in range(40))
    grants = f"a,phep,,assign,,ubnd-tinh,*,{wide},,,1/2014/QH13,Đ.1,,,\n{ROOT}"
    found = report(tmp_path, grants, facts=facts)
    assert not found.proved
    assert [(f.code, f.severity, f.power) for f in found.findings if f.code == "PC100"] == [
        ("PC100", "error", "phep")
    ]
    assert found.open_errors == 1


def test_a_corrected_row_is_not_looked_at(tmp_path: Path) -> None:
    head, *rows = BASE["powers"].splitlines()
    powers = f"{head},known,corrects\n{rows[0].replace(',15,day', ',15,')},,\n{rows[0]},2022-01-01,phep\n"
    assert "PC120" not in {f.code for f in report(tmp_path, powers=powers).findings}
