"""What a comparison is made of: what was asked, options of one time, cells, everything found.

The words of a run are kept in both languages (``said``), so that a run made in one language is read in the other.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.simulation.scenario import Scenario

BASE = "base"


class CompareError(ValueError):
    """The comparison cannot be made; the sentence says why."""


class Cell(NamedTuple):
    """One measure of one option in one scenario, and its paired difference from the status quo."""

    option: str
    scenario: str
    measure: str
    mean: float | None
    low: float | None
    high: float | None
    difference: tuple[float | None, float | None, float | None] | None
    verdict: str | None
    resolves: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The contract's cell."""
        gap = self.difference
        return {
            "option": self.option, "scenario": self.scenario, "measure": self.measure,
            "mean": self.mean, "low": self.low, "high": self.high,
            "difference": None if gap is None else dict(zip(("mean", "low", "high"), gap, strict=True)),
            "verdict": self.verdict,
        }  # fmt: skip


class Group(NamedTuple):
    """Options that may stand beside each other: of one time, run over one calendar year."""

    era: str
    year: str
    options: tuple[str, ...]


class Comparison(NamedTuple):
    """Everything a comparison found. ``about`` is each option's consequences; ``run`` names it for ever."""

    run: str
    options: tuple[str, ...]
    scenarios: tuple[str, ...]
    groups: tuple[Group, ...]
    cells: tuple[Cell, ...]
    about: dict[str, dict[str, Any]]
    needs_assembly: tuple[str, ...]
    rankings: tuple[dict[str, Any], ...]
    frontiers: tuple[dict[str, Any], ...]
    assumptions: tuple[dict[str, Any], ...]
    sensitivity: tuple[dict[str, Any], ...]
    break_even: tuple[dict[str, Any], ...]
    names: dict[str, dict[str, str]]
    settings: dict[str, Any]
    warnings: tuple[str, ...]
    said: dict[str, dict[str, Any]]

    def cell(self, option: str, scenario: str, measure: str) -> Cell | None:
        """One cell, if there is one."""
        return next(
            (c for c in self.cells if (c.option, c.scenario, c.measure) == (option, scenario, measure)), None
        )

    def as_json(self) -> dict[str, Any]:
        """What ``compare --json`` prints and what is kept."""
        return {
            "format": 1, "run": self.run, "options": list(self.options), "scenarios": list(self.scenarios),
            "cells": [cell.as_json() for cell in self.cells],
            "needs_national_assembly": list(self.needs_assembly), "assumptions": list(self.assumptions),
            "groups": [group._asdict() for group in self.groups], "rankings": list(self.rankings),
            "frontiers": list(self.frontiers), "sensitivity": list(self.sensitivity),
            "break_even": list(self.break_even), "names": self.names, "about": self.about, "settings": self.settings,
            "warnings": list(self.warnings), "said": self.said,
        }  # fmt: skip


class Ask(NamedTuple):
    """What is to be compared. ``rank_all`` ranks options of the National Assembly with the city's own, since asked."""

    options: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    replications: int = 30
    seed: int = 1
    rank_all: bool = False
    lang: str = "vi"
    year: str = ""
    sensitivity_runs: int = 10
