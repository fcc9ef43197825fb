"""The tables of the charter: organs, powers with their axes and limits, grants, tensions."""

from __future__ import annotations

from phancap.charter.model import INSTRUMENTS, ROLES
from phancap.formats.tables import Column, Table

CLASS_LEVELS = ("province", "district", "commune", "none")
CLASS_KINDS = (
    "council", "committee", "chair", "agency", "agency_head", "office", "service_unit", "civil_servant",
)  # fmt: skip
LIMIT_UNITS = ("working_day", "day", "hour", "month", "same_day", "unknown")
FACT_TYPES = ("integer", "money", "area", "category", "bool")

_BODY = "bodies.body|classes.class"

CLASSES = Table(
    "classes",
    (
        Column("class", "id", required=True),
        Column("name"),
        Column("name_en"),
        Column("level", "choice", required=True, choices=CLASS_LEVELS),
        Column("kind", "choice", choices=CLASS_KINDS),
    ),
    ("class",),
)

ORGANISATION = Table(
    "organisation",
    (
        Column("class", "id", required=True, refers="classes.class"),
        Column("where", "list"),
        Column("from", "day"),
        Column("to", "day"),
        Column("act", "id", refers="acts.act"),
        Column("provision"),
        Column("superior", "id", refers=_BODY),
        Column("caretaker_to", "day"),
    ),
    ("class", "where", "from"),
    unique=False,
)

BODIES = Table(
    "bodies",
    (
        Column("body", "id", required=True),
        Column("name"),
        Column("class", "id", refers="classes.class"),
        Column("unit", "id"),
        Column("from", "day"),
        Column("to", "day"),
        Column("act", "id", refers="acts.act"),
        Column("superior", "id", refers=_BODY),
        Column("address"),
        Column("hotline"),
        Column("email"),
        Column("lat", "number"),
        Column("lon", "number"),
    ),
    ("body",),
)

POSTS = Table(
    "posts",
    (
        Column("body", "id", required=True, refers=_BODY),
        Column("post", required=True),
        Column("regime"),
        Column("from", "day"),
        Column("to", "day"),
        Column("assigned_by"),
    ),
    ("body", "post", "from"),
    unique=False,
)

SIGNING = Table(
    "signing",
    (Column("organ", required=True), Column("basis"), Column("block")),
    ("organ", "basis"),
    unique=False,
)

POWERS = Table(
    "powers",
    (
        Column("power", "id", required=True),
        Column("name"),
        Column("name_en"),
        Column("field"),
        Column("kind"),
        Column("place_rule"),
        Column("required", "flag"),
        Column("joint", "list"),
        Column("transferable", "flag"),
        Column("limit_value", "integer"),
        Column("limit_unit", "choice", choices=LIMIT_UNITS),
        Column("limit_note"),
        Column("source", "id", refers="sources.source"),
        Column("words", "values"),  # what people call it: searched, never shown
    ),
    ("power",),
)

CODES = Table(
    "codes",
    (
        Column("power", "id", required=True, refers="powers.power"),
        Column("code", "id", required=True),
        Column("from", "day"),
        Column("to", "day"),
    ),
    ("power", "code", "from"),
    unique=False,
)

LIMITS = Table(
    "limits",
    (
        Column("power", "id", required=True, refers="powers.power"),
        Column("case"),
        Column("channel"),
        Column("value", "integer"),
        Column("unit", "choice", choices=LIMIT_UNITS),
        Column("cutoff"),
        Column("from", "day"),
        Column("to", "day"),
        Column("act", "id", refers="acts.act"),
        Column("provision"),
        Column("source", "id", refers="sources.source"),
    ),
    ("power", "case", "channel", "from"),
    unique=False,
)

FACTS = Table(
    "facts",
    (
        Column("power", "id", required=True, refers="powers.power"),  # or `*`: every power
        Column("fact", "id", required=True),
        Column("type", "choice", required=True, choices=FACT_TYPES),
        Column("unit"),
        Column("values", "values"),
        Column("label"),
        Column("label_en"),
    ),
    ("power", "fact"),
)

GRANTS = Table(
    "grants",
    (
        Column("grant", "id", required=True),
        Column("power", "id", refers="powers.power"),  # needed but on a `withdraw` row
        Column("role", "choice", choices=ROLES),
        Column("instrument", "choice", required=True, choices=INSTRUMENTS),
        Column("grantor", "id", refers=_BODY),
        Column("holder", "id", refers=_BODY),  # needed but on a `withdraw` row
        Column("where", "list"),
        Column("condition", "condition"),
        Column("from", "day"),
        Column("to", "day"),
        Column("act", "id", required=True, refers="acts.act"),
        Column("provision"),
        Column("overrides", "list", refers="grants.grant"),
        Column("transition"),
        Column("resources", "flag"),
        Column("authority"),
        Column("source", "id", refers="sources.source"),
        Column("note"),
    ),
    ("grant",),
)

TRANSITION_ROWS = Table(
    "transitions",
    (
        Column("grant", "id", required=True, refers="grants.grant"),
        Column("stage"),
        Column("rule", required=True),
        Column("act", "id", refers="acts.act"),
        Column("provision"),
    ),
    ("grant", "stage"),
    unique=False,
)

TENSIONS = Table(
    "tensions",
    (
        Column("tension", "id", required=True),
        Column("grants", "list", required=True, refers="grants.grant"),
        Column("reading"),
        Column("prevails", "flag"),
        Column("basis"),
        Column("decided_by"),
    ),
    ("tension", "reading"),
    unique=False,
)

TABLES = (
    CLASSES, ORGANISATION, BODIES, POSTS, SIGNING, POWERS, CODES, LIMITS, FACTS, GRANTS, TRANSITION_ROWS,
    TENSIONS,
)  # fmt: skip
