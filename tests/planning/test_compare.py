"""Options x scenarios on a small made-up world: the contract's cells, groups that are never mixed, the report."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx as python_docx
import numpy as np
import pytest

from phancap.charter.charter import Charter
from phancap.planning import ranking
from phancap.planning.compare import Ask, Comparison, Group, compare, groups_of, moved_days, sample_of
from phancap.planning.consequences import Sides
from phancap.planning.report import report
from phancap.planning.report_docx import docx
from phancap.planning.report_html import html
from phancap.planning.report_model import Grid
from phancap.planning.runs import keep, kept, load, text_of
from phancap.simulation.model import Model
from phancap.simulation.run import run
from phancap.simulation.scenario import Scenario, scenario_of
from phancap.workspace.load import Workspace
from phancap.workspace.open import charter_of, shipped
from tests.planning.small_model import PILOT, build

COUNCILS = "model-hcmc"
World = tuple[Workspace, Charter]


def simulate(model: Model, replications: int, seed: int) -> dict[str, np.ndarray]:
    return sample_of(run(model, replications, seed))


def ask(**more: Any) -> Ask:
    worlds = (Scenario("base", "như hiện nay"), scenario_of(shipped(), "giam-bien-che"))
    return Ask((PILOT, COUNCILS), worlds, 4, 1, sensitivity_runs=2)._replace(**more)


@pytest.fixture(scope="module")
def options() -> dict[str, World]:
    return {option: charter_of(shipped(), (option,)) for option in (PILOT, COUNCILS)}


@pytest.fixture(scope="module")
def found(base: World, options: dict[str, World]) -> Comparison:
    return compare(ask(), base, options, build, simulate)


@pytest.fixture(scope="module")
def data(found: Comparison) -> dict[str, Any]:
    return json.loads(text_of(found.as_json()))


def test_the_json_is_the_contracts(data: dict[str, Any]) -> None:
    assert data["options"] == ["base", PILOT, COUNCILS]
    assert data["scenarios"] == ["base", "giam-bien-che"]
    assert data["needs_national_assembly"] == [COUNCILS]
    assert re.fullmatch("[0-9a-f]{16}", data["run"])
    assert data["assumptions"]
    for cell in data["cells"]:
        assert cell.keys() == {"option", "scenario", "measure", "mean", "low", "high", "difference", "verdict"}
        assert cell["verdict"] in ("better", "worse", "not told apart", None)
        if cell["difference"] and cell["difference"]["low"] is not None:
            gap = cell["difference"]
            assert gap["low"] <= gap["mean"] <= gap["high"]
    keys = [(c["option"], c["scenario"], c["measure"]) for c in data["cells"]]
    assert len(keys) == len(set(keys))


def test_a_verdict_says_what_its_interval_says(found: Comparison) -> None:
    for cell in found.cells:
        if cell.difference is None or cell.verdict is None:
            continue
        mean, low, high = cell.difference
        assert low is not None
        assert high is not None
        apart = low > 0 or high < 0
        assert (cell.verdict == "not told apart") is not apart, cell


def test_an_option_that_moves_no_dossier_is_the_status_quo_to_the_last_bit(found: Comparison) -> None:
    same = [c for c in found.cells if c.option == COUNCILS and c.measure == "cycle_days"]
    assert same
    assert all(c.difference == (0.0, 0.0, 0.0) and c.verdict == "not told apart" for c in same)
    moved = [c for c in found.cells if c.option == PILOT and c.measure == "cycle_days"]
    assert all(c.difference and c.difference[0] != 0 for c in moved)


def test_what_needs_the_assembly_is_ranked_with_the_rest_only_when_asked(
    found: Comparison, base: World, options: dict[str, World]
) -> None:
    assert [set(r["options"]) for r in found.rankings] == [{"base", PILOT}]
    assert any("Quốc hội" in warning for warning in found.warnings)
    together = compare(ask(rank_all=True, sensitivity_runs=0, scenarios=(Scenario("base"),)), base, options, build, simulate)
    assert [set(r["options"]) for r in together.rankings] == [{"base", PILOT, COUNCILS}]
    assert together.run != found.run


def test_history_and_today_are_never_one_group(pilot: Sides) -> None:
    from phancap.formats.days import parse_day

    today = pilot._replace(option="hom-nay", start=parse_day("2026-01-01"), end=parse_day("2028-01-01"))
    assert groups_of({PILOT: pilot, "hom-nay": today}) == (
        Group("two-level", "2026", ("hom-nay",)), Group("three-level", "2023", (PILOT,)),
    )  # fmt: skip


def test_the_same_seed_gives_the_same_bytes(found: Comparison, base: World, options: dict[str, World]) -> None:
    again = compare(ask(), base, options, build, simulate)
    assert text_of(again.as_json()) == text_of(found.as_json())
    other = compare(ask(seed=2, sensitivity_runs=0), base, options, build, simulate)
    assert other.run != found.run
    assert other.cells != found.cells


def test_days_of_moved_powers_are_weighed_by_their_dossiers() -> None:
    sample = {"days:a": np.array([2.0, 4.0]), "many:a": np.array([1.0, 3.0]), "days:b": np.array([10.0, np.nan]), "many:b": np.array([3.0, 0.0])}
    assert moved_days(sample, ("a", "b", "unknown")) == pytest.approx([8.0, 4.0])
    assert moved_days(sample, ("unknown",)) is None


def test_break_even_is_where_cost_and_saving_meet(found: Comparison) -> None:
    # In the small world the pilot is slower, so no value of a day pays for it; and it is said so.
    rows = {row["assumption"]: row for row in found.break_even}
    assert rows.keys() == {"day_value", "volume", "post"}
    days = found.cell(PILOT, "base", "cycle_days")
    assert days is not None
    assert (rows["day_value"]["break_even"] is None) is (days.verdict != "better")


def test_every_number_of_the_first_page_has_a_note_that_leads_somewhere(data: dict[str, Any]) -> None:
    made = report(data)
    page = html(made)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!#)', page)
    numbers = {int(n) for n in re.findall(r'href="#n(\d+)"', page)}
    anchors = {int(n) for n in re.findall(r'id="n(\d+)"', page)}
    assert numbers
    assert numbers <= anchors
    assert all(re.search(r"run [0-9a-f]{16}|\.csv|\.toml|phancap |assumption|low, high", note) for note in made.notes)
    for question in ("Được gì", "Tốn gì", "Điều gì có thể hỏng", "Ai phải quyết định gì"):
        assert f"<h2>{question}</h2>" in page
    english = html(report(data, "en"))
    assert all(q in english for q in ("What do we gain", "What does it cost", "What could go wrong", "What must be decided by whom"))


def test_the_document_opens_carries_the_stamp_and_its_notes_are_bookmarks(data: dict[str, Any]) -> None:
    made = docx(report(data))
    assert made == docx(report(data))
    document = python_docx.Document(io.BytesIO(made))
    assert "GIẢ ĐỊNH" in document.sections[0].header.paragraphs[0].text
    assert data["run"] in document.sections[0].footer.paragraphs[0].text
    assert document.tables
    body = zipfile.ZipFile(io.BytesIO(made)).read("word/document.xml").decode()
    links = set(re.findall(r'w:anchor="(n\d+)"', body))
    assert links
    assert links <= set(re.findall(r'w:name="(n\d+)"', body))


def test_the_tables_speak_of_organs_and_not_of_their_ids(data: dict[str, Any]) -> None:
    tables = [block for block in report(data).blocks if isinstance(block, Grid)]
    cells = ["".join(span.text for span in cell) for table in tables for row in table.rows for cell in row]
    assert not [cell for cell in cells if re.search(r"@[0-9]{4}|/[dcp][0-9]+", cell)]
    moved = next(table for table in tables if table.caption.startswith("Việc được chuyển"))
    first = ["".join(span.text for span in row[0]) for row in moved.rows]
    # Who decides stands before who takes in the dossier, and the two are told apart.
    apart = ["(tiếp nhận)" in name for name in first]
    assert apart == sorted(apart)
    roles = {row["role"] for row in data["about"][PILOT]["powers"]}
    assert {"decide", "receive"} <= roles
    assert "UBND quận Ninh Kiều" in cells
    # Where several take in a dossier all are named, beyond the rows that the table shows too.
    takers = {row["after"] for row in data["about"][PILOT]["powers"] if row["role"] == "receive"}
    assert any("quận Ninh Kiều, Sở Y tế" in names for names in takers), takers
    assert not [names for names in takers if "+" in names or "@" in names]


def test_the_columns_of_a_document_fill_the_page_and_no_row_is_cut(data: dict[str, Any]) -> None:
    document = python_docx.Document(io.BytesIO(docx(report(data))))
    for table in document.tables:
        assert sum(column.width.cm for column in table.columns) == pytest.approx(16.5, abs=0.1)
        assert min(column.width.cm for column in table.columns) > 1.0
        assert all(row._tr.trPr.xpath("./w:cantSplit") for row in table.rows[1:])


def test_a_kept_run_is_read_back_and_nothing_else_is(data: dict[str, Any], tmp_path: Path) -> None:
    folder = str(tmp_path)
    path = keep(data, folder)
    assert path is not None
    assert Path(path).read_text(encoding="utf-8") == text_of(data)
    assert kept(folder) == [data["run"]]
    assert load(data["run"], folder) == data
    for name in ("../" + data["run"], "x" * 16, "0" * 16, ""):
        assert load(name, folder) is None
    (tmp_path / f"{'0' * 16}.json").write_text("{", encoding="utf-8")
    assert load("0" * 16, folder) is None


def test_ranking_says_what_was_left_out(data: dict[str, Any]) -> None:
    for found in data["rankings"]:
        assert set(found["criteria"]).isdisjoint(found["left_out"])
        assert found["weightings"] == ranking.WEIGHTINGS
