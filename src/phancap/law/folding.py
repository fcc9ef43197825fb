"""Look-alike characters of Vietnamese legal text: dashes, blanks, the three letters drawn as ``Đ``, accents.

``tidy`` and ``fold`` map one character to one character, so offsets into composed (NFC) text stay valid.
"""

from __future__ import annotations

import unicodedata

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
SLASHES = "\u2044\u2215\uff0f\u29f8"
BLANKS = "\u00a0\u1680\u202f\u205f\u3000\t\r\n\v\f" + "".join(map(chr, range(0x2000, 0x200B)))
VANISHING = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""Characters that are drawn as nothing. ``tidy`` turns them into ``\\x00`` so that lengths stay the same."""

UPPER = "A-ZÀ-ÖØ-ÝĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))
"""The capital letters of Vietnamese, for a class of a pattern."""
LOWER = "a-zà-öø-ýăđĩũơưạ-ỹ"
"""Its small letters."""

_TIDY = {ord(c): "-" for c in DASHES}
_TIDY |= {ord(c): "/" for c in SLASHES}
_TIDY |= {ord(c): " " for c in BLANKS}
_TIDY |= {ord(c): "\x00" for c in VANISHING}
# Ð (U+00D0, Icelandic) and Ɖ (U+0189, African) are drawn like Đ (U+0110), and pages mix them.
_TIDY |= {0x00D0: "Đ", 0x0189: "Đ", 0x00F0: "đ", 0x0256: "đ"}
# Ñ stands in text of older fonts for the Đ of their code page; no Vietnamese word has it.
_TIDY |= {0x00D1: "Đ", 0x00F1: "đ"}


def _bare(char: str) -> str:
    if char in "đĐ":
        return "d"
    low = unicodedata.normalize("NFD", char)[0].lower()
    return low if len(low) == 1 else char


_LETTERS = [chr(c) for r in (range(0x41, 0x250), range(0x1E00, 0x1F00)) for c in r if chr(c).isalpha()]
_FOLD = dict(_TIDY) | {ord(c): _bare(c) for c in _LETTERS if c not in "ßŉǰẖẗẘẙẚẞ"}
_FOLD |= {ord(c): "d" for c in "ÐƉðɖÑñ"}

# For running text: a line feed says more than a blank.
TIDY_LINES = _TIDY | {10: "\n"}
FOLD_LINES = _FOLD | {10: "\n"}


def tidy(text: str) -> str:
    """NFC text with one kind of dash, slash, blank and ``Đ``; same length as its NFC form."""
    return unicodedata.normalize("NFC", text).translate(_TIDY)


def fold(text: str) -> str:
    """Lower case without accents, ``đ`` as ``d``; same length as the NFC form of ``text``."""
    return unicodedata.normalize("NFC", text).translate(_FOLD)


def squeeze(text: str) -> str:
    """``tidy`` text with single blanks, nothing invisible and no blanks at the ends."""
    return " ".join(tidy(text).replace("\x00", "").split())
