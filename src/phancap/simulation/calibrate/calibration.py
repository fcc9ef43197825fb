"""A log calibrated: everything fitted to it, in one record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from phancap.formats.event_log import EventLog
from phancap.formats.grid import Remark
from phancap.simulation.calibrate.arrivals import Arrivals, arrivals_of
from phancap.simulation.calibrate.dossiers import (
    Dossiers,
    Trap,
    dossiers_of,
    late_count,
    moments_of,
    online_share,
)
from phancap.simulation.calibrate.engine import foretell_by_engine
from phancap.simulation.calibrate.fit import Fit
from phancap.simulation.calibrate.predict import Compared, Foretold, Prediction, predict
from phancap.simulation.calibrate.reading import read_log
from phancap.simulation.calibrate.steps import Routing, StepFit, routing_of, steps_of


class Calibration(NamedTuple):
    """What a log says: ``late`` of ``decided`` dossiers with an end and a limit (``late_by_day``: to the end of the day)."""

    name: str
    digest: str
    cases: int
    events: int
    activities: int
    dossiers: Dossiers
    traps: tuple[Trap, ...]
    remarks: tuple[Remark, ...]
    late: int
    late_by_day: int
    decided: int
    online: float
    arrivals: Arrivals
    steps: tuple[StepFit, ...]
    routing: Routing
    prediction: Prediction


def calibrate(
    data: bytes,
    name: str,
    train: float = 0.67,
    columns: Mapping[str, str] | None = None,
    objects: str = "",
    seed: int = 1,
) -> Calibration:
    """Read and fit a log; :class:`~phancap.formats.event_log.BadLog` for one that cannot be read."""
    return calibrate_log(
        read_log(data, columns, objects), name, hashlib.sha256(data).hexdigest(), train, seed
    )


def calibrate_log(log: EventLog, name: str, digest: str, train: float = 0.67, seed: int = 1) -> Calibration:
    """Fit a log already read."""
    found = dossiers_of(log)
    rows = found.rows
    arrivals = arrivals_of(moments_of(rows, "received"))
    traps = list(found.traps)
    if arrivals.left_out:
        traps.append(Trap("ramps", arrivals.left_out, arrivals.left_out + arrivals.end - arrivals.first))
    late, decided = late_count(rows)
    prediction = predict(rows, found.end, train, seed=seed, has_ends=found.has_ends)
    by_engine = foretell_by_engine(rows, found.end, train, seed=seed, has_ends=found.has_ends)
    return Calibration(
        name, digest, len(log.cases), log.events, len({e.activity for c in log.cases for e in c.events if e.activity}),
        found, tuple(traps), tuple(log.remarks), late, late_count(rows, by_day=True)[0], decided, online_share(rows), arrivals,
        tuple(steps_of(rows)), routing_of(rows), prediction._replace(by_engine=by_engine),
    )  # fmt: skip


def as_json(found: Calibration) -> dict[str, Any]:
    """Plain data: what ``phancap import log --json`` prints, without the files written."""
    arrivals, prediction = found.arrivals, found.prediction
    low, high = arrivals.yearly_band()
    return {
        "log": {"name": found.name, "sha256": found.digest, "cases": found.cases, "events": found.events,
                "activities": found.activities},
        "late": {"late": found.late, "late_by_day": found.late_by_day, "of": found.decided,
                 "share": found.late / found.decided if found.decided else None},
        "traps": [{"id": t.id, "seen": t.seen, "of": t.of} for t in found.traps],
        "arrivals": {"yearly": arrivals.yearly, "low": low, "high": high, "dispersion": arrivals.dispersion,
                     "busy_ratio": _number(arrivals.busy_ratio), "weekdays": list(arrivals.weekdays),
                     "months": list(arrivals.months), "trend": [_number(v) for v in arrivals.trend]},
        "online_share": _number(found.online),
        "rework": found.routing.rework,
        "steps": [
            {"step": s.id, "name": s.name, "seen": s.seen, "share": s.share, "rework": s.rework, "stamped": s.stamped,
             "minutes": _fit(s.work), "days": _fit(s.sojourn)}
            for s in found.steps
        ],
        "prediction": {
            "trained": prediction.trained, "tested": prediction.tested, "fits": prediction.fits,
            "does_not_fit": prediction.at_fault, "figures": [_foretold(f) for f in prediction.figures],
            "by_engine": [_foretold(f) for f in prediction.by_engine], "parts": [_compared(p) for p in prediction.parts],
        },
    }  # fmt: skip


def _number(value: float) -> float | None:
    return None if value != value else value


def _fit(found: Fit) -> dict[str, Any]:
    return {
        "distribution": found.distribution, "mean": _number(found.mean), "spread": _number(found.spread), "n": found.n,
        "ks": _number(found.ks), "p": _number(found.p), "fits": found.fits,
    }  # fmt: skip


def _foretold(figure: Foretold) -> dict[str, Any]:
    return {
        "part": figure.part, "actual": _number(figure.actual), "low": _number(figure.low), "high": _number(figure.high),
        "inside": figure.inside,
    }  # fmt: skip


def _compared(part: Compared) -> dict[str, Any]:
    return {
        "part": part.part, "before": _number(part.before), "after": _number(part.after), "gap": _number(part.gap),
        "p": _number(part.p), "fits": part.fits,
    }  # fmt: skip
