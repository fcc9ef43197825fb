"""Open data: every table as CSV, JSON and XLSX, and a DCAT catalogue that other sites can harvest."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phancap.formats.days import format_day
from phancap.formats.tables import COMMON_COLUMNS, Column
from phancap.web.portal.desk import snapshot, workspace
from phancap.web.portal.sheet import CACHED, Asked, Cell, Sheet, Table, has_spreadsheets, json_text, page
from phancap.workspace.cells import write_cell
from phancap.workspace.tables import TABLES

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PERSONAL = {("accepted", "author")}
"""Columns that may name a person: they stay in the workspace and out of open data."""


def _columns(table: str) -> list[Column]:
    return [c for c in (*TABLES[table].columns, *COMMON_COLUMNS) if (table, c.name) not in PERSONAL]


def _filled() -> dict[str, int]:
    tables = workspace().tables
    return {name: len(tables[name]) for name in sorted(TABLES) if tables.get(name)}


def tables_listed() -> dict[str, Any]:
    """Every table that holds a row, with its columns."""
    listed = [
        {"table": name, "rows": count, "columns": [c.name for c in _columns(name)]}
        for name, count in _filled().items()
    ]
    return {"format": 1, "snapshot": snapshot().id, "license": LICENSE, "tables": listed}


def table_data(key: str) -> dict[str, Any]:
    """One table, every cell as its file writes it; a column that no row states is left out."""
    columns = _columns(key)
    written = [[write_cell(c.kind, row.get(c.name)) for c in columns] for row in workspace().tables[key]]
    used = [n for n, c in enumerate(columns) if c.required or any(row[n] for row in written)]
    rows = [{columns[n].name: row[n] for n in used} for row in written]
    return {"format": 1, "snapshot": snapshot().id, "license": LICENSE, "table": key, "rows": rows}


@page
def catalogue(asked: Asked) -> Sheet:
    """What there is to take away."""
    endings = (".csv", ".json", ".xlsx") if has_spreadsheets() else (".csv", ".json")
    rows = []
    for name, count in _filled().items():
        links = [Cell(ending, f"/data/{name}{ending}") for ending in endings]
        cells: list[Cell] = []
        for link in links:
            cells += [Cell(" · "), link] if cells else [link]
        rows.append([[Cell(name, asked.link(f"/data/{name}"))], [Cell(str(count))],
                     [Cell(", ".join(c.name for c in _columns(name)))], cells])  # fmt: skip
    table = Table("tables", _("Bảng"), (_("Bảng"), _("Số dòng"), _("Cột"), _("Tải về")), rows)
    start, end = snapshot().horizon
    return Sheet(
        _("Dữ liệu mở"), "/data/", tables_listed(),
        lead=_("Mỗi dòng có nguồn, hoặc ghi `assumption` khi là giả định. Dùng lại tự do, ghi nguồn (CC BY 4.0)."),
        facts=((_("Bản dữ liệu"), [Cell(snapshot().id[:16])]),
               (_("Phạm vi"), [asked.days(format_day(start), format_day(end))])),
        tables=(table,),
        links=(Cell(_("Danh mục DCAT (JSON-LD)"), "/data/catalog.jsonld"), Cell("OpenAPI 3.1", "/api/v1/openapi.json"),
               Cell(_("Trạng thái"), "/healthz")),
    )  # fmt: skip


@page
def table(asked: Asked, key: str) -> Sheet:
    """One table as the files state it."""
    if key not in _filled():
        raise Http404(_("Không có bảng `%(key)s`") % {"key": key[:100]} + f" · {', '.join(_filled())}")
    data = table_data(key)
    names = list(data["rows"][0])
    shown = Table(key, key, names, [[[Cell(text)] for text in row.values()] for row in data["rows"]])
    return Sheet(f"{key}.csv", f"/data/{key}", data, kicker=_("Dữ liệu mở"), tables=(shown,),
                 links=(Cell(_("Mọi bảng"), asked.link("/data/")),))  # fmt: skip


@require_safe
def dcat(request: HttpRequest) -> HttpResponse:
    """The catalogue as DCAT 3 in JSON-LD."""
    home = request.build_absolute_uri("/").rstrip("/")
    start, end = snapshot().horizon
    kinds = {".csv": "text/csv", ".json": "application/json"}
    datasets: list[dict[str, Any]] = [
        {
            "@id": f"{home}/data/{name}", "@type": "dcat:Dataset", "dct:identifier": name, "dct:title": name,
            "dct:license": {"@id": LICENSE}, "dct:language": "vi", "dcat:version": snapshot().id,
            "dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": format_day(start),
                             "dcat:endDate": format_day(end - 1)},
            "dcat:landingPage": {"@id": f"{home}/data/{name}"},
            "dcat:distribution": [
                {"@type": "dcat:Distribution", "dcat:downloadURL": {"@id": f"{home}/data/{name}{ending}"},
                 "dcat:mediaType": kind} for ending, kind in kinds.items()
            ],
        }
        for name in _filled()
    ]  # fmt: skip
    value = {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
        "@id": f"{home}/data/", "@type": "dcat:Catalog", "dct:title": f"phancap: {snapshot().name}",
        "dct:license": {"@id": LICENSE}, "dcat:dataset": datasets,
    }  # fmt: skip
    response = json_text(value, kind="application/ld+json")
    response["Cache-Control"] = CACHED
    response["Access-Control-Allow-Origin"] = "*"
    return response
