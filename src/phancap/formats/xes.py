"""XES event logs (IEEE 1849): read in one pass by expat, and written.

A document type or an entity is refused before it can do anything: no log needs one. Read are traces and their events
with their plain attributes; lists, containers and attributes of attributes are left out with a remark, as are the
statistics that some tools write before the traces.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import IO
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

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

DEPTH_LIMIT = 64
NAMESPACE = "http://www.xes-standard.org/"
EXTENSIONS = (
    ("Concept", "concept"), ("Lifecycle", "lifecycle"), ("Organizational", "org"), ("Time", "time"),
)  # fmt: skip

_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,18}\s*\Z")


def read_xes(stream: IO[bytes]) -> EventLog:
    """The log of an ``.xes`` or ``.xes.gz`` file; :class:`BadLog` with the line for what cannot be read."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse_doctype
    parser.EntityDeclHandler = reader.refuse_doctype
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    reader.line = lambda: parser.CurrentLineNumber
    try:
        for block in unpacked(stream):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadLog("not-xml", error.lineno, more=expat.ErrorString(error.code) or str(error)) from None
    except (ValueError, LookupError) as error:
        if isinstance(error, BadLog):
            raise
        raise BadLog("not-xml", reader.line(), more=str(error)) from None  # an encoding nobody knows
    if not reader.is_log:
        raise BadLog("not-xes", 1)
    if reader.left_out:
        reader.remarks.append(Remark("nested-left-out", more=str(reader.left_out)))
    return EventLog(reader.cases, reader.remarks)


class _Reader:
    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.remarks: list[Remark] = []
        self.left_out = 0
        self.is_log = False
        self.path: list[str] = []
        self.count = 0
        self.trace: Attributes | None = None
        self.event: Attributes | None = None
        self.events: list[Event] = []
        self.line: Callable[[], int] = lambda: 0

    def refuse_doctype(self, *_: object) -> None:
        raise BadLog("xml-entities", self.line())

    def start(self, tag: str, given: dict[str, str]) -> None:
        name, above = tag.rpartition(":")[2], self.path[-1] if self.path else ""
        if not self.path:
            if name != "log":
                raise BadLog("not-xes", self.line(), value=name)
            self.is_log = True
        if len(self.path) >= DEPTH_LIMIT:
            raise BadLog("too-deep", self.line(), more=str(DEPTH_LIMIT))
        self.path.append(name)
        if name == "trace" and above == "log":
            self.trace, self.events = {}, []
        elif name == "event" and above == "trace":
            self.event = {}
        elif above in ("trace", "event") and self.trace is not None:
            self._attribute(name, given, self.event if above == "event" else self.trace)
        elif self.trace is not None:
            self.left_out += 1

    def _attribute(self, kind: str, given: dict[str, str], into: Attributes | None) -> None:
        if into is None or kind in ("list", "container"):
            self.left_out += 1
            return
        key = short(given.get("key", ""), self.line())
        text = short(given.get("value", ""), self.line(), key)
        if not key:
            raise BadLog("no-key", self.line(), value=text)
        value = _value(kind, text)
        if value is None:
            raise BadLog("bad-value", self.line(), key, text, kind)
        if key in into:
            self.remarks.append(Remark("twice", self.line(), key, text[:80]))
        else:
            into[key] = value

    def end(self, tag: str) -> None:
        name = self.path.pop()
        above = self.path[-1] if self.path else ""
        if name == "event" and above == "trace" and self.event is not None:
            self.count += 1
            if self.count > EVENT_LIMIT:
                raise BadLog("too-many-events", self.line(), more=str(EVENT_LIMIT))
            self.events.append(self._event(self.event))
            self.event = None
        elif name == "trace" and above == "log" and self.trace is not None:
            self.cases.append(Case(str(self.trace.pop("concept:name", "")), self.trace, self.events))
            self.trace = None

    def _event(self, given: Attributes) -> Event:
        when = given.pop("time:timestamp", None)
        if when is not None and not isinstance(when, date):
            raise BadLog("bad-value", self.line(), "time:timestamp", str(when), "date")
        activity, resource, transition = (
            str(given.pop(key, "")) for key in ("concept:name", "org:resource", "lifecycle:transition")
        )
        return Event(activity, when, None, resource, transition, given)


def _value(kind: str, text: str) -> Value | None:
    """The value of an attribute; ``None`` for a text that is none of its kind, or a kind of no standard."""
    try:
        if kind in ("string", "id"):
            return text
        if kind == "date":
            return parse_stamp(text.strip())
        if kind == "int":
            return int(text) if _INTEGER.match(text) else None
        if kind == "float":
            return float(text)
        if kind == "boolean":
            return {"true": True, "1": True, "false": False, "0": False}.get(text.strip().lower())
    except ValueError:
        return None
    return None


def write_xes(log: EventLog) -> str:
    """The log as XES text; starts are written as events of their own, as the standard has it."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n', f'<log xes.version="2.0" xmlns="{NAMESPACE}">\n']
    out += [
        f'\t<extension name="{name}" prefix="{prefix}" uri="{NAMESPACE}{prefix}.xesext"/>\n'
        for name, prefix in EXTENSIONS
    ]
    for case in log.cases:
        out.append("\t<trace>\n")
        out += [_element("concept:name", case.id), *(_element(*pair) for pair in case.attributes.items())]
        for event in case.events:
            if event.begun is not None:
                out += _event_lines(event, event.begun, "start")
            out += _event_lines(event, event.when, event.transition)
        out.append("\t</trace>\n")
    return "".join([*out, "</log>\n"])


def _event_lines(event: Event, when: datetime | date | None, transition: str) -> list[str]:
    named: list[tuple[str, Value | None]] = [
        ("concept:name", event.activity or None), ("org:resource", event.resource or None),
        ("time:timestamp", when), ("lifecycle:transition", transition or None), *event.attributes.items(),
    ]  # fmt: skip
    lines = [_element(key, value) for key, value in named if value is not None]
    return ["\t\t<event>\n", *lines, "\t\t</event>\n"]


def _element(key: str, value: Value) -> str:
    if isinstance(value, bool):
        kind, text = "boolean", "true" if value else "false"
    elif isinstance(value, int):
        kind, text = "int", str(value)
    elif isinstance(value, float):
        kind, text = "float", repr(value)
    elif isinstance(value, date):
        kind, text = "date", show_stamp(value)
    else:
        kind, text = "string", value
    # In an attribute every line break becomes a blank unless it is written as a number.
    quoted = (quoteattr(part, {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}) for part in (key, text))
    return "\t\t<{} key={} value={}/>\n".format(kind, *quoted)
