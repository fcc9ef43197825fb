"""Facts as people give them - `15 tỷ`, `1.000.000`, `có` - turned into typed values."""

from __future__ import annotations

import re
from unicodedata import normalize

from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.oracle import Facts
from phancap.formats.folding import fold
from phancap.formats.say import say


class BadQuestion(ValueError):
    """A question that cannot be put: a role, fact or value that does not exist. The message says what does."""


# Words, not compiled patterns: ``re`` compiles and keeps them when one is asked, and most questions give no number.
_PLAIN = r"[+-]?\d+\Z"
_GROUPED = r"[+-]?\d{1,3}(?:[._ ]\d{3})+\Z"
_SIZED = r"(?P<number>\d{1,3}(?:[. ]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)\s*(?P<sizes>(?:(?:ty|trieu|nghin|ngan)\b\s*)+)(?P<half>ruoi\b\s*)?"
_POINTS = r"\d{1,3}(?:[. ]\d{3})+"
_UNIT = r"(?i)(?<![^\W\d])\s*(?:đồng|dong|vnđ|vnd|đ|m2|m²)\Z"
"""What is counted, said behind the number: it changes nothing."""
_SIZES = {"ty": 10**9, "trieu": 10**6, "nghin": 10**3, "ngan": 10**3}
COUNTED_FROM_ZERO = ("money", "area")
"""Types of fact that are never negative: the proof begins at 0, so nothing is answered below it."""
_YES = {"yes": "yes", "co": "yes", "true": "yes", "no": "no", "khong": "no", "false": "no"}
_LONGEST_NUMBER = 30


def read_facts(
    view: View, power: str, given: tuple[tuple[str, str], ...], lang: str = "vi"
) -> tuple[Facts, list[str]]:
    """Facts in people's words to typed values, and the names that the power does not declare."""
    declared = {fact.fact: fact for fact in view.facts_of(power)}
    once: dict[str, str] = {}
    for name, text in given:
        if once.setdefault(name, text) != text:
            raise BadQuestion(say(words.REFUSED, lang, "twice", name=name, one=once[name], two=text))
    facts: Facts = {}
    ignored = []
    for name, text in given:
        fact = declared.get(name)
        if fact is None:
            ignored.append(name)
        elif fact.type == "category":
            facts[name] = _category(name, text, fact.values, lang)
        elif fact.type == "bool":
            facts[name] = _yes_no(name, text, lang)
        else:
            facts[name] = number = read_number(name, text, lang)
            if number < 0 and fact.type in COUNTED_FROM_ZERO:
                raise BadQuestion(say(words.REFUSED, lang, "negative", name=name, text=text))
    return facts, ignored


def read_number(name: str, text: str, lang: str = "vi") -> int:
    """``15000000000``, ``15.000.000.000``, ``15 tỷ`` or ``1,5 tỷ`` as a whole number."""
    clean = text.strip()
    if len(clean) <= _LONGEST_NUMBER:
        bare = re.sub(_UNIT, "", normalize("NFC", clean)).strip()
        if re.match(_PLAIN, bare):
            return int(bare)
        if re.match(_GROUPED, bare):
            return int(re.sub(r"[._ ]", "", bare))
        found = None if bare.startswith("-") else _in_words(fold_number(bare))
        if found is not None:
            return found
    raise BadQuestion(say(words.REFUSED, lang, "number", name=name, text=text))


def _in_words(text: str) -> int | None:
    """``15 ty``, ``1.500 trieu`` (a point groups, a comma cuts), ``2 ty 500 trieu``, ``2 ty ruoi``; else ``None``.

    Each part is smaller than one of the size before it, and nothing is left over: what is not understood is
    refused, not cut off.
    """
    total, at, room = 0, 0, None
    while at < len(text):
        part = re.match(_SIZED, text[at:])
        if part is None:
            return None
        scale = 1
        for word in part["sizes"].split():
            scale *= _SIZES[word]
        number, comma, rest = part["number"].partition(",")
        if not comma and not re.fullmatch(_POINTS, number):
            number, _, rest = number.partition(".")
        cut = int(rest or "0") * scale
        if cut % 10 ** len(rest):
            return None  # less than one of what is counted
        value = int(re.sub(r"[. ]", "", number)) * scale + cut // 10 ** len(rest)
        value += scale // 2 if part["half"] else 0
        if room is not None and value >= room:
            return None
        total, at, room = total + value, at + part.end(), scale
    return total if text else None


def fold_number(text: str) -> str:
    """Words of size folded (``tỷ``, ``tỉ`` to ``ty``), digits and decimal marks kept."""
    pieces = re.split(r"([0-9.,]+)", text)
    folded = "".join(piece if re.match(r"[0-9]", piece) else f" {fold(piece)} " for piece in pieces)
    return re.sub(r"\bti\b", "ty", folded).strip()


def _category(name: str, text: str, values: tuple[str, ...], lang: str) -> str:
    by_fold = {fold(value): value for value in values}
    if text in values:
        return text
    if fold(text) in by_fold:
        return by_fold[fold(text)]
    from phancap.formats.nearest import nearest

    near = nearest(text, values, limit=1)
    hint = say(words.REFUSED, lang, "near", value=near[0]) if near else ""
    shown = ", ".join(values)
    raise BadQuestion(say(words.REFUSED, lang, "category", name=name, text=text, hint=hint, values=shown))


def _yes_no(name: str, text: str, lang: str) -> str:
    value = _YES.get(fold(text))
    if value is None:
        raise BadQuestion(say(words.REFUSED, lang, "yes-no", name=name, text=text))
    return value
