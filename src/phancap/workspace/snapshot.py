"""The binary snapshot: a checked workspace cut into slices, so that one answer reads one slice.

Layout: magic, CRC-32 of all that follows, length of the index, index (JSON: section name to offset and length),
sections (JSON).
Never pickle: a damaged or foreign file is rebuilt, nothing in it is run. It holds no answers; deleting it
changes nothing but the time. It lies in the user's cache under the hash of the workspace's contents.
"""

import json
import os
import zlib
from collections.abc import Callable
from typing import Any

from phancap.charter import model as m
from phancap.charter.charter import Charter, Horizon, Records
from phancap.charter.conditions import Term
from phancap.charter.view import View
from phancap.charter.visible import visible
from phancap.formats.cache import cache_folder
from phancap.formats.days import format_day
from phancap.formats.kept import Kept
from phancap.territory.atoms import Territory, from_json, to_json
from phancap.territory.model import Alias, Edge, Unit
from phancap.territory.where import WhereItem

MAGIC = b"PHANCAP\x00"
VERSION = 4
"""Raised whenever the layout or the meaning of a section changes."""


class Damaged(ValueError):
    """A snapshot that cannot be read; it is built anew."""


def _restore_grant(row: list[Any]) -> m.Grant:
    row[6] = tuple(WhereItem(*item) for item in row[6])
    row[7] = tuple(Term(term[0], term[1], tuple(term[2])) for term in row[7])
    row[12] = tuple(row[12])
    return m.Grant(*row)


def _restore_presence(row: list[Any]) -> m.Presence:
    row[1] = tuple(WhereItem(*item) for item in row[1])
    return m.Presence(*row)


def _with_tuple(make: Callable[..., Any], position: int) -> Callable[[list[Any]], Any]:
    def restore(row: list[Any]) -> Any:
        row[position] = tuple(row[position])
        return make(*row)

    return restore


_RESTORE: dict[str, Callable[[list[Any]], Any]] = {
    "units": lambda row: Unit(*row),
    "lineage": _with_tuple(Edge, Edge._fields.index("atoms")),
    "aliases": lambda row: Alias(*row),
    "classes": lambda row: m.BodyClass(*row),
    "organisation": _restore_presence,
    "bodies": lambda row: m.Body(*row),
    "acts": lambda row: m.Act(*row),
    "provisions": lambda row: m.Provision(*row),
    "powers": _with_tuple(m.Power, m.Power._fields.index("joint")),
    "codes": lambda row: m.Code(*row),
    "limits": lambda row: m.Limit(*row),
    "facts": _with_tuple(m.Fact, m.Fact._fields.index("values")),
    "grants": _restore_grant,
    "transitions": lambda row: m.Stage(*row),
    "tensions": _with_tuple(m.Reading, m.Reading._fields.index("grants")),
}
EMPTY = Records(*([] for _ in Records._fields))
_ORGANS = ("classes", "organisation", "bodies")
_LAND = ("units", "lineage")


def build(charter: Charter, extra: dict[str, Any]) -> bytes:
    """The snapshot of a charter; ``extra`` are more sections (``city``, ``names`` ...) as plain data."""
    records = charter.records
    seen = visible(records.units, lambda r: r.uid, None)
    territory = View(charter).territory
    sections: dict[str, Any] = {
        "head": {"snapshot": charter.snapshot, "horizon": list(charter.horizon), "rulebook": charter.rulebook,
                 "name": charter.name},
        "organs": {name: getattr(records, name) for name in _ORGANS},
        "land": {"units": seen, "atoms": to_json(territory)},
        "history": {name: getattr(records, name) for name in _LAND},
        "rest": {name: getattr(records, name) for name in ("acts", "provisions", "aliases")},
        **extra,
    }  # fmt: skip
    for power in sorted({p.power for p in records.powers}):
        sections[f"power:{power}"] = _slice(records, power)
    return _pack(sections)


def _slice(records: Records, power: str) -> dict[str, list[Any]]:
    """Every record that an answer about one power may need, but for land and organs."""
    grants = [g for g in records.grants if g.power == power]
    names = {g.grant for g in grants}
    # A withdrawal works through the grants it names, whatever power its own row states.
    grants += [
        g
        for g in records.grants
        if g.instrument == "withdraw" and g.power != power and names & {*g.overrides}
    ]
    acts, provisions = _acts_behind(records, grants)
    return {
        "powers": [p for p in records.powers if p.power == power],
        "codes": [c for c in records.codes if c.power == power],
        "limits": [c for c in records.limits if c.power == power],
        "facts": [f for f in records.facts if f.power in (power, "*")],
        "grants": grants,
        "acts": acts,
        "provisions": provisions,
        "transitions": [t for t in records.transitions if t.grant in names],
        "tensions": [t for t in records.tensions if t.tension in _tensions_on(records, names)],
    }


def _tensions_on(records: Records, names: set[str]) -> set[str]:
    return {t.tension for t in records.tensions if names & {*t.grants}}


def _acts_behind(records: Records, grants: list[m.Grant]) -> tuple[list[m.Act], list[m.Provision]]:
    by_number: dict[str, list[m.Act]] = {}
    for act in records.acts:
        by_number.setdefault(act.act, []).append(act)
        if act.corrects and act.corrects != act.act:
            by_number.setdefault(act.corrects, []).append(act)
    inside: dict[str, list[m.Provision]] = {}
    for provision in records.provisions:
        inside.setdefault(provision.act, []).append(provision)
    wanted, todo = set(), [g.act for g in grants]
    acts: list[m.Act] = []
    provisions: list[m.Provision] = []
    while todo:
        number = todo.pop()
        if number in wanted:
            continue
        wanted.add(number)
        for act in by_number.get(number, ()):
            if act not in acts:
                acts.append(act)
            todo += [act.act, act.ended_by, act.authority.partition(" ")[0]]
        for provision in inside.get(number, ()):
            provisions.append(provision)
            todo.append(provision.ended_by)
    return acts, provisions


