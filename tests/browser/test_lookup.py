"""The look-up page as people use it: a question, an old address, a day; on a phone, without scripts, in English."""

from __future__ import annotations

import json
from urllib.parse import quote_plus
from urllib.request import urlopen

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser.waiting import follow, until

HOUSE = "cấp phép xây dựng nhà ở"
SPIRITS = "2.000620"
OLD_ADDRESS = "51 Lý Tự Trọng, phường An Phú, quận Ninh Kiều"


def address(base: str, at: str, on: str, power: str = "1.013225", lang: str = "vi") -> str:
    return f"{base}/who?power={quote_plus(power)}&at={quote_plus(at)}&on={on}" + (
        "&lang=en" if lang == "en" else ""
    )


def ask(window: Chrome, base: str, on: str, power: str = HOUSE) -> str:
    """Fill the form as a person does; the headline of the answer."""
    window.get(base + "/")
    for field, text in (("power", power), ("at", OLD_ADDRESS), ("on", on)):
        box = window.find_element(By.ID, field)
        box.clear()
        box.send_keys(text)
    window.find_element(By.CSS_SELECTOR, "form.look button").click()
    until(window, lambda w: "/who?" in w.current_url)
    return window.find_element(By.ID, "who").text


@pytest.mark.parametrize("kind", ["browser", "phone", "scriptless"])
def test_the_house_permit_before_after_and_past_the_lapse(
    kind: str, live_server_url: str, request: pytest.FixtureRequest
) -> None:
    window: Chrome = request.getfixturevalue(kind)
    assert ask(window, live_server_url, "20-06-2022") == "UBND quận Ninh Kiều"
    assert "50/2014/QH13" in window.find_element(By.CSS_SELECTOR, ".chain").text
    assert ask(window, live_server_url, "20-06-2026") == "UBND phường Ninh Kiều"
    # The building law of 2026 stands by itself; retail of spirits rests on the decree that lapses.
    assert ask(window, live_server_url, "02-03-2027") == "UBND phường Ninh Kiều"
    assert ask(window, live_server_url, "28-02-2027", SPIRITS) != "Không ai có thẩm quyền (khoảng trống)"
    assert ask(window, live_server_url, "01-03-2027", SPIRITS) == "Không ai có thẩm quyền (khoảng trống)"


@pytest.mark.parametrize("kind", ["browser", "phone"])
def test_numbers_stay_in_one_piece(kind: str, live_server_url: str, request: pytest.FixtureRequest) -> None:
    window: Chrome = request.getfixturevalue(kind)
    window.get(address(live_server_url, "c31135", "2027-03-01", SPIRITS))
    pieces = window.execute_script(
        "return [...document.querySelectorAll('.answer :is(.act, .day)')].map(x => [x.textContent, x.getClientRects().length])"
    )
    assert "139/2025/NĐ-CP" in [text for text, _ in pieces]
    assert [piece for piece in pieces if piece[1] != 1] == []
    # The number of a step stands beside its colour, not below it.
    beside = window.execute_script(
        "return [...document.querySelectorAll('.answer td .key')].map(key => { const said = document.createRange();"
        " said.selectNodeContents(key.nextSibling); const [a, b] = [key, said].map(x => x.getBoundingClientRect());"
        " return a.top < b.bottom && b.top < a.bottom && a.right <= b.right; })"
    )
    assert beside == [True] * 4
    assert window.execute_script("const page = document.documentElement; return page.scrollWidth - page.clientWidth") == 0


def test_a_gap_leads_to_what_is_needed(scriptless: Chrome, live_server_url: str) -> None:
    scriptless.get(address(live_server_url, OLD_ADDRESS, "2027-03-01", SPIRITS))
    link = scriptless.find_element(By.CSS_SELECTOR, ".answer .note a")
    follow(scriptless, link)
    assert "139/2025/NĐ-CP" in scriptless.find_element(By.CSS_SELECTOR, ".sheet tbody").text


def test_a_split_ward_offers_its_heirs_and_they_answer(browser: Chrome, live_server_url: str) -> None:
    browser.get(address(live_server_url, "phường Bùi Hữu Nghĩa, quận Bình Thủy", "2026-06-20"))
    links = browser.find_elements(By.CSS_SELECTOR, ".parts a")
    assert [link.text for link in links] == [
        "phường Cái Khế, thành phố Cần Thơ",
        "phường Bình Thủy, thành phố Cần Thơ",
    ]
    links[1].click()
    until(browser, lambda w: "c31168" in w.current_url)
    assert browser.find_element(By.ID, "who").text == "UBND phường Bình Thủy"


def test_a_fact_is_asked_when_it_matters(scriptless: Chrome, live_server_url: str) -> None:
    scriptless.get(address(live_server_url, OLD_ADDRESS, "2026-06-20", power="1.013236"))
    choices = scriptless.find_elements(By.CSS_SELECTOR, ".ask input[type=radio]")
    assert [choice.get_attribute("value") for choice in choices] == ["yes", "no"]
    choices[1].click()
    scriptless.find_element(By.CSS_SELECTOR, ".ask button").click()
    until(scriptless, lambda w: "fact" in w.current_url)
    assert "Sở Xây dựng" in scriptless.find_element(By.ID, "who").text


