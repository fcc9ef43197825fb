"""Facts as people give them - `15 tỷ`, `1.000.000`, `có` - turned into typed values."""

from __future__ import annotations

import re

from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.oracle import Facts
from phancap.formats.folding import fold
from phancap.formats.say import say


class BadQuestion(ValueError):
    """A question that cannot be put: a role, fact or value that does not exist. The message says what does."""


_PLAIN = re.compile(r"[+-]?\d+\Z")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[._ ]\d{3})+\Z")
_WORDED = re.compile(r"(\d+)(?:[.,](\d+))?\s*(ty|trieu|nghin|ngan)\b.*\Z")
_SIZES = {"ty": 10**9, "trieu": 10**6, "nghin": 10**3, "ngan": 10**3}
_YES = {"yes": "yes", "co": "yes", "true": "yes", "no": "no", "khong": "no", "false": "no"}
_LONGEST_NUMBER = 30


def read_facts(
    view: View, power: str, given: tuple[tuple[str, str], ...], lang: str = "vi"
) -> tuple[Facts, list[str]]:
    """Facts in people's words to typed values, and the names that the power does not declare."""
    declared = {fact.fact: fact for fact in view.facts_of(power)}
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
            facts[name] = read_number(name, text, lang)
    return facts, ignored


def read_number(name: str, text: str, lang: str = "vi") -> int:
    """``15000000000``, ``15.000.000.000``, ``15 tỷ`` or ``1,5 tỷ`` as a whole number."""
    clean = text.strip()
    if len(clean) <= _LONGEST_NUMBER:
        if _PLAIN.match(clean):
            return int(clean)
        if _GROUPED.match(clean):
            return int(re.sub(r"[._ ]", "", clean))
        worded = _WORDED.match(fold_number(clean))
        if worded:
            whole, part, size = worded.groups()
            scale = _SIZES[size]
            return int(whole) * scale + (int(part) * scale // 10 ** len(part) if part else 0)
    raise BadQuestion(say(words.REFUSED, lang, "number", name=name, text=text))


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
