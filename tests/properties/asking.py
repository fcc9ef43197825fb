"""Asks the package and the second reading the same question, and puts both answers into the same few words."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import reference
from hypothesis import settings
from random_questions import Query

from phancap.competence.inquiry import Desk, Put
from phancap.workspace.open import open_workspace

# `make torture` chooses the profile; the variable does for a single test.
TORTURE = os.environ.get("PHANCAP_TORTURE") == "1" or (
    settings.default is not None and settings.default.max_examples > 1000
)
# A place or power that is unknown has no interval of which the contract says much, and none is printed.
UNKNOWN = ("unknown-place", "unknown-power", "no-such-day")


def put(query: Query) -> Put:
    """The question as the package takes it."""
    return Put(
        query.power, query.place, query.on.toordinal(), query.role,
        query.decided and query.decided.toordinal(), query.known and query.known.toordinal(), query.facts,
    )  # fmt: skip


def by_reference(workspace: reference.Workspace, query: Query) -> dict[str, Any]:
    """The second reading's whole answer."""
    return reference.who(
        workspace, query.power, query.place, query.on, query.role, query.decided, query.known, dict(query.facts)
    )


def whole(answer: dict[str, Any]) -> dict[str, Any]:
    """The package's explained answer, cut down to what the second reading gives."""
    valid = answer["valid"]
    return {
        "status": answer["status"],
        "body": answer["body"]["id"] if answer["body"] else "",
        "answerable": sorted(body["id"] for body in answer["answerable"]),
        "chain": [link["grant"] for link in answer["chain"]],
        "candidates": sorted({c["body"]["id"] for c in answer["candidates"] if c["body"]}),
        "valid": [valid["from"], valid["to"]] if valid else None,
    }


def brief(answer: dict[str, Any]) -> tuple[str, ...]:
    """The second reading's answer in the columns of a batch file."""
    if answer["status"] in UNKNOWN:
        return (answer["status"],)
    chain = answer["chain"]
    named = (answer["body"], ";".join(answer["answerable"]), chain[-1]) if chain else ("", "", "")
    return (answer["status"], *named, *answer["valid"])


def brief_of(row: dict[str, str]) -> tuple[str, ...]:
    """The columns that a batch adds; the order of the answerable does not matter."""
    if row["status"] in UNKNOWN:
        return (row["status"],)
    answerable = ";".join(sorted(filter(None, row["answerable"].split(";"))))
    return (row["status"], row["body"], answerable, row["grant"], row["valid_from"], row["valid_to"])


def disagreements(folder: Path, queries: Iterable[Query], every: int = 10) -> list[tuple[Any, ...]]:
    """Questions that the two answer differently; every so many with its chain and candidates too."""
    workspace, desk = reference.Workspace(folder), Desk(open_workspace(folder))
    found: list[tuple[Any, ...]] = []
    for number, query in enumerate(queries):
        ours, theirs = by_reference(workspace, query), brief_of(desk.brief(put(query)))
        if brief(ours) != theirs:
            found.append((query, brief(ours), theirs))
        elif number % every == 0 and ours["status"] not in UNKNOWN:
            explained = whole(desk.answer(put(query)))
            if explained != ours:
                found.append((query, ours, explained))
    return found
