"""The tables of the calendar: days off and swapped, office hours."""

from __future__ import annotations

from phancap.formats.tables import Column, Table

DAY_KINDS = ("off", "work", "provisional")

CALENDAR = Table(
    "calendar",
    (
        Column("day", "day", required=True),
        Column("kind", "choice", required=True, choices=DAY_KINDS),
        Column("instrument"),
        Column("known", "day"),
        Column("source", "id", refers="sources.source"),
    ),
    # A day may be announced, then announced otherwise: one row a notice, told apart by `known`.
    ("day", "known"),
    unique=False,
)

HOURS = Table(
    "hours",
    (
        Column("body", "id", refers="bodies.body|classes.class"),
        Column("power", "id", refers="powers.power"),
        Column("weekday"),
        Column("open"),
        Column("close"),
        Column("from", "day"),
        Column("to", "day"),
        Column("source", "id", refers="sources.source"),
        Column("kind", "choice", choices=("office", "extra")),
    ),
    ("body", "power", "weekday", "open", "from"),
    unique=False,
)

TABLES = (CALENDAR, HOURS)
