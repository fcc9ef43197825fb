"""The folder in which the site keeps what people enter: data base, secret key, photos, publications.

Where it lies says :mod:`phancap.formats.datafolder`. Importing this module or the settings
writes nothing: a site that only answers needs no folder. ``phancap serve`` calls :func:`prepare` first.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from phancap.formats.datafolder import data_folder as named_folder
from phancap.web.database import FILE_NAME

LOCK_NAME = "serve.lock"
KEY_NAME = "secret-key"
KEY_LENGTH = 50


def data_folder() -> Path:
    """Where the data of the site lie, whether or not the folder exists yet."""
    found = named_folder()
    if found is None:
        raise RuntimeError("no home folder can be told: set PHANCAP_DATA")
    return Path(found)


def secret_key(folder: Path) -> str:
    """The key that signs sessions: ``PHANCAP_SECRET_KEY``, else the folder's, else one for this process only."""
    named = os.environ.get("PHANCAP_SECRET_KEY")
    if named:
        return named
    try:
        kept = (folder / KEY_NAME).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        kept = ""
    return kept if len(kept) >= KEY_LENGTH else secrets.token_urlsafe(KEY_LENGTH)


def prepare(folder: Path) -> bool:
    """Make the folder, for its owner alone, and its secret key; false where nothing may be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _has_key(folder):
            _write_key(folder)
        # SQLite gives its journals the rights of the file they belong to.
        (folder / FILE_NAME).touch(mode=0o600)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _lock(folder: Path, kind: int) -> Iterator[bool]:
    try:
        handle = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:  # no folder yet, or nothing can be written there: nobody can be in each other's way
        yield True
        return
    try:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


@contextmanager
def together(folder: Path) -> Iterator[bool]:
    """Held by every site that runs on the folder; false while somebody exchanges it."""
    yield from _lock(folder, fcntl.LOCK_SH)


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Held by who exchanges the folder; false while a site runs on it."""
    yield from _lock(folder, fcntl.LOCK_EX)


def _has_key(folder: Path) -> bool:
    path = folder / KEY_NAME
    return path.exists() and len(path.read_bytes().strip()) >= KEY_LENGTH


def _write_key(folder: Path) -> None:
    """Whole or not at all: a process killed half-way must not leave half a key."""
    handle, name = tempfile.mkstemp(dir=folder)  # 0600 from its first moment
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(KEY_LENGTH) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, folder / KEY_NAME)
    except BaseException:
        os.unlink(name)
        raise
