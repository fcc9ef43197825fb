"""Accounts to try the roles with, for a site on one's own machine; never beside real people, never in production."""

from __future__ import annotations

import secrets

from django.db import transaction

from phancap.web.studio.people import Holding, Post, Role, User

POST_NAME = "Tài khoản mẫu"


def make_demo() -> list[tuple[str, str, str]]:
    """One account a role with a new random password: (role, log-in name, password). Empty beside real people."""
    with transaction.atomic():
        if User.objects.filter(is_demo=False).exists():
            return []
        made = []
        for role in Role.objects.all():
            name = f"demo-{role.pk}"
            password = secrets.token_urlsafe(12)
            person, _made = User.objects.get_or_create(username=name, defaults={"is_demo": True})
            person.is_demo, person.is_active, person.name = True, True, f"{role.name} (mẫu)"
            person.set_password(password)
            person.save()
            post, _made = Post.objects.get_or_create(name=f"{POST_NAME}: {role.name}", body="")
            post.roles.set([role])
            Holding.objects.get_or_create(user=person, post=post)
            made.append((role.name, name, password))
        return made


def shut_demo() -> int:
    """Close every account of the kind; how many there were open."""
    with transaction.atomic():
        people = list(User.objects.filter(is_demo=True, is_active=True))
        for person in people:
            person.is_active = False
            person.set_unusable_password()
            person.save()
        return len(people)
