"""Results of a sweep on disk: each whole or absent, found again by what was asked.

A result is a dictionary of arrays. Its file is named by a hash of the *question* (chunk function with version, model,
scenario, seed, replications), so that a sweep begun again finds what is done, and begins with a hash of its *content*,
so that a file cut short by a full disk or a lost power supply counts as absent. It is written beside its place and
moved there in one step: whoever is killed, however, leaves whole results only. No pickle is read or written.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import socket
import threading
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

MAGIC = b"phancap result 1\n"
_SCRAP = re.compile(r"\.[0-9a-f]{64}\.(?P<host>.+)\.(?P<pid>\d+)\.\d+\.tmp\Z")
_KEY = re.compile(r"[0-9a-f]{64}\Z")

Result = dict[str, NDArray[Any]]


def pack(result: Mapping[str, ArrayLike]) -> bytes:
    """The bytes of a result, its hash first; :class:`TypeError` for what is not numbers or text."""
    arrays = {name: np.asarray(value) for name, value in result.items()}
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise TypeError(
                f"`{name}` of a chunk's result is {type(result[name]).__name__}, expected numbers or text"
            )
    body = io.BytesIO()
    np.savez(body, **arrays)  # type: ignore[arg-type]  # its stub takes the names for an option
    content = body.getvalue()
    return MAGIC + hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def unpack(data: bytes) -> Result | None:
    """The inverse of :func:`pack`; ``None`` for bytes that are not a whole result."""
    start = len(MAGIC) + 65
    if data[: len(MAGIC)] != MAGIC or data[len(MAGIC) : start] != _digest(data[start:]):
        return None
    try:
        with np.load(io.BytesIO(data[start:]), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, EOFError, ValueError, AttributeError, zipfile.BadZipFile):
        return None


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode() + b"\n"


class Store:
    """A folder of results; several processes may write to one at the same time."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def path(self, key: str) -> Path:
        """Where the result of a question lies, if it does."""
        if not _KEY.match(key):
            raise ValueError(f"`{key}` is not the key of a result")
        return self.folder / key[:2] / f"{key}.npz"

    def load(self, key: str) -> Result | None:
        """The result, or ``None`` where there is none or a damaged one."""
        try:
            return unpack(self.path(key).read_bytes())
        except FileNotFoundError:
            return None

    def has(self, key: str) -> bool:
        """Whether the whole result is there; its content is read and checked."""
        return self.load(key) is not None

    def put(self, key: str, packed: bytes) -> None:
        """Keep a packed result. Two who put the same question keep the same answer, whoever is last."""
        path = self.path(key)
        path.parent.mkdir(exist_ok=True)
        scrap = path.parent / f".{key}.{socket.gethostname()}.{os.getpid()}.{threading.get_ident()}.tmp"
        try:
            scrap.write_bytes(packed)
            os.replace(scrap, path)
        finally:
            scrap.unlink(missing_ok=True)

    def keys(self) -> set[str]:
        """The questions answered so far."""
        return {path.stem for path in self.folder.glob("??/*.npz") if _KEY.match(path.stem)}

    def tidy(self) -> int:
        """Remove what writers killed in the middle have left; how many files that were."""
        removed = 0
        for path in self.folder.glob("??/.*.tmp"):
            found = _SCRAP.match(path.name)
            if found and found["host"] == socket.gethostname() and not _alive(int(found["pid"])):
                path.unlink(missing_ok=True)
                removed += 1
        return removed


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
