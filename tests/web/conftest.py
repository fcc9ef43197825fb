"""Django's test client on the shipped city: pages without a server or a browser.

``site`` asks public pages and has no data base; ``stored`` gives one, put back after each test; a test whose
threads or processes write takes ``stored_for_all`` instead, which empties the tables afterwards.
The data base is SQLite in a folder of the test run, or the empty PostgreSQL that ``DATABASE_URL`` names.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import django
import pytest
from django.test import Client


@pytest.fixture(scope="session")
def site() -> Client:
    """A client of the site; an error of ours is an answer 500, as it is for a visitor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
    django.setup()
    return Client(raise_request_exception=False, headers={"host": "localhost"})


@pytest.fixture(scope="session")
def _migrated(site: Client) -> None:
    from django.conf import settings
    from django.core.management import call_command

    from phancap.web.datafolder import prepare

    assert prepare(settings.PHANCAP_DATA)
    # Argon2 is slow on purpose; what it is for is tried by the tests that name it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture
def stored(_migrated: None) -> Iterator[None]:
    """A data base for this test alone: everything written is rolled back."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def stored_for_all(_migrated: None) -> Iterator[None]:
    """A data base that other threads and processes see as well; emptied afterwards but for the first roles."""
    from django.core.management import call_command

    yield
    call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def visitor(site: Client) -> Client:
    """A client of its own, without a session yet, that refuses a form without its CSRF token."""
    return Client(raise_request_exception=False, headers={"host": "localhost"}, enforce_csrf_checks=True)


@pytest.fixture
def django_commits(stored: None) -> Callable[[], AbstractContextManager[Any]]:
    """``with django_commits():`` runs what was put off until the transaction is kept (it never is, here)."""
    from django.test import TestCase

    capture: Callable[[], AbstractContextManager[Any]] = partial(
        TestCase.captureOnCommitCallbacks, execute=True
    )
    return capture
