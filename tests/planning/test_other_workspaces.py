"""The plan's commands on a workspace that nobody tuned to: small, without scenarios, with an option of each kind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from phancap.cli.verbs import cli
from tests.planning.tiny import tiny

PLACES = ("d990@2021-01-01", "d991@2021-01-01")
DEMAND = "power,unit,from,to,dossiers,online_share,low,high,source\n" + "".join(
    f"{power},{unit},2021-01-01,2025-07-01,{many},0.4,50,900,assumption\n" for power, many in (("cap-phep-mau", 60), ("xac-nhan-mau", 90)) for unit in PLACES
)
SERVICE = "power,step,role,skill,minutes,distribution,spread,rework,source\n" + "".join(
    f"{power},1,decide,chung,{minutes},lognormal,0.5,0.05,assumption\n" for power, minutes in (("cap-phep-mau", 240), ("xac-nhan-mau", 30))
)
CITYS_OWN = "uy-quyen"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    home = tiny(tmp_path_factory.mktemp("khac"), demand=DEMAND, service=SERVICE)
    own = Path(home) / "options" / CITYS_OWN
    own.mkdir()
    (own / "option.toml").write_text('name = "Ủy quyền mẫu"\nstamp = "PHƯƠNG ÁN GIẢ ĐỊNH"\n', encoding="utf-8")
    (own / "acts.csv").write_text(
        "act,type,issuer,issuer_unit,title,signed,in_force,ends,status,rank,source\n"
        "vd-uq,quyết định,UBND thành phố Ví Dụ,p99@2021-01-01,Ví dụ: ủy quyền,2022-12-01,2023-01-01,2025-07-01,proposed,29,vi-du\n",
        encoding="utf-8",
    )
    (own / "grants.csv").write_text(
        "grant,power,role,instrument,grantor,holder,where,condition,from,to,act,provision,transition,source\n"
        'uq1,cap-phep-mau,decide,delegate,ubnd-tinh,ubnd-huyen,"d990,d991",value >= 15000000000,2023-01-01,2025-07-01,vd-uq,,stay,vi-du\n',
        encoding="utf-8",
    )
    return home


def called(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(words))
    return result.exit_code, result.output


def compared(root: str, *words: str) -> dict[str, Any]:
    result = CliRunner().invoke(cli, ["compare", "--workspace", root, "--replications", "3", *words, "--json"], standalone_mode=False)
    assert result.output.startswith("{"), result.output or result.exception
    return dict(json.loads(result.output))


@pytest.fixture(autouse=True)
def kept_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHANCAP_DATA", str(tmp_path / "data"))


def test_all_options_are_compared_and_the_assemblys_is_apart(root: str) -> None:
    data = compared(root, "--no-sensitivity")
    assert data["options"] == ["base", "thi-diem", CITYS_OWN]
    assert data["scenarios"] == ["base"]
    assert data["needs_national_assembly"] == ["thi-diem"]
    assert [set(r["options"]) for r in data["rankings"]] == [{"base", CITYS_OWN}]
    together = compared(root, "--no-sensitivity", "--rank-all")
    assert [set(r["options"]) for r in together["rankings"]] == [{"base", "thi-diem", CITYS_OWN}]
    assert compared(root, "--no-sensitivity", "--scenario", "base") == data


def test_the_same_seed_is_the_same_run_and_another_is_not(root: str) -> None:
    first, again = (compared(root, CITYS_OWN, "--no-sensitivity") for _ in range(2))
    assert first == again
    assert compared(root, CITYS_OWN, "--no-sensitivity", "--seed", "2")["run"] != first["run"]


def test_a_kept_run_is_told_in_the_language_asked(root: str) -> None:
    run = compared(root, "thi-diem", "--no-sensitivity")["run"]
    for lang, told in (("en", "needs the National Assembly"), ("vi", "cần Quốc hội")):
        code, output = called("compare", "--run", run, "--lang", lang)
        assert code == 0
        assert told in output


@pytest.mark.parametrize(
    "words, told",
    [
        (["compare", "thi-dim"], "thi-diem"),
        (["compare", "thi-diem", "--scenario", "bao-lut"], "bao-lut"),
        (["compare", "thi-diem", "--replications", "0"], "--replications"),
        (["compare", "thi-diem", "--report", "khong/co/x.docx"], "--report"),
        (["compare", "thi-diem", "--year", "1999"], "1999"),
        (["roadmap", "thi-dim"], "thi-diem"),
        (["optimise", "--from", "2023-01-01", "--order", "cap-phep-mau:xac-nhan"], "xac-nhan-mau"),
        (["optimise", "--from", "2023-01-01", "--must", "xac-nhan-mau=phuong"], "phuong"),
        (["optimise", "--from", "2026-01-01"], "demand.csv"),
    ],
)
def test_a_bad_question_is_told_why(root: str, words: list[str], told: str) -> None:
    code, output = called(*words, "--workspace", root)
    assert code == 2, output
    assert told in output


def test_a_workspace_that_is_not_there_is_told_so(tmp_path: Path) -> None:
    for verb in (["compare"], ["roadmap", "x"], ["optimise"]):
        code, output = called(*verb, "--workspace", str(tmp_path / "khong-co"))
        assert code == 2
        assert "khong-co" in output


def test_no_plan_says_the_smallest_conflict(root: str, tmp_path: Path) -> None:
    days = ("--from", "2023-01-01", "--to", "2025-07-01", "--signed", "2022-12-15", "--no-simulate")
    result = CliRunner().invoke(
        cli, ["optimise", "--workspace", root, *days, "--moves", "0", "--payroll", "500", "--must", "cap-phep-mau=commune", "--json"],
        standalone_mode=False,
    )  # fmt: skip
    data = json.loads(result.output)
    assert result.return_value == 1
    assert data["option"] is None
    assert len(data["conflict"]) == 2
    assert data["proved_smallest"]
    code, output = called("optimise", "--workspace", root, *days, "--id", "thu", "--out", str(tmp_path / "ban-sao"), "--must", "cap-phep-mau=commune")
    assert code == 0, output
    findings = json.loads(CliRunner().invoke(cli, ["check", "--workspace", str(tmp_path / "ban-sao"), "--option", "thu", "--json"], standalone_mode=False).output)
    assert [f for f in findings["findings"] if f["code"] in ("PC003", "PC004", "PC006")] == []
