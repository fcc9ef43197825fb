"""Questions as people put them - words, old addresses, amounts - turned into the charter's terms and answered."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from phancap.charter.model import ROLES
from phancap.charter.search import Entry, Match, find_power
from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.answer import Answer, Asked, body_json, empty_answer, explain
from phancap.competence.oracle import Facts
from phancap.competence.outcome import Outcome, Question, outcome, valid_interval
from phancap.formats.days import format_day, show_day
from phancap.formats.folding import fold
from phancap.formats.say import say
from phancap.territory.places import PlaceResult, find_places, load_gazetteer
from phancap.workspace.snapshot import Snapshot


class BadQuestion(ValueError):
    """A question that cannot be put: a role, fact or value that does not exist. The message says what does."""


class Put(NamedTuple):
    """A question in people's words. ``decided`` and ``known`` are day numbers or ``None``."""

    power: str
    place: str
    on: int
    role: str = "decide"
    decided: int | None = None
    known: int | None = None
    facts: tuple[tuple[str, str], ...] = ()


class Desk:
    """Answers questions about one workspace; what it looked up once it keeps."""

    def __init__(self, snapshot: Snapshot, lang: str = "vi") -> None:
        self.snapshot = snapshot
        self.lang = lang
        self._entries: list[Entry] | None = None
        self._gazetteer: Any = None

    @property
    def entries(self) -> list[Entry]:
        """The powers as the search sees them."""
        if self._entries is None:
            self._entries = [Entry(*row) for row in self.snapshot.section("search")]
        return self._entries

    def power(self, asked: str, day: int) -> Match:
        """The power meant; an id that exists needs no search."""
        if self.snapshot.has_power(asked):
            return Match(asked)
        return find_power(self.entries, asked, day)

    def place(self, asked: str, day: int, known: int | None = None) -> PlaceResult:
        """The unit versions that a place in words, a code or a uid may mean."""
        if self._gazetteer is None:
            self._gazetteer = load_gazetteer(self.snapshot.section("names"))
        return find_places(self._gazetteer, self.snapshot.land(known), asked, day)

    def answer(self, put: Put) -> Answer:
        """The explained answer."""
        found = self._prepare(put)
        if not isinstance(found, _Prepared):
            return found
        answer = explain(found.view, Asked(found.question, found.place, self.snapshot.id, self.lang))
        answer["notes"] = [*found.notes, *answer["notes"]]
        return answer

    def brief(self, put: Put) -> dict[str, str]:
        """The columns that a batch adds: status, body, answerable, grant, valid_from, valid_to."""
        found = self._prepare(put)
        if not isinstance(found, _Prepared):
            return _brief(found["status"])
        result: Outcome = outcome(found.view, found.question)
        valid = valid_interval(found.view, found.question, result)
        named = result.holding if result.status in ("competent", "to-be-assigned") else None
        return _brief(
            result.status,
            named.body if named else "",
            ";".join(named.answerable) if named else "",
            named.chain[-1].grant.grant if named and named.chain else "",
            format_day(valid.start),
            format_day(valid.end),
        )

    def _prepare(self, put: Put) -> _Prepared | Answer:
        self._check(put)
        start, end = self.snapshot.horizon
        decided = put.on if put.decided is None else put.decided
        if not (start <= put.on < end and start <= decided < end):
            note = say(words.NOTES, self.lang, "horizon", start=show_day(start), end=show_day(end - 1))
            return self._negative(put, {"id": put.power, "name": ""}, "no-such-day", [note])
        match = self.power(put.power, put.on)
        if not match.power:
            return self._negative(put, {"id": put.power, "name": ""}, "unknown-power", self._near(match))
        view = self.snapshot.view(match.power, put.known)
        if match.power not in view.powers:
            return self._negative(put, {"id": match.power, "name": ""}, "unknown-power", [])
        meant = view.powers[match.power]
        place = self.place(put.place, put.on, put.known)
        if not place.candidates:
            near = [say(words.NOTES, self.lang, "nearest", names="; ".join(place.nearest))] if place.nearest else []
            return self._negative(put, {"id": meant.power, "name": meant.name}, "unknown-place", near)
        notes = self._meant(match, meant.name) if match.by_words else []
        facts, ignored = read_facts(view, match.power, put.facts, self.lang)
        notes += [say(words.NOTES, self.lang, "ignored-fact", fact=fact) for fact in ignored]
        mask = 0
        for candidate in place.candidates:
            mask |= candidate.mask
        first = place.candidates[0]
        named = {"uid": first.uid, "name": first.name}
        if len(place.candidates) > 1:
            named["uids"] = [candidate.uid for candidate in place.candidates]
        question = Question(match.power, put.role, mask, put.on, put.decided, facts)
        return _Prepared(view, question, named, notes)

    def _check(self, put: Put) -> None:
        if put.role not in ROLES:
            from phancap.formats.nearest import nearest

            near = nearest(put.role, ROLES, limit=1)
            hint = f" · gần nhất: `{near[0]}`" if near else ""
            raise BadQuestion(f"không có vai trò `{put.role}`{hint} · có: {', '.join(ROLES)}")
        if put.decided is not None and put.decided < put.on:
            raise BadQuestion(
                f"ngày quyết định {show_day(put.decided)} trước ngày nhận {show_day(put.on)} · "
                "`--decided` phải từ ngày `--on` trở đi"
            )

    def _negative(self, put: Put, power: dict[str, Any], status: str, notes: list[str]) -> Answer:
        return empty_answer(
            power, put.role, status, snapshot=self.snapshot.id, on=format_day(put.on),
            decided=format_day(put.on if put.decided is None else put.decided),
            known=None if put.known is None else format_day(put.known), notes=notes,
        )  # fmt: skip

    def _near(self, match: Match) -> list[str]:
        if not match.near:
            return []
        names = {entry[0]: entry for entry in self.snapshot.section("titles")}
        shown = "; ".join(f"{power} ({names[power][1]})" for power in match.near[:5])
        return [say(words.NOTES, self.lang, "nearest", names=shown)]

    def _meant(self, match: Match, name: str) -> list[str]:
        return [say(words.NOTES, self.lang, "meant", name=name, id=match.power)]


