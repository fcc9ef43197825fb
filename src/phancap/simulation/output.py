"""Results over replications: arrays to compare, and the summary people and programs read.

Each measure has one value a replication; intervals are Student's over these values, so they say how exactly the model was
computed, not how right its figures are. A measure that has no value (no limit known, nothing finished) is ``None``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from phancap.simulation import statistics
from phancap.simulation.layout import Floats, Layout
from phancap.simulation.load import Load
from phancap.simulation.measure import MEASURES, QUANTILES, Measured
from phancap.simulation.model import Model
from phancap.simulation.statistics import StopRule

SHARES = ("on_time",)

STEADY = ("wait_minutes", "cycle_days", "on_time")
"""Measures whose mean over a queue that only grows says how long one looked."""


@dataclass(frozen=True)
class Warned:
    """Something to know about a result, in both languages; ``code`` names it for programs."""

    code: str
    vi: str
    en: str

    def text(self, lang: str = "vi") -> str:
        """The sentence."""
        return self.en if lang == "en" else self.vi


@dataclass(frozen=True)
class Result:
    """Measures of every replication: ``measures[name][r]``, ``by_office[office][name][r]`` and so on.

    ``engine`` says which engine ran (``recursion``, ``general``, ``oracle``, or several), ``reasons`` why a part could not
    be done by recursion. ``by_desk`` and ``by_skill`` have ``utilisation``. Replication ``r`` of two models with the same
    seed is the same draw, so arrays may be subtracted one from the other. ``unstable``: there is no steady state where one
    was asked for, and ``growing`` names the offices and powers (``("by_office", id)``) that see a queue that only grows.
    """

    model: Model
    engine: str
    seed: int
    replications: int
    measures: Mapping[str, Floats]
    by_office: Mapping[str, Mapping[str, Floats]]
    by_power: Mapping[str, Mapping[str, Floats]]
    by_desk: Mapping[str, Mapping[str, Floats]]
    by_skill: Mapping[str, Mapping[str, Floats]]
    warnings: tuple[Warned, ...]
    validation: Mapping[str, Any]
    reasons: tuple[str, ...] = ()
    unstable: bool = False
    events: int = 0
    precision: Mapping[str, Any] | None = None
    steady: Mapping[str, Any] | None = None
    growing: frozenset[tuple[str, str]] = frozenset()

    def summary(self, level: float = 0.95) -> dict[str, Any]:
        """Plain data: the contract of ``phancap simulate --json``."""
        overall = {
            name: interval(values, level) for name, values in self.measures.items() if name in MEASURES
        }
        for name in ("wait_minutes", "cycle_days"):
            for q in QUANTILES:
                key = f"p{int(q * 100)}"
                overall[name][key] = _mean(self.measures[f"{name}_{key}"])
        if self.unstable:
            overall |= {name: dict.fromkeys(overall[name]) for name in STEADY}
        scopes = {
            "by_office": self.by_office, "by_power": self.by_power, "by_desk": self.by_desk, "by_skill": self.by_skill,
        }  # fmt: skip
        results: dict[str, Any] = {"overall": overall}
        for scope, table in scopes.items():
            results[scope] = {
                key: {name: interval(values, level) for name, values in columns.items()}
                for key, columns in table.items()
            }
            for key in results[scope] if self.unstable else ():
                if not self.growing or (scope, key) in self.growing:
                    results[scope][key] |= {
                        name: dict.fromkeys(("mean", "low", "high")) for name in STEADY if name in results[scope][key]
                    }
        results["validation"] = dict(self.validation)
        if self.steady is not None:
            results["steady"] = dict(self.steady)
        if self.precision is not None:
            results["precision"] = dict(self.precision)
        return results

    def as_json(self, level: float = 0.95, lang: str = "vi") -> dict[str, Any]:
        """``{"engine", "replications", "results", "warnings"}``."""
        return {
            "engine": self.engine, "replications": self.replications, "results": self.summary(level),
            "warnings": [w.text(lang) for w in self.warnings],
        }  # fmt: skip


def interval(values: Sequence[float] | Floats, level: float = 0.95) -> dict[str, float | None]:
    """``mean``, ``low``, ``high``: Student's interval; no bounds from one value, nothing from none."""
    given = np.asarray(values, np.float64)
    given = given[np.isfinite(given)]
    if not len(given):
        return {"mean": None, "low": None, "high": None}
    return statistics.interval(given, level).as_json()


