"""Engines and ways of drawing agree: compiled loops with the oracle to the last bit, numba's draws with numpy's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from phancap.simulation import oracle, read_model, recurse, replay, replay_all
from phancap.simulation.draw import Draw, draw
from phancap.simulation.oracle import Replayed
from phancap.simulation.run import Prepared, prepare
from phancap.simulation.run import replay as run_engines
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


ONE_STOP = read_model(Path(__file__).resolve().parents[2] / "examples" / "one-stop.toml")


@pytest.mark.parametrize("drain", [0, 20])
def test_the_recursion_equals_the_oracle_to_a_billionth_of_a_minute(drain: int) -> None:
    prepared = prepare(replace(ONE_STOP, days=20, drain_days=drain))
    assert recurse.ready()
    assert [part.why for part in prepared.parts] == [""] * 9
    drawn = draw(prepared.layout, 4, 0, cells=prepared.cells)
    expected = oracle.replay(prepared.layout, drawn)
    found, engine, reasons = run_engines(prepared, drawn, "auto")
    assert (engine, reasons) == ("recursion", ())
    assert found.events == expected.events
    np.testing.assert_array_equal(found.visit, expected.visit)
    finished = expected.done < 1e299
    np.testing.assert_array_equal(found.done < 1e299, finished)
    np.testing.assert_allclose(found.done[finished], expected.done[finished], rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.wait, expected.wait, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.busy, expected.busy, rtol=0, atol=1e-6)


def test_a_part_says_why_it_cannot_be_done_by_recursion() -> None:
    told = set()
    for seed in SEEDS:
        told |= {part.why for part in prepare(random_model(seed)).parts}
    assert told >= {"a power moves", "sittings", "desks share skills", "equal work"}


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_the_planner_chooses_says_the_same(seed: int) -> None:
    prepared = prepare(random_model(seed))
    drawn = draw(prepared.layout, seed, 0, cells=prepared.cells)
    expected = oracle.replay(prepared.layout, drawn)
    found = run_engines(prepared, drawn, "auto")[0]
    np.testing.assert_allclose(np.minimum(found.done, 1e9), np.minimum(expected.done, 1e9), rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.wait, expected.wait, rtol=0, atol=1e-9)
