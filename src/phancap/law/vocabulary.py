"""Closed lists of the rule book: types of act and issuers, in any usual spelling, Vietnamese or English.

A local issuer is a listed organ with a unit (``UBND thành phố Cần Thơ``, ``HĐND cấp huyện``): units are not
listed, so any will do. Ministries that no list names pass by their first word.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from phancap.formats.folding import fold
from phancap.formats.nearest import Nearest

_HOME = Path(__file__).parent / "rulebooks"


class ActType(NamedTuple):
    """A type of act: ``rank`` is fixed by the type, or ``None`` where the organ decides.

    ``always_normative``: ``True`` the type is normative whatever its number, ``False`` never, ``None`` the
    number tells.
    """

    type: str
    type_en: str
    always_normative: bool | None
    rank: int | None


class Issuer(NamedTuple):
    """An organ that issues acts. ``organ`` is its kind, ``level`` ``central`` or ``""`` for local organs,
    ``body_code`` its codes in numbers, the usual one first, joined by ``|``."""

    issuer: str
    issuer_en: str
    organ: str
    level: str
    body_code: str


def _rows(book: str, name: str) -> list[dict[str, str]]:
    with (_HOME / book / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def act_types(book: str = "vn") -> dict[str, ActType]:
    """Every spelling of every type (folded) to the type."""
    found: dict[str, ActType] = {}
    for row in _rows(book, "types.csv"):
        normative = {"yes": True, "no": False}.get(row["always_normative"])
        entry = ActType(row["type"], row["type_en"], normative, int(row["rank"]) if row["rank"] else None)
        for spelling in (row["type"], row["type_en"], *filter(None, row["aliases"].split("|"))):
            # Codes that differ by an accent only (CT chỉ thị, DA dự án, ĐA đề án) keep the first.
            found.setdefault(fold(spelling), entry)
    return found


@cache
def issuers(book: str = "vn") -> dict[str, Issuer]:
    """Every spelling of every listed issuer (folded) to the issuer."""
    found: dict[str, Issuer] = {}
    for row in _rows(book, "issuers.csv"):
        entry = Issuer(row["issuer"], row["issuer_en"], row["organ"], row["level"], row["body_code"])
        for spelling in (row["issuer"], row["issuer_en"], *filter(None, row["aliases"].split("|"))):
            found.setdefault(fold(spelling), entry)
    return found


@cache
def issuers_by_code(book: str = "vn") -> dict[str, Issuer]:
    """Code in numbers (``TTg``; with the type where the body alone tells too little, ``QĐ-BHXH``) to the issuer."""
    return {
        code: entry for entry in issuers(book).values() for code in filter(None, entry.body_code.split("|"))
    }


def act_type(text: str) -> ActType | None:
    """The type of act written in any spelling (``decision``, ``Quyết định``, ``QĐ``), else ``None``."""
    return act_types().get(fold(text)) if text else None


_ORGANS = (
    ("party", r"bo chinh tri|ban bi thu|ban chap hanh trung uong|trung uong dang"
     r"|(?:thanh|tinh|quan|huyen|thi|dang|dac) uy\b|politburo|party\b"
     r"|ban (?:to chuc|tuyen giao|dan van|noi chinh) (?:trung uong|thanh uy|tinh uy)"),
    ("standing", r"uy ban thuong vu quoc hoi|ubtvqh|standing committee"),
    ("ministry", r"(?:van phong|thanh tra) (?:chinh phu|quoc hoi|chu tich nuoc)|ministry|minister of"
     r"|office of the"),
    ("office", r"van phong"),
    ("chair", r"(?:chu tich|ct) (?:ubnd|uy ban nhan dan|uy ban)|ctubnd|chair"),
    ("agency", r"so|phong|ban quan ly|chi cuc|cuc|trung tam|department|agency"),
    ("council", r"hdnd|hoi dong nhan dan|people s council|council"),
    ("committee", r"ubnd|uy ban nhan dan|uy ban hanh chinh|people s committee|committee"),
    ("pm", r"thu tuong|prime minister"),
    ("government", r"chinh phu|hoi dong bo truong|government"),
    ("na", r"quoc hoi|national assembly"),
    ("president", r"chu tich nuoc|president"),
    ("ministry", r"bo|ngan hang nha nuoc|toa an nhan dan toi cao|vien kiem sat nhan dan toi cao"
     r"|kiem toan nha nuoc|hoi dong tham phan|uy ban dan toc|tong (?:cuc|lien doan)"
     r"|bao hiem xa hoi viet nam"),
)  # fmt: skip
# An organ is named by the words it starts with ("Sở Xây dựng", "UBND ..."), English ones anywhere.
_ORGAN_RES = tuple((name, re.compile(rf"\A(?:{words})(?!\w)")) for name, words in _ORGANS)
_ORGAN_ANYWHERE = tuple(
    (name, re.compile(words))
    for name, words in (
        ("standing", r"standing committee"), ("na", r"national assembly"), ("pm", r"prime minister"),
        ("ministry", r"\bministr?y?\b"), ("chair", r"\bchair"), ("council", r"council"),
        ("committee", r"committee|\bubnd\b"), ("government", r"\bgovernment\b"),
    )
)  # fmt: skip


def organ_of(issuer: str) -> str:
    """Kind of organ an issuer is: ``na, standing, president, government, pm, ministry, council, committee,
    chair, agency, office, party``, or ``""`` where the words do not tell."""
    key = fold(issuer)
    if not key:
        return ""
    listed = issuers().get(key)
    if listed:
        return listed.organ
    for name, words in _ORGAN_RES:
        if words.match(key):
            return name
    for name, words in _ORGAN_ANYWHERE:
        if words.search(key):
            return name
    return ""


_SAME = (
    (r"\buy ban nhan dan\b", "ubnd"), (r"\bhoi dong nhan dan\b", "hdnd"), (r"\b(?:tp|thanh pho)\b", "tp"),
    (r"\bbo truong (?=bo\b)", ""), (r"\bthong doc (?=ngan hang\b)", ""),
)  # fmt: skip


_BODIES = re.compile(r",\s+(?=(?:Bộ|Tòa|Toà|Viện|Tổng|Ủy|Uỷ|Thanh tra|Ngân hàng|Ban|Chính phủ|Đoàn)\b)")


def issuer_key(issuer: str) -> frozenset[str]:
    """The bodies that an issuer's words name, in one spelling: "Ủy ban nhân dân TP. Huế" and "UBND thành phố Huế" meet,
    and so do the bodies of a joint act in any order."""
    bodies = set()
    for body in _BODIES.split(issuer):
        key = fold(body)
        for written, same in _SAME:
            key = re.sub(written, same, key)
        bodies.add(key)
    return frozenset(bodies)


# Cities directly under the central government; every other "thành phố" was a district-level unit.
_CENTRAL_CITIES = "ha noi|ho chi minh|da nang|hai phong|can tho|hue|hcm"
_LEVELS = (
    ("province", r"cap tinh|truc thuoc trung uong|provinc"),
    ("district", r"cap huyen|thanh pho thuoc|district"),
    ("commune", r"cap xa|commune|\bward\b|township"),
    ("commune", r"\b(?:phuong|xa|thi tran|dac khu|p|tt)\s"),
    ("district", r"\b(?:quan|huyen|thi xa|q|h|tx)\s"),
    ("province", rf"\b(?:thanh pho|tp)\s*(?:{_CENTRAL_CITIES})\b|\btinh\b"),
    ("district", r"\b(?:thanh pho|tp)\s"),
    ("province", r"\bthanh pho\Z|\bcity\b"),
)
_LEVEL_RES = tuple((name, re.compile(words)) for name, words in _LEVELS)
_LETTERS = {"p": "province", "d": "district", "c": "commune"}


def level_of(issuer: str, issuer_unit: str = "") -> str:
    """Level of a local issuer: ``province, district, commune`` or ``""``.

    The unit's letter counts first (``d916@…``), then a bare code by its length (2, 3, 5 digits), then the
    words: ``cấp huyện``, ``quận``, ``phường``. ``thành phố`` is a province for the cities under the central
    government and for a bare ``thành phố``, else a district.
    """
    unit = issuer_unit.strip()
    if unit[:1] in _LETTERS and unit[1:2].isdigit():
        return _LETTERS[unit[0]]
    digits = re.match(r"\d+", unit)
    if digits:
        return {2: "province", 3: "district", 5: "commune"}.get(len(digits[0]), "")
    key = fold(issuer)
    # "thị xã" holds the word "xã": a district that must not be read as a commune.
    key = key.replace("thi xa ", "quan ").replace("xa hoi", "")
    return next((name for name, words in _LEVEL_RES if words.search(key)), "")


def known_issuer(text: str) -> bool:
    """Whether the issuer is on the list, or is a listed organ with a unit or field behind it."""
    return bool(organ_of(text))


@cache
def _type_names() -> Nearest:
    return Nearest(name for entry in act_types().values() for name in (entry.type, entry.type_en))


@cache
def _issuer_names() -> Nearest:
    return Nearest(name for entry in issuers().values() for name in (entry.issuer, entry.issuer_en))


def nearest_types(word: str) -> list[str]:
    """The listed types that ``word`` may have meant, best first."""
    return _type_names().of(word)


def nearest_issuers(word: str) -> list[str]:
    """The listed issuers that ``word`` may have meant, best first."""
    return _issuer_names().of(word)