def _mean(values: Floats) -> float | None:
    given = values[np.isfinite(values)]
    return float(given.mean()) if len(given) else None


def interrupted(result: Result, wanted: int) -> Result:
    """The same result, marked as cut short."""
    told = Warned(
        "interrupted",
        f"dừng giữa chừng: {result.replications} trong {wanted} lần chạy",
        f"interrupted: {result.replications} of {wanted} replications",
    )
    return replace(result, warnings=(*result.warnings, told))


def precision_of(result: Result, rule: StopRule, most: int) -> Result:
    """The same result with what became of the stop rule: ``measure``, ``asked``, ``got``, ``reached``, ``needed``, ``most``.

    ``needed`` is where a precision that held was first there, or how many replications would about do; ``None`` where
    nothing can be said of it. A precision that was not reached is a warning as well.
    """
    waits = result.measures["wait_minutes"]
    waits = waits[np.isfinite(waits)]
    needed = None if result.unstable else statistics.replications_needed(waits.tolist(), rule)
    got = None
    if len(waits) > 1 and not result.unstable:
        share = statistics.interval(waits, rule.level).relative
        got = share if np.isfinite(share) else None
        if needed is None and got is not None:
            # The width shrinks with the root of the number.
            needed = max(math.ceil(len(waits) * (got / rule.relative) ** 2), len(waits))
    reached = got is not None and got <= rule.relative
    told = {
        "measure": "wait_minutes", "asked": rule.relative, "got": got, "reached": reached, "needed": needed, "most": most,
    }  # fmt: skip
    warnings = result.warnings
    if not reached:
        asked = f"± {100 * rule.relative:.3g} %"
        wide, hint_vi, hint_en = ("", "", "") if got is None else (
            f": ± {100 * got:.2g} %",
            f" · chừng {needed} lần chạy thì tới: tăng `--replications`",
            f" · about {needed} replications would do: raise `--replications`",
        )  # fmt: skip
        warnings = (*warnings, Warned(
            "precision-not-reached",
            f"chưa đạt độ chính xác {asked} của thời gian chờ sau {result.replications} lần chạy{wide}".replace(".", ",") + hint_vi,
            f"the precision of {asked} of the wait is not reached after {result.replications} replications{wide}{hint_en}",
        ))  # fmt: skip
    return replace(result, precision=told, warnings=warnings)


def gather(
    layout: Layout, measured: Sequence[Measured], engine: str, seed: int, reasons: tuple[str, ...], load: Load,
    steady: bool = False,
) -> Result:  # fmt: skip
    """The result of all replications; ``steady``: the long run is asked for, as a warm-up does too."""
    model = layout.model
    overall = {name: np.array([m.overall[name] for m in measured]) for name in measured[0].overall}
    overall["utilisation"] = np.array([float(m.busy.sum() / max(m.available.sum(), 1e-9)) for m in measured])
    unstable = bool(load.overloaded) and (steady or model.warm_up_days > 0)
    return Result(
        model, engine, seed, len(measured), overall,
        _scope([o.name or o.id for o in model.offices], [o.id for o in model.offices], [m.by_office for m in measured]),
        _scope([p.name or p.id for p in model.procedures], [p.id for p in model.procedures], [m.by_power for m in measured]),
        _desks(layout, measured), _skills(layout, measured), _warnings(layout, measured, load, unstable),
        _validation(layout, measured, load, unstable), reasons, unstable, sum(m.events for m in measured),
        growing=_growing(layout, load),
    )  # fmt: skip


def _growing(layout: Layout, load: Load) -> frozenset[tuple[str, str]]:
    """Offices and powers whose dossiers go through a line that only grows."""
    full, model = set(load.full_lines), layout.model
    found: set[tuple[str, str]] = set()
    for number, stream in enumerate(layout.streams) if full else ():
        rows = layout.phase_row[layout.phase_first[number] : layout.phase_first[number + 1]]
        if full & set(layout.row_line[rows].ravel().tolist()):
            found.add(("by_power", model.procedures[stream.power].id))
            offices = layout.phase_office[layout.phase_first[number] : layout.phase_first[number + 1]]
            found |= {("by_office", model.offices[office].id) for office in offices.tolist()}
    return frozenset(found)


