"""Documents people have, as text to read: plain text, HTML, DOCX, PDF with a text layer.

What comes back is the text and its blocks; a block is either body or furniture (menus, footers, counters,
running heads), told apart by where it stands and by what pages say everywhere, never dropped: offsets into
``text`` stay true for both. python-docx and pypdf are imported only when such a file comes.

Limits. A scanned PDF has no text and says so. Automatic numbers of Word's lists are not in the text of a DOCX.
Furniture is a judgement: each block says by which sign it was told.
"""

from __future__ import annotations

import html
import io
import re
import warnings
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from phancap.formats.folding import fold, piled_accents

SIZE_LIMIT = 64 * 1024 * 1024
"""Bytes a file may have."""
UNPACKED_LIMIT = 128 * 1024 * 1024
PART_LIMIT = 2_000
PAGE_LIMIT = 2_000
TEXT_LIMIT = 32 * 1024 * 1024
"""Characters a text may have."""
PAGE_CONTENT_LIMIT = 4 * 1024 * 1024
"""Bytes of drawing orders one page of a PDF may have; a page of text has some ten thousand."""
CONTENT_LIMIT = 64 * 1024 * 1024
"""Bytes of drawing orders all its pages may have."""


class Block(NamedTuple):
    """A paragraph of a document: its span in the text, ``body`` or ``furniture``, and the sign that told."""

    start: int
    end: int
    kind: str = "body"
    sign: str = ""


class Document(NamedTuple):
    """What was read: ``format`` (``text, html, docx, pdf``), the text, its blocks in order, ids of notes."""

    format: str
    text: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()

    def body(self) -> str:
        """The text with furniture blanked out: the same offsets, nothing else to find in it."""
        pieces, at = [], 0
        for block in self.blocks:
            pieces.append(self.text[at : block.start])
            piece = self.text[block.start : block.end]
            pieces.append(piece if block.kind == "body" else " " * len(piece))
            at = block.end
        return "".join(pieces) + self.text[at:]


class BadDocument(ValueError):
    """A file that cannot be read as a document; ``problem`` is an id in ``MESSAGES``, ``more`` a detail."""

    def __init__(self, problem: str, more: str = "") -> None:
        self.problem = problem
        self.more = more
        super().__init__(f"{problem} {more}".strip())


