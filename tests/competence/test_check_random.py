"""On random cities, right or wrong: the check ends, and its boxes are just where the oracle finds a defect."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from random_city import make_city

from phancap.charter.conditions import box_of, parse_condition
from phancap.charter.view import View
from phancap.competence.findings import SEVERITIES
from phancap.competence.oracle import Point, cells, holding
from phancap.competence.report import check
from phancap.competence.sarif import sarif
from phancap.formats.days import parse_day
from phancap.workspace.open import charter_of
from tests.competence.test_diff import fits


@pytest.mark.parametrize("seed", range(200, 212))
def test_gaps_and_overlaps_are_where_the_oracle_finds_them(tmp_path: Path, seed: int) -> None:
    loaded, charter = charter_of(make_city(seed, tmp_path / "city"))
    view = View(charter)
    report = check(view, loaded.tables)
    assert len(sarif(report, "1")["runs"][0]["results"]) == len(report.findings)
    assert {f.severity for f in report.findings} <= set(SEVERITIES)
    boxes = []
    for finding in report.findings:
        if finding.code in ("PC001", "PC002"):
            land = 0
            for name in finding.where:
                piece = view.territory.all_atoms
                for uid in name.split("&"):
                    piece &= view.territory.atoms_of(uid)
                land |= piece
            box = box_of(parse_condition(finding.condition), view.fact_types(finding.power))
            boxes.append((finding, land, box))
    rng = random.Random(seed)
    for _ in range(300):
        power = rng.choice(sorted(view.powers))
        role = rng.choice(sorted({g.role for g in view.grants_of(power)} | {"decide"}))
        day = rng.choice([view.horizon.start, *view.cuts(power)]) + rng.choice((0, 0, 1, 30))
        atom = rng.randrange(view.territory.count)
        if not view.territory.unit_at("commune", atom, day) or day >= view.horizon.end:
            continue
        facts = rng.choice(cells(view, power, role, atom, day, {}))
        status = holding(Point(view, power, role, atom, day, facts)).status
        found = [
            f.code
            for f, land, box in boxes
            if (f.power, f.role) == (power, role)
            and land >> atom & 1
            and parse_day(f.start or "") <= day < parse_day(f.end or "")
            and fits(box, {**{name: 0 for name in box if name not in facts}, **facts})
        ]
        if status == "gap" and role == "decide" and view.powers[power].required:
            assert found == ["PC001"]
        elif status == "overlap":
            assert found == ["PC002"]
        else:
            assert found == []
