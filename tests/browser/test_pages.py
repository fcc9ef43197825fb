"""The pages about things in a real browser: axe, 320 px, keyboard, without scripts, no error, no foreign request."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.waiting import until

HERE = Path(__file__).parent
ADDRESS = quote("51 Lý Tự Trọng, phường An Phú, quận Ninh Kiều")
PAGES = [
    "/", f"/who?power=1.013225&at={ADDRESS}&on=2022-06-20", "/who?power=1.013236&at=c31135&on=2026-06-20",
    f"/who?power=1.013236&at=c31135&on=2026-06-20&fact={quote('in_zone=no')}", "/who?power=1.013225&at=bui+huu+nghia&on=2026-06-20",
    "/who?power=2.000620&at=c31135&on=2027-03-01", "/who?power=giay+phep+nha&at=c31135", "/who?power=1.013225&at=nowhere",
    "/who?power=1.013225", f"/who/card?power=1.013225&at={ADDRESS}&on=2022-06-20",
    "/units", "/units/d916@2021-01-01", "/units/c31141@2021-01-01", "/place?at=an+phu&on=2022-06-20", "/map", "/map?at=ninh+kieu",
    "/powers?q=xay+dung", "/powers/1.013236", "/bodies?class=ubnd-xa", "/bodies/ubnd-xa/c31135@2025-07-01",
    "/acts?q=dat", "/acts/140/2025/" + quote("NĐ-CP"), "/agenda", "/findings?code=PC001", "/options", "/diff", "/data/",
    "/data/codes", "/display", "/components", "/powers/none-such",
]  # fmt: skip
REFUSED = {"/who?power=1.013225", "/powers/none-such"}
"""Pages that answer 400 or 404, which a browser notes in its console."""


def with_language(address: str, lang: str) -> str:
    return address if lang == "vi" else address + ("&" if "?" in address else "?") + "lang=en"


MAIN = [
    PAGES[0],
    PAGES[1],
    PAGES[5],
    PAGES[9],
    "/map?at=ninh+kieu",
    "/powers/1.013236",
    "/units",
    "/findings?code=PC001",
    "/display",
]
"""One page of each kind that people read: form, answer, gap, card, map, table with a band, list, findings, choices."""


def paint(window: Chrome, theme: str, contrast: str = "no-preference") -> None:
    """Ask as a device that prefers a light or a dark page, and strong contrast or none."""
    features = [
        {"name": "prefers-color-scheme", "value": theme},
        {"name": "prefers-contrast", "value": contrast},
    ]
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.mark.parametrize("kind, lang, theme", [
    ("browser", "vi", "light"), ("browser", "en", "dark"), ("phone", "vi", "dark"), ("phone", "en", "light"),
])  # fmt: skip
def test_every_page_is_sound(
    kind: str, lang: str, theme: str, live_server_url: str, request: pytest.FixtureRequest
) -> None:
    """Nothing serious by axe, no error in the console, no request to another host, no sideways scrolling, one h1."""
    window: Chrome = request.getfixturevalue(kind)
    axe = (HERE / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    # The page's own policy rightly forbids scripts of others, so also this one.
    window.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    paint(window, theme)
    window.get_log("browser")  # what other tests left there
    wrong: list[object] = []
    for page in PAGES:
        window.get(live_server_url + with_language(page, lang))
        seen = window.execute_script(
            "return {lang: document.documentElement.lang, h1: document.querySelectorAll('h1').length,"
            " wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,"
            " hosts: performance.getEntriesByType('resource').map(e => new URL(e.name).origin)}"
        )
        if (seen["lang"], seen["h1"], seen["wide"]) != (lang, 1, 0) or set(seen["hosts"]) - {live_server_url}:
            wrong.append((page, seen))
        if page not in REFUSED:
            wrong += [
                (page, entry)
                for entry in window.get_log("browser")
                if entry["level"] in ("SEVERE", "WARNING")
            ]
        window.execute_script(axe)
        for problem in window.execute_async_script("axe.run().then(r => arguments[0](r.violations))"):
            if problem["impact"] in ("serious", "critical"):
                wrong.append((page, problem["id"], problem["nodes"][0]["html"][:200]))
        window.get_log("browser")
    window.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    paint(window, "light")
    assert wrong == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_high_contrast_is_seven_to_one(theme: str, browser: Chrome, live_server_url: str, axe: str) -> None:
    """Who asks for contrast gets that of level AAA, on light and on dark, and nothing else is lost by it."""
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    paint(browser, theme, "more")
    wrong: list[object] = []
    for page in MAIN:
        browser.get(live_server_url + page)
        ground = browser.execute_script("return getComputedStyle(document.documentElement).backgroundColor")
        if ground != {"light": "rgb(255, 255, 255)", "dark": "rgb(0, 0, 0)"}[theme]:
            wrong.append((page, "the ground is", ground))
        browser.execute_script(axe)
        found = "axe.run({rules: {'color-contrast-enhanced': {enabled: true}}}).then(r => arguments[0](r.violations))"
        for problem in browser.execute_async_script(found):
            if problem["impact"] in ("serious", "critical"):
                wrong.append((page, problem["id"], problem["nodes"][0]["html"][:200]))
    browser.get_log("browser")
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": False})
    paint(browser, "light")
    assert wrong == []


def test_the_page_s_own_policy_breaks_nothing_of_it(browser: Chrome, live_server_url: str) -> None:
    """Under the policy itself, which the other test has to pass by: no style, script or font is refused."""
    browser.get_log("browser")
    for page in ("/", PAGES[1], PAGES[9], "/map", "/powers/1.013236", "/components"):
        browser.get(live_server_url + page)
        assert browser.get_log("browser") == [], page
        assert browser.execute_script(
            "return document.fonts.ready.then(() => document.fonts.check('600 16px \"Be Vietnam Pro\"', 'Thẩm quyền'))"
        )


def test_every_page_is_whole_without_scripts(scriptless: Chrome, live_server_url: str) -> None:
    for page in PAGES:
        scriptless.get(live_server_url + page)
        assert len(scriptless.find_elements(By.TAG_NAME, "h1")) == 1, page
        # What only a script can do is not offered.
        assert not [
            b
            for b in scriptless.find_elements(By.CSS_SELECTOR, "[data-print], [data-copy]")
            if b.is_displayed()
        ]


def test_from_a_power_to_its_holder_to_its_act_without_scripts(
    scriptless: Chrome, live_server_url: str
) -> None:
    scriptless.get(live_server_url + "/powers")
    scriptless.find_element(By.ID, "f-q").send_keys("giay phep xay dung nha o rieng le")
    scriptless.find_element(By.CSS_SELECTOR, "form.look button").click()
    until(scriptless, lambda w: "q=" in w.current_url)
    scriptless.find_element(By.LINK_TEXT, "1.013225").click()
    until(scriptless, lambda w: "/powers/1.013225" in w.current_url)
    assert scriptless.find_elements(By.CSS_SELECTOR, "svg.band rect")
    scriptless.find_element(By.PARTIAL_LINK_TEXT, "50/2014/QH13").click()
    until(scriptless, lambda w: "/acts/50/2014/QH13" in w.current_url)
    assert "50/2014/QH13" in scriptless.find_element(By.TAG_NAME, "h1").text


def test_the_day_goes_along_from_page_to_page(scriptless: Chrome, live_server_url: str) -> None:
    scriptless.get(live_server_url + "/bodies/ubnd-huyen/d916@2021-01-01?on=2022-06-20&lang=en")
    assert "20-06-2022" in scriptless.find_element(By.ID, "t-powers").text
    scriptless.find_element(By.LINK_TEXT, "1.013225").click()
    until(scriptless, lambda w: "/powers/1.013225" in w.current_url)
    assert "on=2022-06-20" in scriptless.current_url
    assert "lang=en" in scriptless.current_url


def test_a_list_is_filtered_by_keyboard_alone(browser: Chrome, live_server_url: str) -> None:
    browser.get(live_server_url + "/units")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    box = browser.find_element(By.ID, "f-q")
    box.send_keys("ninh kieu", Keys.ENTER)
    until(browser, lambda w: "q=ninh" in w.current_url)
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
