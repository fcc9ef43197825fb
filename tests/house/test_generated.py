"""Pages and pictures that scripts write from the code are what the scripts would write now."""

from __future__ import annotations

import pytest

from scripts import picture, reference

AGAIN = "the code has changed: `make docs` writes it anew"


@pytest.mark.parametrize("name", ["commands.md", "workspace.md", "findings.md"])
def test_a_reference_page_tells_what_the_code_says(name: str) -> None:
    path = reference.REFERENCE / name
    assert path.read_text(encoding="utf-8") == reference.pages()[path], AGAIN


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_picture_shows_what_the_command_answers(lang: str) -> None:
    drawn = (picture.PICTURES / f"who-decides.{lang}.svg").read_text(encoding="utf-8")
    assert drawn == picture.draw(lang), AGAIN
