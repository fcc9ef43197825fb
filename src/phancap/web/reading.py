"""Pages that are only read: any method but GET and HEAD is told so (405), before a form's token is asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe as only_get_and_head

View = Callable[..., HttpResponse]


def require_safe(view: View) -> View:
    """A view that answers GET and HEAD. It changes nothing, so there is nothing for a token to guard."""
    guarded: View = csrf_exempt(only_get_and_head(view))
    return guarded
