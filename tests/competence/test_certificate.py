"""The certificate: it says what the oracle's check says, anybody can replay it, and no forgery passes."""

from __future__ import annotations

import ast
import copy
import hashlib
import json
import random
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from phancap.charter.conditions import Span
from phancap.charter.view import View
from phancap.cli.verify import verify as command
from phancap.competence import verify_certificate
from phancap.competence.boxes import effective, regions
from phancap.competence.certificate import write_certificate
from phancap.competence.compile import Tables
from phancap.competence.oracle import Facts, Point, holding
from phancap.competence.prove import GAP, OVERLAP, leaves, prove
from phancap.competence.regions import Region
from phancap.competence.regions import regions as by_the_oracle
from phancap.competence.verify_certificate import verify
from phancap.workspace.open import charter_of
from tests.competence.small import view, write
from tests.competence.test_resolve import random_view

LAW = "g1,phep,,assign,,ubnd-huyen,,value < 5000,,,1/2014/QH13,Đ.103 k.3,,,"
REST = "g2,phep,,assign,,ubnd-tinh,,value >= 5000,,,1/2014/QH13,Đ.103 k.4,,,"
DECREE = "g3,phep,,assign,,ubnd-xa,,value < 5000,2025-07-01,,1/2014/QH13,Đ.4,,,"
WHOLE = f"{LAW}\n{REST}\n{DECREE}"


def certificate(of: View, folder: Path) -> bytes:
    """The bytes of a view's certificate."""
    write_certificate(of, folder / "certificate.jsonl")
    return (folder / "certificate.jsonl").read_bytes()


def sealed(lines: list[Any]) -> bytes:
    """Lines as a certificate with a right seal: what a forger would write."""
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    return data + json.dumps({"seal": hashlib.sha256(data).hexdigest()}).encode() + b"\n"


def opened(data: bytes) -> list[Any]:
    """The lines without the seal."""
    return [json.loads(line) for line in data.splitlines()][:-1]


def test_a_whole_charter_is_proved(tmp_path: Path) -> None:
    of = view(tmp_path / "city", WHOLE)
    summary = write_certificate(of, tmp_path / "c.jsonl")
    assert summary.proved
    told = verify((tmp_path / "c.jsonl").read_bytes())
    assert (told["snapshot"], told["open"], told["gaps"], told["overlaps"]) == (of.charter.snapshot, 0, 0, 0)
    assert told["nodes"] == summary.nodes <= 5 * summary.rules


@pytest.mark.parametrize(
    "grants, gaps, overlaps",
    [
        (f"{LAW}\n{REST}", 1, 0),  # the district ends and nobody takes its part
        (WHOLE.replace("value >= 5000", "value >= 5001"), 1, 0),
        (WHOLE.replace("value >= 5000", "value >= 4999"), 0, 1),
        (WHOLE.replace("ubnd-xa,,", "ubnd-xa,!c00004,"), 1, 0),
        ("", 1, 0),
    ],
)
def test_a_gap_or_overlap_is_in_the_certificate(
    tmp_path: Path, grants: str, gaps: int, overlaps: int
) -> None:
    told = verify(certificate(view(tmp_path / "city", grants), tmp_path))
    assert (told["gaps"] > 0, told["overlaps"] > 0, told["open"]) == (bool(gaps), bool(overlaps), 1)


def test_any_other_byte_breaks_the_seal(tmp_path: Path) -> None:
    data = certificate(view(tmp_path / "city", WHOLE), tmp_path)
    rng = random.Random(1)
    for _ in range(300):
        at = rng.randrange(len(data))
        forged = data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]
        with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
            verify(forged)
    for at in range(0, len(data), 50):
        with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
            verify(data[:at])


def changed_nodes(tree: list[Any], rules: int, rng: random.Random) -> list[Any]:
    """The tree with one node another one."""
    tree = copy.deepcopy(tree)
    at = rng.randrange(len(tree))
    others: list[Any] = [
        ["gap"],
        ["covered", rng.randrange(rules)],
        ["overlap", *rng.sample(range(rules), 2)],
        ["cut", 0, 738000],
    ]
    tree[at] = rng.choice([node for node in others if node[0] != tree[at][0]])
    return tree


def test_a_changed_node_is_refused_even_under_a_new_seal(tmp_path: Path) -> None:
    lines = opened(certificate(view(tmp_path / "city", WHOLE), tmp_path))
    verify(sealed(lines))
    rng = random.Random(2)
    for _ in range(200):
        forged = copy.deepcopy(lines)
        forged[1]["tree"] = changed_nodes(lines[1]["tree"], len(lines[1]["rules"]), rng)
        with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
            verify(sealed(forged))


