"""JSON for people: what ``json.dumps(value, ensure_ascii=False, indent=1)`` writes, byte for byte, but sooner.

The standard library indents by generators nested as deep as the data, one step a word; of a difference of 24 MB
that is most of the time. Here a value is one string, and an object that stands in many places is written once.
"""

from __future__ import annotations

import json
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from typing import Any

_PLAIN = {True: "true", False: "false", None: "null"}


def indented(value: Any) -> str:
    """The text of a value; :class:`TypeError` for what JSON has no word for."""
    return _text(value, "\n", {})


def _text(value: Any, edge: str, known: dict[tuple[int, str], str]) -> str:
    kind = type(value)
    if kind is str:
        return quoted(value)
    if value is None or kind is bool:
        return _PLAIN[value]
    if kind is int:
        return repr(value)
    if isinstance(value, dict):
        return _object(value, edge, known)
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        inner = edge + " "
        return f"[{inner}{f',{inner}'.join([_text(item, inner, known) for item in value])}{edge}]"
    return json.dumps(value, ensure_ascii=False)


def _object(value: dict[Any, Any], edge: str, known: dict[tuple[int, str], str]) -> str:
    if not value:
        return "{}"
    # All of the data lives while it is written, so that an `id` is one object's alone.
    asked = (id(value), edge)
    if asked in known:
        return known[asked]
    inner = edge + " "
    pairs = [
        f"{_key(name)}: {quoted(item) if type(item) is str else _text(item, inner, known)}"
        for name, item in value.items()
    ]
    text = f"{{{inner}{f',{inner}'.join(pairs)}{edge}}}"
    if len(text) < 1000:
        known[asked] = text
    return text


def _key(name: Any) -> str:
    # Numbers, yes/no and nothing become words, as the standard library has them.
    return _quoted_once(name) if type(name) is str else json.dumps({name: 0}, ensure_ascii=False)[1:-4]


@lru_cache(maxsize=1000)
def _quoted_once(name: str) -> str:
    return quoted(name)
