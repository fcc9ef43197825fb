"""How Sphinx builds these pages: `make docs`."""

import tomllib
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

_root = Path(__file__).parent.parent
_version = (_root / "src" / "phancap" / "__init__.py").read_text(encoding="utf-8")
_project = tomllib.loads((_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "phancap"
author = "the phancap contributors"
copyright = "the phancap contributors; texts under CC BY 4.0"
release = _version.partition('__version__ = "')[2].partition('"')[0]
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
language = "en"
html_theme = "alabaster"
html_theme_options = {
    "description": _project["description"],
    "fixed_sidebar": True,
    "page_width": "62rem",
}
html_show_sourcelink = False
myst_heading_anchors = 3


def setup(app: Sphinx) -> None:
    """Rows of a workspace are shown as they are: Pygments knows no lexer for CSV."""
    app.add_lexer("csv", TextLexer)
