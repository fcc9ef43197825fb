"""A road map as pictures: a Gantt chart as SVG (no script, with its table in words), and as an XLSX sheet by weeks."""

from __future__ import annotations

import io
from datetime import date, timedelta
from html import escape
from typing import Any

from phancap.formats.days import format_day, show_day
from phancap.planning.report_model import Picture
from phancap.planning.roadmap import KINDS, Placed, Roadmap
from phancap.planning.trace import short

COLOURS = {
    "law": "#0b5394", "money": "#7f6000", "people": "#38761d", "training": "#45818e", "facility": "#b45f06",
    "switch": "#741b47",
}  # fmt: skip
"""Dark enough on white; the critical path has a thick outline and a sign as well, so colour is never alone."""
NAMES = {
    "vi": {"law": "văn bản", "money": "ngân sách", "people": "biên chế", "training": "đào tạo", "facility": "cơ sở",
           "switch": "chuyển giao"},
    "en": {"law": "act", "money": "budget", "people": "staff", "training": "training", "facility": "facilities",
           "switch": "switch"},
}  # fmt: skip
WIDTH, LEFT, ROW, HEAD = 1100, 430, 22, 58
CUT = 62
FITS = 330
"""Days over which the name of every month still fits: 58 of the 650 units beside the names of the tasks."""


def gantt_svg(found: Roadmap, lang: str = "vi") -> str:
    """The Gantt chart as SVG with title and description."""
    vi = lang == "vi"
    critical = set(found.critical)
    pieces = grouped(found)
    height = HEAD + ROW * (len(found.placed) + len(pieces)) + 40
    span = max(found.end - found.start, 1)
    scale = (WIDTH - LEFT - 20) / span

    def x(day: int) -> float:
        return LEFT + (day - found.start) * scale

    title = f"Lộ trình {found.option}" if vi else f"Road map of {found.option}"
    desc = (
        f"{len(found.placed)} việc từ {show_day(found.start)} đến {show_day(found.end)}; đường găng {len(critical)} việc, "
        "đánh dấu bằng viền đậm và dấu sao"
        if vi
        else f"{len(found.placed)} tasks from {show_day(found.start)} to {show_day(found.end)}; the critical path has "
        f"{len(critical)} tasks, marked by a thick outline and a star"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-labelledby="gantt-title gantt-desc" font-family="sans-serif" font-size="12">',
        f'<title id="gantt-title">{escape(title)}</title><desc id="gantt-desc">{escape(desc)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    if found.stamp:
        parts.append(f'<text x="8" y="16" fill="#a61c00" font-weight="bold">{escape(found.stamp)}</text>')
    for day, label in months(found.start, found.end):
        parts.append(f'<line x1="{x(day):.1f}" y1="{HEAD - 14}" x2="{x(day):.1f}" y2="{height - 34}" stroke="#ccc"/>')
        parts.append(f'<text x="{x(day) + 3:.1f}" y="{HEAD - 18}" fill="#333">{label}</text>')
    y = HEAD
    for name, items in pieces:
        parts.append(f'<text x="8" y="{y + 15}" fill="#111" font-weight="bold">{escape(_cut(name or _prepare(lang), 140))}</text>')
        y += ROW
        for item in items:
            parts.append(_bar(item, y, x, item.task.id in critical, lang, short=bool(name)))
            y += ROW
    parts.append(_legend(height - 14, lang))
    return "\n".join([*parts, "</svg>"]) + "\n"


def grouped(found: Roadmap) -> list[tuple[str, list[Placed]]]:
    """The tasks by piece, in the order in which pieces begin: what all share first, then act by act."""
    acts: dict[str, list[Placed]] = {}
    names: dict[str, str] = {}
    for item in found.placed:
        act = item.task.id.split(":", 2)[1] if item.task.kind in ("law", "switch") else ""
        acts.setdefault(act, []).append(item)
        if act:
            names.setdefault(act, item.task.vi.partition(": ")[2])
    return [(names.get(act, ""), items) for act, items in sorted(acts.items(), key=lambda pair: bool(pair[0]))]


def _prepare(lang: str) -> str:
    return "Chuẩn bị chung: người, tiền, cơ sở" if lang == "vi" else "Shared preparation: people, money, facilities"


def _cut(words: str, length: int = CUT) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"


def _bar(item: Placed, y: int, x: Any, critical: bool, lang: str, short: bool = False) -> str:
    words = item.task.words(lang)
    shown = _cut(words.partition(": ")[0] if short else words)
    star = "★ " if critical else ""
    outline = ' stroke="#000" stroke-width="2"' if critical else ""
    wide = max(x(item.end) - x(item.start), 2.0)
    days = f"{show_day(item.start)} – {show_day(item.end - 1)}"
    return (
        f'<g><title>{escape(words)} · {escape(item.task.organ)} · {days}</title>'
        f'<text x="{20 if short else 8}" y="{y + 15}" fill="#111">{escape(star + shown)}</text>'
        f'<rect x="{x(item.start):.1f}" y="{y + 4}" width="{wide:.1f}" height="{ROW - 8}" '
        f'fill="{COLOURS[item.task.kind]}"{outline}/></g>'
    )


def _legend(y: int, lang: str) -> str:
    parts, x = [], 8
    for kind in KINDS:
        parts.append(f'<rect x="{x}" y="{y - 10}" width="12" height="12" fill="{COLOURS[kind]}"/>')
        parts.append(f'<text x="{x + 17}" y="{y}" fill="#111">{NAMES[lang][kind]}</text>')
        x += 110
    star = "★ đường găng" if lang == "vi" else "★ critical path"
    return "".join(parts) + f'<text x="{x}" y="{y}" fill="#111">{star}</text>'


def months(start: int, end: int) -> list[tuple[int, str]]:
    """The first day of each month inside; of each quarter, half or year where the names of all would not fit."""
    day, found = date.fromordinal(start).replace(day=1), []
    every = next((count for count in (1, 3, 6) if end - start <= FITS * count), 12)
    while day.toordinal() < end:
        if day.toordinal() >= start and (day.month - 1) % every == 0:
            found.append((day.toordinal(), f"{day.month:02d}-{day.year}"))
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def table(found: Roadmap, lang: str = "vi") -> list[list[str]]:
    """Header and rows in words: for a page, a document, a sheet."""
    head = (
        ["việc", "loại", "cơ quan", "từ", "đến hết", "số ngày", "chờ được", "găng", "chi phí (đồng)", "căn cứ"]
        if lang == "vi"
        else ["task", "kind", "organ", "from", "to the end of", "days", "slack", "critical", "cost (VND)", "basis"]
    )
    yes = "★"
    critical = set(found.critical)
    return [head] + [
        [item.task.words(lang), NAMES[lang][item.task.kind], item.task.organ, show_day(item.start),
         show_day(item.end - 1), str(item.task.days), str(item.slack), yes if item.task.id in critical else "",
         f"{item.task.cost:,}".replace(",", "." if lang == "vi" else ",") if item.task.cost else "",
         ", ".join(short(item.task.why))]
        for item in found.placed
    ]  # fmt: skip


def gantt_xlsx(found: Roadmap, lang: str = "vi") -> bytes:
    """A workbook: the table, then a cell a week, filled where the task runs. The same road map gives the same bytes."""
    openpyxl = _openpyxl()
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "lo-trinh" if lang == "vi" else "roadmap"
    rows = table(found, lang)
    weeks = list(range(found.start, found.end, 7))[:260]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column, _safe(value))
            cell.font = Font(bold=number == 1)
    for column, week in enumerate(weeks, start=len(rows[0]) + 1):
        sheet.cell(1, column, format_day(week)).font = Font(size=8)
        sheet.column_dimensions[get_column_letter(column)].width = 3
    for number, item in enumerate(found.placed, start=2):
        fill = PatternFill("solid", fgColor=COLOURS[item.task.kind].lstrip("#"))
        for column, week in enumerate(weeks, start=len(rows[0]) + 1):
            if item.start < week + 7 and item.end > week:
                sheet.cell(number, column).fill = fill
    if found.stamp:
        sheet.cell(len(rows) + 2, 1, found.stamp).font = Font(bold=True, color="A61C00")
    sheet.column_dimensions["A"].width = 70
    sheet.freeze_panes = "B2"
    return _fixed(book)


