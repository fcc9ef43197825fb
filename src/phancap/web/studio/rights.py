"""May this person do that? Yes or no, and why: a right comes from a role, a role from a post held today.

``needs("news.approve")`` guards a view; ``allowed(user, right)`` answers with its reason, for pages that show only what
one may do. No right hangs on a person: who leaves a post leaves its rights, on the day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

ROLES_FILE = Path(__file__).with_name("roles.toml")

# Which of Django's own permissions a right brings with it, for its administration pages.
ADMIN_PAGES: dict[str, dict[str, tuple[str, ...]]] = {
    "people.manage": {
        "studio": ("user", "role", "post", "holding"),
        "axes": ("accessattempt",),
    },
    "site.manage": {"portal": ("oldaddress", "carriedover", "day")},
}


class Decision(NamedTuple):
    """An answer with its reason; true or false as it stands."""

    granted: bool
    reason: str

    def __bool__(self) -> bool:
        return self.granted


@cache
def beginning() -> dict[str, Any]:
    """Rights and first roles, as ``roles.toml`` has them."""
    return tomllib.loads(ROLES_FILE.read_text(encoding="utf-8"))


def rights() -> dict[str, str]:
    """Every right the code asks for, with its sentence in Vietnamese."""
    found: dict[str, str] = beginning()["rights"]
    return found


def allowed(user: Any, right: str) -> Decision:
    """Whether ``user`` has ``right`` today, and by which post, or what is missing."""
    if right not in rights():
        raise KeyError(right)
    what = _(rights()[right])
    if not getattr(user, "is_authenticated", False):
        return Decision(False, _("Cần đăng nhập để %(what)s.") % {"what": what})
    if not user.is_active:
        return Decision(False, _("Tài khoản này đã ngừng hoạt động."))
    holdings = user.holdings_today()
    for holding in holdings:
        for role in holding.post.roles.all():
            if right in role.rights:
                return Decision(True, f"{holding.post} · {role}")
    held = "; ".join(str(holding.post) for holding in holdings) or _("không giữ chức danh nào")
    needed = ", ".join(_roles_with(right)) or _("chưa vai trò nào")
    reason = _(
        "Để %(what)s cần vai trò: %(needed)s. Hôm nay bạn: %(held)s. Người quản trị có thể gán chức danh."
    )
    return Decision(False, reason % {"what": what, "needed": needed, "held": held})


def _roles_with(right: str) -> list[str]:
    from phancap.web.studio.people import Role

    return [str(role) for role in Role.objects.order_by("id") if right in role.rights]


def needs(right: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view for those who have ``right``: others are asked to log in, or told why not (403)."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        from django.contrib.auth.decorators import login_required

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            refuse_unless(request, right)
            return view(request, *args, **named)

        asked: Callable[..., HttpResponse] = login_required(guarded)
        asked.right = right  # type: ignore[attr-defined]  # a test walks the addresses and reads it
        return asked

    return guard


def refuse_unless(request: HttpRequest, right: str) -> None:
    """Raise :class:`PermissionDenied` with the reason."""
    decision = allowed(request.user, right)
    if not decision:
        raise PermissionDenied(decision.reason)
