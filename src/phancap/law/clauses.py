"""References to places in an act: runs of ``điểm``, ``khoản``, ``Điều`` to provisions like ``Đ.103 k.3 đ.a``.

A run is what a document writes in one breath before (or behind) the name of an act: "điểm b khoản 2 Điều 22,
khoản 2 Điều 28 và các Điều 30, 32". Lists distribute ("khoản 4, 5, 6 Điều 28"), ranges are spelt out ("từ
Điều 5 đến Điều 9"), the order may be reversed ("Điều 12 khoản 3 điểm b").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_W = r"[ \n]{1,40}"
_W0 = r"[ \n]{0,40}"
_JOIN = rf"{_W0}(?:[,;]{_W0}(?:(?:va|hoac|den){_W})?|(?:va|hoac|den){_W}|[-]{_W0})(?:tu{_W})?(?:cac{_W})?"
_NUM = r"[0-9]{1,3}[a-z]?(?![0-9a-z])(?![.,][0-9]{2})"
_LETTER = r"(?:[a-z](?:\.?[0-9]{1,2})?|[0-9]{1,2}(?:\.[0-9]{1,2})?(?=[ \n,;]))(?![a-z0-9/])"
_ROMAN = r"(?:[ivxlc]{1,6}|[0-9]{1,3})(?![0-9a-z])"


# "Điều 5, 3 tháng" counts months, "khoản 2 và 10 người" people: no further article or clause.
_COUNTED = r"(?![ \n](?:thang|ngay|nam|nguoi|lan|dong|trieu|ty|gio|phut|tuoi|cap|don vi)\b|[ \n]?%)"


def _list(word: str, item: str) -> str:
    return rf"{word}{_W}{item}(?:{_JOIN}(?:{word}{_W}{item}|{item}{_COUNTED}))*"


# "Điều 22.2", "Điều 5.1.b": clause and point behind the article.
_DOTTED = rf"(?:[0-9]{{1,3}}\.[0-9]{{1,2}}(?:\.[a-z])?(?![0-9a-z/.-])|{_NUM})"
_POINTS, _CLAUSES, _ARTICLES = _list("diem", _LETTER), _list("khoan", _NUM), _list("dieu", _DOTTED)
_OUTER = "|".join(_list(word, _ROMAN) for word in ("chuong", "muc", "phu luc(?: so)?", "phan"))
_THIS = rf"(?:dieu|khoan|chuong){_W}nay\b"
_UNIT = rf"(?:{_POINTS}|{_CLAUSES}|{_ARTICLES}|{_THIS}|{_OUTER})"
_GLUE = rf"{_W0}(?:[,;(]|va|hoac|den|cua|tai|thuoc|vao[ \n](?:sau|truoc)|truoc)?{_W0}(?:(?:va|hoac|tai|den|cua){_W})?(?:tu{_W})?(?:cac{_W})?"
RUN = re.compile(rf"{_UNIT}(?:{_GLUE}{_UNIT})*")
_TOKEN = re.compile(
    r"(?P<word>diem|khoan|dieu|chuong|muc|phu luc|phan)(?=[ \n])|(?P<to>den(?=[ \n])|-)"
    r"|(?<![a-z0-9])(?P<item>nay\b|[0-9]{1,3}\.[0-9]{1,2}(?:\.[a-z])?(?![0-9a-z/.-])|[0-9]{1,3}[a-z]?(?![a-z])|[a-z](?:\.?[0-9]{1,2})?(?![a-z])|[ivxlc]{2,6}(?![a-z]))"
)
_WORDS = ("diem", "khoan", "dieu", "chuong", "muc", "phu luc", "phan")
_SIGN = {
    "diem": "đ.",
    "khoan": "k.",
    "dieu": "Đ.",
    "chuong": "Ch.",
    "muc": "M.",
    "phu luc": "PL.",
    "phan": "P.",
}
_DEPTH = {"diem": 3, "khoan": 2, "dieu": 1}
_POINT_ORDER = "abcdđeghiklmnopqrstuvxy"
_LONGEST_RANGE = 200


_BUT = re.compile(r"[ \n]?\((?:ngoai[ ])?tru[ \n][^()]{1,60}\)")
"""What a reference leaves out: "Điều 7 (trừ khoản 3)" names no clause."""


class Run(NamedTuple):
    """A run in a text: its span and the provisions it names, in reading order. ``this`` where it says
    "Điều này" or "khoản này"."""

    start: int
    end: int
    provisions: tuple[str, ...]
    this: bool


def find_runs(plain: str, folded: str) -> list[Run]:
    """Every run of clause references; both texts have the same length (see ``TextView``)."""
    runs: list[Run] = []
    floor = 0
    for begin in places_of(folded, _WORDS):
        match = RUN.match(folded, begin) if begin >= floor else None
        if match is None or (begin and folded[begin - 1].isalpha()):
            continue
        start, end = match.span()
        but = _BUT.match(folded, end)
        floor = but.end() if but else end
        provisions = provisions_of(plain[start:end], match[0])
        if provisions:
            runs.append(Run(start, floor, provisions, "nay" in match[0]))
    return runs


def places_of(text: str, words: Iterable[str]) -> list[int]:
    """Where any of the words begins, in order: ``str.find`` a word is faster than one pattern of all."""
    places: list[int] = []
    for word in words:
        place = text.find(word)
        while place >= 0:
            places.append(place)
            place = text.find(word, place + 1)
    return sorted(places)


class _Item(NamedTuple):
    word: str
    value: str


@lru_cache(maxsize=1024)
def provisions_of(plain: str, folded: str) -> tuple[str, ...]:
    """The provisions that one run names, without repeats."""
    items = _items(plain, folded)
    last_article = max((at for at, item in enumerate(items) if item.word == "dieu"), default=-1)
    found: list[str] = []
    waiting: list[tuple[str, str]] = []  # (clause, point) that wait for the article behind them
    points: list[str] = []  # points that wait for the clause behind them
    bare = False  # whether the last article came without clauses: the anchor of a reversed reference
    for word, value in items[: last_article + 1]:
        if word == "diem":
            points.append(value)
        elif word == "khoan":
            waiting.extend((value, point) for point in points or [""])
            points = []
        elif word == "dieu":
            waiting.extend(("", point) for point in points)
            points = []
            bare = not waiting
            found.extend(_provision(value, clause, point) for clause, point in waiting or [("", "")])
            waiting = []
        else:
            found.append(f"{_SIGN[word]}{value}")
    article = items[last_article].value if last_article >= 0 else ""
    tail = items[last_article + 1 :]
    inner = [item for item in tail if item.word in ("khoan", "diem")]
    if inner:
        if bare and last_article >= 0:
            found.remove(_provision(article, "", ""))
        found.extend(_provision(article, clause, point) for clause, point in _tail(inner, bool(article)))
    found.extend(f"{_SIGN[item.word]}{item.value}" for item in tail if item not in inner)
    return tuple(dict.fromkeys(found))


def _tail(items: list[_Item], reversed_order: bool) -> list[tuple[str, str]]:
    """(clause, point) of what follows the last article, or of a run without one."""
    pairs: list[tuple[str, str]] = []
    if reversed_order or items[0].word == "khoan":
        clause = ""
        for word, value in items:
            if word == "khoan":
                clause = value
                pairs.append((clause, ""))
            else:
                if (clause, "") in pairs:
                    pairs.remove((clause, ""))
                pairs.append((clause, value))
        return pairs
    points: list[str] = []
    for word, value in items:
        if word == "diem":
            points.append(value)
        else:
            pairs.extend((value, point) for point in points or [""])
            points = []
    return pairs + [("", point) for point in points]


def _provision(article: str, clause: str, point: str) -> str:
    parts = []
    if article:
        parts.append(f"Đ.{article}")
    if clause:
        parts.append(f"k.{clause}")
    if point:
        parts.append(f"đ.{point}")
    return " ".join(parts)


def _items(plain: str, folded: str) -> list[_Item]:
    items: list[_Item] = []
    word, ranging = "", False
    for match in _TOKEN.finditer(folded):
        kind, value = match.lastgroup, match[0]
        if kind == "word":
            word = value
        elif kind == "to":
            ranging = bool(items)
        elif word:
            if word == "diem":
                # The only letter that differs by its stroke alone: điểm đ stands after điểm d.
                value = plain[match.start() : match.end()].lower()
            elif word in ("chuong", "muc", "phu luc", "phan") and value != "nay":
                value = value.upper()
            if value == "nay":
                value = "này"
            if word == "dieu" and "." in value:
                article, clause, point = (*value.split("."), "")[:3]
                items.extend([_Item("diem", point)] if point else [])
                items.extend((_Item("khoan", clause), _Item(word, article)))
                ranging = False
                continue
            if ranging and items and items[-1].word == word:
                items.extend(_Item(word, between) for between in _between(word, items[-1].value, value))
            items.append(_Item(word, value))
            ranging = False
    return items


def _between(word: str, first: str, last: str) -> list[str]:
    """What lies between the ends of a range, ends not included."""
    if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) <= _LONGEST_RANGE:
        return [str(number) for number in range(int(first) + 1, int(last))]
    if word == "diem" and first in _POINT_ORDER and last in _POINT_ORDER and len(first) == len(last) == 1:
        return list(_POINT_ORDER[_POINT_ORDER.index(first) + 1 : _POINT_ORDER.index(last)])
    return []
