"""A report as blocks, before it is HTML or Word: text with notes, tables, pictures. Every figure carries its note.

A note says where a number stands: a row of a file, an assumption, or a run with its cell. The same place is one note,
numbered in order of first use. A table's row or a paragraph may carry notes of its own: they go to every figure in it that
has none, so that no figure stands alone.
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


    @property
    def parts(self) -> tuple[str, str]:
        """The text before its notes and what closes it: a note stands before a full stop, a semicolon, a blank."""
        body = self.text.rstrip(" ;:,.")
        return (body, self.text[len(body) :]) if self.notes and body else (self.text, "")


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
    """A table: ``numeric`` columns are set to the right; ``notes`` are those of its caption."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    numeric: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()


class Picture(NamedTuple):
    """A picture with its words: ``svg`` for pages, ``png`` made when a document needs it; ``notes`` tell its figures."""

    caption: str
    svg: str
    png: Callable[[], bytes]
    notes: tuple[int, ...] = ()


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
    numbers: dict[str, int] = field(default_factory=dict)

    def note(self, *places: str) -> tuple[int, ...]:
        """The numbers of the notes for some places; new ones are added."""
        found = []
        for place in places:
            if not place:
                continue
            if place not in self.numbers:
                self.notes.append(place)
                self.numbers[place] = len(self.notes)
            number = self.numbers[place]
            if number not in found:
                found.append(number)
        return tuple(found)

    def heading(self, text: str, level: int = 2) -> None:
        """Add a heading."""
        self.blocks.append(Heading(level, text))

    def para(self, *spans: Span | str, kind: str = "plain", notes: tuple[int, ...] = ()) -> None:
        """Add a paragraph; ``notes`` are those of its figures that have none."""
        self.blocks.append(Para(noted(text_of(spans), notes), kind))

    def item(self, *spans: Span | str, notes: tuple[int, ...] = ()) -> None:
        """Add an item of a list."""
        self.para(*spans, kind="item", notes=notes)

    def grid(self, caption: str, header: Sequence[str], rows: Iterable[Sequence[Span | str | Text]], numeric: Sequence[int] = (),
             notes: Sequence[tuple[int, ...]] = (), caption_notes: tuple[int, ...] = ()) -> None:  # fmt: skip
        """Add a table; nothing where it has no rows. ``notes`` are those of each row's figures that have none."""
        made = tuple(
            tuple(noted(_cell(cell), notes[number] if number < len(notes) else ()) for cell in row)
            for number, row in enumerate(rows)
        )
        if made:
            self.blocks.append(Grid(caption, tuple(header), made, tuple(numeric), caption_notes))

    def picture(self, drawn: Picture | None, *places: str) -> None:
        """Add a picture whose figures stand at some places; nothing where there is none."""
        if drawn is not None:
            self.blocks.append(drawn._replace(notes=drawn.notes or self.note(*places)))


def text_of(spans: Iterable[Span | str]) -> Text:
    """Spans of a text, plain strings made spans."""
    return tuple(Span(span) if isinstance(span, str) else span for span in spans)


def noted(spans: Text, notes: tuple[int, ...]) -> Text:
    """Spans in which each figure without a note has those given. A span's note stands behind it, so that it covers the
    figures before it."""
    if not notes:
        return spans
    return tuple(
        span._replace(notes=notes) if not span.notes and any(sign.isdigit() for sign in span.text) else span
        for span in spans
    )


def _cell(cell: Span | str | Text) -> Text:
    if isinstance(cell, str):
        return (Span(cell),)
    if isinstance(cell, Span):
        return (cell,)
    return cell
