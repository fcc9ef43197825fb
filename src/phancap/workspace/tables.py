"""Every table of a workspace: those the packages declare, and those that belong to none of them yet."""

from __future__ import annotations

from phancap.calendar.tables import TABLES as CALENDAR_TABLES
from phancap.charter.tables import TABLES as CHARTER_TABLES
from phancap.formats.tables import COMMON_COLUMNS, Column, Table
from phancap.law.tables import TABLES as LAW_TABLES
from phancap.territory.tables import TABLES as TERRITORY_TABLES

_BODY = "bodies.body|classes.class"
_SOURCE = Column("source", "id", refers="sources.source")
_SPAN = (Column("from", "day"), Column("to", "day"))

SOURCES = Table(
    "sources",
    (
        Column("source", "id", required=True),
        Column("title"),
        Column("publisher"),
        Column("date"),
        Column("address"),
    ),
    ("source",),
)

ACCEPTED = Table(
    "accepted",
    (
        Column("code", "id", required=True),
        Column("key", "id", required=True),
        Column("reason", required=True),
        Column("author", required=True),
        Column("day", "day"),
    ),
    ("code", "key"),
)

STAFF = Table(
    "staff",
    (
        Column("body", "id", required=True, refers=_BODY),
        Column("unit", "id"),
        Column("skill", "id"),
        Column("posts", "number"),
        Column("filled", "number"),
        *_SPAN,
        _SOURCE,
        Column("absence", "number", always=False),
        Column("spell_days", "number", always=False),
        Column("cost_a_year", "integer", always=False),
    ),
    ("body", "unit", "skill", "from"),
    unique=False,
)

FACILITIES = Table(
    "facilities",
    (
        Column("body", "id", required=True, refers=_BODY),
        Column("unit", "id"),
        Column("kind", "id"),
        Column("count", "integer"),
        Column("area", "integer"),
        Column("capacity", "number"),
        *_SPAN,
        Column("cost", "integer"),
        _SOURCE,
    ),
    ("body", "unit", "kind", "from"),
    unique=False,
)

BUDGET = Table(
    "budget",
    (
        Column("body", "id", required=True, refers=_BODY),
        Column("unit", "id"),
        Column("field"),
        Column("kind", "choice", choices=("recurrent", "investment", "revenue", "transfer")),
        Column("tier", "choice", choices=("budget_level", "estimate_unit")),
        *_SPAN,
        Column("amount", "integer"),
        _SOURCE,
    ),
    ("body", "unit", "field", "kind", "from"),
    unique=False,
)

DEMAND = Table(
    "demand",
    (
        Column("power", "id", required=True, refers="powers.power"),
        Column("unit", "id"),
        *_SPAN,
        Column("dossiers", "number"),
        Column("online_share", "number"),
        Column("low", "number"),
        Column("high", "number"),
        _SOURCE,
    ),
    ("power", "unit", "from"),
    unique=False,
)

SERVICE = Table(
    "service",
    (
        Column("power", "id", required=True, refers="powers.power"),
        Column("step", "id"),
        Column("role"),
        Column("skill", "id"),
        Column("minutes", "number"),
        Column("distribution"),
        Column("spread", "number"),
        Column("rework", "number"),
        _SOURCE,
        Column("back_to", "id", always=False),
        Column("batch", "integer", always=False),
        Column("batch_days", "number", always=False),
        Column("outside", "flag", always=False),
        Column("silence_days", "number", always=False),
    ),
    ("power", "step", "role"),
    unique=False,
)

OPEN_STOCK = Table(
    "open_stock",
    (
        Column("power", "id", required=True, refers="powers.power"),
        Column("unit", "id"),
        Column("day", "day", required=True),
        Column("filed_from", "day"),
        Column("filed_to", "day"),
        Column("step", "id"),
        Column("channel", "choice", choices=("desk", "online")),
        Column("count", "integer", required=True),
        _SOURCE,
    ),
    ("power", "unit", "day"),
    unique=False,
)

LESSONS = Table(
    "lessons",
    (
        Column("city", required=True),
        Column("day", "day"),
        Column("problem"),
        Column("evidence"),
        Column("answer"),
        Column("indicator"),
        _SOURCE,
    ),
    ("city", "day", "problem"),
    unique=False,
)

PLANNING_TABLES = (SOURCES, ACCEPTED, STAFF, FACILITIES, BUDGET, DEMAND, SERVICE, OPEN_STOCK, LESSONS)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (*TERRITORY_TABLES, *LAW_TABLES, *CHARTER_TABLES, *CALENDAR_TABLES, *PLANNING_TABLES)
}
"""Every declared table by its name, the stem of its file."""


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns a file of this table may have: its own, then those every table may carry.

    Every row may name its source, also where the contract lists no such column.
    """
    own = {column.name for column in table.columns}
    return table.columns + tuple(column for column in (*COMMON_COLUMNS, _SOURCE) if column.name not in own)
