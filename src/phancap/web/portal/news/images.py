"""Photos as people hand them in, made into photos that can be shown: re-drawn, in a few sizes, without metadata.

Everything that leaves this file was encoded here from pixels. What cannot be a photo is refused before it is
decoded: a wrong or mixed type (SVG, GIF, HEIC, a page or an archive behind a photo), a picture whose few bytes
open into too many pixels, one that moves, one that is broken. The place where a phone took it goes with the
metadata.
"""

from __future__ import annotations

import hashlib
import re
import struct
import warnings
import zlib
from io import BytesIO
from typing import Any, NamedTuple

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 12_000
WIDTHS = (320, 640, 1280)
"""Widths in px that are made; a photo is never made wider than it was."""
QUALITY = 82

_SIGNATURES = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"RIFF", "WEBP"))
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7]")
_FOREIGN = re.compile(rb"<script|<\?php|<!doctype|<html|<svg[\s>]|<iframe|javascript:", re.IGNORECASE)


class BadPhoto(ValueError):
    """A file that is not taken as a photo; ``problem`` is a key of :data:`MESSAGES`."""

    def __init__(self, problem: str, **more: Any) -> None:
        self.problem = problem
        self.more = more
        super().__init__(self.say("vi"))

    def say(self, lang: str) -> str:
        """The sentence for people."""
        return MESSAGES[lang][self.problem].format(**self.more)


MESSAGES = {
    "vi": {
        "empty": "tệp rỗng · chọn một ảnh JPEG, PNG hoặc WebP",
        "too-big": "tệp {size} MB, nhiều nhất {most} MB · giảm kích thước ảnh rồi thử lại",
        "type": "không phải ảnh JPEG, PNG hoặc WebP ({seen}) · lưu lại thành JPEG rồi thử lại",
        "pixels": "ảnh {width} x {height} px quá lớn · nhiều nhất {most} triệu px, mỗi cạnh {side} px",
        "moving": "ảnh động không được nhận · lưu một khung hình thành JPEG",
        "mixed": "trong tệp ảnh có dữ liệu khác ({seen}) · mở ảnh, lưu lại thành JPEG rồi thử lại",
        "broken": "ảnh hỏng hoặc không đọc hết được · mở ảnh, lưu lại thành JPEG rồi thử lại",
    },
    "en": {
        "empty": "the file is empty · choose a JPEG, PNG or WebP photo",
        "too-big": "the file has {size} MB, at most {most} MB · make the photo smaller and try again",
        "type": "not a JPEG, PNG or WebP photo ({seen}) · save it as JPEG and try again",
        "pixels": "a photo of {width} x {height} px is too large · at most {most} million px, {side} px a side",
        "moving": "a moving picture is not taken · save one frame as JPEG",
        "mixed": "the photo's file holds other data ({seen}) · open the photo, save it as JPEG and try again",
        "broken": "the photo is damaged or cannot be read whole · open it, save it as JPEG and try again",
    },
}


class Made(NamedTuple):
    """A photo made: its name (SHA-256 of the widest size), size in px, and JPEG bytes by width."""

    name: str
    width: int
    height: int
    sizes: dict[int, bytes]


def make_photo(data: bytes) -> Made:
    """The photo in ``data`` in every size; :class:`BadPhoto` says what is wrong with it."""
    kind = _kind(data)
    _refuse_mixed(data, kind)
    return _draw(data, kind)


