"""The declaration of a simulation: offices, desks, procedures, who holds what when, and what comes in.

A model is data alone: frozen records that can be written to a file and read back, with no function in them, so
that everything the engines do can be read off it. Days are counted from the model's first day (day 0), times in
minutes from its 00:00. Every figure that changes in time is a list of ``(from day, value)`` and holds until the next.

A dossier belongs to a power (procedure) and a place. Its **route** says which office plays which role for that
power at that place, in one or more phases: a phase that starts later is a *move of the power*, and its rule says
what becomes of the open dossiers (2-charter.md 2.5):

* ``move``: from that day on every step that begins does so at the new office; what is waiting goes along with the
  file, what is in hand is finished where it is, no finished step is redone;
* ``stay`` and ``successor``: the old office goes on with what was filed with it, as long as it exists; when it
  closes, what is open goes to the new one (a step under way there begins anew);
* ``filing-law``: as ``stay``, everything by the day of filing.

What a record refuses by itself is checked when it is made, what needs the whole model by :class:`Model`; all faults
come together as one :class:`~phancap.simulation.errors.ModelError`, each with the place it was read from (``at``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from phancap.simulation.errors import Fault, ModelError, fault, near

DAY = 1440
"""Minutes in a day."""

RULES = ("successor", "stay", "move", "filing-law")
DISTRIBUTIONS = ("lognormal", "exponential", "gamma", "uniform", "fixed", "empirical")
CHANNELS = ("desk", "online")
VISITS = ("none", "desk", "all")
UNITS = ("working_day", "day", "hour", "month", "same_day", "unknown")
MOST = 200_000_000
"""Dossiers of one run above which it is a slip of the finger."""

MOST_DAYS, MOST_STAFF, MOST_BATCH, MOST_SPREAD = 1_000_000, 1_000_000, 1_000_000, 100.0
"""The same for days of a run, posts of a desk, dossiers of a sitting and the spread of work."""

Sessions = tuple[tuple[int, int], ...]
Days = tuple[tuple[int, float], ...]


class _Checks:
    """Collects faults of one record and raises them together."""

    def __init__(self, at: str) -> None:
        self.at = at
        self.faults: list[Fault] = []

    def need(self, good: bool, code: str, **params: object) -> None:
        if not good:
            self.faults.append(fault(self.at, code, **params))

    def not_negative(self, what: str, got: float) -> None:
        self.need(got >= 0, "negative", what=what, got=got)

    def positive(self, what: str, got: float) -> None:
        self.need(got > 0, "positive", what=what, got=got)

    def share(self, what: str, got: float) -> None:
        self.need(0 <= got <= 1, "share", what=what, got=got)

    def one_of(self, what: str, got: str, choices: tuple[str, ...]) -> None:
        if got not in choices:
            names = ", ".join(choices)
            self.faults.append(
                fault(self.at, "choice", what=what, got=got, near=near(got, choices), choices=names)
            )

    def at_most(self, what: str, got: float, most: float) -> None:
        self.need(got <= most, "more", what=what, got=got, most=f"{most:,.0f}")

    def steps(self, what: str, steps: Days) -> None:
        for _, value in steps:
            self.not_negative(what, value)
        days = [day for day, _ in steps]
        self.need(days == sorted(set(days)), "order", what=what, got=days)

    def done(self) -> None:
        if self.faults:
            raise ModelError(self.faults)


@dataclass(frozen=True)
class Work:
    """Minutes of work (or of waiting for somebody outside) of one step: a distribution with its mean.

    ``spread`` is the coefficient of variation (standard deviation by mean) of ``lognormal`` and ``gamma``, and the
    half-width by mean of ``uniform``. ``empirical`` has observed ``values``; its mean is theirs, scaled to ``minutes``.
    """

    minutes: float
    distribution: str = "lognormal"
    spread: float = 0.8
    values: tuple[float, ...] = ()
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.positive("minutes", self.minutes)
        c.one_of("distribution", self.distribution, DISTRIBUTIONS)
        c.not_negative("spread", self.spread)
        c.at_most("spread", self.spread, MOST_SPREAD)
        if self.distribution == "uniform":
            c.share("spread", self.spread)
        if self.distribution == "empirical":
            c.need(len(self.values) > 0, "missing", what="values")
            for value in self.values:
                c.not_negative("values", value)
            c.need(not self.values or sum(self.values) > 0, "positive", what="values", got=0)
        c.done()


@dataclass(frozen=True)
class Batch:
    """A sitting: dossiers are dealt with together once ``size`` wait, or ``wait_days`` after the first came.

    The sitting lasts as long as the longest work drawn for the dossiers in it.
    """

    size: int
    wait_days: float
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.positive("batch.size", self.size)
        c.at_most("batch.size", self.size, MOST_BATCH)
        c.positive("batch.wait_days", self.wait_days)
        c.done()


@dataclass(frozen=True)
class Step:
    """One step of a procedure: done in the office that has ``role``, by somebody with ``skill``.

    After it a dossier returns to ``back_to`` (an earlier step; default: this one) with probability ``rework``.
    ``outside`` is a step nobody here works on (a consultation by letter): it takes that many calendar minutes, at most
    ``silence_days`` after which silence counts as consent. ``visit`` says whether the applicant comes in person:
    ``desk`` only those who filed at the desk, ``all`` everybody.
    """

    id: str
    work: Work | None = None
    role: str = "decide"
    skill: str = ""
    rework: float = 0.0
    back_to: str = ""
    outside: Work | None = None
    silence_days: float = 0.0
    batch: Batch | None = None
    visit: str = "none"
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.need((self.work is None) != (self.outside is None), "missing", what="minutes")
        for what, given in (("skill", bool(self.skill)), ("batch", self.batch is not None)):
            c.need(self.outside is None or not given, "no-use", what=what, step=self.id, why="outside")
        c.need(self.outside is not None or not self.silence_days, "no-use", what="silence_days", step=self.id, why="minutes")
        c.share("rework", self.rework)
        c.not_negative("silence_days", self.silence_days)
        c.one_of("visit", self.visit, VISITS)
        c.done()


@dataclass(frozen=True)
class Limit:
    """The time limit of a procedure; ``unknown`` is an answer: such dossiers are never on time nor late."""

    value: int = 0
    unit: str = "unknown"
    cutoff: int | None = None
    at: str = field(default="limit", compare=False)

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.one_of("limit.unit", self.unit, UNITS)
        if self.unit not in ("unknown", "same_day"):
            c.positive("limit.value", self.value)
        c.done()


@dataclass(frozen=True)
class Procedure:
    """A power people apply to. Steps follow one another. ``priority`` 0 goes before 1 before 2 ... in every line."""

    id: str
    steps: tuple[Step, ...]
    name: str = ""
    limit: Limit = Limit()
    priority: int = 0
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.need(len(self.steps) > 0, "no-steps", power=self.id)
        c.need(0 <= self.priority < 8, "choice", what="priority", got=self.priority, near="", choices="0..7")
        names = [step.id for step in self.steps]
        for number, step in enumerate(self.steps):
            first = names.index(step.id)
            c.need(first == number, "twice", kind="step", got=step.id, first=self.steps[first].at)
            if step.back_to:
                c.need(step.back_to in names[: number + 1], "back", step=step.id, got=step.back_to)
            c.need(step.rework < 1, "no-exit", power=self.id, step=step.id)
        c.done()

    def returns_to(self, number: int) -> int:
        """The step to which step ``number`` sends dossiers back."""
        step = self.steps[number]
        return next((n for n, other in enumerate(self.steps) if other.id == step.back_to), number)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@dataclass(frozen=True)
class Calendar:
    """When an office works: sessions (minutes of the day) by weekday, Monday first, and days that differ.

    ``weeks`` are ``(from day, seven lists of sessions)``; ``exceptions`` single days with their own sessions (none: closed).
    """

    id: str
    weeks: tuple[tuple[int, tuple[Sessions, ...]], ...]
    exceptions: tuple[tuple[int, Sessions], ...] = ()
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.need(len(self.weeks) > 0, "missing", what="weeks")
        days = [day for day, _ in self.weeks]
        c.need(days == sorted(set(days)), "order", what="weeks", got=days)
        for sessions in [*(s for _, week in self.weeks for s in week), *(s for _, s in self.exceptions)]:
            last = 0
            for begin, end in sessions:
                c.need(last <= begin < end <= DAY, "session", got=self.id, one=f"{_clock(begin)}-{_clock(end)}")
                last = end
        for _, week in self.weeks:
            c.need(len(week) == 7, "type", what="week", got=len(week), expected="7")
        c.done()

    def sessions(self, day: int, weekday: int) -> Sessions:
        """The sessions of a day, ``weekday`` 0 being Monday."""
        for exception, sessions in self.exceptions:
            if exception == day:
                return sessions
        current = self.weeks[0][1]
        for start, week in self.weeks:
            if start <= day:
                current = week
        return current[weekday]


@dataclass(frozen=True)
class Office:
    """A body where work is done. From day ``closes`` on it exists no more (``None``: it goes on)."""

    id: str
    calendar: str
    name: str = ""
    closes: int | None = None
    at: str = ""


@dataclass(frozen=True)
class Desk:
    """A group of staff of one office who share their skills: ``staff`` posts from each day on.

    ``absence`` is the share of days a post is empty, in spells of ``spell_days`` on average. ``cost_a_year`` is what a
    post costs in đồng, ``None`` where nobody says. Capacity that falls takes effect as people finish what they have in hand.
    """

    id: str
    office: str
    staff: Days
    skills: tuple[str, ...] = ("",)
    absence: float = 0.0
    spell_days: float = 5.0
    cost_a_year: float | None = None
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.steps("staff", self.staff)
        for _, posts in self.staff:
            c.need(posts % 1 == 0, "whole", what="staff", got=posts)
            c.at_most("staff", posts, MOST_STAFF)
        c.need(0 <= self.absence < 1, "share", what="absence", got=self.absence)
        c.positive("spell_days", self.spell_days)
        c.not_negative("cost_a_year", self.cost_a_year or 0.0)
        c.done()

    def posts(self, day: float) -> float:
        """The posts on a day."""
        return next((posts for start, posts in reversed(self.staff) if start <= day), 0)


@dataclass(frozen=True)
class Learning:
    """After a power moves, work at the new office takes ``1 + extra`` times as long, half of it gone each ``half_days``."""

    extra: float
    half_days: float = 60.0
    at: str = field(default="learning", compare=False)

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.not_negative("learning.extra", self.extra)
        c.positive("learning.half_days", self.half_days)
        c.done()


@dataclass(frozen=True)
class Phase:
    """From day ``start`` on: the office of each role, and the rule for what was filed in an earlier phase.

    ``by_step`` has the rules of single steps where the act says so. ``*`` as a role stands for all others.
    """

    start: int
    offices: tuple[tuple[str, str], ...]
    rule: str = "successor"
    by_step: tuple[tuple[str, str], ...] = ()
    learning: Learning | None = None
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        for rule in (self.rule, *(rule for _, rule in self.by_step)):
            c.one_of("rule", rule, RULES)
        c.done()

    def office(self, role: str) -> str:
        """The office of a role; ``""``: none is named."""
        named = dict(self.offices)
        return named.get(role, named.get("*", ""))

    def rule_of(self, step: str) -> str:
        """The transition rule of a step."""
        return dict(self.by_step).get(step, self.rule)


@dataclass(frozen=True)
class Route:
    """Who holds ``power`` at ``place``, in time. ``*`` stands for all powers or places not named by another route."""

    power: str
    place: str
    phases: tuple[Phase, ...]
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.need(len(self.phases) > 0, "missing", what="phases")
        days = [phase.start for phase in self.phases]
        c.need(days == sorted(set(days)), "order", what="phases", got=days)
        c.done()


@dataclass(frozen=True)
class Season:
    """How demand is spread in time: factors by month and weekday, and how lumpy its days are.

    ``dispersion`` is the variance of a day's arrivals by their mean: 1 is Poisson; above, every day has a gamma factor
    shared by all demand of this season at a place. ``office`` names the calendar in whose sessions people come;
    empty: round the clock.
    """

    id: str
    months: tuple[float, ...] = (1.0,) * 12
    weekdays: tuple[float, ...] = (1.0,) * 7
    dispersion: float = 1.0
    office: str = ""
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        for what, factors, count in (("months", self.months, 12), ("weekdays", self.weekdays, 7)):
            c.need(len(factors) == count, "type", what=what, got=len(factors), expected=count)
            for factor in factors:
                c.not_negative(what, factor)
            c.need(sum(factors) > 0, "positive", what=what, got=0)
        c.need(self.dispersion >= 1, "type", what="dispersion", got=self.dispersion, expected=">= 1")
        c.done()


@dataclass(frozen=True)
class Demand:
    """Dossiers a day of a power at a place by one channel, from each day on (before season and chance).

    ``laid_out`` is the rate by which random numbers are laid out (0: the highest of ``per_day``). Two models that are
    to share their dossiers, one with more demand than the other, carry the same.
    """

    power: str
    place: str
    per_day: Days
    channel: str = "online"
    season: str = ""
    laid_out: float = 0.0
    at: str = ""

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.steps("per_day", self.per_day)
        c.not_negative("laid_out", self.laid_out)
        c.one_of("channel", self.channel, CHANNELS)
        c.done()


@dataclass(frozen=True)
class Stock:
    """Dossiers open on day 0: waiting before ``step``, filed evenly between ``oldest_days`` and ``newest_days`` ago."""

    power: str
    place: str
    count: int
    step: str = ""
    oldest_days: int = 0
    channel: str = "online"
    at: str = ""
    newest_days: int = 0

    def __post_init__(self) -> None:
        c = _Checks(self.at)
        c.not_negative("count", self.count)
        c.not_negative("newest_days", self.newest_days)
        c.need(self.oldest_days >= self.newest_days, "span", what="oldest_days, newest_days", start=self.oldest_days, end=self.newest_days)
        c.not_negative("oldest_days", self.oldest_days)
        c.one_of("channel", self.channel, CHANNELS)
        c.done()


@dataclass(frozen=True)
class Assumption:
    """A figure that no source gives: where it is used, its value and the range it may have."""

    what: str
    value: float
    low: float | None = None
    high: float | None = None
    count: int = 1
    what_en: str = ""


@dataclass(frozen=True)
class Model:
    """All of it. Dossiers arrive on ``[0, days)``; the run ends after ``drain_days`` more; what arrives before
    ``warm_up_days`` is simulated but not measured (0: a terminating run from the stock given).

    ``first_day`` is the day number of day 0 (``date.toordinal``), 0 where the model stands on no real date: then day 0
    is a Monday and a month has 30 days. ``due`` says by which calendar limits run for what is filed from each day on:
    the calendar as it was known that day (empty: the calendar of the first office).
    """

    name: str
    days: int
    calendars: tuple[Calendar, ...]
    offices: tuple[Office, ...]
    desks: tuple[Desk, ...]
    procedures: tuple[Procedure, ...]
    routes: tuple[Route, ...]
    demand: tuple[Demand, ...] = ()
    seasons: tuple[Season, ...] = ()
    stock: tuple[Stock, ...] = ()
    warm_up_days: float = 0.0
    drain_days: int = 0
    first_day: int = 0
    due: tuple[tuple[int, str], ...] = ()
    assumptions: tuple[Assumption, ...] = field(default=(), compare=False)
    at: str = ""

    def __post_init__(self) -> None:
        from phancap.simulation.validate import check_model

        faults = check_model(self)
        if faults:
            raise ModelError(faults)

    @property
    def incoming(self) -> tuple[Demand | Stock, ...]:
        """Everything that brings dossiers."""
        return (*self.demand, *self.stock)

    @property
    def end(self) -> int:
        """The last day's end, drain included: the first day that is not simulated."""
        return self.days + self.drain_days

    def weekday(self, day: int) -> int:
        """0 for Monday."""
        return (self.first_day - 1 + day) % 7 if self.first_day else day % 7

    def as_dict(self) -> dict[str, Any]:
        """Plain data, for JSON or a content hash."""
        return asdict(self)


def collect(makers: Iterable[Callable[[], Any]]) -> list[Any]:
    """What every maker makes; the faults of all of them raised together."""
    made: list[Any] = []
    faults: list[Fault] = []
    for make in makers:
        try:
            made.append(make())
        except ModelError as error:
            faults += error.faults
    if faults:
        raise ModelError(faults)
    return made
