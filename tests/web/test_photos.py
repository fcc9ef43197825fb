"""What is taken as a photo: real ones from any camera; nothing that is, hides or becomes something else."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from phancap.web.portal.news.images import MOST_BYTES, BadPhoto, make_photo


def photo(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (400, 300), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 30).convert(mode).save(out, kind, **more)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, data: bytes, *more: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + b"".join(more)
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def moving(kind: str) -> bytes:
    out = io.BytesIO()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    return out.getvalue()


def zipped() -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.html", "<p>")
    return out.getvalue()


GOOD: dict[str, Callable[[], bytes]] = {
    "a JPEG": photo,
    "a progressive JPEG": lambda: photo(progressive=True),
    "a grey JPEG": lambda: photo(mode="L"),
    "a CMYK JPEG": lambda: photo(mode="CMYK"),
    "a JPEG with a comment and a preview": lambda: photo(
        comment=b"xin chao", exif=b"Exif\x00\x00" + photo(size=(64, 48))[:200]
    ),
    "a JPEG with zeros behind it": lambda: photo() + b"\x00" * 4096,
    "a JPEG with a second view behind it": lambda: photo() + photo(size=(64, 48)),
    "a JPEG with a phone's film behind it": lambda: photo() + b"\x00\x00\x00\x18ftypmp42" + b"\x01" * 500,
    "a PNG": lambda: photo("PNG"),
    "a PNG with a palette": lambda: photo("PNG", "P"),
    "a PNG one can see through": lambda: photo("PNG", "RGBA"),
    "a PNG of 16 bits": lambda: photo("PNG", "I;16"),
    "a WebP": lambda: photo("WEBP"),
    "a WebP without loss": lambda: photo("WEBP", lossless=True),
    "one pixel": lambda: photo(size=(1, 1)),
    "a narrow one": lambda: photo(size=(3, 2000)),
}


@pytest.mark.parametrize("name", GOOD)
def test_photos_are_taken_and_made_anew(name: str) -> None:
    made = make_photo(GOOD[name]())
    assert made.width in made.sizes
    for width, data in made.sizes.items():
        with Image.open(io.BytesIO(data)) as small:
            small.load()
            assert (small.format, small.mode, small.width) == ("JPEG", "RGB", width)
            assert not small.getexif()
            assert "icc_profile" not in small.info
        assert not data.rstrip(b"\x00").endswith(b"\x01")


BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "empty"),
    "too many bytes": (lambda: photo() + b"\x00" * MOST_BYTES, "too-big"),
    "an SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "type"),
    "an SVG with a prologue": (lambda: b'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "type"),
    "a page": (lambda: b"<html><body>", "type"),
    "a PDF": (lambda: b"%PDF-1.7\n", "type"),
    "a GIF": (lambda: moving("GIF"), "type"),
    "a BMP": (lambda: photo("BMP"), "type"),
    "a TIFF": (lambda: photo("TIFF"), "type"),
    "an archive": (zipped, "type"),
    "a HEIC": (lambda: b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "type"),
    "a program": (lambda: b"MZ\x90\x00" + b"\x00" * 100, "type"),
    "other RIFF": (lambda: b"RIFF\x10\x00\x00\x00WAVEfmt ", "type"),
    "a name only": (lambda: b"photo.jpg", "type"),
    "a moving WebP": (lambda: moving("WEBP"), "moving"),
    "a moving PNG": (lambda: moving("PNG"), "moving"),
    "a bomb by its header": (lambda: png(60_000, 60_000, b""), "pixels"),
    "a bomb by its length": (lambda: png(50_000, 10, b""), "pixels"),
    "a bomb in a text": (lambda: png(4, 4, b"\x00" * 52, chunk(b"zTXt", b"a\x00\x00" + zlib.compress(b"\x00" * 80_000_000, 9))), "broken"),
    "an archive behind a PNG": (lambda: photo("PNG") + zipped(), "mixed"),
    "an archive behind a JPEG": (lambda: photo() + zipped(), "mixed"),
    "an archive behind a WebP": (lambda: photo("WEBP") + zipped(), "mixed"),
    "an archive behind a film": (lambda: photo() + b"\x00\x00\x00\x18ftypmp42" + zipped(), "mixed"),
    "a page behind a JPEG": (lambda: photo() + b"<html><script>alert(1)</script>", "mixed"),
    "a page in a comment": (lambda: photo(comment=b"<script>alert(1)</script>"), "mixed"),
    "PHP in a comment": (lambda: photo(comment=b"<?php system($_GET[0]); ?>"), "mixed"),
    "a PDF in a comment": (lambda: photo(comment=b"%PDF-1.4"), "mixed"),
    "a script in a PNG's text": (lambda: png(4, 4, b"\x00" * 52, chunk(b"tEXt", b"a\x00<svg onload=alert(1)>")), "mixed"),
    "half a JPEG": (lambda: photo()[:3000], "broken"),
    "half a PNG": (lambda: photo("PNG")[:3000], "broken"),
    "half a WebP": (lambda: photo("WEBP")[:1000], "broken"),
    "a JPEG's first bytes": (lambda: b"\xff\xd8\xff", "broken"),
    "a PNG's first bytes": (lambda: b"\x89PNG\r\n\x1a\n", "broken"),
    "a PNG without pixels": (lambda: png(40, 40, b""), "broken"),
    "a JPEG of nothing": (lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9", "broken"),
    "marks without an end": (lambda: b"\xff\xd8\xff" + b"\xff" * 100_000, "broken"),
    "pixels without an end": (lambda: b"\xff\xd8\xff\xda\x00\x02" + b"\xff\x00" * 500_000, "broken"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_photo_is_refused_with_a_word(name: str) -> None:
    make, problem = BAD[name]
    with pytest.raises(BadPhoto) as refused:
        make_photo(make())
    assert refused.value.problem == problem
    for lang in ("vi", "en"):
        assert refused.value.say(lang)


def test_any_bytes_are_a_photo_or_refused() -> None:
    """Real photos with bytes changed, cut and doubled: never another error."""
    import random

    dice = random.Random(20220620)
    seeds = [make() for make in GOOD.values()]
    for _ in range(400):
        data = bytearray(dice.choice(seeds))
        for _ in range(dice.randint(1, 12)):
            at = dice.randrange(len(data))
            what = dice.randrange(3)
            if what == 0:
                data[at] = dice.randrange(256)
            elif what == 1:
                del data[at : at + dice.randrange(1, 40)]
            else:
                data[at:at] = data[at : at + dice.randrange(1, 40)]
            if not data:
                data = bytearray(b"\xff")
        try:
            made = make_photo(bytes(data))
        except BadPhoto:
            continue
        assert made.sizes
