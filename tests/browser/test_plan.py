"""Plan pages and the reading desk in a real browser: a kept run, a document read; axe, desktop and 320 px."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.waiting import until

LogIn = Callable[[Chrome, str], None]
PLAIN = (
    "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính xây dựng danh mục việc phân cấp, xong trước ngày 30-6-2026."
)
SPLIT = """return [...document.querySelectorAll("main :is(caption, td)")].filter(cell => {
    const ink = document.createRange();
    ink.selectNodeContents(cell);
    const {width, height} = ink.getBoundingClientRect();
    return height > 6 * width;
}).map(cell => cell.outerHTML.slice(0, 200))"""
"""Captions and cells whose words stand in a column of single letters."""


@pytest.fixture(scope="module")
def run(demo: Any) -> str:
    """A small comparison, made and kept by the command as on a server; its name."""
    phancap = str(Path(sys.executable).parent / "phancap")
    subprocess.run(
        [phancap, "compare", "model-hcmc", "--scenario", "base", "--replications", "2", "--no-sensitivity"],
        check=True, capture_output=True, env={**os.environ, "PHANCAP_DATA": demo.data},
    )  # fmt: skip
    return next(Path(demo.data, "plan").glob("*.json")).stem


@pytest.mark.parametrize(("kind", "lang"), [("browser", "en"), ("phone", "vi")])
def test_plan_and_reading_desk_are_sound(
    kind: str, lang: str, demo: Any, run: str, log_in: LogIn, axe: str, request: pytest.FixtureRequest
) -> None:
    window: Chrome = request.getfixturevalue(kind)
    log_in(window, "demo-studio")
    window.get(f"{demo.address}/studio/read?lang={lang}")
    window.find_element(By.ID, "read-text").send_keys(PLAIN)
    window.find_element(By.CSS_SELECTOR, "main form button[type=submit]").click()
    until(window, lambda w: "/studio/read/" in w.current_url)
    assert "Sở Nội vụ" in window.find_element(By.CSS_SELECTOR, "article.entry").text
    pages = ["", "plan/", f"plan/compare/{run}", "plan/roadmap/model-hcmc", "plan/option/model-hcmc", "read"]
    addresses = [window.current_url, *(f"{demo.address}/studio/{page}?lang={lang}" for page in pages)]
    window.get_log("browser")
    found: list[Any] = []
    for address in addresses:
        window.get(address)
        assert window.find_element(By.TAG_NAME, "html").get_attribute("lang") == lang
        assert window.execute_script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
            address
        )
        assert window.execute_script(SPLIT) == [], address
        window.execute_script(axe)
        problems = window.execute_async_script("axe.run().then(r => arguments[0](r.violations))")
        found += [
            (address, p["id"], p["nodes"][0]["html"][:200])
            for p in problems
            if p["impact"] in ("serious", "critical")
        ]
    assert found == []
    assert [entry["message"] for entry in window.get_log("browser") if entry["level"] == "SEVERE"] == []
