"""A document laid out for reading: paragraphs, sentences, clauses, all as spans of one folded view.

Spans are offsets into ``Page.plain``; :meth:`Page.span` carries them back to the text as it was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from phancap.law.folding import UPPER
from phancap.law.textview import TextView
from phancap.scheme.accents import lost, restored


class Span(NamedTuple):
    """Offsets ``[start, end)`` into a page."""

    start: int
    end: int


class Paragraph(NamedTuple):
    """One paragraph: where it starts, where its words begin behind a bullet or number, where it ends.

    ``opener`` is ``""``, ``"-"`` (bullet or letter), ``"1"`` (number) or ``"I"`` (roman, article, part);
    ``level`` is how deep in the outline that puts it: 0 without an opener, 1 for roman numbers and articles, 2 for
    "1.", 3 for "1.1", 4 for letters, 5 for dashes, 6 for "+".
    """

    start: int
    words: int
    end: int
    opener: str
    level: int = 0


_OPENER = re.compile(
    r"[ \"“]*(?:(?P<bullet>(?P<plus>[+○][ ]*)|[-*•●▪–][ ]*|(?P<letter>\(?[a-zđ][)][ ]*|[a-zđ][.][ ]+))"
    r"|(?P<number>\(?[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)][ ]*|[0-9]{1,2}[ ]?-[ ]+|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[ ]+)"
    r"|(?P<roman>(?:[IVX]{1,5}[.)-]|Điều[ ]+[0-9]{1,3}[.:]|Phần[ ]+\w{1,6}[.:]?)[ ]*))"
)
_ENDS = re.compile(rf"[.!?…;](?=[ \n\"”’)\]]|$)|(?<=[{UPPER}]{{2}})[ ](?=[0-9]{{1,2}}[.)][ ][{UPPER}][a-zà-ỹđ])|(?<=[a-zà-ỹđ]{{2}})\.(?=[{UPPER}][a-zà-ỹđ]+[ \n])")
_TONES = dict(
    zip(
        "oá oà oả oã oạ oé oè oẻ oẽ oẹ uý uỳ uỷ uỹ uỵ".split(),
        "óa òa ỏa õa ọa óe òe ỏe õe ọe úy ùy ủy ũy ụy".split(),
        strict=True,
    )
)
_OLD_TONE = re.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?![a-zà-ỹđ])")
"""The tone on the second vowel of an open syllable ("hoá", "uỷ"), read as on the first ("hóa", "ủy")."""
_INLINE = re.compile(rf"(?:[0-9]{{1,2}}|[a-zđ])[.)][ \n]+(?=[{UPPER}])")
"""The number of an item that stands in the middle of a line."""
_SHORT_WORD = re.compile(
    r"(?:^|[ \n(,])(?:TP|Tp|Q|P|TX|TS|ThS|GS|PGS|KTS|KT|TM|TL|TUQ|BS|CN|[A-ZĐ]|[0-9]{1,2}|[IVX]{1,4})$"
)


class Page:
    """``plain`` (composed, tidy), ``low`` (the same in lower case, accents kept, one tone style for ``ủy``) and
    the paragraphs."""

    __slots__ = ("_view", "low", "paragraphs", "plain")

    def __init__(self, text: str) -> None:
        self._view = TextView(text)
        self.plain = self._view.plain
        low = self.plain.lower()
        if len(low) != len(self.plain):  # a few letters (İ) grow when lowered
            low = "".join(one if len(one := char.lower()) == 1 else char for char in self.plain)
        self.low = restored(low) if lost(low) else _OLD_TONE.sub(lambda old: _TONES[old[0]], low)
        self.paragraphs = list(self._laid_out())

    def span(self, start: int, end: int) -> Span:
        """The offsets into the text as given."""
        return Span(self._view.start(start), self._view.end(end))

    def at(self, start: int, end: int) -> Span:
        """The page's own offsets of a span of the text as given (the inverse of :meth:`span`)."""
        return Span(self._inverse(start), self._inverse(end))

    def _inverse(self, offset: int) -> int:
        low, high = 0, len(self.plain)
        while low < high:
            middle = (low + high) // 2
            if self._view.start(middle) < offset:
                low = middle + 1
            else:
                high = middle
        return low

    def words(self, start: int, end: int) -> str:
        """The words of a span on one line."""
        return " ".join(self.plain[start:end].split())

    def _laid_out(self) -> Iterator[Paragraph]:
        lines = self.plain.split("\n")
        room = _room(lines)
        at = 0
        open_at = -1
        for index, line in enumerate(lines):
            end = at + len(line)
            if line.strip():
                if open_at < 0:
                    open_at = at
                following = lines[index + 1] if index + 1 < len(lines) else ""
                torn = not following.strip() and index + 2 < len(lines) and _torn(line, lines[index + 2])
                if not torn and not _runs_on(line, following, room):
                    yield self._paragraph(open_at, end)
                    open_at = -1
            at = end + 1

    def _paragraph(self, start: int, end: int) -> Paragraph:
        while start < end and self.plain[start].isspace():
            start += 1
        while end > start and self.plain[end - 1].isspace():
            end -= 1
        match = _OPENER.match(self.plain, start, end)
        if match is None or not match[0].strip(' "“') or match.end() >= end:
            return Paragraph(start, start, end, "")
        opener = "-" if match["bullet"] else "1" if match["number"] else "I"
        return Paragraph(start, match.end(), end, opener, _level(match))

    def sentences(self, start: int, end: int) -> Iterator[Span]:
        """The sentences of a paragraph, without their closing stop."""
        begin = start
        for match in _ENDS.finditer(self.plain, start, end):
            if match[0] == ";" or match.start() < begin:
                continue
            if not self._begins_anew(match.end(), end):
                continue
            if match[0] == "." and _SHORT_WORD.search(
                self.plain, max(begin, match.start() - 6), match.start()
            ):
                continue
            yield from self._trimmed(begin, match.start())
            begin = match.end()
        yield from self._trimmed(begin, end)

    def _begins_anew(self, at: int, end: int) -> bool:
        while at < end and self.plain[at] in " \n\"“”’')]":
            at += 1
        return at >= end or not self.plain[at].islower()

    def clauses(self, start: int, end: int) -> Iterator[Span]:
        """The clauses of a sentence: what ``;`` separates."""
        begin = start
        for match in _ENDS.finditer(self.plain, start, end):
            if match[0] == ";":
                yield from self._trimmed(begin, match.start())
                begin = match.end()
        yield from self._trimmed(begin, end)

    def _trimmed(self, start: int, end: int) -> Iterator[Span]:
        while start < end and self.plain[start] in " \n\"“”’')]":
            start += 1
        number = _INLINE.match(self.plain, start, end)
        start = number.end() if number else start
        while end > start and self.plain[end - 1] in " \n,;:.":
            end -= 1
        if start < end:
            yield Span(start, end)