class _Prepared(NamedTuple):
    view: View
    question: Question
    place: dict[str, Any]
    notes: list[str]


def _brief(status: str, *rest: str) -> dict[str, str]:
    columns = ("status", "body", "answerable", "grant", "valid_from", "valid_to")
    return dict(zip(columns, (status, *rest, "", "", "", "", ""), strict=False))


_PLAIN = re.compile(r"[+-]?\d+\Z")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[._ ]\d{3})+\Z")
_WORDED = re.compile(r"(\d+)(?:[.,](\d+))?\s*(ty|trieu|nghin|ngan)\b.*\Z")
_SIZES = {"ty": 10**9, "trieu": 10**6, "nghin": 10**3, "ngan": 10**3}
_YES = {"yes": "yes", "co": "yes", "true": "yes", "no": "no", "khong": "no", "false": "no"}
_LONGEST_NUMBER = 30


def read_facts(
    view: View, power: str, given: tuple[tuple[str, str], ...], lang: str = "vi"
) -> tuple[Facts, list[str]]:
    """Facts in people's words to typed values, and the names that the power does not declare."""
    declared = {fact.fact: fact for fact in view.facts_of(power)}
    facts: Facts = {}
    ignored = []
    for name, text in given:
        fact = declared.get(name)
        if fact is None:
            ignored.append(name)
        elif fact.type == "category":
            facts[name] = _category(name, text, fact.values)
        elif fact.type == "bool":
            facts[name] = _yes_no(name, text)
        else:
            facts[name] = read_number(name, text)
    return facts, ignored


def read_number(name: str, text: str) -> int:
    """``15000000000``, ``15.000.000.000``, ``15 tỷ`` or ``1,5 tỷ`` as a whole number."""
    clean = text.strip()
    if len(clean) <= _LONGEST_NUMBER:
        if _PLAIN.match(clean):
            return int(clean)
        if _GROUPED.match(clean):
            return int(re.sub(r"[._ ]", "", clean))
        worded = _WORDED.match(fold_number(clean))
        if worded:
            whole, part, size = worded.groups()
            scale = _SIZES[size]
            return int(whole) * scale + (int(part) * scale // 10 ** len(part) if part else 0)
    raise BadQuestion(f"`{name}={text}`: cần số nguyên, như `{name}=15000000000` hoặc `{name}=\"15 tỷ\"`")


def fold_number(text: str) -> str:
    """Words of size folded (``tỷ``, ``tỉ`` to ``ty``), digits and decimal marks kept."""
    pieces = re.split(r"([0-9.,]+)", text)
    folded = "".join(piece if re.match(r"[0-9]", piece) else f" {fold(piece)} " for piece in pieces)
    return re.sub(r"\bti\b", "ty", folded).strip()


def _category(name: str, text: str, values: tuple[str, ...]) -> str:
    by_fold = {fold(value): value for value in values}
    if text in values:
        return text
    if fold(text) in by_fold:
        return by_fold[fold(text)]
    from phancap.formats.nearest import nearest

    near = nearest(text, values, limit=1)
    hint = f" · gần nhất: `{near[0]}`" if near else ""
    raise BadQuestion(f"`{name}` không có giá trị `{text}`{hint} · có: {', '.join(values)}")


def _yes_no(name: str, text: str) -> str:
    value = _YES.get(fold(text))
    if value is None:
        raise BadQuestion(f"`{name}={text}`: cần `yes` hoặc `no`")
    return value


__all__ = ["BadQuestion", "Desk", "Put", "body_json", "read_facts"]
