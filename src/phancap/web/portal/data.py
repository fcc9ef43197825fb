"""Open data: every table as CSV, JSON and XLSX, and a DCAT catalogue that other sites can harvest."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from phancap.competence.report import provisions_read
from phancap.formats.days import format_day
from phancap.formats.tables import COMMON_COLUMNS, Column
from phancap.web.portal.desk import snapshot, view, workspace
from phancap.web.portal.identity import identity
from phancap.web.portal.sheet import CACHED, Asked, Cell, Sheet, Table, has_spreadsheets, json_text, page
from phancap.web.portal.version import per_version
from phancap.web.reading import require_safe
from phancap.workspace.cells import write_cell
from phancap.workspace.tables import TABLES

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
PERSONAL = {
    ("accepted", "author"), ("assignments", "ordered_by"), ("comments", "person"),
    *((table, "decided_by") for table in ("assignments", "comments", "legal_basis", "roadmap")),
}  # fmt: skip
"""Columns that may name a person: they stay in the workspace and out of open data and of the log."""


def _columns(table: str) -> list[Column]:
    return [c for c in (*TABLES[table].columns, *COMMON_COLUMNS) if (table, c.name) not in PERSONAL]


def _filled() -> dict[str, int]:
    tables = workspace().tables
    return {name: len(tables[name]) for name in sorted(TABLES) if tables.get(name)}


def tables_listed() -> dict[str, Any]:
    """Every table that holds a row, with its columns."""
    listed = [
        {"table": name, "rows": count, "assumptions": _assumed(name), "columns": [c.name for c in _columns(name)]}
        for name, count in _filled().items()
    ]  # fmt: skip
    return {
        "format": 1, "snapshot": snapshot().id, "license": LICENSE, "provisions": read_of_all(),
        "assumptions": sum(row["assumptions"] for row in listed), "tables": listed,
    }  # fmt: skip


@per_version(64)
def _assumed(name: str) -> int:
    """Rows of a table that say of themselves that they are an assumption."""
    return sum("assumption" in str(row.get("source") or "") for row in workspace().tables[name])


@per_version()
def read_of_all() -> dict[str, int]:
    """How many clauses that grants cite were read against their text."""
    return provisions_read(view(), workspace().tables)


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
                     [Cell(str(_assumed(name)), kind="warn")] if _assumed(name) else [],
                     [Cell(", ".join(c.name for c in _columns(name)))], cells])  # fmt: skip
    columns = (_("Bảng"), _("Số dòng"), _("Là giả định"), _("Cột"), _("Tải về"))
    table = Table("tables", _("Bảng"), columns, rows)
    read = read_of_all()
    assumed = sum(_assumed(name) for name in _filled())
    start, end = snapshot().horizon
    return Sheet(
        _("Dữ liệu mở"), "/data/", tables_listed(),
        lead=_("Mỗi dòng có nguồn, hoặc ghi `assumption` khi là giả định. Dùng lại tự do, ghi nguồn (CC BY 4.0)."),
        facts=((_("Bản dữ liệu"), [Cell(snapshot().id[:16])]),
               (_("Phạm vi"), [asked.days(format_day(start), format_day(end))]),
               (_("Nguồn đã ghi"), [Cell(str(len(workspace().tables.get("sources", []))), asked.link("/data/sources"))]),
               (_("Dòng là giả định"), [Cell(str(assumed), kind="warn" if assumed else "")]),
               (_("Điều khoản đã đối chiếu nguyên văn"), [Cell(f"{read['verified']} / {read['all']}")])),
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
    if has_spreadsheets():
        kinds[".xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
                     "foaf": "http://xmlns.com/foaf/0.1/"},
        "@id": f"{home}/data/", "@type": "dcat:Catalog", "dct:title": f"phancap: {snapshot().name}",
        "dct:description": {"@language": "vi", "@value": _("Ai có thẩm quyền, ở đâu, từ ngày nào, theo quy định nào.")},
        "dct:language": ["vi", "en"], "dcat:service": _service(home), **_publisher(),
        "dct:license": {"@id": LICENSE}, "dcat:dataset": datasets,
    }  # fmt: skip
    response = json_text(value, kind="application/ld+json")
    response["Cache-Control"] = CACHED
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _service(home: str) -> dict[str, Any]:
    return {
        "@id": f"{home}/api/v1/", "@type": "dcat:DataService", "dct:title": "API v1",
        "dcat:endpointURL": {"@id": f"{home}/api/v1/"},
        "dcat:endpointDescription": {"@id": f"{home}/api/v1/openapi.json"},
    }  # fmt: skip


def _publisher() -> dict[str, Any]:
    """The authority that owns the site; nobody where none is named."""
    owner = identity().owner
    return {"dct:publisher": {"@type": "foaf:Agent", "foaf:name": owner}} if owner else {}