def _pack(sections: dict[str, Any]) -> bytes:
    index: dict[str, tuple[int, int]] = {}
    body = bytearray()
    for name, value in sections.items():
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        index[name] = (len(body), len(data))
        body += data
    head = json.dumps({"version": VERSION, "sections": index}, separators=(",", ":")).encode()
    rest = len(head).to_bytes(8, "little") + head + bytes(body)
    return MAGIC + zlib.crc32(rest).to_bytes(4, "little") + rest


class Snapshot:
    """An opened snapshot: sections are read and checked when they are asked for."""

    def __init__(self, data: bytes) -> None:
        if data[: len(MAGIC)] != MAGIC or len(data) < len(MAGIC) + 12:
            raise Damaged("not a snapshot")
        at = len(MAGIC)
        if zlib.crc32(memoryview(data)[at + 4 :]) != int.from_bytes(data[at : at + 4], "little"):
            raise Damaged("damaged")
        size = int.from_bytes(data[at + 4 : at + 12], "little")
        index = json.loads(data[at + 12 : at + 12 + size])
        if index["version"] != VERSION:
            raise Damaged("of another version")
        self._sections = index["sections"]
        self._data = data
        self._start = at + 12 + size
        head_section = self.section("head")
        self.id: str = head_section["snapshot"]
        self.horizon = Horizon(*head_section["horizon"])
        self.name: str = head_section["name"]
        self._rulebook: str = head_section["rulebook"]
        self.options: tuple[str, ...] = tuple(self.section("options")) if "options" in self._sections else ()
        self.passed_over: list[tuple[str, str]] = self.section("passed_over") if "passed_over" in self._sections else []
        self._organs: dict[str, list[Any]] | None = None
        self._land: Territory | None = None
        self._lands: Kept[int, Territory] = Kept(20)
        self._views: Kept[tuple[str, int | None], View] = Kept(500)

    def section(self, name: str) -> Any:
        """The plain data of a section."""
        offset, length = self._sections[name]
        return json.loads(self._data[self._start + offset : self._start + offset + length])

    def has_power(self, power: str) -> bool:
        """Whether a power of that id is in the charter."""
        return f"power:{power}" in self._sections

    def power_ids(self) -> list[str]:
        """Every power, by id."""
        return sorted(n.removeprefix("power:") for n in self._sections if n.startswith("power:"))

    def land(self, known: int | None = None) -> Territory:
        """The territory as known on a day."""
        if known is not None:
            # Many days are the same state of knowledge, yet each is asked by its own day.
            land = self._lands.get(known)
            if land is not None:
                return land
            history = self._records(self.section("history"))
            empty = Charter(self.horizon, EMPTY._replace(units=history["units"], lineage=history["lineage"]))
            land = self._lands[known] = View(empty, known).territory
            return land
        if self._land is None:
            section = self.section("land")
            self._land = from_json([Unit(*row) for row in section["units"]], section["atoms"])
        return self._land

    def lineage(self, known: int | None = None) -> list[Edge]:
        """The edges of the lineage of communes, as known on a day."""
        edges = self._records({"lineage": self.section("history")["lineage"]})["lineage"]
        return visible(edges, lambda edge: format_day(edge.event_date), known)

    def _records(self, section: dict[str, list[Any]]) -> dict[str, list[Any]]:
        return {name: [_RESTORE[name](row) for row in rows] for name, rows in section.items()}

    def view(self, power: str, known: int | None = None) -> View:
        """What is needed to answer about one power."""
        view = self._views.get((power, known))
        if view is None:
            if self._organs is None:
                self._organs = self._records(self.section("organs"))
            own = self._records(self.section(f"power:{power}"))
            records = EMPTY._replace(**self._organs, **own)
            charter = Charter(self.horizon, records, self.name, self._rulebook, self.id)
            view = self._views[(power, known)] = View(charter, known, self.land(known))
        return view

    def charter(self) -> Charter:
        """The whole charter again, every record once."""
        found: dict[str, dict[Any, None]] = {name: {} for name in Records._fields}
        sections = [self.section(name) for name in ("organs", "history", "rest")]
        sections += [self.section(f"power:{power}") for power in self.power_ids()]
        for section in sections:
            for name, records in self._records(section).items():
                found[name].update(dict.fromkeys(records))
        return Charter(
            self.horizon, Records(**{name: list(rows) for name, rows in found.items()}),
            self.name, self._rulebook, self.id,
        )  # fmt: skip


def _cached(content: str) -> str | None:
    folder = cache_folder()
    return os.path.join(folder, f"{content}.{VERSION}.snapshot") if folder else None


def read_cached(content: str) -> Snapshot | None:
    """The snapshot kept for a content hash, or ``None`` where there is none that can be read."""
    path = _cached(content)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            return Snapshot(file.read())
    except (OSError, Damaged, ValueError, KeyError, TypeError):
        return None


def keep(content: str, data: bytes) -> None:
    """Put a snapshot into the cache, whole or not at all; a folder that cannot be written is no error."""
    path = _cached(content)
    if path is None:
        return
    part = f"{path}.{os.getpid()}.part"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(part, "wb") as file:
            file.write(data)
        os.replace(part, path)
    except OSError:
        # Read-only, full or not ours: the answer does not need it.
        return