def _scope(names: list[str], ids: list[str], tables: list[dict[str, Floats]]) -> dict[str, dict[str, Floats]]:
    """By id; what no dossier belongs to is left out."""
    stacked = {name: np.array([table[name] for table in tables]) for name in MEASURES if name in tables[0]}
    seen = stacked["dossiers"].sum(axis=0) > 0
    return {
        key: {name: values[:, number] for name, values in stacked.items()} for number, key in enumerate(ids) if seen[number]
    }  # fmt: skip


def _desks(layout: Layout, measured: Sequence[Measured]) -> dict[str, dict[str, Floats]]:
    busy = np.array([m.busy for m in measured])
    available = np.array([m.available for m in measured])
    return {
        desk.id: {
            "utilisation": busy[:, g] / np.maximum(available[:, g], 1e-9),
            "staff_hours": available[:, g] / 60.0,
        }
        for g, desk in enumerate(layout.model.desks)
    }


def _skills(layout: Layout, measured: Sequence[Measured]) -> dict[str, dict[str, Floats]]:
    """Hours worked at each skill, and what share that is of the hours of all who have it."""
    worked: dict[str, Floats] = {}
    lines = np.array([m.line_busy for m in measured])
    for number, line in enumerate(layout.lines):
        worked[line.skill] = worked.get(line.skill, 0.0) + lines[:, number]
    available = np.array([m.available for m in measured])
    result = {}
    for skill, minutes in worked.items():
        able = [g for g, desk in enumerate(layout.model.desks) if skill in desk.skills]
        total = available[:, able].sum(axis=1)
        result[skill or "*"] = {
            "utilisation": minutes / np.maximum(total, 1e-9),
            "work_hours": minutes / 60.0,
        }
    return result


def _warnings(layout: Layout, measured: Sequence[Measured], load: Load, unstable: bool) -> tuple[Warned, ...]:
    found = []
    for name, share in load.overloaded:
        tail_vi = "" if unstable else "; số trung bình chỉ đúng cho đúng khoảng thời gian này"
        tail_en = "" if unstable else "; means hold for this stretch of time only"
        found.append(
            Warned(
                "no-steady-state",
                f"`{name}`: tải {share:.2f} ≥ 1, không có trạng thái ổn định, hàng chờ dài ra mãi{tail_vi}",
                f"`{name}`: utilisation >= 1 ({share:.2f}): no steady state, the queue grows for as long as this lasts{tail_en}",
            )
        )
    opened = float(np.mean([m.overall["open_at_end"] for m in measured]))
    total = float(np.mean([m.overall["dossiers"] for m in measured]))
    if total and opened / total > 0.05 and not unstable:
        found.append(
            Warned(
                "censored",
                f"{opened:.0f} trong {total:.0f} hồ sơ ({opened / total:.1%}) chưa xong khi hết thời gian: tính theo thời "
                "gian đã qua, không bỏ đi; số trung bình là cận dưới",
                f"{opened:.0f} of {total:.0f} dossiers ({opened / total:.1%}) are unfinished at the end: counted with the time "
                "taken so far, not dropped; means are lower bounds",
            )
        )
    assumed = sum(a.count for a in layout.model.assumptions)
    if assumed:
        found.append(
            Warned(
                "assumptions", f"dựa trên {assumed} con số giả định ({len(layout.model.assumptions)} loại)",
                f"rests on {assumed} assumed figures ({len(layout.model.assumptions)} kinds)",
            )
        )  # fmt: skip
    return tuple(found)


def _validation(layout: Layout, measured: Sequence[Measured], load: Load, unstable: bool) -> dict[str, Any]:
    """Little's law on every run, Erlang's formula where the model is one queue it speaks of."""
    block: dict[str, Any] = {}
    rate = np.array([m.arrived_a_day for m in measured])
    counted = np.array([m.in_system for m in measured])
    days = np.array([m.overall["cycle_days"] for m in measured])
    block["little"] = {"in_system": _mean(counted), "rate_times_time": _mean(rate * days)}
    if load.erlang is not None and not unstable:
        waits = interval(np.array([m.overall["wait_minutes"] for m in measured]), 0.99)
        inside = waits["low"] is not None and waits["low"] <= load.erlang <= (waits["high"] or 0.0)
        block["erlang_c"] = {
            "wait_minutes": load.erlang,
            "low": waits["low"],
            "high": waits["high"],
            "inside": inside,
        }
    block["load"] = {name: share for name, share in load.shares}
    return block
