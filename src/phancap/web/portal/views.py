"""The look-up page, its JSON twin and the suggestions."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from phancap.competence.given import BadQuestion
from phancap.competence.inquiry import Put
from phancap.formats.days import show_day
from phancap.formats.folding import fold
from phancap.web.compiled import compiled
from phancap.web.portal.desk import desk_for, snapshot
from phancap.web.portal.home import welcome
from phancap.web.portal.kept import kept
from phancap.web.portal.page import address, lasting, page_of, pinned
from phancap.web.portal.query import LONGEST, BadParameter, question_of
from phancap.web.portal.version import per_version
from phancap.web.reading import require_safe

CACHED = "public, max-age=60"
MOST_SUGGESTED = 8
OLD_HOMES = ("/default.aspx", "/home.aspx", "/index.aspx", "/index.html", "/index.htm", "/index.php")
"""What the first page was called on the portal before, and is called elsewhere."""
KEPT = ("lang", "role", "decided", "known", "option")
"""Parameters that a form in the middle of a question passes on beside the question itself."""


def _language() -> str:
    return get_language() or "vi"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The form, and the doors to everything else."""
    return render(request, "portal/home.html", {"form": _form(request, None), **welcome(_language())})


@require_safe
@kept
def who(request: HttpRequest) -> HttpResponse:
    """The answer for a person; the form again, with what is missing, where the question is not whole."""
    found = _asked(request)
    if isinstance(found, HttpResponse):
        return found
    put, page = found
    context = {
        "form": _form(request, put),
        "page": page,
        "qr": address(put, _language(), "/who/qr.svg"),
        "kept": [(name, value) for name in KEPT for value in request.GET.getlist(name) if value],
        "outdated": _outdated(request, page),
    }
    response = _page(request, "portal/who.html", context)
    response["Cache-Control"] = CACHED
    return response


def _asked(request: HttpRequest) -> tuple[Put, dict[str, Any]] | HttpResponse:
    """The question with its page, or the form again with what is wrong."""
    try:
        put = question_of(request.GET)
        if not put.power or not put.place:
            missing = "power" if not put.power else "place"
            context: dict[str, Any] = {"form": _form(request, put), "page": None, "missing": missing}
            return _page(request, "portal/who.html", context, status=400)
        return put, page_of(desk_for(put, _language()), put, _language())
    except (BadParameter, BadQuestion) as error:
        context = {"form": _form(request, None), "page": None, "error": str(error)}
        return _page(request, "portal/who.html", context, status=400)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page by its compiled template: what Django's own rendering would give."""
    from phancap.web.portal.frame import frame_of  # its words need Django's settings

    return HttpResponse(compiled(name)({**context, "frame": frame_of(request)}), status=status)


def _outdated(request: HttpRequest, page: dict[str, Any]) -> str:
    """The snapshot a lasting link was made from, where the data is another one now."""
    made_from = request.GET.get("snapshot", "").strip()[:64]
    return "" if page["answer"]["snapshot"].startswith(made_from) else made_from


@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """The answer on one sheet of paper, with the code that leads back to it."""
    found = _asked(request)
    if isinstance(found, HttpResponse):
        return found
    put, page = found
    context = {
        "page": page,
        "qr": address(put, _language(), "/who/qr.svg"),
        "url": request.build_absolute_uri(page["lasting"]),
    }
    response = _page(request, "portal/card.html", context)
    response["Cache-Control"] = CACHED
    return response


@require_safe
def qr(request: HttpRequest) -> HttpResponse:
    """The lasting link of a question as a QR code."""
    try:
        put = question_of(request.GET)
        if not put.power or not put.place:
            raise BadParameter(_("thiếu `power` hoặc `at`"))
        lang = _language()
        asked = desk_for(put, lang)
        answer = asked.answer(put)
    except (BadParameter, BadQuestion) as error:
        return _json({"error": str(error)}, status=400)
    link = lasting(pinned(asked, put, answer), lang, answer["snapshot"])
    response = HttpResponse(code_of(request.build_absolute_uri(link)), content_type="image/svg+xml")
    response["Cache-Control"] = CACHED
    return response


