"""Documents to text: formats told by their bytes, furniture told apart, bad files told clearly."""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.formats.documents import MESSAGES, BadDocument, Document, read_bytes, read_file

PROSE = "Sở Nội vụ chủ trì, phối hợp với các cơ quan có liên quan rà soát, đánh giá thực trạng; báo cáo trước ngày 1."


def kinds(document: Document) -> list[tuple[str, str]]:
    return [(document.text[block.start : block.end], block.kind) for block in document.blocks]


def docx_bytes() -> bytes:
    from docx import Document as new_docx

    document = new_docx()
    document.add_paragraph("KẾ HOẠCH")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "Số: 12/KH-UBND"
    table.cell(0, 1).text = "Cần Thơ, ngày 2 tháng 3 năm 2026"
    document.add_paragraph(PROSE)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_bytes(pages: list[list[str]]) -> bytes:
    """A small PDF written by hand: lines of ASCII text, none for a scanned page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    kids = []
    for lines in pages:
        drawn = (
            b"BT /F1 12 Tf 72 720 Td 14 TL "
            + b" ".join(b"(%s) Tj T*" % line.encode() for line in lines)
            + b" ET"
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 "
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>" % content
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (
        b" ".join(b"%d 0 R" % kid for kid in kids),
        len(kids),
    )
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()


def test_plain_text_and_its_furniture() -> None:
    lines = ["Banner", "Đường dây nóng: 0292 000 000", "Phân cấp", PROSE, "Ảnh chụp một góc phố bên sông lớn", PROSE[:40],
             "Ảnh chụp một góc phố bên sông lớn", PROSE + " Hết.", "Lượt truy cập", "152111", "Hôm qua: 83",
             "© Trang thông tin"]  # fmt: skip
    document = read_bytes("\r\n".join(lines).encode("utf-8-sig"))
    assert document.format == "text"
    assert [text for text, kind in kinds(document) if kind == "furniture"] == [
        "Banner", "Đường dây nóng: 0292 000 000", "Ảnh chụp một góc phố bên sông lớn", "Lượt truy cập", "152111",
        "Hôm qua: 83", "© Trang thông tin",
    ]  # fmt: skip
    assert len(document.body()) == len(document.text)
    assert "152111" not in document.body()
    assert PROSE in document.body()


def test_html() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>Trang</title><style>p{color:red}</style></head><body><nav><a href='/'>Trang "
        "chủ</a></nav><div class='main'><p>Theo Quyết định số <b>12/2025</b>/QĐ-UBND &amp; kế hoạch,&nbsp;"
        f"{PROSE}</p><p><a href='x'>Bài khác cùng mục</a></p></div><div id=\"sidebar\"><p>{PROSE}</p></div>"
        "<script>var a = '1/2020/QĐ-UBND';</script><footer>Trụ sở</footer></body></html>"
    )
    document = read_bytes(page.encode(), ".html")
    assert document.format == "html"
    [body] = [text for text, kind in kinds(document) if kind == "body"]
    assert body.startswith("Theo Quyết định số 12/2025/QĐ-UBND & kế hoạch, Sở Nội vụ")
    assert "var a" not in document.text


FIRST = "Ngày 3 tháng 4 năm 2025, Ủy ban nhân dân phường Mẫu ban hành Kế hoạch số 12/KH-UBND về cây xanh đường phố. "
SECOND = "Kế hoạch giao Phòng Kinh tế, Hạ tầng và Đô thị chủ trì, phối hợp với các tổ dân phố chăm sóc cây mỗi quý một lần. "
ARTICLE = f"<h1>Chăm cây đường phố</h1><p>{FIRST}</p><p>{SECOND}</p>"
MENU = "<ul><li><a href='/'>Trang chủ</a></li><li><a href='/tin'>Tin tức</a></li><li><a href='/vb'>Văn bản 9/2020/NĐ-CP</a></li></ul>"
FOOT = "<p>Cơ quan chủ quản: UBND phường Mẫu</p><p>Điện thoại: 0292 3820 000</p><p>Lượt truy cập: 12.345</p>"
LAYOUTS = {
    # a portal that wraps its whole page in one form, its menu in a table of links
    "form": f"<form id='aspnetForm'><table><tr><td>{MENU}</td></tr></table><div id='content'>{ARTICLE}</div>"
            f"<div class='footer'>{FOOT}</div></form>",
    # the body names its sidebar; the sidebar itself is one
    "sidebar": f"<body class='page has-sidebar sidebar-right'><div id='main-menu'>{MENU}</div><main>{ARTICLE}</main>"
               f"<div class='col-3 sidebar'><h3>Tin liên quan</h3><p><a href='/1'>Phường khác trồng cây, số 8/QĐ-UBND</a></p></div></body>",
    # share buttons, tags, comments and news of the same kind behind the article
    "news": f"<div class='container'>{ARTICLE}<div class='share-buttons'><a>Facebook</a> <a>Zalo</a> In trang</div>"
            "<div class='related-news'><h4>Tin khác</h4><p>Cây đổ trong đêm mưa, phường khác đang xử lý theo Công văn số 7/UBND-KT.</p></div>"
            "<div id='comments'><p>Bình luận (0)</p></div></div>",
    # old pages: everything in tables
    "tables": f"<table width='100%'><tr><td width='20%'>{MENU}</td><td><table><tr><td>{ARTICLE}</td></tr></table></td></tr>"
              f"<tr><td colspan='2'>{FOOT}</td></tr></table>",
    # a wrapper with the name of an aside around the whole page
    "wrapper": f"<div class='widget-page'><div class='menu'>{MENU}</div>{ARTICLE * 3}</div>",
}  # fmt: skip


@pytest.mark.parametrize("layout", list(LAYOUTS))
def test_page_furniture_of_other_layouts(layout: str) -> None:
    """The article is read whole; what stands around it on the page is told apart."""
    document = read_bytes(f"<html>{LAYOUTS[layout]}</html>".encode(), ".html")
    body = document.body()
    assert FIRST.strip() in body
    assert SECOND.strip() in body
    for around in ("Trang chủ", "9/2020/NĐ-CP", "Lượt truy cập", "8/QĐ-UBND", "7/UBND-KT", "Facebook"):
        assert around not in body or (layout == "wrapper" and around not in ("Trang chủ", "9/2020/NĐ-CP"))


def test_a_table_of_figures_belongs_to_the_article() -> None:
    table = "<table><tr><th>Tổ</th><th>Số cây</th></tr><tr><td>Tổ 1</td><td>120</td></tr></table>"
    body = read_bytes(f"<html><body>{ARTICLE}{table}<p>{SECOND}</p></body></html>".encode(), ".html").body()
    assert "Số cây" in body


def test_docx_with_its_tables() -> None:
    document = read_bytes(docx_bytes())
    assert document.format == "docx"
    assert [text for text, _ in kinds(document)] == [
        "KẾ HOẠCH", "Số: 12/KH-UBND", "Cần Thơ, ngày 2 tháng 3 năm 2026", PROSE,
    ]  # fmt: skip


def test_pdf_and_its_running_heads() -> None:
    pages = [
        ["CONG BAO so 12", f"Dieu {n}. Noi dung {word} cua trang {n}.", f"Trang {n}"]
        for n, word in enumerate(("dat dai", "nha o", "ho tich"), 1)
    ]
    document = read_bytes(pdf_bytes(pages))
    assert document.format == "pdf"
    assert [text for text, kind in kinds(document) if kind == "body"] == [page[1] for page in pages]


def test_a_scanned_pdf_says_so() -> None:
    with pytest.raises(BadDocument) as caught:
        read_bytes(pdf_bytes([[], []]))
    assert (caught.value.problem, caught.value.more) == ("scanned", "2")


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def drawn(orders: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of one page with these drawing orders, packed."""
    packed = zlib.compress(orders, 9)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed),
    )
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%sendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(out))
    return out + head + table + tail


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        # drawing orders without end: taken out one by one they would take hours
        (drawn(b"BT (a) Tj ET\n" * 400_000), "page-too-large"),
        (drawn(b" " * 80_000_000), "unpacks-too-large"),
        (drawn(b"q Q", b"/Encrypt<</Filter/Adobe.PubSec/V 4>>"), "locked"),
        (drawn(b"q Q"), "scanned"),
    ],
    ids=["page", "bomb", "cipher", "scanned"],
)
def test_bad_pdfs(data: bytes, problem: str) -> None:
    with pytest.raises(BadDocument) as caught:
        read_bytes(data)
    assert caught.value.problem == problem


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b"   \n \n", "empty"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "old-word"),
        (b"abc\x00\x01\x02", "not-text"),
        (b"\xe1\xba caf\xe9", "not-utf-8"),
        (b"%PDF-1.7 broken", "not-pdf"),
        (b"PK\x03\x04 broken", "not-docx"),
        (zipped({"a.txt": b"x"}), "other-archive"),
        (zipped({"xl/workbook.xml": b"<x/>"}), "other-archive"),
        (b"{\\rtf1\\ansi Quyet dinh}", "rtf"),
        (zipped({"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"}), "xml-entities"),
        (zipped({"word/document.xml": b"\x00" * (129 * 2**20)}), "archive-too-large"),
        (("a" + "\u0301" * 50).encode(), "piled-accents"),
    ],
)
def test_bad_files(data: bytes, problem: str) -> None:
    with pytest.raises(BadDocument) as caught:
        read_bytes(data)
    assert caught.value.problem == problem
    for language in ("vi", "en"):
        assert MESSAGES[language][problem].format(file="f", more=caught.value.more)


