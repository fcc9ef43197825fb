"""A report as blocks, before it is HTML or Word: text with notes, tables, pictures. Every figure carries its note.

A note says where a number stands: a row of a file, an assumption, or a run with its cell. The same place is one note,
numbered in order of first use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A piece of text; ``notes`` are numbers of the list at the end, ``strong`` makes it stand out."""

    text: str
    notes: tuple[int, ...] = ()
    strong: bool = False


Text = tuple[Span, ...]


class Heading(NamedTuple):
    """A heading of level 1 to 3."""

    level: int
    text: str


class Para(NamedTuple):
    """A paragraph; ``kind`` is ``plain``, ``lead``, ``stamp``, ``note`` or ``item`` (of a list)."""

    spans: Text
    kind: str = "plain"


class Grid(NamedTuple):
    """A table: ``numeric`` columns are set to the right."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[int, ...] = ()


class Picture(NamedTuple):
    """A picture with its words: ``svg`` for pages, ``png`` made when a document needs it."""

    caption: str
    svg: str
    png: Callable[[], bytes]


class Break(NamedTuple):
    """A new page begins."""


Block = Heading | Para | Grid | Picture | Break


@dataclass
class Report:
    """Blocks in order, and the notes they refer to."""

    title: str
    lang: str
    stamp: str
    run: str
    blocks: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, *places: str) -> tuple[int, ...]:
        """The numbers of the notes for some places; new ones are added."""
        found = []
        for place in places:
            if not place:
                continue
            if place not in self.notes:
                self.notes.append(place)
            number = self.notes.index(place) + 1
            if number not in found:
                found.append(number)
        return tuple(found)

    def heading(self, text: str, level: int = 2) -> None:
        """Add a heading."""
        self.blocks.append(Heading(level, text))

    def para(self, *spans: Span | str, kind: str = "plain") -> None:
        """Add a paragraph."""
        self.blocks.append(Para(text_of(spans), kind))

    def item(self, *spans: Span | str) -> None:
        """Add an item of a list."""
        self.para(*spans, kind="item")

    def grid(self, caption: str, header: Sequence[str], rows: Iterable[Sequence[Span | str | Text]], numeric: Sequence[int] = ()) -> None:
        """Add a table; nothing where it has no rows."""
        made = tuple(tuple(_cell(cell) for cell in row) for row in rows)
        if made:
            self.blocks.append(Grid(caption, tuple(header), made, tuple(numeric)))


def text_of(spans: Iterable[Span | str]) -> Text:
    """Spans of a text, plain strings made spans."""
    return tuple(Span(span) if isinstance(span, str) else span for span in spans)


def _cell(cell: Span | str | Text) -> Text:
    if isinstance(cell, str):
        return (Span(cell),)
    if isinstance(cell, Span):
        return (cell,)
    return cell
