"""Which files make a workspace, read with care, and the hash of their contents.

A folder somebody unpacked may hold links that lead elsewhere, pipes that never end and files of any size;
none of them is opened. Only files with a name the contract knows are read, so only they make the hash.
"""

import os
import stat
from collections.abc import Iterable
from typing import NamedTuple

from phancap.workspace.errors import Report

FILE_LIMIT = 64 * 1024 * 1024
TOML_LIMIT = 1024 * 1024
CITY = "city.toml"
OPTION = "option.toml"
TABLE_NAMES = frozenset((
    "accepted", "acts", "aliases", "bodies", "budget", "calendar", "classes", "codes", "demand", "facilities",
    "facts", "grants", "hours", "lessons", "limits", "lineage", "measures", "open_stock", "organisation", "posts", "powers",
    "provisions", "service", "signing", "sources", "staff", "tensions", "transitions", "units",
))  # fmt: skip
"""The tables by name alone: asking for the hash does not load what they mean."""

_OPTION_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")


class Found(NamedTuple):
    """A file that is part of the workspace: ``name`` with ``/`` from the root, its option and table."""

    name: str
    option: str
    table: str  # empty for city.toml and option.toml
    data: bytes


def content_hash(path: str | os.PathLike[str], options: Iterable[str] = ()) -> str:
    """The hash that loading the workspace would give, without looking into its files.

    ``WorkspaceError`` where there is no workspace to read.
    """
    root = os.fspath(path)
    wanted = tuple(sorted(set(options)))
    report = Report(root)
    found = read_workspace(root, wanted, report)
    report.finish()
    return hash_files(found, wanted)


def is_book(root: str) -> bool:
    """Whether the workspace is one XLSX file."""
    return root.lower().endswith(".xlsx") and not os.path.isdir(root)


def read_workspace(root: str, options: tuple[str, ...], report: Report) -> list[Found]:
    """The files of a workspace, folder or XLSX; where there is none at all ``WorkspaceError``."""
    try:
        there = os.path.exists(root)
    except ValueError:  # a null byte in the name
        there = False
    if not there:
        report.error("no-workspace", root, value=root)
    elif is_book(root):
        name = os.path.basename(root)
        data = read_one(root, name, report)
        if data is not None:
            return [Found(name, "", "", data)]
    elif os.path.isdir(root):
        if os.path.lexists(os.path.join(root, CITY)):
            return read_folder(root, options, report)
        report.error("no-city", root)
    else:
        report.error("not-a-workspace", root, value=root)
    report.finish()
    return []


def good_option_id(option: str) -> bool:
    """Whether ``option`` can be a folder's name here: no path, nothing hidden."""
    return 0 < len(option) <= 100 and _OPTION_SIGNS.issuperset(option) and option[0] not in "-_."


def read_folder(root: str, options: tuple[str, ...], report: Report) -> list[Found]:
    """Every file of the workspace folder ``root`` and of the options asked for, in order of name."""
    found = _read_level(root, "", "", report)
    folder = os.path.join(root, "options")
    for option in sorted(set(options)):
        if not good_option_id(option):
            report.error("bad-option-id", "options", value=option)
        elif not os.path.isdir(os.path.join(folder, option)):
            from phancap.formats.nearest import Nearest

            there = available_options(root)
            report.error("no-option", "options", value=option, near=Nearest(there), expected=", ".join(there) or "—")
        else:
            found += _read_level(root, f"options/{option}/", option, report)
    return sorted(found)


def available_options(root: str) -> list[str]:
    """The ids of the options that the folder holds."""
    try:
        names = os.listdir(os.path.join(root, "options"))
    except OSError:
        return []
    return sorted(name for name in names if good_option_id(name))


def hash_files(files: list[Found], options: tuple[str, ...]) -> str:
    """BLAKE2b over the options asked for and each file's name and bytes, order of reading apart."""
    try:
        # The module behind `hashlib`: the latter loads OpenSSL, which takes longer than the hashing.
        from _blake2 import blake2b
    except ImportError:
        from hashlib import blake2b

    digest = blake2b(digest_size=32)
    for option in sorted(set(options)):
        digest.update(f"option {option}\n".encode("utf-8", "surrogatepass"))
    for file in sorted(files):
        digest.update(f"file {len(file.data)} {file.name}\n".encode("utf-8", "surrogatepass"))
        digest.update(file.data)
    return digest.hexdigest()


def read_one(path: str, shown: str, report: Report, limit: int = FILE_LIMIT) -> bytes | None:
    """The bytes of an ordinary file of decent size, else ``None`` with the error noted."""
    try:
        state = os.stat(path)
        if not stat.S_ISREG(state.st_mode):
            report.error("not-a-file", shown)
            return None
        if state.st_size > limit:
            _too_large(shown, state.st_size, limit, report)
            return None
        with open(path, "rb") as stream:
            data = stream.read(limit + 1)  # the size may have been another a moment ago
    except OSError as error:
        report.error("unreadable", shown, more=error.strerror or type(error).__name__)
        return None
    if len(data) > limit:
        _too_large(shown, len(data), limit, report)
        return None
    return data


def _too_large(shown: str, size: int, limit: int, report: Report) -> None:
    report.error("too-large", shown, more=f"{size / 2**20:.1f}", limit=str(limit // 2**20))


def _read_level(root: str, prefix: str, option: str, report: Report) -> list[Found]:
    base = os.path.join(root, prefix) if prefix else root
    inside = os.path.realpath(root) + os.sep
    toml = OPTION if option else CITY
    found = []
    try:
        names = sorted(os.listdir(base))
    except OSError as error:
        report.error("unreadable", prefix or root, more=error.strerror or type(error).__name__)
        return []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        shown = prefix + name
        if name != toml and not (ending == "csv" and stem in TABLE_NAMES):
            table = stem.strip().lower()
            if ending.lower() == "csv" and table in TABLE_NAMES:
                # Passed over, half of a charter would be missing without a word.
                report.error("name-of-table", shown, value=table, expected=f"{table}.csv")
            elif dot and ending.lower() in ("csv", "toml", "parquet") and not name.startswith("."):
                report.note("unknown-file", shown)
            continue
        path = os.path.join(base, name)
        if not os.path.realpath(path).startswith(inside):
            report.error("outside", shown)
            continue
        data = read_one(path, shown, report, TOML_LIMIT if name == toml else FILE_LIMIT)
        if data is not None:
            found.append(Found(shown, option, "" if name == toml else stem, data))
        elif stem in TABLE_NAMES:
            report.bad_tables.add(stem)
    return found
