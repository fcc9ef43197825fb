"""Keeping machines out without asking people to prove anything, and without another company's service.

Three questions: did something fill the field that people do not see; was the form sent faster than anybody can
read, or kept for hours; does one address send more than people do. An address is held only as a keyed hash in the
process's own cache until its hour is over.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time

from django.conf import settings
from django.core import signing
from django.core.cache import cache

TRAP = "website"
"""The field that only machines fill: a name they like, out of sight, out of the order of the keyboard."""
FASTEST = 3.0
"""Seconds in which nobody has read and filled the form."""
LONGEST = 6 * 3600
MOST_LINKS = 3
_RATE = re.compile(r"(\d{1,6})/([smhd])\Z")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_SALT = "phancap.feedback"


class Refused(ValueError):
    """A form that is not taken; ``why`` is ``trap``, ``early``, ``late``, ``again``, ``links`` or ``rate``."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def token(now: float | None = None) -> str:
    """What a form carries: when it was given out, signed; good for one report."""
    at = time.time() if now is None else now
    return signing.dumps([int(at * 10) / 10, secrets.token_urlsafe(9)], salt=_SALT)


def check(trap: str, sent: str, text: str, now: float | None = None) -> str:
    """Refuse what a machine sent; the token's own number where all is well, to be spent by :func:`spend`."""
    if trap.strip():
        raise Refused("trap")
    try:
        at, number = signing.loads(sent, salt=_SALT)
        age = (time.time() if now is None else now) - float(at)
    except (signing.BadSignature, ValueError, TypeError):
        raise Refused("late") from None
    if age < FASTEST:
        raise Refused("early")
    if age > LONGEST:
        raise Refused("late")
    if len(re.findall(r"https?://|www\.", text, re.IGNORECASE)) > MOST_LINKS:
        raise Refused("links")
    if cache.get(f"feedback-spent-{number}"):
        raise Refused("again")
    return str(number)


def spend(number: str) -> None:
    """A form is sent once: the back button does not send it twice."""
    cache.set(f"feedback-spent-{number}", 1, LONGEST)


def within_rate(address: str, what: str, rate: str) -> bool:
    """Count one more from an address; false where that is more than ``rate`` (``10/h``) allows. ``""``: no limit."""
    match = _RATE.match(rate)
    if match is None:
        return True
    most, window = int(match[1]), _SECONDS[match[2]]
    bucket = int(time.time() // window)
    key = hmac.new(
        settings.SECRET_KEY.encode(), f"{what}\0{address}\0{bucket}".encode(), hashlib.sha256
    ).hexdigest()
    name = f"rate-{key[:40]}"
    if cache.add(name, 1, window + 5):
        return most >= 1
    try:
        return int(cache.incr(name)) <= most
    except ValueError:  # it ran out between the two
        cache.set(name, 1, window + 5)
        return most >= 1
