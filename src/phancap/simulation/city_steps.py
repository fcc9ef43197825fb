"""The steps of a city's procedures: those of service.csv, and those that are assumed where it knows none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phancap.simulation import model as m
from phancap.simulation.city_rows import row_place

STEPS = (
    ("1-tiep-nhan", "receive", "mot-cua", 10.0, 0.8, 0.2),
    ("2-xu-ly", "decide", "chuyen-mon", 30.0, 0.8, 0.038),
    ("3-ky", "decide", "lanh-dao", 3.0, 0.5, 0.02),
    ("4-tra-ket-qua", "receive", "mot-cua", 4.0, 0.5, 0.0),
)
"""Step, role, skill, minutes, spread, share sent back, where service.csv does not know a power."""


def assumed_steps() -> tuple[m.Step, ...]:
    """The steps of a procedure that service.csv does not know."""
    return tuple(
        m.Step(
            name, m.Work(minutes, "lognormal", spread), role, skill, back, STEPS[max(number - 1, 0)][0],
            visit="desk" if role == "receive" else "none",
        )
        for number, (name, role, skill, minutes, spread, back) in enumerate(STEPS)
    )  # fmt: skip


def given_steps(rows: Sequence[Mapping[str, Any]]) -> tuple[m.Step, ...]:
    """The steps of the rows of service.csv, in their order."""
    found = []
    for number, row in enumerate(rows):
        at, role = row_place(row), row["role"] or "decide"
        spread = 0.8 if row["spread"] is None else row["spread"]
        work = m.Work(row["minutes"], row["distribution"] or "lognormal", spread, (), at)
        batch = m.Batch(row["batch"], row["batch_days"], at) if row["batch"] else None
        known = {r["step"] for r in rows[: number + 1]}
        back = row["back_to"] if row["back_to"] in known else rows[max(number - 1, 0)]["step"]
        outside = bool(row["outside"])
        found.append(
            m.Step(
                row["step"], None if outside else work, role, row["skill"], row["rework"] or 0.0, back, work if outside else None,
                row["silence_days"] or 0.0, batch, "desk" if role == "receive" and not outside else "none", at,
            )
        )  # fmt: skip
    return tuple(found)
