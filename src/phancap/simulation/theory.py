"""What queueing theory says of the plain cases, to hold a simulation against; and where it says nothing.

Times are in one unit throughout; ``rate`` is arrivals and ``service`` the mean work of one dossier in that unit.
At a utilisation of 1 or more a queue has no steady state: it grows as long as one looks, and a mean over any time
says more of the time than of the office. That is :class:`NoSteadyState`, never a number.

Sources: A. K. Erlang (1917); F. Pollaczek (1930), A. Khinchine (1932); J. D. C. Little (1961).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike


class NoSteadyState(ValueError):
    """There is no long-run mean; ``utilisation`` is the work that comes over the work that can be done."""

    def __init__(self, utilisation: float, message: str = "") -> None:
        self.utilisation = utilisation
        super().__init__(
            message or f"utilisation is {utilisation:.3f}: no steady state, the stock grows without end"
        )


def utilisation(rate: float, service: float, desks: int = 1) -> float:
    """Work that comes over work that ``desks`` can do; :class:`ValueError` for what cannot be an office."""
    if desks < 1 or rate < 0 or service < 0:
        raise ValueError(
            f"got rate {rate}, service {service}, desks {desks}: expected at least one desk, none negative"
        )
    return rate * service / desks


def erlang_c(desks: int, offered: float) -> float:
    """The chance that an arrival waits in M/M/c; ``offered`` is rate times mean service (Erlang)."""
    rho = utilisation(offered, 1.0, desks)
    if rho >= 1:
        raise NoSteadyState(rho)
    blocked = 1.0  # Erlang B by its recursion: factorials would overflow at 171 desks
    for busy in range(1, desks + 1):
        blocked = offered * blocked / (busy + offered * blocked)
    return blocked / (1 - rho * (1 - blocked))


def mmc_wait(rate: float, service: float, desks: int) -> float:
    """Mean wait before service in M/M/c."""
    rho = utilisation(rate, service, desks)
    return erlang_c(desks, rate * service) * service / (desks * (1 - rho))


def mmc_wait_beyond(rate: float, service: float, desks: int, time: float) -> float:
    """The chance that a wait in M/M/c is longer than ``time``."""
    rho = utilisation(rate, service, desks)
    return erlang_c(desks, rate * service) * math.exp(-desks * (1 - rho) * time / service)


def mg1_wait(rate: float, service: float, service_sd: float) -> float:
    """Mean wait in M/G/1 with any service time of this mean and standard deviation (Pollaczek-Khinchine)."""
    rho = utilisation(rate, service)
    if rho >= 1:
        raise NoSteadyState(rho)
    return rate * (service_sd**2 + service**2) / (2 * (1 - rho))


class Little(NamedTuple):
    """Both sides of Little's law and their ``gap`` as a share of the larger."""

    open_mean: float
    rate: float
    stay: float
    gap: float


def little(open_mean: float, rate: float, stay: float) -> Little:
    """Mean number open against arrival rate times mean stay, each measured by itself."""
    larger = max(abs(open_mean), abs(rate * stay))
    return Little(open_mean, rate, stay, abs(open_mean - rate * stay) / larger if larger else 0.0)


def little_from_times(received: ArrayLike, done: ArrayLike, start: float, end: float) -> Little:
    """Little's law over ``[start, end)``: the stock by counting it, the stay by following each dossier.

    ``done`` is NaN for a dossier still open. The stock is the integral of the count between its jumps; the stay is of
    the dossiers received inside the window, those open at its end up to ``end`` (censored, not dropped). The two agree
    for a window that begins and ends empty; otherwise the gap tells how much the edges weigh.
    """
    came, left = np.asarray(received, dtype=np.float64), np.asarray(done, dtype=np.float64)
    left = np.where(np.isnan(left), np.inf, left)
    if came.shape != left.shape or end <= start or bool((left < came).any()):
        raise ValueError(
            "expected as many ends as beginnings, none before its beginning, and a window with a length"
        )
    inside = (came < end) & (left > start)
    moments = np.concatenate((np.maximum(came[inside], start), np.minimum(left[inside], end)))
    steps = np.concatenate((np.ones(int(inside.sum())), -np.ones(int(inside.sum()))))
    order = np.argsort(moments, kind="stable")
    moments, count = moments[order], np.cumsum(steps[order])
    area = float((count[:-1] * np.diff(moments)).sum())
    new = (came >= start) & (came < end)
    stay = float((np.minimum(left[new], end) - came[new]).mean()) if new.any() else 0.0
    return little(area / (end - start), int(new.sum()) / (end - start), stay)


def need_steady(loads: Sequence[tuple[str, float]]) -> None:
    """:class:`NoSteadyState` naming the first desk whose utilisation is 1 or more."""
    for name, load in loads:
        if load >= 1:
            raise NoSteadyState(load, f"`{name}`: utilisation is {load:.3f}, so there is no steady state")
