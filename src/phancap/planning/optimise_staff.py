"""The cheapest staff of a placement, office by office: what a choice of levels costs once posts are whole.

An office of load ``L`` whose skills need ``P`` posts takes the whole number ``n >= P`` that makes
``price * n + delay * congestion(L, n)`` least. The congestion is the highest of a few lines through nothing, so without
whole numbers the best ``n`` is a fixed number of posts for each unit of load, and with them one of its two neighbours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from phancap.planning.optimise_model import TANGENTS, Floats, Instance, Ints, curve, loads

NEARLY = 1e-9
"""A need of 3.0000000001 posts is met by three."""
BEYOND = 1e15
"""What a post beyond the ceiling of an office is said to cost: more than any placement saves."""


class Staff(NamedTuple):
    """``posts[office]`` and how many of them each skill takes, ``by_skill[office, skill]``."""

    posts: Ints
    by_skill: Floats


class Pay(NamedTuple):
    """What an office pays for its posts, an entry an office; ``best`` is posts a unit of load without whole numbers."""

    price: Floats
    best: Floats
    least: Floats
    most: Floats
    delay: float

    def at(self, places: Ints) -> Pay:
        """The entries of some offices."""
        return Pay(self.price[places], self.best[places], self.least[places], self.most[places], self.delay)

    def wide(self) -> Pay:
        """The entries as a column, to be held against a row of cases for each office."""
        column = (slice(None), None)
        return Pay(self.price[column], self.best[column], self.least[column], self.most[column], self.delay)

    def cost(self, posts: Floats, load: Floats) -> Floats:
        """Posts and congestion, in đồng a year."""
        wait = np.zeros(np.broadcast(posts, load).shape)
        for of_posts, of_load in LINES:
            np.maximum(wait, of_posts * posts + of_load * load, out=wait)
        return np.asarray(self.price * posts + self.delay * wait)

    def whole(self, load: Floats, needed: Floats) -> tuple[Floats, Floats]:
        """The cheapest whole posts that carry a load and meet a need, and what they cost.

        Where the ceiling is below the need the posts are the need, and :data:`BEYOND` is added for each too many.
        """
        low = np.maximum(self.least, np.ceil(needed - NEARLY))
        high = np.maximum(self.most, low)
        first = np.minimum(np.maximum(np.floor(load * self.best), low), high)
        second = np.minimum(first + 1, high)
        value, other = self.cost(first, load), self.cost(second, load)
        less = other < value
        over = np.maximum(low - self.most, 0.0) * BEYOND
        return np.where(less, second, first), np.where(less, other, value) + over


def _lines() -> tuple[tuple[float, float], ...]:
    """The tangents as ``of_posts * posts + of_load * load``."""
    found = []
    for ratio in TANGENTS:
        value, slope = curve(ratio)
        found.append((value - ratio * slope, slope))
    return tuple(found)


LINES = _lines()


def pay(instance: Instance, extra: float = 0.0) -> Pay:
    """What each office pays; ``extra`` is put on every post (the price of a payroll ceiling)."""
    price = np.array([instance.prices.post[office.level] for office in instance.offices]) + extra
    most = [office.most if instance.demands.ceilings else np.inf for office in instance.offices]
    # One line takes over from the next at so many posts a unit of load; before the first nothing waits.
    lines = ((0.0, 0.0), *LINES)
    turns = np.array([0.0, *((b[1] - a[1]) / (a[0] - b[0]) for a, b in zip(lines, lines[1:], strict=False))])
    empty = np.zeros(len(price))
    every = Pay(price, empty, empty, np.array(most, float), instance.prices.delay)
    best = turns[every.wide().cost(turns[None, :], np.ones((1, len(turns)))).argmin(1)]
    least = np.array([office.least for office in instance.offices], float)
    return every._replace(best=best, least=least)


def staff(instance: Instance, level: Ints) -> Staff | None:
    """The cheapest staff of a placement; ``None`` where a ceiling or the payroll leaves too few posts."""
    load = loads(instance, level)
    parts = np.maximum(load / instance.rules.busiest, _least_of_a_skill(instance, level))
    needed, whole_load, paid = parts.sum(1), load.sum(1), pay(instance)
    low = np.maximum(paid.least, np.ceil(needed - NEARLY))
    if (low > paid.most).any():
        return None
    posts, _ = paid.whole(whole_load, needed)
    ceiling = instance.demands.payroll
    if ceiling is not None and posts.sum() > ceiling:
        if low.sum() > ceiling:
            return None
        _shorten(paid, posts, low, whole_load, int(ceiling))
    return Staff(posts.astype(np.int64), parts)


def _shorten(paid: Pay, posts: Floats, low: Floats, load: Floats, ceiling: int) -> None:
    """Give up posts where it costs least until the payroll is met: exact, as every office's cost is convex."""

    def dearer() -> Floats:
        more = paid.cost(np.maximum(posts - 1, 0.0), load) - paid.cost(posts, load)
        return np.where(posts > low, more, np.inf)

    while posts.sum() > ceiling:
        posts[dearer().argmin()] -= 1


def _least_of_a_skill(instance: Instance, level: Ints) -> Floats:
    """``[office, skill]``: the skill minimum where the office holds a task of that skill."""
    least = np.zeros((len(instance.offices), len(instance.skills)))
    if not instance.demands.skills:
        return least
    skill = np.array([task.skill for task in instance.tasks], np.int64)
    for place, office in enumerate(instance.offices):
        here = level == office.level
        held = here.any(1) if office.area is None else here[:, office.area]
        least[place, skill[held & instance.serves[place]]] = instance.rules.need[office.level]
    return least
