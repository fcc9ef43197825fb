"""What the workshop works on: drafts and publications in the data folder, and the log every step is written to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from phancap.charter.view import View
from phancap.competence.report import Report, check
from phancap.ledger.store import key_of
from phancap.scheme.store import check as check_scheme
from phancap.web.portal.version import now_in_force, publications
from phancap.workspace.drafts import About, Drafts
from phancap.workspace.edit import Files, table_of
from phancap.workspace.errors import WorkspaceError
from phancap.workspace.load import Workspace, load
from phancap.workspace.publication import workspace_files

SYSTEM = "system"
_KEPT = 6


class Checked(NamedTuple):
    """A draft read and checked: the errors that keep it from being a workspace, or the report of the check."""

    errors: WorkspaceError | None
    report: Report | None

    @property
    def open_errors(self) -> int:
        """Findings of severity error that nobody accepted; 0 where nothing could be checked."""
        return self.report.open_errors if self.report else 0


def drafts() -> Drafts:
    """The drafts of this site."""
    return Drafts(Path(settings.PHANCAP_DATA) / "drafts")


def record(kind: str, actor: str, **data: Any) -> None:
    """One step into the log."""
    publications().chain.append(kind, actor, data)


def latest_version() -> str:
    """The version that a new draft builds on; the workspace the site began with is kept as the first of all."""
    latest = publications().latest()
    if latest is not None:
        return latest.version
    return publications().store.keep(begun_with())


def begun_with() -> dict[str, bytes]:
    """The files that answer while nothing was published."""
    return files_of(now_in_force())


def files_of(place: str) -> dict[str, bytes]:
    """A workspace folder or ``.xlsx`` as the files of a folder."""
    if not place.lower().endswith(".xlsx"):
        return workspace_files(place)
    return from_book(place)


def from_book(path: str) -> dict[str, bytes]:
    """A spreadsheet as the files of a folder; :class:`WorkspaceError` with what is wrong with it."""
    import tempfile

    from phancap.workspace.load import load_every_option
    from phancap.workspace.write import write_csv

    found = load_every_option(path)
    with tempfile.TemporaryDirectory() as folder:
        write_csv(found.tables, folder, found.city, found.options)
        return workspace_files(folder)


def begin(title: str, by: str, files: Files | None = None) -> About:
    """A new draft of the latest version, or of files that somebody brought."""
    base = latest_version()
    about = drafts().begin(publications().store.files(base) if files is None else files, title, base, by)
    record("draft-begin", by, draft=about.id, title=title, base=base, brought=files is not None)
    return about


def read_draft(path: str, options: tuple[str, ...] = ()) -> tuple[Workspace, View]:
    """A draft as a workspace and its charter; :class:`WorkspaceError` where it is none."""
    from phancap.workspace.open import charter_of

    loaded, charter = charter_of(path, options)
    return loaded, View(charter)


def checked(draft: str, lang: str) -> Checked:
    """The draft's findings; worked out once for the same files."""
    return _checked(drafts().path(draft), key_of(drafts().files(draft)), lang)


@lru_cache(maxsize=_KEPT)
def _checked(path: str, key: str, lang: str) -> Checked:
    try:
        loaded, view = read_draft(path)
        check_scheme(path)
    except WorkspaceError as error:
        return Checked(error, None)
    return Checked(None, check(view, loaded.tables, lang))


def base_report(version: str, lang: str) -> Checked:
    """The findings of the version that a draft builds on."""
    return _checked(str(publications().store.path(version)), version, lang)


def counts(files: Mapping[str, bytes]) -> dict[tuple[str, str], int]:
    """(option, table) to the number of its lines below the header, unread."""
    held = {name: table_of(name) for name in files}
    return {(t[1], t[0]): max(0, files[name].count(b"\n") - 1) for name, t in held.items() if t is not None}


def load_notes(path: str) -> list[str]:
    """What loading a draft has to tell, for the page."""
    return [note.line() for note in load(path).notes]
