"""What a workspace folder holds beside its tables: scenarios and the scheme. A copy takes them along as they are.

They are read by the rooms that use them, and checked there; here only the names count, and that nothing leads
out of the folder.
"""

from __future__ import annotations

import os

from phancap.workspace.content import FILE_LIMIT, TOML_LIMIT, is_book, read_one
from phancap.workspace.errors import Report
from phancap.workspace.write import put_file

FOLDERS = {"scenarios": ("toml", TOML_LIMIT), "scheme": ("csv", FILE_LIMIT)}
"""Each folder with the ending of its files and how large one may be."""


def besides(root: str) -> list[str]:
    """The files beside the tables, as ``scenarios/mua-lu.toml``; none for an XLSX file, which has no room for them."""
    found: list[str] = []
    if is_book(root):
        return found
    inside = os.path.realpath(root) + os.sep
    for folder, (ending, _) in FOLDERS.items():
        try:
            names = sorted(os.listdir(os.path.join(root, folder)))
        except OSError:
            continue
        for name in names:
            path = os.path.join(root, folder, name)
            if name.endswith(f".{ending}") and not name.startswith("."):
                if os.path.isfile(path) and os.path.realpath(path).startswith(inside):
                    found.append(f"{folder}/{name}")
    return found


def copy_besides(root: str, out: str) -> list[str]:
    """Copy them byte for byte into another workspace folder; the paths written.

    ``WorkspaceError`` where one cannot be read or written.
    """
    report = Report(root)
    contents = {}
    for name in besides(root):
        data = read_one(os.path.join(root, name), name, report, FOLDERS[name.partition("/")[0]][1])
        if data is not None:
            contents[name] = data
    report.finish()
    return [put_file(out, name, data) for name, data in contents.items()]
