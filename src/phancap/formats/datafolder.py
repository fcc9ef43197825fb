"""The folder for what people enter and for runs that are kept, wherever it is asked for: one rule.

``PHANCAP_DATA``, else ``phancap`` beside the other data of this user. Nothing is written here.
"""

from __future__ import annotations

import os


def data_folder() -> str | None:
    """The folder as an absolute path, whether or not it exists; ``None`` where this user has no home."""
    named = os.environ.get("PHANCAP_DATA")
    if named:
        return os.path.join(os.getcwd(), named)
    base = os.environ.get("XDG_DATA_HOME", "")
    # A relative XDG path has to be ignored, says its specification.
    if not os.path.isabs(base):
        home = os.path.expanduser("~")
        if not os.path.isabs(home):
            return None
        base = os.path.join(home, ".local", "share")
    return os.path.join(base, "phancap")
