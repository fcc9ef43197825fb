"""Compiling loops when numba is there (extra ``fast``), and doing without when it is not.

The loops of this package are plain functions; :func:`compile_in` swaps those of one module for compiled ones, once a
process. They call each other by the names of their module, so the helpers are swapped first. Numba keeps the machine
code on disk beside the source, or in the user's cache where that may not be written.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

_LOCK = threading.Lock()
_DONE: dict[str, bool] = {}
_ALGEBRA = "scipy.linalg"


def available() -> bool:
    """Whether loops can be compiled here."""
    return find_spec("numba") is not None


def start() -> None:
    """Import numba as cheaply as can be; done anyway at the first loop, and nothing without numba.

    Two things take a third of its start and serve no loop here. It imports SciPy's linear algebra only to know that it is
    there: that is answered without importing it, where no other thread could want it at that moment. And the circles
    looked for among the hundred thousand objects that stay: the collector rests meanwhile.
    """
    with _LOCK:
        if "numba" in sys.modules or not available():
            return
        collects = gc.isenabled()
        gc.disable()
        try:
            if threading.active_count() == 1 and _ALGEBRA not in sys.modules:
                _without_algebra()
            _fill()
        finally:
            if collects:
                gc.enable()


def _without_algebra() -> None:
    """Import what of numba asks for SciPy, and say afterwards that SciPy is there, if it is: who needs it loads it then."""
    sys.modules[_ALGEBRA] = None  # type: ignore[assignment]  # the import system's own way to say "not now"
    try:
        arrays = import_module("numba.np.arraymath")
    finally:
        del sys.modules[_ALGEBRA]
    known: dict[str, Any] = vars(arrays)
    if "_HAVE_BLAS" in known:
        known["_HAVE_BLAS"] = find_spec("scipy") is not None


def _fill() -> None:
    """Let numba fill its tables of what it can compile, as the first call would."""
    target = getattr(import_module("numba.core.registry"), "cpu_target", None)
    for name in ("typing_context", "target_context"):
        refresh = getattr(getattr(target, name, None), "refresh", None)
        if refresh is not None:
            refresh()


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