def test_suggestions_without_accents_by_keyboard_alone(browser: Chrome, live_server_url: str) -> None:
    browser.get(live_server_url + "/")
    box = browser.find_element(By.ID, "at")
    box.send_keys("ninh kieu an phu")
    until(browser, lambda w: w.find_elements(By.CSS_SELECTOR, "#places li"))
    assert box.get_attribute("aria-expanded") == "true"
    names = [option.text for option in browser.find_elements(By.CSS_SELECTOR, "#places li")]
    assert names[0] == "phường An Phú, quận Ninh Kiều"
    box.send_keys(Keys.ARROW_DOWN)
    assert box.get_attribute("aria-activedescendant") == "places-0"
    box.send_keys(Keys.ENTER)
    assert box.get_attribute("value") == names[0]
    assert not browser.find_elements(By.CSS_SELECTOR, "#places li")


def test_the_json_twin_has_the_contract_s_keys(live_server_url: str) -> None:
    with urlopen(address(live_server_url, "c31141", "2022-06-20").replace("/who?", "/who.json?")) as response:
        answer = json.load(response)
    assert answer["status"] == "competent"
    assert answer["body"]["id"] == "ubnd-huyen/d916@2021-01-01"


def test_the_card_is_one_click_away_and_leads_back(scriptless: Chrome, live_server_url: str) -> None:
    scriptless.get(address(live_server_url, OLD_ADDRESS, "2022-06-20"))
    assert "/who/qr.svg?" in str(scriptless.find_element(By.CSS_SELECTOR, "img.qr").get_attribute("src"))
    scriptless.find_element(By.PARTIAL_LINK_TEXT, "Phiếu để in").click()
    until(scriptless, lambda w: "/who/card?" in w.current_url)
    assert scriptless.find_element(By.ID, "who").text == "UBND quận Ninh Kiều"
    scriptless.find_element(By.PARTIAL_LINK_TEXT, "Về câu trả lời").click()
    until(scriptless, lambda w: "/who?" in w.current_url)


def test_the_code_and_the_place_are_drawn(browser: Chrome, live_server_url: str) -> None:
    browser.get(address(live_server_url, OLD_ADDRESS, "2022-06-20"))
    for picture in browser.find_elements(By.CSS_SELECTOR, "img.qr, .where img"):
        browser.execute_script("arguments[0].scrollIntoView()", picture)
        until(browser, lambda w, p=picture: w.execute_script("return arguments[0].naturalWidth", p) > 0)
    assert len(browser.find_elements(By.CSS_SELECTOR, "img.qr, .where img")) == 2


def test_one_question_is_asked_at_a_time_and_the_rest_is_kept(
    scriptless: Chrome, live_server_url: str
) -> None:
    scriptless.get(
        address(live_server_url, "c31135", "2026-06-20", power="dieu-chuyen-tai-san-cong", lang="en")
    )
    asked = 0
    while scriptless.find_elements(By.CSS_SELECTOR, "form.ask"):
        assert len(scriptless.find_elements(By.CSS_SELECTOR, "form.ask fieldset, form.ask #ask")) == 1
        if choices := scriptless.find_elements(By.CSS_SELECTOR, "form.ask input[type=radio]"):
            choices[0].click()
        else:
            scriptless.find_element(By.ID, "ask").send_keys("300 triệu")
        before = scriptless.current_url
        scriptless.find_element(By.CSS_SELECTOR, "form.ask button").click()
        until(scriptless, lambda w, b=before: w.current_url != b)
        asked += 1
        assert asked < 5
    assert "lang=en" in scriptless.current_url
    assert scriptless.find_element(By.TAG_NAME, "html").get_attribute("lang") == "en"


def test_larger_type_and_a_dark_page_are_chosen_without_scripts(
    scriptless: Chrome, live_server_url: str
) -> None:
    scriptless.get(live_server_url + "/acts?q=dat")
    follow(scriptless, scriptless.find_element(By.LINK_TEXT, "Cách hiển thị"))
    for name, value in (("theme", "dark"), ("contrast", "more"), ("text", "largest")):
        scriptless.find_element(By.CSS_SELECTOR, f"input[name={name}][value={value}]").click()
    scriptless.find_element(By.CSS_SELECTOR, "main button").click()
    until(scriptless, lambda w: w.current_url.endswith("/acts?q=dat"))
    root = scriptless.find_element(By.TAG_NAME, "html")
    assert root.value_of_css_property("font-size") == "24px"
    assert root.value_of_css_property("background-color") == "rgba(0, 0, 0, 1)"
    scriptless.delete_all_cookies()


def test_a_unit_of_the_map_is_reached_by_keyboard(browser: Chrome, live_server_url: str) -> None:
    browser.get(live_server_url + "/units/c31141@2021-01-01")
    link = browser.find_element(By.CSS_SELECTOR, 'svg.map a[aria-label^="phường Ninh Kiều"]')
    browser.execute_script("arguments[0].focus()", link)
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    until(browser, lambda w: "c31135" in w.current_url)
    assert "Ninh Kiều" in browser.find_element(By.TAG_NAME, "h1").text


def test_the_map_can_be_zoomed_and_names_its_units(browser: Chrome, live_server_url: str) -> None:
    browser.get(live_server_url + "/map?at=ninh+kieu")
    until(browser, lambda w: w.find_elements(By.CSS_SELECTOR, "#leaflet path.leaflet-interactive"))
    assert not browser.find_element(By.CSS_SELECTOR, "svg.map").is_displayed()
    browser.find_element(By.CSS_SELECTOR, ".leaflet-control-zoom-in").click()
    assert browser.find_elements(By.CSS_SELECTOR, "tbody tr")
