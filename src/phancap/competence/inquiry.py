"""Questions as people put them - words, old addresses, amounts - turned into the charter's terms and answered."""

from typing import Any, NamedTuple

from phancap.charter.model import ROLES
from phancap.charter.search import Entry, Match, find_power, first_part
from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.answer import Answer, Asked, empty_answer, explain
from phancap.competence.answers_kept import KeptAnswers
from phancap.competence.given import BadQuestion, read_facts
from phancap.competence.outcome import Outcome, Question, outcome, valid_interval
from phancap.formats.days import format_day, show_day
from phancap.formats.kept import Kept
from phancap.formats.say import say
from phancap.territory.labels import full_label
from phancap.territory.model import LEVEL_OF_LETTER
from phancap.territory.place_json import sentence
from phancap.territory.places import Locate, PlaceResult, find_places, load_gazetteer
from phancap.workspace.snapshot import Snapshot

MOST_NOW = 3
"""A place that lies in more communes today is not told by naming them."""

MOST_PLACES = 4096
"""Readings of places that a desk keeps."""


NOT_UNDERSTOOD = ("unknown-power", "unknown-place")
"""The days between which a question is not understood are in the answer by contract and tell a person nothing."""


class Put(NamedTuple):
    """A question in people's words. ``decided`` and ``known`` are day numbers or ``None``.

    ``options`` only go along with the question: whoever answers has opened the workspace with them.
    """

    power: str
    place: str
    on: int
    role: str = "decide"
    decided: int | None = None
    known: int | None = None
    facts: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()