def test_files(tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match="missing"):
        read_file(tmp_path / "none.txt")
    with pytest.raises(BadDocument, match="missing"):
        read_file(tmp_path)
    path = tmp_path / "trang.htm"
    path.write_text(f"<p>{PROSE}</p>", encoding="utf-8")
    assert read_file(path).text == PROSE


@pytest.mark.parametrize("part", ["docx", "pypdf"])
def test_without_the_extra_one_line_says_what_to_install(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, part, None)  # as where it is not installed
    with pytest.raises(BadDocument) as caught:
        read_bytes(_DOCX if part == "docx" else _PDF)
    assert caught.value.problem == "docs-missing"
    assert "phancap[docs]" in MESSAGES["vi"]["docs-missing"]


def test_languages_say_the_same() -> None:
    assert MESSAGES["vi"].keys() == MESSAGES["en"].keys()


@given(st.binary(max_size=400), st.sampled_from(["", ".html", ".txt", ".pdf"]))
def test_any_bytes_give_a_document_or_a_clear_error(data: bytes, suffix: str) -> None:
    try:
        document = read_bytes(data, suffix)
    except BadDocument as error:
        assert error.problem in MESSAGES["en"]
        return
    for block in document.blocks:
        assert document.text[block.start : block.end].strip()


@given(st.binary(max_size=60), st.integers(0, 3000))
def test_damaged_docx_and_pdf_do_not_crash(noise: bytes, place: int) -> None:
    for whole in (_DOCX, _PDF):
        data = whole[: place % len(whole)] + noise + whole[place % len(whole) + len(noise) :]
        try:
            read_bytes(data)
        except BadDocument as error:
            assert error.problem in MESSAGES["en"]


_DOCX, _PDF = docx_bytes(), pdf_bytes([["mot hai ba bon nam sau bay tam chin muoi"]])


@pytest.mark.parametrize(
    "piece", ["<", "<p>", "<a ", "<!--", '<a "', "<script>", "&amp;", "</div>", "<div>", "'", "<a b='"]
)
def test_no_catastrophic_page(piece: str) -> None:
    """Half a million characters of each: a pattern that backtracks without bound would not come back."""
    try:
        read_bytes((piece * (500_000 // len(piece))).encode(), ".html")
    except BadDocument as error:
        assert error.problem == "empty"
