"""Writing down whose site this is: `site.toml` in the data folder, which the frame of every page reads."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings

from phancap.web.portal.identity import FILE, BadIdentity, Identity, identity, read_identity


def stated() -> Identity:
    """What stands there now; nothing where the file is missing or spoilt."""
    try:
        return identity()
    except BadIdentity:
        return Identity()


def write_owner(changes: dict[str, Any]) -> Identity:
    """Keep what is stated but for ``changes``; the file is the old or the new one whole, never a mixture.

    Raises:
        BadIdentity: the changes are not an identity; nothing is written.
    """
    told = {key: value for key, value in {**stated()._asdict(), **changes}.items() if value}
    # A JSON text is a TOML text, but for one sign that nobody types.
    text = "".join(
        f"{key} = {json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)}\n"
        for key, value in told.items()
    ).replace("\x7f", "")
    folder = Path(settings.PHANCAP_DATA)
    handle, name = tempfile.mkstemp(dir=folder)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        found = read_identity(Path(name))
        os.replace(name, folder / FILE)
    except BaseException:
        os.unlink(name)
        raise
    return found