class Desk:
    """Answers questions about one workspace; what it looked up once it keeps."""

    def __init__(self, snapshot: Snapshot, lang: str = "vi", locate: Locate | None = None) -> None:
        """``locate`` finds the units that hold a point; without it no point means a place."""
        self.snapshot = snapshot
        self.lang = lang
        self._locate = locate
        self._entries: list[Entry] | None = None
        self._gazetteer: Any = None
        self._matches: Kept[tuple[str, int | None], Match] = Kept(MOST_PLACES)
        self._codes: frozenset[str] | None = None
        self._names: dict[str, str] | None = None
        self._answers = KeptAnswers()
        self._places: Kept[tuple[str, int, int | None], PlaceResult] = Kept(MOST_PLACES)
        self._lasting: Kept[tuple[str, int, int | None], PlaceResult] = Kept(MOST_PLACES)
        self._named: Kept[tuple[int, int | None], list[dict[str, str]]] = Kept(MOST_PLACES)

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
        if self._codes is None:
            self._codes = frozenset(first_part(code) for entry in self.entries for code, *_ in entry.codes)
        # Only a code may mean another power on another day.
        key = (asked, day if first_part(asked) in self._codes else None)
        return self._matches.of(key, lambda: find_power(self.entries, asked, day))

    @property
    def names(self) -> dict[str, str]:
        """Every power's name."""
        if self._names is None:
            english = self.lang == "en"
            titles = self.snapshot.section("titles")
            self._names = {power: (name_en if english else "") or name for power, name, name_en in titles}
        return self._names

    def place(self, asked: str, day: int, known: int | None = None) -> PlaceResult:
        """The unit versions that a place in words, a code or a uid may mean."""
        key = (asked, day, known)
        found = self._places.get(key)
        if found is not None:
            return found
        land = self.snapshot.land(known)
        of_era = (asked, land.era(day), known)
        lasting = self._lasting.get(of_era)
        if lasting is not None:
            return lasting._replace(day=day)
        if self._gazetteer is None:
            self._gazetteer = load_gazetteer(self.snapshot.section("names"))
        found = find_places(self._gazetteer, land, asked, day, self._locate)
        # A page asks for its place many times over. What a point means hangs on boundaries that may change.
        if self.lasts(asked):
            if found.candidates:
                # No unit begins or ends within an era, so words mean the same on all its days.
                self._lasting[of_era] = found
            else:
                self._places[key] = found  # why there is none may name the day
        return found

    def lasts(self, place: str) -> bool:
        """Whether a place means the same as long as the workspace is the same: words do, a point may not."""
        return self._locate is None or any(sign.isalpha() for sign in place)

    def answer(self, put: Put) -> Answer:
        """The explained answer: to be read, not to be changed, for parts of it are kept and given again."""
        found = self._prepare(put)
        if not isinstance(found, _Prepared):
            return found
        asked = Asked(found.question, found.place, self.snapshot.id, self.lang)
        # Decided on another day, two days count; a kept answer hangs on one.
        answer = (
            self._answers.explained(found.view, asked) if put.decided is None else explain(found.view, asked)
        )
        answer["notes"] = [*self.stamp(), *found.notes, *answer["notes"]]
        return answer

    def held_before(self, put: Put) -> Answer | None:
        """For a question that nobody answers, the explained answer of the last day before, on the same ground,
        on which somebody did; ``None`` where nobody ever did.

        The matter is taken as received and decided on one day.
        """
        found = self._prepare(put)
        if not isinstance(found, _Prepared):
            return None
        on = put.on if put.decided is None else put.decided
        question = found.question._replace(on=on, decided=None)
        held = outcome(found.view, question)
        if held.status != "gap":
            return None
        while held.status == "gap":
            first = valid_interval(found.view, question, held).start
            if first <= self.snapshot.horizon.start:
                return None
            question = question._replace(on=first - 1)
            held = outcome(found.view, question)
        return self._answers.explained(found.view, Asked(question, found.place, self.snapshot.id, self.lang))

    def stamp(self) -> list[str]:
        """What must stand on every answer that counts proposals in: it is not the city's."""
        if not self.snapshot.options:
            return []
        return [say(words.NOTES, self.lang, "stamp", options=", ".join(self.snapshot.options))]

    def brief(self, put: Put) -> dict[str, str]:
        """The columns that a batch adds: status, body, answerable, grant, valid_from, valid_to."""
        found = self._prepare(put)
        if not isinstance(found, _Prepared):
            valid = found["valid"] or {"from": "", "to": ""}
            return _brief(found["status"], "", "", "", valid["from"], valid["to"])
        result: Outcome = outcome(found.view, found.question)
        span = valid_interval(found.view, found.question, result)
        named = result.holding if result.status in ("competent", "to-be-assigned") else None
        return _brief(
            result.status,
            named.body if named else "",
            ";".join(named.answerable) if named else "",
            named.chain[-1].grant.grant if named and named.chain else "",
            format_day(span.start),
            format_day(span.end),
        )

    def _prepare(self, put: Put) -> "_Prepared | Answer":
        self._check(put)
        start, end = self.snapshot.horizon
        decided = put.on if put.decided is None else put.decided
        if not (start <= put.on < end and start <= decided < end):
            note = say(words.NOTES, self.lang, "horizon", start=show_day(start), end=show_day(end - 1))
            return self._negative(put, {"id": put.power, "name": ""}, "no-such-day", [note], None)
        match = self.power(put.power, put.on)
        if not match.power:
            near = self._near(match)
            return self._negative(put, {"id": put.power, "name": ""}, "unknown-power", near, (start, end))
        view = self.snapshot.view(match.power, put.known)
        if match.power not in view.powers:
            return self._negative(put, {"id": match.power, "name": ""}, "unknown-power", [], (start, end))
        meant = view.powers[match.power]
        name = (meant.name_en if self.lang == "en" else "") or meant.name
        place = self.place(put.place, put.on, put.known)
        if not place.candidates:
            near = [why] if (why := sentence(place, self.lang)) else []
            if place.nearest:
                near.append(say(words.NOTES, self.lang, "nearest", names="; ".join(place.nearest)))
            until = self._place_unknown_until(put)
            return self._negative(
                put, {"id": meant.power, "name": name}, "unknown-place", near, (start, until)
            )
        notes = self._meant(match, name) if match.by_words else []
        facts, ignored = read_facts(view, match.power, put.facts, self.lang)
        notes += [say(words.NOTES, self.lang, "ignored-fact", fact=fact) for fact in ignored]
        mask = 0
        for candidate in place.candidates:
            mask |= candidate.mask
        first = place.candidates[0]
        named: dict[str, Any] = {"uid": first.uid, "name": first.name}
        if len(place.candidates) > 1:
            named["uids"] = [candidate.uid for candidate in place.candidates]
        now = [] if self._stands(view, [c.uid for c in place.candidates]) else self._now(view, mask)
        if now and [unit["uid"] for unit in now] != [named["uid"]]:
            named["now"] = now
        question = Question(match.power, put.role, mask, put.on, put.decided, facts)
        return _Prepared(view, question, named, notes)

    def _stands(self, view: View, uids: list[str]) -> bool:
        """Whether the units named are still there on the last day of the record."""
        last = self.snapshot.horizon.end - 1
        units = view.territory.units
        return all(uid in units and units[uid].alive(last) for uid in uids)

    def _now(self, view: View, mask: int) -> list[dict[str, str]]:
        """The communes that cover the place on the last day of the record; none for a wide place."""

        def named() -> list[dict[str, str]]:
            last = view.territory.communes_of(mask, self.snapshot.horizon.end - 1)
            shown = last if len(last) <= MOST_NOW else []
            return [{"uid": unit.uid, "name": full_label(view.territory, unit)} for unit in shown]

        return self._named.of((mask, view.known), named)

    def _check(self, put: Put) -> None:
        if put.role not in ROLES:
            from phancap.formats.nearest import nearest

            near = nearest(put.role, ROLES, limit=1)
            hint = say(words.REFUSED, self.lang, "near", value=near[0]) if near else ""
            raise BadQuestion(
                say(words.REFUSED, self.lang, "role", role=put.role, hint=hint, roles=", ".join(ROLES))
            )
        if put.decided is not None and put.decided < put.on:
            decided, on = show_day(put.decided), show_day(put.on)
            raise BadQuestion(say(words.REFUSED, self.lang, "decided", decided=decided, on=on))

    def _place_unknown_until(self, put: Put) -> int:
        """A code that nobody bore yet is unknown until the first unit bears it; words are for good."""
        letter, code = put.place.strip()[:1], put.place.strip()[1:]
        level = LEVEL_OF_LETTER.get(letter, "")
        starts = [unit.start for unit in self.snapshot.land(put.known).versions_of_code(level, code)]
        return min([day for day in starts if day > put.on], default=self.snapshot.horizon.end)

    def _negative(
        self, put: Put, power: dict[str, Any], status: str, notes: list[str], span: tuple[int, int] | None
    ) -> Answer:
        valid = None
        if span is not None:
            reason = "horizon" if span[1] == self.snapshot.horizon.end else "law"
            valid = {"from": format_day(span[0]), "to": format_day(span[1]), "end_reason": reason, "next": ""}
        return empty_answer(
            power, put.role, status, snapshot=self.snapshot.id, on=format_day(put.on),
            decided=format_day(put.on if put.decided is None else put.decided),
            known=None if put.known is None else format_day(put.known), notes=notes, valid=valid,
        )  # fmt: skip

    def _near(self, match: Match) -> list[str]:
        if not match.near:
            return []
        shown = "; ".join(f"{power} ({self.names[power]})" for power in match.near[:5])
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
