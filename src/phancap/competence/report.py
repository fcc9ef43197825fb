"""The report of a check: findings, accepted ones marked, counts, what was read against its text."""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.charter.view import View
from phancap.competence.check import Checker
from phancap.competence.findings import Finding

Tables = dict[str, list[dict[str, Any]]]


class Report(NamedTuple):
    """Findings with acceptance, whether gap and overlap are proved absent, boxes looked at, provisions."""

    findings: list[Finding]
    proved: bool
    boxes: int
    provisions: dict[str, int]

    @property
    def open_errors(self) -> int:
        """Error findings that nobody accepted."""
        return sum(f.severity == "error" and f.accepted is None for f in self.findings)

    def as_json(self) -> dict[str, Any]:
        """What ``check --json`` prints."""
        counts: dict[str, int] = {}
        for finding in self.findings:
            counts[finding.code] = counts.get(finding.code, 0) + 1
        return {
            "format": 1, "proved": self.proved, "findings": [f.as_json() for f in self.findings],
            "counts": dict(sorted(counts.items())), "provisions": self.provisions, "boxes": self.boxes,
        }  # fmt: skip


def check(view: View, tables: Tables, lang: str = "vi") -> Report:
    """Check a workspace: all properties over its whole horizon."""
    located = {}
    for table, column in (("powers", "power"), ("acts", "act"), ("classes", "class")):
        for row in tables.get(table, []):
            located[(table, row[column])] = (row["_file"], row["_row"])
    checked = Checker(view, located, tables.get("staff", []), lang).run()
    accepted = {(row["code"], row["key"]): row["reason"] for row in tables.get("accepted", [])}
    findings = [f._replace(accepted=accepted.get((f.code, f.key))) for f in checked.findings]
    return Report(findings, checked.proved, checked.regions, _provisions(view, tables))


def _provisions(view: View, tables: Tables) -> dict[str, int]:
    """How many provisions the grants cite, and how many were read against their text."""
    read = {(row["act"], row["provision"]) for row in tables.get("provisions", []) if row["verified_by"]}
    acts = {row["act"] for row in tables.get("acts", []) if row["verified_by"]}
    cited = {(g.act, g.provision) for g in view.grants.values()}
    return {"all": len(cited), "verified": sum(pair in read or pair[0] in acts for pair in cited)}