def gantt_picture(found: Roadmap, lang: str = "vi") -> Picture:
    """The chart as a picture of a report."""
    words = f"Lộ trình: {len(found.placed)} việc, {found.end - found.start} ngày" if lang == "vi" else f"Road map: {len(found.placed)} tasks, {found.end - found.start} days"
    return Picture(words, gantt_svg(found, lang), lambda: _png(found, lang))


def _png(found: Roadmap, lang: str) -> bytes:
    """A line a piece: its tasks one behind the other, so that a page of a document holds it."""
    from importlib import import_module

    base: Any = import_module("matplotlib.figure")
    params: Any = import_module("matplotlib").rc_context
    import_module("matplotlib.backends.backend_agg")
    pieces = grouped(found)
    with params({"font.family": "DejaVu Sans", "font.size": 8, "axes.axisbelow": True}):
        sheet = base.Figure(figsize=(8.0, 1.2 + 0.34 * len(pieces)), layout="constrained")
        axes = sheet.add_subplot()
        for row, (_, items) in enumerate(pieces):
            for item in items:
                axes.barh(row, max(item.end - item.start, 1), left=item.start, height=0.6, color=COLOURS[item.task.kind],
                          edgecolor="#000000" if item.task.id in found.critical else "none")  # fmt: skip
        axes.set_yticks(range(len(pieces)), [_cut(name or _prepare(lang), 46) for name, _ in pieces])
        axes.set_ylim(len(pieces) - 0.4, -0.6)
        marks = months(found.start, found.end)
        axes.set_xticks([day for day, _ in marks], [label for _, label in marks], rotation=45, ha="right")
        axes.grid(axis="x", color="#dddddd", linewidth=0.6)
        kept = io.BytesIO()
        sheet.savefig(kept, format="png", dpi=144, metadata={"Software": None})
    return kept.getvalue()


def _safe(value: str) -> str:
    """Text that a spreadsheet would run as a formula is kept text."""
    return "'" + value if value[:1] in ("=", "+", "-", "@") else value


def _fixed(book: Any) -> bytes:
    """The workbook with its days of making fixed, so that equal content is equal bytes."""
    import zipfile
    from datetime import datetime

    stamp = datetime(2000, 1, 1)
    book.properties.created = book.properties.modified = stamp
    raw = io.BytesIO()
    book.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw.getvalue())) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            data = given.read(name)
            if name == "docProps/core.xml":
                import re

                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            kept.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError:
        raise RuntimeError("tệp XLSX cần openpyxl: pip install 'phancap[docs]'") from None
    return openpyxl
