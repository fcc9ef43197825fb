"""The workshop of the charter in a real browser: a row changed, checked, published, seen by the public."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from tests.browser.waiting import follow

LogIn = Callable[[Chrome, str], None]
SERIOUS = """
const done = arguments[0];
axe.run({resultTypes: ["violations"]}).then(found => done(found.violations
  .filter(v => ["serious", "critical"].includes(v.impact)).map(v => `${v.id}: ${v.nodes.map(n => n.target)}`)));
"""


DOCUMENT = Path(__file__).parents[2] / "examples" / "reading" / "ke-hoach-mau.txt"


def press(window: Chrome, words: str) -> None:
    follow(window, window.find_element(By.XPATH, f"//main//button[normalize-space()='{words}']"))


def link(window: Chrome, words: str) -> None:
    follow(window, window.find_element(By.XPATH, f"//main//a[starts-with(normalize-space(), '{words}')]"))


def text(window: Chrome) -> str:
    return str(window.find_element(By.TAG_NAME, "main").text)


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_a_power_renamed_is_seen_by_the_public(
    script: bool, browser: Chrome, scriptless: Chrome, demo: Any, log_in: LogIn
) -> None:
    window = browser if script else scriptless
    name = f"Cấp giấy phép xây nhà (thử trên trình duyệt, {'có' if script else 'không'} kịch bản)"
    log_in(window, "demo-studio")
    window.get(f"{demo.address}/studio/charter/")
    window.find_element(By.ID, "title").send_keys("Đổi tên một thủ tục")
    press(window, "Tạo bản nháp")
    draft = window.current_url
    window.get(f"{draft}tables/powers?q=1.013225")
    link(window, "Sửa")
    field = window.find_element(By.ID, "c-name")
    field.clear()
    field.send_keys(name)
    press(window, "Lưu")
    assert "Đã lưu dòng" in text(window)
    window.get(draft)
    assert "+1 −1" in text(window)
    link(window, "Công bố")
    window.find_element(By.ID, "reason").send_keys("thử")
    press(window, "Công bố")
    assert "Đã công bố" in text(window)
    window.get(f"{demo.address}/powers/1.013225")
    assert name in text(window)
    window.get(f"{demo.address}/studio/charter/log")
    assert "thử trên trình duyệt, " in text(window)


@pytest.mark.parametrize("page", ["", "log", "options"])
@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "320 px"])
def test_pages_hold_to_wcag_and_to_320_px(
    page: str, narrow: bool, browser: Chrome, phone: Chrome, axe: str, demo: Any, log_in: LogIn
) -> None:
    window = phone if narrow else browser
    log_in(window, "demo-studio")
    window.get(f"{demo.address}/studio/charter/{page}")
    _holds(window, axe)


@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "320 px"])
def test_pages_of_a_draft_hold_too(
    narrow: bool, browser: Chrome, phone: Chrome, axe: str, demo: Any, log_in: LogIn
) -> None:
    window = phone if narrow else browser
    log_in(window, "demo-studio")
    window.get(f"{demo.address}/studio/charter/")
    press(window, "Tạo bản nháp")
    draft = window.current_url
    for page in ("", "tables/grants", "tables/grants?q=36/2025", "tables/grants/row", "findings", "changes", "publish"):
        window.get(draft + page)
        _holds(window, axe)


@pytest.mark.parametrize("narrow", [False, True], ids=["desktop", "320 px"])
def test_a_document_is_read_decided_and_seen_in_its_draft(
    narrow: bool, browser: Chrome, phone: Chrome, axe: str, demo: Any, log_in: LogIn
) -> None:
    window = phone if narrow else browser
    log_in(window, "demo-studio")
    window.get(f"{demo.address}/studio/read")
    _holds(window, axe)
    window.find_element(By.ID, "read-file").send_keys(str(DOCUMENT))
    press(window, "Đọc")
    _holds(window, axe)
    follow(window, window.find_element(By.CSS_SELECTOR, "main button[value=accepted]"))
    assert "Đã ghi." in text(window)
    link(window, "Đọc văn bản, ")
    link(window, "assignments")
    assert "accepted" in text(window)
    _holds(window, axe)


def _holds(window: Chrome, axe: str) -> None:
    window.execute_script(axe)
    assert window.execute_async_script(SERIOUS) == []
    assert window.execute_script("return document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    loud = [entry for entry in window.get_log("browser") if entry["level"] == "SEVERE"]
    assert loud == []


def test_another_role_is_told_why_not(browser: Chrome, demo: Any, log_in: LogIn) -> None:
    log_in(browser, "demo-editor")
    browser.get(f"{demo.address}/studio/charter/")
    assert "cần vai trò" in text(browser)
