"""The workspace the site answers from: opened once a process, a desk a language."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from phancap.competence.inquiry import Desk
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
