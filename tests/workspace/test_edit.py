"""Editing rows as text: nobody's work is overwritten, two people's changes come together or meet in the open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.workspace.edit import (
    Changed,
    bad_cells,
    belongs,
    drop_row,
    file_of,
    mark_of,
    merge,
    put_row,
    sheet,
    table_of,
)

HEAD = "class,name,name_en,level,kind\n"
BASE = {"classes.csv": (HEAD + "so,Sở,Department,province,agency\nubnd-xa,UBND cấp xã,,commune,committee\n").encode()}
CELLS = {"class": "ubnd-xa", "name": "UBND cấp xã", "name_en": "", "level": "commune", "kind": "committee"}


def marks(files: dict[str, bytes]) -> dict[str, str]:
    return {line.cells["class"]: line.mark for line in sheet(files, "classes").lines}


def test_a_row_is_changed_added_and_taken_away() -> None:
    files = put_row(BASE, "classes", "", marks(BASE)["ubnd-xa"], {**CELLS, "name_en": "Commune committee"})
    files = put_row(files, "classes", "", "", {"class": "a", "name": "= Đầu", "level": "none", "kind": "agency"})
    files = drop_row(files, "classes", "", marks(files)["so"])
    text = files["classes.csv"].decode()
    assert text == HEAD + "a,'= Đầu,,none,agency\nubnd-xa,UBND cấp xã,Commune committee,commune,committee\n"
    assert sheet(files, "classes").lines[0].cells["name"] == "= Đầu"


def test_whoever_comes_second_is_shown_the_others_text() -> None:
    was = marks(BASE)["ubnd-xa"]
    files = put_row(BASE, "classes", "", was, {**CELLS, "name": "Ủy ban xã"})
    with pytest.raises(Changed) as met:
        put_row(files, "classes", "", was, {**CELLS, "name": "UBND xã, phường"})
    assert met.value.theirs is not None
    assert met.value.theirs.cells["name"] == "Ủy ban xã"
    # Knowing that text, one may write over it.
    files = put_row(files, "classes", "", met.value.theirs.mark, {**CELLS, "name": "UBND xã, phường"})
    assert b"\xe1\xbb\xa6y ban" not in files["classes.csv"]


def test_a_row_that_was_taken_away_is_not_brought_back_silently() -> None:
    was = marks(BASE)["so"]
    files = drop_row(BASE, "classes", "", was)
    for change in (lambda: drop_row(files, "classes", "", was), lambda: put_row(files, "classes", "", was, {"class": "so"})):
        with pytest.raises(Changed) as met:
            change()
        assert met.value.theirs is None


def test_the_same_row_twice_is_told_apart() -> None:
    line = "so,,luật,3,2,,,\n"
    files = {"staff.csv": ("body,unit,skill,posts,filled,from,to,source\n" + line * 2).encode()}
    first, second = sheet(files, "staff").lines
    assert first.mark != second.mark
    left = drop_row(files, "staff", "", second.mark)
    assert [x.mark for x in sheet(left, "staff").lines] == [first.mark]


def test_a_column_nobody_declared_is_kept() -> None:
    files = {"classes.csv": b"class,name,name_en,level,kind,ours\nso,S,,province,agency,xyz\n"}
    line = sheet(files, "classes").lines[0]
    files = put_row(files, "classes", "", line.mark, {**line.cells, "name": "Sở"})
    assert sheet(files, "classes").lines[0].cells["ours"] == "xyz"
    assert put_row(files, "classes", "", "", {"class": "x", "nonsense": "1"})["classes.csv"].count(b"nonsense") == 0


def test_bad_cells_are_named_with_their_column() -> None:
    found = bad_cells("grants", {"grant": "g", "power": "p", "instrument": "asign", "from": "1/7/2025", "act": "x"})
    assert {error.column: error.nearest for error in found} == {"instrument": ("assign",), "from": ("2025-07-01",)}
    assert {error.column for error in bad_cells("grants", {})} >= {"grant", "instrument", "act"}


@pytest.mark.parametrize("name", ["grants.csv", "city.toml", "options/a-1/grants.csv", "options/a/option.toml",
                                  "scenarios/x.toml", "scheme/roadmap.csv"])  # fmt: skip
def test_names_of_a_workspace(name: str) -> None:
    assert belongs(name)


@pytest.mark.parametrize("name", ["../grants.csv", "options/../grants.csv", "options/a/b/grants.csv", "x.csv", "/city.toml",
                                  "options/.a/grants.csv", "scenarios/../x.toml", "city.toml/", "scheme/.csv", ""])  # fmt: skip
def test_other_names_are_not(name: str) -> None:
    assert not belongs(name)


# -- merge -----------------------------------------------------------------------------------------


def test_changes_to_other_rows_and_other_cells_come_together() -> None:
    at = marks(BASE)
    mine = put_row(BASE, "classes", "", at["ubnd-xa"], {**CELLS, "name_en": "Commune committee"})
    theirs = put_row(BASE, "classes", "", at["ubnd-xa"], {**CELLS, "name": "UBND xã"})
    theirs = drop_row(theirs, "classes", "", at["so"])
    merged, conflicts = merge(BASE, mine, theirs)
    assert conflicts == []
    assert merged["classes.csv"].decode() == HEAD + "ubnd-xa,UBND xã,Commune committee,commune,committee\n"


def test_the_same_cell_changed_twice_is_a_conflict_and_stays_theirs() -> None:
    at = marks(BASE)
    mine = put_row(BASE, "classes", "", at["ubnd-xa"], {**CELLS, "name": "A"})
    theirs = put_row(BASE, "classes", "", at["ubnd-xa"], {**CELLS, "name": "B"})
    merged, (conflict,) = merge(BASE, mine, theirs)
    assert merged == theirs
    assert conflict.mine is not None
    assert conflict.theirs is not None
    assert (conflict.file, conflict.key) == ("classes.csv", ("ubnd-xa",))
    assert (conflict.mine["name"], conflict.theirs["name"]) == ("A", "B")
    gone = drop_row(BASE, "classes", "", at["ubnd-xa"])
    assert merge(BASE, mine, gone)[1][0].theirs is None


def test_new_and_lost_files_come_along() -> None:
    option = {"options/a/option.toml": b'name = "A"\n', "options/a/grants.csv": b"grant\n"}
    assert merge(BASE, {**BASE, **option}, BASE) == ({**BASE, **option}, [])
    assert merge({**BASE, **option}, BASE, {**BASE, **option}) == (BASE, [])
    toml = ({"city.toml": text} for text in (b"a", b"b", b"c"))
    merged, (conflict,) = merge(*toml)
    assert (merged, conflict.file) == ({"city.toml": b"c"}, "city.toml")


def test_rows_of_the_scheme_come_together_like_others() -> None:
    base = put_row({}, "comments", "", "", {"comment": "c1", "text": "một"})
    base = put_row(base, "comments", "", "", {"comment": "c2", "text": "hai"})
    assert list(base) == ["scheme/comments.csv"]
    one, two = sheet(base, "comments").lines
    mine = put_row(base, "comments", "", one.mark, {"status": "accepted"})
    theirs = put_row(base, "comments", "", two.mark, {"status": "refused"})
    merged, conflicts = merge(base, mine, theirs)
    assert conflicts == []
    assert [line.cells["status"] for line in sheet(merged, "comments").lines] == ["accepted", "refused"]
    with pytest.raises(Changed):
        put_row(mine, "comments", "", one.mark, {"status": "refused"})
    assert [error.column for error in bad_cells("comments", {"comment": "c", "text": "x", "status": "maybe"})] == ["status"]


@pytest.mark.parametrize(("name", "held"), [("grants.csv", ("grants", "")), ("options/a/grants.csv", ("grants", "a")),
                                            ("scheme/roadmap.csv", ("roadmap", "")), ("roadmap.csv", None),
                                            ("scheme/grants.csv", None), ("scheme/x.csv", None), ("city.toml", None),
                                            ("options/.a/grants.csv", None), ("options/a/scheme/roadmap.csv", None)])  # fmt: skip
def test_which_table_a_file_holds(name: str, held: tuple[str, str] | None) -> None:
    assert table_of(name) == held
    if held:
        assert file_of(*held) == name


ROWS = st.dictionaries(st.sampled_from("abcdef"), st.tuples(st.sampled_from("12"), st.sampled_from("12")), max_size=6)


def table(rows: dict[str, tuple[str, str]]) -> dict[str, bytes]:
    lines = "".join(f"{key},{name},{english},,agency\n" for key, (name, english) in sorted(rows.items()))
    return {"classes.csv": (HEAD + lines).encode()}


def read(files: dict[str, bytes]) -> dict[str, tuple[str, str]]:
    return {x.cells["class"]: (x.cells["name"], x.cells["name_en"]) for x in sheet(files, "classes").lines}


@given(ROWS, ROWS, ROWS)
def test_merging_row_by_row_as_a_reader_would(base: dict, mine: dict, theirs: dict) -> None:  # type: ignore[type-arg]
    """Against the rule written out: unchanged takes the other's, equal stays, cells apart join, else a conflict."""
    merged, conflicts = merge(table(base), table(mine), table(theirs))
    at_odds = {conflict.key[0] for conflict in conflicts}
    for key in {*base, *mine, *theirs}:
        b, m, t = base.get(key), mine.get(key), theirs.get(key)
        if m in (b, t):
            want, odd = t, False
        elif t == b:
            want, odd = m, False
        elif b and m and t and all(x in (y, z) or y == z for x, y, z in zip(b, m, t, strict=True)):
            want, odd = tuple(y if y != x else z for x, y, z in zip(b, m, t, strict=True)), False
        else:
            want, odd = t, True
        assert (read(merged).get(key), key in at_odds) == (want, odd), key


def test_marks_forget_empty_columns() -> None:
    assert mark_of({"a": "1", "b": ""}) == mark_of({"a": "1"}) != mark_of({"a": "", "b": "1"})
