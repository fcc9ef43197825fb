"""The workspace the site answers from: opened once a process, a desk a language."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from phancap.charter.view import View
from phancap.competence.inquiry import Desk
from phancap.workspace.load import Workspace
from phancap.workspace.open import open_workspace
from phancap.workspace.snapshot import Snapshot


@cache
def snapshot() -> Snapshot:
    """The published workspace (``PHANCAP_WORKSPACE``, default: the shipped city)."""
    return open_workspace(settings.PHANCAP_WORKSPACE, settings.PHANCAP_OPTIONS)


@cache
def desk(lang: str) -> Desk:
    """Who answers questions in a language."""
    return Desk(snapshot(), lang)


@cache
def view() -> View:
    """The whole charter, everything published."""
    return View(snapshot().charter(), None, snapshot().land())


@cache
def workspace() -> Workspace:
    """The tables as their files state them: for findings, measures and open data."""
    from phancap.workspace.load import load
    from phancap.workspace.open import shipped

    return load(settings.PHANCAP_WORKSPACE or shipped(), settings.PHANCAP_OPTIONS)
