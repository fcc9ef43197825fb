"""From the checked rows of a workspace to typed records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from phancap.charter import model as m
from phancap.charter.charter import Records
from phancap.charter.conditions import Term, parse_condition
from phancap.territory.model import Alias, Edge, Unit
from phancap.territory.where import WhereItem, parse_where

RankOf = Callable[[str, str, str, str], int]
"""(number, type, issuer, issuer_unit) to the rank of an act of that kind."""


def records_of(tables: dict[str, list[dict[str, Any]]], rank_of: RankOf) -> Records:
    """Typed records from the checked rows of a workspace."""
    readers: dict[str, Callable[[dict[str, Any]], Any]] = {
        "units": _unit, "lineage": _edge, "aliases": _alias, "classes": _class,
        "organisation": _presence, "bodies": _body, "acts": lambda row: _act(row, rank_of),
        "provisions": _provision, "powers": _power, "codes": _code, "limits": _limit, "facts": _fact,
        "grants": _grant, "transitions": _stage, "tensions": _reading,
    }  # fmt: skip
    return Records(**{name: [read(row) for row in tables.get(name, [])] for name, read in readers.items()})


def _terms(cell: Any) -> tuple[Term, ...]:
    return parse_condition(cell) if isinstance(cell, str) else cell or ()


def _where(cell: Any) -> tuple[WhereItem, ...]:
    return parse_where(cell) if cell else ()


def _bitemporal(row: dict[str, Any]) -> dict[str, Any]:
    return {"known": row["known"], "corrects": row["corrects"]}


def _unit(row: dict[str, Any]) -> Unit:
    return Unit(
        row["uid"], row["code"], row["name"], row["type"], row["level"], row["parent_code"],
        row["valid_from"], row["valid_to"], row["act"], **_bitemporal(row),
    )  # fmt: skip


def _edge(row: dict[str, Any]) -> Edge:
    return Edge(
        row["event_date"], row["from_uid"], row["to_uid"], row["part"] or "whole", row["share"], row["act"],
        row["provision"], row["in_force"], tuple(_listed(row["atom"])), **_bitemporal(row),
    )  # fmt: skip


def _listed(cell: Any) -> list[str]:
    items = cell.split(",") if isinstance(cell, str) else cell or ()
    return [item.strip() for item in items if item.strip()]


def _alias(row: dict[str, Any]) -> Alias:
    return Alias(row["uid"], row["name"], row["kind"], **_bitemporal(row))


def _class(row: dict[str, Any]) -> m.BodyClass:
    return m.BodyClass(
        row["class"], row["name"], row["name_en"], row["level"] or "none", row["kind"], **_bitemporal(row)
    )


def _presence(row: dict[str, Any]) -> m.Presence:
    return m.Presence(
        row["class"], _where(row["where"]), row["from"], row["to"], row["act"], row["provision"],
        row["superior"], row["caretaker_to"], **_bitemporal(row),
    )  # fmt: skip


def _body(row: dict[str, Any]) -> m.Body:
    return m.Body(
        row["body"], row["name"], row["class"], row["unit"], row["from"], row["to"], row["act"],
        row["superior"], row["address"], row["hotline"], **_bitemporal(row),
    )  # fmt: skip


def _act(row: dict[str, Any], rank_of: RankOf) -> m.Act:
    rank = row["rank"]
    if rank is None:
        rank = rank_of(row["act"], row["type"], row["issuer"], row["issuer_unit"])
    known = row["known"] if row["known"] is not None else row["signed"]
    return m.Act(
        row["act"], row["type"], row["issuer"], row["issuer_unit"], row["authority"], row["title"],
        row["signed"], row["in_force"], row["operates"], row["ends"], row["ended_by"], known,
        row["status"] or "adopted", rank, row["source"], row["verified_by"], row["corrects"],
    )  # fmt: skip


def _provision(row: dict[str, Any]) -> m.Provision:
    return m.Provision(
        row["act"], row["provision"], row["in_force"], row["ends"], row["ended_by"], row["summary"],
        row["verified_by"], **_bitemporal(row),
    )  # fmt: skip


def _power(row: dict[str, Any]) -> m.Power:
    return m.Power(
        row["power"], row["name"], row["name_en"], row["field"], row["kind"], row["place_rule"],
        bool(row["required"]), tuple(_listed(row["joint"])), row["transferable"] is not False,
        row["limit_value"], row["limit_unit"], row["limit_note"], row["source"], **_bitemporal(row),
    )  # fmt: skip


def _code(row: dict[str, Any]) -> m.Code:
    return m.Code(row["power"], row["code"], row["from"], row["to"], **_bitemporal(row))


def _limit(row: dict[str, Any]) -> m.Limit:
    return m.Limit(
        row["power"], row["case"], row["channel"], row["value"], row["unit"], row["cutoff"], row["from"],
        row["to"], row["act"], row["provision"], row["source"], **_bitemporal(row),
    )  # fmt: skip


def _fact(row: dict[str, Any]) -> m.Fact:
    values = row["values"]
    listed = values.split("|") if isinstance(values, str) else values or ()
    return m.Fact(
        row["power"], row["fact"], row["type"], row["unit"], tuple(v.strip() for v in listed if v.strip()),
        row["label"], row["label_en"], **_bitemporal(row),
    )  # fmt: skip


def _grant(row: dict[str, Any]) -> m.Grant:
    return m.Grant(
        row["grant"], row["power"], row["role"] or "decide", row["instrument"], row["grantor"], row["holder"],
        _where(row["where"]), _terms(row["condition"]), row["from"], row["to"], row["act"], row["provision"],
        tuple(_listed(row["overrides"])), row["transition"], row["resources"], row["authority"],
        row["source"], row["note"], **_bitemporal(row), file=row["_file"], row=row["_row"],
    )  # fmt: skip


def _stage(row: dict[str, Any]) -> m.Stage:
    return m.Stage(row["grant"], row["stage"], row["rule"], row["act"], row["provision"], **_bitemporal(row))


def _reading(row: dict[str, Any]) -> m.Reading:
    return m.Reading(
        row["tension"], tuple(_listed(row["grants"])), row["reading"], row["prevails"] is True, row["basis"],
        row["decided_by"], **_bitemporal(row),
    )  # fmt: skip