def _kind(data: bytes) -> str:
    if not data:
        raise BadPhoto("empty")
    if len(data) > MOST_BYTES:
        raise BadPhoto("too-big", size=f"{len(data) / 1048576:.1f}", most=MOST_BYTES // 1048576)
    for start, kind in _SIGNATURES:
        if data.startswith(start) and (kind != "WEBP" or data[8:12] == b"WEBP"):
            return kind
    raise BadPhoto("type", seen=_guess(data))


def _guess(data: bytes) -> str:
    head = data[:512].lstrip().lower()
    for sign, name in (
        (b"gif8", "GIF"),
        (b"%pdf", "PDF"),
        (b"pk\x03\x04", "ZIP"),
        (b"mz", "EXE"),
        (b"bm", "BMP"),
    ):
        if head.startswith(sign):
            return name
    if b"<svg" in head or head.startswith(b"<?xml"):
        return "SVG"
    if head.startswith(b"<"):
        return "HTML"
    return "HEIC" if data[4:8] == b"ftyp" else "?"


def _refuse_mixed(data: bytes, kind: str) -> None:
    """A photo that is also something else: a page, a script, or anything behind its end."""
    found = _FOREIGN.search(data)
    if found:
        raise BadPhoto("mixed", seen=found[0].decode("ascii").strip())
    if b"%PDF-" in data[:1100]:
        raise BadPhoto("mixed", seen="PDF")
    try:
        end = {"JPEG": _end_of_jpeg, "PNG": _end_of_png, "WEBP": _end_of_webp}[kind](data)
    except (struct.error, IndexError):
        raise BadPhoto("broken") from None
    behind = data[end:].strip(b"\x00")
    if not behind:
        return
    # Phones put a second view (a JPEG) or a short film (ISO BMFF, behind a few marks of theirs) after the photo.
    if (
        kind == "JPEG"
        and (behind.startswith(b"\xff\xd8\xff") or b"ftyp" in behind[:64])
        and b"PK\x05\x06" not in behind
    ):
        return
    raise BadPhoto("mixed", seen=f"{len(behind)} B")


def _end_of_png(data: bytes) -> int:
    at = 8
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        kind = data[at + 4 : at + 8]
        at += 12 + length
        if at > len(data):
            raise BadPhoto("broken")
        if kind == b"IEND":
            return at


def _end_of_webp(data: bytes) -> int:
    (length,) = struct.unpack_from("<I", data, 4)
    end = 8 + length + length % 2
    if 8 + length > len(data):
        raise BadPhoto("broken")
    return min(int(end), len(data))


def _end_of_jpeg(data: bytes) -> int:
    """The offset behind the first EOI that belongs to the picture, not to a preview in its metadata."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise BadPhoto("broken")
        while data[at] == 0xFF:
            at += 1
        marker = data[at]
        at += 1
        if marker == 0xD9:
            return at
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        (length,) = struct.unpack_from(">H", data, at)
        at += length
        if marker == 0xDA:  # coded pixels: up to the next real marker
            mark = _MARKER.search(data, at)
            if mark is None:
                raise BadPhoto("broken")
            at = mark.start()


def _draw(data: bytes, kind: str) -> Made:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=(kind,)) as opened:
                width, height = opened.size
                if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
                    raise BadPhoto(
                        "pixels", width=width, height=height, most=MOST_PIXELS // 1_000_000, side=LONGEST_SIDE
                    )
                if kind != "JPEG" and getattr(opened, "n_frames", 1) > 1:
                    raise BadPhoto("moving")
                if kind == "JPEG":
                    opened.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
                picture = _plain(ImageOps.exif_transpose(opened))
    except BadPhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadPhoto(
            "pixels", width="?", height="?", most=MOST_PIXELS // 1_000_000, side=LONGEST_SIDE
        ) from None
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, OverflowError, zlib.error,
            struct.error, MemoryError):  # fmt: skip
        raise BadPhoto("broken") from None
    sizes: dict[int, bytes] = {}
    for width in (*(w for w in WIDTHS if w < picture.width), min(picture.width, WIDTHS[-1])):
        height = max(1, round(picture.height * width / picture.width))
        small = (
            picture if width == picture.width else picture.resize((width, height), Image.Resampling.LANCZOS)
        )
        out = BytesIO()
        small.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        sizes[width] = out.getvalue()
        last_width, last_height = small.size
    widest = sizes[max(sizes)]
    return Made(hashlib.sha256(widest).hexdigest(), last_width, last_height, sizes)


def _plain(picture: Any) -> Any:
    """RGB on white, colours in sRGB as far as the photo's profile can be read."""
    from PIL import Image, ImageCms

    profile = picture.info.get("icc_profile")
    if picture.mode in ("RGBA", "LA", "PA") or (picture.mode == "P" and "transparency" in picture.info):
        alpha = picture.convert("RGBA")
        flat = Image.new("RGB", alpha.size, "white")
        flat.paste(alpha, mask=alpha.getchannel("A"))
        return flat
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None  # a damaged profile spoils a shade, not the photo
        if turned is not None:
            turned.info.pop("icc_profile", None)
            return turned
    if picture.mode.startswith("I;16") or picture.mode == "I":
        picture = picture.point(lambda value: value / 256).convert("L")
    return picture.convert("RGB")
