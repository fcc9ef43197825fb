"""Takes docs/pictures/site.*.webp: the site as it is served, on a desk and, in the dark, on a phone.

Needs Chromium with its driver and the `web` and `dev` extras: `make screenshots`. Unlike the drawn pictures these are
photographs, and differ by a pixel from one browser to the next; so no test compares them.
"""

from __future__ import annotations

import base64
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from PIL import Image
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK, PHONE = (1280, 1080), (390, 1080)
EDGE = 40
GROUND = (232, 229, 221)
QUESTION = {"power": "1.013225", "at": "51 Lý Tự Trọng, phường An Phú, quận Ninh Kiều", "on": "2025-03-20"}
QUALITY = 82


@contextmanager
def served() -> Iterator[str]:
    """A site of the shipped city with a data folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).parent / "phancap"), "serve", "--port", "0"]
        env = {**os.environ, "PHANCAP_DATA": folder, "PYTHONUNBUFFERED": "1"}
        site = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, start_new_session=True)
        try:
            found = next(m for line in site.stdout or () if (m := re.search(r"http://\S+:\d+", line)))
            while True:
                try:
                    with urlopen(f"{found.group()}/healthz"):  # noqa: S310 - our own address
                        break
                except OSError:
                    continue
            yield found.group()
        finally:
            os.killpg(site.pid, signal.SIGTERM)
            site.wait()


@contextmanager
def browser() -> Iterator[Chrome]:
    """A headless browser."""
    options = ChromeOptions()
    options.binary_location = os.environ.get("PHANCAP_CHROMIUM", "/usr/bin/chromium")
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(flag)
    window = Chrome(options, Service(os.environ.get("PHANCAP_CHROMEDRIVER", "/usr/bin/chromedriver")))
    try:
        yield window
    finally:
        window.quit()


def photograph(window: Chrome, address: str, size: tuple[int, int], theme: str) -> Image.Image:
    """One page in a window of a size."""
    width, height = size
    device = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    window.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", device)
    paint = {"features": [{"name": "prefers-color-scheme", "value": theme}]}
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", paint)
    window.get(address)
    window.execute_async_script("document.fonts.ready.then(arguments[0])")
    shot = window.execute_cdp_cmd("Page.captureScreenshot", {"format": "png"})
    return Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB")


def beside(desk: Image.Image, phone: Image.Image) -> Image.Image:
    """The two windows on one ground."""
    width = desk.width + phone.width + 3 * EDGE
    whole = Image.new("RGB", (width, desk.height + 2 * EDGE), GROUND)
    whole.paste(desk, (EDGE, EDGE))
    whole.paste(phone, (2 * EDGE + desk.width, EDGE))
    return whole.resize((width * 2 // 3, whole.height * 2 // 3), Image.Resampling.LANCZOS)


def main() -> None:
    """Both languages."""
    with served() as site, browser() as window:
        for lang in ("vi", "en"):
            spoken = {"lang": "en"} if lang == "en" else {}
            answer = f"{site}/who?{urlencode({**QUESTION, **spoken})}"
            home = f"{site}/?{urlencode(spoken)}"
            pages = {
                f"site.{lang}.webp": beside(
                    photograph(window, answer, DESK, "light"), photograph(window, home, PHONE, "dark")
                ),
                f"site-map.{lang}.webp": photograph(
                    window, f"{site}/map?{urlencode({'at': 'ninh kieu', **spoken})}", DESK, "light"
                ),
            }
            for name, picture in pages.items():
                picture.save(PICTURES / name, "WEBP", quality=QUALITY, method=6)
                print(PICTURES / name, picture.size, (PICTURES / name).stat().st_size)


if __name__ == "__main__":
    main()
