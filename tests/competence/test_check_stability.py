"""PC012: what was published is answered as before; what is new says since when it is known."""

from pathlib import Path

import pytest

from phancap.charter.view import View
from phancap.competence.report import check
from phancap.competence.stability import last_known
from phancap.formats.days import parse_day
from phancap.workspace.open import charter_of
from tests.competence.small import BASE, GRANT_COLUMNS, write

OLD = "g1,phep,,assign,,ubnd-tinh,*,,,,1/2014/QH13,Đ.1,,,"
TAKES = "n,phep,,assign,,ubnd-xa,*,,{},,{},Đ.1,,move,"
LATER = "+7/2026/QH16,luật,Quốc hội,,,,2026-10-01,2027-01-01,,,,,adopted,\n"


def unstable(
    folder: Path, grants: str, known: str = "", **tables: str
) -> list[tuple[str, str | None, str | None]]:
    """Message and days of each PC012 of a workspace against the one with grant ``g1`` alone."""
    published = View(charter_of(write(folder / "old", OLD))[1])
    now = write(folder / "new", grants, **tables)
    if known:
        lines = (now / "grants.csv").read_text(encoding="utf-8").splitlines()
        rows = [f"{line},{'' if line == OLD else known}" for line in lines[1:]]
        (now / "grants.csv").write_text("\n".join([f"{GRANT_COLUMNS},known", *rows]) + "\n", encoding="utf-8")
    loaded, charter = charter_of(now)
    found = check(View(charter), loaded.tables, published=published).findings
    return [(f.message, f.start, f.end) for f in found if f.code == "PC012"]


def test_the_same_workspace_is_stable(tmp_path: Path) -> None:
    assert unstable(tmp_path, OLD) == []


def test_a_law_that_is_signed_later_changes_nothing_that_was_published(tmp_path: Path) -> None:
    assert unstable(tmp_path, f"{OLD}\n{TAKES.format('', '7/2026/QH16')}", acts=LATER) == []


def test_a_grant_added_to_an_old_act_changes_the_past_unless_it_says_since_when_it_is_known(
    tmp_path: Path,
) -> None:
    more = f"{OLD}\n{TAKES.format('2026-01-01', '2/2025/QH15')}"
    found = unstable(tmp_path / "a", more)
    assert [days for _, *days in found] == [["2026-01-01", "2028-01-01"]] * 2  # one for each commune
    assert "UBND thành phố Ví Dụ" in found[0][0]
    assert unstable(tmp_path / "b", more, known="2026-11-01") == []


def test_an_edited_row_is_found(tmp_path: Path) -> None:
    assert [days for _, *days in unstable(tmp_path, OLD.replace(",*,,,", ",*,,2021-01-02,"))] == [
        ["2021-01-01", "2021-01-02"]
    ]


def test_a_limit_that_was_edited_is_found(tmp_path: Path) -> None:
    powers = BASE["powers"].replace(",15,day", ",10,day")
    assert unstable(tmp_path, OLD, powers=powers) == [
        ("`phep`: thời hạn đã công bố nay khác: trước là 15 ngày, nay là 10 ngày", "2021-01-01", "2028-01-01")
    ]


@pytest.mark.parametrize("extra", ["c00009@2022-01-01,00009,Lạ,xã,commune,102,2022-01-01,,\n"])
def test_land_that_cannot_be_compared_is_said(tmp_path: Path, extra: str) -> None:
    found = unstable(tmp_path, OLD, units=BASE["units"] + extra)
    assert found  # the land of the new unit had nobody, now it has


def test_last_known_is_the_last_day_on_which_anything_became_known(tmp_path: Path) -> None:
    assert last_known(charter_of(write(tmp_path, OLD))[1]) == parse_day("2025-06-16")
