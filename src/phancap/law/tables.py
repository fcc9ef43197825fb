"""The tables of the register of acts: ``acts.csv`` and ``provisions.csv``."""

from __future__ import annotations

from phancap.formats.tables import Column, Table

ACT_STATUS = ("adopted", "proposed")

ACTS = Table(
    "acts",
    (
        Column("act", "id", required=True),
        Column("type"),
        Column("issuer"),
        Column("issuer_unit", "id"),
        Column("authority"),
        Column("title"),
        Column("signed", "day"),
        Column("in_force", "day"),
        Column("operates", "day"),
        Column("ends", "day"),
        Column("ended_by", "id", refers="acts.act"),
        Column("known", "day"),
        Column("status", "choice", choices=ACT_STATUS),
        Column("rank", "integer"),
        Column("source", "id", refers="sources.source"),
        Column("verified_by"),
        Column("verified_on", "day"),
    ),
    ("act",),
)

PROVISIONS = Table(
    "provisions",
    (
        Column("act", "id", required=True, refers="acts.act"),
        Column("provision", required=True),
        Column("in_force", "day"),
        Column("ends", "day"),
        Column("ended_by", "id", refers="acts.act"),
        Column("summary"),
        Column("verified_by"),
        Column("verified_on", "day"),
    ),
    ("act", "provision"),
)

TABLES = (ACTS, PROVISIONS)
