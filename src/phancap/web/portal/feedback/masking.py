"""Personal data in running text, masked before anybody else reads it.

Limit: patterns find what has a shape (telephone, e-mail, identity and bank numbers, plates); a name or a house
number has none. So a moderator reads every text before it is public, and the page says so.
"""

from __future__ import annotations

import re
import unicodedata

_GAP = r"[\s.\-‐-―()\u00a0]{0,2}"
_DIGITS = re.compile(rf"(?<![\w/])\+?\d(?:{_GAP}\d){{7,18}}(?![\w/]|[.,]\d)")
_EMAIL = re.compile(
    r"[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\]|＠)\s?[\w-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\w-]{1,63}){1,4}",
    re.IGNORECASE,
)
_PLATE = re.compile(r"(?<![\w/])\d{2}\s?-?\s?[A-ZĐ]{1,2}\d?\s?-?\s?\d{3}\.?\d{2}(?!\w)")
_DAY = re.compile(r"\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?\d{4}\Z")
_YEARS = re.compile(r"(?:19|20)\d{2}\s?[-‐-―]\s?(?:19|20)\d{2}\Z")
_MONEY = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:\s?(?:đ|đồng|vnd|vnđ|triệu|tỷ|m2|m²))?\b", re.IGNORECASE)
_HANDLE = re.compile(r"(?:zalo|facebook|fb|viber|telegram)(?:\.com)?\s*[:/]\s*\S{3,60}", re.IGNORECASE)

MASK = "▒▒▒"


def mask(text: str) -> str:
    """``text`` with what looks like personal data replaced."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(_plain_digit(char) for char in text)
    text = _EMAIL.sub(MASK, text)
    text = _HANDLE.sub(MASK, text)
    text = _PLATE.sub(MASK, text)
    return _DIGITS.sub(_masked, text)


def _plain_digit(char: str) -> str:
    """Full-width and other digits read as digits, so they cannot slip a number past the pattern."""
    if char.isascii() or not char.isdigit():
        return char
    value = unicodedata.digit(char, -1)
    return str(value) if value >= 0 else char


def _masked(match: re.Match[str]) -> str:
    found = match[0]
    digits = re.sub(r"\D", "", found)
    if _DAY.match(found) or _YEARS.match(found) or _MONEY.fullmatch(found) or len(digits) < 8:
        return found
    return MASK


def initials(name: str) -> str:
    """A name as lists show it: ``N. V. A.``"""
    return " ".join(f"{part[0].upper()}." for part in name.split()[:5])


def short_phone(phone: str) -> str:
    """A telephone number as lists show it: the last three digits."""
    digits = re.sub(r"\D", "", phone)
    return f"···{digits[-3:]}" if len(digits) > 5 else "···"
