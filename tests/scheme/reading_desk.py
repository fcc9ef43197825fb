"""What the tests of this folder share: a text read at once."""

from __future__ import annotations

from pathlib import Path

from phancap.formats.documents import Document, read_bytes
from phancap.scheme.reading import Reading, read_scheme

EXAMPLE = Path(__file__).parents[2] / "examples" / "reading" / "ke-hoach-mau.txt"


def document(text: str) -> Document:
    """The text as a plain document."""
    return read_bytes(text.encode())


def reading(text: str) -> Reading:
    """Everything found in a text, without register and territory."""
    return read_scheme(document(text))
