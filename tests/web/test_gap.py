"""The page of a gap: the last holder, what is needed, a way to the agenda; numbers of acts in one piece."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from phancap.web.portal.templatetags.portal_text import numbers

GAP = "/who?power=2.000620&at=c31135&on=2027-03-01"


def test_a_gap_names_the_last_holder_and_what_is_needed(site: Client) -> None:
    page = site.get(GAP).content.decode()
    day = '<span class="day">28-02-2027</span>'
    number = '<span class="act">139/2025/NĐ-CP</span>'
    assert '<h1 id="who" class="none">Không ai có thẩm quyền (khoảng trống)</h1>' in page
    assert f"Đến hết {day}: UBND phường Ninh Kiều, theo Phụ lục 4 Nghị định {number} (hết hiệu lực)." in page
    assert "nghị định (Chính phủ); hoặc luật, nghị quyết của Quốc hội." in page
    assert page.count("còn ghi Phòng Kinh tế") == 1


@pytest.mark.parametrize("lang", ["", "&lang=en"])
def test_the_agenda_it_leads_to_is_about_that_power(site: Client, lang: str) -> None:
    page = html.unescape(site.get(GAP + lang).content.decode())
    link = f"/agenda?power=2.000620&from=2027-03-01&to=2027-03-02{lang}"
    assert f'href="{link}"' in page
    [row] = site.get(link.replace("/agenda", "/agenda.json")).json()["rows"]
    assert (row["ends"], row["falls"], row["changes"]) == ("139/2025/NĐ-CP", ["2.000620"], [])
    assert site.get(link).status_code == 200


def test_an_agenda_of_no_such_power_is_refused(site: Client) -> None:
    assert site.get("/agenda?power=nonsense").status_code == 400


def test_a_gap_is_whole_in_english(site: Client) -> None:
    page = site.get(GAP + "&lang=en").content.decode()
    assert (
        'To the end of <span class="day">28-02-2027</span>: People&#x27;s Committee, phường Ninh Kiều, under annex 4'
        in page
    )
    assert "For a body to be competent again, this is needed: decree (Government); or a law" in page


def test_the_day_before_has_no_help(site: Client) -> None:
    page = site.get(GAP.replace("2027-03-01", "2027-02-28")).content.decode()
    assert "/agenda?power=" not in page


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("Nghị định 139/2025/NĐ-CP", "Nghị định <span class=\"act\">139/2025/NĐ-CP</span>"),
        ("a 50/2014/QH13; 9/QĐ-UBND.", 'a <span class="act">50/2014/QH13</span>; <span class="act">9/QĐ-UBND</span>.'),
        ("từ 01-03-2027, 1-2-33-44", 'từ <span class="day">01-03-2027</span>, 1-2-33-44'),
        ("<b> & 1/2014/QH13", '&lt;b&gt; &amp; <span class="act">1/2014/QH13</span>'),
        ("https://a.example/2024/12/x 5/QĐ", 'https://a.example/2024/12/x <span class="act">5/QĐ</span>'),
    ],
)  # fmt: skip
def test_numbers_of_acts_stay_in_one_piece(text: str, marked: str) -> None:
    assert str(numbers(text)) == marked


@pytest.mark.parametrize(
    "value", ["no number <i>", "và/hoặc <i>", "https://a.example/2024/12/x", "", None, 3]
)
def test_what_holds_no_number_is_left_as_it_is(value: object) -> None:
    assert numbers(value) is value
