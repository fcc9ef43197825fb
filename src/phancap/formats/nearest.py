"""The nearest valid value for a wrong one: what an error message offers.

Compared without accents and case. Meant for closed lists of up to some ten thousand entries: a length
band, a test of the letters that occur, and a bit-parallel edit distance (Myers 1999,
Hyyrö 2003: one whole number a letter) keep one question well under the time a person notices.
"""

from __future__ import annotations

from collections.abc import Iterable

from phancap.formats.folding import fold

_LONGEST = 200
"""Longer words are not looked up: nobody mistypes a paragraph."""


class Nearest:
    """A list of valid values, prepared once for many questions. Answers are remembered."""

    __slots__ = ("_answers", "_by_length", "_limit")

    def __init__(self, options: Iterable[str], limit: int = 3) -> None:
        self._limit = limit
        self._answers: dict[str, list[str]] = {}
        self._by_length: dict[int, list[tuple[str, int, str]]] = {}
        for option in sorted(set(options)):
            folded = fold(option)
            if folded and len(folded) <= _LONGEST:
                self._by_length.setdefault(len(folded), []).append((folded, _letters(folded), option))

    def of(self, word: str) -> list[str]:
        """The nearest options, best first; none when nothing is near."""
        answer = self._answers.get(word)
        if answer is None:
            answer = self._answers[word] = self._find(fold(word))
        return answer

    def _find(self, word: str) -> list[str]:
        if not word or len(word) > _LONGEST:
            return []
        worst = max(1, (len(word) + 1) // 3)
        letters = _letters(word)
        matcher = _masks(word)
        found: list[tuple[int, str]] = []
        for length, options in self._by_length.items():
            if abs(length - len(word)) <= worst:
                for folded, has, option in options:
                    # One edit changes at most two of the letters that occur.
                    if (has ^ letters).bit_count() <= 2 * worst:
                        distance = 0 if folded == word else _distance(matcher, len(word), folded)
                        if distance <= worst and distance < max(length, 2):
                            found.append((distance, option))
            if length > len(word) >= 3:
                # Half a name is no typing error, yet the full name is what was meant.
                found += [(worst + 1, option) for folded, _, option in options if word in folded]
        best: dict[str, int] = {}
        for distance, option in found:
            best[option] = min(distance, best.get(option, distance))
        return sorted(best, key=lambda option: (best[option], option))[: self._limit]


def nearest(word: str, options: Iterable[str], limit: int = 3) -> list[str]:
    """Up to ``limit`` of ``options`` that ``word`` may have meant, best first.

    For many questions on one list prepare a :class:`Nearest`.
    """
    return Nearest(options, limit).of(word)


def _letters(word: str) -> int:
    bits = 0
    for char in word:
        bits |= 1 << (ord(char) & 63)
    return bits


def _masks(word: str) -> dict[str, int]:
    masks: dict[str, int] = {}
    for place, char in enumerate(word):
        masks[char] = masks.get(char, 0) | 1 << place
    return masks


def _distance(masks: dict[str, int], length: int, other: str) -> int:
    """Edit distance (insert, delete, replace, swap neighbours) of the word behind ``masks`` to ``other``."""
    ones = (1 << length) - 1
    last = 1 << (length - 1)
    plus, minus, distance = ones, 0, length
    diagonal = before = 0
    for char in other:
        match = masks.get(char, 0)
        swapped = (~diagonal & match) << 1 & before
        diagonal = (((match & plus) + plus) ^ plus) | match | minus | swapped
        before = match
        up = minus | ~(diagonal | plus) & ones
        down = plus & diagonal
        if up & last:
            distance += 1
        elif down & last:
            distance -= 1
        up = up << 1 & ones | 1
        plus = down << 1 & ones | ~(diagonal | up) & ones
        minus = up & diagonal & ones
    return distance
