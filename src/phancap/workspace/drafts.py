"""Drafts: copies of a version in which people change rows, each change whole and by one person at a time.

A draft lies in a folder of its own with its files under ``files/`` and what it is in ``draft.json``. A change reads,
checks and writes under a lock of the draft, so no two changes mix; a file is replaced in one step.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from phancap.ledger.store import read_files
from phancap.workspace.change import How, change
from phancap.workspace.edit import Files, belongs
from phancap.workspace.write import put_file

_ID = re.compile(r"[0-9a-f]{12}\Z")
FILES = "files"


class About(NamedTuple):
    """What a draft is: its name, the version it began from, who began it and when (UTC)."""

    id: str
    title: str
    base: str
    by: str
    at: str


class Drafts:
    """The drafts below one folder."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root)

    def all(self) -> list[About]:
        """Every draft, the newest first."""
        found = []
        for path in self.root.glob("*/draft.json"):
            try:
                found.append(About(**json.loads(path.read_text(encoding="utf-8"))))
            except (OSError, ValueError, TypeError):
                continue  # half a draft of a process that died while making it: never told to anybody
        return sorted(found, key=lambda about: (about.at, about.id), reverse=True)

    def begin(self, files: Files, title: str, base: str, by: str) -> About:
        """A new draft of some files."""
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        about = About(secrets.token_hex(6), title, base, by, moment)
        for name, data in files.items():
            put_file(os.fspath(self.root / about.id / FILES), name, data)
        self._note(about)
        return about

    def about(self, key: str) -> About:
        """What a draft is; :class:`KeyError` where there is none of that id."""
        try:
            return About(**json.loads((self._folder(key) / "draft.json").read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            raise KeyError(key) from None

    def path(self, key: str) -> str:
        """The folder of a draft's files: a workspace."""
        self.about(key)
        return os.fspath(self._folder(key) / FILES)

    def files(self, key: str) -> dict[str, bytes]:
        """The files of a draft."""
        return {name: data for name, data in read_files(Path(self.path(key))).items() if belongs(name)}

    def change(self, key: str, how: How, base: str | None = None) -> list[str]:
        """Change the files by a function of them, alone; the names that changed. ``base`` moves it to another version.

        What the function raises passes through, and nothing is changed.
        """
        with self._turn(key):
            changed = change(self.path(key), self.files(key), how)
            if base is not None:
                self._note(self.about(key)._replace(base=base))
            return changed

    def drop(self, key: str) -> None:
        """Throw a draft away."""
        self.about(key)
        gone = self._folder(key).with_name(f".gone-{key}-{secrets.token_hex(4)}")
        os.rename(self._folder(key), gone)
        shutil.rmtree(gone, ignore_errors=True)

    def _folder(self, key: str) -> Path:
        if not _ID.match(key):
            raise KeyError(key)
        return self.root / key

    def _note(self, about: About) -> None:
        text = json.dumps(about._asdict(), ensure_ascii=False)
        put_file(os.fspath(self.root / about.id), "draft.json", text.encode("utf-8"))

    @contextmanager
    def _turn(self, key: str) -> Iterator[None]:
        self.about(key)
        with open(self._folder(key) / "lock", "a", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
