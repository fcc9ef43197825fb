"""The tables of a workspace's ``scheme/`` folder: no load reads them, drafts and readings of documents change them.

What was read from documents stands beside what people wrote: ``status`` says which. ``read`` waits for a person,
``accepted``, ``edited`` and ``refused`` are decisions, and no later reading touches such a row.
"""

from __future__ import annotations

from phancap.formats.tables import Column, Table

STATUS = ("read", "accepted", "edited", "refused")
PROGRESS = ("", "open", "running", "done", "dropped")
_FROM_DOCUMENT = (
    Column("document"),
    Column("start", "integer"),
    Column("end", "integer"),
    Column("rule"),
    Column("confidence", "number"),
    Column("status", "choice", choices=STATUS),
    Column("decided_by"),
    Column("note"),
)

ASSIGNMENTS = Table(
    "assignments",
    (
        Column("assignment", "id", required=True),
        Column("lead", "values"),
        Column("coordinate", "values"),
        Column("task", required=True),
        Column("deadline", "day"),
        Column("deadline_printed"),
        Column("urgency"),
        Column("ordered_by"),
        Column("progress", "choice", choices=PROGRESS),
        *_FROM_DOCUMENT,
    ),
    ("assignment",),
)
"""``lead`` and ``coordinate`` are names as printed, joined by ``|``: names of bodies hold commas."""

COMMENTS = Table(
    "comments",
    (
        Column("comment", "id", required=True),
        Column("body"),
        Column("person"),
        Column("text", required=True),
        Column("answer"),
        Column("met", "choice", choices=("", "yes", "partly", "no")),
        *_FROM_DOCUMENT,
    ),
    ("comment",),
)
"""A comment and how it was met: ``answer`` is the explanation of the response table."""

LEGAL_BASIS = Table(
    "legal_basis",
    (
        Column("basis", "id", required=True),
        Column("act"),
        Column("type"),
        Column("issuer"),
        Column("date", "day"),
        Column("title"),
        Column("clauses", "values"),
        *_FROM_DOCUMENT,
    ),
    ("basis",),
)
"""Acts that the documents of the scheme cite; ``act`` is the canonical number, empty for an act without one."""

ROADMAP = Table(
    "roadmap",
    (
        Column("step", "id", required=True),
        Column("what", required=True),
        Column("option", "id"),
        Column("after", "list"),
        Column("from", "day"),
        Column("to", "day"),
        Column("body"),
        Column("act"),
        *_FROM_DOCUMENT,
    ),
    ("step",),
)
"""Steps in time; ``after`` names steps that come first. A reading adds the assignments that have a day."""

TABLES = (ASSIGNMENTS, COMMENTS, LEGAL_BASIS, ROADMAP)
BY_NAME = {table.name: table for table in TABLES}
FOLDER = "scheme"
FILES = tuple(f"{FOLDER}/{table.name}.csv" for table in TABLES)
"""The file of each, as it is named in a workspace."""
