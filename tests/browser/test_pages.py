"""The pages about things in a real browser: axe, 320 px, keyboard, without scripts, no error, no foreign request."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

AXE = Path(__file__).parent / "axe-core" / "axe.min.js"
PAGES = [
    "/units", "/units/d916@2021-01-01", "/place?at=an+phu&on=2022-06-20", "/powers?q=xay+dung",
    "/powers/1.013236", "/bodies?class=ubnd-xa", "/bodies/ubnd-xa/c31135@2025-07-01",
    "/acts/140/2025/" + quote("NĐ-CP"), "/agenda", "/findings?code=PC001", "/options", "/diff", "/data/",
    "/data/codes", "/powers/none-such",
]  # fmt: skip


def with_language(address: str, lang: str) -> str:
    return address if lang == "vi" else address + ("&" if "?" in address else "?") + "lang=en"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("kind", ["browser", "phone"])
def test_axe_finds_nothing_serious(
    kind: str, lang: str, live_server_url: str, request: pytest.FixtureRequest
) -> None:
    window: Chrome = request.getfixturevalue(kind)
    # The page's own policy rightly forbids scripts of others, so also this one.
    window.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    found = []
    for page in PAGES:
        window.get(live_server_url + with_language(page, lang))
        assert window.find_element(By.TAG_NAME, "html").get_attribute("lang") == lang
        window.execute_script(AXE.read_text(encoding="utf-8"))
        for problem in window.execute_async_script("axe.run().then(r => arguments[0](r.violations))"):
            if problem["impact"] in ("serious", "critical"):
                found.append((page, problem["id"], problem["nodes"][0]["html"][:200]))
    window.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    assert found == []


def test_a_phone_scrolls_one_way_only(phone: Chrome, live_server_url: str) -> None:
    for page in PAGES:
        phone.get(live_server_url + page)
        assert phone.execute_script("return document.documentElement.scrollWidth") <= 320, page


def test_no_page_complains_in_the_console_or_asks_another_host(browser: Chrome, live_server_url: str) -> None:
    browser.get_log("browser")  # what other tests left there
    for page in PAGES[:-1]:
        browser.get(live_server_url + page)
        assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == [], page
        hosts = browser.execute_script(
            "return performance.getEntriesByType('resource').map(e => new URL(e.name).origin)"
        )
        assert set(hosts) <= {live_server_url}


def test_from_a_power_to_its_holder_to_its_act_without_scripts(
    scriptless: Chrome, live_server_url: str
) -> None:
    scriptless.get(live_server_url + "/powers")
    scriptless.find_element(By.ID, "f-q").send_keys("giay phep xay dung nha o rieng le")
    scriptless.find_element(By.CSS_SELECTOR, "form.look button").click()
    WebDriverWait(scriptless, 10).until(lambda w: "q=" in w.current_url)
    scriptless.find_element(By.LINK_TEXT, "1.013225").click()
    WebDriverWait(scriptless, 10).until(lambda w: "/powers/1.013225" in w.current_url)
    assert scriptless.find_elements(By.CSS_SELECTOR, "svg.band rect")
    scriptless.find_element(By.PARTIAL_LINK_TEXT, "50/2014/QH13").click()
    WebDriverWait(scriptless, 10).until(lambda w: "/acts/50/2014/QH13" in w.current_url)
    assert "50/2014/QH13" in scriptless.find_element(By.TAG_NAME, "h1").text


def test_the_day_goes_along_from_page_to_page(scriptless: Chrome, live_server_url: str) -> None:
    scriptless.get(live_server_url + "/bodies/ubnd-huyen/d916@2021-01-01?on=2022-06-20&lang=en")
    assert "20-06-2022" in scriptless.find_element(By.ID, "t-powers").text
    scriptless.find_element(By.LINK_TEXT, "1.013225").click()
    WebDriverWait(scriptless, 10).until(lambda w: "/powers/1.013225" in w.current_url)
    assert "on=2022-06-20" in scriptless.current_url
    assert "lang=en" in scriptless.current_url


def test_a_list_is_filtered_by_keyboard_alone(browser: Chrome, live_server_url: str) -> None:
    browser.get(live_server_url + "/units")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    box = browser.find_element(By.ID, "f-q")
    box.send_keys("ninh kieu", Keys.ENTER)
    WebDriverWait(browser, 10).until(lambda w: "q=ninh" in w.current_url)
    assert "phường Ninh Kiều" in browser.find_element(By.CSS_SELECTOR, "tbody").text


def test_print_shows_the_tables_and_no_forms(browser: Chrome, live_server_url: str) -> None:
    browser.get(live_server_url + "/powers/1.013225")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = browser.execute_script(
        "return ['form.look', 'nav.rooms', '.sheet table', '.cite'].map("
        "s => getComputedStyle(document.querySelector(s)).display !== 'none')"
    )
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert shown == [False, False, True, True]
