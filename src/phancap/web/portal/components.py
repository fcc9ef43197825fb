"""The parts the pages are built of, on one page; and the banner of the site."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from phancap.web.portal.identity import IMAGES, data_folder, identity
from phancap.web.reading import require_safe

_TOKEN = re.compile(r"(--[a-z0-9-]+): ([^;]+);")
COLOURS = "ground paper wash ink soft line edge accent on-accent deep sun warn warn-wash good good-wash tone0 tone1 tone2 gap water".split()


@cache
def _tokens() -> dict[str, str]:
    css = (Path(__file__).parent / "static" / "portal" / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, value in _TOKEN.findall(css):
        found[name.removeprefix("--")] = value
    return found


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every token and every part, as it looks in the colours and the size of type chosen."""
    tokens = _tokens()
    return render(
        request,
        "portal/components.html",
        {
            "colours": [(name, tokens[name]) for name in COLOURS],
            "steps": [(name, tokens[name]) for name in tokens if name.startswith("step-")],
            "spaces": [(name, tokens[name]) for name in tokens if name.startswith("space-")],
        },
    )


@require_safe
def banner(request: HttpRequest) -> FileResponse:
    """The picture that `site.toml` names."""
    folder = data_folder()
    name = identity().banner
    path = folder / name if folder and name else None
    if path is None or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=IMAGES[path.suffix.lower()])
    response["Cache-Control"] = "public, max-age=600"
    return response
