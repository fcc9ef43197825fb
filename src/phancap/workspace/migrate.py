"""``phancap migrate``: a workspace of an older format to the one this version reads.

Format 1 is the first and only one, so there is nothing to turn into it yet; saying so is the answer.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from phancap.workspace.city import FORMAT
from phancap.workspace.load import load
from phancap.workspace.messages import NOTHING_TO_MIGRATE, render


class Migrated(NamedTuple):
    """What was done to a workspace: its folder, its format before and now, the files written."""

    root: str
    was: int
    now: int
    written: tuple[str, ...]

    def sentence(self, lang: str = "vi") -> str:
        """The same for people."""
        return render(NOTHING_TO_MIGRATE, lang, root=self.root, format=str(self.now))


def migrate(path: str | os.PathLike[str]) -> Migrated:
    """Bring the workspace at ``path`` to the present format.

    ``WorkspaceError`` where it cannot be read, which includes a format that never was.
    """
    was = load(path).city.format or FORMAT
    return Migrated(os.fspath(path), was, FORMAT, ())
