"""A citation while it is being read: what :mod:`phancap.law.reading` fills in pass by pass."""

from __future__ import annotations

from phancap.law.mentions import Printed
from phancap.law.textview import TextView


class Draft:
    """A citation being read. ``number_start`` is where the number begins, ``behind`` where its date and
    issuer end; the other fields are those of a citation."""

    __slots__ = (
        "amended_by", "behind", "clauses", "date", "date_printed", "dated_until", "end", "form", "issuer", "itself", "kind",
        "number", "number_start", "start", "title", "type",
    )  # fmt: skip

    def __init__(self, start: int, end: int, kind: str, type_: str = "", issuer: str = "") -> None:
        self.start = self.number_start = start
        self.end = self.behind = self.dated_until = end
        self.kind = kind
        self.type = type_
        self.issuer = issuer
        self.number = self.form = self.date = self.date_printed = self.title = ""
        self.clauses: tuple[str, ...] = ()
        self.amended_by: tuple[str, ...] = ()
        self.itself = False


def set_date(view: TextView, draft: Draft, printed: Printed | None) -> None:
    """Give a draft the date found in the view, as printed and as a day."""
    if printed is not None:
        words = view.plain[printed.start : printed.end]
        draft.date_printed = words if words.isprintable() and "  " not in words else " ".join(words.split())
        draft.date = printed.iso


class Memory:
    """What one block of a document tells the next."""

    __slots__ = ("article", "known", "own", "pending", "read")

    def __init__(self) -> None:
        self.read = 0
        self.own: Draft | None = None
        self.article = ""
        self.known: dict[tuple[str, str], Draft] = {}
        self.pending: list[Draft] = []
