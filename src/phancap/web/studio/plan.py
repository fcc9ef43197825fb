"""The plan's pages in the back room: comparisons that were kept, road maps, what an option brings with it.

Nothing is simulated here: ``phancap compare`` makes and keeps a run, these pages show it. They are for those who work
on the scheme: the autonomy profile is not for the public, and options are proposals.
"""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from phancap.planning import runs
from phancap.planning.assumed import shipped
from phancap.planning.consequences import Sides, consequences, sides
from phancap.planning.report import report
from phancap.planning.report_docx import docx
from phancap.planning.report_html import body, html
from phancap.planning.report_model import Report
from phancap.planning.report_parts import consequences as consequences_part
from phancap.planning.report_parts import option_name
from phancap.planning.roadmap import Roadmap, roadmap
from phancap.planning.roadmap import as_json as roadmap_json
from phancap.planning.roadmap_chart import gantt_svg, gantt_xlsx, table
from phancap.planning.trace import short
from phancap.web.portal.version import here
from phancap.web.studio.rights import needs
from phancap.web.studio.views import ROOMS
from phancap.workspace.load import option_ids
from phancap.workspace.open import charter_of

RIGHT = "plan.read"
ROOMS.append((RIGHT, "Kế hoạch: so sánh phương án, lộ trình", "plan"))
SHOWN = 50
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _lang() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


@require_safe
@needs(RIGHT)
def home(request: HttpRequest) -> HttpResponse:
    """The runs that were kept, newest first, and the options of the workspace."""
    found = [data for name in runs.kept()[:SHOWN] if (data := runs.load(name)) is not None]
    listed = [
        {
            "run": data["run"], "scenarios": list(data["names"]["scenarios"].values()),
            "options": [option_name(data, id) for id in data["names"]["options"] if id != "base"],
            "replications": data["settings"]["replications"], "seed": data["settings"]["seed"],
        }
        for data in found
    ]  # fmt: skip
    return render(request, "studio/plan.html", {"runs": listed, "options": _options(here()), "vi": _lang() == "vi"})


@require_safe
@needs(RIGHT)
def comparison(request: HttpRequest, run: str, suffix: str | None = None) -> HttpResponse:
    """One kept run: the report as a page, as a document, or its data."""
    data = runs.load(run)
    if data is None:
        raise Http404
    if suffix == ".json":
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    made = report(data, _lang())
    if suffix == ".docx":
        return _file(docx(made), WORD, f"so-sanh-{run}.docx")
    if suffix == ".html":
        return _file(html(made).encode(), "text/html; charset=utf-8", f"so-sanh-{run}.html")
    files = [(f"{request.path}{ending}", ending) for ending in (".docx", ".html", ".json")]
    # The report escapes every text it holds; what comes here is its own markup.
    return _page(request, made.title, body(made), files)


@require_safe
@needs(RIGHT)
def road(request: HttpRequest, option: str, suffix: str | None = None) -> HttpResponse:
    """The road map of an option: picture, table, what can start tomorrow."""
    found, lang = _roadmap(here(), _known(option)), _lang()
    if suffix == ".json":
        return JsonResponse(roadmap_json(found, lang), json_dumps_params={"ensure_ascii": False})
    if suffix == ".svg":
        return HttpResponse(gantt_svg(found, lang), content_type="image/svg+xml")
    if suffix == ".xlsx":
        return _file(gantt_xlsx(found, lang), SHEET, f"lo-trinh-{option}.xlsx")
    made = _road_report(found, dict(_options(here()))[option], lang)
    files = [(f"{request.path}{ending}", ending) for ending in (".svg", ".xlsx", ".json")]
    return _page(request, made.title, body(made), files)


@require_safe
@needs(RIGHT)
def option(request: HttpRequest, option: str, suffix: str | None = None) -> HttpResponse:
    """What one option brings with it."""
    data, lang = _consequences(here(), _known(option), _lang()), _lang()
    if suffix == ".json":
        return JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    made = Report(data["name"], lang, data["stamp"], "")
    made.heading(data["name"], 1)
    address = request.path if suffix is None else request.path.removesuffix(suffix)
    shown = {"run": "", "page": f"{address}.json", "about": {option: data}, "names": {"options": {option: data["name"]}}}
    consequences_part(made, shown, option, lang)
    return _page(request, made.title, body(made), [(f"{request.path}.json", ".json")])


def _road_report(found: Roadmap, name: str, lang: str) -> Report:
    from phancap.planning.report_model import Picture
    from phancap.planning.roadmap import tomorrow

    vi = lang == "vi"
    made = Report(f"Lộ trình: {name}" if vi else f"Road map: {name}", lang, found.stamp, "")
    made.heading(made.title, 1)
    if found.stamp:
        made.para(found.stamp, kind="stamp")
    made.heading("Làm được ngay ngày mai, không cần văn bản mới" if vi else "What can start tomorrow without any new act")
    for item in tomorrow(found):
        made.item(item.task.words(lang), notes=made.note(*_stands(item.task.why)))
    made.picture(Picture(made.title, gantt_svg(found, lang), bytes), f"phancap roadmap {found.option}")
    header, *rows = table(found, lang)
    notes = [made.note(*(_stands(item.task.why) or [f"phancap roadmap {found.option}"])) for item in found.placed]
    made.grid("", header, rows, numeric=(5, 6, 8), notes=notes)
    return made


def _stands(why: tuple[str, ...]) -> list[str]:
    """Where the figures of a task stand: rows, and assumptions by theirs."""
    known = shipped()
    return short(known[name].at if name in known else name for name in why)


def _page(request: HttpRequest, title: str, content: str, files: list[tuple[str, str]]) -> HttpResponse:
    shown = {"title": title, "content": mark_safe(content), "files": files, "vi": _lang() == "vi"}  # noqa: S308 - escaped where it is made
    return render(request, "studio/plan_page.html", shown)


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _options(folder: str) -> list[tuple[str, str]]:
    """Each option with its name; with its id again where the name cannot be read here (a workbook, a broken file)."""
    found = []
    for option in option_ids(folder):
        try:
            about = tomllib.loads((Path(folder) / "options" / option / "option.toml").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            about = {}
        found.append((option, str(about.get("name") or option)))
    return found


def _known(option: str) -> str:
    if option not in option_ids(here()):
        raise Http404
    return option


@lru_cache(maxsize=8)
def _sides(folder: str, option: str) -> Sides:
    return sides(option, charter_of(folder, ()), charter_of(folder, (option,)))


@lru_cache(maxsize=16)
def _roadmap(folder: str, option: str) -> Roadmap:
    return roadmap(_sides(folder, option))


@lru_cache(maxsize=16)
def _consequences(folder: str, option: str, lang: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(consequences(_sides(folder, option), lang=lang)))
    return found
