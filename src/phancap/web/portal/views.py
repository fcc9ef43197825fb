"""The look-up page, its JSON twin and the suggestions."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from phancap.competence.given import BadQuestion
from phancap.competence.inquiry import Put
from phancap.formats.days import show_day
from phancap.formats.folding import fold
from phancap.web.portal.desk import desk, snapshot
from phancap.web.portal.page import page_of
from phancap.web.portal.query import LONGEST, BadParameter, question_of

CACHED = "public, max-age=60"
MOST_SUGGESTED = 8


def _language() -> str:
    return get_language() or "vi"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The form."""
    return render(request, "portal/who.html", {"form": _form(request, None), "page": None})


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """The answer for a person; the form again, with what is missing, where the question is not whole."""
    try:
        put = question_of(request.GET)
        if not put.power or not put.place:
            missing = "power" if not put.power else "place"
            return render(
                request,
                "portal/who.html",
                {"form": _form(request, put), "page": None, "missing": missing},
                status=400,
            )
        page = page_of(desk(_language()), put, _language())
    except (BadParameter, BadQuestion) as error:
        context = {"form": _form(request, None), "page": None, "error": str(error)}
        return render(request, "portal/who.html", context, status=400)
    response = render(request, "portal/who.html", {"form": _form(request, put), "page": page})
    response["Cache-Control"] = CACHED
    return response


@require_safe
def who_json(request: HttpRequest) -> HttpResponse:
    """The same JSON as ``phancap who --json``, byte for byte."""
    try:
        put = question_of(request.GET)
        if not put.power or not put.place:
            raise BadParameter("thiếu `power` hoặc `at`")
        answer = desk(_language()).answer(put)
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
    """Names that begin with or contain what was typed, accents or none: ``kind=power|place``, ``q``."""
    asked = fold(request.GET.get("q", "")[:LONGEST])
    if len(asked) < 2:
        return JsonResponse({"suggestions": []})
    names = _power_names() if request.GET.get("kind") == "power" else _place_names()
    found = sorted(
        (
            (not folded.startswith(asked), len(folded), shown)
            for folded, shown in names
            if f" {asked}" in f" {folded}"
        )
    )[:MOST_SUGGESTED]
    return JsonResponse(
        {"suggestions": [shown for _, _, shown in found]}, json_dumps_params={"ensure_ascii": False}
    )


def _power_names() -> list[tuple[str, str]]:
    return [(fold(f"{name} {power}"), name) for power, name, _ in snapshot().section("titles")]


def _place_names() -> list[tuple[str, str]]:
    from phancap.territory.labels import full_label

    land = snapshot().land()
    names = {full_label(land, unit) for unit in land.units.values()}
    return [(fold(name), name) for name in names]


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the site can answer."""
    return JsonResponse({"status": "ok", "snapshot": snapshot().id, "powers": len(snapshot().power_ids())})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing at this address."""
    return render(request, "portal/message.html", {"kind": "missing"}, status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """An error of ours; nothing of the question is shown or kept."""
    return render(request, "portal/message.html", {"kind": "failed"}, status=500)


def _form(request: HttpRequest, put: Put | None) -> dict[str, str]:
    return {
        "power": request.GET.get("power", "")[:LONGEST],
        "at": request.GET.get("at", "")[:LONGEST],
        "on": show_day(put.on) if put else request.GET.get("on", "")[:20],
    }
