"""A real browser on the real site: `browser` (desktop), `phone` (320 px), `scriptless`, `live_server_url`."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from tests.browser.waiting import until

HERE = Path(__file__).parent
FLAGS = """--headless=new --no-sandbox --disable-gpu --disable-background-networking
    --disable-component-update --disable-sync --no-first-run --disable-dev-shm-usage --hide-scrollbars --lang=vi""".split()
ADDRESS = re.compile(r"http://[\w.\[\]:-]+:\d+")
ACCOUNT = re.compile(r": (demo-[a-z]+) / (\S+)")


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


class Served(NamedTuple):
    """A site that runs: its address, the passwords of its demo accounts by name, its data folder."""

    address: str
    passwords: dict[str, str]
    data: str


def _serve(arguments: list[str], log: Path, accounts: int = 0, **env: str) -> Iterator[Served]:
    """``phancap serve --port 0`` until the test run ends; as many demo accounts as are awaited have been printed."""
    command = [str(Path(sys.executable).parent / "phancap"), "serve", "--port", "0", *arguments]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        start_new_session=True, env={**os.environ, "PYTHONUNBUFFERED": "1", **env},
    )  # fmt: skip
    assert server.stdout is not None
    said = []
    try:
        address, passwords = "", dict[str, str]()
        for line in server.stdout:
            said.append(line)
            if not address and (found := ADDRESS.search(line)):
                address = found.group()
            passwords |= dict(ACCOUNT.findall(line))
            if address and len(passwords) >= accounts:
                break
        assert address, f"`{' '.join(command)}` ended without an address:\n{''.join(said)}"
        # An unread pipe fills, and the server would stop at its next line of log.
        with log.open("w", encoding="utf-8") as sink:
            drain = threading.Thread(target=lambda: sink.writelines(server.stdout or ()), daemon=True)
            drain.start()
            _answers(address)
            yield Served(address, passwords, env["PHANCAP_DATA"])
            os.killpg(server.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):  # it is killed below
                server.wait(timeout=30)
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)


def _answers(address: str) -> None:
    """Wait until the server that said its address also listens there."""
    for _ in range(300):
        try:
            with urlopen(f"{address}/healthz"):
                return
        except URLError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")


@pytest.fixture(scope="session")
def live_server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site started with `phancap serve --port 0`, as the command prints it."""
    folder = tmp_path_factory.mktemp("site")
    for served in _serve([], folder / "serve.log", PHANCAP_DATA=str(folder / "data")):
        yield served.address


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A site with its demo accounts and a data folder of its own, where the tests may write many reports an hour."""
    folder = tmp_path_factory.mktemp("demo")
    env = {"PHANCAP_DATA": str(folder / "data"), "PHANCAP_FEEDBACK_RATE": "100/h"}
    yield from _serve(["--demo"], folder / "serve.log", 6, **env)


@pytest.fixture
def log_in(demo: Served) -> Callable[[Chrome, str], None]:
    """`log_in(window, "demo-studio")`: in with the password that the console printed."""

    def enter(window: Chrome, name: str) -> None:
        window.delete_all_cookies()
        window.get(f"{demo.address}/studio/login")
        window.find_element(By.NAME, "username").send_keys(name)
        window.find_element(By.NAME, "password").send_keys(demo.passwords[name])
        window.find_element(By.CSS_SELECTOR, "main form button[type=submit]").click()
        until(window, lambda w: "/login" not in w.current_url)

    return enter
