"""Sentences by id: a catalogue a language, filled with parameters. No word of the domain is kept here."""

from __future__ import annotations

from collections.abc import Mapping

_MARKS = str.maketrans(",.", ".,")
Catalogue = Mapping[str, Mapping[str, str]]
"""Language to message id to sentence."""


def say(catalogue: Catalogue, lang: str, message: str, **parameters: object) -> str:
    """The sentence ``message`` in ``lang`` with its parameters filled in."""
    return catalogue[lang][message].format(**parameters)


def money(value: int, lang: str = "vi") -> str:
    """Đồng as people read them: ``15 tỷ đồng``, ``1,5 tỷ đồng``, ``250 triệu đồng``, ``1.234.567 đồng``."""
    for size, vi, en in ((10**9, "tỷ đồng", "billion VND"), (10**6, "triệu đồng", "million VND")):
        if abs(value) >= size and value % (size // 1000) == 0:
            whole, rest = divmod(abs(value), size)
            digits = f"{rest * 1000 // size:03d}".rstrip("0")
            mark = "," if lang == "vi" else "."
            number = grouped(whole, lang) + (mark + digits if digits else "")
            return f"{'-' if value < 0 else ''}{number} {vi if lang == 'vi' else en}"
    return f"{grouped(value, lang)} {'đồng' if lang == 'vi' else 'VND'}"


def grouped(value: int, lang: str = "vi") -> str:
    """``1.234.567`` in Vietnamese, ``1,234,567`` in English."""
    return marked(f"{value:,}", lang)


def marked(text: str, lang: str = "vi") -> str:
    """A number written as ``1,234.5`` with the marks of the language: ``1.234,5`` in Vietnamese."""
    return text.translate(_MARKS) if lang == "vi" else text
