"""Acts, organs, powers and grants as the workspace states them: one record a row, nothing derived.

Days are day numbers (``date.toordinal``), intervals ``[start, end)`` with ``None`` for no bound,
money whole đồng, areas whole m².
"""

from typing import NamedTuple

from phancap.charter.conditions import Term
from phancap.territory.where import WhereItem

ROLES = (
    "receive", "prepare", "appraise", "verify", "consult",
    "consent", "decide", "sign", "supervise", "complaint",
)  # fmt: skip
INSTRUMENTS = ("assign", "devolve", "decentralise", "delegate", "withdraw", "substitute")
ROOTS = ("assign", "devolve")
TRANSITIONS = ("stay", "move", "successor", "filing-law")


class Act(NamedTuple):
    """A legal document with up to four dates. ``rank`` is the row's own number or that of its kind."""

    act: str
    type: str = ""
    issuer: str = ""
    issuer_unit: str = ""
    authority: str = ""
    title: str = ""
    signed: int | None = None
    in_force: int | None = None
    operates: int | None = None
    ends: int | None = None
    ended_by: str = ""
    known: int | None = None
    status: str = "adopted"
    rank: int = 0
    source: str = ""
    verified_by: str = ""
    corrects: str = ""

    @property
    def start(self) -> int | None:
        """The first day on which what stands in the act works: ``operates``, else ``in_force``."""
        return self.operates if self.operates is not None else self.in_force


class Provision(NamedTuple):
    """A place in an act, with a life of its own where it was amended, suspended or repealed."""

    act: str
    provision: str
    in_force: int | None = None
    ends: int | None = None
    ended_by: str = ""
    summary: str = ""
    verified_by: str = ""
    known: int | None = None
    corrects: str = ""


class Power(NamedTuple):
    """The smallest thing one body decides. ``joint``: roles that may have several holders."""

    power: str
    name: str = ""
    name_en: str = ""
    field: str = ""
    kind: str = ""
    place_rule: str = ""
    required: bool = False
    joint: tuple[str, ...] = ()
    transferable: bool = True
    limit_value: int | None = None
    limit_unit: str = ""
    limit_note: str = ""
    source: str = ""
    known: int | None = None
    corrects: str = ""


class Code(NamedTuple):
    """A national code of a power in the days it was used."""

    power: str
    code: str
    start: int | None = None
    end: int | None = None
    known: int | None = None
    corrects: str = ""


class Limit(NamedTuple):
    """A time limit for a case or channel, where one a power is not enough."""

    power: str
    case: str = ""
    channel: str = ""
    value: int | None = None
    unit: str = ""
    cutoff: str = ""
    start: int | None = None
    end: int | None = None
    act: str = ""
    provision: str = ""
    source: str = ""
    known: int | None = None
    corrects: str = ""


class Fact(NamedTuple):
    """A typed axis that competence depends on; ``power`` is ``*`` for all."""

    power: str
    fact: str
    type: str
    unit: str = ""
    values: tuple[str, ...] = ()
    label: str = ""
    label_en: str = ""
    known: int | None = None
    corrects: str = ""


class Grant(NamedTuple):
    """A box, power x territory x days x facts, given to a holder by a provision of an act."""

    grant: str
    power: str
    role: str
    instrument: str
    grantor: str
    holder: str
    where: tuple[WhereItem, ...]
    condition: tuple[Term, ...]
    start: int | None
    end: int | None
    act: str
    provision: str = ""
    overrides: tuple[str, ...] = ()
    transition: str = ""
    resources: bool | None = None
    authority: str = ""
    source: str = ""
    note: str = ""
    known: int | None = None
    corrects: str = ""
    file: str = ""
    row: int = 0


class BodyClass(NamedTuple):
    """A kind of organ at a level; ``level`` ``none`` for central and other organs without a unit."""

    id: str
    name: str = ""
    name_en: str = ""
    level: str = "none"
    kind: str = ""
    known: int | None = None
    corrects: str = ""


class Presence(NamedTuple):
    """A row of ``organisation.csv``: the class exists in ``where`` on ``[start, end)``."""

    cls: str
    where: tuple[WhereItem, ...]
    start: int | None = None
    end: int | None = None
    act: str = ""
    provision: str = ""
    superior: str = ""
    caretaker_to: int | None = None
    known: int | None = None
    corrects: str = ""


class Body(NamedTuple):
    """A single named organ, on ``[start, end)``."""

    id: str
    name: str = ""
    cls: str = ""
    unit: str = ""
    start: int | None = None
    end: int | None = None
    act: str = ""
    superior: str = ""
    address: str = ""
    hotline: str = ""
    known: int | None = None
    corrects: str = ""


class Reading(NamedTuple):
    """One reading of a tension: lawyers differ, the reading marked ``prevails`` is followed."""

    tension: str
    grants: tuple[str, ...]
    reading: str = ""
    prevails: bool = False
    basis: str = ""
    decided_by: str = ""
    known: int | None = None
    corrects: str = ""


class Stage(NamedTuple):
    """A row of ``transitions.csv``: what becomes of dossiers at one stage."""

    grant: str
    stage: str
    rule: str
    act: str = ""
    provision: str = ""
    known: int | None = None
    corrects: str = ""


def inside(day: int, start: int | None, end: int | None) -> bool:
    """Whether ``day`` lies in ``[start, end)``, ``None`` being no bound."""
    return (start is None or start <= day) and (end is None or day < end)
