"""Findings as SARIF 2.1.0, the form that editors and code hosts show beside the line.

One rule a code, with what must hold and what to do in both languages; one result a finding. A finding that
somebody accepted is a suppressed result, with the reason as its justification.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from phancap.competence.finding_words import PROPERTY
from phancap.competence.findings import LINTS, NAMES, Finding, help_for, name_of
from phancap.competence.report import Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {"error": "error", "warning": "warning", "note": "note"}


def sarif(
    report: Report, version: str, root: str = "", snapshot: str = "", lang: str = "vi"
) -> dict[str, Any]:
    """The whole log. ``root`` is the address (``file:///...``) that the files of the findings stand under."""
    codes = [*NAMES, *LINTS]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "phancap", "semanticVersion": version, "rules": [_rule(code, lang) for code in codes],
            }
        },
        "language": lang,
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, codes.index(finding.code), root) for finding in report.findings],
        "properties": {"proved": report.proved, "snapshot": snapshot, "provisions": report.provisions},
    }  # fmt: skip
    if root:
        run["originalUriBaseIds"] = {"WORKSPACE": {"uri": root if root.endswith("/") else f"{root}/"}}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, lang: str) -> dict[str, Any]:
    lint = code in LINTS
    return {
        "id": code,
        "name": "".join(part.capitalize() for part in name_of(code).split("-")),
        "shortDescription": {"text": PROPERTY[lang][code]},
        "help": {"text": help_for(code, lang)},
        "defaultConfiguration": {"level": "warning" if lint else "error"},
        "properties": {"tags": ["lint" if lint else "proof"], "property_en": PROPERTY["en"][code], "property_vi": PROPERTY["vi"][code]},
    }  # fmt: skip


def _result(finding: Finding, rule: int, root: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": _LEVEL[finding.severity],
        "kind": "fail",
        "message": {"text": finding.message},
        "partialFingerprints": {"key/v1": f"{finding.code}:{finding.key}:{finding.start or ''}:{finding.condition}"},
        "properties": {
            name: value
            for name, value in finding.as_json().items()
            if name in ("key", "power", "role", "where", "from", "to", "condition", "example") and value
        },
    }  # fmt: skip
    if finding.file:
        result["locations"] = [_location(finding, root)]
    if finding.accepted is not None:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": finding.accepted}
        ]  # fmt: skip
    return result


def _location(finding: Finding, root: str) -> dict[str, Any]:
    name, _, sheet = finding.file.partition("#")
    artifact: dict[str, Any] = {"uri": quote(name.replace("\\", "/"))}
    if root:
        artifact["uriBaseId"] = "WORKSPACE"
    place: dict[str, Any] = {"physicalLocation": {"artifactLocation": artifact}}
    if finding.row > 0 and not sheet:
        place["physicalLocation"]["region"] = {"startLine": finding.row}
    if sheet:
        place["logicalLocations"] = [{"fullyQualifiedName": f"{sheet}!{finding.row}", "kind": "sheet"}]
    return place
