"""From points to places: one answer for a set of atoms, and the days between which it holds."""

from bisect import bisect_right
from typing import NamedTuple

from phancap.charter.conditions import Span
from phancap.charter.view import View
from phancap.competence.oracle import Facts, Holding, Point, cells, samples
from phancap.competence.transition import holding_when_decided
from phancap.territory.atoms import bits

CELL_LIMIT = 20_000


class TooManyCells(ValueError):
    """The missing facts have more combinations of values than can be tried."""


class Question(NamedTuple):
    """Power, role, place (atoms), the day received, the day decided if given, and the facts given."""

    power: str
    role: str
    mask: int
    on: int
    decided: int | None
    facts: Facts


class Outcome(NamedTuple):
    """The answer for a place: ``groups`` are the parts of it with a differing answer, if they differ."""

    status: str
    holding: Holding | None
    groups: tuple[tuple[int, Holding], ...] = ()

    def key(self) -> tuple[object, ...]:
        """What makes two answers the same answer."""
        return self.holding.key() if self.holding else (self.status, "", (), ())


def outcome(view: View, question: Question) -> Outcome:
    """Each atom is answered; all equal gives that answer; else facts are needed or the place is unclear.

    Between two cuts nothing that an answer hangs on changes, so what was found for one day there is kept for all.
    """
    key = _of_segment(view, question)
    if key is None:
        return worked_out(view, question)
    found: Outcome = view.outcomes.of(key, lambda: worked_out(view, question))
    return found


def _of_segment(view: View, question: Question, atom: int | None = None) -> tuple[object, ...] | None:
    """What names a question - for its place, or one atom - with the days between two cuts for its day.

    None where another day counts too.
    """
    start, end = view.horizon
    if not start <= question.on < end or question.decided not in (None, question.on):
        return None
    segment = bisect_right(view.cuts(question.power), question.on)
    facts = tuple(sorted(question.facts.items())) if question.facts else ()
    return question.power, question.role, question.mask if atom is None else atom, segment, facts


def worked_out(view: View, question: Question) -> Outcome:
    """The outcome from the oracle, nothing kept."""
    groups: dict[tuple[object, ...], tuple[int, Holding]] = {}
    for atom in bits(question.mask):
        found = at_atom(view, question, atom)
        mask, first = groups.get(found.key(), (0, found))
        if first.ways and first.ways != found.ways:
            # One answer, "overlap", for all of the place; its candidates are those of every part.
            first = first._replace(ways=tuple(dict.fromkeys(first.ways + found.ways)))
        groups[found.key()] = (mask | 1 << atom, first)
    if not groups:
        return Outcome("gap", Holding("gap"))
    if len(groups) == 1:
        (only,) = groups.values()
        return Outcome(only[1].status, only[1], (only,))
    parts = tuple(groups.values())
    needs = any(part.status == "needs-facts" for _, part in parts)
    return Outcome("needs-facts" if needs else "ambiguous-place", None, parts)


def at_atom(view: View, question: Question, atom: int) -> Holding:
    """The answer at one atom: the same for all values the missing facts may have, or ``needs-facts``.

    Kept for the days between two cuts: a place, its parts and its thresholds ask for the same atoms again.
    """
    key = _of_segment(view, question, atom)
    if key is None:
        return _at_atom(view, question, atom)
    found: Holding = view.holdings.of(key, lambda: _at_atom(view, question, atom))
    return found


def _at_atom(view: View, question: Question, atom: int) -> Holding:
    answers = answers_by_cell(view, question, atom)
    first = answers[0][1]
    if any(answer.key() != first.key() for _, answer in answers[1:]):
        return Holding("needs-facts")
    return first


def answers_by_cell(view: View, question: Question, atom: int) -> list[tuple[Facts, Holding]]:
    """Each cell of the missing facts at an atom with its answer."""
    point = Point(view, question.power, question.role, atom, question.on, {})
    decided = question.on if question.decided is None else question.decided
    combined = _cells_of_days(view, question, atom, decided)
    if len(combined) > CELL_LIMIT:
        raise TooManyCells(f"`{question.power}`: more than {CELL_LIMIT} combinations of missing facts")
    return [(facts, holding_when_decided(point._replace(facts=facts), decided)) for facts in combined]


def _cells_of_days(view: View, question: Question, atom: int, decided: int) -> list[Facts]:
    first = cells(view, question.power, question.role, atom, question.on, question.facts)
    if decided <= question.on:
        return first
    second = cells(view, question.power, question.role, atom, decided, question.facts)
    axes: dict[str, set[int | str]] = {}
    for facts in (*first, *second):
        for fact, value in facts.items():
            if fact not in question.facts:
                axes.setdefault(fact, set()).add(value)
    combined: list[Facts] = [dict(question.facts)]
    for fact in sorted(axes):
        values = sorted(axes[fact], key=lambda value: (isinstance(value, str), value))
        combined = [{**facts, fact: value} for facts in combined for value in values]
    return combined


