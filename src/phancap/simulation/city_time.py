"""Office hours of a city's bodies as calendars of a model, and the calendars by which limits run.

Staff work their office hours and the extra openings; limits run in office hours alone, by the calendar as it was known on
the day of filing, so each notice published inside the run begins a calendar of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from phancap.calendar.hours import OfficeHours, Sessions
from phancap.calendar.rows import calendar_rows, hours_rows
from phancap.calendar.working import Calendars
from phancap.simulation.model import Calendar
from phancap.simulation.scenario import Shock
from phancap.workspace.load import Workspace


class CityTime:
    """Calendars made when first asked for, shared by the bodies that keep the same hours.

    They know the days off from ``lead`` days before the run on: the limits of what was open then run through them.
    """

    def __init__(self, loaded: Workspace, first: int, last: int, lead: int = 0) -> None:
        self.first, self.last, self.lead = first, last, lead
        self.calendar = Calendars(calendar_rows(loaded.tables["calendar"]))
        self.hours = OfficeHours(hours_rows(loaded.tables["hours"]))
        self._made: dict[tuple[tuple[int, ...], tuple[tuple[int, int], ...]], Calendar] = {}
        self._due: list[Calendar] = []
        self.default = self.calendar_of("", ())
        self.due = self._due_calendars()

    def calendars(self) -> list[Calendar]:
        """Every calendar made so far."""
        return [*self._made.values(), *self._due]

    def calendar_of(self, body: str, shocks: Iterable[Shock]) -> str:
        """The calendar of a body: its hours, without the days on which a shock closes it."""
        cls = body.partition("/")[0]
        rows = tuple(n for n, row in enumerate(self.hours.rows) if row.body and row.body in (body, cls))
        closed = tuple(
            sorted(
                (max(s.scope.start or self.first, self.first), min(s.scope.end or self.last, self.last))
                for s in shocks
                if s.scope.speaks_of_body(body)
            )
        )
        if (rows, closed) not in self._made:
            calendar = self.calendar.as_known(None)
            sessions = {
                day: () if any(a <= day < b for a, b in closed) else self.hours.openings(day, calendar, body)
                for day in self._days()
            }
            self._made[rows, closed] = _calendar(f"hours-{len(self._made) + 1}", self.first, sessions)
        return self._made[rows, closed].id

    def _due_calendars(self) -> tuple[tuple[int, str], ...]:
        notices = [day for day in self.calendar.notices if self.first < day < self.last]
        due = []
        for number, known in enumerate([self.first, *notices]):
            calendar = self.calendar.as_known(known)
            sessions = {day: self.hours.sessions(day, calendar) for day in self._days()}
            made = _calendar(f"limits-{number + 1}", self.first, sessions)
            self._due.append(made)
            due.append((known - self.first, made.id))
        return tuple(due)

    def _days(self) -> range:
        return range(self.first - self.lead, self.last + 1)


def _calendar(name: str, first: int, sessions: Mapping[int, Sessions]) -> Calendar:
    """A week that most days follow, and the days that do not."""
    week = []
    for weekday in range(7):
        own = Counter(s for day, s in sessions.items() if (day - 1) % 7 == weekday)
        week.append(own.most_common(1)[0][0] if own else ())
    exceptions = tuple((day - first, s) for day, s in sessions.items() if s != week[(day - 1) % 7])
    return Calendar(name, ((0, tuple(week)),), exceptions, "hours.csv")
