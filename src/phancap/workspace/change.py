"""One change to the files of a folder: read, changed by a function and written, alone among those that come this way.

Drafts of the site and a folder of one's own take every change of rows through here, so what holds of one holds of the
other: what the function raises passes through and nothing is written; each file is replaced in one step.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from phancap.workspace.content import CITY, read_one
from phancap.workspace.errors import Report
from phancap.workspace.write import put_file

How = Callable[[dict[str, bytes]], Mapping[str, bytes]]
"""From the files as they are to the files as they shall be."""


def change(root: str, old: Mapping[str, bytes], how: How) -> list[str]:
    """Write what ``how`` makes of ``old``, the files of ``root``; the names that changed. The caller holds the lock."""
    new = how(dict(old))
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    for name in changed:
        if name in new:
            put_file(root, name, new[name])
        else:
            os.unlink(os.path.join(root, name))
    return changed


def change_folder(root: str, names: Iterable[str], how: How) -> list[str]:
    """Change the files of these names in a workspace folder of one's own; the names that changed.

    ``WorkspaceError`` where the folder is no workspace, a file is none that can be read, or a link leads out of the
    folder; then nothing is changed.
    """
    report = Report(root)
    if not os.path.isfile(os.path.join(root, CITY)):
        report.error("no-city", root)
    report.finish()
    with _alone(root):
        return change(root, files_of(root, names), how)


def files_of(root: str, names: Iterable[str]) -> dict[str, bytes]:
    """The files of these names that a workspace folder holds; ``WorkspaceError`` as in :func:`change_folder`."""
    report = Report(root)
    found = {}
    inside = os.path.realpath(root) + os.sep
    for name in names:
        path = os.path.join(root, name)
        if not os.path.realpath(path).startswith(inside):
            report.error("outside", name)
        elif os.path.lexists(path):
            data = read_one(path, name, report)
            if data is not None:
                found[name] = data
    report.finish()
    return found


@contextmanager
def _alone(root: str) -> Iterator[None]:
    """One writer at a time, also from another process; the folder itself is the lock, so nothing is left in it."""
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