@lru_cache(maxsize=512)
def code_of(address: str) -> bytes:
    """An address as a QR code in SVG, without a style or a script in it."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", scale=4, border=2, xmldecl=False, light="#fff"
    )
    return out.getvalue()


@require_safe
@kept
def who_json(request: HttpRequest) -> HttpResponse:
    """The same JSON as ``phancap who --json``, byte for byte."""
    try:
        put = question_of(request.GET)
        if not put.power or not put.place:
            raise BadParameter(_("thiếu `power` hoặc `at`"))
        answer = desk_for(put, _language()).answer(put)
    except (BadParameter, BadQuestion) as error:
        return _json({"error": str(error)}, status=400)
    response = _json(answer)
    response["Cache-Control"] = CACHED
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _json(value: dict[str, Any], status: int = 200) -> HttpResponse:
    text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return HttpResponse(text, content_type="application/json; charset=utf-8", status=status)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that hold what was typed, word by word, accents or none: ``kind=power|place``, ``q``."""
    typed = fold(request.GET.get("q", "")[:LONGEST])
    names = _power_names(_language()) if request.GET.get("kind") == "power" else _place_names()
    found = suggested(names, typed) if len(typed) >= 2 else []
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = CACHED
    return response


def suggested(names: Sequence[tuple[str, str]], typed: str) -> list[str]:
    """The names in which every word typed begins a word; whole words first, then the same order, then the shorter.

    `phu` alone begins every `phường`, so `an phu` must put An Phú before An Cư.
    """
    parts = typed.split()
    ranked = []
    for folded, shown in names:
        padded = f" {folded} "
        if all(f" {part}" in padded for part in parts):
            whole = sum(f" {part} " in padded for part in parts)
            ranked.append(
                (-whole, not folded.startswith(typed), f" {typed}" not in padded, len(folded), shown)
            )
    ranked.sort()
    return list(dict.fromkeys(shown for *_, shown in ranked))[:MOST_SUGGESTED]


@per_version(2)
def _power_names(lang: str) -> list[tuple[str, str]]:
    named = {power: (name, english) for power, name, english in snapshot().section("titles")}
    return [
        (fold(f"{name} {power} {english}"), (english if lang == "en" else "") or name)
        for power, (name, english) in named.items()
    ]


@per_version()
def _place_names() -> list[tuple[str, str]]:
    from phancap.territory.labels import full_label

    land = snapshot().land()
    names = {full_label(land, unit) for unit in land.units.values()}
    return [(fold(name), name) for name in sorted(names)]


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the site can answer."""
    return JsonResponse({"status": "ok", "snapshot": snapshot().id, "powers": len(snapshot().power_ids())})


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that is none, as for a host that is not ours: in both languages, and nothing of it repeated."""
    return HttpResponse(_NOT_UNDERSTOOD, status=400)


_NOT_UNDERSTOOD = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>400</title></head>
<body><h1>Không hiểu được yêu cầu</h1><p>Kiểm tra địa chỉ trang rồi thử lại.</p>
<div lang="en"><h1>The request cannot be understood</h1><p>Check the address of the page and try again.</p></div>
</body></html>
"""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing at this address; one with a slash too many or in capitals leads to the page that was meant."""
    meant = _meant(request.path_info)
    if meant and request.method in ("GET", "HEAD"):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{meant}?{query}" if query else meant, status=301)
    return render(request, "portal/message.html", {"kind": "missing"}, status=404)


def _meant(path: str) -> str:
    """The address of ours that one of no page comes down to, or nothing; never one that leads to another host."""
    if is_valid_path(path) or path.startswith("//"):
        return ""
    plain = path.rstrip("/")
    if path.lower() in OLD_HOMES:
        return "/"
    return next((found for found in (plain, path.lower(), plain.lower()) if found != path and found and is_valid_path(found)), "")


def failed(request: HttpRequest) -> HttpResponse:
    """An error of ours; nothing of the question is shown or kept."""
    return render(request, "portal/message.html", {"kind": "failed"}, status=500)


def _form(request: HttpRequest, put: Put | None) -> dict[str, str]:
    return {
        "power": request.GET.get("power", "")[:LONGEST],
        "at": request.GET.get("at", "")[:LONGEST],
        "on": show_day(put.on) if put else request.GET.get("on", "")[:20],
    }
