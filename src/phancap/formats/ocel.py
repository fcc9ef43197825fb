"""OCEL 2.0 object-centric event logs in JSON: read, written, and flattened to cases of one type of object.

Source: A. Berti and others, "OCEL (Object-Centric Event Log) 2.0 Specification" (2024).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Any, NamedTuple

from phancap.formats.event_log import (
    EVENT_LIMIT,
    Attributes,
    BadLog,
    Case,
    Event,
    EventLog,
    Value,
    parse_stamp,
    short,
    show_stamp,
    unpacked,
)
from phancap.formats.grid import Remark

SIZE_LIMIT = 512 * 1024 * 1024
START = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""The time that OCEL gives to an attribute which never changes."""


class Change(NamedTuple):
    """An attribute of an object from a moment on."""

    name: str
    value: Value
    since: datetime


class Link(NamedTuple):
    """To which object, and as what."""

    object: str
    qualifier: str = ""


class Thing(NamedTuple):
    """An object: what events happen to."""

    id: str
    type: str
    changes: tuple[Change, ...] = ()
    links: tuple[Link, ...] = ()


class Happening(NamedTuple):
    """An event and the objects it happened to."""

    id: str
    type: str
    when: datetime
    attributes: Attributes
    links: tuple[Link, ...]


class ObjectLog(NamedTuple):
    """An object-centric log; every link leads to an object of it."""

    things: dict[str, Thing]
    happenings: list[Happening]
    remarks: list[Remark]


