"""``phancap migrate``: a workspace of an older format to the one this version reads.

Format 1 is the first and only one, so there is nothing to turn into it yet; saying so is the answer.
"""

from __future__ import annotations

import os

from phancap.workspace.city import FORMAT
from phancap.workspace.load import load
from phancap.workspace.messages import NOTHING_TO_MIGRATE, render


def migrate(path: str | os.PathLike[str], lang: str = "vi") -> str:
    """Bring the workspace at ``path`` to the present format; the sentence to tell.

    ``WorkspaceError`` where it cannot be read, which includes a format that never was.
    """
    city = load(path).city
    return render(NOTHING_TO_MIGRATE, lang, root=os.fspath(path), format=str(city.format or FORMAT))
