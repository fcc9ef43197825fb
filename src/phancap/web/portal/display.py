"""How the visitor wants to see the site - light or dark, more contrast, larger type - without any script.

The choice lies in one cookie that says nothing else, and reaches the pages through one small stylesheet. So a
page is the same bytes for everybody and may be kept by any cache; only `/display.css` is the visitor's own.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

COOKIE = "phancap_display"
A_YEAR = 365 * 24 * 3600
CHOICES = {
    "theme": ("auto", "light", "dark"),
    "contrast": ("auto", "more"),
    "text": ("normal", "large", "larger", "largest"),
}
SIZES = {"large": "112.5%", "larger": "131.25%", "largest": "150%"}
LONGEST_ADDRESS = 2000


def chosen(request: HttpRequest) -> dict[str, str]:
    """What the cookie says; anything that is not one of the choices is as if it were not there."""
    parts = request.COOKIES.get(COOKIE, "").split(".")
    given = dict(zip(CHOICES, parts, strict=False))
    return {name: given[name] if given.get(name) in values else values[0] for name, values in CHOICES.items()}


@cache
def _contrast() -> str:
    return (Path(__file__).parent / "static" / "portal" / "contrast.css").read_text(encoding="utf-8")


@require_safe
def display_css(request: HttpRequest) -> HttpResponse:
    """The visitor's own stylesheet; empty where nothing was chosen."""
    want = chosen(request)
    css = ""
    if want["contrast"] == "more":
        css += _contrast()
    if want["theme"] != "auto":
        css += f":root{{color-scheme:{want['theme']}}}\n"
    if want["text"] != "normal":
        css += f"html{{font-size:{SIZES[want['text']]}}}\n"
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    return response


# It changes how the visitor sees the site and nothing else, so a forged one does no harm; a token would make
# every page differ by visitor.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """The form of the choices; after choosing, back to the page one came from."""
    given = request.POST if request.method == "POST" else request.GET
    back = _local(given.get("back", ""), request)
    if request.method == "POST":
        want = [
            request.POST[name] if request.POST.get(name) in values else values[0]
            for name, values in CHOICES.items()
        ]
        response: HttpResponse = HttpResponseRedirect(back)
        response.set_cookie(
            COOKIE, ".".join(want), max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
        return response
    response = render(
        request, "portal/display.html", {"want": chosen(request), "back": back, "LANGUAGE": get_language()}
    )
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    return response


def _local(address: str, request: HttpRequest) -> str:
    """An address on this site and no other; the first page where it is none.

    Without one given, the page that led here: the referrer is sent to this site alone.
    """
    if not address:
        referrer = request.headers.get("referer", "")
        origin = f"{request.scheme}://{request.get_host()}"
        if referrer.startswith(origin + "/"):
            address = referrer[len(origin) :]
    ours = (
        address.startswith("/")
        and len(address) <= LONGEST_ADDRESS
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
    return address if ours and not address.startswith("/display") else "/"
