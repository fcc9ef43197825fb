"""Makes the pictures of the example articles: each SVG of ours to a PNG, drawn by the browser of the tests.

Run after changing a drawing: `.venv/bin/python scripts/drawings.py`. The PNG files are kept beside the SVG files,
because a site loads its examples where there is no browser.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

DRAWINGS = Path(__file__).resolve().parents[1] / "src/phancap/web/portal/news/examples"
WIDTH, HEIGHT = 1280, 720
PAGE = "<!doctype html><style>html,body{{margin:0}}svg{{display:block;width:{width}px;height:{height}px}}</style>{svg}"


def draw(svg: Path) -> Path:
    """One drawing as a PNG beside it, in few colours so that it stays small."""
    from PIL import Image

    png = svg.with_suffix(".png")
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        page.write_text(PAGE.format(width=WIDTH, height=HEIGHT, svg=svg.read_text("utf-8")), "utf-8")
        browser = os.environ.get("PHANCAP_CHROMIUM", "/usr/bin/chromium")
        flags = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            f"--user-data-dir={folder}/profile",
        ]
        subprocess.run(
            [browser, *flags, f"--window-size={WIDTH},{HEIGHT + 200}", f"--screenshot={shot}", page.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip
        with Image.open(shot) as opened:
            picture = opened.convert("RGB").crop((0, 0, WIDTH, HEIGHT))
    picture.quantize(64, dither=Image.Dither.NONE).save(png, optimize=True)
    return png


def main() -> None:
    """Every drawing, or those named."""
    for svg in [Path(name) for name in sys.argv[1:]] or sorted(DRAWINGS.glob("*.svg")):
        print(draw(svg).relative_to(DRAWINGS.parents[5]))


if __name__ == "__main__":
    main()
