"""Compiling loops when numba is there (extra ``fast``), and doing without when it is not.

The loops of this package are plain functions; :func:`compile_in` swaps those of one module for compiled ones, once a
process. They call each other by the names of their module, so the helpers are swapped first. Numba keeps the machine
code on disk beside the source, or in the user's cache where that may not be written.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

_LOCK = threading.Lock()
_DONE: dict[str, bool] = {}


def available() -> bool:
    """Whether loops can be compiled here."""
    return find_spec("numba") is not None


def compile_in(names: dict[str, Any], helpers: Iterable[str], loops: Iterable[str]) -> bool:
    """Compile functions of a module (its ``globals()``); ``False`` where numba is missing."""
    module = str(names["__name__"])
    with _LOCK:
        if module not in _DONE:
            _DONE[module] = available()
            if _DONE[module]:
                numba = import_module("numba")
                for name in helpers:
                    names[name] = _compiled(numba, names[name], inline="always")
                for name in loops:
                    names[name] = _compiled(numba, names[name])
    return _DONE[module]


def _compiled(numba: Any, function: Any, **more: Any) -> Any:
    try:
        return numba.njit(cache=True, nogil=True, **more)(function)
    except RuntimeError:  # no place on disk for the cache
        return numba.njit(nogil=True, **more)(function)
