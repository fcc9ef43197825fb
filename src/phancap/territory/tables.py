"""The tables of territory: unit versions, their lineage, other names, measured figures."""

from __future__ import annotations

from phancap.formats.tables import Column, Table
from phancap.territory.model import LEVELS

PARTS = ("whole", "part", "remainder")

UNITS = Table(
    "units",
    (
        Column("uid", "id", required=True),
        Column("code", "id", required=True),
        Column("name"),
        Column("type"),
        Column("level", "choice", required=True, choices=LEVELS),
        Column("parent_code", "id"),
        Column("valid_from", "day", required=True),
        Column("valid_to", "day"),
        Column("act", "id", refers="acts.act"),
    ),
    ("uid",),
)

LINEAGE = Table(
    "lineage",
    (
        Column("event_date", "day", required=True),
        Column("from_uid", "id", refers="units.uid"),
        Column("to_uid", "id", refers="units.uid"),
        Column("part", "choice", choices=PARTS),
        Column("share", "number"),
        Column("act", "id", refers="acts.act"),
        Column("provision"),
        Column("in_force", "day"),
        Column("atom", "list"),
    ),
    ("event_date", "from_uid", "to_uid"),
    unique=False,
)

ALIASES = Table(
    "aliases",
    (
        Column("uid", "id", required=True, refers="units.uid"),
        Column("name", required=True),
        Column("kind"),
    ),
    ("uid", "name"),
    unique=False,
)

MEASURES = Table(
    "measures",
    (
        Column("unit", "id", required=True),
        Column("measure", "id", required=True),
        Column("from", "day"),
        Column("to", "day"),
        # Text: a centroid is two numbers (`lat,lon`), every other measure one.
        Column("value", required=True),
        Column("source", "id", refers="sources.source"),
    ),
    ("unit", "measure", "from"),
    unique=False,
)

TABLES = (UNITS, LINEAGE, ALIASES, MEASURES)
