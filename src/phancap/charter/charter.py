"""The charter as written: every record of a workspace, and what of it was known on a day."""

from typing import NamedTuple

from phancap.charter import model as m
from phancap.territory.model import Alias, Edge, Unit


class Horizon(NamedTuple):
    """The days that questions and proofs speak of, ``[start, end)``."""

    start: int
    end: int


class Records(NamedTuple):
    """Every record by table. Order carries no meaning."""

    units: list[Unit]
    lineage: list[Edge]
    aliases: list[Alias]
    classes: list[m.BodyClass]
    organisation: list[m.Presence]
    bodies: list[m.Body]
    acts: list[m.Act]
    provisions: list[m.Provision]
    powers: list[m.Power]
    codes: list[m.Code]
    limits: list[m.Limit]
    facts: list[m.Fact]
    grants: list[m.Grant]
    transitions: list[m.Stage]
    tensions: list[m.Reading]


class Charter(NamedTuple):
    """The whole register of who holds what, with the horizon it is asked about."""

    horizon: Horizon
    records: Records
    name: str = ""
    rulebook: str = "vn"
    snapshot: str = ""
