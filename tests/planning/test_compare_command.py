"""The command: what it refuses, in words, before anything is simulated."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from phancap.cli.compare import compare
from phancap.cli.compare_select import as_json, selected, show
from phancap.cli.main import main
from phancap.cli.verbs import cli
from phancap.planning.runs import keep, runs_folder
from phancap.simulation import Model, read_model
from phancap.simulation.scenario import scenario_ids, scenario_of
from phancap.workspace.open import shipped


@pytest.mark.parametrize(
    "words, told",
    [
        (["khong-co-phuong-an"], "khong-co-phuong-an"),
        (["model-hcmc", "--scenario", "mua-lut"], "mua-lu"),
        (["model-hcmc", "--report", "bao-cao.pdf"], ".docx"),
        (["--run", "0123456789abcdef"], "0123456789abcdef"),
        (["model-hcmc", "--replications", "1"], "1"),
        (["model-hcmc", "--assume", "gia=1"], "gia"),
        (["model-hcmc", "--select", "best"], "ocba"),
        (["model-hcmc", "--select", "kn", "--scenario", "mua-lu", "--scenario", "base"], "--scenario"),
        (["model-hcmc", "--select", "kn", "--indifference", "-1"], "--indifference"),
        (["model-hcmc", "--select", "kn", "--indifference", "nan"], "--indifference"),
        (["model-hcmc", "--select", "kn", "--report", "a.html"], "--report"),
        (["model-hcmc", "--select", "ocba", "--replications", "3"], "quá ít"),
        (["khong-co-phuong-an", "--select", "kn"], "khong-co-phuong-an"),
    ],
)
def test_a_bad_question_is_told_why(words: list[str], told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHANCAP_DATA", str(tmp_path))
    result = CliRunner().invoke(cli, ["compare", *words])
    assert result.exit_code == 2, result.output
    assert told in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_best_option_is_chosen_with_what_may_be_promised() -> None:
    words = ["compare", "pilot-ninh-kieu-cai-rang", "--select", "kn", "--replications", "4", "--year", "2024"]
    (told,) = json.loads(CliRunner().invoke(cli, [*words, "--json"]).output)["choices"]
    assert (told["method"], told["measure"], told["year"]) == ("kn", "cycle_days", "2024")
    assert set(told["candidates"]) == {"base", "pilot-ninh-kieu-cai-rang"}
    assert told["best"] in told["candidates"]
    assert told["probability"] == (0.95 if told["promised"] else None)
    assert all(2 <= one["replications"] <= 4 for one in told["candidates"].values())
    shown = CliRunner().invoke(cli, [*words[:3], "ocba", *words[4:], "--lang", "en"])
    assert shown.exit_code == 0
    assert "no promise" in shown.output
    assert "replications" in shown.output
    assert "not ranked together" not in shown.output


def test_options_of_several_times_are_chosen_among_those_of_their_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The city is laid out elsewhere; which option meets which status quo, in which year, is what counts here.
    asked: list[tuple[tuple[str, ...], str, str]] = []
    small = read_model(Path(__file__).parents[2] / "examples" / "mmc.toml")

    def build(root: str, options: tuple[str, ...], scenario: str, year: str) -> Model:
        asked.append((options, scenario, year))
        return small

    monkeypatch.setattr("phancap.simulation.city.build_city", build)
    plans = ("pilot-ninh-kieu-cai-rang", "uy-quyen-sau-phuong")
    found = selected(plans, ("mua-lu",), "kn", "cycle_days", None, 2, 1, "", None, "en", lambda done, of, what: None)
    assert asked == [
        ((), "mua-lu", "2027"), (("uy-quyen-sau-phuong",), "mua-lu", "2027"),
        ((), "mua-lu", "2023"), (("pilot-ninh-kieu-cai-rang",), "mua-lu", "2023"),
    ]  # fmt: skip
    told = as_json(found, ("mua-lu",))
    assert told["scenario"] == "mua-lu"
    assert [(one["year"], sorted(one["candidates"])) for one in told["choices"]] == [
        ("2027", ["base", "uy-quyen-sau-phuong"]), ("2023", ["base", "pilot-ninh-kieu-cai-rang"]),
    ]  # fmt: skip
    show(found, "en")
    shown = capsys.readouterr().out
    assert shown.count("best: ") == 2
    assert "not ranked together" in shown


def test_a_run_kept_by_an_older_version_is_refused_with_the_way_to_make_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PHANCAP_DATA", str(tmp_path))
    folder = runs_folder()
    assert folder is not None
    # Today's runs say of each option which rows its ratios rest on; this one does not.
    old = {
        "run": "0123456789abcdef", "options": ["base", "a", "b"], "scenarios": ["base", "mua-lu"],
        "groups": [{"era": "today", "year": "2027", "options": ["a", "b"]}], "about": {"a": {}, "b": {}},
        "settings": {"replications": 12, "seed": 3, "rank_all": True, "sensitivity_runs": 0},
    }  # fmt: skip
    keep(old, folder)
    result = CliRunner().invoke(cli, ["compare", "--run", "0123456789abcdef", "--lang", "en"])
    assert result.exit_code == 2
    again = (
        "phancap compare a b --scenario base --scenario mua-lu --replications 12 --seed 3 --year 2027 --rank-all --no-sensitivity"
    )
    assert again in result.output
    assert "bản phancap cũ" in result.output
    # Every word of it is one the command knows.
    parsed = compare.make_context("compare", again.split()[2:])
    assert parsed.params["scenarios"] == ("base", "mua-lu")
    assert parsed.params["no_sensitivity"]
    # What does not say how it was made is no run at all.
    keep({"run": "0123456789abcdee"}, folder)
    result = CliRunner().invoke(cli, ["compare", "--run", "0123456789abcdee"])
    assert "không có lần chạy" in result.output


def test_the_shipped_scenarios_are_there_and_every_figure_says_its_basis() -> None:
    ids = scenario_ids(shipped())
    assert {"base", "tang-truong", "giam-bien-che", "khung-32", "mua-lu", "dich-benh", "sap-nhap", "truc-tuyen"} <= set(ids)
    for id in ids:
        scenario = scenario_of(shipped(), id)
        assert scenario.name
        for path, figure in scenario.figures():
            assert figure.source, (id, path)
            assert figure.low is not None, (id, path)
            assert figure.high is not None, (id, path)


def test_the_cap_of_a_commune_is_that_of_its_people() -> None:
    # 32 posts, one more for each 2,000 people over 16,000, at most 50 (commune) or 70 (ward), over 57.6 on average.
    scenario = scenario_of(shipped(), "khung-32")
    by_unit = {change.scope.unit: change.factor.value for change in scenario.staff if change.factor}
    people = 57_688  # measures.csv: c31120@2025-07-01
    assert by_unit["c31120@2025-07-01"] == pytest.approx(min(70, 32 + (people - 16_000) // 2000) / 57.6, abs=0.001)
    assert len(by_unit) == 103
    assert all(32 / 57.6 - 0.001 <= value <= 1 for value in by_unit.values())


@pytest.mark.parametrize("more", [[], ["--select", "kn"]])
@pytest.mark.parametrize(
    ("year", "vi", "en"),
    [("abc", "cần một năm bốn chữ số", "a year of four digits"), ("20", "cần một năm", "a year of four"),
     ("2023-2024", "cần một năm", "a year of four"), ("1999", "ngoài phạm vi 2021-2027", "outside 2021-2027")],
)  # fmt: skip
def test_a_bad_year_is_told_by_the_name_it_was_given(
    capsys: pytest.CaptureFixture[str], more: list[str], year: str, vi: str, en: str
) -> None:
    for lang, words in (("vi", vi), ("en", en)):
        with pytest.raises(SystemExit) as stop:
            main(["compare", "pilot-ninh-kieu-cai-rang", *more, "--year", year, "--lang", lang])
        out, err = capsys.readouterr()
        assert (stop.value.code, out) == (2, "")
        assert f"`--year {year}`" in err
        assert words in err
        assert "--years" not in err