MESSAGES = {
    "vi": {
        "missing": "không có tệp `{file}`",
        "unreadable": "không đọc được `{file}`: {more}",
        "too-large": "`{file}` lớn {more}, quá giới hạn · tách bớt hoặc xem có nhầm tệp",
        "archive-too-large": "`{file}` bung ra {more} phần, quá giới hạn · xem có nhầm tệp, hoặc chép phần chữ sang tệp mới",
        "too-many-pages": "`{file}` có {more} trang, quá giới hạn · tách bớt",
        "other-archive": "`{file}` là {more}, không phải DOCX · đọc được .txt, .html, .docx, .pdf",
        "page-too-large": "`{file}` có trang {more} quá nặng để đọc, có thể là tệp cố ý làm treo máy · in lại thành PDF mới rồi đọc",
        "unpacks-too-large": "`{file}` bung ra quá lớn ở một phần, có thể là tệp cố ý làm đầy máy · không mở",
        "empty": "`{file}` không có chữ nào",
        "scanned": "`{file}` là PDF quét ảnh, không có lớp chữ ({more} trang) · cần nhận dạng chữ (OCR) trước",
        "locked": "`{file}` có mật khẩu · bỏ mật khẩu rồi đọc lại",
        "old-word": "`{file}` là tệp Word cũ (.doc) · lưu lại dạng .docx",
        "rtf": "`{file}` là tệp RTF · mở bằng Word rồi lưu lại dạng .docx",
        "not-docx": "`{file}` không phải tệp DOCX đọc được: {more}",
        "not-pdf": "`{file}` không phải tệp PDF đọc được: {more}",
        "not-text": "`{file}` không phải văn bản mà là tệp nhị phân · đọc được .txt, .html, .docx, .pdf",
        "not-utf-8": "`{file}` không phải UTF-8 (byte thứ {more}) · lưu lại dạng UTF-8",
        "xml-entities": "`{file}` có thực thể XML trong `{more}`, không mở",
        "docs-missing": "đọc `{file}` cần thêm phần `docs`: pip install 'phancap[docs]' (thiếu {more})",
        "piled-accents": "`{file}` có chữ mang quá nhiều dấu · tệp có thể đã hỏng",
    },
    "en": {
        "missing": "there is no file `{file}`",
        "unreadable": "`{file}` cannot be read: {more}",
        "too-large": "`{file}` is {more}, over the limit · split it, or check that it is the right file",
        "archive-too-large": "`{file}` unpacks to {more} parts, over the limit · check that it is the right file, or copy its text into a new one",
        "too-many-pages": "`{file}` has {more} pages, over the limit · split it",
        "other-archive": "`{file}` is {more}, not DOCX · .txt, .html, .docx and .pdf can be read",
        "page-too-large": "page {more} of `{file}` is too heavy to read, the file may be meant to stall a machine · print it to a new PDF and read that",
        "unpacks-too-large": "a part of `{file}` unpacks too large, the file may be meant to fill a machine · not opened",
        "empty": "`{file}` holds no text",
        "scanned": "`{file}` is a scanned PDF without a text layer ({more} pages) · recognise its text (OCR) first",
        "locked": "`{file}` has a password · remove it and read again",
        "old-word": "`{file}` is an old Word file (.doc) · save it as .docx",
        "rtf": "`{file}` is an RTF file · open it in Word and save it as .docx",
        "not-docx": "`{file}` is not a DOCX file that can be read: {more}",
        "not-pdf": "`{file}` is not a PDF file that can be read: {more}",
        "not-text": "`{file}` is no text but binary · .txt, .html, .docx and .pdf can be read",
        "not-utf-8": "`{file}` is not UTF-8 (byte {more}) · save it as UTF-8",
        "xml-entities": "`{file}` holds XML entities in `{more}` and is not opened",
        "docs-missing": "reading `{file}` needs the extra `docs`: pip install 'phancap[docs]' ({more} is missing)",
        "piled-accents": "`{file}` has letters under too many accents · the file may be damaged",
    },
}


def read_file(path: Path) -> Document:
    """The document in a file; :class:`BadDocument` says what is wrong with it."""
    try:
        if not path.is_file():
            raise BadDocument("missing")
        if path.stat().st_size > SIZE_LIMIT:
            raise BadDocument("too-large", f"{path.stat().st_size // 2**20} MB")
        data = path.read_bytes()
    except OSError as error:
        raise BadDocument("unreadable", error.strerror or type(error).__name__) from error
    return read_bytes(data, path.suffix)


def read_bytes(data: bytes, suffix: str = "") -> Document:
    """The document in ``data``: the bytes tell the format, ``suffix`` only text from HTML."""
    if len(data) > SIZE_LIMIT:
        raise BadDocument("too-large", f"{len(data) // 2**20} MB")
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return _docx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadDocument("old-word")
    if data.startswith(b"{\\rtf"):
        raise BadDocument("rtf")
    text = _decoded(data)
    if suffix.lower() in (".html", ".htm", ".xhtml") or _HTML.match(text):
        return _html(text)
    return _plain(text)


# -- text ----------------------------------------------------------------------------------------------

