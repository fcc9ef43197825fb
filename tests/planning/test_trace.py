"""Every figure of the report leads somewhere: walked in the page and in the Word document, in both languages.

The rule, not a list: a digit outside a heading (of the page, of a table) and outside a date must be followed, inside its
own cell, paragraph or caption, by a note; each note is an entry at the end that names a row of a file, a run, a command
or a provision. The digits of a picture are covered by the note of its caption.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from docx.oxml.ns import qn
from lxml import etree
from lxml import html as lxml_html

from phancap.charter.charter import Charter
from phancap.planning.compare import Ask, compare, sample_of
from phancap.planning.report import report
from phancap.planning.report_docx import docx
from phancap.planning.report_html import html
from phancap.planning.report_model import Report
from phancap.planning.roadmap import roadmap
from phancap.planning.roadmap_chart import gantt_picture
from phancap.planning.runs import text_of
from phancap.planning.trace import in_language, short
from phancap.simulation.run import run
from phancap.simulation.scenario import Scenario, scenario_of
from phancap.workspace.load import Workspace
from phancap.workspace.open import charter_of, shipped
from tests.planning.small_model import PILOT, build

COUNCILS = "model-hcmc"
DATE = re.compile(r"\b\d{1,2}-\d{1,2}-\d{4}\b|\b\d{4}-\d{2}-\d{2}\b")
ENTRY = re.compile(r"\S+\.(?:csv|toml):[\d, -]+|option\.toml|run [0-9a-f]{16} · |phancap [a-z]+ |\S+\.json · |(?:Đ|k)\.\d+|\S+\.(?:csv|toml): ")


def bare(text: str) -> bool:
    """Whether a text has a figure: a digit that is no date's."""
    return any(sign.isdigit() for sign in DATE.sub("", text))


def untraced_page(page: str) -> list[str]:
    """Texts of the page with a figure and no note behind it."""
    root = lxml_html.fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))
    entries = {item.get("id") for item in root.iter("li") if (item.get("id") or "").startswith("n")}
    found = []
    for block in root.iter("p", "li", "td", "caption", "figcaption", "figure"):
        if block.get("id") in entries and block.getparent().get("class") == "notes":
            continue
        if block.tag == "figure":
            drawn = "".join(text for svg in block.iter("{*}svg", "svg") for text in svg.itertext())
            noted = block.findall(".//figcaption/sup/a")
            found += [drawn[:80]] if bare(drawn) and not noted else []
            continue
        waiting = block.text or ""
        for child in block:
            if child.tag == "sup":
                assert {link.get("href").removeprefix("#") for link in child.iter("a")} <= entries
                waiting = child.tail or ""
            else:
                waiting += "".join(child.itertext()) + (child.tail or "")
        found += [waiting] if bare(waiting) else []
    return found


def untraced_document(data: bytes) -> list[str]:
    """The same in the document: runs of text, then the raised link to a bookmark."""
    body = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    marks = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    found = []
    for paragraph in body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = "" if style is None else style.get(qn("w:val"))
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        head = row is not None and row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
        entry = paragraph.find(qn("w:bookmarkStart")) is not None
        if name.startswith(("Heading", "Title")) or head or entry:
            continue
        waiting = ""
        for part in paragraph:
            text = "".join(t.text or "" for t in part.iter(qn("w:t")))
            if part.tag == qn("w:hyperlink"):
                assert part.get(qn("w:anchor")) in marks
                waiting = ""
            else:
                waiting += text
        found += [waiting] if bare(waiting) else []
    return found


@pytest.fixture(scope="module")
def data(base: tuple[Workspace, Charter]) -> dict[str, Any]:
    options = {option: charter_of(shipped(), (option,)) for option in (PILOT, COUNCILS)}
    worlds = (Scenario("base", "như hiện nay"), scenario_of(shipped(), "giam-bien-che"))
    ask = Ask((PILOT, COUNCILS), worlds, 4, 1, sensitivity_runs=2)
    found = compare(ask, base, options, build, lambda model, many, seed: sample_of(run(model, many, seed)))
    return json.loads(text_of(found.as_json()))


@pytest.fixture(scope="module", params=["vi", "en"])
def made(request: pytest.FixtureRequest, data: dict[str, Any], pilot: Any) -> Report:
    return report(data, request.param, {PILOT: gantt_picture(roadmap(pilot), request.param)})


def test_no_figure_of_the_page_stands_without_a_note(made: Report) -> None:
    assert untraced_page(html(made)) == []


def test_no_figure_of_the_document_stands_without_a_note(made: Report) -> None:
    assert untraced_document(docx(made)) == []


def test_every_note_names_a_row_a_run_a_command_or_a_provision(made: Report) -> None:
    assert [note for note in made.notes if not ENTRY.search(note)] == []


def test_rows_that_notes_name_are_rows_of_the_files(made: Report) -> None:
    from pathlib import Path

    import phancap.planning

    homes = (Path(shipped()), Path(phancap.planning.__file__).parent.parent)
    for note in made.notes:
        match = re.fullmatch(r"(\S+\.csv):([\d, -]+)", note)
        if match is None:
            continue
        path = next(home / match[1] for home in homes if (home / match[1]).exists())
        lines = path.read_bytes().count(b"\n")
        assert all(2 <= int(number) <= lines for number in re.findall(r"\d+", match[2])), note


def test_a_hole_is_seen(made: Report) -> None:
    page = html(made)
    broken = re.sub(r"(<td[^>]*>[^<]*\d[^<]*)<sup>.*?</sup>", r"\1", page, count=1)
    assert broken != page
    assert len(untraced_page(broken)) == 1


def test_a_run_made_in_one_language_is_read_in_the_other(data: dict[str, Any]) -> None:
    assert any("Quốc hội" in text for text in data["warnings"])
    english = in_language(data, "en")
    assert any("National Assembly" in text for text in english["warnings"])
    assert english["names"]["options"]["base"] == "status quo"
    page = html(report(data, "en"))
    assert "needs the National Assembly" in page
    for words in ("Thành ủy cho chủ trương", "lấy ý kiến nơi nhận", "giờ làm việc thật", "cần Quốc hội", "hiện trạng"):
        assert words not in page, words
        assert words in html(report(data)) or words == "giờ làm việc thật"


def test_rows_of_a_file_are_told_short() -> None:
    assert short(["a.csv:5", "a.csv:3", "b.csv:9", "a.csv:4", "a.csv:9", "by hand"]) == ["a.csv:3-5, 9", "b.csv:9", "by hand"]
