"""The dated rule book of instruments: who may transfer a power to whom, by what form, how often.

The rule book is data (``rulebooks/vn``): editions by day, pairs, rules, each with the provision behind it and
whether somebody read that provision. The edition is chosen by the **signing day** of the act that transfers.
Three answers are possible for a pair, and they are not the same:

* the text read names it, or its list is open and fits: ``allowed``;
* the text was read, its list is closed and does not name the pair: not allowed, ``read``: no effect, error;
* nobody read the text for that pair, relation or day: not allowed, not ``read``: a warning, the grant stands.

Limits. A pair is judged by kind and level of the two organs; that the receiver lies **inside** the giver's
territory, or belongs to it, is for the caller to prove on atoms. What another law permits or bars for one
field ("unless the law provides otherwise") is not in the book: it belongs into ``powers.transferable`` or
into a grant by that law.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from phancap.law.numbers import has_year, parse, type_of
from phancap.law.vocabulary import act_type, organ_of

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

LEVELS = ("none", "province", "district", "commune")
"""From the top: ``none`` is a central organ (as a giver) or an organ without a level of its own."""

RELATIONS = ("local-local", "centre-local")
TRANSFERS = ("decentralise", "delegate", "substitute")
"""Instruments whose pair the book judges. Assigning and devolving are judged by the form of the act."""


class PartyLike(Protocol):
    """Anything with a kind and a level."""

    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> str: ...


class Party(NamedTuple):
    """An organ by kind (``council, committee, chair, agency, agency_head, office, service_unit,
    civil_servant``) and level (``province, district, commune, none``)."""

    kind: str
    level: str


class Verdict(NamedTuple):
    """What the book says: ``rule`` (``R2``), the ``provision`` behind it, whether that text was ``read``."""

    allowed: bool
    rule: str
    provision: str
    read: bool
    note: str = ""

    @property
    def severity(self) -> str:
        """``""`` allowed; ``error`` barred by a text that was read (no effect); ``warning`` else."""
        return "" if self.allowed else "error" if self.read else "warning"


class FormFinding(NamedTuple):
    """A defect of form: the grant stands. ``defect`` is one of ``delegation-without-end``,
    ``delegation-by-normative-act``, ``decentralisation-without-year``, ``devolution-form``."""

    defect: str
    severity: str
    rule: str
    provision: str
    read: bool


class Need(NamedTuple):
    """One lawful way to make a change: by which instrument, which kind of act, of which organ."""

    instrument: str
    act: str
    organ: str
    provision: str
    read: bool


class Edition(NamedTuple):
    """The law of instruments on signing days in ``[start, end)``."""

    edition: str
    start: int | None
    end: int | None
    acts: tuple[str, ...]
    note: str


class Rule(NamedTuple):
    """One rule for one relation in one edition."""

    rule: str
    governs: str
    value: str
    read: bool
    provision: str
    source: str
    summary: str
    summary_en: str


class _Pair(NamedTuple):
    instrument: frozenset[str]
    giver_kind: frozenset[str]
    giver_level: frozenset[str]
    receiver_kind: frozenset[str]
    reach: frozenset[str]
    weight: int
    verdict: Verdict


_ANY = frozenset(("*",))
_ALWAYS = {
    "assign": Verdict(True, "R3", "", True),
    "devolve": Verdict(True, "R3", "", True),
    "withdraw": Verdict(True, "R1", "", True),
}
_NOTHING = Verdict(False, "R2", "", False)


def reach_of(giver: PartyLike, receiver: PartyLike) -> frozenset[str]:
    """How the receiver lies to the giver: ``own`` level, ``higher``, ``lower`` with ``next`` or ``beyond``;
    and the receiver's level. A receiver without a level is taken as the giver's own."""
    give = LEVELS.index(giver.level) if giver.level in LEVELS else 0
    take = LEVELS.index(receiver.level) if receiver.level in LEVELS else 0
    if take == 0 or take == give:
        return frozenset(("own", receiver.level))
    if take < give:
        return frozenset(("higher", receiver.level))
    return frozenset(("lower", "next" if take == give + 1 else "beyond", receiver.level))


def relation_of(giver: PartyLike) -> str:
    """``centre-local`` where a central organ gives, else ``local-local``."""
    return "centre-local" if giver.level not in LEVELS[1:] else "local-local"


class RuleBook:
    """A rule book, read once and never changed."""

    __slots__ = ("_pairs", "_rules", "editions", "name")

    def __init__(
        self,
        name: str,
        editions: tuple[Edition, ...],
        pairs: dict[tuple[str, str], tuple[_Pair, ...]],
        rules: dict[tuple[str, str], tuple[Rule, ...]],
    ) -> None:
        self.name = name
        self.editions = editions
        self._pairs = pairs
        self._rules = rules

    def edition(self, signed: int) -> Edition:
        """The edition in force on the signing day (a day number)."""
        for entry in self.editions:
            if (entry.start is None or entry.start <= signed) and (entry.end is None or signed < entry.end):
                return entry
        raise LookupError(f"no edition of rule book {self.name!r} for day {signed}")

    def pair(self, instrument: str, giver: PartyLike, receiver: PartyLike, signed: int) -> Verdict:
        """May ``giver`` transfer to ``receiver`` by ``instrument`` in an act signed on that day?

        The row that says most about the pair decides; rows that say equally much agree.
        """
        fixed = _ALWAYS.get(instrument)
        if fixed:
            return fixed
        reach = reach_of(giver, receiver)
        found, weight = _NOTHING, -1
        for row in self._pairs.get((self.edition(signed).edition, relation_of(giver)), ()):
            if (
                row.weight > weight
                and (row.instrument is _ANY or instrument in row.instrument)
                and (row.giver_kind is _ANY or giver.kind in row.giver_kind)
                and (row.giver_level is _ANY or giver.level in row.giver_level)
                and (row.receiver_kind is _ANY or receiver.kind in row.receiver_kind)
                and (row.reach is _ANY or not reach.isdisjoint(row.reach))
            ):
                found, weight = row.verdict, row.weight
        return found

    def rules(self, signed: int, relation: str) -> tuple[Rule, ...]:
        """Every rule of that signing day for that relation."""
        return self._rules.get((self.edition(signed).edition, relation), ())

    def rule(self, governs: str, signed: int, relation: str = "local-local") -> Rule | None:
        """The rule on one subject (``hops``, ``resources`` ...), ``None`` where the book has none."""
        return next((rule for rule in self.rules(signed, relation) if rule.governs == governs), None)

    def max_hops(self, signed: int, relation: str) -> int | None:
        """How many times in a row a power may be decentralised; ``None`` where no limit was read."""
        rule = self.rule("hops", signed, relation)
        return int(rule.value) if rule else None

    def onward(self, received: str, given: str, signed: int, relation: str, hops: int = 1) -> Verdict:
        """May a power held by instrument ``received`` be passed on by ``given``?

        ``hops`` is the number of decentralisations in a row including the one asked about. A delegate never
        passes on (contract). That a power be ``transferable`` is a property of the power, not asked here.
        """
        if received == "delegate" and given in TRANSFERS:
            rule = self.rule("delegate-again", signed, relation)
            return Verdict(False, "R8", rule.provision if rule else "", True)
        if received == "decentralise" and given == "delegate":
            return self.delegate_of_decentralised(signed)
        if received == "decentralise" and given == "decentralise" and hops > 1:
            rule = self.rule("hops", signed, relation)
            if rule:
                return Verdict(hops <= int(rule.value), rule.rule, rule.provision, rule.read)
            consent = self.rule("hops-consent", signed, relation)
            return Verdict(False, "R8b", consent.provision if consent else "", False)
        return Verdict(True, "R8c", "", True)

    def delegate_of_decentralised(self, signed: int) -> Verdict:
        """May what was received by decentralisation be delegated (R8d)? Nobody read it: a warning."""
        rule = self.rule("delegate-of-decentralised", signed)
        if rule is None:
            return Verdict(True, "R8d", "", False)
        return Verdict(rule.value == "yes", rule.rule, rule.provision, rule.read)

    def form(
        self,
        instrument: str,
        act_type_: str,
        issuer: str,
        number: str,
        signed: int,
        has_end: bool,
        authority: str = "",
    ) -> list[FormFinding]:
        """Defects of form of a grant by ``instrument`` in the act; the grant stands whatever is found.

        ``has_end``: whether the grant has a last day, its own or its act's. ``authority``: the number of the
        higher act that the act may depart under. Severities are the contract's; on a signing day for which
        no law was read at all every defect is a warning.
        """
        relation = "centre-local" if organ_of(issuer) in ("government", "pm", "ministry") else "local-local"
        unread_day = not self.edition(signed).acts
        found: list[FormFinding] = []

        def add(defect: str, severity: str, governs: str) -> None:
            rule = self.rule(governs, signed, relation)
            level = "warning" if unread_day and severity == "error" else severity
            if rule is None:
                found.append(FormFinding(defect, level, _RULE_OF[governs], "", False))
            else:
                found.append(FormFinding(defect, level, rule.rule, rule.provision, rule.read))

        if instrument == "delegate":
            if not has_end:
                add("delegation-without-end", "error", "term")
            if has_year(number):
                add("delegation-by-normative-act", "note", "delegate-form")
        elif instrument == "decentralise" and not has_year(number):
            add("decentralisation-without-year", "error", "decentralise-form")
        elif instrument == "devolve":
            rule = self.rule("devolve-form", signed, relation)
            accepted = (rule.value if rule else "law|na-resolution").split("|")
            forms = {_devolving_form(act_type_, issuer, number), _devolving_form("", "", authority)}
            if forms.isdisjoint(accepted):
                add("devolution-form", "error", "devolve-form")
        return found

    def needs(
        self, before: PartyLike | None, after: PartyLike | None, signed: int, instrument_before: str = ""
    ) -> list[Need]:
        """The lawful ways to move a power from ``before`` to ``after`` by an act signed that day, best first.

        ``None`` is nobody (a gap before, an abolition after). A way whose pair is only ``unread`` comes after
        those that were read. Law and resolution of the National Assembly are always possible, and last.
        """
        ways: list[Need] = []
        if instrument_before in ("decentralise", "delegate"):
            act = "văn bản của cơ quan đã giao hoặc cơ quan cấp trên"
            ways.append(Need("withdraw", act, "cơ quan đã giao", "", True))
        if before is not None and after is not None:
            for instrument in ("decentralise", "delegate"):
                verdict = self.pair(instrument, before, after, signed)
                if verdict.allowed:
                    act = _act_of(instrument, before.kind)
                    ways.append(Need(instrument, act, before.kind, verdict.provision, verdict.read))
        ways.sort(key=lambda way: not way.read)
        rule = self.rule("devolve-form", signed)
        accepted = rule.value.split("|") if rule else ["law", "na-resolution"]
        act = "luật" if accepted == ["law"] else "luật, nghị quyết của Quốc hội"
        provision, read = (rule.provision, rule.read) if rule else ("", False)
        ways.append(Need("devolve", act, "Quốc hội", provision, read))
        return ways


_RULE_OF = {"term": "R7", "delegate-form": "R5", "decentralise-form": "R4", "devolve-form": "R3"}


def _devolving_form(act_type_: str, issuer: str, number: str) -> str:
    """``law`` or ``na-resolution`` where the act is one, else ``""``."""
    if not (act_type_ or issuer or number):
        return ""
    kind = act_type(act_type_) or act_type(type_of(number))
    parts = parse(number.split(" ")[0]) if number else None
    national = organ_of(issuer) == "na" if issuer else parts is not None and parts.kind == "na"
    if kind is not None and kind.rank is not None and kind.rank >= 90:
        return "law"
    if national:
        # A bare number of the National Assembly does not say law or resolution: both would do.
        return "na-resolution" if kind is not None else "law"
    return ""


def _act_of(instrument: str, kind: str) -> str:
    if instrument == "delegate":
        return "văn bản cá biệt (quyết định ủy quyền) có nội dung, phạm vi, thời hạn"
    return {
        "council": "nghị quyết (văn bản quy phạm pháp luật)",
        "committee": "quyết định (văn bản quy phạm pháp luật)",
        "chair": "quyết định của Chủ tịch UBND (văn bản quy phạm pháp luật)",
    }.get(kind, "văn bản quy phạm pháp luật")


_HOME = Path(__file__).parent / "rulebooks"


def _rows(name: str, table: str) -> list[dict[str, str]]:
    with (_HOME / name / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _set(cell: str) -> frozenset[str]:
    return _ANY if cell == "*" else frozenset(cell.split("|"))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _day(cell: str) -> int | None:
    return date.fromisoformat(cell).toordinal() if cell else None


def _spread(
    rows: list[dict[str, str]], editions: tuple[Edition, ...]
) -> Iterable[tuple[tuple[str, str], dict[str, str]]]:
    """Each row once for every edition and relation it names."""
    for row in rows:
        named = [e.edition for e in editions] if row["edition"] == "*" else row["edition"].split("|")
        for edition in named:
            for relation in RELATIONS if row["relation"] == "*" else (row["relation"],):
                yield (edition, relation), row


def _pair_row(row: dict[str, str]) -> _Pair:
    verdict = Verdict(row["allowed"] == "yes", "R2", row["provision"], row["read"] == "yes", row["note"])
    columns = ("instrument", "giver_kind", "giver_level", "receiver_kind", "reach")
    instrument, giver_kind, giver_level, receiver_kind, reach = (_set(row[column]) for column in columns)
    weight = sum(row[column] != "*" for column in columns)
    return _Pair(instrument, giver_kind, giver_level, receiver_kind, reach, weight, verdict)


def _rule_row(row: dict[str, str]) -> Rule:
    return Rule(
        row["rule"], row["governs"], row["value"], row["read"] == "yes",
        row["provision"], row["source"], row["summary"], row["summary_en"],
    )  # fmt: skip


@cache
def vn() -> RuleBook:
    """The rule book of Viet Nam."""
    editions = tuple(
        Edition(row["edition"], _day(row["from"]), _day(row["to"]), _parts(row["acts"]), row["note"])
        for row in _rows("vn", "editions")
    )
    pairs: dict[tuple[str, str], list[_Pair]] = {}
    for key, row in _spread(_rows("vn", "pairs"), editions):
        pairs.setdefault(key, []).append(_pair_row(row))
    rules: dict[tuple[str, str], list[Rule]] = {}
    for key, row in _spread(_rows("vn", "rules"), editions):
        rules.setdefault(key, []).append(_rule_row(row))
    frozen = {key: tuple(rows) for key, rows in rules.items()}
    return RuleBook("vn", editions, {key: tuple(rows) for key, rows in pairs.items()}, frozen)


def offered() -> dict[str, EntryPoint]:
    """Rule books that packages offer in the group ``phancap.rulebooks``, by name; ``vn`` is there without."""
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group="phancap.rulebooks")}


def load(name: str = "vn") -> RuleBook:
    """The rule book of that name: ``vn``, or one that a package offers in the group ``phancap.rulebooks``."""
    if name == "vn":
        return vn()
    others = offered()
    if name not in others:
        raise LookupError(f"`rulebook`: no rule book `{name}`; known: {', '.join(sorted({'vn', *others}))}")
    book = others[name].load()()
    if not isinstance(book, RuleBook):
        raise TypeError(f"`rulebook`: the entry point `{name}` does not give a rule book")
    return book
