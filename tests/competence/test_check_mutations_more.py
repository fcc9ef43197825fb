"""A second correct charter, spoilt in one place each: the code, the row, the days and the place are named."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from phancap.charter.view import View
from phancap.cli.verify import verify as command
from phancap.competence.certificate import certificate_lines, prove_all, write_certificate
from phancap.competence.compile import Tables as Compiled
from phancap.competence.findings import Finding
from phancap.competence.report import check
from phancap.competence.verify_certificate import verify
from phancap.workspace.open import charter_of
from tests.competence.two_provinces import Row, Tables, tables, write

ALL, OLD = "p11@2025-07-01", "p11@2020-01-01,p12@2020-01-01"


def row(of: Tables, table: str, key: str) -> Row:
    """The row with this first cell."""
    return next(r for r in of[table] if next(iter(r.values())) == key)


def put(table: str, key: str, **cells: str) -> Callable[[Tables], None]:
    """Other cells in one row; a trailing `_` of a name is dropped (`from_`)."""
    return lambda of: row(of, table, key).update({name.rstrip("_"): cell for name, cell in cells.items()})


def drop(table: str, key: str) -> Callable[[Tables], None]:
    """All rows with this first cell away."""
    return lambda of: of.update({table: [r for r in of[table] if next(iter(r.values())) != key]})


def add(base: str, name: str, **cells: str) -> Callable[[Tables], None]:
    """One more grant, like another."""
    more = {column.rstrip("_"): cell for column, cell in cells.items()}
    return lambda of: of["grants"].append({**row(of, "grants", base), "grant": name, **more})


def both(*steps: Callable[[Tables], None]) -> Callable[[Tables], None]:
    """Several changes that are one slip."""
    return lambda of: [step(of) for step in steps].clear()


DOWN, ERRAND = "11/2021/QĐ-UBND", "13/QĐ-UBND"
SMALL, MID = "area < 500 and foreign = no", "area >= 600 and area < 700 and foreign = no"
HANDED = {"grantor": "ub-huyen", "holder": "ub-xa"}
# What is spoilt: (how, code, key, from, to, where, a word of the message); `None`: not of interest.
CASES: dict[str, tuple[Callable[[Tables], None], str, str, str | None, str | None, str | None, str]] = {
    "a value of a fact": (drop("grants", "q-hd-cao"), "PC001", "quy-hoach", "2021-01-01", "2028-01-01", OLD, ""),
    "a number a step": (put("grants", "q-hd-cao", condition="loai = C and tang >= 10"),
                        "PC001", "quy-hoach", "2021-01-01", "2028-01-01", OLD, ""),
    "a decree a day": (put("acts", "30/2025/NĐ-CP", ends="2027-02-28"), "PC001", "ho-tich", "2027-02-28", "2027-03-01", ALL, ""),
    "a commune": (put("grants", "n-xa", where="!c00015@2025-07-01"), "PC001", "dat", "2025-07-01", "2028-01-01", "c00015@2025-07-01", ""),
    "a root a day late": (put("grants", "n-xa", from_="2025-07-02"), "PC001", "dat", "2025-07-01", "2025-07-02", ALL, ""),
    "no tension": (drop("tensions", "dieu-9"), "PC002", "h-huyen+h-xa", "2021-01-01", "2025-07-01", OLD, "10/2013/QH13 Đ.9 k.2"),
    "nothing prevails": (lambda of: of["tensions"][1].update(prevails="no"), "PC002", "h-huyen+h-xa", "2021-01-01", "2025-07-01", OLD, "Đ.9 k.1"),
    "not joint": (put("powers", "quy-hoach", joint=""), "PC002", "q-so+q-ub", "2021-01-01", "2028-01-01", OLD, "Đ.6"),
    "a wide kind": (put("grants", "q-hd", condition=""), "PC002", "q-hd+q-ub-thap", "2021-01-01", "2028-01-01", OLD, ""),
    "a gift below": (put("grants", "d-song", condition="area >= 400 and area < 2000 and foreign = no"),
                     "PC003", "d-song", "2021-08-01", "2025-07-01", "d201@2020-01-01", "Đ.2"),
    "given twice": (add("u-ha", "x", where="d201@2020-01-01", condition=MID), "PC003", "x", "2022-01-01", "2024-01-01", "d201@2020-01-01", ERRAND),
    "a giver that is gone": (add("d-song", "x", **HANDED, condition=SMALL, to="2026-01-01", provision="Đ.4"),
                             "PC003", "x", "2025-07-01", "2026-01-01", "c00011@2025-07-01", DOWN),
    "a giver beside the joint": (
        both(put("powers", "quy-hoach", transferable=""),
             add("d-song", "x", power="quy-hoach", role="appraise", grantor="ct-tinh", condition="")),
        "PC003", "x", "2021-08-01", "2025-07-01", "d201@2020-01-01", DOWN),
    "a way back for other facts": (
        both(add("d-song", "x", **HANDED, condition="area < 100 and foreign = no"),
             add("d-song", "y", grantor="ub-xa", holder="ub-huyen", condition="area >= 200 and area < 300 and foreign = no")),
        "PC003", "y", "2021-08-01", "2025-07-01", "d201@2020-01-01", DOWN),
    "not transferable": (add("d-song", "x", power="quy-hoach", grantor="hd-tinh", condition="loai = A"), "PC004", "x", None, None, None, ""),
    "an errand passed on": (add("u-so", "x", grantor="gd-so", holder="ub-xa", condition="area >= 4000 and foreign = no"),
                            "PC004", "x", "2025-10-01", "2027-01-01", "c00011@2025-07-01,c00013@2025-07-01", ""),
    "an errand given away": (add("u-ha", "x", instrument="decentralise", **HANDED, act=DOWN),
                             "PC004", "x", "2022-01-01", "2024-01-01", "d202@2020-01-01", ""),
    "a second hop": (add("d-xa", "x", grantor="ub-xa", holder="ct-xa"), "PC004", "x", None, None, None, "72/2025/QH15"),
    "an errand without end": (put("grants", "u-so", to=""), "PC004", "u-so", None, None, None, ""),
    "the organ, not its head": (put("grants", "u-so", holder="so-nn"), "PC004", "u-so", None, None, None, "72/2025/QH15"),
    "a gift without year": (put("grants", "d-xa", act="15/QĐ-UBND", from_="2025-10-01"), "PC004", "d-xa", None, None, None, ""),
    "a circle of three": (both(add("d-song", "x", **HANDED), add("d-song", "y", grantor="ub-xa", holder="ub-tinh")),
                          "PC005", "y", "2021-08-01", "2025-07-01", "d201@2020-01-01", ""),
    "a decision over a law": (add("l-ngoai", "x", holder="ub-huyen", act=DOWN, from_="2022-01-01", to="2023-01-01", overrides="l-ngoai"),
                              "PC006", "x", "2022-01-01", "2023-01-01", "", "10/2013/QH13"),
    "a decree without authority": (both(put("acts", "30/2025/NĐ-CP", authority=""), add("h-luat", "x", holder="ub-tinh", from_="")),
                                   "PC006", "h-nd", "2025-07-01", "2027-03-01", ALL, "20/2025/QH15"),
    "the provision dies": (put("provisions", DOWN, ends="2024-01-01"), "PC007", "d-song", None, "2024-01-01", None, f"{DOWN} Đ.2"),
    "the law's provision dies": (put("provisions", "10/2013/QH13", ends="2024-01-01"), "PC007", "l-tinh", None, "2024-01-01", None, "Đ.3 k.1"),
    "the act dies": (put("acts", ERRAND, ends="2023-06-01"), "PC007", "u-ha", None, "2023-06-01", None, ERRAND),
    "the act dies first": (put("acts", ERRAND, in_force="2021-12-20", ends="2021-12-31"), "PC007", "u-ha", None, None, None, ERRAND),
    "the act comes later": (put("acts", "15/QĐ-UBND", in_force="2025-10-02"), "PC007", "u-so", None, None, None, "15/QĐ-UBND"),
    "the code is gone": (put("grants", "d-song", where="d201", to="", provision="Đ.3"), "PC008", "d-song", "2025-07-01", "2028-01-01", None, "01-07-2025"),
    "the holder is gone": (put("organisation", "gd-so", to="2026-03-01"), "PC008", "u-so", "2026-03-01", "2027-01-01", "c00011@2025-07-01,c00013@2025-07-01", ""),
    "the class never was": (drop("organisation", "hd-tinh"), "PC008", "q-hd", "2021-01-01", "2028-01-01", OLD, ""),
    "nobody is left": (put("staff", "gd-so", filled="0"), "PC009", "u-so", "2025-10-01", "2027-01-01", "c00011@2025-07-01,c00013@2025-07-01", ""),
    "no money": (lambda of: of["budget"].pop().clear(), "PC009", "d-xa", "2025-08-01", "2028-01-01", "c00015@2025-07-01", ""),
    "without resources": (put("grants", "d-xa", resources="no"), "PC009", "d-xa", None, None, None, ""),
    "a joint role orphaned": (both(put("organisation", "so-nn", to="2026-01-01"), drop("grants", "q-ub")), "PC010", "quy-hoach", "2026-01-01", None, ALL, ""),
    "both of a joint role": (both(put("organisation", "so-nn", to="2026-01-01"), put("organisation", "ub-tinh", to="2026-01-01"),
                                  put("powers", "dat", required=""), put("powers", "quy-hoach", required="")),
                             "PC010", "quy-hoach", "2026-01-01", None, ALL, ""),
    "a council ends": (put("organisation", "hd-tinh", to="2026-01-01"), "PC010", "quy-hoach", "2026-01-01", "2028-01-01", ALL, ""),
    "a commune ends": (put("units", "c00013@2025-07-01", valid_to="2027-01-01"), "PC010", "c00013@2025-07-01", "2027-01-01", None, "c00013@2025-07-01", ""),
    "open dossiers": (put("grants", "n-xa", transition=""), "PC011", "n-xa", "2025-07-01", None, ALL, ""),
    "a stage twice": (lambda of: of["transitions"].append({"grant": "n-xa", "stage": "thẩm định", "rule": "move"}), "PC011", "n-xa", None, None, None, ""),
    "nobody to assign": (put("organisation", "ct-tinh", to="2025-07-15"), "PC011", "d-xa", "2025-08-01", None, "c00014@2025-07-01,c00015@2025-07-01", ""),
}  # fmt: skip


def findings(folder: Path, of: Tables) -> list[Finding]:
    """What the check says aloud of these rows."""
    loaded, charter = charter_of(write(folder, of))
    return [f for f in check(View(charter), loaded.tables).findings if f.severity != "note"]


def test_the_correct_charter_has_no_finding(tmp_path: Path) -> None:
    loaded, charter = charter_of(write(tmp_path, tables()))
    report = check(View(charter), loaded.tables)
    assert (report.findings, report.proved) == ([], True)


@pytest.mark.parametrize("name", CASES)
def test_a_slip_is_found_where_and_when_it_is(tmp_path: Path, name: str) -> None:
    spoil, code, key, start, end, where, word = CASES[name]
    of = tables()
    spoil(of)
    told = findings(tmp_path, of)
    assert any(
        (f.code, f.key) == (code, key)
        and start in (None, f.start) and end in (None, f.end) and where in (None, ",".join(f.where))
        and word in f.message
        for f in told
    ), [(f.code, f.key, f.start, f.end, f.where, f.message) for f in told]  # fmt: skip


def test_a_fact_that_may_be_anything_is_not_named_and_cuts_nothing(tmp_path: Path) -> None:
    """Other grants cut the same land by fact on some days; the slip is still one box."""
    of = tables()
    add("n-xa", "z", holder="ct-xa", condition="area < 10")(of)
    found = [(f.start, f.end, f.where, f.condition) for f in findings(tmp_path, of) if f.code == "PC002"]
    assert found == [("2025-07-01", "2028-01-01", (ALL,), "area >= 0 and area < 10")]


def test_staff_that_nobody_tells_any_more_are_noted(tmp_path: Path) -> None:
    of = tables()
    of["staff"].clear()
    loaded, charter = charter_of(write(tmp_path, of))
    found = [(f.code, f.severity, f.key) for f in check(View(charter), loaded.tables).findings]
    assert set(found) == {("PC009", "note", name) for name in ("gd-so", "ub-huyen", "ub-xa")}


# -- the certificate of it ----------------------------------------------------------------------------------


def _swap(tree: list[Any]) -> None:
    at = next(n for n in range(len(tree) - 1) if tree[n] != tree[n + 1])
    tree[at], tree[at + 1] = tree[at + 1], tree[at]


def _drop_power(lines: list[Any]) -> None:
    lines[0]["powers"].pop()
    lines.pop()


def _bare_cover(lines: list[Any]) -> None:
    """A rule taken away and the whole tree one node that names no rule."""
    lines[1]["rules"] = lines[1]["rules"][:1]
    lines[1]["tree"] = [["covered"]]


FORGED: dict[str, Callable[[list[Any]], object]] = {
    "two nodes swapped": lambda lines: _swap(lines[1]["tree"]),
    "a cover that names no rule": _bare_cover,
    "a cut that is no number": lambda lines: lines[1]["tree"].__setitem__(0, ["cut", 0, float("nan")]),
}
RESTATED: dict[str, Callable[[list[Any]], object]] = {
    "a power dropped": _drop_power,
    "nobody need hold it": lambda lines: lines[1].update(required=not lines[1]["required"]),
    "another basis": lambda lines: lines[1]["rules"][0].update(grants=[["x"]]),
    "another holder everywhere": lambda lines: [
        rule.update(holder=f"{rule['holder']}-x") for rule in lines[1]["rules"]
    ],
}


def sealed(lines: list[Any]) -> bytes:
    """Lines as a certificate with a right seal: what a forger would write."""
    data = b"".join(json.dumps(line, ensure_ascii=False).encode() + b"\n" for line in lines)
    return data + json.dumps({"seal": hashlib.sha256(data).hexdigest()}).encode() + b"\n"


def certified(tmp_path: Path) -> tuple[Path, list[Any]]:
    """The city and the lines of its certificate without the seal."""
    folder = write(tmp_path / "city", tables())
    write_certificate(View(charter_of(folder)[1]), tmp_path / "c.jsonl")
    return folder, [json.loads(line) for line in (tmp_path / "c.jsonl").read_bytes().splitlines()][:-1]


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_tree_is_refused_under_a_new_seal(tmp_path: Path, name: str) -> None:
    _, lines = certified(tmp_path)
    verify(sealed(lines))
    FORGED[name](lines)
    with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
        verify(sealed(lines))


@pytest.mark.parametrize("name", RESTATED)
def test_another_statement_under_a_new_seal_is_refused_beside_its_workspace(
    tmp_path: Path, name: str
) -> None:
    folder, lines = certified(tmp_path)
    RESTATED[name](lines)
    file = tmp_path / "forged.jsonl"
    file.write_bytes(sealed(lines))
    verify(file.read_bytes())
    run = CliRunner()
    assert run.invoke(command, [str(file), "--workspace", str(folder), "--lang", "en"]).exit_code == 2
    assert run.invoke(command, [str(tmp_path / "c.jsonl"), "--workspace", str(folder)]).exit_code == 0


def test_a_budget_that_runs_out_is_no_proof(tmp_path: Path) -> None:
    view = View(charter_of(write(tmp_path, tables()))[1])
    told = verify(b"".join(certificate_lines(view, prove_all(view, Compiled(view), budget=2))))
    assert (told["open"] > 0, told["powers"]) == (True, 4)
    loaded, _ = charter_of(tmp_path)
    report = check(view, loaded.tables, budget=2)
    assert (report.proved, "PC100" in {f.code for f in report.findings}) == (False, True)
