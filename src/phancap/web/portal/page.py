"""An answer as the page shows it: the plain data of ``who.json`` put into words, links and a band of time."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus

from phancap.competence import words
from phancap.competence.answer import provision_words
from phancap.competence.gap import help_of
from phancap.competence.inquiry import NOT_UNDERSTOOD, Desk, Put
from phancap.formats.days import format_day, parse_day, show_day, today
from phancap.formats.say import grouped, money
from phancap.web.portal.handing_in import call, counter, due, limit_words
from phancap.web.portal.history import cited_link, history

SHOWN_OF_SNAPSHOT = 12


def page_of(desk: Desk, put: Put, lang: str) -> dict[str, Any]:
    """Everything the template needs, in words."""
    answer = desk.answer(put)
    status = answer["status"]
    body = answer["body"]
    page: dict[str, Any] = {
        "answer": answer,
        "headline": body["name"] if body else _capital(words.STATUS[lang][status]),
        "found": body is not None,
        "body": _room("bodies", body["id"], put, lang) if body else "",
        "hotline": call(body["hotline"]) if body and body.get("hotline") else None,
        "power": answer["power"]["name"] or answer["power"]["id"],
        "power_link": _room("powers", answer["power"]["id"], put, lang) if answer["power"]["name"] else "",
        "role": words.ROLE[lang][answer["role"]],
        "place": answer["place"]["name"] if answer["place"] else put.place,
        "place_link": _room("units", answer["place"]["uid"], put, lang) if answer["place"] else "",
        "now": [(unit["name"], _room("units", unit["uid"], put, lang)) for unit in (answer["place"] or {}).get("now", ())],
        "on": show_day(put.on),
        "today": put.on == today(),
        "known": show_day(put.known) if put.known else "",
        "decided": show_day(put.decided) if put.decided else "",
        "facts": _given(desk, put, answer, lang),
        "basis": [_basis(link, put, lang) for link in answer["chain"]],
        "answerable": [b["name"] for b in answer["answerable"] if b != body],
        "limit": limit_words(answer["limit"], lang) if answer["limit"] else "",
        "limit_note": answer["limit"]["note"] if answer["limit"] else "",
        "parts": [_part(part, put, lang) for part in answer["candidates"]],
        "thresholds": [_threshold(item, lang) for item in answer["thresholds"]],
        "lost": [
            {"basis": basis, "why": why}
            for basis, why in dict.fromkeys((cited_link(r, lang), words.WHY[lang][r["why"]]) for r in answer["rejected"])
        ],
        "help": _help(desk, put, answer, lang) if status == "gap" else None,
        "asks": _asks(desk, put, answer, lang) if status == "needs-facts" else [],
        "near": _near(desk, put, status, lang) if status in NOT_UNDERSTOOD else [],
        "link": address(put, lang),
        "json": address(put, lang, "/who.json"),
        "card": address(put, lang, "/who/card"),
        "lasting": lasting(pinned(desk, put, answer), lang, answer["snapshot"]),
        **_map(put, answer, lang),
        "snapshot": answer["snapshot"][:SHOWN_OF_SNAPSHOT],
        "given": [{"name": f"fact.{name}", "value": value} for name, value in put.facts],
    }  # fmt: skip
    if status in ("competent", "to-be-assigned"):
        page["counter"] = _counter(desk, put, answer, lang)
        page["due"] = due(answer, put, today(), lang)
    if answer["valid"] and status not in NOT_UNDERSTOOD:
        valid = answer["valid"]
        page["valid"] = {
            "from": show_day(parse_day(valid["from"])),
            "until": show_day(parse_day(valid["to"]) - 1),
            "why": words.END[lang][valid["end_reason"]],
            "horizon": valid["end_reason"] == "horizon",
            "next": valid["next"],
        }
        page["history"], page["band"] = history(desk, put, answer, lang, lambda step: address(step, lang))
    return page


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _help(desk: Desk, put: Put, answer: dict[str, Any], lang: str) -> dict[str, str] | None:
    """Who was competent before, what would mend the gap, and the agenda of that day where it is about this data."""
    found = help_of(desk, put, answer)
    if found is None:
        return None
    said = {"before": _capital(found.before), "needs": ("; hoặc " if lang == "vi" else "; or ").join(found.needs)}
    if found.needs and put.known is None and not put.options:
        days = f"from={format_day(found.day)}&to={format_day(found.day + 1)}"
        said["agenda"] = f"/agenda?power={_plus(answer['power']['id'])}&{days}" + ("" if lang == "vi" else f"&lang={lang}")
    return said


def address(put: Put, lang: str, path: str = "/who") -> str:
    """The address that asks this question again, for any day."""
    return f"{path}?{_query(put, lang)}"


def pinned(desk: Desk, put: Put, answer: dict[str, Any]) -> Put:
    """The same question by id and uid: words may mean something else once more powers and names are known.

    A place in words that says more than a unit (a street of a split ward) keeps its words.
    """
    if not answer["power"]["name"] or not answer["place"]:
        return put
    pinned_put = put._replace(power=answer["power"]["id"])
    uid = answer["place"]["uid"]
    by_uid, by_words = (desk.place(words_, put.on, put.known).candidates for words_ in (uid, put.place))
    if len(by_uid) == len(by_words) == 1 and by_uid[0].mask == by_words[0].mask:
        return pinned_put._replace(place=uid)
    return pinned_put


def lasting(put: Put, lang: str, snapshot: str) -> str:
    """The address that stays true: the day is pinned, and so is the snapshot the answer was read from.

    When the data has changed since, the page it leads to says so instead of quietly answering anew.
    """
    return f"/who?{_query(put, lang)}&snapshot={snapshot[:SHOWN_OF_SNAPSHOT]}"


def _query(put: Put, lang: str) -> str:
    query = f"power={_plus(put.power)}&at={_plus(put.place)}&on={format_day(put.on)}"
    if put.role != "decide":
        query += f"&role={_plus(put.role)}"
    for name, day in (("decided", put.decided), ("known", put.known)):
        if day:
            query += f"&{name}={format_day(day)}"
    for name, value in put.facts:
        query += f"&fact={_plus(f'{name}={value}')}"
    for option in put.options:
        query += f"&option={_plus(option)}"
    return query if lang == "vi" else f"{query}&lang={lang}"


@lru_cache(maxsize=2048)
def _plus(text: str) -> str:
    """A text as part of a query: a page says the same few again and again."""
    return quote_plus(text)


@lru_cache(maxsize=2048)
def _path(key: str) -> str:
    return quote(key, safe="/@:")


def _map(put: Put, answer: dict[str, Any], lang: str) -> dict[str, str]:
    """Where the place lies; not for a place so wide that it would be the whole map."""
    place = answer["place"]
    if not place or "uids" in place or place["uid"].startswith("p"):
        return {}
    query = f"at={_plus(place['uid'])}&on={format_day(put.on)}" + ("" if lang == "vi" else f"&lang={lang}")
    return {"map": f"/map?{query}", "map_picture": f"/map.svg?{query}"}


def _room(room: str, key: str, put: Put, lang: str) -> str:
    pairs = [f"on={format_day(put.on)}"] if put.on != today() else []
    if lang != "vi":
        pairs.append(f"lang={lang}")
    return f"/{room}/{_path(key)}" + (f"?{'&'.join(pairs)}" if pairs else "")


def _counter(desk: Desk, put: Put, answer: dict[str, Any], lang: str) -> dict[str, Any] | None:
    found = counter(desk, put, answer)
    if found is None:
        return None
    organs = [
        {
            "name": body["name"],
            "link": _room("bodies", body["id"], put, lang),
            "address": body.get("address", ""),
            "hotline": call(body["hotline"]) if body.get("hotline") else None,
        }
        for body in found["bodies"]
    ]
    return {"bodies": organs, "basis": cited_link(found["basis"], lang)}


def _basis(link: dict[str, Any], put: Put, lang: str) -> dict[str, str]:
    return {
        "provision": provision_words(link["provision"], lang),
        "act": link["act"].partition("#")[0],
        "link": _room("acts", link["act"], put, lang),
        "title": link["title"],
        "instrument": words.INSTRUMENT[lang][link["instrument"]],
        "grant": link["grant"],
        "unread": not link["provision"],
        "note": link.get("note", ""),
    }


def _part(part: dict[str, Any], put: Put, lang: str) -> dict[str, Any]:
    name = part["body"]["name"] if part["body"] else words.STATUS[lang][part["status"]]
    place = part["place"] or {"name": "", "uid": ""}
    again = put._replace(place=place["uid"]) if place["uid"] else put
    basis = "; ".join(cited_link(link, lang) for link in part["chain"])
    notes = [link["note"] for link in part["chain"] if "note" in link]
    return {"name": name, "place": place["name"], "basis": basis, "notes": notes, "link": address(again, lang)}


def _threshold(item: dict[str, Any], lang: str) -> dict[str, str]:
    at = item["at"]
    if isinstance(at, str):
        shown = f"= {at}"
    else:
        number = money(at, lang) if item["fact"] == "value" else grouped(at, lang)
        shown = f"{'<' if item['side'] == 'below' else '≥'} {number}"
    return {"fact": item["fact"], "at": shown, "then": item["then"]}


def _near(desk: Desk, put: Put, status: str, lang: str) -> list[dict[str, str]]:
    """The powers, or the places, that words come nearest to, each as the question with it."""
    if status == "unknown-place":
        near = desk.place(put.place, put.on, put.known).nearest
        return [{"name": name, "link": address(put._replace(place=name), lang)} for name in near]
    return [
        {"name": desk.names[power], "link": address(put._replace(power=power), lang)}
        for power in desk.power(put.power, put.on).near
        if power in desk.names
    ]


def _label(fact: Any, lang: str) -> str:
    return str((fact.label_en if lang == "en" else "") or fact.label or fact.fact)


def _given(desk: Desk, put: Put, answer: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    """The facts that were answered, in the words they were asked in."""
    if not put.facts or not answer["power"]["name"]:
        return []
    power = answer["power"]["id"]
    known = {fact.fact: fact for fact in desk.snapshot.view(power, put.known).facts_of(power)}
    said = {"vi": {"yes": "có", "no": "không"}, "en": {}}[lang]
    return [
        (_label(known[name], lang), said.get(value, value) if known[name].type == "bool" else value)
        for name, value in put.facts
        if name in known
    ]


def _asks(desk: Desk, put: Put, answer: dict[str, Any], lang: str) -> list[dict[str, Any]]:
    """The facts that matter and are missing: the page asks the first, one at a time."""
    view = desk.snapshot.view(answer["power"]["id"], put.known)
    wanted = {item["fact"] for item in answer["thresholds"]}
    asks = []
    for fact in view.facts_of(answer["power"]["id"]):
        if fact.fact in wanted:
            if fact.type == "bool":
                yes, no = ("có", "không") if lang == "vi" else ("yes", "no")
                pairs = [("yes", yes), ("no", no)]
            else:
                pairs = [(value, value) for value in fact.values]
            asks.append(
                {"name": f"fact.{fact.fact}", "label": _label(fact, lang), "choices": pairs, "unit": fact.unit,
                 "money": fact.type == "money"}
            )  # fmt: skip
    return asks[:1]
