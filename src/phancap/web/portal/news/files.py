"""Photos on the disk of the data folder: written whole under the name of their content, or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from phancap.web.portal.news.images import make_photo
from phancap.web.portal.news.models import Photo


def folder() -> Path:
    """Where photos lie."""
    return Path(settings.PHANCAP_DATA) / "photos"


def take_photo(data: bytes, by: Any = None) -> Photo:
    """Make, store and register a photo; the same photo twice is one. :class:`BadPhoto` where it is none."""
    made = make_photo(data)
    for width, content in made.sizes.items():
        _write(folder() / made.name[:2] / f"{made.name}-{width}.jpg", content)
    photo, _created = Photo.objects.get_or_create(
        name=made.name,
        defaults={
            "width": made.width, "height": made.height, "widths": " ".join(map(str, sorted(made.sizes))), "added_by": by,
        },
    )  # fmt: skip
    return photo


def photo_file(name: str, width: int) -> Path | None:
    """The file of one size, if there is one. ``name`` is 64 hex digits: the address pattern sees to it."""
    path = folder() / name[:2] / f"{name}-{width}.jpg"
    return path if path.is_file() else None


def remove_files(photo: Photo) -> None:
    """Take a photo's files off the disk."""
    for width in photo.all_widths:
        (folder() / photo.name[:2] / f"{photo.name}-{width}.jpg").unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
