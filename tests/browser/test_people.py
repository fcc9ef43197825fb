"""The back room in a real browser: the first run, log-in with a second factor, the owner named, a refusal; with axe."""

from __future__ import annotations

import base64
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.waiting import follow

LONG = "một câu rất dài khó đoán 2026"


class Fresh(NamedTuple):
    """A site nobody administers yet."""

    url: str
    token: str


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fresh]:
    """`phancap serve` on an empty folder, and the token of its console."""
    command = [
        str(Path(sys.executable).parent / "phancap"), "serve", "--port", "0", "--data", str(tmp_path_factory.mktemp("fresh"))
    ]  # fmt: skip
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "DATABASE_URL": ""},
    )  # fmt: skip
    assert server.stdout is not None
    said = ""
    try:
        for line in server.stdout:
            said += line
            if found := re.search(r"mở (http://\S+?)/studio/first và nhập mã: (\S+)", said):
                break
        else:
            raise AssertionError(said)
        for _ in range(200):
            try:
                urlopen(found.group(1) + "/healthz/live", timeout=10)
                break
            except OSError:
                time.sleep(0.1)
        yield Fresh(found.group(1), found.group(2))
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def fill(page: Chrome, **told: str) -> None:
    """Type into the fields and send the form."""
    for name, value in told.items():
        field = page.find_element(By.NAME, name)
        field.clear()
        field.send_keys(value)
    follow(page, page.find_element(By.CSS_SELECTOR, "main form button[type=submit]"))


def sound(page: Chrome, axe: str) -> None:
    """Nothing serious for axe, no sideways scrolling."""
    page.execute_script(axe)
    found = page.execute_async_script("axe.run().then(r => arguments[arguments.length - 1](r.violations))")
    assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
    assert page.execute_script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_from_the_console_to_a_site_with_an_owner(
    fresh: Fresh, browser: Chrome, phone: Chrome, scriptless: Chrome, axe: str
) -> None:
    from django_otp.oath import totp

    first = f"{fresh.url}/studio/first"
    for page in (browser, phone):
        for lang in ("vi", "en"):
            page.get(f"{first}?lang={lang}")
            sound(page, axe)
    # Everything that follows is done without JavaScript.
    page = scriptless
    page.get(first)
    fill(page, token="wrong", owner="Sở Mẫu", name="Lê An", username="an", password=LONG, again=LONG)
    assert page.find_element(By.CSS_SELECTOR, "[role=alert]").text
    fill(page, token=fresh.token, owner="Sở Mẫu", name="Lê An", username="an", password=LONG, again=LONG)
    assert page.current_url == f"{fresh.url}/studio/"
    page.get(fresh.url)
    assert "Sở Mẫu" in page.page_source
    assert "Không phải trang chính thức" not in page.page_source
    page.get(first)
    assert "Không có trang này" in page.page_source

    page.get(f"{fresh.url}/studio/second-factor")
    secret = page.find_element(By.CSS_SELECTOR, "main code").text.replace(" ", "")
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    fill(page, code=f"{totp(key):06d}")
    codes = [item.text for item in page.find_elements(By.CSS_SELECTOR, ".codes code")]
    assert len(codes) == 10

    for page in (browser, phone):
        page.get(f"{fresh.url}/studio/site")
        assert "/studio/login" in page.current_url
        sound(page, axe)
        fill(page, username="an", password=LONG)
        assert page.current_url == f"{fresh.url}/studio/login/code"
        sound(page, axe)
        fill(page, code=codes.pop())
        assert page.current_url == f"{fresh.url}/studio/site"
        for room in ("", "site", "password", "second-factor", "?lang=en", "site?lang=en"):
            page.get(f"{fresh.url}/studio/{room}")
            sound(page, axe)
        severe = [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"]
        assert [entry for entry in severe if "favicon" not in entry["message"]] == []
    browser.get(f"{fresh.url}/studio/admin/studio/user/")
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "vi"
    assert "Lê An" in browser.page_source