class Valid(NamedTuple):
    """The days ``[start, end)`` around the day asked with the same answer, and the answers beside it."""

    start: int
    end: int
    before: Outcome | None
    after: Outcome | None


def valid_interval(view: View, question: Question, found: Outcome) -> Valid:
    """The longest interval around ``on``, inside the horizon, in which the answer stays the same."""
    key = _of_segment(view, question)
    if key is None:
        return _around(view, question, found)
    key = ("valid", *key, found.key())
    kept = view.outcomes.get(key)
    if kept is None:
        kept = view.outcomes[key] = _around(view, question, found)
    valid: Valid = kept
    return valid


def _around(view: View, question: Question, found: Outcome) -> Valid:
    start, end = view.horizon
    cuts = [start, *view.cuts(question.power), end]
    if question.decided == question.on:
        # Decided on the day of receipt is the plain question: both days move together.
        question = question._replace(decided=None)
    if question.decided is not None:
        # From the day decided on there is no transition, so the answer may change there.
        cuts = sorted({*cuts, question.decided})
    here = max(i for i, cut in enumerate(cuts) if cut <= question.on)
    first, last = here, here + 1
    before = after = None
    while first > 0:
        other = outcome(view, question._replace(on=cuts[first] - 1))
        if other.key() != found.key():
            before = other
            break
        first -= 1
    while last < len(cuts) - 1:
        other = outcome(view, question._replace(on=cuts[last]))
        if other.key() != found.key():
            after = other
            break
        last += 1
    return Valid(cuts[first], cuts[last], before, after)


class Threshold(NamedTuple):
    """At ``at`` of a fact the answer becomes ``then``; ``below`` where it holds below ``at``, not from it."""

    fact: str
    at: int | str
    then: Holding
    below: bool = False


def thresholds(view: View, question: Question) -> list[Threshold]:
    """Where the answer changes: next to the facts given, and along each fact that is missing."""
    key = _of_segment(view, question)
    if key is None:
        return _changes(view, question)
    key = ("thresholds", *key)
    kept = view.outcomes.get(key)
    if kept is None:
        kept = view.outcomes[key] = _changes(view, question)
    return list(kept)


def _changes(view: View, question: Question) -> list[Threshold]:
    found: dict[tuple[str, int | str, bool], Threshold] = {}
    for atom in _one_atom_a_group(view, question):
        for item in _near_given(view, question, atom) + _along_missing(view, question, atom):
            found.setdefault((item.fact, item.at, item.below), item)
    return sorted(found.values(), key=lambda t: (t.fact, isinstance(t.at, str), t.at, t.below))


def _one_atom_a_group(view: View, question: Question) -> list[int]:
    return [next(bits(mask)) for mask, _ in outcome(view, question).groups]


def _bounds(view: View, question: Question, atom: int) -> dict[str, set[int]]:
    bit = 1 << atom
    bounds: dict[str, set[int]] = {}
    for grant in view.grants_of(question.power):
        if grant.role == question.role and view.life(grant).holds(question.on):
            if view.covers(grant, question.on) & bit:
                for fact, axis in (view.box(grant) or {}).items():
                    edges = set(axis) - {None} if isinstance(axis, Span) else set()
                    bounds.setdefault(fact, set()).update(edge for edge in edges if edge is not None)
    return bounds


def _near_given(view: View, question: Question, atom: int) -> list[Threshold]:
    result: list[Threshold] = []
    current = at_atom(view, question, atom).key()
    for fact, edges in _bounds(view, question, atom).items():
        value = question.facts.get(fact)
        if not isinstance(value, int):
            continue
        for edge in sorted(edge for edge in edges if edge > value):
            other = at_atom(view, question._replace(facts={**question.facts, fact: edge}), atom)
            if other.key() != current:
                result.append(Threshold(fact, edge, other))
                break
        lowest = None if view.fact_types(question.power)[fact][0] == "integer" else 0
        for edge in sorted((edge for edge in edges if edge <= value), reverse=True):
            if lowest is not None and edge <= lowest:
                continue
            other = at_atom(view, question._replace(facts={**question.facts, fact: edge - 1}), atom)
            if other.key() != current:
                result.append(Threshold(fact, edge, other, below=True))
                break
    return result


def _along_missing(view: View, question: Question, atom: int) -> list[Threshold]:
    if at_atom(view, question, atom).status != "needs-facts":
        return []
    result = []
    types = view.fact_types(question.power)
    for fact, edges in _bounds(view, question, atom).items():
        if fact in question.facts:
            continue
        values = samples(types[fact], edges)
        previous: Holding | None = None
        differs = False
        steps = []
        for value in values:
            found = at_atom(view, question._replace(facts={**question.facts, fact: value}), atom)
            if previous is not None and found.key() != previous.key():
                differs = True
                steps.append(Threshold(fact, value, found))
            elif isinstance(value, str):
                steps.append(Threshold(fact, value, found))
            previous = found
        if differs:
            result += steps
    return result
