"""Tags of the templates of this app."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.db import DatabaseError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from phancap.web.portal.counter.views import figures, lines
from phancap.web.portal.news.views import in_language

register = template.Library()


@register.inclusion_tag("portal/counter/block.html")
def visit_counter() -> dict[str, Any]:
    """The block "Lượt truy cập"; nothing where nothing can be stored."""
    try:
        found = figures()
    except DatabaseError:
        return {"lines": []}
    return {"lines": lines(found), "total": found.all, "href": in_language("/counter")}


@register.simple_tag
def moment(at: datetime | None) -> SafeString | str:
    """``09:59 - 20/06/2022``, with the exact moment for machines."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return format_html(
        '<time datetime="{}">{}</time>',
        local.isoformat(timespec="minutes"),
        local.strftime("%H:%M - %d/%m/%Y"),
    )


@register.simple_tag
def here(path: str, **query: str) -> str:
    """An address on this site in the reader's language."""
    return in_language(path, **query)
