"""The folder for what may be deleted at any time: it is only kept to be quick."""

from __future__ import annotations

import os
import sys


def cache_folder() -> str | None:
    """``PHANCAP_CACHE``, else ``phancap`` in the user's cache folder; ``None`` without a home."""
    given = os.environ.get("PHANCAP_CACHE")
    if given:
        return given
    base = os.environ.get("XDG_CACHE_HOME") or (
        os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
    )
    if base:
        return os.path.join(base, "phancap")
    home = os.environ.get("HOME")
    return os.path.join(home, ".cache", "phancap") if home else None
