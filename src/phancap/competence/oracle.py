"""The oracle: the semantics of the charter in the plainest Python, to be read in one sitting.

One question is a power, a role, an atom of territory, a day and the facts; what was known is the view's.
The steps are those of 2.6 of the charter: root, descend, exercise. Every fast path must equal it.
"""

from typing import NamedTuple

from phancap.charter.conditions import Span
from phancap.charter.model import ROOTS, Grant
from phancap.charter.view import View
from phancap.competence.lawful import hops_allowed, no_effect

Facts = dict[str, int | str]


class Link(NamedTuple):
    """One link of a chain: the grant and the organ that holds by it."""

    grant: Grant
    body: str


class Holding(NamedTuple):
    """Who holds at one point.

    ``status`` is ``competent``, ``joint``, ``overlap`` or ``gap``; ``chain`` runs from the root to the organ
    that acts and is empty unless ``competent``; ``ways`` are the chains of an overlap or of a joint role.
    """

    status: str
    body: str = ""
    answerable: tuple[str, ...] = ()
    chain: tuple[Link, ...] = ()
    ways: tuple[tuple[Link, ...], ...] = ()
    rejected: tuple[tuple[str, str], ...] = ()

    @property
    def rivals(self) -> tuple[Link, ...]:
        """The last link of each way of an overlap or of a joint role."""
        return tuple(way[-1] for way in self.ways)

    def key(self) -> tuple[object, ...]:
        """What makes two answers the same answer: status, body, answerable bodies and chain."""
        return self.status, self.body, self.answerable, tuple(link.grant.grant for link in self.chain)


class Point(NamedTuple):
    """A question about one atom with every fact that matters."""

    view: View
    power: str
    role: str
    atom: int
    day: int
    facts: Facts


def holding(point: Point) -> Holding:
    """The competent organ at a point, with the reason why each other grant lost."""
    rejected: dict[str, str] = {}
    offered = _offered(point, rejected)
    roots = _survivors(point, [link for link in offered if link.grant.instrument in ROOTS], rejected)
    found = _from(point, (), roots, offered, rejected) if roots else Holding("gap")
    return _close(found, offered, rejected)


def _from(
    point: Point, trunk: tuple[Link, ...], step: list[Link], offered: list[Link], rejected: dict[str, str]
) -> Holding:
    """Steps 3 and 4 from the survivors of one step: descend, then exercise."""
    bodies = sorted({link.body for link in step}, key=[link.body for link in step].index)
    if len(bodies) > 1 and point.role not in point.view.powers[point.power].joint:
        return Holding("overlap", ways=tuple((*trunk, link) for link in step))
    ends: list[Holding] = []
    for body in bodies:
        chain = (*trunk, next(link for link in step if link.body == body))
        last = chain[-1].grant.instrument
        down = [] if last == "delegate" else _handed_on(point, chain, offered, "decentralise", rejected)
        below = _survivors(point, down, rejected)
        if not below and last != "delegate":
            below = _survivors(point, _handed_on(point, chain, offered, "delegate", rejected), rejected)
        ends.append(_from(point, chain, below, offered, rejected) if below else _end(chain))
    return ends[0] if len(ends) == 1 else _together(ends)


def _end(chain: tuple[Link, ...]) -> Holding:
    return Holding("competent", chain[-1].body, answerable_of(chain), chain)


def _together(ends: list[Holding]) -> Holding:
    """A joint role: several holders, unless all ways meet again in one organ."""
    ways = sorted({way for end in ends for way in (end.ways or (end.chain,))}, key=_grants)
    if len({way[-1].body for way in ways}) == 1:
        return min(ends, key=lambda end: _grants(end.chain))
    return Holding("joint", ways=tuple(ways))


def _grants(chain: tuple[Link, ...]) -> tuple[str, ...]:
    return tuple(link.grant.grant for link in chain)


def _offered(point: Point, rejected: dict[str, str]) -> list[Link]:
    """Step 1: the grants whose box contains the question, in force and known, with an organ that exists."""
    view, links = point.view, []
    bit = 1 << point.atom
    for grant in view.grants_of(point.power):
        if grant.role != point.role or grant.instrument == "substitute":
            continue
        if view.act(grant.act) is None:
            # Not published by then: naming it would move a past answer when the act is added later.
            continue
        if not view.life(grant).holds(point.day):
            rejected[grant.grant] = _why_not_alive(view, grant, point.day)
        elif not view.covers(grant, point.day) & bit:
            rejected[grant.grant] = "elsewhere"
        elif not fits(view, grant, point.facts):
            rejected[grant.grant] = "other-facts"
        else:
            body = view.body_at(grant.holder, point.atom, point.day)
            if body:
                links.append(Link(grant, body))
            else:
                rejected[grant.grant] = "no-holder"
    return links


def _why_not_alive(view: View, grant: Grant, day: int) -> str:
    life = view.life(grant)
    if life.end is not None and day >= life.end and view.withdrawals_of(grant.grant):
        return (
            "withdrawn"
            if any(row.act == life.ender for row in view.withdrawals_of(grant.grant))
            else "not-in-force"
        )
    return "not-in-force"


def fits(view: View, grant: Grant, facts: Facts) -> bool:
    """Whether the facts lie in the grant's box; a fact that is missing lies in no box that asks for it."""
    box = view.box(grant)
    if box is None:
        return False
    for fact, axis in box.items():
        value = facts.get(fact)
        if value is None:
            return False
        if isinstance(axis, Span):
            if not isinstance(value, int) or not axis.holds(value):
                return False
        elif value not in axis:
            return False
    return True


