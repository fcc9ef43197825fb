"""Words of a text for search: the same on every database, accents or none, both tone styles, numbers whole.

Django's full-text search is PostgreSQL's alone and knows nothing of Vietnamese, so the words stand in a table
of our own and every database compares plain text. A token has a kind before a colon:

``w:`` a syllable folded (``đất`` and ``dat`` are ``w:dat``); ``x:`` a syllable with its marks, the tone moved to
the end so that ``hòa`` and ``hoà`` meet; ``b:`` two folded syllables in a row, for words of Vietnamese are mostly
two; ``n:`` the number of an act, one token (``n:131/2020/qh14``), and its serial with the year (``n:131/2020``).

A question finds what holds all its ``w:`` and ``n:``; ``x:`` and ``b:`` only put the better ones first. The marks
of a question never hide a text that was typed without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import NamedTuple

from phancap.formats.folding import fold
from phancap.law.citations import find_citations
from phancap.law.folding import fold as fold_number

LONGEST_TOKEN = 64
LONGEST_QUESTION = 200
MOST_WORDS = 16
MOST_WEIGHT = 1000
"""Words repeated a thousand times count no more: a page must not win by stuffing."""

_TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_WORD = re.compile(r"[^\W_]+")
_SERIAL_YEAR = re.compile(r"(?<![\w/.-])(\d{1,6})/((?:19|20)\d{2})(?![\w/-])")


class Found(NamedTuple):
    """The tokens of a piece of text: syllables in order (folded, exact) and numbers of acts."""

    words: list[tuple[str, str]]
    numbers: list[str]


def exact(word: str) -> str:
    """A syllable in lower case with its vowels' marks, the tone as a digit at the end."""
    kept, tone = [], ""
    for char in unicodedata.normalize("NFD", word.lower()):
        if char in _TONES:
            tone = _TONES[char]
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)) + tone


def read(text: str) -> Found:
    """Syllables and numbers of a text."""
    text = unicodedata.normalize("NFC", text)
    numbers: list[str] = []
    spans: list[tuple[int, int]] = []
    for citation in find_citations(text, markup=False):
        if citation.kind != "numbered":
            continue
        # The span of a citation may take in its type and date; only the number itself is one token.
        at = text.find(citation.number, citation.start, citation.end + 1)
        printed = citation.number if at >= 0 else ""
        numbers.append(citation.form)
        if printed:
            spans.append((at, at + len(printed)))
    for match in _SERIAL_YEAR.finditer(text):
        if not any(start <= match.start() < end for start, end in spans):
            numbers.append(f"{match[1]}/{match[2]}")
            spans.append(match.span())
    return Found(_words(_without(text, spans)), [fold_number(number) for number in numbers])


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            pieces += [text[at:start], " \n "]
            at = end
    return "".join([*pieces, text[at:]])


def _words(text: str) -> list[tuple[str, str]]:
    words = []
    for match in _WORD.finditer(text):
        # Folding may open one sign into several words (ligatures, full width): each is a syllable.
        for part in fold(match[0]).split():
            words.append((part[:LONGEST_TOKEN], exact(match[0])[:LONGEST_TOKEN]))
    return words


def tokens_of(parts: list[tuple[str, int]]) -> dict[str, int]:
    """Tokens of a text given in parts, each with a weight (a title weighs more than a body)."""
    weights: Counter[str] = Counter()
    for text, weight in parts:
        found = read(text)
        for token in _tokens(found):
            weights[token] += weight
    return {token: min(weight, MOST_WEIGHT) for token, weight in weights.items()}


def _tokens(found: Found) -> list[str]:
    tokens = [f"w:{folded}" for folded, _ in found.words]
    tokens += [f"x:{marked}" for folded, marked in found.words if marked != folded]
    tokens += [
        f"b:{one} {other}"[: LONGEST_TOKEN * 2]
        for (one, _), (other, _) in zip(found.words, found.words[1:], strict=False)
    ]
    for number in found.numbers:
        tokens.append(f"n:{number}"[: LONGEST_TOKEN * 2])
        short = re.match(r"\d+[a-z]?/\d{4}(?=/)", number)
        if short:
            tokens.append(f"n:{short[0]}")
    return tokens


class Sought(NamedTuple):
    """A question: what a text must hold, and what makes it come first with how much more weight."""

    needed: tuple[str, ...]
    better: dict[str, int]


def sought(question: str) -> Sought:
    """The tokens of a question; a number alone needs no ``số`` before it."""
    text = question[:LONGEST_QUESTION].replace("\x00", " ")
    found = read(text)
    if not found.numbers and "/" in text:
        found = read(f"số {text.upper()}")._replace(words=found.words)
        whole = {part for number in found.numbers for part in fold(number).split()}
        found = found._replace(words=[word for word in found.words if word[0] not in whole])
    found = found._replace(words=found.words[:MOST_WORDS], numbers=found.numbers[:MOST_WORDS])
    needed = dict.fromkeys(f"w:{folded}" for folded, _ in found.words)
    needed |= dict.fromkeys(f"n:{number}" for number in found.numbers)
    better = {}
    for token in _tokens(found):
        if token.startswith("x:"):
            better[token] = 2
        elif token.startswith("b:"):
            better[token] = 3
    return Sought(tuple(needed), better)
