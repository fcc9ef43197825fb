"""The report of a check: findings, accepted ones marked, counts, what was read against its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from phancap.charter.view import View
from phancap.competence.check import BUDGET, run
from phancap.competence.findings import Finding
from phancap.competence.recorder import Rows
from phancap.workspace.errors import Note

Tables = dict[str, list[dict[str, Any]]]
_LOCATED = {
    "powers": ("power",), "acts": ("act",), "classes": ("class",), "facts": ("power", "fact"),
}  # fmt: skip


class Report(NamedTuple):
    """Findings with acceptance, whether gap and overlap are proved absent, boxes looked at, provisions;
    ``notes`` are lines about files that were read all the same (an unknown column, a spoilt date)."""

    findings: list[Finding]
    proved: bool
    boxes: int
    provisions: dict[str, int]
    notes: tuple[str, ...] = ()

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
            "notes": list(self.notes),
        }  # fmt: skip


def check(
    view: View, tables: Tables, lang: str = "vi", published: View | None = None, budget: int = BUDGET,
    notes: Iterable[Note] = (),
) -> Report:  # fmt: skip
    """Check a workspace: all properties over its whole horizon.

    ``published`` is an older version whose answers must not have changed (PC012). ``budget`` is the number of
    boxes that one role of one power may have before it is given up as not proved. ``notes`` are what the
    reading of the files had to say.
    """
    rows = located(tables)
    checked = run(view, rows, tables, lang, budget)
    found = checked.findings
    if published is not None:
        from phancap.competence.stability import unstable

        found = unstable(published, view, rows, lang) + found
    accepted = {(row["code"], row["key"]): row["reason"] for row in tables.get("accepted", [])}
    findings = [f._replace(accepted=accepted.get((f.code, f.key))) for f in found]
    told = tuple(note.line(lang) for note in notes)
    return Report(findings, checked.proved, checked.regions, provisions_read(view, tables), told)


def located(tables: Tables) -> Rows:
    """Where the rows that findings speak of stand."""
    return {
        (table, " ".join(row[column] for column in columns)): (row["_file"], row["_row"])
        for table, columns in _LOCATED.items()
        for row in tables.get(table, [])
    }


def provisions_read(view: View, tables: Tables) -> dict[str, int]:
    """How many provisions the grants cite, and how many were read against their text."""
    read = {(row["act"], row["provision"]) for row in tables.get("provisions", []) if row["verified_by"]}
    acts = {row["act"] for row in tables.get("acts", []) if row["verified_by"]}
    cited = {(g.act, g.provision) for g in view.grants.values()}
    return {"all": len(cited), "verified": sum(pair in read or pair[0] in acts for pair in cited)}
