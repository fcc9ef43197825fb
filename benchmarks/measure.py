"""Timing that a busy machine does not bend: CPU seconds, programs taking turns, medians over rounds."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple


class Row(NamedTuple):
    """One line of the table: what, the figure, the bar it must reach (empty: none) and whether it does."""

    what: str
    figure: str
    bar: str = ""
    reached: bool | None = None


def against(what: str, figure: float, least: float, unit: str = "x", digits: int = 1) -> Row:
    """A ratio that must be at least so much."""
    return Row(what, f"{figure:,.{digits}f}{unit}", f">= {least:g}{unit}", figure >= least)


def within(what: str, figure: float, most: float, unit: str, digits: int = 2) -> Row:
    """A figure that must be at most so much."""
    return Row(what, f"{figure:,.{digits}f} {unit}", f"<= {most:g} {unit}", figure <= most)


def must_equal(what: str, given: Any, expected: Any) -> None:
    """Stop the run where two programs differ: then their times say nothing."""
    if given != expected:
        raise SystemExit(f"{what}: other answers, {given!r:.200} for {expected!r:.200}")


def cpu(job: Callable[[], Any]) -> float:
    """CPU seconds of one run of a job."""
    start = time.process_time_ns()
    job()
    return (time.process_time_ns() - start) / 1e9


def in_turns(jobs: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Median CPU seconds of each job; every round runs each once, so that all meet the same minutes."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for job in jobs.values():
        job()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, job in jobs.items():
                taken[name].append(cpu(job))
    finally:
        gc.enable()
    return {name: statistics.median(seconds) for name, seconds in taken.items()}
