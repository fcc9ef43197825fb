"""SARIF 2.1.0: the parts that its schema asks for, and what an editor needs to show a finding."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from phancap.charter.view import View
from phancap.cli.check import check as command
from phancap.competence.findings import LINTS, NAMES
from phancap.competence.report import check
from phancap.competence.sarif import sarif
from phancap.workspace.open import charter_of
from tests.competence.small import write

GRANTS = """
    a,phep,,assign,,ubnd-tinh,d101@2020-01-01,,,,1/2014/QH13,Đ.1,,,
    b,phep,,assign,,ubnd-xa,d101@2020-01-01,,2022-01-01,2022-02-01,1/2014/QH13,Đ.1,,,
"""
ACCEPTED = "code,key,reason,author,day\nPC001,phep,chờ luật,một người,2026-01-01\n"


def log(folder: Path, lang: str = "vi") -> dict[str, Any]:
    loaded, charter = charter_of(write(folder, GRANTS, accepted=ACCEPTED))
    report = check(View(charter), loaded.tables, lang)
    made = sarif(report, "1.2.3", "file:///a/b", "abc", lang)
    again: dict[str, Any] = json.loads(json.dumps(made))
    return again


def test_the_log_is_what_the_schema_asks_for(tmp_path: Path) -> None:
    made = log(tmp_path)
    assert made["version"] == "2.1.0"
    assert made["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = made["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("phancap", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == [*NAMES, *LINTS]
    for rule in driver["rules"]:
        assert rule["name"].isalnum()
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["kind"] == "fail"
        assert result["message"]["text"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert physical["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
            assert physical.get("region", {"startLine": 1})["startLine"] >= 1
    assert run["originalUriBaseIds"]["WORKSPACE"]["uri"].endswith("/")


def test_every_finding_is_a_result_at_its_line_and_accepted_ones_are_suppressed(tmp_path: Path) -> None:
    results = log(tmp_path)["runs"][0]["results"]
    gap = next(r for r in results if r["ruleId"] == "PC001")
    assert gap["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "chờ luật"}]
    overlap = next(r for r in results if r["ruleId"] == "PC002")
    assert "suppressions" not in overlap
    place = overlap["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]) == ("grants.csv", {"startLine": 3})
    assert (overlap["properties"]["from"], overlap["properties"]["to"]) == ("2022-01-01", "2022-02-01")


def test_the_command_writes_it_beside_its_answer(tmp_path: Path) -> None:
    write(tmp_path / "city", GRANTS)
    out = tmp_path / "loi.sarif"
    run = CliRunner().invoke(
        command, ["--workspace", str(tmp_path / "city"), "--sarif", str(out), "--json"], standalone_mode=False
    )
    found = json.loads(run.output)["findings"]
    results = json.loads(out.read_text(encoding="utf-8"))["runs"][0]["results"]
    assert [r["ruleId"] for r in results] == [f["code"] for f in found]
    assert run.return_value == 1