FORGERIES = {
    "a rule dropped": lambda power: power["rules"].pop(),
    "a rule begins a day later": lambda power: power["rules"][0]["box"].__setitem__(
        0, [737792, power["rules"][0]["box"][0][1]]
    ),
    "a rule a day longer": lambda power: _longer(power["rules"]),
    "two holders made one": lambda power: power["rules"].append({**power["rules"][0], "holder": "another"}),
    "land left out": lambda power: power["land"].pop(),
    "land twice": lambda power: power["land"].append(power["land"][0]),
    "days left out": lambda power: power["columns"][0][1].__setitem__(1, 740000),
    "a column too few": lambda power: power["rules"][0]["box"].pop(),
    "the tree ends early": lambda power: power["tree"].pop(),
    "no node at all": lambda power: power["tree"].clear(),
    "the tree goes on": lambda power: power["tree"].append(["gap"]),
    "a cut beside the columns": lambda power: power["tree"].__setitem__(0, ["cut", 7, 738000]),
    "another word": lambda power: power["tree"].__setitem__(-1, ["trust me", 0]),
    "renamed": lambda power: power.__setitem__("power", "another"),
}


def _longer(rules: list[dict[str, Any]]) -> None:
    for rule in rules:
        if rule["holder"] == "ubnd-huyen":
            rule["box"][0] = [rule["box"][0][0], rule["box"][0][1] + 1]


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forgery_is_refused_even_under_a_new_seal(tmp_path: Path, what: str) -> None:
    lines = opened(certificate(view(tmp_path / "city", WHOLE), tmp_path))
    FORGERIES[what](lines[1])
    with pytest.raises((ValueError, KeyError, TypeError, IndexError)):
        verify(sealed(lines))


def test_no_proof_is_told_as_open(tmp_path: Path) -> None:
    lines = opened(certificate(view(tmp_path / "city", WHOLE), tmp_path))
    lines[1]["tree"] = None
    assert verify(sealed(lines))["open"] == 1


def test_the_checker_shares_nothing_and_is_short() -> None:
    source = Path(verify_certificate.__file__).read_text(encoding="utf-8")
    assert source.count("\n") <= 50
    imported = {
        alias.name if isinstance(node, ast.Import) else str(node.module)
        for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }  # fmt: skip
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("seed", range(25))
def test_boxes_say_what_the_oracle_says(seed: int, tmp_path: Path) -> None:
    """Gaps and overlaps proved are those of the oracle's own boxes, point for point."""
    of = random_view(seed, tmp_path)
    tables = Tables(of)
    for power in of.powers:
        for role in {"decide", *(grant.role for grant in of.grants_of(power))}:
            boxes = effective(of, tables, power, role)
            proof = prove(boxes.rules)
            said = {GAP: "gap", OVERLAP: "overlap"}
            for node, box in leaves(proof):
                day, atom, facts = boxes.example(box)
                held = holding(Point(of, power, role, atom, day, facts))
                rule = boxes.holders[node.x] if node.kind not in said else ""
                if rule == "-":
                    assert not any(unit.alive(day) for unit in of.territory.communes_of(1 << atom, day))
                elif node.kind in said:
                    assert held.status == said[node.kind]
                else:
                    organs = {way[-1].grant.holder for way in (held.ways or (held.chain,))}
                    assert " + ".join(sorted(organs)) == rule
            statuses = {region.holding.status for region in by_the_oracle(of, power, role)}
            kinds = set(proof.columns[0])
            assert ("gap" in statuses, "overlap" in statuses) == (GAP in kinds, OVERLAP in kinds)


@pytest.mark.parametrize("seed", range(10))
def test_fast_regions_answer_as_the_oracle(seed: int, tmp_path: Path) -> None:
    of = random_view(seed, tmp_path)
    tables = Tables(of)
    for power in of.powers:
        for region in regions(of, tables, power, "decide"):
            assert region.holding == holding(
                Point(of, power, "decide", region.atom, region.start, region.facts)
            )
        facts = {"value": 5000, "class": "II", "foreign": "yes", "floors": 2}
        fast = regions(of, tables, power, "decide")
        assert days_and_atoms(fast, facts) == days_and_atoms(by_the_oracle(of, power, "decide"), facts)


def days_and_atoms(found: Iterable[Region], facts: Facts) -> dict[str, int]:
    """For one choice of facts: how many days times atoms have each status."""
    total: dict[str, int] = {}
    for region in found:
        here = [
            axis.holds(facts[f]) if isinstance(axis, Span) else facts[f] in axis
            for f, axis in region.box.items()
        ]
        if all(here):
            status = region.holding.status
            total[status] = total.get(status, 0) + (region.end - region.start) * region.mask.bit_count()
    return total


def test_the_command_replays_and_compares(tmp_path: Path) -> None:
    folder = write(tmp_path / "city", WHOLE)
    _, charter = charter_of(folder)
    file = str(tmp_path / "c.jsonl")
    write_certificate(View(charter), file)
    run = CliRunner()
    assert run.invoke(command, [file], standalone_mode=False).return_value == 0
    told = run.invoke(command, [file, "--workspace", str(folder), "--json"], standalone_mode=False)
    assert json.loads(told.output)["proved"] is True
    write(folder, f"{LAW}\n{REST}")
    other = run.invoke(command, [file, "--workspace", str(folder)])
    assert (other.exit_code, "khác" in other.output) == (2, True)
    for bad in (str(tmp_path / "none"), str(tmp_path), str(folder / "grants.csv")):
        assert run.invoke(command, [bad, "--lang", "en"]).exit_code == 2
