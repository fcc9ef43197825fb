"""Engines and ways of drawing agree: compiled loops with the oracle to the last bit, numba's draws with numpy's."""

from __future__ import annotations

import numpy as np
import pytest

from phancap.simulation import oracle, replay, replay_all
from phancap.simulation.draw import Draw, draw
from phancap.simulation.oracle import Replayed
from phancap.simulation.run import Prepared, prepare
from phancap.simulation.story import watch
from tests.simulation.random_models import random_model

SEEDS = range(60)


def general(prepared: Prepared, drawn: Draw, *, plain: bool = True) -> Replayed:
    assert replay.ready()
    assert replay_all.ready()
    parts = [part._replace(plain=part.plain and plain) for part in prepared.parts]
    layout = prepared.layout
    tables = replay_all.tables_of(layout, drawn)
    return replay.replay_general(layout, drawn, parts, tables, replay.buffers(layout, drawn))[0]


def same(one: Replayed, other: Replayed) -> None:
    np.testing.assert_array_equal(one.done, other.done)
    np.testing.assert_array_equal(one.visit, other.visit)
    np.testing.assert_array_equal(one.wait, other.wait)
    # Sums over desks are added up in another order.
    np.testing.assert_allclose(one.busy, other.busy, rtol=1e-12, atol=1e-6)
    np.testing.assert_allclose(one.line_busy, other.line_busy, rtol=1e-12, atol=1e-6)
    assert one.events == other.events


@pytest.mark.parametrize("seed", SEEDS)
def test_the_general_loop_equals_the_oracle_to_the_last_bit(seed: int) -> None:
    prepared = prepare(random_model(seed))
    drawn = draw(prepared.layout, seed, 0, cells=prepared.cells)
    expected = oracle.replay(prepared.layout, drawn)
    same(general(prepared, drawn), expected)
    same(general(prepared, drawn, plain=False), expected)


@pytest.mark.parametrize("seed", [1, 7, 23])
def test_both_tell_the_same_story_of_every_dossier(seed: int) -> None:
    prepared = prepare(random_model(seed))
    drawn = draw(prepared.layout, seed, 0, cells=prepared.cells)
    for number in range(0, drawn.size, 5):
        story: list[oracle.Event] = []
        oracle.replay(prepared.layout, drawn, number, story)
        assert watch(prepared, drawn, number) == story


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_both_ways_of_drawing_draw_the_same_bits(seed: int) -> None:
    prepared = prepare(random_model(seed))
    compiled, plain = (
        draw(prepared.layout, seed, 3, cells=prepared.cells, compiled=way) for way in (True, False)
    )
    for one, other in zip(compiled, plain, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_step_begins_where_the_charter_puts_it(seed: int) -> None:
    """The invariant of moves: whoever begins a step holds it at that moment, by the rule of the power's phase."""
    prepared = prepare(random_model(seed))
    layout = prepared.layout
    drawn = draw(layout, seed, 0, cells=prepared.cells)
    for number in range(0, drawn.size, 7):
        s = int(drawn.stream[number])
        starts = layout.phase_start[layout.phase_first[s] : layout.phase_first[s + 1]]
        for event in watch(prepared, drawn, number):
            if event.kind == oracle.BEGAN:
                step = int(drawn.step[drawn.offset[number] + event.visit])
                phase = int(np.searchsorted(starts, event.at, side="right")) - 1
                assert event.line == oracle.holder(
                    layout, s, step, phase, float(drawn.filed[number]), event.at
                )


def test_nothing_is_lost_or_worked_twice() -> None:
    for seed in SEEDS:
        prepared = prepare(random_model(seed))
        drawn = draw(prepared.layout, seed, 0, cells=prepared.cells)
        out = general(prepared, drawn)
        finished = out.done < 1e299
        np.testing.assert_array_equal(finished, out.visit == drawn.offset[1:])
        assert (out.done[finished] >= drawn.filed[finished]).all()
        assert (out.wait >= 0).all()
        assert (out.busy >= -1e-6).all()