_HTML = re.compile(
    r"\s{0,1000}(?:<\?xml[^>]{0,200}>\s{0,100})?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_LEGACY = {b"windows-1258": "cp1258", b"windows-1252": "cp1252", b"iso-8859-1": "cp1252"}


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    else:
        declared = _CHARSET.search(data[:2048])
        legacy = _LEGACY.get(declared[1].lower()) if declared else None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if legacy is None:
                if b"\x00" in data[:4096]:
                    raise BadDocument("not-text") from error
                raise BadDocument("not-utf-8", str(error.start)) from error
            text = data.decode(legacy, "replace")
    if "\x00" in text:
        raise BadDocument("not-text")
    return text


def _whole(format: str, lines: list[tuple[str, str, str]], notes: tuple[str, ...] = ()) -> Document:
    """A document from its lines: (text, kind, sign)."""
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0
    for text, kind, sign in lines:
        pieces.append(text)
        if text.strip():
            blocks.append(Block(at, at + len(text), kind, sign))
        at += len(text) + 1
    whole = "\n".join(pieces)
    if not blocks:
        raise BadDocument("empty")
    if len(whole) > TEXT_LIMIT:
        raise BadDocument("too-large", f"{len(whole) // 10**6} M")
    if piled_accents(whole):
        raise BadDocument("piled-accents")
    return Document(format, whole, tuple(blocks), notes)


def _plain(text: str) -> Document:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _whole("text", _furnished([(line, "", "") for line in lines]))


# -- furniture -----------------------------------------------------------------------------------------

# What pages say everywhere and articles never: whole lines, folded.
_PAGE_WORDS = re.compile(
    r"(?:banner|menu|trang chu|dang nhap|dang ky|tim kiem|lien he|gioi thieu|so do trang|rss|english|tieng viet"
    r"|luot truy cap|dang truy cap|hom qua|hom nay|tuan nay|thang nay|nam nay|tong truy cap|tat ca|online"
    r"|chia se|in trang|in bai viet|quay lai|xem them|tin lien quan|tin khac|bai viet khac|binh luan|gui binh luan"
    r"|y kien ban doc|ve dau trang|facebook|zalo|youtube|twitter|email|copyright.*|ban quyen.*|share|print|home"
    r"|login|search|back to top|\d+)\s*\d*"
)
_PAGE_LINES = re.compile(
    r"(?:c )?(?:copyright|ban quyen|don vi quan ly|tru so|dien thoai|duong day nong|hotline|fax|email|ghi ro nguon"
    r"|luot truy cap|dia chi|giay phep|chiu trach nhiem chinh|tong bien tap|thiet ke boi|nguon|bai anh|anh)\b"
)
_CONTACT = re.compile(r"\w@\w|(?<!\d)\(?0\d{2,3}\)?[ .]{0,2}\d{3,4}[ .]?\d{3}(?!\d)")
_SENTENCE = re.compile(r"[.;:!?…](?:\s|[\"”’)]|$)")


def _furnished(lines: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Lines with furniture told: what a format knows already stays, the rest is judged by its words.

    Before the first and behind the last paragraph of prose, page lines are furniture; between them only lines
    that say nothing else, and lines repeated word for word.
    """
    prose = [at for at, line in enumerate(lines) if not line[1] and _is_prose(line[0])]
    first, last = (prose[0], prose[-1]) if prose else (len(lines), -1)
    seen: Counter[str] = Counter()
    told: list[tuple[str, str, str]] = []
    for at, (text, kind, sign) in enumerate(lines):
        if not kind and text.strip():
            kind, sign = _judged(text, first <= at <= last, bool(prose), seen)
        told.append((text, kind or "body", sign))
    return told


def _is_prose(text: str) -> bool:
    return len(text) >= 80 and _SENTENCE.search(text) is not None and not _PAGE_LINES.match(fold(text))


def _judged(text: str, inside: bool, has_prose: bool, seen: Counter[str]) -> tuple[str, str]:
    line = fold(text)
    if len(line) <= 60 and _PAGE_WORDS.fullmatch(line):
        return "furniture", "page-word"
    if (
        has_prose
        and not inside
        and len(line) <= 300
        and (_PAGE_LINES.match(line) or text.lstrip().startswith("©") or _CONTACT.search(text))
    ):
        return "furniture", "page-line"
    if len(line) > 20:
        seen[line] += 1
        if seen[line] > 1:
            return "furniture", "repeated"
    return "body", ""


# -- HTML ----------------------------------------------------------------------------------------------

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<raw>script|style|noscript|template|svg)\b[^>]*>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attributes>(?:[^<>\"']|\"[^\"<>]*\"|'[^'<>]*'|[\"'])*)>"
    r"|<[!?][^>]*>|(?P<text>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
_BREAKING = frozenset(
    "p div br li tr h1 h2 h3 h4 h5 h6 table ul ol dl dt dd section article aside header footer nav title head "
    "body main form option blockquote pre hr figure figcaption td th button select textarea".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
# Not "form": many portals of the State wrap the whole page in one.
_ASIDE = frozenset("nav footer aside button select option textarea head".split())
_NEVER_ASIDE = frozenset(("html", "body", "main", "article"))
_ASIDE_NAMES = re.compile(
    r"(?:class|id|role)\s*=\s*[\"'][^\"']*\b(?<!has-)(?<!with-)(?<!no-)(?:menu|nav|navbar|navigation|footer|sidebar|side-bar|breadcrumbs?|social"
    r"|share|comments?|banner|related|counter|cookie|contentinfo|complementary|ads?|advert|widget|pagination)\b",
    re.IGNORECASE,
)
_DEPTH = 400


class _Page:
    """The lines of a page while its tags go by."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, str]] = []
        self.parts: list[str] = []
        self.linked = self.length = 0
        self.stack: list[tuple[str, bool]] = []
        self.asides = self.links = 0
        self.sign = ""

    def add(self, text: str) -> None:
        self.parts.append(text)
        size = len(text.strip())
        self.length += size
        if self.links:
            self.linked += size

    def line(self) -> None:
        text = " ".join("".join(self.parts).split())
        if text:
            if self.asides:
                self.lines.append((text, "furniture", "aside"))
            elif self.linked > 0.8 * self.length and len(text) < 120:
                self.lines.append((text, "furniture", "links"))
            else:
                self.lines.append((text, "", ""))
        self.parts.clear()
        self.linked = self.length = 0

    def open(self, tag: str, attributes: str) -> None:
        aside = tag in _ASIDE or (
            tag not in _NEVER_ASIDE and _ASIDE_NAMES.search(attributes) is not None
        )
        if len(self.stack) < _DEPTH:
            self.stack.append((tag, aside))
            self.asides += aside
            self.links += tag == "a"

    def close(self, tag: str) -> None:
        for place in range(len(self.stack) - 1, max(-1, len(self.stack) - 50), -1):
            if self.stack[place][0] == tag:
                for name, aside in self.stack[place:]:
                    self.asides -= aside
                    self.links -= name == "a"
                del self.stack[place:]
                return


def _html(text: str) -> Document:
    page = _Page()
    for match in _TOKEN.finditer(text):
        if match["text"] is not None:
            page.add(html.unescape(match["text"]))
        elif match["tag"] is not None:
            tag = match["tag"].lower()
            if tag in _BREAKING:
                page.line()
            if match["close"]:
                page.close(tag)
            elif tag not in _VOID and not match["attributes"].endswith("/"):
                page.open(tag, match["attributes"])
    page.line()
    return _whole("html", _furnished(_with_a_body(page.lines)))


_LITTLE = 400
"""Characters of prose in asides below which a page without prose of its own is taken to have none."""


def _with_a_body(lines: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The lines of a page; where all its prose stands in what is named an aside, the name was wrong."""
    inside = sum(len(text) for text, kind, _ in lines if not kind and _is_prose(text))
    aside = [at for at, (text, _, sign) in enumerate(lines) if sign == "aside" and _is_prose(text)]
    if sum(len(lines[at][0]) for at in aside) < max(_LITTLE, 8 * inside):
        return lines
    first, last = aside[0], aside[-1]
    return [
        (text, "", "") if sign == "aside" and first <= at <= last else (text, kind, sign)
        for at, (text, kind, sign) in enumerate(lines)
    ]


# -- DOCX ----------------------------------------------------------------------------------------------


def _docx(data: bytes) -> Document:
    _check_archive(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from docx import Document as open_docx

            lines = [(line, "", "") for line in _docx_lines(open_docx(io.BytesIO(data)))]
    except ImportError as error:
        raise BadDocument("docs-missing", "python-docx") from error
    except Exception as error:
        # python-docx fails in many ways on damaged parts (KeyError, ValueError, lxml's XMLSyntaxError ...).
        raise BadDocument("not-docx", f"{type(error).__name__}: {error}"[:200]) from error
    return _whole("docx", _furnished(lines), ("no-list-numbers",) if lines else ())


def _docx_lines(document: Any) -> list[str]:
    lines: list[str] = []

    def walk(container: Any, depth: int) -> None:
        for item in container.iter_inner_content():
            if hasattr(item, "rows"):
                if depth < 10:
                    for row in item.rows:
                        known: set[int] = set()  # a merged cell comes once a column
                        for cell in row.cells:
                            if id(cell._tc) not in known:
                                known.add(id(cell._tc))
                                walk(cell, depth + 1)
            else:
                lines.extend(item.text.split("\n"))

    walk(document, 0)
    return lines


def _check_archive(data: bytes) -> None:
    """Refuse what unpacks too large or bears XML entities, before anything else opens it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > PART_LIMIT or size > UNPACKED_LIMIT:
                raise BadDocument("archive-too-large", f"{size // 2**20} MB, {len(parts)}")
            if "word/document.xml" not in archive.namelist():
                raise BadDocument("other-archive", _archived(archive.namelist()))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    text = archive.read(part).replace(b"\x00", b"")
                    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                        raise BadDocument("xml-entities", part.filename[:80])
    except BadDocument:
        raise
    except Exception as error:
        # zipfile fails in many ways on damaged bytes (BadZipFile, zlib.error, RuntimeError for a password ...).
        raise BadDocument("not-docx", f"{type(error).__name__}: {error}"[:200]) from error


def _archived(names: list[str]) -> str:
    """What an archive without a Word document is, by the parts that only such files have."""
    kinds = {"xl/workbook.xml": "XLSX", "ppt/presentation.xml": "PPTX", "content.xml": "ODT", "META-INF/container.xml": "EPUB"}
    return next((kind for part, kind in kinds.items() if part in names), "ZIP")


# -- PDF -----------------------------------------------------------------------------------------------


def _pdf(data: bytes) -> Document:
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells the log of every small damage
    try:
        from pypdf import PdfReader, errors
    except ImportError as error:
        raise BadDocument("docs-missing", "pypdf") from error
    try:
        reader = PdfReader(io.BytesIO(data), strict=False)
        # The empty password opens those that only forbid printing.
        if reader.is_encrypted and not reader.decrypt(""):
            raise BadDocument("locked")
        count = len(reader.pages)
        if count > PAGE_LIMIT:
            raise BadDocument("too-many-pages", f"{count}")
        pages: list[list[str]] = []
        size = drawn = 0
        for number, page in enumerate(reader.pages, 1):
            contents = page.get_contents()
            orders = len(contents.get_data()) if contents is not None else 0
            drawn += orders
            if orders > PAGE_CONTENT_LIMIT or drawn > CONTENT_LIMIT:
                # Text is taken out order by order, so that a page of millions would take hours.
                raise BadDocument("page-too-large", str(number))
            text = page.extract_text()
            size += len(text)
            if size > TEXT_LIMIT:
                raise BadDocument("too-large", f"{size // 10**6} M")
            pages.append(text.split("\n"))
    except BadDocument:
        raise
    except errors.LimitReachedError as error:
        raise BadDocument("unpacks-too-large") from error
    except (errors.DependencyError, NotImplementedError) as error:
        # A cipher that pypdf does not open.
        raise BadDocument("locked") from error
    except RecursionError as error:
        raise BadDocument("not-pdf", "RecursionError") from error
    except Exception as error:
        # pypdf raises its own errors and, on damaged objects, almost any other.
        raise BadDocument("not-pdf", f"{type(error).__name__}: {error}"[:200]) from error
    if size < 20 * max(1, count) and sum(len("".join(page).split()) for page in pages) < 5 * max(1, count):
        raise BadDocument("scanned", str(count))
    return _whole("pdf", _furnished(_running_heads(pages)))


def _running_heads(pages: list[list[str]]) -> list[tuple[str, str, str]]:
    """Lines of all pages; a first or last line that most pages share, but for its numbers, is furniture."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_edge(line) for line in (*page[:2], *page[-2:]) if line.strip()})
    often = {edge for edge, times in edges.items() if times >= 3 and times * 2 > len(pages)}
    lines: list[tuple[str, str, str]] = []
    for page in pages:
        last = len(page) - 2
        for at, line in enumerate(page):
            head = (at < 2 or at >= last) and _edge(line) in often
            lines.append((line, "furniture", "running-head") if head else (line, "", ""))
    return lines


def _edge(line: str) -> str:
    return re.sub(r"\d+", "#", fold(line))
