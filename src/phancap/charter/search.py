"""Powers by words: an id, a national code of any day, or what people call it, accents or none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from phancap.charter.model import inside
from phancap.formats.folding import fold

# People leave off as much of the tail as they like: it names the office, not the procedure.
_CODE = re.compile(r"(\d\.\d{6})(?:\.\d{3}(?:\.\d{2}(?:\.\d{2}(?:\.[A-Za-z]\d{2})?)?)?)?\Z")
_NOISE = frozenset("thu tuc viec ve cho cua va la ai hoi xin lam".split())
WORDS_LIMIT = 400


class Entry(NamedTuple):
    """What is searched of a power: folded names, its words joined by ``|``, codes with their days."""

    id: str
    name: str
    name_en: str
    words: str
    codes: Sequence[tuple[str, int | None, int | None]]


class Match(NamedTuple):
    """``power`` is empty where nothing fits or several fit alike; ``near`` are then the ones to offer."""

    power: str
    near: tuple[str, ...] = ()
    by_words: bool = False


def first_part(code: str) -> str:
    """``1.001612`` of ``1.001612.000.00.00.H17``: national codes are compared on it."""
    match = _CODE.match(code.strip())
    return match.group(1) if match else code.strip()


def find_power(entries: Sequence[Entry], words: str, day: int) -> Match:
    """The power that ``words`` mean on ``day``."""
    asked = words.strip()[:WORDS_LIMIT]
    by_id = {entry.id: entry for entry in entries}
    if asked in by_id:
        return Match(asked)
    coded = _by_code(entries, first_part(asked), day)
    if coded:
        return Match(coded[0]) if len(coded) == 1 else Match("", tuple(coded))
    if first_part(asked) in by_id:
        return Match(first_part(asked))
    words_ = fold(asked)
    # One letter names nothing, though an English name may have it for a word.
    ranked = _rank(entries, words_) if len(words_) > 1 else []
    if not ranked:
        return Match("", _nearest_ids(entries, asked))
    best = ranked[0][0]
    leaders = [power for score, power in ranked if score == best]
    near = tuple(power for _, power in ranked[1:6])
    if len(leaders) == 1 and best >= (2,):
        return Match(leaders[0], near, by_words=True)
    return Match("", tuple(power for _, power in ranked[:6]), by_words=True)


def _by_code(entries: Sequence[Entry], code: str, day: int) -> list[str]:
    """Powers that bear the code on the day; else the ones that bore it last before, else ever."""
    uses = [
        (inside(day, start, end), start is None or start <= day, start or 0, entry.id)
        for entry in entries
        for own, start, end in entry.codes
        if first_part(own) == code
    ]
    if not uses:
        return []
    best = max(use[:3] for use in uses)
    return sorted({use[3] for use in uses if use[:3] == best})


def _rank(entries: Sequence[Entry], asked: str) -> list[tuple[tuple[float, ...], str]]:
    """Powers by how well their names fit: equal, phrase inside, all words, most words.

    The cheap questions come first: where a name equals or holds the phrase, words are not weighed at all.
    """
    if not asked:
        return []
    phrase = f" {asked} "
    found: list[tuple[tuple[float, ...], str]] = []
    for entry in entries:
        best: tuple[float, ...] = (0.0,)
        for name in _names(entry):
            if name == asked:
                best = max(best, (5.0, 0.0))
            elif phrase in f" {name} ":
                best = max(best, (4.0, -float(name.count(" "))))
        if best[0]:
            found.append((best, entry.id))
    return _sorted(found or _by_words(entries, asked))


def _names(entry: Entry) -> list[str]:
    return [name for name in (entry.name, entry.name_en, *entry.words.split("|")) if name]


def _by_words(entries: Sequence[Entry], asked: str) -> list[tuple[tuple[float, ...], str]]:
    tokens = [token for token in asked.split() if token not in _NOISE] or asked.split()
    texts = [(entry.id, _names(entry)) for entry in entries]
    spread = {
        token: sum(any(f" {token} " in f" {name} " for name in names) for _, names in texts)
        for token in tokens
    }
    weight = {token: 1.0 / (1 + count) for token, count in spread.items()}
    ranked = []
    for power, names in texts:
        score = max((_score(name, asked, tokens, weight) for name in names), default=(0.0,))
        if score[0] > 0:
            ranked.append((score, power))
    return ranked


def _sorted(ranked: list[tuple[tuple[float, ...], str]]) -> list[tuple[tuple[float, ...], str]]:
    return sorted(ranked, key=lambda item: (tuple(-part for part in item[0]), item[1]))


def _score(name: str, asked: str, tokens: list[str], weight: dict[str, float]) -> tuple[float, ...]:
    own = name.split()
    words = set(own)
    found = [t for t in tokens if t in words or (len(t) > 2 and any(w.startswith(t) for w in own))]
    if len(found) == len(tokens):
        return (3.0, -float(len(own)))
    if f" {name} " in f" {asked} ":
        return (2.5, float(len(own)))
    total = sum(weight.values())
    share = sum(weight[token] for token in found) / total if total else 0.0
    if share >= 0.6 and len(found) >= 2:
        return (2.0, round(share, 3), -float(len(own)))
    return (1.0, round(share, 3), -float(len(own))) if share >= 0.3 else (0.0,)


def _nearest_ids(entries: Sequence[Entry], asked: str) -> tuple[str, ...]:
    from phancap.formats.nearest import nearest

    return tuple(nearest(asked, [entry.id for entry in entries], limit=3))
