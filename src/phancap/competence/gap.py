"""What helps where nobody is competent: who was until when and why that ended, and which act would mend it."""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.agenda import agenda
from phancap.competence.answer import Answer, cited
from phancap.competence.inquiry import Desk, Put
from phancap.competence.need_words import act_words, organ_words
from phancap.formats.days import parse_day, show_day
from phancap.formats.say import say


class Help(NamedTuple):
    """The last holder in a sentence without a capital, the day its competence was gone (a day number), and the acts
    that would mend it, each with the organ that makes it, quickest first; no acts where the agenda names none."""

    before: str
    day: int
    needs: tuple[str, ...]


def help_of(desk: Desk, put: Put, answer: Answer) -> Help | None:
    """The help that a gap can give; ``None`` for any other answer, and where nobody ever held the power."""
    if answer["status"] != "gap":
        return None
    held = desk.held_before(put)
    if held is None:
        return None
    bodies = [held["body"], *(part["body"] for part in held["candidates"])]
    names = list(dict.fromkeys(body["name"] for body in bodies if body))
    if not names:
        return None
    power = answer["power"]["id"]
    view = desk.snapshot.view(power, put.known)
    day = parse_day(held["valid"]["to"])
    said = say(words.BEFORE, desk.lang, "until", until=show_day(day - 1), holder="; ".join(names))
    needs: tuple[str, ...] = ()
    if held["chain"]:
        ended = _ended(held)
        said += _why(view, held, ended, desk.lang)
        needs = _needs(view, power, day, {ended["act"], view.grants[ended["grant"]].holder}, desk.lang)
    return Help(said, day, needs)


def _ended(held: Answer) -> dict[str, Any]:
    """The first link of the chain that ends with the answer; the last one where only an organ ended."""
    ending: dict[str, Any] = next(
        (link for link in held["chain"] if link["to"] == held["valid"]["to"]), held["chain"][-1]
    )
    return ending


def _why(view: View, held: Answer, ended: dict[str, Any], lang: str) -> str:
    last = view.grants[held["chain"][-1]["grant"]]
    said = say(words.BEFORE, lang, "by", basis=cited(view, last, lang))
    grant = view.grants[ended["grant"]]
    if ended["to"] != held["valid"]["to"]:
        return said + say(words.BEFORE, lang, "gone")
    if grant != last:
        return said + say(words.BEFORE, lang, "above", basis=cited(view, grant, lang))
    ender = view.life(grant).ender
    return said + say(words.BEFORE, lang, "ended" if ender else "expired", by=ender.partition("#")[0])


def _needs(view: View, power: str, day: int, causes: set[str], lang: str) -> tuple[str, ...]:
    rows = [row for row in agenda(view, day, day + 1, lang, power) if row["ends"] in causes and row["falls"]]
    ways = sorted(
        (way for row in rows for way in row["needs"]), key=lambda way: way["start_by"], reverse=True
    )
    return tuple(dict.fromkeys(_need(view, way, lang) for way in ways))


def _need(view: View, way: dict[str, str], lang: str) -> str:
    """``nghị định (Chính phủ)``; the organ is not told twice."""
    act, organ = act_words(way["act"], lang), organ_words(view, way["organ"], lang)
    return act if organ in act else f"{act} ({organ})"
