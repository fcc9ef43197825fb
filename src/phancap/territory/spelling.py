"""Words of an address: folded tokens that still know how they were written.

Folding makes ``Tân Thạnh`` and ``Tân Thành`` one key, and ``Phương Bình`` look like ``phường Bình``. So a
token keeps the word behind it: where somebody took the trouble to write accents, they decide.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from phancap.formats.folding import fold
from phancap.territory.labels import ROMAN

_PART = re.compile(r"[,;|()\[\]{}<>\n\r\t]+")
# Letters and digits apart: `P1`, `P.1` and `P. 1` are one thing.
_WORD = re.compile(r"([^\W\d_]+|\d+)(\.?)")
# `Mỹ` and `Mĩ`, `Quý` and `Quí` are one syllable in two spellings; `thuy` and `thui` are two.
_FINAL_Y = re.compile(r"(?:[bcdghklmnpqrstvx]+|qu)y\Z")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STROKE = str.maketrans("đĐðÐ", "dDdD")


class Token(NamedTuple):
    """One word: ``text`` folded, ``raw`` as written, ``dotted`` where a full stop follows at once."""

    text: str
    raw: str
    dotted: bool = False

    @property
    def number(self) -> bool:
        """Whether it is digits."""
        return self.text.isdecimal()


def parts(words: str) -> list[list[Token]]:
    """The tokens of each part between commas; parts without words are left out."""
    # One normal form first: in the decomposed form an accent would cut its word in two.
    found = (tokens(part) for part in _PART.split(unicodedata.normalize("NFC", words)))
    return [part for part in found if part]


def tokens(words: str) -> list[Token]:
    """The tokens of a name or of one part of an address."""
    found = []
    for match in _WORD.finditer(unicodedata.normalize("NFC", words)):
        raw, dot = match.groups()
        pieces = fold(raw).split()
        for text in pieces:
            if _FINAL_Y.match(text):
                text = text[:-1] + "i"
            elif text.isdecimal():
                text = text.lstrip("0") or "0"
            found.append(Token(text, raw if len(pieces) == 1 else text, bool(dot)))
    return found


def key_of(found: Sequence[Token]) -> str:
    """What a name is filed under."""
    return " ".join(token.text for token in found)


def numbered(key: str) -> str:
    """The key with a Roman numeral at its end as digits: ``hoa tu ii`` and ``hoa tu 2`` are one name."""
    head, blank, last = key.rpartition(" ")
    return head + blank + ROMAN[last] if last in ROMAN else key


def says(written: Sequence[Token], name: Sequence[Token]) -> bool:
    """Whether ``written`` may be ``name`` by its accents; a word without any may be all."""
    return len(written) == len(name) and all(
        token.text == meant.text and (token.raw.isascii() or _spoken(token.raw) == _spoken(meant.raw))
        for token, meant in zip(written, name, strict=True)
    )


def _spoken(word: str) -> str:
    """One form for both tone styles (``hòa``, ``hoà``): the tone goes to the end of the syllable."""
    letters, tones = "", ""
    for char in unicodedata.normalize("NFD", word.translate(_STROKE).casefold()):
        if char in _TONES:
            tones += char
        else:
            letters += char
    return (letters[:-1] + "i" if _FINAL_Y.match(letters) else letters) + tones


class TypeWord(NamedTuple):
    """A word for a kind of unit: the folded types it may mean, and how it is spelt with accents.

    ``plain`` words are whole words that hardly mean anything else at the head of a part; an unknown name
    behind one is a unit this workspace does not have. Single letters are too often something else.
    """

    types: frozenset[str]
    spelling: tuple[Token, ...] = ()
    plain: bool = False
    after: bool = False


_VIETNAMESE = {
    "phường": ("p", "ph", "f"), "xã": ("x",), "thị trấn": ("tt", "t t"), "đặc khu": ("dk",), "quận": ("q",),
    "huyện": ("h",), "thị xã": ("tx", "t x"), "thành phố": ("tp", "t p"), "tỉnh": ("t",),
}  # fmt: skip
_ENGLISH = {
    "ward": ("phuong",), "commune": ("xa",), "township": ("thi tran",), "town": ("thi tran", "thi xa"),
    "district": ("quan", "huyen"), "city": ("thanh pho",), "province": ("tinh",),
}  # fmt: skip
LEVELS_OF_TYPE: dict[str, tuple[str, ...]] = {
    "phuong": ("commune",), "xa": ("commune",), "thi tran": ("commune",), "dac khu": ("commune", "district"),
    "quan": ("district",), "huyen": ("district",), "thi xa": ("district",),
    "thanh pho": ("district", "province"), "tinh": ("province",),
}  # fmt: skip
"""The levels that a type of the law stands at."""


def type_words(more: Sequence[str] = ()) -> dict[str, TypeWord]:
    """Every word for a kind of unit by its key; ``more`` are the types of a workspace."""
    found = {}
    for name in (*more, *_VIETNAMESE):
        spelt = tuple(tokens(name))
        key = key_of(spelt)
        if key:
            found[key] = TypeWord(frozenset((key,)), spelt, plain=True)
    for name, short in _VIETNAMESE.items():
        types = frozenset((key_of(tokens(name)),))
        for key in short:
            found[key] = TypeWord(types, plain=key in ("tp", "tx"))
    for key, kinds in _ENGLISH.items():
        found.setdefault(key, TypeWord(frozenset(kinds), after=True))
    return found


_STREET_WORDS = (
    "đường", "hẻm", "ngõ", "ngách", "kiệt", "quốc lộ", "ql", "tỉnh lộ", "hương lộ", "đại lộ", "cầu", "chợ",
    "bến", "khu dân cư", "kdc", "khu đô thị", "kđt", "khu tái định cư", "khu công nghiệp", "kcn", "khu vực",
    "kv", "ấp", "tổ", "chung cư", "tòa nhà", "trường", "bệnh viện", "công viên", "street", "road",
)  # fmt: skip
STREET_WORDS = {key_of(tokens(word)): tuple(tokens(word)) for word in _STREET_WORDS}
"""Words after which the name of a street, hamlet or building stands, not that of a unit."""

_SURNAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Trương Lương Mai Lâm "
    "Châu Tạ"
)
SURNAMES = {token.text: (token,) for token in tokens(_SURNAMES)}
"""Common surnames: ``Nguyễn An Ninh`` is a street, though xã An Ninh exists."""
