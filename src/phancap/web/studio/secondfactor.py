"""The second factor: a code of six digits from a person's own phone, and recovery codes for when it is lost."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b32encode
from typing import Any

from django.conf import settings
from django.db import transaction
from django_otp import devices_for_user
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

PHONE, RECOVERY = "phone", "recovery"
RECOVERY_CODES = 10


def is_on(user: Any) -> bool:
    """Whether this person's log-in asks for a code."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def begin(user: Any) -> TOTPDevice:
    """A phone to be confirmed by its first code; one that was begun and not confirmed is used again."""
    device, _made = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": PHONE})
    return device


def secret_of(device: TOTPDevice) -> str:
    """The key in the form apps take by hand, in groups of four."""
    text = b32encode(device.bin_key).decode().rstrip("=")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def picture_of(device: TOTPDevice) -> str:
    """The key as a QR picture, a ``data:`` address: it never travels by an address of ours."""
    import segno

    # On white also where the page is dark: a reader of codes needs it.
    picture: str = segno.make(device.config_url, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    return picture


def confirm(user: Any, code: str) -> tuple[TOTPDevice, list[str]] | None:
    """Switch the second factor on if the code is right: the phone, and the recovery codes, shown this once."""
    with transaction.atomic():
        device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
        if device is None or not device.verify_token(code.strip().replace(" ", "")):
            return None
        TOTPDevice.objects.filter(user=user, confirmed=True).delete()
        device.confirmed = True
        device.save()
        return device, new_recovery_codes(user)


def new_recovery_codes(user: Any) -> list[str]:
    """Ten codes that work once each, in place of those before."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        device = StaticDevice.objects.create(user=user, name=RECOVERY)
        codes = [b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
        device.token_set.bulk_create(
            device.token_set.model(device=device, token=_kept(code)) for code in codes
        )
        return ["-".join(code[i : i + 4] for i in range(0, 16, 4)) for code in codes]


def _kept(code: str) -> str:
    """What the data base holds of a recovery code: who reads it there cannot use it."""
    plain = code.strip().lower().replace("-", "").replace(" ", "")
    mark = hmac.new(settings.SECRET_KEY.encode(), plain.encode(), hashlib.sha256).digest()
    return b32encode(mark).decode().lower()[:16]


def check(user: Any, code: str) -> Any:
    """The device that accepts the code, or none; wrong ones make the next wait longer."""
    with transaction.atomic():
        for device in devices_for_user(user, for_verify=True):
            if device.verify_token(
                _kept(code) if isinstance(device, StaticDevice) else code.replace(" ", "")
            ):
                return device
    return None


def switch_off(user: Any) -> None:
    """Back to the password alone."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
