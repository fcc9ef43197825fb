"""Which data base: SQLite in the data folder, or the PostgreSQL that ``DATABASE_URL`` names."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# Seconds a writer waits for the one before it. SQLite has one writer at a time; fifty clients queue here.
PATIENCE = 30
FILE_NAME = "site.sqlite3"


class BadDatabase(ValueError):
    """``DATABASE_URL`` names no data base this site can use."""


def database_of(url: str, folder: Path) -> dict[str, Any]:
    """Django's description of the data base; an empty ``url`` is SQLite in the data folder."""
    return _postgresql(url) if url else _sqlite(folder / FILE_NAME)


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": PATIENCE,
            # A transaction that reads first and writes later would fail with `database is locked` instead of
            # waiting its turn: take the turn at the beginning.
            "transaction_mode": "IMMEDIATE",
            # Readers never wait for the writer (WAL); what was acknowledged is on the disk (FULL).
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
        "CONN_MAX_AGE": None,
    }


def _postgresql(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError as error:
        raise BadDatabase(f"`DATABASE_URL`: {error}") from None
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        # The address holds a password: it is never repeated.
        raise BadDatabase(
            "`DATABASE_URL`: expected `postgresql://user:password@host:port/name`, or nothing for SQLite"
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
