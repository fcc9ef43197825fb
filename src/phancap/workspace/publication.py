"""Published versions of a workspace: what people are answered from, since when, by whose hand and why.

A version is a kept folder (:class:`phancap.ledger.store.Store`). That it is published, from which day, is an entry
of the log and nothing else: so a publication happens in one instant, and a process killed in the middle of it leaves
the old version or the new one, never a mixture. On a day the version is in force that was published last among those
whose day has come; one that lies ahead can be called off.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from phancap.formats.days import format_day, parse_day
from phancap.ledger.chain import Chain, Entry
from phancap.ledger.store import Store, read_files
from phancap.workspace.edit import belongs

LOG, VERSIONS = "ledger.jsonl", "versions"
KINDS = ("publish", "rollback")


class Published(NamedTuple):
    """One publication: ``number`` of its entry, ``version`` the key of the folder, ``day`` from which it holds."""

    number: int
    version: str
    day: int
    kind: str
    actor: str
    at: str
    reason: str
    title: str
    cancelled: bool


class Overtaken(Exception):
    """Somebody published since the version that this one builds on; ``latest`` is theirs."""

    def __init__(self, latest: Published) -> None:
        self.latest = latest
        super().__init__(latest.version)


class Refusal(ValueError):
    """A publication that cannot be: the message's id."""


class Publications:
    """The versions and the log below one folder."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root)
        self.chain = Chain(self.root / LOG)
        self.store = Store(self.root / VERSIONS)
        self._read: tuple[tuple[int, int], list[Published]] = ((0, 0), [])

    def all(self) -> list[Published]:
        """Every publication in the order it was decided."""
        stamp = self.chain.stamp()
        if stamp != self._read[0]:
            self._read = stamp, _published(self.chain.entries())
        return self._read[1]

    def on(self, day: int) -> Published | None:
        """The publication in force on a day; ``None`` before the first."""
        due = [p for p in self.all() if p.day <= day and not p.cancelled]
        return max(due, key=lambda p: (p.day, p.number), default=None)

    def ahead(self, day: int) -> list[Published]:
        """Publications decided for a later day."""
        return sorted((p for p in self.all() if p.day > day and not p.cancelled), key=lambda p: (p.day, p.number))

    def latest(self) -> Published | None:
        """The one decided last: what a new draft builds on, in force already or not."""
        return max((p for p in self.all() if not p.cancelled), key=lambda p: p.number, default=None)

    def path(self, day: int) -> str | None:
        """The folder that answers on a day; ``None`` where nothing was published."""
        found = self.on(day)
        return None if found is None else os.fspath(self.store.path(found.version))

    # -- changes --------------------------------------------------------------------------------

    def publish(
        self, files: Mapping[str, bytes], actor: str, reason: str, day: int, today: int, *, base: str = "",
        title: str = "", kind: str = "publish", more: Mapping[str, Any] | None = None,
    ) -> Published:  # fmt: skip
        """Publish files from a day on.

        ``base`` is the version they build on: :class:`Overtaken` where another was published since.
        :class:`Refusal`: ``no-reason``, ``day-past``, ``nothing-new``.
        """
        if not reason.strip():
            raise Refusal("no-reason")
        if day < today:
            raise Refusal("day-past")
        version = self.store.keep(files)
        with self._turn():
            latest = self.latest()
            if base and latest is not None and latest.version != base:
                raise Overtaken(latest)
            if latest is not None and latest.version == version and latest.day == day:
                raise Refusal("nothing-new")
            data = {"version": version, "day": format_day(day), "reason": reason.strip(), "title": title, **(more or {})}
            return _one(self.chain.append(kind, actor, data))

    def roll_back(self, version: str, actor: str, reason: str, today: int) -> Published:
        """An earlier version again, from today; what is planned ahead stays planned. :class:`KeyError` for no version."""
        return self.publish(self.store.files(version), actor, reason, today, today, kind="rollback")

    def call_off(self, number: int, actor: str, reason: str, today: int) -> None:
        """Take back a publication whose day has not come. :class:`Refusal`: ``no-reason``, ``not-ahead``."""
        if not reason.strip():
            raise Refusal("no-reason")
        with self._turn():
            if number not in {p.number for p in self.ahead(today)}:
                raise Refusal("not-ahead")
            self.chain.append("call-off", actor, {"number": number, "reason": reason.strip()})

    @contextmanager
    def _turn(self) -> Iterator[None]:
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(self.root / "publish.lock", "a", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def workspace_files(folder: str | os.PathLike[str]) -> dict[str, bytes]:
    """The files of a folder that belong to a workspace."""
    return {name: data for name, data in read_files(Path(folder)).items() if belongs(name)}


def _published(entries: Iterator[Entry]) -> list[Published]:
    found: dict[int, Published] = {}
    for entry in entries:
        if entry.kind in KINDS:
            found[entry.number] = _one(entry)
        elif entry.kind == "call-off" and entry.data.get("number") in found:
            number = entry.data["number"]
            found[number] = found[number]._replace(cancelled=True)
    return list(found.values())


def _one(entry: Entry) -> Published:
    told: Callable[[str], str] = lambda name: str(entry.data.get(name, ""))  # noqa: E731
    return Published(entry.number, told("version"), parse_day(told("day")), entry.kind, entry.actor, entry.at,
                     told("reason"), told("title"), cancelled=False)  # fmt: skip
