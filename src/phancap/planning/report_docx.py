"""A report as a Word document: headings, real tables with repeated headers, pictures, notes one can click.

python-docx writes it; a note number links to its entry at the end. The same report gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from phancap.planning.report_model import Break, Grid, Heading, Para, Picture, Report, Text

FONT = "Times New Roman"
"""The font of Vietnamese offices (Decree 30/2020); every Word and LibreOffice has it or its twin."""
WIDE, LETTER, SIDES, MARK = 16.5, 0.165, 0.65, 0.7
"""Centimetres: a table, a letter in it, the sides of a cell, a note's number."""
FIGURE, SHORT, LONG = 22, 14, 60
"""Letters of a figure that are kept on one line, of a word or a short text that is, and from which on a text is simply long."""
FIXED = (2000, 1, 1, 0, 0, 0)


class NoDocx(RuntimeError):
    """python-docx is not installed; the text says how to install it."""


def docx(report: Report) -> bytes:
    """The whole report as a DOCX file."""
    try:
        from docx import Document
        from docx.shared import Cm, Pt
    except ImportError:
        raise NoDocx("tệp DOCX cần python-docx: pip install 'phancap[docs]'") from None
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(2)
    # The stamp and the run stand clear of the text.
    section.header_distance = section.footer_distance = Cm(0.9)
    _frame(document, report)
    for block in report.blocks:
        # The stamp stands above every page already.
        if not (isinstance(block, Para) and block.kind == "stamp" and block.spans[0].text == report.stamp):
            _block(document, block)
    _notes(document, report)
    core = document.core_properties
    core.title, core.language, core.author, core.comments = report.title, report.lang, "phancap", report.stamp
    return _fixed(document)


def _frame(document: Any, report: Report) -> None:
    """The stamp above every page, the run below."""
    from docx.shared import Pt, RGBColor

    section = document.sections[0]
    if report.stamp:
        run = section.header.paragraphs[0].add_run(report.stamp)
        run.bold, run.font.size, run.font.color.rgb = True, Pt(9), RGBColor(0xA6, 0x1C, 0x00)
    foot = section.footer.paragraphs[0].add_run(f"phancap compare · {report.run}")
    foot.font.size = Pt(8)


def _block(document: Any, block: object) -> None:
    from docx.shared import Cm, Pt

    if isinstance(block, Heading):
        heading = document.add_heading(block.text, level=min(block.level, 3) if block.level > 1 else 0)
        for run in heading.runs:
            run.font.name = FONT
            _east(run)
            if block.level == 1:
                run.font.size = Pt(16)
    elif isinstance(block, Para):
        _para(document, block)
    elif isinstance(block, Grid):
        _grid(document, block)
    elif isinstance(block, Picture):
        document.add_picture(io.BytesIO(block.png()), width=Cm(16))
        caption = document.add_paragraph(style="Caption")
        caption.add_run(_clean(block.caption))
        for number in block.notes:
            _link(caption, number)
    elif isinstance(block, Break):
        document.add_page_break()


def _para(document: Any, block: Para) -> None:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph(style="List Bullet" if block.kind == "item" else None)
    paragraph.paragraph_format.space_after = Pt(2 if block.kind == "item" else 4)
    _spans(paragraph, block.spans)
    for run in paragraph.runs:
        if block.kind == "stamp":
            run.bold, run.font.color.rgb = True, RGBColor(0xA6, 0x1C, 0x00)
        elif block.kind == "note":
            run.font.size = Pt(10)


