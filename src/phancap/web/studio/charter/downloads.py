"""A version or a draft to take away: the whole as XLSX or ZIP, as officials work on it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phancap.web.portal.version import publications
from phancap.web.studio.charter import shelf
from phancap.web.studio.charter.uploads import BadUpload
from phancap.web.studio.charter.views import EDIT, _refused, with_draft
from phancap.web.studio.rights import needs
from phancap.workspace.drafts import About
from phancap.workspace.edit import Files
from phancap.workspace.errors import WorkspaceError

BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@needs(EDIT)
@with_draft
def draft_file(request: HttpRequest, about: About, ending: str) -> HttpResponse:
    """A draft as a file."""
    return _file(request, shelf.drafts().path(about.id), shelf.drafts().files(about.id), f"phancap-{about.id}", ending)


@require_safe
@needs(EDIT)
def version_file(request: HttpRequest, version: str, ending: str) -> HttpResponse:
    """A published version as a file."""
    try:
        files = publications().store.files(version)
    except KeyError:
        raise Http404(_("Không có bản công bố `%(version)s`") % {"version": version[:12]}) from None
    return _file(request, str(publications().store.path(version)), files, f"phancap-{version[:12]}", ending)


def _file(request: HttpRequest, place: str, files: Files, name: str, ending: str) -> HttpResponse:
    if ending == "zip":
        data, kind = _zip(files), "application/zip"
    else:
        try:
            data, kind = _book(place), BOOK
        except WorkspaceError as error:
            return _refused(request, BadUpload(_("bản này còn lỗi nên chưa thành bảng tính được; lấy ZIP. ") + error.lines("vi", 1)[0]))
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response


def _zip(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _book(place: str) -> bytes:
    from phancap.workspace.load import load_every_option
    from phancap.workspace.write import write_xlsx

    found = load_every_option(place)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        write_xlsx(found.tables, path, found.city, found.options)
        return path.read_bytes()
