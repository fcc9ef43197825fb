"""One spelling for search: ``Hoà An``, ``HÒA AN`` and ``hoa an`` all fold to ``hoa an``.

Accents and tones go, so both tone styles (hòa, hoà) and both Unicode forms (NFC, NFD) meet; ``đ`` becomes
``d``; blanks and punctuation become one space. What folds alike may still differ: folding finds
candidates, it never decides.
"""

from __future__ import annotations

import unicodedata

# Letters that look like a d with a stroke: the Vietnamese one, and two that are typed or read in its place.
_STROKES = str.maketrans("đĐðÐɖƉ", "dddddd")
_ASCII = {
    code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)
}  # controls become blanks


def fold(text: str) -> str:
    """``text`` in lower case without accents, ``đ`` as ``d``, blanks and punctuation one space."""
    if not text.isascii():
        text = _strip(text)
    return " ".join(text.translate(_ASCII).split())


def _strip(text: str) -> str:
    # NFKD also opens full-width letters and ligatures that copying from PDF leaves behind.
    text = unicodedata.normalize("NFKD", text.translate(_STROKES)).casefold()
    kept = []
    for char in unicodedata.normalize("NFKD", text):
        if char.isalnum():
            kept.append(char)
        elif unicodedata.category(char) not in ("Mn", "Mc", "Me", "Cf"):
            kept.append(" ")  # soft hyphens, joiners (Cf) and accents vanish, the rest separates
    return "".join(kept)
