"""What people bring: a whole workspace as ZIP or XLSX, or one table as CSV; hostile until it has been read.

A ZIP is read member by member with a ceiling on each and on all of them; only names that belong to a workspace are
taken, whatever folder they lie in. Nothing is unpacked by its own path.
"""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from phancap.web.studio.charter.shelf import from_book
from phancap.workspace.besides import FOLDERS
from phancap.workspace.content import CITY, FILE_LIMIT, TABLE_NAMES
from phancap.workspace.edit import belongs
from phancap.workspace.errors import WorkspaceError

MOST_FILES = 500
MOST_BYTES = 64 * 1024 * 1024
UPLOAD_LIMIT = 20 * 1024 * 1024


class BadUpload(ValueError):
    """A file that was not taken: a sentence that says why and what to do."""


class Brought(NamedTuple):
    """The files taken; ``whole`` if they are a workspace of their own, else they stand in for some of a draft's.

    A ``book`` is a whole workspace that has no room for the scheme and for scenarios.
    """

    files: dict[str, bytes]
    whole: bool
    book: bool = False

    def over(self, now: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files of a draft once these have come; what an XLSX cannot hold stays as it is there."""
        if self.whole and not self.book:
            return self.files
        stays = {name: data for name, data in now.items() if not self.whole or name.partition("/")[0] in FOLDERS}
        return {**stays, **self.files}


def read_sent(sent: Any) -> Brought:
    """The files of an upload as Django hands it over; one that is too large is not read."""
    if sent.size > UPLOAD_LIMIT:
        raise BadUpload(_("tệp %(size)d MB, quá %(limit)d MB: chia nhỏ, hoặc gửi từng bảng CSV") % {
            "size": sent.size >> 20, "limit": UPLOAD_LIMIT >> 20})  # fmt: skip
    return read_upload(sent.name or "", sent.read())


def read_upload(name: str, data: bytes) -> Brought:
    """The files of an upload by its name and bytes; :class:`BadUpload`, :class:`WorkspaceError`."""
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx":
        return Brought(_book(data), whole=True, book=True)
    if ending == "zip":
        return _zip(data)
    if ending == "csv":
        table = name.replace("\\", "/").rpartition("/")[2].removesuffix(".csv").lower()
        if table not in TABLE_NAMES:
            from phancap.formats.nearest import nearest

            near = nearest(table, TABLE_NAMES, limit=1)
            hint = " · " + _("gần nhất: `%(near)s.csv`") % {"near": near[0]} if near else ""
            raise BadUpload(_("tên tệp phải là tên bảng, không phải `%(name)s`") % {"name": name[:80]} + hint)
        return Brought({f"{table}.csv": data}, whole=False)
    raise BadUpload(_("cần tệp .xlsx, .zip hoặc .csv, không phải `%(name)s`") % {"name": name[:80]})


def _book(data: bytes) -> dict[str, bytes]:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(data)
        file.flush()
        try:
            return from_book(file.name)
        except WorkspaceError:
            raise
        except OSError as error:
            raise BadUpload(str(error.strerror)) from None


def _zip(data: bytes) -> Brought:
    files: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            if len(members) > MOST_FILES:
                raise BadUpload(_("ZIP có %(count)d tệp, quá %(limit)d") % {"count": len(members), "limit": MOST_FILES})
            prefix = _home(members)
            for member in members:
                name = member.filename.replace("\\", "/")
                if not name.startswith(prefix) or not belongs(name[len(prefix) :]):
                    continue
                with archive.open(member) as file:
                    # The size a ZIP states is a claim: what comes out is counted.
                    content = file.read(min(FILE_LIMIT, MOST_BYTES - total) + 1)
                total += len(content)
                if total > MOST_BYTES or len(content) > FILE_LIMIT:
                    raise BadUpload(_("ZIP bung ra quá %(limit)d MB") % {"limit": MOST_BYTES >> 20})
                files[name[len(prefix) :]] = content
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        if isinstance(error, BadUpload):
            raise
        raise BadUpload(_("không đọc được tệp ZIP: %(why)s") % {"why": str(error)[:120]}) from None
    if not files:
        raise BadUpload(_("trong ZIP không có tệp nào của bộ dữ liệu (city.toml, grants.csv ...)"))
    return Brought(files, whole=CITY in files)


def _home(members: list[zipfile.ZipInfo]) -> str:
    """The folder of the archive in which ``city.toml`` lies: people zip the folder as often as what is in it."""
    homes = [m.filename.replace("\\", "/") for m in members if m.filename.replace("\\", "/").rpartition("/")[2] == CITY]
    return min(homes, key=len).removesuffix(CITY) if homes else ""
