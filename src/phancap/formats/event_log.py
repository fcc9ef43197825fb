"""Event logs: what was done to which case, when and by whom; however the file wrote it down.

A log is cases with attributes and events in the order of the file. A moment keeps the clock as it was written, with its
offset where one was given; a date without a clock is no midnight but a :class:`date`. Nothing is repaired here: order,
pairing of starts with ends and what a column means are for those who know what the log is about.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, NamedTuple

from phancap.formats.grid import CELL_LIMIT, Remark

UNPACKED_LIMIT = 1024 * 1024 * 1024
"""Bytes a packed log may unpack to; reading stops there."""

RATIO_LIMIT = 300
"""Bytes out for one byte in, from the first megabyte on; logs reach some 50, a bomb 1,000."""

EVENT_LIMIT = 5_000_000

Value = str | int | float | bool | datetime | date
Attributes = dict[str, Value]


class Event(NamedTuple):
    """Something done: ``when`` by its own stamp, ``begun`` where the log says so, ``transition`` as in XES."""

    activity: str
    when: datetime | date | None
    begun: datetime | date | None = None
    resource: str = ""
    transition: str = ""
    attributes: Attributes = {}


class Case(NamedTuple):
    """Events that belong together."""

    id: str
    attributes: Attributes
    events: list[Event]


class EventLog(NamedTuple):
    """All cases of a file, and what was met while reading it."""

    cases: list[Case]
    remarks: list[Remark]

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(len(case.events) for case in self.cases)


class BadLog(ValueError):
    """A file that is no log, or not one to read: ``problem`` with its line, column, value and more."""

    def __init__(self, problem: str, row: int = 0, column: str = "", value: str = "", more: str = "") -> None:
        self.remark = Remark(problem, row, column, value[:80], more[:200])
        super().__init__(" ".join(str(part) for part in self.remark if part))


_STAMP = re.compile(
    r"(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)"
    r"(?:[T ](?P<h>\d\d):(?P<i>\d\d)(?::(?P<s>\d\d)(?:[.,](?P<f>\d{1,9}))?)?\s*(?P<z>Z|[+-]\d\d:?\d\d)?)?\Z",
    re.ASCII,
)


def parse_stamp(text: str) -> datetime | date | None:
    """``2011-10-11T13:45:40.276+02:00`` and the like, or a date alone; ``None`` for anything else.

    More digits of a second than microseconds are cut off, as a clock does.
    """
    found = _STAMP.match(text)
    if found is None:
        return None
    try:
        if found["h"] is None:
            return date(int(found["y"]), int(found["m"]), int(found["d"]))
        fraction = (found["f"] or "")[:6].ljust(6, "0")
        zone = (found["z"] or "").replace("Z", "+00:00")
        if zone and ":" not in zone:
            zone = f"{zone[:3]}:{zone[3:]}"
        return datetime.fromisoformat(
            f"{found['y']}-{found['m']}-{found['d']}T{found['h']}:{found['i']}:{found['s'] or '00'}.{fraction}{zone}"
        )
    except ValueError:
        return None


def show_stamp(moment: datetime | date) -> str:
    """The inverse of :func:`parse_stamp`, with milliseconds, or microseconds where there are some."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.isoformat(timespec="milliseconds" if moment.microsecond % 1000 == 0 else "microseconds")


def short(text: str, row: int = 0, column: str = "") -> str:
    """``text``, unless it is longer than a cell may be."""
    if len(text) > CELL_LIMIT:
        raise BadLog("cell-too-long", row, column, text, str(len(text)))
    return text


def unpacked(stream: IO[bytes], limit: int = UNPACKED_LIMIT) -> Iterator[bytes]:
    """The bytes of a file, unpacked if it is a gzip; :class:`BadLog` for a damaged one or a bomb."""
    head = stream.read(2)
    stream.seek(-len(head), 1)
    packed = head == b"\x1f\x8b"
    source: IO[bytes] = gzip.GzipFile(fileobj=stream) if packed else stream  # type: ignore[assignment]
    size = 0
    try:
        while block := source.read(1 << 18):
            size += len(block)
            if size > limit or (packed and size > 1 << 20 and size > RATIO_LIMIT * max(1, stream.tell())):
                raise BadLog("unpacks-too-large", more=f"{size >> 20} MB")
            yield block
    except (OSError, EOFError, zlib.error) as error:
        raise BadLog("not-gzip", more=str(error)) from error
