"""Facts as people give them - `15 tỷ`, `1.000.000`, `có` - turned into typed values."""

from __future__ import annotations

import re

from phancap.charter.view import View
from phancap.competence.oracle import Facts
from phancap.formats.folding import fold


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
            facts[name] = _category(name, text, fact.values)
        elif fact.type == "bool":
            facts[name] = _yes_no(name, text)
        else:
            facts[name] = read_number(name, text)
    return facts, ignored


def read_number(name: str, text: str) -> int:
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
    raise BadQuestion(f'`{name}={text}`: cần số nguyên, như `{name}=15000000000` hoặc `{name}="15 tỷ"`')


def fold_number(text: str) -> str:
    """Words of size folded (``tỷ``, ``tỉ`` to ``ty``), digits and decimal marks kept."""
    pieces = re.split(r"([0-9.,]+)", text)
    folded = "".join(piece if re.match(r"[0-9]", piece) else f" {fold(piece)} " for piece in pieces)
    return re.sub(r"\bti\b", "ty", folded).strip()


def _category(name: str, text: str, values: tuple[str, ...]) -> str:
    by_fold = {fold(value): value for value in values}
    if text in values:
        return text
    if fold(text) in by_fold:
        return by_fold[fold(text)]
    from phancap.formats.nearest import nearest

    near = nearest(text, values, limit=1)
    hint = f" · gần nhất: `{near[0]}`" if near else ""
    raise BadQuestion(f"`{name}` không có giá trị `{text}`{hint} · có: {', '.join(values)}")


def _yes_no(name: str, text: str) -> str:
    value = _YES.get(fold(text))
    if value is None:
        raise BadQuestion(f"`{name}={text}`: cần `yes` hoặc `no`")
    return value
