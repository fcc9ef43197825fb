"""``phancap check`` on small charters against every cell there is: gaps and overlaps exactly, no more, no fewer."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import reference
from asking import TORTURE
from random_city import make_city
from reading import holds

from phancap.cli.main import main
from phancap.competence.inquiry import Desk, Put
from phancap.workspace.open import open_workspace

CHARTERS = 1000 if TORTURE else 40
SIZES: tuple[dict[str, object], ...] = (
    {"provinces": 1, "districts": 2, "communes": 4, "events": 2, "powers": 2, "noise": 2, "passed_on": 3},
    {"powers": 2},
)
Cell = tuple[str, str, int, int, int]  # power, role, atom, span of days, cell of facts


def findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], int]:
    """What ``check --json`` prints, and its exit code."""
    with pytest.raises(SystemExit) as stop:
        main(["check", "--json", "--workspace", str(folder)])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report, int(stop.value.code or 0)


def cells_without_one_holder(view: reference.View) -> dict[str, set[Cell]]:
    """Every cell where nobody or more than one holds, one by one."""
    found: dict[str, set[Cell]] = {"PC001": set(), "PC002": set()}
    for power, row in view.powers.items():
        roles = {g["role"] or "decide" for g in view.grants.values() if g["power"] == power} | {"decide"}
        cells, cuts = view.cells(power, {}), view.cuts_of(power)
        for role in roles:
            for atom in view.everywhere:
                for span, day in enumerate(cuts[:-1]):
                    for cell, facts in enumerate(cells):
                        status = view.plain(power, role, atom, day, facts).status
                        if status == "gap" and role == "decide" and row["required"] == "yes":
                            found["PC001"].add((power, role, atom, span, cell))
                        elif status == "overlap":
                            found["PC002"].add((power, role, atom, span, cell))
    return found


def cells_of(view: reference.View, finding: dict[str, Any]) -> set[Cell]:
    """The cells that a finding's box speaks of."""
    power = finding["power"]
    atoms = frozenset[int]().union(
        *(frozenset.intersection(*(view.land[uid] for uid in piece.split("&"))) for piece in finding["where"])
    )
    cuts = view.cuts_of(power)
    spans = [
        span for span, day in enumerate(cuts[:-1])
        if (finding["from"] or "") <= day.isoformat() < (finding["to"] or "9999")
    ]  # fmt: skip
    cells = [cell for cell, facts in enumerate(view.cells(power, {})) if holds(finding["condition"], facts)]
    return {(power, finding["role"], atom, span, cell) for atom in atoms for span in spans for cell in cells}


@pytest.mark.parametrize("seed", range(2000, 2000 + CHARTERS))
def test_the_check_finds_every_gap_and_overlap(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_city(seed, tmp_path / "city", **SIZES[seed % len(SIZES)])
    report, code = findings(folder, capsys)
    view = reference.Workspace(folder).view(None)
    expected = cells_without_one_holder(view)
    found: dict[str, set[Cell]] = {"PC001": set(), "PC002": set()}
    for finding in report["findings"]:
        if finding["code"] in found:
            box = cells_of(view, finding)
            assert box, finding
            assert not box & found[finding["code"]], "two findings of one kind speak of one cell"
            found[finding["code"]] |= box
    assert found == expected
    assert report["proved"] == (not any(expected.values()))
    errors = [f for f in report["findings"] if f["severity"] == "error" and not f["accepted"]]
    assert code == (1 if errors else 0)


@pytest.mark.parametrize("seed", range(2000, 2000 + CHARTERS // 2))
def test_the_example_of_a_finding_shows_it(seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_city(seed, tmp_path / "city", **SIZES[seed % len(SIZES)])
    report, _ = findings(folder, capsys)
    workspace = reference.Workspace(folder)
    view = workspace.view(None)
    for finding in report["findings"]:
        if finding["code"] in ("PC001", "PC002"):
            query = finding["example"]
            land = frozenset.intersection(*(view.land[uid] for uid in query["place"].split("&")))
            box = frozenset[int]().union(
                *(frozenset.intersection(*(view.land[uid] for uid in piece.split("&"))) for piece in finding["where"])
            )
            assert land <= box, "the example asks about land outside the finding"
            answer = reference.who(
                workspace, query["power"], query["place"], date.fromisoformat(query["on"]), query["role"],
                facts={fact: str(value) for fact, value in query.get("facts", {}).items()},
            )  # fmt: skip
            assert answer["status"] == {"PC001": "gap", "PC002": "overlap"}[finding["code"]], (finding, answer)
            put = Put(query["power"], query["place"], date.fromisoformat(query["on"]).toordinal(), query["role"],
                      facts=tuple((fact, str(value)) for fact, value in query.get("facts", {}).items()))  # fmt: skip
            assert Desk(open_workspace(folder)).brief(put)["status"] == answer["status"]