def read_ocel(stream: IO[bytes]) -> ObjectLog:
    """The log of an OCEL 2.0 ``.json`` or ``.json.gz`` file; :class:`BadLog` with the place for what is wrong."""
    data = b"".join(unpacked(stream, SIZE_LIMIT))
    try:
        root = json.loads(data, parse_constant=_no_constant, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        if isinstance(error, BadLog):
            raise
        line = getattr(error, "lineno", 0)
        raise BadLog("not-json", line, more=str(getattr(error, "msg", type(error).__name__))) from None
    if not isinstance(root, dict) or not {"objects", "events"} <= root.keys():
        raise BadLog(
            "not-ocel", more=", ".join(list(root)[:8]) if isinstance(root, dict) else type(root).__name__
        )
    reader = _Reader(_kinds(root, "objectTypes"), _kinds(root, "eventTypes"))
    things: dict[str, Thing] = {}
    for number, raw in enumerate(_list(root, "objects", "")):
        thing = reader.thing(raw, f"objects[{number}]")
        if thing.id in things:
            raise BadLog("twice", 0, f"objects[{number}].id", thing.id)
        things[thing.id] = thing
    rows = _list(root, "events", "")
    if len(rows) > EVENT_LIMIT:
        raise BadLog("too-many-events", more=str(EVENT_LIMIT))
    happenings = [reader.happening(raw, f"events[{number}]") for number, raw in enumerate(rows)]
    linked = [(f"object `{t.id}`", link) for t in things.values() for link in t.links]
    linked += [(f"event `{h.id}`", link) for h in happenings for link in h.links]
    for where, link in linked:
        if link.object not in things:
            raise BadLog("no-such-object", 0, where, link.object)
    return ObjectLog(things, happenings, reader.remarks)


def _no_constant(text: str) -> float:
    raise BadLog("not-json", more=f"{text} is no number of JSON")


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= 18 else float(text)


def _kinds(root: Mapping[str, Any], name: str) -> dict[tuple[str, str], str]:
    """(type, attribute) to the declared kind of its values."""
    kinds = {}
    for number, raw in enumerate(_list(root, name, "")):
        at = f"{name}[{number}]"
        for place, attribute in enumerate(_list(_dict(raw, at), "attributes", at)):
            inner = f"{at}.attributes[{place}]"
            kinds[_text(raw, "name", at), _text(attribute, "name", inner)] = _text(attribute, "type", inner)
    return kinds


def _dict(raw: Any, at: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise BadLog("bad-value", 0, at, str(raw), "object")
    return raw


def _list(raw: Mapping[str, Any], key: str, at: str) -> list[Any]:
    value = raw.get(key, [])
    if not isinstance(value, list):
        raise BadLog("bad-value", 0, f"{at}.{key}".lstrip("."), str(value), "list")
    return value


def _text(raw: Any, key: str, at: str) -> str:
    value = _dict(raw, at).get(key)
    if not isinstance(value, str) or not value:
        raise BadLog("bad-value", 0, f"{at}.{key}", str(value), "text")
    return short(value, 0, f"{at}.{key}")


class _Reader:
    def __init__(
        self, of_things: dict[tuple[str, str], str], of_happenings: dict[tuple[str, str], str]
    ) -> None:
        self.of_things, self.of_happenings = of_things, of_happenings
        self.remarks: list[Remark] = []

    def thing(self, raw: Any, at: str) -> Thing:
        kind = _text(raw, "type", at)
        changes = []
        for number, attribute in enumerate(_list(raw, "attributes", at)):
            inner = f"{at}.attributes[{number}]"
            name = _text(attribute, "name", inner)
            since = _moment(attribute.get("time", "1970-01-01T00:00:00Z"), f"{inner}.time")
            changes.append(
                Change(name, _value(attribute, self.of_things.get((kind, name), ""), inner), since)
            )
        return Thing(_text(raw, "id", at), kind, tuple(changes), _links(raw, at))

    def happening(self, raw: Any, at: str) -> Happening:
        kind, attributes = _text(raw, "type", at), Attributes()
        for number, attribute in enumerate(_list(raw, "attributes", at)):
            inner = f"{at}.attributes[{number}]"
            name = _text(attribute, "name", inner)
            value = _value(attribute, self.of_happenings.get((kind, name), ""), inner)
            if name in attributes:
                self.remarks.append(Remark("twice", 0, inner, name))
            attributes.setdefault(name, value)
        when = _moment(raw.get("time"), f"{at}.time")
        return Happening(_text(raw, "id", at), kind, when, attributes, _links(raw, at))


def _links(raw: Mapping[str, Any], at: str) -> tuple[Link, ...]:
    links = []
    for number, link in enumerate(_list(raw, "relationships", at)):
        inner = f"{at}.relationships[{number}]"
        qualifier = _dict(link, inner).get("qualifier", "")
        if not isinstance(qualifier, str):
            raise BadLog("bad-value", 0, f"{inner}.qualifier", str(qualifier), "text")
        links.append(Link(_text(link, "objectId", inner), short(qualifier)))
    return tuple(links)


def _moment(raw: Any, at: str) -> datetime:
    moment = parse_stamp(raw.strip()) if isinstance(raw, str) else None
    if moment is None:
        raise BadLog("bad-value", 0, at, str(raw), "date")
    return moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)


def _value(raw: Mapping[str, Any], kind: str, at: str) -> Value:
    """The value by its declared kind where it fits; as JSON has it otherwise (tools write numbers as text)."""
    value = raw.get("value")
    if value is None:
        return ""
    if isinstance(value, str):
        text = short(value, 0, f"{at}.value")
        try:
            made = _FROM_TEXT.get(kind, str)(text)
        except ValueError:
            made = None
        return text if made is None else made
    if isinstance(value, bool | int | float):
        return float(value) if kind == "float" and not isinstance(value, bool) else value
    raise BadLog("bad-value", 0, f"{at}.value", str(value), kind or "text")


_FROM_TEXT: dict[str, Callable[[str], Value | None]] = {
    "integer": lambda text: int(text) if len(text) <= 18 else None,
    "float": float,
    "boolean": {"true": True, "false": False}.get,
    "time": lambda text: parse_stamp(text.strip()),
}


def write_ocel(log: ObjectLog) -> str:
    """The log as OCEL 2.0 JSON."""
    of_things: dict[str, dict[str, str]] = {}
    of_happenings: dict[str, dict[str, str]] = {}
    for thing in log.things.values():
        kinds = of_things.setdefault(thing.type, {})
        for change in thing.changes:
            _agree(kinds, change.name, change.value)
    for happening in log.happenings:
        kinds = of_happenings.setdefault(happening.type, {})
        for name, value in happening.attributes.items():
            _agree(kinds, name, value)
    root = {
        "objectTypes": _declared(of_things),
        "eventTypes": _declared(of_happenings),
        "objects": [
            {
                "id": thing.id, "type": thing.type,
                "attributes": [
                    {"name": c.name, "time": show_stamp(c.since), "value": _json(c.value)} for c in thing.changes
                ],
                "relationships": _related(thing.links),
            }
            for thing in log.things.values()
        ],
        "events": [
            {
                "id": h.id, "type": h.type, "time": show_stamp(h.when),
                "attributes": [{"name": name, "value": _json(value)} for name, value in h.attributes.items()],
                "relationships": _related(h.links),
            }
            for h in log.happenings
        ],
    }  # fmt: skip
    return json.dumps(root, ensure_ascii=False, indent=1, allow_nan=False)


def _agree(kinds: dict[str, str], name: str, value: Value) -> None:
    """The kind of an attribute; values of several kinds are declared as text and keep their JSON form."""
    if isinstance(value, bool):
        kind = "boolean"
    elif isinstance(value, int):
        kind = "integer"
    elif isinstance(value, float):
        kind = "float"
    else:
        kind = "time" if isinstance(value, date) else "string"
    kinds[name] = kind if kinds.get(name, kind) == kind else "string"


def _declared(types: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    return [
        {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in kinds.items()]}
        for name, kinds in types.items()
    ]


def _related(links: Sequence[Link]) -> list[dict[str, str]]:
    return [{"objectId": link.object, "qualifier": link.qualifier} for link in links]


def _json(value: Value) -> str | int | float | bool:
    return show_stamp(value) if isinstance(value, date) else value


def flatten(
    log: ObjectLog, type_: str, resource_types: Sequence[str] = ("resource", "person", "user")
) -> EventLog:
    """Each object of a type as a case with the events that happened to it, in the order of time.

    The resource is the event's ``org:resource`` or ``resource``, else the first linked object of ``resource_types``. An
    event that happened to several objects of the type is an event of each: counts of events are then larger than the
    log's own. An attribute that changes is taken as it was at first; :class:`BadLog` where there is no such type.
    """
    types = dict.fromkeys(thing.type for thing in log.things.values())
    if type_ not in types:
        raise BadLog("no-such-type", 0, "objectTypes", type_, ", ".join(types))
    cases = {
        thing.id: Case(thing.id, {change.name: change.value for change in reversed(thing.changes)}, [])
        for thing in log.things.values()
        if thing.type == type_
    }
    for happening in sorted(log.happenings, key=lambda h: _sortable(h.when)):
        rest = dict(happening.attributes)
        by = rest.pop("org:resource", rest.pop("resource", ""))
        if not by:
            by = next(
                (k.object for k in happening.links if log.things[k.object].type.lower() in resource_types), ""
            )
        event = Event(happening.type, happening.when, None, str(by), "complete", rest)
        for id_ in dict.fromkeys(link.object for link in happening.links):
            if id_ in cases:
                cases[id_].events.append(event)
    return EventLog(list(cases.values()), list(log.remarks))


def _sortable(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=START.tzinfo)
