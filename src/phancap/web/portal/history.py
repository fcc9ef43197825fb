"""Who it was before and who it will be: the intervals of an answer as rows and as a band of time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from phancap.competence import words
from phancap.competence.answer import provision_words
from phancap.competence.inquiry import Desk, Put
from phancap.formats.days import parse_day, show_day
from phancap.formats.kept import Kept
from phancap.web.portal.version import per_version

MOST_STEPS = 8
MOST_KEPT = 1024
"""Histories kept for a language, of some kB."""
LEAST_NUMBERED = 4.0
"""A bar narrower than this share of the band has no room for its number on a phone."""


def share(days: int, whole: int) -> float:
    """A stretch of days as percent of the band: a drawing in percents keeps its letters' size on any screen."""
    return max(0.0, min(100.0, 100 * days / whole))


def percent(value: float) -> str:
    """A length as SVG writes it."""
    return f"{value:.2f}%"


def year_marks(start: int, end: int) -> list[dict[str, str]]:
    """The first days of the years of ``[start, end)`` on a band; every second year or fewer where they crowd."""
    first, last = date.fromordinal(start).year, date.fromordinal(end - 1).year
    step = 1 + (last - first) // 8
    years = [year for year in range(first, last + 1) if (year - first) % step == 0]
    return [
        {"x": percent(share(date(year, 1, 1).toordinal() - start, end - start)), "year": str(year)}
        for year in years
    ]


class History(NamedTuple):
    """The intervals of an answer: rows of the table and bars of the band; what day is asked is not in them."""

    rows: list[dict[str, Any]]
    bars: list[dict[str, Any]]
    years: list[dict[str, str]]


def history(
    desk: Desk, put: Put, answer: dict[str, Any], lang: str, link: Callable[[Put], str]
) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The intervals through which the answer goes as rows, each with its ``link``, and the band that shows them.

    The matter is taken as received and decided on one day: a band of open dossiers would say something else.
    """
    start, end = desk.snapshot.horizon
    plain = put._replace(on=start, decided=None)
    found = None
    if desk.lasts(put.place):
        # The same question on another day of the interval goes through the same intervals.
        grants = tuple(part["grant"] for part in answer["chain"])
        body, valid = answer["body"], answer["valid"]
        key = (plain, valid["from"], valid["to"], answer["status"], body["id"] if body else "", grants)
        found = _kept(lang).of(key, lambda: _worked_out(desk, plain, answer, lang, link))
    else:
        found = _worked_out(desk, plain, answer, lang, link)
    rows = [{**row, "here": row["first"] <= put.on < row["last"]} for row in found.rows]
    mark = percent(share(put.on - start, end - start))
    return rows, {"bars": found.bars, "mark": mark, "years": found.years}


@per_version(2)
def _kept(lang: str) -> Kept[tuple[Any, ...], History]:
    return Kept(MOST_KEPT)


def _worked_out(
    desk: Desk, plain: Put, answer: dict[str, Any], lang: str, address: Callable[[Put], str]
) -> History:
    start, end = desk.snapshot.horizon
    steps = [(parse_day(answer["valid"]["from"]), parse_day(answer["valid"]["to"]), answer)]
    while steps[0][0] > start and len(steps) < MOST_STEPS:
        before = desk.answer(plain._replace(on=steps[0][0] - 1))
        steps.insert(0, (parse_day(before["valid"]["from"]), steps[0][0], before))
    while steps[-1][1] < end and len(steps) < 2 * MOST_STEPS:
        after = desk.answer(plain._replace(on=steps[-1][1]))
        steps.append((steps[-1][1], parse_day(after["valid"]["to"]), after))
    rows: list[dict[str, Any]] = []
    bars: list[dict[str, Any]] = []
    tones: dict[str, int] = {}
    for number, (first, last, found) in enumerate(steps, 1):
        who = found["body"]["name"] if found["body"] else words.STATUS[lang][found["status"]]
        tone = tones.setdefault(who, len(tones) % 3)
        left, width = share(first - start, end - start), share(last - first, end - start)
        kind = "gap" if found["status"] in ("gap", "overlap") else f"tone{tone}"
        rows.append({
            "from": show_day(first), "until": show_day(last - 1), "name": who, "first": first, "last": last,
            "acts": "; ".join(cited_link(link, lang) for link in found["chain"]), "kind": kind, "number": number,
            "link": address(plain._replace(on=max(first, start))),
        })  # fmt: skip
        bars.append({"x": percent(left), "width": percent(width), "middle": percent(left + width / 2), "kind": kind,
                     "number": number, "numbered": width > LEAST_NUMBERED})  # fmt: skip
    return History(rows, bars, year_marks(start, end))


def cited_link(link: dict[str, Any], lang: str) -> str:
    """A provision and its act, as people write them."""
    number = link["act"].partition("#")[0]
    return " ".join(part for part in (provision_words(link["provision"], lang), number) if part)
