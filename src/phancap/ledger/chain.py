"""A log in one file that only grows: each line is an entry, and holds the hash of the line before it.

Who changes, inserts or takes away a line breaks the chain from there on, and :meth:`Chain.verify` says where. A
chain by itself cannot show that its *last* lines were cut off; so the number and hash of the last entry stand in a
second file as well (``.head``), and can be written down elsewhere: :meth:`Chain.verify` takes such a note.

What it cannot do: somebody who may write both files and knows this code can forge a whole new chain. Only a head
kept where that person cannot write (a paper, another office, the public page) tells.

An entry is acknowledged once :meth:`Chain.append` has returned: it is on the disk by then. A process killed in the
middle of a line leaves a torn last line, which the next append takes away, for nobody was told that it stood.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

NOTHING = "0" * 64
"""What stands for the hash before the first entry."""
_TAIL = 64 * 1024


class Entry(NamedTuple):
    """One thing that happened: ``at`` in UTC, ``actor`` a log-in name or ``system``, ``data`` plain JSON."""

    number: int
    at: str
    actor: str
    kind: str
    data: dict[str, Any]
    previous: str
    hash: str


class Fault(NamedTuple):
    """Where a chain is broken first: line (from 1), byte at which that line begins, what is wrong (message id)."""

    line: int
    byte: int
    problem: str
    expected: str = ""
    got: str = ""


class Verdict(NamedTuple):
    """What a check of the chain found: how many entries stand, the last hash among them, the first fault if any."""

    entries: int
    head: str
    fault: Fault | None


class Chain:
    """The log in ``path``; safe for several processes of one machine that append at once."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.head_path = self.path.with_name(self.path.name + ".head")

    def append(self, kind: str, actor: str, data: dict[str, Any], at: datetime | None = None) -> Entry:
        """Add an entry; when this returns it is on the disk. :class:`OSError` where it cannot be written."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _locked(self.path.with_name(self.path.name + ".lock")):
            last, whole = self._last()
            moment = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="milliseconds")
            entry = _entry(last.number + 1 if last else 1, moment, actor, kind, data, last.hash if last else NOTHING)
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(handle).st_size != whole:
                    os.ftruncate(handle, whole)
                _write_all(handle, _line(entry), whole)
                os.fsync(handle)
            finally:
                os.close(handle)
            self._write_head(entry)
        return entry

    def entries(self) -> Iterator[Entry]:
        """Every whole line in order, unchecked; a torn last line is passed over."""
        try:
            with self.path.open("rb") as file:
                for line in file:
                    if line.endswith(b"\n"):
                        yield _read(line)
        except FileNotFoundError:
            return

    def verify(self, head: str = "") -> Verdict:
        """Replay the chain. ``head``: a hash that was written down and must still stand in it."""
        previous, count, byte = NOTHING, 0, 0
        seen = not head
        try:
            raw = self.path.read_bytes()
        except FileNotFoundError:
            raw = b""
        for line in raw.splitlines(keepends=True):
            fault = _fault(line, count + 1, byte, previous)
            if fault is not None:
                return Verdict(count, previous, fault)
            count, byte, previous = count + 1, byte + len(line), _read(line).hash
            seen = seen or previous == head
        noted = self._head()
        if noted is not None and noted[0] > count:
            # The head of an entry is written after its line: it can lag behind by a crash, never run ahead.
            return Verdict(count, previous, Fault(count + 1, byte, "cut-off", str(noted[0]), str(count)))
        if noted is not None and not self._stands(raw, noted):
            return Verdict(count, previous, Fault(noted[0], byte, "other-head", noted[1], ""))
        if not seen:
            return Verdict(count, previous, Fault(count + 1, byte, "head-missing", head, previous))
        return Verdict(count, previous, None)

    def stamp(self) -> tuple[int, int]:
        """Changes whenever the log does: for whoever keeps what was read from it."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return 0, 0
        return found.st_mtime_ns, found.st_size

    def _last(self) -> tuple[Entry | None, int]:
        """The last whole entry and the number of bytes up to its end."""
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            return None, 0
        step = _TAIL
        with self.path.open("rb") as file:
            while True:
                start = max(0, size - step)
                file.seek(start)
                tail = file.read(size - start)
                end = tail.rfind(b"\n") + 1
                begin = tail.rfind(b"\n", 0, max(0, end - 1)) + 1
                if end and (begin or not start):
                    return _read(tail[begin:end]), start + end
                if not start:
                    return None, 0
                step *= 8

    def _write_head(self, entry: Entry) -> None:
        waiting = self.head_path.with_name(self.head_path.name + ".part")
        with open(waiting, "w", encoding="ascii", opener=_private) as file:
            file.write(f"{entry.number} {entry.hash}\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(waiting, self.head_path)

    def _head(self) -> tuple[int, str] | None:
        try:
            number, _, value = self.head_path.read_text(encoding="ascii").strip().partition(" ")
            return int(number), value
        except (OSError, ValueError):
            return None

    @staticmethod
    def _stands(raw: bytes, noted: tuple[int, str]) -> bool:
        lines = raw.splitlines()
        return not noted[0] or _read(lines[noted[0] - 1]).hash == noted[1]


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _entry(number: int, at: str, actor: str, kind: str, data: dict[str, Any], previous: str) -> Entry:
    bare = {"number": number, "at": at, "actor": actor, "kind": kind, "data": data, "previous": previous}
    return Entry(number, at, actor, kind, data, previous, blake2b(_canonical(bare), digest_size=32).hexdigest())


def _canonical(value: dict[str, Any]) -> bytes:
    """The one way of writing it: any other bytes for the same content are a change as well."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def _line(entry: Entry) -> bytes:
    return _canonical(entry._asdict()) + b"\n"


def _read(line: bytes) -> Entry:
    return Entry(**json.loads(line))


def _fault(line: bytes, number: int, byte: int, previous: str) -> Fault | None:
    if not line.endswith(b"\n"):
        return Fault(number, byte, "torn")
    try:
        entry = _read(line)
        again = _entry(entry.number, entry.at, entry.actor, entry.kind, entry.data, entry.previous)
        same = _line(entry) == line
    except (ValueError, TypeError, RecursionError):
        return Fault(number, byte, "unreadable")
    if not same or again.hash != entry.hash:
        return Fault(number, byte, "changed", again.hash, str(entry.hash))
    if entry.previous != previous:
        return Fault(number, byte, "not-chained", previous, entry.previous)
    if entry.number != number:
        return Fault(number, byte, "misnumbered", str(number), str(entry.number))
    return None


def _write_all(handle: int, data: bytes, at: int) -> None:
    while data:
        written = os.pwrite(handle, data, at)
        data, at = data[written:], at + written


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """One process at a time; the system lets go of the lock of a process that dies."""
    import fcntl

    with open(path, "a", opener=_private) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