def _level(opener: re.Match[str]) -> int:
    if opener["roman"]:
        return 1
    if opener["number"]:
        return 3 if opener["number"].strip(" .()").count(".") else 2
    return 4 if opener["letter"] else 6 if opener["plus"] else 5


_WRAPPED = 60
"""Characters below which no line has been broken for want of room."""


def _torn(line: str, following: str) -> bool:
    """Whether a blank line stands within a sentence, as at the foot of a page."""
    line, following = line.rstrip(), following.strip()
    return (
        len(line) >= 40
        and (line[-1].isalpha() or line[-1] == ",")
        and following[:1].islower()
        and _OPENER.match(following) is None
    )


def _room(lines: list[str]) -> int:
    """Characters from which a line may have been broken for want of room: most of what the long lines hold."""
    widths = sorted(len(line.rstrip()) for line in lines if line.strip())
    wide = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    return max(_WRAPPED, int(0.75 * wide))


def _runs_on(line: str, following: str, room: int) -> bool:
    """Whether a line goes on in the next one: hard line ends of PDF and of mail."""
    following = following.strip()
    line = line.rstrip()
    if line.endswith(";") and len(line) >= _WRAPPED and following[:1].islower():
        return _OPENER.match(following) is None
    if not following or line.endswith((".", ";", ":", "!", "?", "…")):
        return False
    if _OPENER.match(following):
        return False
    return (
        following[0].islower()
        or line.endswith(",")
        or (len(line) >= room and not line.isupper() and not following.isupper())
    )