def _handed_on(
    point: Point, chain: tuple[Link, ...], offered: list[Link], instrument: str, rejected: dict[str, str]
) -> list[Link]:
    """The grants by ``instrument`` from the present holder that have effect here."""
    view, holder = point.view, chain[-1].body
    bodies = {link.body for link in chain}
    hops = sum(link.grant.instrument == "decentralise" for link in chain)
    links = []
    for link in offered:
        grant = link.grant
        if grant.instrument != instrument:
            continue
        if not grant.grantor or view.body_at(grant.grantor, point.atom, point.day) != holder:
            continue
        if link.body in bodies:
            rejected[grant.grant] = "cycle"
        elif no_effect(view, grant):
            rejected[grant.grant] = "instrument"
        elif instrument == "decentralise" and not hops_allowed(view, grant, hops + 1):
            rejected[grant.grant] = "passed-on"
        else:
            links.append(link)
    return links


def _survivors(point: Point, links: list[Link], rejected: dict[str, str]) -> list[Link]:
    """The links that no other beats, by grant id."""
    standing = []
    for link in links:
        winners = [
            other
            for other in links
            if other is not link and beats(point.view, other.grant, link.grant, point.day)
        ]
        if winners:
            by_tension = any(tension_between(point.view, w.grant, link.grant) for w in winners)
            rejected[link.grant.grant] = "other-reading" if by_tension else "beaten"
        else:
            standing.append(link)
    return sorted(standing, key=lambda link: link.grant.grant)


def beats(view: View, grant: Grant, other: Grant, day: int) -> bool:
    """Precedence of two grants at a point: tension, override, rank, then the later signed."""
    if tension_between(view, grant, other) != tension_between(view, other, grant):
        return tension_between(view, grant, other)
    ours, theirs = view.standing(grant.act, day), view.standing(other.act, day)
    forward, backward = other.grant in grant.overrides, grant.grant in other.overrides
    if forward != backward:
        if forward and ours[0] >= theirs[0]:
            return True
        if backward and theirs[0] >= ours[0]:
            return False
    if ours[0] != theirs[0]:
        return ours[0] > theirs[0]
    mine, yours = view.acts[grant.act].signed, view.acts[other.act].signed
    return ours[1] == theirs[1] and mine is not None and yours is not None and mine > yours


def tension_between(view: View, grant: Grant, other: Grant) -> bool:
    """Whether a reading that prevails names ``grant`` and only other readings of it name ``other``."""
    for reading in view.readings:
        if reading.prevails and grant.grant in reading.grants and other.grant not in reading.grants:
            for rival in view.readings:
                if rival.tension == reading.tension and not rival.prevails and other.grant in rival.grants:
                    return True
    return False


def answerable_of(chain: tuple[Link, ...]) -> tuple[str, ...]:
    """Who answers: the title holder, and each giver of a decentralisation without the resources."""
    held = chain[:-1] if chain[-1].grant.instrument == "delegate" else chain
    bodies = [held[-1].body]
    for before, link in zip(held, held[1:], strict=False):
        if link.grant.resources is False and before.body not in bodies:
            bodies.append(before.body)
    return tuple(bodies)


def _close(result: Holding, offered: list[Link], rejected: dict[str, str]) -> Holding:
    """Add why every grant that is on no way lost."""
    kept = {link.grant.grant for way in (result.chain, *result.ways) for link in way}
    for link in offered:
        name = link.grant.grant
        if name not in kept and name not in rejected:
            rejected[name] = "same-holder" if link.grant.instrument in ROOTS else "not-held"
    return result._replace(rejected=tuple(sorted(item for item in rejected.items() if item[0] not in kept)))


def cells(view: View, power: str, role: str, atom: int, day: int, given: Facts) -> list[Facts]:
    """Every combination of values that the missing facts may have, one value a cell.

    Only facts that a grant alive here asks for matter; along a number the cells lie between the bounds.
    """
    bit = 1 << atom
    bounds: dict[str, set[int]] = {}
    for grant in view.grants_of(power):
        if grant.role != role or not view.life(grant).holds(day) or not view.covers(grant, day) & bit:
            continue
        for fact, axis in (view.box(grant) or {}).items():
            if fact not in given:
                found = bounds.setdefault(fact, set())
                if isinstance(axis, Span):
                    found |= {edge for edge in axis if edge is not None}
    types = view.fact_types(power)
    combined: list[Facts] = [dict(given)]
    for fact in sorted(bounds):
        values = samples(types[fact], bounds[fact])
        combined = [{**facts, fact: value} for facts in combined for value in values]
    return combined


def samples(kind: tuple[str, tuple[str, ...]], bounds: set[int]) -> list[int | str]:
    """One value from each cell of an axis: the closed list, or a number between neighbouring bounds."""
    name, values = kind
    if name == "bool":
        return ["yes", "no"]
    if name == "category":
        return list(values)
    edges = sorted(bounds)
    # Money and areas cannot be negative, so nothing lies below a bound at zero.
    below = [edges[0] - 1] if edges and (name == "integer" or edges[0] > 0) else []
    return [*below, *(edge for edge in edges if name == "integer" or edge >= 0)] or [0]
