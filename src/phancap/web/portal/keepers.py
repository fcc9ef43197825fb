"""Who may do what with news and feedback: Django's permissions, given by the roles of the back room."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

WRITE = "portal.write_article"
APPROVE = "portal.approve_article"
MODERATE = "portal.moderate_report"
BY_ROLE = {
    "editor": (WRITE, MODERATE),
    "approver": (WRITE, APPROVE, MODERATE),
    "administrator": (WRITE, APPROVE, MODERATE),
}
"""What each role of the back room may do here. An approver still cannot agree to a text of their own."""

View = Callable[..., HttpResponse]


def may(user: Any, permission: str) -> bool:
    """Whether somebody holds a permission, by a role or by a group."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return False
    role = getattr(user, "role", "")
    roles = {role} if isinstance(role, str) else set(role)
    return any(permission in BY_ROLE.get(name, ()) for name in roles) or bool(user.has_perm(permission))


def keeper(permission: str) -> Callable[[View], View]:
    """A view for those who hold a permission; others are told which one it takes, strangers asked to log in."""

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user, permission):
                return render(request, "portal/news/desk_denied.html", {"permission": permission}, status=403)
            return view(request, *args, **kwargs)

        return guarded

    return wrap
