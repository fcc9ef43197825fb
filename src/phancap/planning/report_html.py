"""A report as one HTML file: no script, nothing asked from another host, prints well, reads on a phone."""

from __future__ import annotations

import re
from html import escape

from phancap.planning.report_model import Break, Grid, Heading, Para, Picture, Report, Text

CSS = """
:root{color-scheme:light}body{font:16px/1.5 system-ui,"Noto Sans","DejaVu Sans",Arial,sans-serif;color:#1b1b1b;background:#fff;
max-width:62rem;margin:0 auto;padding:1rem}h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.25rem;margin-top:2rem;
border-bottom:2px solid #0b5394}h3{font-size:1.05rem}.stamp{color:#a61c00;font-weight:700}.lead{font-size:1.05rem}
.note{color:#444;font-size:.92rem}table{border-collapse:collapse;width:100%;font-size:.92rem}caption{text-align:left;
font-weight:600;padding:.4rem 0}th,td{border-bottom:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}
th{background:#eef3f8}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}.scroll{overflow-x:auto}
.day{white-space:nowrap}figure{margin:1rem 0}figure svg{max-width:100%;height:auto}figcaption{color:#444;font-size:.92rem}
sup a{color:#0b5394;text-decoration:none}sup a:focus,a:focus{outline:3px solid #b45f06}ol.notes{font-size:.88rem}
ol.notes li:target{background:#fff3cd}ul{padding-left:1.3rem}
@media print{body{max-width:none;font-size:11pt}.break{break-before:page}h2{break-after:avoid}tr,figure{break-inside:avoid}}
@media (max-width:30rem){body{padding:.6rem;font-size:15px}}
"""
DAY = re.compile(r"\d{2}-\d{2}-\d{4}")
"""A day as :func:`phancap.formats.days.show_day` writes it: it stays on one line."""


def html(report: Report) -> str:
    """The whole report as a page that stands by itself."""
    parts = [
        f'<!doctype html>\n<html lang="{report.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>\n",
        body(report),
        "</main>\n</body>\n</html>\n",
    ]
    return "".join(parts)


def body(report: Report) -> str:
    """The blocks and the notes, without the page around them."""
    parts: list[str] = []
    listing = False
    for number, block in enumerate(report.blocks):
        item = isinstance(block, Para) and block.kind == "item"
        if item != listing:
            parts.append("<ul>\n" if item else "</ul>\n")
            listing = item
        parts.append(_block(block, number))
    if listing:
        parts.append("</ul>\n")
    return "".join([*parts, _notes(report)])


def _block(block: object, number: int) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{escape(block.text)}</h{block.level}>\n"
    if isinstance(block, Para):
        if block.kind == "item":
            return f"<li>{_spans(block.spans)}</li>\n"
        mark = "" if block.kind == "plain" else f' class="{block.kind}"'
        return f"<p{mark}>{_spans(block.spans)}</p>\n"
    if isinstance(block, Grid):
        return _grid(block)
    if isinstance(block, Picture):
        drawn = f'<div class="scroll" tabindex="0">{_own_ids(block.svg, number)}</div>'
        return f"<figure>\n{drawn}<figcaption>{escape(block.caption)}{_links(block.notes)}</figcaption>\n</figure>\n"
    return '<div class="break"></div>\n' if isinstance(block, Break) else ""


def _own_ids(svg: str, number: int) -> str:
    """Ids inside a picture made this picture's own: two of a kind may stand on one page."""
    for name in set(re.findall(r' id="([\w-]+)"', svg)):
        svg = re.sub(rf"\b{re.escape(name)}\b", f"{name}-{number}", svg)
    return svg


def _grid(grid: Grid) -> str:
    def mark(column: int) -> str:
        return ' class="n"' if column in grid.numeric else ""

    def cell(column: int, spans: Text) -> str:
        # A page may set each row as a card on a phone: every cell then says what it is.
        label = f' data-label="{escape(grid.header[column])}"' if grid.header[column] else ""
        day = ' class="day"' if DAY.fullmatch("".join(span.text for span in spans)) else ""
        return f"<td{day or mark(column)}{label}>{_spans(spans)}</td>"

    head = "".join(f'<th scope="col"{mark(n)}>{escape(name)}</th>' for n, name in enumerate(grid.header))
    rows = "".join("<tr>" + "".join(cell(n, spans) for n, spans in enumerate(row)) + "</tr>\n" for row in grid.rows)
    caption = f"<caption>{escape(grid.caption)}{_links(grid.notes)}</caption>" if grid.caption else ""
    return f'<div class="scroll" tabindex="0"><table>{caption}\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n'


def _spans(spans: Text) -> str:
    parts = []
    for span in spans:
        for text, notes in zip(span.parts, (span.notes, ()), strict=True):
            if text:
                parts.append(f"<strong>{escape(text)}</strong>" if span.strong else escape(text))
            parts.append(_links(notes))
    return "".join(parts)


def _links(notes: tuple[int, ...]) -> str:
    """The numbers of some notes, each a link to its entry."""
    links = ", ".join(f'<a href="#n{n}">{n}</a>' for n in notes)
    return f"<sup>[{links}]</sup>" if links else ""


def _notes(report: Report) -> str:
    if not report.notes:
        return ""
    title = "Mỗi con số từ đâu" if report.lang == "vi" else "Where each number stands"
    items = "".join(f'<li id="n{n}">{escape(text)}</li>\n' for n, text in enumerate(report.notes, start=1))
    return f'<h2>{title}</h2>\n<ol class="notes">\n{items}</ol>\n'
