"""``phancap simulate`` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from phancap.cli.main import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MMC = str(EXAMPLES / "mmc.toml")
SMALL = """
format = 1
name = "Một bàn"
days = 10
calendars = [{ id = "office", mon-fri = ["08:00-16:00"] }]
offices = [{ id = "shop", calendar = "office" }]
desks = [{ office = "shop", skill = "clerk", staff = 2 }]
procedures = [{ id = "permit", limit = { value = 2, unit = "working_day" }, steps = [
  { id = "intake", skill = "clerk", minutes = 30, visit = "desk" }, { id = "ask", outside = 600, silence_days = 1 } ] }]
routes = [{ office = "shop" }]
arrivals = [{ power = "permit", place = "here", per_day = 20, channel = "desk" }]
"""


def call(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    try:
        code = int(main(list(words)) or 0)
    except SystemExit as done:
        code = int(done.code or 0)
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def test_the_json_is_the_contract(capsys: pytest.CaptureFixture[str], small: str) -> None:
    code, out, _ = call(capsys, "simulate", "--model", small, "--seed", "3", "--replications", "4", "--json")
    told: dict[str, Any] = json.loads(out)
    assert code == 0
    assert list(told) == ["engine", "replications", "results", "warnings"]
    assert told["replications"] == 4
    overall = told["results"]["overall"]
    for name in ("wait_minutes", "cycle_days", "on_time", "open_at_end"):
        assert overall[name]["low"] <= overall[name]["mean"] <= overall[name]["high"]
    assert set(told["results"]) >= {"overall", "by_office", "by_power"}
    assert (
        0.8 < overall["visits"]["mean"] <= 1.0
    )  # once each, but for those whom the last weekend still keeps waiting


def test_the_same_seed_says_the_same_on_any_number_of_cores(
    capsys: pytest.CaptureFixture[str], small: str
) -> None:
    words = ("simulate", "--model", small, "--replications", "5", "--json")
    one, other, another = (
        call(capsys, *words, *more)[1] for more in (("--workers", "1"), ("--workers", "3"), ("--seed", "2"))
    )
    assert one == other != another


def test_engines_say_the_same(capsys: pytest.CaptureFixture[str], small: str) -> None:
    words = ("simulate", "--model", small, "--replications", "2", "--json", "--engine")
    told = [json.loads(call(capsys, *words, engine)[1]) for engine in ("auto", "general", "oracle")]
    assert [t["engine"] for t in told] == ["general", "general", "oracle"]
    waits = [t["results"]["overall"]["wait_minutes"]["mean"] for t in told]
    assert waits[0] == pytest.approx(waits[2], rel=1e-12)


@pytest.mark.parametrize(
    "lang, words", [("vi", ["đúng hạn", "bàn bận nhất"]), ("en", ["on time", "busiest desks"])]
)
def test_people_can_read_it(
    capsys: pytest.CaptureFixture[str], small: str, lang: str, words: list[str]
) -> None:
    code, out, _ = call(capsys, "simulate", "--model", small, "--replications", "3", "--lang", lang)
    assert code == 0
    assert all(word in out for word in words)


def test_one_dossier_has_a_story(capsys: pytest.CaptureFixture[str], small: str) -> None:
    code, out, _ = call(capsys, "simulate", "--model", small, "--trace", "5")
    assert code == 0
    assert "hồ sơ số 5" in out
    told = json.loads(call(capsys, "simulate", "--model", small, "--trace", "5", "--json")[1])
    assert [e["what"] for e in told["events"]] == ["waits", "begins", "ends", "begins", "ends", "done"]
    code, _, err = call(capsys, "simulate", "--model", small, "--trace", "99999")
    assert (code, "99999" in err) == (2, True)


@pytest.mark.parametrize(
    "words",
    [
        ["--model", "none.toml"],
        ["--model", MMC, "--years", "2026"],
        ["--model", MMC, "--replications", "0"],
        ["--model", MMC, "--engine", "fast"],
        ["--years", "soon"],
        ["--years", "1999"],
        ["--scenario", "no-such"],
        ["--option", "no-such"],
    ],
)
def test_nonsense_is_refused(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    code, out, err = call(capsys, "simulate", *words)
    assert code == 2
    assert out == ""
    assert "Traceback" not in err
    assert err.strip()


def test_the_shipped_city_runs_and_shows_its_assumptions(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(
        capsys, "simulate", "--years", "2024", "--replications", "2", "--option", "pilot-ninh-kieu-cai-rang", "--scenario",
        "tang-truong", "--lang", "en",
    )  # fmt: skip
    assert code == 0
    assert "assumptions" in out
    assert "minutes of work in service.csv" in out
