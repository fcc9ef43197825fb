"""The proof of a whole charter as a file that others can replay: JSON lines, each power with its split tree.

What it proves: in each power's boxes there is exactly one holder on every day of the horizon, on every piece of
land with a commune and for all facts, but for the gaps and overlaps it names. It proves the *boxes*, and binds
the snapshot they were made from by its hash; that the boxes say what the files say is the oracle's test, and
that the files say what the law says is for lawyers.

The first line is the head: format, snapshot, number of atoms of land, horizon (days as ``date.toordinal``
counts them), the numbers that stand for no bound, and all powers with their roles. Then a line for each power and role: its columns with their domains, the pieces
of land in hexadecimal (bit ``k`` is atom ``k``), its rules as boxes, and the tree, each node before what lies
below a cut and that before the rest: ``["cut", column, border]``, ``["covered", n]`` by rule ``n`` and no other
holder, ``["gap"]``, or ``["overlap", n, m]``. The last line seals the bytes of all lines before it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from phancap.charter.view import View
from phancap.competence import prove
from phancap.competence.boxes import NOBODY_ASKED, Effective, effective
from phancap.competence.compile import Tables
from phancap.competence.prove import COVERED, CUT, GAP, LEAST, MASK, MOST, Proof

FORMAT = 1


class Proved(NamedTuple):
    """One power and role with its boxes and their proof; ``required``: somebody must hold it everywhere."""

    boxes: Effective
    proof: Proof
    required: bool

    @property
    def clean(self) -> bool:
        """No overlap and, where somebody must hold it, no gap; proved, not given up."""
        kinds = self.proof.columns[0]
        return self.proof.finished and prove.OVERLAP not in kinds and not (self.required and GAP in kinds)


class Summary(NamedTuple):
    """What a certificate says, in numbers. ``open`` are power and role of each that is not proved clean."""

    powers: int
    rules: int
    nodes: int
    open: tuple[tuple[str, str], ...]

    @property
    def proved(self) -> bool:
        """Whether there is neither a gap in what must be held nor an overlap."""
        return not self.open


def prove_all(view: View, tables: Tables, budget: int | None = None) -> list[Proved]:
    """Every power and role of a charter with its proof, by id; ``decide`` also where no grant speaks of it."""
    asked = _asked(view, tables)
    return [Proved(boxes, prove.prove(boxes.rules, budget), required) for boxes, required in asked]


def _asked(view: View, tables: Tables) -> Iterator[tuple[Effective, bool]]:
    """The boxes of every power and role, and whether somebody must hold it everywhere."""
    keys = {*tables.tables, *((power, "decide") for power, row in view.powers.items() if row.required)}
    for power, role in sorted(keys):
        yield effective(view, tables, power, role), view.powers[power].required and role == "decide"


def strange(view: View, data: bytes) -> str:
    """What in a certificate that replays is not what the charter says: a power and role, or empty.

    A seal can be made anew, so the snapshot alone does not bind what lies below it: land, days and the boxes of
    every power are compared with those made from the charter. The trees are for the checker to replay.
    """
    told: list[dict[str, Any]] = [json.loads(line) for line in data.splitlines()[:-1]]
    asked = list(_asked(view, Tables(view)))
    own = [
        _head(view, [boxes for boxes, _ in asked]),
        *(_stated(boxes, required) for boxes, required in asked),
    ]
    nothing: dict[str, Any] = {}
    for line, ours in zip_longest(told, own, fillvalue=nothing):
        theirs = {key: value for key, value in line.items() if key != "tree"}
        if theirs != json.loads(_line(ours)):
            return " ".join(str((ours or theirs).get(key, "")) for key in ("power", "role")).strip() or "head"
    return ""


def write_certificate(view: View, path: str | Path, tables: Tables | None = None) -> Summary:
    """Prove the charter and write its certificate, whole or not at all; ``OSError`` where it cannot be written."""
    found = prove_all(view, tables or Tables(view))
    lines = certificate_lines(view, found)
    final = Path(path)
    part = final.with_name(f"{final.name}.{os.getpid()}.part")
    try:
        part.write_bytes(b"".join(lines))
        os.replace(part, final)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    rules = sum(len(one.boxes.rules.boxes) for one in found)
    nodes = sum(len(one.proof.columns[0]) for one in found)
    return Summary(
        len(found), rules, nodes, tuple((o.boxes.power, o.boxes.role) for o in found if not o.clean)
    )


def certificate_lines(view: View, found: list[Proved]) -> list[bytes]:
    """The lines of the certificate: head, powers, seal."""
    lines = [_line(_head(view, [one.boxes for one in found])), *(_line(_power(one)) for one in found)]
    return [*lines, _line({"seal": hashlib.sha256(b"".join(lines)).hexdigest()})]


def _head(view: View, found: list[Effective]) -> dict[str, Any]:
    return {
        "format": FORMAT, "snapshot": view.charter.snapshot, "atoms": view.territory.count,
        "horizon": view.horizon, "known": view.known, "unbounded": [LEAST, MOST],
        "powers": [(boxes.power, boxes.role) for boxes in found],
    }  # fmt: skip


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _power(one: Proved) -> dict[str, Any]:
    return {**_stated(one.boxes, one.required), "tree": _tree(one.proof)}


def _stated(boxes: Effective, required: bool) -> dict[str, Any]:
    rules = boxes.rules
    columns: list[list[Any]] = [["day", rules.domain[0]], ["land", rules.domain[1][1]]]
    for axis, span in zip(boxes.facts, rules.domain[2:], strict=True):
        columns.append([axis.name, span[1], axis.values] if axis.values else [axis.name, span])
    named = []
    for box, holder, chains in zip(rules.boxes, boxes.holders, boxes.chains, strict=True):
        named.append({
            "holder": "" if holder == NOBODY_ASKED else holder, "grants": chains,
            "box": [span[1] if kind == MASK else span for kind, span in zip(rules.kinds, box, strict=True)],
        })  # fmt: skip
    return {
        "power": boxes.power, "role": boxes.role, "required": required, "columns": columns,
        "land": [format(piece, "x") for piece in boxes.pieces], "rules": named,
    }  # fmt: skip


def _tree(proof: Proof) -> list[Any] | None:
    """The tree as the file has it; ``None`` where the node budget ran out and nothing is proved."""
    if not proof.finished:
        return None
    nodes: list[Any] = []
    for kind, x, y in zip(*proof.columns, strict=True):
        nodes.append({CUT: ["cut", x, y], COVERED: ["covered", x], GAP: ["gap"]}.get(kind, ["overlap", x, y]))
    return nodes
