"""Proof trees against z3, a solver that shares nothing with ours, on tables too large to count point by point.

Not only whether there is a gap or an overlap: z3 is asked for a point that one side calls a gap (an overlap) and
the other does not, over the whole domain, and must find none.
"""

from __future__ import annotations

import random
from typing import Any

import pytest
import z3
from hypothesis import settings

from phancap.competence.prove import MASK, SPAN, Box, Rules, prove

TORTURE = settings.default is not None and settings.default.max_examples > 1000
TABLES = 1000 if TORTURE else 60
WORDS, TOP = 12, 10**12


def random_table(rng: random.Random) -> Rules:
    """A partition of a wide domain by random cuts, now and then with rules lost, widened or thrown in."""
    kinds = tuple(rng.choice((SPAN, SPAN, MASK)) for _ in range(rng.randint(2, 5)))
    domain: Box = tuple((0, TOP) if kind == SPAN else (0, 2**WORDS - 1) for kind in kinds)
    boxes = [domain]
    for _ in range(rng.randint(1, 24)):
        boxes += _halves(rng, kinds, boxes.pop(rng.randrange(len(boxes))))
    for _ in range(rng.choice((0, 0, 1, 3))):
        boxes.pop(rng.randrange(len(boxes)))
        boxes = boxes or [domain]
    for _ in range(rng.choice((0, 0, 1, 3))):
        at, column = rng.randrange(len(boxes)), rng.randrange(len(kinds))
        box = boxes[at]
        low, high = box[column]
        wider = (
            (low // 2, min(TOP, high + TOP // 9))
            if kinds[column] == SPAN
            else (0, high | 1 << rng.randrange(WORDS))
        )
        boxes[at] = (*box[:column], wider, *box[column + 1 :])
    rng.shuffle(boxes)
    holders = rng.choice((len(boxes), max(1, len(boxes) // 3)))
    return Rules(kinds, domain, tuple(boxes), tuple(rng.randrange(holders) for _ in boxes))


def _halves(rng: random.Random, kinds: tuple[int, ...], box: Box) -> list[Box]:
    column = rng.randrange(len(kinds))
    low, high = box[column]
    if kinds[column] == SPAN:
        at = rng.randint(low, high)
        spans = [(low, at), (at, high)]
    else:
        inside = high & rng.randrange(2**WORDS)
        spans = [(0, inside), (0, high & ~inside)]
    return [(*box[:column], span, *box[column + 1 :]) for span in spans if span[0] < span[1]]


def in_box(point: list[Any], kinds: tuple[int, ...], box: Box) -> Any:
    """The formula of lying in a box."""
    return z3.And(
        [
            z3.And(x >= low, x < high) if kind == SPAN else (x & z3.BitVecVal(high, WORDS)) != 0
            for x, kind, (low, high) in zip(point, kinds, box, strict=True)
        ]
    )


def counterexample(rules: Rules) -> str:
    """A point on which ours and z3 disagree; empty where there is none."""
    point = [
        z3.Int(f"x{c}") if kind == SPAN else z3.BitVec(f"x{c}", WORDS) for c, kind in enumerate(rules.kinds)
    ]
    one = [
        z3.Or([x == 1 << w for w in range(WORDS)])
        for x, kind in zip(point, rules.kinds, strict=True)
        if kind == MASK
    ]
    domain = [*one, in_box(point, rules.kinds, rules.domain)]
    inside = [in_box(point, rules.kinds, box) for box in rules.boxes]
    by_holder: dict[int, list[Any]] = {}
    for holder, formula in zip(rules.holders, inside, strict=True):
        by_holder.setdefault(holder, []).append(formula)
    proof = prove(rules)
    assert proof.finished
    theirs = {"gap": z3.Not(z3.Or(inside)), "overlap": z3.AtLeast(*map(z3.Or, by_holder.values()), 2)}
    ours = {"gap": proof.gaps, "overlap": [box for boxes in proof.overlaps.values() for box in boxes]}
    for what, boxes in ours.items():
        solver = z3.Solver()
        solver.add(*domain, z3.Xor(theirs[what], z3.Or([in_box(point, rules.kinds, box) for box in boxes])))
        said = solver.check()
        if said != z3.unsat:
            return f"{what}: {said} {solver.model() if said == z3.sat else ''}"
    return ""


@pytest.mark.parametrize("part", range(10))
def test_no_point_on_which_z3_disagrees(part: int) -> None:
    rng = random.Random(100 + part)
    for _ in range(TABLES // 10):
        rules = random_table(rng)
        assert counterexample(rules) == "", rules
