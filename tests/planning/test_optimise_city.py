"""The optimiser on the shipped city: its option is lawful by the check, and bad questions are told why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from phancap.charter.charter import Charter
from phancap.charter.view import View
from phancap.cli.main import main
from phancap.cli.verbs import cli
from phancap.competence.lawful import party_of, rule_book
from phancap.formats.days import parse_day
from phancap.planning.optimise import Answer, Asked, optimise, unlawful, write
from phancap.planning.optimise_city import question
from phancap.planning.optimise_option import Move
from phancap.workspace.load import Workspace
from phancap.workspace.open import charter_of, shipped

City = tuple[Workspace, Charter]
PILOT = Asked(parse_day("2023-01-01"), parse_day("2025-07-01"), parse_day("2022-12-15"), ("d916@2021-01-01", "d919@2021-01-01"))
TODAY = Asked(parse_day("2026-12-15"), parse_day("2028-01-01"), parse_day("2026-12-01"))
CHEAP_BELOW = {"post_district": 130e6, "post_commune": 120e6, "need_district": 0.5, "pace_district": 1.0, "post_province": 300e6,
               "pace_province": 1.0, "move": 5e6}  # fmt: skip


@pytest.fixture(scope="module")
def city() -> tuple[Workspace, Charter]:
    return charter_of(shipped())


@pytest.mark.parametrize("asked", [PILOT, TODAY], ids=["pilot", "today"])
def test_every_allowed_level_is_one_the_rule_book_allows(city: City, asked: Asked) -> None:
    loaded, charter = city
    view = View(charter)
    found = question(view, loaded.tables, asked)
    book = rule_book(view)
    for piece in found.pieces:
        for level, way in piece.ways.items():
            giver, receiver = party_of(view, piece.holder), party_of(view, way.holder)
            assert book.pair(way.instrument, giver, receiver, asked.signed).allowed
            assert receiver.level == found.levels[level]
            # Downwards only, and never by a body that may not issue a normative act.
            assert level > found.levels.index(giver.level)
            assert way.instrument != "decentralise" or giver.kind in ("council", "committee", "chair")
    # Whoever holds a thing by delegation cannot hand it on.
    by_delegation = [p for p in found.pieces if any(view.grants[g].instrument == "delegate" for g in p.chain)]
    assert all(not piece.ways for piece in by_delegation)


def test_the_option_written_has_no_unlawful_grant(city: City, tmp_path: Path) -> None:
    loaded, charter = city
    must = (("1.013236", "district"), ("1.009794", "district"), ("2.000205", "district"), ("1.003618", "district"))
    answer = optimise(loaded, charter, PILOT._replace(must=must), "thu", assume=CHEAP_BELOW)
    assert answer.plan is not None
    assert {view_power(answer, move) for move in answer.moves} >= {power for power, _ in must}
    assert unlawful(loaded, "thu", answer) == []
    workspace = tmp_path / "city"
    assert CliRunner().invoke(cli, ["optimise", "--help"]).exit_code == 0
    from phancap.planning.optimise import copy_workspace

    copy_workspace(shipped(), workspace)
    write(answer, workspace, "thu")
    result = CliRunner().invoke(cli, ["check", "--workspace", str(workspace), "--option", "thu", "--json"], standalone_mode=False)
    findings = json.loads(result.output)["findings"]
    mine = [f for f in findings if f["file"].startswith("options/thu/") and f["severity"] != "note"]
    assert mine == []
    barred = {"PC003", "PC004", "PC006"}
    assert [f for f in findings if f["code"] in barred and f["file"].startswith("options/")] == []


def view_power(answer: Answer, move: Move) -> str:
    return answer.asked.pieces[move.task].power


def test_the_same_question_gives_the_same_bytes(city: City, tmp_path: Path) -> None:
    loaded, charter = city
    for name in ("a", "b"):
        answer = optimise(loaded, charter, PILOT._replace(must=(("1.013236", "district"),)), "thu")
        (tmp_path / name).mkdir()
        write(answer, tmp_path / name, "thu")
    first, second = (sorted((tmp_path / name / "options" / "thu").iterdir()) for name in ("a", "b"))
    assert [path.name for path in first] == [path.name for path in second]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


@pytest.mark.parametrize(
    "words, told",
    [
        (["--from", "2031-01-01"], "--from"),
        (["--areas", "d999"], "d999"),
        (["--areas", "quận Ninh Kiều"], "--areas"),
        (["--must", "1.013236"], "--must"),
        (["--must", "khong-co=district", "--from", "2023-01-01"], "khong-co"),
        (["--must", "1.013236=ward", "--from", "2023-01-01"], "ward"),
        (["--assume", "luong=3"], "luong"),
        (["--assume", "move=nhieu"], "nhieu"),
        (["--id", "../ra-ngoai"], "../ra-ngoai"),
        (["--order", "a"], "--order"),
    ],
)  # fmt: skip
def test_a_bad_question_is_told_why(words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stop:
        main(["optimise", "--to", "2025-07-01", *(["--from", "2023-01-01"] if "--from" not in words else []), *words])
    assert stop.value.code == 2
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_conflict_is_named_in_words(city: City) -> None:
    loaded, charter = city
    answer = optimise(loaded, charter, PILOT._replace(payroll=3, must=(("1.013236", "district"),), moves=0), "thu")
    assert answer.plan is None
    assert answer.conflict
    assert len(answer.conflict) <= 2
