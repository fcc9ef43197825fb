"""Gaps and overlaps of decision tables of the size the literature uses, beside z3 on the same question.

Tables are made as in Calvanese et al. (BPM 2016): a random decision tree gives a complete table without overlaps,
two columns of numbers to one of eight words; for the damaged ones 10 % of the rules are widened or narrowed in
one column. Ours finds all gaps and all overlaps with the tree that proves it; z3 is asked whether there is a gap
and whether there is an overlap, for one witness each, and the building of its terms is not counted.
"""

from __future__ import annotations

import random
import time
from typing import Any, NamedTuple

import numpy as np
from measure import Row, against, cpu, in_turns, must_equal, within

from phancap.charter.view import View
from phancap.competence.certificate import certificate_lines, prove_all
from phancap.competence.compile import Tables
from phancap.competence.prove import GAP, MASK, OVERLAP, SPAN, Box, Rules, prove, split_arrays
from phancap.competence.verify_certificate import verify
from phancap.workspace.open import charter_of, shipped

TOP, WORDS = 1_000_000, 8
SIZES = [(columns, rules) for columns in (3, 5, 7) for rules in (500, 1000, 1500)]
PATIENCE = 4_000
"""Milliseconds after which z3 is not waited for any longer; what it took till then counts."""


def table(rules: int, columns: int, seed: int, damaged: bool) -> Rules:
    """A table of the paper's kind."""
    rng = random.Random(seed)  # noqa: S311 - made-up data, no secret
    kinds = tuple(MASK if c % 3 == 2 else SPAN for c in range(columns))
    domain: Box = tuple((0, TOP) if kind == SPAN else (0, (1 << WORDS) - 1) for kind in kinds)
    boxes = [domain]
    while len(boxes) < rules:
        place, c = rng.randrange(len(boxes)), rng.randrange(columns)
        low, high = boxes[place][c]
        if kinds[c] == SPAN:
            if high - low < 2:
                continue
            at = rng.randrange(low + 1, high)
            spans = ((low, at), (at, high))
        else:
            words = [1 << w for w in range(WORDS) if high >> w & 1]
            if len(words) < 2:
                continue
            some = sum(rng.sample(words, rng.randrange(1, len(words))))
            spans = ((0, some), (0, high & ~some))
        box = boxes[place]
        boxes[place] = (*box[:c], spans[0], *box[c + 1 :])
        boxes.append((*box[:c], spans[1], *box[c + 1 :]))
    if damaged:
        for place in rng.sample(range(rules), rules // 10):
            c = rng.randrange(columns)
            boxes[place] = (*boxes[place][:c], _damage(rng, kinds[c], *boxes[place][c]), *boxes[place][c + 1 :])
    rng.shuffle(boxes)
    return Rules(kinds, domain, tuple(boxes), tuple(range(rules)))


def _damage(rng: random.Random, kind: int, low: int, high: int) -> tuple[int, int]:
    widen = rng.random() < 0.5
    if kind == MASK:
        words = [1 << w for w in range(WORDS) if high >> w & 1]
        if widen:
            return 0, high | 1 << rng.randrange(WORDS)
        return 0, high & ~rng.choice(words) if len(words) > 1 else high
    part = max(1, (high - low) // (2 if widen else 4))
    if widen:
        return max(0, low - part), min(TOP, high + part)
    return (low + part, high - part) if high - low > 2 * part else (low, high)


class Told(NamedTuple):
    """What z3 said and the CPU seconds it took to say it."""

    word: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.seconds * 1000:,.0f} ms" + (" (gave up)" if self.word == "unknown" else "")


def z3_asked(rules: Rules) -> tuple[Told, Told]:
    """z3 on whether some point of the domain is in no box, and whether some point is in two."""
    import z3

    points = [z3.BitVec(f"x{c}", WORDS) if kind == MASK else z3.Int(f"x{c}") for c, kind in enumerate(rules.kinds)]
    domain = []
    for x, kind, (low, high) in zip(points, rules.kinds, rules.domain, strict=True):
        domain.append(z3.Or([x == 1 << w for w in range(WORDS)]) if kind == MASK else z3.And(x >= low, x < high))
    inside = []
    for box in rules.boxes:
        sides = [
            (x & z3.BitVecVal(high, WORDS)) != 0 if kind == MASK else z3.And(x >= low, x < high)
            for x, kind, (low, high) in zip(points, rules.kinds, box, strict=True)
        ]
        inside.append(z3.And(sides))

    def ask(*conditions: Any) -> Told:
        solver = z3.Solver()
        solver.set("timeout", PATIENCE)
        solver.add(*domain, *conditions)
        start = time.process_time()
        word = str(solver.check())
        return Told(word, time.process_time() - start)

    return ask(*(z3.Not(one) for one in inside)), ask(z3.AtLeast(*inside, 2))


def paper() -> list[tuple[str, list[Row]]]:
    """The nine sizes, clean and damaged."""
    result = []
    for damaged in (False, True):
        rows = []
        for columns, count in SIZES:
            rules = table(count, columns, 7 * count + columns, damaged)
            proof = prove(rules, compiled=True)
            kinds = proof.columns[0]
            must_equal("proof", damaged or proof.clean, True)
            gap, overlap = z3_asked(rules)
            for said, kind in ((gap, GAP), (overlap, OVERLAP)):
                if said.word != "unknown":
                    must_equal("z3", said.word, "sat" if kind in kinds else "unsat")
            taken = in_turns({"ours": lambda rules=rules: prove(rules, compiled=True)}, 9)["ours"]
            plain = cpu(lambda rules=rules: prove(rules, compiled=False))
            what = f"{columns} columns x {count} rules ({plain * 1000:.0f} ms without numba), "
            what += f"{len(kinds) / count:.1f} nodes a rule"
            if damaged:
                what += f", {len(proof.gaps)} gaps, {len(proof.overlaps)} sets of overlapping rules"
            seconds = gap.seconds + overlap.seconds
            rows.append(within(what, taken * 1000, 10, "ms", 1))
            asked = f"  z3: a gap? {gap}; an overlap? {overlap}"
            if damaged:
                # Not the same question any more: z3 stops at one witness, ours gives all.
                rows.append(Row(f"{asked} (one witness each); ours gives all of them in less by", f"{seconds / taken:.0f}x"))
            else:
                rows.append(against(f"{asked}; ours is faster by", seconds / taken, 50, digits=0))
        title = "Proof, damaged tables: all gaps and all overlaps" if damaged else "Proof, clean tables: no gap and no overlap"
        result.append((title, rows))
    return result


def large() -> list[Row]:
    """A table far past what people write."""
    rules = table(50_000, 5, 5, damaged=False)
    boxes = np.array(rules.boxes, np.int64)
    columns: list[Any] = [np.array(rules.kinds), *(np.ascontiguousarray(boxes[..., k]) for k in (0, 1)), np.array(rules.holders)]
    domain = np.array(rules.domain)
    size = 8 * len(rules.boxes)
    taken = in_turns({"arrays": lambda: split_arrays(*columns, domain, size, 2 * size), "whole": lambda: prove(rules)}, 3)
    return [
        within("50,000 rules x 5 columns, from arrays", taken["arrays"], 1, "s"),
        within("the same from and to Python objects", taken["whole"], 1, "s"),
    ]


def city() -> list[Row]:
    """The shipped city from its files' records to a certificate, and its replay."""
    _, charter = charter_of(shipped())

    def whole() -> list[bytes]:
        view = View(charter)
        return certificate_lines(view, prove_all(view, Tables(view)))

    view = View(charter)
    found = prove_all(view, Tables(view))
    data = b"".join(whole())
    told = verify(data)
    taken = in_turns({"whole": whole, "replay": lambda: verify(data)}, 9)
    rules = sum(len(one.boxes.rules.boxes) for one in found)
    return [
        within(f"compile, prove and write {told['powers']} powers and roles, without numba", taken["whole"], 2, "s"),
        Row("certificate", f"{len(data) / 1024:,.0f} kB"),
        within("nodes a rule", told["nodes"] / rules, 5, "nodes"),
        Row("replay by the independent checker", f"{taken['replay'] * 1000:.0f} ms"),
    ]


def run() -> list[tuple[str, list[Row]]]:
    """The tables of this part."""
    return [*paper(), ("Proof, a large table", large()), ("Certificate of the shipped city", city())]


if __name__ == "__main__":
    for title, rows in run():
        print(title)
        for row in rows:
            print("  ", *row)
