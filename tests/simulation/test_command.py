"""``phancap simulate`` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from phancap.cli.main import main
from phancap.simulation import read_model, run
from phancap.simulation.course import charts_of

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
        ["--model", ""],
        ["--model", MMC, "--years", "2026"],
        ["--model", MMC, "--replications", "0"],
        ["--model", MMC, "--engine", "fast"],
        ["--years", "soon"],
        ["--years", "1999"],
        ["--scenario", "no-such"],
        ["--option", "no-such"],
        ["--model", MMC, "--precision", "0"],
        ["--model", MMC, "--precision", "nan"],
        ["--model", MMC, "--precision", "5"],
        ["--model", MMC, "--png"],
        ["--model", MMC, "--charts", MMC],
        ["--model", MMC, "--charts", MMC + "/below"],
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
    # The same dossiers under the option and without it, each measure with its verdict.
    assert "against the status quo" in out


def test_an_option_is_paired_with_the_status_quo(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("simulate", "--years", "2024", "--replications", "3", "--json")
    option = json.loads(call(capsys, *words, "--option", "pilot-ninh-kieu-cai-rang")[1])
    base = json.loads(call(capsys, *words)[1])
    assert list(option) == ["engine", "replications", "results", "warnings"]
    assert "against_base" not in base["results"]
    for name, pair in option["results"]["against_base"].items():
        apart = option["results"]["overall"][name]["mean"] - base["results"]["overall"][name]["mean"]
        assert pair["mean"] == pytest.approx(apart, abs=1e-9)
        assert (pair["verdict"] == "not-told-apart") == (pair["low"] <= 0 <= pair["high"])


@pytest.mark.parametrize("more", [("--workers", "1"), ("--workers", "3")])
def test_a_run_ends_where_it_is_precise(
    capsys: pytest.CaptureFixture[str], small: str, more: tuple[str, ...]
) -> None:
    words = ("simulate", "--model", small, "--json", "--replications", "300")
    told = json.loads(call(capsys, *words, "--precision", "10%", *more)[1])
    assert list(told) == ["engine", "replications", "results", "warnings"]
    precision = told["results"]["precision"]
    assert precision["reached"] is True
    assert precision["got"] <= precision["asked"] == 0.1
    # Five further replications have confirmed what was reached.
    assert told["replications"] == precision["needed"] + 5 < 300
    plain = json.loads(
        call(capsys, "simulate", "--model", small, "--json", "--replications", str(told["replications"]))[1]
    )
    assert plain["results"]["overall"] == told["results"]["overall"]
    assert "precision" not in plain["results"]


def test_a_ceiling_that_comes_first_is_told(
    capsys: pytest.CaptureFixture[str], small: str, tmp_path: Path
) -> None:
    words = ("simulate", "--model", small, "--replications", "12", "--precision", "0,001")
    told = json.loads(call(capsys, *words, "--json")[1])
    assert (told["replications"], told["results"]["precision"]["reached"]) == (12, False)
    assert told["results"]["precision"]["needed"] > 12
    assert any("chưa đạt độ chính xác ± 0,1 %" in warning for warning in told["warnings"])
    assert json.loads(call(capsys, *words, "--json", "--keep", str(tmp_path))[1]) == told


def test_kept_parts_are_added_until_precise(
    capsys: pytest.CaptureFixture[str], small: str, tmp_path: Path
) -> None:
    words = ("simulate", "--model", small, "--replications", "300", "--precision", "0.1", "--json")
    told = json.loads(call(capsys, *words, "--keep", str(tmp_path))[1])
    assert told["results"]["precision"]["reached"] is True
    assert told["replications"] % 10 == 0
    assert told["replications"] < 300


def test_charts_are_written(capsys: pytest.CaptureFixture[str], small: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    words = ("simulate", "--model", small, "--replications", "3", "--charts", str(folder), "--lang", "en")
    code, out, _ = call(capsys, *words, "--png")
    names = [f"{name}.{kind}" for name in ("waiting", "open-stock", "utilisation") for kind in ("svg", "png")]
    assert code == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)
    assert [line for line in out.splitlines() if line.startswith("written: ")] == [
        f"written: {folder / name}" for name in names
    ]
    for path in folder.glob("*.svg"):
        ElementTree.parse(path)
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in folder.glob("*.png"))
    assert "How long people wait" in (folder / "waiting.svg").read_text(encoding="utf-8")
    code, out, _ = call(capsys, *words, "--json")
    assert list(json.loads(out)) == ["engine", "replications", "results", "warnings"]


def test_the_curves_count_what_the_result_counts(small: str) -> None:
    result = run(read_model(small), 4, 3)
    charts = charts_of(result, "en")
    [opened] = charts["open-stock"].lines
    assert opened.x == tuple(range(11))
    assert opened.y[-1] == pytest.approx(result.measures["open_at_end"].mean())
    [waits] = charts["waiting"].lines
    assert max(waits.x) > result.measures["wait_minutes"].mean() > min(waits.x)
    [desk] = charts["utilisation"].bars
    # 20 dossiers a day on seven days a week for two clerks of eight hours on five.
    assert desk.value == pytest.approx(20 * 30 * 10 / (2 * 480 * 8), rel=0.15)


def test_ctrl_c_keeps_what_is_done(small: str) -> None:
    def stop(done: int, of: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    result = run(read_model(small), 50, 3, workers=2, progress=stop, keep=True)
    assert result.replications == 3
    assert [w.code for w in result.warnings if w.code == "interrupted"] == ["interrupted"]
    with pytest.raises(KeyboardInterrupt):
        run(read_model(small), 50, 3, progress=stop)
