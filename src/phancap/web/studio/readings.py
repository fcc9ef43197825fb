"""Documents that were read in the back room: the text of each, its name, and the draft that its rows went into.

The text is kept in the data folder, under the hash of what it says, for as long as somebody wants to look at a sentence
again; rows and decisions are in the draft, and in the versions that are published of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from datetime import date
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from phancap.formats.documents import Block, Document

FOLDER = "readings"
MOST = 100
_SHA = re.compile(r"[0-9a-f]{64}\Z")


class Kept(NamedTuple):
    """A document that was read: the hash of its text, its name, the day (ISO), and the draft of its rows."""

    sha: str
    name: str
    on: str
    draft: str


def sha_of(document: Document) -> str:
    """The name under which a text is kept."""
    return hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()


def keep(document: Document, name: str, draft: str) -> Kept:
    """Keep a text, in place of the same text read before."""
    kept = Kept(sha_of(document), name, date.today().isoformat(), draft)
    _write(kept.sha, "txt", document.text)
    _note(kept, document)
    return kept


def moved(kept: Kept, document: Document, draft: str) -> Kept:
    """The rows of a document go on in another draft."""
    kept = kept._replace(draft=draft)
    _note(kept, document)
    return kept


def find(sha: str) -> Kept | None:
    """What is known of a text by its hash."""
    if not _SHA.match(sha) or not _path(sha, "json").is_file():
        return None
    about = json.loads(_path(sha, "json").read_text(encoding="utf-8"))
    return Kept(sha, about["name"], about["on"], about.get("draft", ""))


def opened(sha: str) -> Document:
    """The text of one that was found."""
    about = json.loads(_path(sha, "json").read_text(encoding="utf-8"))
    text = _path(sha, "txt").read_bytes().decode("utf-8")
    return Document(about["format"], text, tuple(Block(*block) for block in about["blocks"]))


def newest() -> list[Kept]:
    """What was read last, the newest first."""
    home = Path(settings.PHANCAP_DATA) / FOLDER
    files = sorted(home.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True) if home.is_dir() else []
    return [kept for file in files[:MOST] if (kept := find(file.stem)) is not None]


def _path(sha: str, ending: str) -> Path:
    return Path(settings.PHANCAP_DATA) / FOLDER / f"{sha}.{ending}"


def _note(kept: Kept, document: Document) -> None:
    about = {"name": kept.name, "format": document.format, "blocks": [list(block) for block in document.blocks],
             "on": kept.on, "draft": kept.draft}  # fmt: skip
    _write(kept.sha, "json", json.dumps(about, ensure_ascii=False))


def _write(sha: str, ending: str, text: str) -> None:
    path = _path(sha, ending)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(text.encode("utf-8", "replace"))
    part.replace(path)
