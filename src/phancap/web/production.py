"""What is different where the public comes: only HTTPS, cookies that no other site can set, names of hosts stated.

``phancap serve --production`` sets ``PHANCAP_PRODUCTION=1`` and asks :func:`missing` before it starts.
"""

from __future__ import annotations

import os
from typing import Any

from phancap.formats.say import Catalogue, say

SAID: Catalogue = {
    "vi": {
        "hosts": "`PHANCAP_HOSTS`: nêu đúng tên miền của trang, ví dụ PHANCAP_HOSTS=cchc.example.vn (không dùng `*`)",
        "proxies": "`PHANCAP_PROXIES`: cần ít nhất 1 · chế độ này đứng sau một máy chủ HTTPS (nginx, Caddy) gửi kèm "
                   "X-Forwarded-Proto và X-Forwarded-For",
        "demo": "`--demo`: tài khoản mẫu không bao giờ mở cho công chúng",
    },
    "en": {
        "hosts": "`PHANCAP_HOSTS`: name the domain of the site, as PHANCAP_HOSTS=cchc.example.vn (no `*`)",
        "proxies": "`PHANCAP_PROXIES`: at least 1 is needed · this mode stands behind an HTTPS server (nginx, Caddy) that sends "
                   "X-Forwarded-Proto and X-Forwarded-For",
        "demo": "`--demo`: accounts to try are never open to the public",
    },
}  # fmt: skip
A_YEAR = 365 * 24 * 60 * 60


def is_production() -> bool:
    """Whether this process serves the public."""
    return os.environ.get("PHANCAP_PRODUCTION") == "1"


def hosts() -> list[str]:
    """Names by which the site may be asked for."""
    named = os.environ.get("PHANCAP_HOSTS", "").split(",")
    # The machine may always ask itself: its health is asked for by this name.
    return [*(host.strip() for host in named if host.strip()), "localhost", "127.0.0.1", "[::1]"]


def proxies() -> int:
    """How many proxies of ours stand before the site (``PHANCAP_PROXIES``)."""
    named = os.environ.get("PHANCAP_PROXIES", "0")
    return int(named) if named.isdigit() else 0


def missing(demo: bool, lang: str = "vi") -> list[str]:
    """What must be mended before the public may come; each a sentence."""
    wrong: list[str] = []
    named = os.environ.get("PHANCAP_HOSTS", "")
    if not named or "*" in named:
        wrong.append(say(SAID, lang, "hosts"))
    if proxies() < 1:
        wrong.append(say(SAID, lang, "proxies"))
    if demo:
        wrong.append(say(SAID, lang, "demo"))
    return wrong


def guards() -> dict[str, Any]:
    """Settings that hold only there."""
    if not is_production():
        return {}
    return {
        # Our proxy speaks HTTPS to the world and HTTP to us; it overwrites this header, so nobody can pretend.
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "SECURE_SSL_REDIRECT": True,
        # Asked from inside, without the proxy.
        "SECURE_REDIRECT_EXEMPT": [r"^healthz", r"^metrics$"],
        "SECURE_HSTS_SECONDS": A_YEAR,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_HSTS_PRELOAD": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        # A browser takes a cookie of this name only over HTTPS and from this very host.
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
    }
