"""An answer as the page shows it: the plain data of ``who.json`` put into words and a band of time."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from phancap.competence import words
from phancap.competence.answer import provision_words
from phancap.competence.inquiry import Desk, Put
from phancap.formats.days import format_day, parse_day, show_day
from phancap.formats.say import grouped, money

MOST_STEPS = 8
BAND_WIDTH = 720


def page_of(desk: Desk, put: Put, lang: str) -> dict[str, Any]:
    """Everything the template needs, in words."""
    answer = desk.answer(put)
    status = answer["status"]
    page: dict[str, Any] = {
        "answer": answer,
        "headline": answer["body"]["name"] if answer["body"] else words.STATUS[lang][status],
        "found": answer["body"] is not None,
        "power": answer["power"]["name"] or answer["power"]["id"],
        "role": words.ROLE[lang][answer["role"]],
        "place": answer["place"]["name"] if answer["place"] else put.place,
        "on": show_day(put.on),
        "basis": [_basis(link, lang) for link in answer["chain"]],
        "answerable": [b["name"] for b in answer["answerable"] if b != answer["body"]],
        "limit": _limit(answer["limit"], lang),
        "parts": [_part(part, put, lang) for part in answer["candidates"]],
        "thresholds": [_threshold(item, lang) for item in answer["thresholds"]],
        "lost": [{"basis": _cited(r, lang), "why": words.WHY[lang][r["why"]]} for r in answer["rejected"]],
        "now": "; ".join(unit["name"] for unit in (answer["place"] or {}).get("now", ())),
        "asks": _asks(desk, put, answer, lang) if status == "needs-facts" else [],
        "link": address(put, lang),
        "json": address(put, lang, "/who.json"),
        "given": [{"name": f"fact.{name}", "value": value} for name, value in put.facts],
    }
    if answer["valid"]:
        valid = answer["valid"]
        page["valid"] = {
            "from": show_day(parse_day(valid["from"])),
            "until": show_day(parse_day(valid["to"]) - 1),
            "why": words.END[lang][valid["end_reason"]],
            "next": valid["next"],
        }
        page["history"], page["band"] = _history(desk, put, answer, lang)
    return page


def address(put: Put, lang: str, path: str = "/who") -> str:
    """The address that asks this question again, for any day."""
    query = [("power", put.power), ("at", put.place), ("on", format_day(put.on))]
    if put.role != "decide":
        query.append(("role", put.role))
    query += [
        (name, format_day(day)) for name, day in (("decided", put.decided), ("known", put.known)) if day
    ]
    query += [("fact", f"{name}={value}") for name, value in put.facts]
    if lang != "vi":
        query.append(("lang", lang))
    return f"{path}?{urlencode(query)}"


def _basis(link: dict[str, Any], lang: str) -> dict[str, str]:
    return {
        "provision": provision_words(link["provision"], lang),
        "act": link["act"].partition("#")[0],
        "title": link["title"],
        "instrument": words.INSTRUMENT[lang][link["instrument"]],
        "grant": link["grant"],
    }


def _limit(limit: dict[str, Any] | None, lang: str) -> str:
    if not limit:
        return ""
    unit = words.LIMIT_UNIT[lang].get(limit["unit"], limit["unit"])
    value = "" if limit["value"] is None or limit["unit"] == "same_day" else f"{limit['value']} "
    return f"{value}{unit}" + (f" · {limit['note']}" if limit["note"] else "")


def _part(part: dict[str, Any], put: Put, lang: str) -> dict[str, str]:
    name = part["body"]["name"] if part["body"] else words.STATUS[lang][part["status"]]
    place = part["place"] or {"name": "", "uid": ""}
    again = put._replace(place=place["uid"]) if place["uid"] else put
    basis = "; ".join(_cited(link, lang) for link in part["chain"])
    return {"name": name, "place": place["name"], "basis": basis, "link": address(again, lang)}


def _cited(link: dict[str, Any], lang: str) -> str:
    return " ".join(part for part in (provision_words(link["provision"], lang), link["act"]) if part)


def _threshold(item: dict[str, Any], lang: str) -> dict[str, str]:
    at = item["at"]
    if isinstance(at, str):
        shown = f"= {at}"
    else:
        number = money(at, lang) if item["fact"] == "value" else grouped(at, lang)
        shown = f"{'<' if item['side'] == 'below' else '≥'} {number}"
    return {"fact": item["fact"], "at": shown, "then": item["then"]}


def _asks(desk: Desk, put: Put, answer: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """The facts that matter and are missing: the page asks the first, one at a time."""
    view = desk.snapshot.view(answer["power"]["id"], put.known)
    wanted = {item["fact"] for item in answer["thresholds"]}
    asks = []
    for fact in view.facts_of(answer["power"]["id"]):
        if fact.fact in wanted:
            label = (fact.label_en if lang == "en" else "") or fact.label or fact.fact
            choices = list(fact.values)
            if fact.type == "bool":
                yes, no = ("có", "không") if lang == "vi" else ("yes", "no")
                pairs = [("yes", yes), ("no", no)]
            else:
                pairs = [(value, value) for value in choices]
            asks.append(
                {"name": f"fact.{fact.fact}", "label": label, "choices": pairs, "money": fact.type == "money"}
            )
    return asks[:1]


def _history(
    desk: Desk, put: Put, answer: dict[str, Any], lang: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Who it was before and will be after, step by step through the intervals of the answer."""
    start, end = desk.snapshot.horizon
    steps = [(parse_day(answer["valid"]["from"]), parse_day(answer["valid"]["to"]), answer)]
    # The matter is taken as received and decided on one day: a band of dossiers would say something else.
    plain = put._replace(decided=None)
    while steps[0][0] > start and len(steps) < MOST_STEPS:
        before = desk.answer(plain._replace(on=steps[0][0] - 1))
        steps.insert(0, (parse_day(before["valid"]["from"]), steps[0][0], before))
    while steps[-1][1] < end and len(steps) < 2 * MOST_STEPS:
        after = desk.answer(plain._replace(on=steps[-1][1]))
        steps.append((steps[-1][1], parse_day(after["valid"]["to"]), after))
    history, band = [], []
    for number, (first, last, found) in enumerate(steps):
        here = first <= put.on < last
        name = found["body"]["name"] if found["body"] else words.STATUS[lang][found["status"]]
        acts = "; ".join(_cited(link, lang) for link in found["chain"])
        history.append({
            "from": show_day(first), "until": show_day(last - 1), "name": name, "acts": acts, "here": here,
            "link": address(put._replace(on=max(first, start), decided=None), lang), "number": number + 1,
        })  # fmt: skip
        left = (first - start) * BAND_WIDTH // (end - start)
        width = max(2, (last - start) * BAND_WIDTH // (end - start) - left)
        kind = "gap" if found["status"] in ("gap", "overlap") else f"tone{number % 3}"
        band.append(
            {
                "x": left,
                "width": width,
                "middle": left + width // 2,
                "kind": kind,
                "number": number + 1,
                "here": here,
            }
        )
    mark = (put.on - start) * BAND_WIDTH // (end - start)
    return history, [*band, {"mark": mark}]
