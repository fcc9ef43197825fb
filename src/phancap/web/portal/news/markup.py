"""What an editor types, as HTML that can do no harm.

Two ways of writing: plain text with a few signs (a blank line parts paragraphs, ``## `` opens a section,
``- `` makes a list, ``> `` a quotation, ``**bold**``, ``[words](https://...)``, ``[ảnh 2]`` alone on a line
places the second photo there), or HTML pasted from elsewhere. Both end in the same cleaning by nh3: a short
list of tags, no style, no script, no address but http, https, mailto, tel and those of this site.
"""

from __future__ import annotations

import re
from html import escape

TAGS = frozenset(
    "p h2 h3 ul ol li strong em b i a blockquote br table caption thead tbody tr th td sup sub".split()
)
ATTRIBUTES = {"a": {"href"}, "th": {"scope", "colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_DROPPED_WHOLE = {"script", "style", "iframe", "object", "template", "noscript", "svg", "math", "title"}

# Controls that no text needs (PostgreSQL and XML refuse some), lone surrogates, and signs that turn the
# direction of writing, with which a text can show something else than it says.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_LOOKS_LIKE_HTML = re.compile(r"<(?:p|div|h[1-6]|br|ul|ol|table|span|b|strong|i|em|a|blockquote)[\s>/]", re.I)
_FIRST_HEADING = re.compile(r"<(/?)h1(?=[\s>])", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\(((?:https?://|mailto:|tel:|/)[^\s()<>\"]{0,600})\)")
_BOLD = re.compile(r"\*\*(\S(?:[^*\n]{0,600}\S)?)\*\*")
_PHOTO = re.compile(r"\[(?:ảnh|photo)\s*(\d{1,2})\]", re.IGNORECASE)
_PHOTO_PARAGRAPH = re.compile(r"<p>\s*\[(?:ảnh|photo)\s*(\d{1,2})\]\s*</p>", re.IGNORECASE)


def tidy_text(text: str) -> str:
    """``text`` without controls and signs of direction, lines ended by a line feed, blanks cut at the ends."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """``tidy_text`` on one line, single blanks."""
    return " ".join(tidy_text(text).split())


def to_html(source: str) -> str:
    """The text as typed, as clean HTML."""
    text = tidy_text(source)
    if _LOOKS_LIKE_HTML.search(text):
        return clean(text)
    return clean("\n".join(_block(block) for block in re.split(r"\n[ \t]*\n+", text) if block.strip()))


def clean(html: str) -> str:
    """Only tags, attributes and addresses of the lists above; what a script or a frame held goes whole."""
    import nh3

    lowered = _FIRST_HEADING.sub(r"<\1h2", html)  # the page's one h1 is its title
    return nh3.clean(
        lowered, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener nofollow",
        clean_content_tags=_DROPPED_WHOLE, strip_comments=True,
    ).strip()  # fmt: skip


def plain(html: str) -> str:
    """The words of clean HTML: for search, feeds and lints."""
    from html import unescape

    spaced = re.sub(r"</?(?:p|h2|h3|li|ul|ol|tr|td|th|table|blockquote|br|caption)\b[^<>]*>", "\n", html)
    return re.sub(r"[ \t]*\n\s*", "\n", unescape(re.sub(r"<[^<>]*>", "", spaced))).strip()


def split_at_photos(html: str) -> list[str | int]:
    """Clean HTML cut where ``[ảnh N]`` stands alone in a paragraph: pieces of HTML and numbers of photos."""
    pieces: list[str | int] = []
    for at, piece in enumerate(_PHOTO_PARAGRAPH.split(html)):
        if at % 2:
            pieces.append(int(piece))
        elif piece.strip():
            pieces.append(piece.strip())
    return pieces


def _block(block: str) -> str:
    lines = [line.strip() for line in block.strip().split("\n")]
    first = lines[0]
    if first.startswith(("## ", "### ")):
        level, rest = ("h3", first[4:]) if first.startswith("### ") else ("h2", first[3:])
        below = _block("\n".join(lines[1:])) if lines[1:] else ""
        return f"<{level}>{_inline(rest)}</{level}>\n{below}".rstrip()
    if all(line.startswith(("- ", "* ")) for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(re.match(r"\d{1,3}[.)] ", line) for line in lines):
        return "<ol>" + "".join(f"<li>{_inline(line.split(' ', 1)[1])}</li>" for line in lines) + "</ol>"
    if all(line.startswith(">") for line in lines):
        return f"<blockquote><p>{'<br>'.join(_inline(line[1:].strip()) for line in lines)}</p></blockquote>"
    if len(lines) == 1 and _PHOTO.fullmatch(first):
        return f"<p>{first}</p>"
    return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"


def _inline(text: str) -> str:
    pieces, at = [], 0
    for match in _LINK.finditer(text):
        pieces.append(_bold(escape(text[at : match.start()], quote=False)))
        pieces.append(f'<a href="{escape(match[2])}">{_bold(escape(match[1], quote=False))}</a>')
        at = match.end()
    pieces.append(_bold(escape(text[at:], quote=False)))
    return "".join(pieces)


def _bold(escaped: str) -> str:
    return _BOLD.sub(r"<strong>\1</strong>", escaped)
