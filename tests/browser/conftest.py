"""A real browser on the real site: `browser` (desktop), `phone` (320 px), `scriptless`, `live_server_url`."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

HERE = Path(__file__).parent
FLAGS = """--headless=new --no-sandbox --disable-gpu --disable-background-networking
    --disable-component-update --disable-sync --no-first-run --disable-dev-shm-usage --hide-scrollbars --lang=vi""".split()
ADDRESS = re.compile(r"http://[\w.\[\]:-]+:\d+")


def _open(profile: Path, width: int, height: int, *, script: bool = True) -> Iterator[Chrome]:
    """A window whose page, not frame, is ``width`` x ``height`` CSS pixels.

    The size is set as that of a device: a desktop window refuses to be narrower than some 500 px,
    and a test at "320 px" would then quietly prove nothing.
    """
    options = ChromeOptions()
    options.binary_location = os.environ.get("PHANCAP_CHROMIUM", "/usr/bin/chromium")
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = Chrome(options, Service(os.environ.get("PHANCAP_CHROMEDRIVER", "/usr/bin/chromedriver")))
    try:
        driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600},
        )
        yield driver
    finally:
        driver.quit()


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A desktop window, 1280 x 900."""
    yield from _open(tmp_path_factory.mktemp("desktop"), 1280, 900)


@pytest.fixture(scope="session")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """The narrowest phone that must work, 320 x 640."""
    yield from _open(tmp_path_factory.mktemp("phone"), 320, 640)


@pytest.fixture(scope="session")
def scriptless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A desktop window in which pages may run no JavaScript."""
    yield from _open(tmp_path_factory.mktemp("scriptless"), 1280, 900, script=False)


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core: `driver.execute_script(axe)`, then `axe.run()` in the page."""
    return (HERE / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def live_server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site started with `phancap serve --port 0`, as the command prints it."""
    log = tmp_path_factory.mktemp("site") / "serve.log"
    command = [str(Path(sys.executable).parent / "phancap"), "serve", "--port", "0"]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        start_new_session=True, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert server.stdout is not None
    said = []
    try:
        address = None
        for line in server.stdout:
            said.append(line)
            if address := ADDRESS.search(line):
                break
        assert address, f"`{' '.join(command)}` ended without an address:\n{''.join(said)}"
        # An unread pipe fills, and the server would stop at its next line of log.
        with log.open("w", encoding="utf-8") as sink:
            drain = threading.Thread(target=lambda: sink.writelines(server.stdout or ()), daemon=True)
            drain.start()
            yield address.group()
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)
            drain.join(timeout=5)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
