"""Django's test client on the shipped city: pages without a server or a browser."""

from __future__ import annotations

import os

import django
import pytest
from django.test import Client


@pytest.fixture(scope="session")
def site() -> Client:
    """A client of the site; an error of ours is an answer 500, as it is for a visitor."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
    django.setup()
    return Client(raise_request_exception=False, headers={"host": "localhost"})
