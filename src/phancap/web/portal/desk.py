"""The workspace the site answers from: opened once a process and version, a desk a language."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.utils.translation import gettext as _

from phancap.charter.view import View
from phancap.competence.inquiry import Desk, Put
from phancap.territory.boundaries import FILE_NAME, Boundaries, read_kept
from phancap.web.portal.query import BadParameter
from phancap.web.portal.version import here, per_version
from phancap.workspace.errors import WorkspaceError
from phancap.workspace.load import Workspace, option_ids
from phancap.workspace.open import open_workspace
from phancap.workspace.snapshot import Snapshot

_opening = Lock()
"""A workspace that nobody opened with these options yet takes seconds: one is opened at a time."""


@per_version()
def snapshot() -> Snapshot:
    """The workspace that this request is answered from."""
    return open_workspace(here(), settings.PHANCAP_OPTIONS)


@per_version(2)
def desk(lang: str) -> Desk:
    """Who answers questions in a language."""
    return Desk(snapshot(), lang, locate)


@per_version()
def option_names() -> tuple[str, ...]:
    """The options that the workspace holds."""
    return tuple(option_ids(here()))


def desk_for(put: Put, lang: str) -> Desk:
    """Who answers a question: for one put with options, a desk that counts their proposals in.

    ``BadParameter`` where there is no such option, or where those asked for do not go together.
    """
    if not put.options:
        return desk(lang)
    for option in put.options:
        if option not in option_names():
            known = ", ".join(option_names())
            raise BadParameter(_("không có phương án `%(id)s` · có: %(ids)s") % {"id": option[:100], "ids": known})
    try:
        with _opening:
            return _desk_with(lang, put.options)
    except WorkspaceError as error:
        raise BadParameter("\n".join(error.lines(lang, 3))) from None


@per_version(4)
def _desk_with(lang: str, options: tuple[str, ...]) -> Desk:
    wanted = tuple(dict.fromkeys((*settings.PHANCAP_OPTIONS, *options)))
    return Desk(open_workspace(here(), wanted), lang, locate)


def boundaries() -> Boundaries | None:
    """The boundaries of the data folder; read anew when they are imported again."""
    version = boundaries_version()
    return _boundaries(str(settings.PHANCAP_DATA), version) if version else None


def boundaries_version() -> tuple[int, ...]:
    """What changes whenever boundaries are imported; empty where none were."""
    try:
        # A file moved into place has a number of its own, so two imports within a tick of the clock differ too.
        seen = os.stat(f"{settings.PHANCAP_DATA}/{FILE_NAME}")
    except OSError:
        return ()
    return seen.st_mtime_ns, seen.st_ino


@lru_cache(maxsize=1)
def _boundaries(folder: str, version: tuple[int, ...]) -> Boundaries | None:
    return read_kept(Path(folder))


def locate(lat: float, lon: float) -> tuple[str, ...] | None:
    """The units that hold a point; ``None`` where no boundary was imported."""
    kept = boundaries()
    return None if kept is None else kept.locate(lat, lon)


@per_version()
def view() -> View:
    """The whole charter, everything published."""
    return View(snapshot().charter(), None, snapshot().land())


@per_version()
def workspace() -> Workspace:
    """The tables as their files state them: for findings, measures and open data."""
    from phancap.workspace.load import load

    return load(here(), settings.PHANCAP_OPTIONS)


def city_name(lang: str) -> str:
    """What the city is called in a language."""
    return (workspace().city.name_en if lang == "en" else "") or snapshot().name
