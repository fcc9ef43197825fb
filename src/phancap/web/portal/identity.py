"""Whose site this is: `site.toml` in the data folder names it, and until it names an owner the site is nobody's.

Every word a visitor reads about the authority behind the site stands in that file and nowhere in the code,
so a copy that somebody else runs cannot pass for the city's by accident.
"""

from __future__ import annotations

import logging
import os
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from phancap.formats.nearest import nearest

log = logging.getLogger("phancap.site")

FILE = "site.toml"
IMAGES = {".png": "image/png", ".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}
LONGEST = 400


class Identity(NamedTuple):
    """What the frame of every page says of the site; an empty text is not shown.

    ``owner`` is the authority that answers for the site. ``hotlines`` are telephone numbers as they are to
    be read. ``banner`` is the name of a picture that lies beside the file.
    """

    owner: str = ""
    name: str = ""
    name_en: str = ""
    tagline: str = ""
    tagline_en: str = ""
    address: str = ""
    hotlines: tuple[str, ...] = ()
    banner: str = ""
    banner_alt: str = ""
    copyright: str = ""
    managing_unit: str = ""
    seat: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    office: str = ""
    office_phone: str = ""
    office_email: str = ""
    attribution: str = ""

    @property
    def calls(self) -> list[tuple[str, str]]:
        """Each hotline as ``(number to dial, number to read)``."""
        return [(dialled(number), number) for number in self.hotlines]


_NOBODY = Identity()


class BadIdentity(ValueError):
    """`site.toml` cannot be used; the message names the key and what was expected."""


def dialled(number: str) -> str:
    """A telephone number without the marks that people write in it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def data_folder() -> Path | None:
    """The folder of this site's own data (``PHANCAP_DATA``), where there is one."""
    named = _named()
    return Path(named) if named else None


def _named() -> str:
    return str(getattr(settings, "PHANCAP_DATA", None) or os.environ.get("PHANCAP_DATA") or "")


def identity() -> Identity:
    """The identity in force: read anew when the file changes."""
    named = _named()
    if not named:
        return _NOBODY
    path = f"{named}/{FILE}"
    try:
        changed = os.stat(path).st_mtime_ns
    except OSError:
        return _NOBODY
    return _read(path, changed)


@lru_cache(maxsize=2)
def _read(path: str, changed: int) -> Identity:
    try:
        return read_identity(Path(path))
    except BadIdentity as error:
        # A spoilt file must not close the site: it is nobody's until the file is mended.
        log.error("%s", error)
        return Identity()


def read_identity(path: Path) -> Identity:
    """The identity a file states.

    Raises:
        BadIdentity: not TOML, a key that does not exist, a value of another kind, a banner that is not a
            picture beside the file.
    """
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadIdentity(f"{FILE}: {error}") from None
    values: dict[str, Any] = {}
    for key, value in stated.items():
        if key not in Identity._fields:
            near = nearest(key, Identity._fields, limit=1)
            hint = f" · gần nhất: `{near[0]}`" if near else ""
            raise BadIdentity(f"{FILE}: không có khóa `{key}`{hint}")
        if key == "hotlines":
            if not isinstance(value, list) or not all(isinstance(x, str) and dialled(x) for x in value):
                raise BadIdentity(f'{FILE}: `hotlines` là danh sách số điện thoại, như ["0931.015.119"]')
            value = tuple(x.strip() for x in value)
        elif not isinstance(value, str) or len(value) > LONGEST:
            raise BadIdentity(f"{FILE}: `{key}` là một dòng chữ không quá {LONGEST} ký tự")
        values[key] = value.strip() if isinstance(value, str) else value
    banner = values.get("banner", "")
    if banner and (Path(banner).name != banner or Path(banner).suffix.lower() not in IMAGES):
        raise BadIdentity(
            f"{FILE}: `banner` là tên một tệp ảnh ({', '.join(IMAGES)}) nằm cạnh {FILE}, có `{banner}`"
        )
    return Identity(**values)
