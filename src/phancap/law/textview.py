"""A text to search in, and the way back to the text as it was given.

Searching wants composed letters, nothing invisible, no markup, and a folded twin of the same length. Offsets
found there are carried back to the original, so that every span points at what the reader sees.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from phancap.law.folding import FOLD_LINES, TIDY_LINES, VANISHING

_ODD = re.compile(f"[{VANISHING}\u0300-\u036f]")
# A letter with its accents. More than four accents on one letter is no word of any language: left alone,
# since Unicode's normal form sorts such a pile in quadratic time.
_CLUSTER = re.compile(f"[{VANISHING}]+|[^\u0300-\u036f][\u0300-\u036f]{{1,4}}(?![\u0300-\u036f])")
_MARKUP = re.compile(
    r"<!--(?:[^-]|-(?!->)){0,100000}-->"
    r"|<(?P<raw>script|style)\b[^>]{0,2000}>[^<]*(?:<(?!/(?:script|style))[^<]*)*"
    r"|</?(?P<tag>[A-Za-z][A-Za-z0-9]*)[^<>]{0,5000}>"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});"
)
_BREAKS = frozenset(
    "p div br li tr td th h1 h2 h3 h4 h5 h6 table ul ol dl dt dd section article aside header footer nav "
    "title head body main form option blockquote pre hr figure figcaption".split()
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Edit = tuple[int, int, str]


class TextView:
    """``plain``: composed text with one kind of dash, slash, blank and ``Đ``, line feeds kept; ``folded``:
    the same in lower case without accents. Both have the same length."""

    __slots__ = ("_ends", "_marks", "_starts", "folded", "plain")

    def __init__(self, text: str, markup: bool = False) -> None:
        self._marks: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        if markup and ("<" in text or "&" in text):
            text = self._cut(text, _both(text) if _ODD.search(text) else _markup(text))
        elif not text.isascii() and _ODD.search(text):
            text = self._cut(text, _clusters(text))
        self.plain, self.folded = _twins(text)

    def start(self, offset: int) -> int:
        """The offset in the original of the character at ``offset``."""
        if not self._marks:
            return offset
        place = bisect_right(self._marks, offset) - 1
        return self._starts[place] + offset - self._marks[place]

    def end(self, offset: int) -> int:
        """The offset in the original just behind the character before ``offset``."""
        if not self._marks:
            return offset
        if offset <= 0:
            return 0
        place = bisect_right(self._marks, offset - 1) - 1
        behind = self._marks[place + 1] if place + 1 < len(self._marks) else len(self.plain)
        return self._ends[place] if behind == offset else self._starts[place] + offset - self._marks[place]

    def _cut(self, text: str, edits: Iterator[Edit]) -> str:
        pieces: list[str] = []
        at = length = 0

        def piece(part: str, start: int, end: int) -> None:
            nonlocal length
            if part:
                self._marks.append(length)
                self._starts.append(start)
                self._ends.append(end)
                pieces.append(part)
                length += len(part)

        for start, end, new in edits:
            piece(text[at:start], at, start)
            piece(new, start, end)
            at = end
        piece(text[at:], at, len(text))
        return "".join(pieces)


_LONG = 2_000
"""From so many characters on, a table look-up of all at once is faster than ``str.translate``, six times."""


def _twins(text: str) -> tuple[str, str]:
    """``text`` tidied and ``text`` folded."""
    if len(text) < _LONG:
        return text.translate(TIDY_LINES), text.translate(FOLD_LINES)
    import numpy as np

    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    if len(codes) != len(text):  # characters beyond the first plane take two codes each
        return text.translate(TIDY_LINES), text.translate(FOLD_LINES)
    tidy, fold = _tables()
    plain, folded = tidy[codes], fold[codes]
    if folded.max() < 128:
        flat = folded.astype(np.uint8).tobytes().decode("ascii")
    else:
        flat = folded.tobytes().decode("utf-16-le", "surrogatepass")
    return plain.tobytes().decode("utf-16-le", "surrogatepass"), flat


@cache
def _tables() -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """For each code of the first plane what it becomes, tidied and folded."""
    import numpy as np

    tables = []
    for mapping in (TIDY_LINES, FOLD_LINES):
        table = np.arange(0x10000, dtype="<u2")
        for code, char in mapping.items():
            table[code] = ord(char)
        tables.append(table)
    return tables[0], tables[1]


def _clusters(text: str) -> Iterator[Edit]:
    known: dict[str, str] = {}
    for match in _CLUSTER.finditer(text):
        cluster = match[0]
        one = known.get(cluster)
        if one is None:
            one = "" if cluster[0] in VANISHING else unicodedata.normalize("NFC", cluster)
            known[cluster] = one
        if len(one) <= 1:
            yield match.start(), match.end(), one


def _both(text: str) -> Iterator[Edit]:
    """Edits of markup and of letters in order; letters inside a tag go with the tag."""
    edits = sorted([*_markup(text), *_clusters(text)], key=lambda edit: (edit[0], -edit[1]))
    at = 0
    for edit in edits:
        if edit[0] >= at:
            yield edit
            at = edit[1]


def _markup(text: str) -> Iterator[Edit]:
    for match in _MARKUP.finditer(text):
        written = match[0]
        if written[0] == "&":
            char = html.unescape(written)
            if len(char) == 1:
                yield match.start(), match.end(), char
            continue
        tag = match["tag"]
        yield match.start(), match.end(), "\n" if tag is not None and tag.lower() in _BREAKS else ""
