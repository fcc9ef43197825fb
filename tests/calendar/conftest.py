"""The shipped calendar, read once."""

from __future__ import annotations

import pytest

from phancap.calendar.deadlines import Office
from phancap.calendar.hours import OfficeHours
from phancap.calendar.rows import read_folder
from phancap.calendar.working import Calendars, WorkCalendar
from tests.calendar.oracle import CITY


@pytest.fixture(scope="session")
def calendars() -> Calendars:
    return Calendars(read_folder(CITY)[0])


@pytest.fixture(scope="session")
def hours() -> OfficeHours:
    return OfficeHours(read_folder(CITY)[1])


@pytest.fixture(scope="session")
def today(calendars: Calendars) -> WorkCalendar:
    """The calendar by everything published."""
    return calendars.as_known(None)


@pytest.fixture(scope="session")
def office(today: WorkCalendar, hours: OfficeHours) -> Office:
    return Office(today, hours)
