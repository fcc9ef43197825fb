"""Acts that several bodies issue together: "của Bộ Tài chính và Bộ Nội vụ", "của liên Bộ Tài chính - Y tế".

All are named, in the order of the words. Several bodies are read only where the act is a joint one: elsewhere the body
behind a comma begins the next clause ("... của Thủ tướng Chính phủ, Bộ Tài chính có trách nhiệm ...").
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from phancap.law.folding import fold
from phancap.law.issuers import bodies_in, issuer_at
from phancap.law.numbers import JOINT, ActNumber
from phancap.law.organs import issuer_named
from phancap.law.vocabulary import issuers

_TOGETHER = re.compile(r"lien[ \n]+(?:bo|tich|nganh)(?![a-z])[ \n]*(?::|gom)?[ \n]*|lien[ \n]+(?=bo[ \n])")
_AND = re.compile(r"[ \n]{0,2}(?:[,;&/-][ \n]{0,2}(?:va[ \n]+)?|va[ \n]+)(?:(?:cua|lien)[ \n]+)?")
_JOINT_WORDS = re.compile(r"lien[ \n]+(?:tich|bo|nganh)(?![a-z])")
PARTY = ("Bộ Chính trị", "Ban Bí thư", "Ban Chấp hành Trung ương")
"""Central organs of the Party that decide alone or together."""
_MOST = 8


def is_joint(number: ActNumber, folded: str, start: int) -> bool:
    """Whether several bodies issue an act: its number says so, or the words before it at ``start``."""
    told = _told(number.type_code, number.body_code)
    if told is None:
        before = folded[start - 40 if start > 40 else 0 : start]
        return "lien" in before and _JOINT_WORDS.search(before) is not None
    return told


@lru_cache(maxsize=4096)
def _told(type_code: str, body_code: str) -> bool | None:
    """What the codes tell; ``None`` where the words have to."""
    codes = {type_code, *body_code.split("-")}
    if not codes.isdisjoint(_JOINT_CODES):
        return True
    if type_code in ("HD", "QC", "KH", "CV", "TB") and _WITH_COMMITTEE.search(body_code):
        return True
    return None if type_code in _MAYBE else False


_WITH_COMMITTEE = re.compile(r"TW-BCS|TW-ĐĐ")
"""An organ of the Party with the committee of a ministry: "40-HD/BTGTW-BCSĐBVHTTDL"."""


_JOINT_CODES = JOINT | {"LB", "LN", "LT", "KHLT", "HDLT", "QCLT", "CTLT", "HDLN", "QCLN", "KHLN", "QCPH"}
_MAYBE = ("", "TT", "KH", "QC", "HD")


def bodies_named(plain: str, folded: str, at: int) -> tuple[str, int] | None:
    """The bodies named from ``at`` on, joined by commas, and the offset behind them."""
    together = _TOGETHER.match(folded, at)
    place = together.end() if together else at
    found: list[str] = []
    end = at
    while len(found) < _MOST:
        named = issuer_named(plain, folded, place)
        if named is None and (found or together):
            named = _field_at(folded, place)
        if named is None:
            break
        found.append(named[0])
        end = named[1]
        more = _AND.match(folded, end)
        if more is None:
            break
        place = more.end()
    return (", ".join(dict.fromkeys(found)), end) if found else None


def party_pair(plain: str, folded: str, first: str, end: int) -> tuple[str, int]:
    """ "Bộ Chính trị, Ban Bí thư": central organs of the Party that decide together."""
    more = _AND.match(folded, end)
    named = issuer_at(plain, folded, more.end()) if more else None
    if named is None or named[0] not in PARTY or named[0] == first:
        return first, end
    return f"{first}, {named[0]}", named[1]


def letterhead_bodies(plain: str, folded: str, start: int) -> str:
    """The central bodies whose names stand above a joint act's own number."""
    found: list[str] = []
    behind = 0
    for place in bodies_in(folded, max(0, start - 400), start):
        named = issuer_at(plain, folded, place) if place >= behind else None
        if named is not None and plain[place : named[1]].isupper() and named[0] in _central():
            found.append(named[0])
            behind = named[1]
    return ", ".join(dict.fromkeys(found))


@cache
def _central() -> frozenset[str]:
    return frozenset(entry.issuer for entry in issuers().values() if entry.level == "central")


@cache
def _fields() -> tuple[re.Pattern[str], dict[str, str]]:
    """Ministries by their fields alone: "liên Bộ Tài chính - Y tế" names two."""
    names = {
        " ".join(re.findall(r"[a-z]+", fold(name)))[3:]: name for name in _central() if name.startswith("Bộ ")
    }
    names.pop("chinh tri", None)
    longest = sorted(names, key=len, reverse=True)
    pattern = "|".join(r"[ \n,-]{1,4}".join(name.split()) for name in longest)
    return re.compile(rf"(?:{pattern})(?![a-z])"), names


def _field_at(folded: str, at: int) -> tuple[str, int] | None:
    pattern, names = _fields()
    match = pattern.match(folded, at)
    return (names[" ".join(re.findall(r"[a-z]+", match[0]))], match.end()) if match else None
