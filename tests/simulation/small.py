"""Small models whose course can be followed by hand: fixed work, dossiers that are open on day 0."""

from __future__ import annotations

from typing import Any

from phancap.simulation import Calendar, Desk, Model, Office, Phase, Procedure, Route, Step, Stock, Work
from phancap.simulation.clocks import DAY
from phancap.simulation.draw import Draw, draw
from phancap.simulation.layout import Layout, lay_out
from phancap.simulation.oracle import BEGAN, DONE, ENDED, Event, replay

EIGHT_HOURS = (((480, 960),),) * 5 + ((), ())
ALWAYS = (((0, 1440),),) * 7
OFFICE = Calendar("office", ((0, EIGHT_HOURS),))
ROUND = Calendar("always", ((0, ALWAYS),))


def fixed(minutes: float) -> Work:
    return Work(minutes, "fixed")


def step(name: str, minutes: float, **more: Any) -> Step:
    return Step(name, fixed(minutes), **more)


def moving(rule: str, minutes: tuple[float, ...] = (300.0, 60.0), count: int = 3, **more: Any) -> Model:
    """A power with two steps that moves from the city to a district on day 1 (Tuesday), one clerk each."""
    closes = more.pop("closes", None)
    steps = tuple(step(name, m) for name, m in zip("AB", minutes, strict=True))
    phases = (
        Phase(0, (("*", "city"),)),
        Phase(1, (("*", "district"),), rule, more.pop("by_step", ()), more.pop("learning", None)),
    )
    return Model(
        "moving", 5, (OFFICE,), (Office("city", "office", closes=closes), Office("district", "office")),
        (Desk("c", "city", ((0, 1),)), Desk("d", "district", ((0, 1),))), (Procedure("p", steps),),
        (Route("p", "*", phases),), stock=(Stock("p", "here", count),), **more,
    )  # fmt: skip


def laid(model: Model) -> tuple[Layout, Draw]:
    layout = lay_out(model)
    return layout, draw(layout, 1, 0, compiled=False)


def stories(model: Model) -> list[list[tuple[str, str, float]]]:
    """For each dossier: (step, office, day and hour as `day.hour`) of each beginning, then (done, "", when)."""
    layout, drawn = laid(model)
    told = []
    for i in range(drawn.size):
        story: list[Event] = []
        replay(layout, drawn, i, story)
        own = []
        for event in story:
            when = round((event.at - layout.start) / DAY, 6)
            if event.kind == DONE:
                own.append(("done", "", when))
            elif event.kind == BEGAN:
                visit = drawn.offset[i] + event.visit
                power = layout.streams[drawn.stream[i]].power
                name = model.procedures[power].steps[drawn.step[visit]].id
                office = model.offices[layout.lines[event.line].office].id if event.line >= 0 else ""
                own.append((name, office, when))
        told.append(own)
    return told


def at(day: int, hour: float) -> float:
    """A moment as :func:`stories` gives it."""
    return round(day + hour / 24, 6)


__all__ = ["ENDED"]
