"""What a compiled template does with values: look a name up, escape, compare, loop, by the rules of Django."""

from __future__ import annotations

import html
import operator
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from django.template import Context, Variable, VariableDoesNotExist
from django.template.base import render_value_in_context, template_localtime
from django.template.defaultfilters import safe
from django.utils.safestring import SafeData, SafeString, mark_safe


class _Missing:
    """What is not in the context."""

    def __bool__(self) -> bool:
        return False


MISSING: Any = _Missing()
_PLAIN = Context()
_ESCAPED = 4096


@lru_cache(maxsize=_ESCAPED)
def _escaped(text: str) -> str:
    return html.escape(text)


@cache
def _plain_numbers() -> bool:
    return not settings.USE_THOUSAND_SEPARATOR


def show(value: Any) -> str:
    """A value that is no plain text as it stands in the page; plain text is escaped where it is put."""
    kind = type(value)
    if kind is str:
        return _escaped(value)
    if kind is SafeString:
        return str(value)
    if kind is int and _plain_numbers():
        return str(value)
    return "" if value is MISSING else str(render_value_in_context(value, _PLAIN))


def looking_up(value: Any) -> Callable[..., Any]:
    """What looks up the names of a value that is no dictionary, as ``dict.get`` does for one that is."""

    def found(name: str, missing: Any = MISSING) -> Any:
        return get(value, name)

    return found


def get(value: Any, name: str) -> Any:
    """``value.name`` of a template, for a name that is neither a number nor a method of a dictionary."""
    if type(value) is dict:
        return value.get(name, MISSING)
    if isinstance(value, tuple) and name in getattr(value, "_fields", ()):
        return getattr(value, name)
    return get_slowly(value, name)


def get_slowly(value: Any, name: str) -> Any:
    """``value.name`` by Django's own rules."""
    if value is MISSING:
        return MISSING
    try:
        return _variable(name).resolve({"x": value})
    except VariableDoesNotExist:
        return MISSING


@lru_cache(maxsize=1024)
def _variable(name: str) -> Variable:
    return Variable(f"x.{name}")


def items(value: Any) -> Sequence[Any]:
    """What a loop runs through."""
    if value is None or value is MISSING:
        return ()
    return value if hasattr(value, "__len__") else list(value)


def compare(how: str, left: Any, right: Any) -> bool:
    """A comparison; one that cannot be made is not true."""
    try:
        return bool(getattr(operator, how)(left, right))
    except Exception:  # noqa: BLE001  # as in Django, whose templates compare anything with anything
        return False


def raw(value: Any) -> str:
    """A value that a template calls safe: texts we made ourselves, put as they are."""
    return value if type(value) is str else show(filtered(safe, known(value, "")))


def filtered(function: Any, value: Any, *args: Any) -> Any:
    """A value through a filter."""
    if getattr(function, "expects_localtime", False):
        value = template_localtime(value, use_tz=None)
    named = {"autoescape": True} if getattr(function, "needs_autoescape", False) else {}
    found = function(value, *args, **named)
    return mark_safe(found) if getattr(function, "is_safe", False) and isinstance(value, SafeData) else found  # noqa: S308


def known(value: Any, otherwise: Any) -> Any:
    """The value, or what stands for one that is missing."""
    return otherwise if value is MISSING else value


CALLED = {
    "show": show, "raw": raw, "escaped": _escaped, "looking_up": looking_up, "get": get, "get_slowly": get_slowly,
    "items": items, "compare": compare, "filtered": filtered, "known": known, "MISSING": MISSING,
}  # fmt: skip
"""By the names that the functions of templates call them."""
