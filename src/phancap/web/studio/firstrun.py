"""The first run: whoever reads the console of the machine names the owner of the site and its administrator.

A token is printed when the site starts and nobody can administer it; only its hash is kept, and it works once.
The same door opens again should the last administrator be lost, so nobody is locked out of their own machine.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from django.db import models, transaction

from phancap.web.studio.owner import write_owner
from phancap.web.studio.people import Holding, Post, Role, User, administrators

POST_NAME = "Quản trị trang"


class FirstRun(models.Model):
    """The hash of the token that is open now; one row or none."""

    token_hash = models.CharField(max_length=64)
    made = models.DateTimeField(auto_now=True)


def _hash(token: str) -> str:
    # The token is random and long: a plain hash cannot be searched, unlike that of a password.
    return hashlib.sha256(token.encode()).hexdigest()


def open_door() -> str | None:
    """A new token where nobody can administer the site, replacing an older one; else none, and the door shuts."""
    with transaction.atomic():
        if administrators().exists():
            FirstRun.objects.all().delete()
            return None
        token = secrets.token_urlsafe(24)
        FirstRun.objects.update_or_create(pk=1, defaults={"token_hash": _hash(token)})
        return token


def is_open() -> bool:
    """Whether the wizard has anything to do."""
    return FirstRun.objects.exists() and not administrators().exists()


def fits(token: str) -> bool:
    """Whether this is the token that is open."""
    row = FirstRun.objects.filter(pk=1).first()
    return row is not None and hmac.compare_digest(row.token_hash, _hash(token.strip()))


def begin(token: str, site: dict[str, Any], name: str, username: str, password: str) -> User | None:
    """Name the owner and the first administrator in one go; none where the token was used meanwhile."""
    with transaction.atomic():
        used, _tables = FirstRun.objects.filter(pk=1, token_hash=_hash(token.strip())).delete()
        if not used or administrators().exists():
            return None
        person = User.objects.create_user(username, password=password, name=name)
        post, _made = Post.objects.get_or_create(name=POST_NAME, body="")
        post.roles.set(Role.objects.filter(pk="administrator"))
        Holding.objects.create(user=person, post=post)
        # First the data base, then the file: a site that is official and has no administrator must not be.
        transaction.on_commit(lambda: write_owner(site))
        return person
