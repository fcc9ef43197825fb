"""Logs made to order, whose truth the tests know."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

import numpy as np

from phancap.formats.event_log import Case, Event, EventLog

START = date(2023, 1, 2)


def moment(day: float) -> datetime:
    """A moment of the log's time line, in whole seconds."""
    return datetime(START.year, START.month, START.day) + timedelta(seconds=round(day * 86_400))


def steady(
    cases: int = 240,
    seed: int = 1,
    slower: float = 1.0,
    rate: float = 2.0,
    limit: int = 14,
    clock: bool = True,
) -> EventLog:
    """Dossiers on weekdays with three steps; from two thirds on everything takes ``slower`` times as long.

    A step takes minutes of work, stamped at both ends; between steps pass some days. Cases that would end after the last
    one came are open, as in an export of today.
    """
    stream = np.random.default_rng(seed)
    day, made = 0, list[tuple[float, list[tuple[str, float, float, str]], float]]()
    while len(made) < cases:
        if day % 7 < 5:
            for _ in range(stream.poisson(rate)):
                if len(made) >= cases:
                    break
                factor = slower if len(made) > cases * 0.67 else 1.0
                at = received = day + 8 / 24 + stream.random() / 4
                steps = []
                names = ["nhận", "thẩm định", *(["thẩm định"] if stream.random() < 0.2 else []), "trả"]
                for name in names:
                    begun = at
                    work = stream.lognormal(3, 0.4) / 1440
                    steps.append(
                        (name, begun, begun + work, str(stream.choice(["an", "bình", "chi", "dũng"])))
                    )
                    # The next step is taken up in the morning of a later day.
                    at = (
                        math.floor(begun + 1 + factor * stream.gamma(2.0, 2.0)) + 8 / 24 + stream.random() / 4
                    )
                made.append((received, steps, steps[-1][2]))
        day += 1
    now = made[-1][0]
    log = []
    for number, (received, steps, done) in enumerate(made):
        attributes = {"Ngày tiếp nhận": moment(received), "Hạn xử lý": moment(received + limit), "Kênh": "Trực tuyến" if number % 4 else "Một cửa"}  # fmt: skip
        if done <= now:
            attributes["Ngày trả"] = moment(done)
        events = [
            Event(
                name,
                moment(end) if clock else moment(end).date(),
                moment(begun) if clock else None,
                who,
                "complete",
            )
            for name, begun, end, who in steps
            if end <= now
        ]
        log.append(Case(f"HS{number}", dict(attributes), events))
    return EventLog(log, [])