def _grid(document: Any, grid: Grid) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt

    if grid.caption:
        caption = document.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        caption.add_run(_clean(grid.caption)).bold = True
        for number in grid.notes:
            _link(caption, number)
    table = document.add_table(rows=1, cols=len(grid.header))
    table.style = "Table Grid"
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(head)
    for cell, text in zip(table.rows[0].cells, grid.header, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.size = True, Pt(9)
    table.autofit = False
    wide = _widths(grid)
    for row in grid.rows:
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a row stands on one page
        cells = line.cells
        for number, (cell, spans) in enumerate(zip(cells, row, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            _spans(paragraph, spans, size=9)
            if number in grid.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for column, width in zip(table.columns, wide, strict=True):
        column.width = width
    for line in table.rows:
        for cell, width in zip(line.cells, wide, strict=True):
            cell.width = width
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(grid: Grid) -> list[Any]:
    """Each column wide enough for its longest word, a figure for the whole of it; what is left goes where the text is long."""
    from docx.shared import Cm

    least, wish = [], []
    for column, head in enumerate(grid.header):
        cells = [head, *("".join(span.text for span in row[column]) for row in grid.rows)]
        # A figure that breaks over two lines is misread; only what is long, a path say, may break inside a word.
        words = cells[1:] if column in grid.numeric else [cell[:SHORT] for cell in cells]
        for word in " ".join(cells).split():
            words += re.split(r"(?<=[/-])", word) if len(word) > SHORT else [word]
        marks = max((max((len(span.notes) for span in row[column]), default=0) for row in grid.rows), default=0)
        least.append(min(max(map(len, words)), FIGURE) * LETTER + SIDES + MARK * min(marks, 1))
        wish.append(min(max(map(len, cells)), LONG) * LETTER)
    more = [max(asked - low, 0.0) for asked, low in zip(wish, least, strict=True)]
    left = WIDE - sum(least)
    if left <= 0:
        return [Cm(WIDE * low / sum(least)) for low in least]
    share = left / sum(more) if sum(more) else 0.0
    even = 0.0 if share else left / len(least)
    return [Cm(low + extra * share + even) for low, extra in zip(least, more, strict=True)]


def _spans(paragraph: Any, spans: Text, size: int = 0) -> None:
    from docx.shared import Pt

    for span in spans:
        for text, notes in zip(span.parts, (span.notes, ()), strict=True):
            if text:
                run = paragraph.add_run(_clean(text))
                run.bold = span.strong or None
                if size:
                    run.font.size = Pt(size)
            for number in notes:
                _link(paragraph, number)


def _link(paragraph: Any, number: int) -> None:
    """A note's number, raised, that leads to its entry at the end."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"n{number}")
    run, look, raised = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:vertAlign")
    raised.set(qn("w:val"), "superscript")
    colour = OxmlElement("w:color")
    colour.set(qn("w:val"), "0B5394")
    look.append(colour)
    look.append(raised)
    text = OxmlElement("w:t")
    text.text = f"[{number}]"
    run.append(look)
    run.append(text)
    link.append(run)
    paragraph._p.append(link)


def _notes(document: Any, report: Report) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement
    from docx.shared import Pt

    if not report.notes:
        return
    document.add_heading("Mỗi con số từ đâu" if report.lang == "vi" else "Where each number stands", level=2)
    for number, text in enumerate(report.notes, start=1):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(number))
        start.set(qn("w:name"), f"n{number}")
        paragraph._p.append(start)
        paragraph.add_run(f"[{number}] {_clean(text)}").font.size = Pt(9)
        paragraph._p.append(end)


def _east(run: Any) -> None:
    """Headings take their font from the theme unless told otherwise for every script."""
    from docx.oxml.ns import qn

    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _clean(text: str) -> str:
    """Characters that XML cannot hold are left out."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


def _fixed(document: Any) -> bytes:
    """The file with its days of making fixed, so that equal content is equal bytes."""
    from datetime import datetime

    core = document.core_properties
    core.created = core.modified = datetime(*FIXED)
    core.revision, core.last_modified_by = 1, "phancap"
    raw = io.BytesIO()
    document.save(raw)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw.getvalue())) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in given.namelist():
            kept.writestr(zipfile.ZipInfo(name, FIXED), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
