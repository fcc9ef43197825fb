"""Folders of files kept for good, each under the hash of its contents: the same contents are kept once.

A folder is written beside, forced to the disk and then renamed, so whoever looks finds it whole or not at all,
whatever moment the writing process died in. Nothing here is ever changed; :func:`Store.damaged` finds what was.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from hashlib import blake2b
from pathlib import Path

_SIZE = 64


class Store:
    """Kept folders below ``root``."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root)

    def keep(self, files: Mapping[str, bytes]) -> str:
        """Keep files (name with ``/`` to bytes) and return their key, 64 hexadecimal digits."""
        key = key_of(files)
        target = self.root / key
        if target.is_dir():
            return key
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        waiting = Path(tempfile.mkdtemp(prefix=".part-", dir=self.root))
        try:
            for name, data in files.items():
                path = waiting / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
            for folder, _, _ in os.walk(waiting):
                _sync(folder)
            try:
                os.rename(waiting, target)
            except OSError:
                # Another process kept the same a moment ago.
                if not target.is_dir():
                    raise
            _sync(self.root)
        finally:
            shutil.rmtree(waiting, ignore_errors=True)
        return key

    def path(self, key: str) -> Path:
        """Where a kept folder lies; :class:`KeyError` for a key under which nothing is kept."""
        if len(key) != _SIZE or not key.isalnum() or not (self.root / key).is_dir():
            raise KeyError(key)
        return self.root / key

    def files(self, key: str) -> dict[str, bytes]:
        """The files of a kept folder."""
        return read_files(self.path(key))

    def keys(self) -> list[str]:
        """Every key there is."""
        if not self.root.is_dir():
            return []
        return sorted(p.name for p in self.root.iterdir() if len(p.name) == _SIZE and p.is_dir())

    def damaged(self) -> list[str]:
        """The keys whose files are no longer what was kept."""
        return [key for key in self.keys() if key_of(self.files(key)) != key]


def key_of(files: Mapping[str, bytes]) -> str:
    """The hash of names and contents, order apart."""
    digest = blake2b(digest_size=32)
    for name in sorted(files):
        encoded = name.encode("utf-8", "surrogateescape")
        digest.update(b"%d %d\n" % (len(encoded), len(files[name])) + encoded + files[name])
    return digest.hexdigest()


def read_files(folder: Path) -> dict[str, bytes]:
    """Every ordinary file below a folder by its name with ``/``; links are not followed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _sync(folder: str | os.PathLike[str]) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
