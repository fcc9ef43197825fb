"""A dossier's clock through its life: supplements, waits, consultations, extension, apology.

The limit of a dossier does not simply run. A request to supplement stops it, and the full dossier either
starts it again from zero or lets it run on; some time is left out by law; verification lengthens it; a
written reason extends it once; a consulted body that stays silent agrees. :func:`follow` replays the events
of one dossier and says where its clock stands.

Days on which the clock stands still are those **after** the day it stopped, up to and with the day it starts
again: like the day of receipt, the day of the event itself is not counted anew.

What an office may not do has no effect on the applicant's limit and is a finding: asking a second time,
extending twice, without a reason, too late or beyond the maximum, re-appointing twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from phancap.calendar.deadlines import (
    Limit,
    Office,
    Step,
    Trail,
    check_limit,
    day_reason,
    due_moment,
    nominal_day,
    started,
)
from phancap.calendar.errors import CalendarError
from phancap.calendar.moments import DAY

EVENTS = (
    "asked",
    "supplemented",
    "excluded",
    "resumed",
    "verification",
    "extended",
    "consulted",
    "answered",
    "apology",
    "reappointed",
    "done",
)
"""What can happen to a dossier. ``excluded`` .. ``resumed`` frames time that the law leaves out."""


class Policy(NamedTuple):
    """How one procedure's limit behaves. What nobody stated stays empty, and is refused when it is needed.

    ``supplement``: ``restart`` (from zero) or ``pause``. ``closed_after``: the wait after which a dossier
    without supplement is closed. ``extension_most``: the longest extension. ``verification_total``: the
    value the limit grows to when verification is needed, ``remote_extra`` what is added for remote communes,
    both in the unit of the limit. ``consult``: the time a consulted body has; ``silence_consents``: whether
    its silence is agreement. ``start``, ``scope``: as for :func:`phancap.calendar.deadlines.explain`.
    """

    supplement: str = ""
    closed_after: Limit | None = Limit(15, "working_day")
    extension_most: Limit | None = None
    verification_total: int | None = None
    remote_extra: int | None = None
    consult: Limit | None = None
    silence_consents: bool = False
    start: str = "receipt"
    scope: str = ""


class Event(NamedTuple):
    """Something that happened at a moment.

    ``value``: for ``extended`` the length in the unit of the policy's maximum, for ``reappointed`` the new
    day. ``note``: the written reason of an extension. ``body``: whom a consultation concerns.
    """

    at: int
    kind: str
    value: int = 0
    note: str = ""
    body: str = ""


class Consultation(NamedTuple):
    """``outcome``: ``answered``, ``consent`` (by silence), ``silent`` (without effect) or ``waiting``."""

    body: str
    asked: int
    due: int
    answered: int | None
    outcome: str


class Finding(NamedTuple):
    """Something the rules do not allow, and when."""

    code: str
    at: int


class State(NamedTuple):
    """Where the clock stands. ``status``: ``running, waiting, excluded, closed, done``.

    ``due`` is the lawful due moment, ``None`` while the clock stands still or the dossier is closed.
    ``promised`` is the day of a re-appointment: an apology moves the promise, never the limit. ``apology_by``
    is the last moment for the apology; ``closes`` when a dossier that waits for papers is (or was) closed.
    """

    status: str
    due: int | None
    promised: int | None
    apology_by: int | None
    closes: int | None
    consultations: tuple[Consultation, ...]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]


class _Wait(NamedTuple):
    """A stretch in which the clock stood still; ``rule`` says why."""

    start: int
    end: int
    rule: str


def follow(
    limit: Limit,
    received: int,
    events: Iterable[Event],
    policy: Policy,
    office: Office,
    *,
    now: int | None = None,
    remote: bool = False,
) -> State:
    """Replay a dossier received (full and valid, as far as was seen) at ``received``, up to ``now``.

    ``now`` is the moment asked about: silence and closing depend on it; without it, the last event's.
    """
    check_limit(limit)
    life = _Life(limit, received, policy, office, remote)
    return life.replay(sorted(events, key=lambda event: event.at), now)


class _Life:
    """The fold itself: one method an event, so that each rule stands alone."""

    def __init__(self, limit: Limit, received: int, policy: Policy, office: Office, remote: bool) -> None:
        self.policy, self.office = policy, office
        self.trail = Trail(received // DAY, policy.scope)
        self.findings: list[Finding] = []
        self.consultations: list[Consultation] = []
        self.limit = limit
        self.begin = started(received, office, policy.start)
        self.waits: list[_Wait] = []
        self.extra: Limit | None = None
        self.waiting: int | None = None
        self.left_out: int | None = None
        self.closes: int | None = None
        self.promised: int | None = None
        self.apologised = False
        self.asked = False
        self.status = "running"
        if self.begin != received:
            self.trail.add(received // DAY, "last-hour")
        if remote and policy.remote_extra is None:
            self._find("remote-not-stated", received)
        elif remote and policy.remote_extra is not None:
            self.limit = limit._replace(value=limit.value + policy.remote_extra)
            self.trail.add(received // DAY, "remote")

    def replay(self, events: list[Event], now: int | None) -> State:
        for event in events:
            if event.kind not in EVENTS:
                raise CalendarError("event", got=event.kind, known=", ".join(EVENTS))
            self._close_if_late(event.at)
            if self.status in ("closed", "done"):
                self._find("after-the-end", event.at)
                continue
            getattr(self, f"_{event.kind}_")(event)
        end = now if now is not None else (events[-1].at if events else self.begin)
        self._close_if_late(end)
        self._hear_silence(end)
        due = None if self.status in ("waiting", "excluded", "closed") else self._due()
        self._trace(due)
        apology_by = None
        if due is not None and self.limit.unit not in ("same_day", "hour"):
            apology_by = self.office.end_of(self.office.calendar.previous_working(due // DAY))
        return State(
            self.status,
            due,
            self.promised,
            apology_by,
            self.closes,
            tuple(self.consultations),
            tuple(self.trail.steps),
            tuple(self.findings),
        )

    def _asked_(self, event: Event) -> None:
        if self.asked:
            self._find("asked-twice", event.at)
            return
        if self.status != "running":
            self._find("already-stopped", event.at)
            return
        if self.policy.supplement not in ("restart", "pause"):
            raise CalendarError("supplement-unknown")
        if event.at > self._due():
            self._find("asked-late", event.at)
            return
        self.asked, self.waiting, self.status = True, event.at, "waiting"
        self.trail.add(event.at // DAY, "asked")
        if self.policy.closed_after is not None:
            self.closes = due_moment(self.policy.closed_after, event.at, self.office)

    def _supplemented_(self, event: Event) -> None:
        if self.waiting is None:
            self._find("not-asked", event.at)
            return
        if self.policy.supplement == "restart":
            self.begin, self.waits = started(event.at, self.office, self.policy.start), []
            self.trail.add(event.at // DAY, "supplement-restart")
        else:
            self.waits.append(_Wait(self.waiting, event.at, "supplement-pause"))
        self.waiting, self.closes, self.status = None, None, "running"

    def _excluded_(self, event: Event) -> None:
        if self.status != "running":
            self._find("already-stopped", event.at)
            return
        self.left_out, self.status = event.at, "excluded"

    def _resumed_(self, event: Event) -> None:
        if self.left_out is None:
            self._find("not-stopped", event.at)
            return
        self.waits.append(_Wait(self.left_out, event.at, "excluded"))
        self.left_out, self.status = None, "running"

    def _verification_(self, event: Event) -> None:
        total = self.policy.verification_total
        if total is None or event.at > self._due():
            self._find("verification-not-allowed", event.at)
            return
        self.limit = self.limit._replace(value=max(self.limit.value, total))
        self.trail.add(event.at // DAY, "verification")

    def _extended_(self, event: Event) -> None:
        most = self.policy.extension_most
        if most is None or event.value < 1 or self.limit.unit == "same_day":
            self._find("extension-not-allowed", event.at)
            return
        for wrong, code in (
            (self.extra is not None, "extended-twice"),
            (not event.note, "extension-without-reason"),
            (self.status == "running" and event.at > self._due(), "extended-late"),
        ):
            if wrong:
                self._find(code, event.at)
                return
        if event.value > most.value:
            self._find("extension-too-long", event.at)
        self.extra = most._replace(value=min(event.value, most.value))
        self.trail.add(event.at // DAY, "extended")

    def _consulted_(self, event: Event) -> None:
        if self.policy.consult is None:
            raise CalendarError("unknown-limit")
        due = due_moment(self.policy.consult, event.at, self.office)
        self.consultations.append(Consultation(event.body, event.at, due, None, "waiting"))
        self.trail.add(event.at // DAY, "consulted")

    def _answered_(self, event: Event) -> None:
        for place, one in enumerate(self.consultations):
            if one.body == event.body and one.answered is None:
                # An answer after the time was up does not undo the consent that silence gave.
                outcome = "answered" if event.at <= one.due or not self.policy.silence_consents else "consent"
                self.consultations[place] = one._replace(answered=event.at, outcome=outcome)
                if outcome == "consent":
                    self.trail.add(one.due // DAY, "silence-consent")
                if event.at > one.due:
                    self._find("answered-late", event.at)
                return
        self._find("not-consulted", event.at)

    def _apology_(self, event: Event) -> None:
        self.apologised = True
        self.trail.add(event.at // DAY, "apology")
        if self.status != "running":
            return
        last = self.office.end_of(self.office.calendar.previous_working(self._due() // DAY))
        if event.at > last:
            self._find("apology-late", event.at)

    def _reappointed_(self, event: Event) -> None:
        if self.promised is not None:
            self._find("reappointed-twice", event.at)
            return
        if not self.apologised:
            self._find("reappointed-without-apology", event.at)
        self.promised = self.office.end_of(self.office.calendar.on_or_after(event.value))
        self.trail.add(event.at // DAY, "reappointed")

    def _done_(self, event: Event) -> None:
        self.status = "done"
        if self.waiting is None and self.left_out is None and event.at > self._due():
            self._find("late", event.at)

    def _find(self, code: str, at: int) -> None:
        self.findings.append(Finding(code, at))

    def _close_if_late(self, moment: int) -> None:
        if self.status == "waiting" and self.closes is not None and moment > self.closes:
            self.status = "closed"
            self.trail.add(self.closes // DAY, "supplement-closed")

    def _hear_silence(self, now: int) -> None:
        for place, one in enumerate(self.consultations):
            if one.answered is None and now > one.due:
                self.consultations[place] = one._replace(
                    outcome="consent" if self.policy.silence_consents else "silent"
                )
                if self.policy.silence_consents:
                    self.trail.add(one.due // DAY, "silence-consent")

    def _due(self) -> int:
        """The due moment from the events so far, as if nothing more happened."""
        limit, office = self.limit, self.office
        if limit.unit == "hour":
            return self._due_hours()
        if limit.unit == "same_day":
            return due_moment(limit, max([self.begin, *(wait.end for wait in self.waits)]), office)
        day, left = self._run(limit, self.begin // DAY, self.waits)
        if self.extra is not None:
            day, _ = self._run(self.extra, day, left)
        return office.end_of(office.calendar.on_or_after(day))

    def _run(self, limit: Limit, day: int, waits: list[_Wait]) -> tuple[int, list[_Wait]]:
        """The last day of a limit from ``day`` with the waits inside it left out, and the waits after it."""
        calendar, left = self.office.calendar, []
        end = nominal_day(limit, day, calendar)
        for wait in waits:
            first, last = wait.start // DAY, wait.end // DAY
            if first >= end:
                left.append(wait)
            elif limit.unit != "working_day":
                end += last - first
            elif waited := calendar.between(first + 1, last + 1):
                end = calendar.add(end, waited)
        return end, left

    def _due_hours(self) -> int:
        moment, waits = self.begin, self.waits
        for limit in (self.limit, self.extra):
            if limit is None:
                continue
            left, moment = [], self._forward(moment, limit.value * 60)
            for wait in waits:
                if wait.start >= moment:
                    left.append(wait)
                else:
                    moment = self._forward(moment, self._minutes(wait.start, wait.end))
            waits = left
        return moment

    def _forward(self, moment: int, minutes: int) -> int:
        if self.limit.continuous or not minutes:
            return moment + minutes
        return self.office.clock.add(moment, minutes)

    def _minutes(self, start: int, end: int) -> int:
        return end - start if self.limit.continuous else self.office.clock.between(start, end)

    def _trace(self, due: int | None) -> None:
        """The days of the count, at the end of the trail: the same result reached one day at a time."""
        if due is None:
            return
        if self.limit.unit in ("working_day", "day"):
            self._trace_days(due)
        elif self.limit.unit == "month":
            first = self.begin // DAY
            self.trail.add(first, "receipt-not-counted")
            self.trail.add(nominal_day(self.limit, first, self.office.calendar), "month", self.limit.value)
        self.trail.add(due // DAY, "end-of-office-hours")

    def _trace_days(self, due: int) -> None:
        calendar = self.office.calendar
        waits, extra = self.waits, self.extra
        self.trail.add(self.begin // DAY, "receipt-not-counted")
        number, unit = 0, self.limit.unit
        total = self.limit.value + (extra.value if extra else 0)
        for day in range(self.begin // DAY + 1, due // DAY + 1):
            wait = next((wait for wait in waits if wait.start // DAY < day <= wait.end // DAY), None)
            if number == total:
                self.trail.add(day - 1, "off-last-day")
                continue
            if number == self.limit.value and extra is not None:
                unit = extra.unit
            if wait is not None:
                self.trail.add(day, wait.rule)
            elif unit == "working_day" and not calendar.is_working(day):
                name, basis = day_reason(calendar, day)
                self.trail.add(day, name, basis=basis)
            else:
                number += 1
                counted = "working-day" if unit == "working_day" else "calendar-day"
                self.trail.add(day, counted if number <= self.limit.value else "extended", number)
