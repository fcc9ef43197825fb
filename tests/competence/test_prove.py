"""Proof trees against counting every point, on plain Python and compiled; what they say in few boxes."""

from __future__ import annotations

import random
from itertools import product

import pytest

from phancap.competence.prove import (
    COVERED,
    GAP,
    MASK,
    MOST,
    OVERLAP,
    SPAN,
    Box,
    Rules,
    corner,
    leaves,
    meet,
    merged,
    prove,
)

SIZES = {SPAN: 6, MASK: 3}


def random_rules(rng: random.Random) -> Rules:
    """A small table: now a partition with a little damage, now boxes thrown at random."""
    kinds = tuple(rng.choice((SPAN, SPAN, MASK)) for _ in range(rng.randint(1, 3)))
    domain: Box = tuple((0, SIZES[kind] if kind == SPAN else 2 ** SIZES[kind] - 1) for kind in kinds)
    boxes = [domain]
    for _ in range(rng.randint(0, 9)):
        box = boxes.pop(rng.randrange(len(boxes)))
        column = rng.randrange(len(kinds))
        boxes += [piece for piece in _cut(rng, kinds, box, column) if piece]
    for _ in range(rng.choice((0, 0, 1, 2))):
        boxes.pop(rng.randrange(len(boxes)))
        if not boxes:
            break
    for _ in range(rng.choice((0, 0, 1, 3))):
        boxes.append(tuple(_some(rng, kind) for kind in kinds))
    rng.shuffle(boxes)
    return Rules(kinds, domain, tuple(boxes), tuple(rng.randrange(max(2, len(boxes))) for _ in boxes))


def _cut(rng: random.Random, kinds: tuple[int, ...], box: Box, column: int) -> list[Box]:
    low, high = box[column]
    if kinds[column] == MASK:
        inside = high & rng.randrange(2 ** SIZES[MASK])
        spans = [(0, inside), (0, high & ~inside)]
    else:
        at = rng.randint(low, high)
        spans = [(low, at), (at, high)]
    return [(*box[:column], span, *box[column + 1 :]) for span in spans if span[1] > span[0]]


def _some(rng: random.Random, kind: int) -> tuple[int, int]:
    if kind == MASK:
        return 0, rng.randrange(1, 2 ** SIZES[MASK])
    low = rng.randrange(SIZES[SPAN])
    return low, rng.randint(low + 1, SIZES[SPAN])


def holds(kinds: tuple[int, ...], box: Box, point: tuple[int, ...]) -> bool:
    """Whether a point lies in a box."""
    return all(
        high >> at & 1 if kind == MASK else low <= at < high
        for kind, (low, high), at in zip(kinds, box, point, strict=True)
    )


def by_counting(rules: Rules) -> dict[tuple[int, ...], str]:
    """Every point of the domain with what it is."""
    found = {}
    for point in product(*(range(SIZES[kind]) for kind in rules.kinds)):
        here = {rules.holders[i] for i, box in enumerate(rules.boxes) if holds(rules.kinds, box, point)}
        found[point] = "gap" if not here else "covered" if len(here) == 1 else "overlap"
    return found


def points(rules: Rules, boxes: list[Box]) -> list[tuple[int, ...]]:
    """Every point of some boxes, as often as it is in one."""
    every = product(*(range(SIZES[kind]) for kind in rules.kinds))
    return [point for point in every for box in boxes if holds(rules.kinds, box, point)]


@pytest.mark.parametrize("compiled", [False, True])
def test_the_proof_says_what_counting_says(compiled: bool) -> None:
    rng = random.Random(3)
    for _ in range(1000):
        rules = random_rules(rng)
        counted = by_counting(rules)
        proof = prove(rules, compiled=compiled)
        assert proof.finished
        # Each point lies in one gap or overlap at most: the boxes are disjoint and nothing is missing.
        assert points(rules, proof.gaps) == [p for p, what in counted.items() if what == "gap"]
        overlaps = [box for boxes in proof.overlaps.values() for box in boxes]
        assert points(rules, overlaps) == [p for p, what in counted.items() if what == "overlap"]
        assert proof.clean == (set(counted.values()) <= {"covered"})


def test_overlaps_name_every_rule_that_meets_there() -> None:
    rng = random.Random(4)
    for _ in range(200):
        rules = random_rules(rng)
        for rivals, boxes in prove(rules).overlaps.items():
            for box in boxes:
                point = corner(rules.kinds, box)
                assert rivals == tuple(i for i, b in enumerate(rules.boxes) if holds(rules.kinds, b, point))


def test_leaves_stand_by_themselves() -> None:
    rng = random.Random(5)
    for _ in range(200):
        rules = random_rules(rng)
        for node, box in leaves(prove(rules)):
            near = [i for i, other in enumerate(rules.boxes) if meet(rules.kinds, box, other)]
            if node.kind == COVERED:
                assert meet(rules.kinds, box, rules.boxes[node.x]) == box
                assert {rules.holders[i] for i in near} == {rules.holders[node.x]}
            elif node.kind == GAP:
                assert not near
            else:
                assert node.kind == OVERLAP
                assert rules.holders[node.x] != rules.holders[node.y]
                assert all(meet(rules.kinds, box, rules.boxes[i]) == box for i in (node.x, node.y))


def test_plain_and_compiled_loops_grow_the_same_tree() -> None:
    rng = random.Random(6)
    for _ in range(100):
        rules = random_rules(rng)
        assert prove(rules, compiled=False) == prove(rules, compiled=True)


def test_the_budget_ends_in_not_proved() -> None:
    rules = random_rules(random.Random(0))
    proof = prove(rules, budget=1)
    assert not proof.finished
    assert not proof.clean


def test_one_rule_for_everything_is_one_node() -> None:
    domain = ((0, MOST), (0, 1))
    assert prove(Rules((SPAN, MASK), domain, (domain,), (0,))).columns == ([COVERED], [0], [0])


def test_a_mask_wider_than_a_column_of_64_bits() -> None:
    everything = 2**300 - 1
    half = 2**150 - 1
    rules = Rules((MASK,), ((0, everything),), (((0, half),), ((0, everything & ~half),)), (0, 1))
    assert prove(rules).clean
    missing = prove(rules._replace(boxes=rules.boxes[:1], holders=(0,)))
    assert missing.gaps == [((0, everything & ~half),)]


def test_boxes_side_by_side_are_told_as_one() -> None:
    boxes: list[Box] = [((0, 5), (0, 1)), ((5, 9), (0, 1)), ((0, 9), (0, 2)), ((20, 21), (0, 4))]
    assert merged((SPAN, MASK), boxes) == [((0, 9), (0, 3)), ((20, 21), (0, 4))]
