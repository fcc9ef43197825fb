"""One spelling for search: ``Hoà An``, ``HÒA AN`` and ``hoa an`` all fold to ``hoa an``.

Accents and tones go, so both tone styles (hòa, hoà) and both Unicode forms (NFC, NFD) meet; ``đ`` becomes
``d``; blanks and punctuation become one space. What folds alike may still differ: folding finds
candidates, it never decides.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that look like a d with a stroke: the Vietnamese one, and two that are typed or read in its place.
_STROKES = str.maketrans("đĐðÐɖƉ", "dddddd")
_ASCII = {
    code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)
}  # controls become blanks


# Runs of what is neither Latin nor everyday punctuation: the only places where accents can pile up.
_RARE_RUN = "[^\x00-\u02ff\u1e00-\u1eff\u2000-\u206f]{32,}"


def fold(text: str) -> str:
    """``text`` in lower case without accents, ``đ`` as ``d``, blanks and punctuation one space."""
    if not text.isascii():
        text = _strip(text)
    return " ".join(text.translate(_ASCII).split())


def piled_accents(text: str) -> bool:
    """Whether some letter bears 32 accents or more: never a word, and Unicode's normal forms sort such a
    pile in quadratic time (240 kB of it took 11 s)."""
    if len(text) < 32:
        return False
    for run in re.findall(_RARE_RUN, text):
        height = 0
        for char in run:
            height = height + 1 if unicodedata.combining(char) else 0
            if height >= 32:
                return True
    return False


def _strip(text: str) -> str:
    if piled_accents(text):
        text = "".join(char for char in text if not unicodedata.combining(char))
    # NFKD also opens full-width letters and ligatures that copying from PDF leaves behind.
    text = unicodedata.normalize("NFKD", text.translate(_STROKES)).casefold()
    kept = []
    for char in unicodedata.normalize("NFKD", text):
        if char.isalnum():
            kept.append(char)
        elif unicodedata.category(char) not in ("Mn", "Mc", "Me", "Cf"):
            kept.append(" ")  # soft hyphens, joiners (Cf) and accents vanish, the rest separates
    return "".join(kept)
