"""Filters for texts that stand in tables and tiles."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_NUMBER = re.compile(
    r"(?<![\w/.:-])(?:(?P<day>\d{2}-\d{2}-\d{4})|\d{1,6}[a-zA-Z]{0,2}(?:/[\w.-]{0,20}\w){1,4})(?![\w/-])"
)
"""``139/2025/NĐ-CP``, ``50/2014/QH13``, ``28-02-2027``; not a part of an address or of a longer code."""


@register.filter
def numbers(text: Any) -> Any:
    """The text with each number of an act and each day in a span that never breaks; other values as they are."""
    return _marked(text) if type(text) is str and _NUMBER.search(text) else text


@lru_cache(maxsize=4096)
def _marked(text: str) -> SafeString:
    pieces, done = [], 0
    for found in _NUMBER.finditer(text):
        kind = "day" if found["day"] else "act"
        pieces += [escape(text[done : found.start()]), f'<span class="{kind}">{escape(found[0])}</span>']
        done = found.end()
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308  # every piece is escaped
