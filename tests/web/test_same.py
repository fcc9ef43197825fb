"""`/who.json` and `/api/v1/who` are byte for byte what `phancap who --json` prints, over many drawn questions."""

from __future__ import annotations

import random
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from django.core.cache import cache
from django.test import Client

from phancap.charter.model import ROLES
from phancap.cli.who import who
from phancap.formats.days import format_day
from phancap.web.portal.desk import view

PLACES = [
    "51 ly tu trong, an phu, ninh kieu", "phường Bùi Hữu Nghĩa", "c31141@2021-01-01", "c31135", "d916", "p92", "31141",
    "c31120~2022-06-20", "xã Không Đâu Cả", "quận Cái Răng", "Thốt Nốt", "10.03,105.78", "x", "Tân Thạnh", "9" * 60,
]  # fmt: skip
WORDS = [
    "cấp phép xây dựng nhà ở",
    "giay phep nha",
    "khai sinh",
    "1.013225",
    "không có việc này",
    "xay",
    "=1+1",
    "2.000620",
]


def drawn(seed: int) -> tuple[list[str], list[tuple[str, str]]]:
    """One question as words of the command line and as parameters of an address."""
    rng = random.Random(seed)
    powers = sorted(view().powers)
    power = rng.choice([rng.choice(powers), rng.choice(WORDS)])
    place = rng.choice(PLACES)
    start, end = view().horizon
    on = rng.randrange(start - 40, end + 40)
    words, pairs = (
        [power, "--at", place, "--on", format_day(on), "--json"],
        [("power", power), ("at", place), ("on", format_day(on))],
    )

    def add(name: str, value: str) -> None:
        words.extend([f"--{name}", value])
        pairs.append((name, value))

    if rng.random() < 0.4:
        add("role", rng.choice(ROLES))
    if rng.random() < 0.3:
        add("decided", format_day(on + rng.randrange(0, 300)))
    if rng.random() < 0.3:
        add("known", format_day(rng.randrange(start, end)))
    facts: list[Any] = view().facts_of(power) if power in view().powers else []
    for fact in facts:
        if rng.random() < 0.6:
            value = (
                rng.choice(fact.values)
                if fact.values
                else rng.choice(["yes", "no"])
                if fact.type == "bool"
                else rng.choice(["15 tỷ", "1", "99.000.000"])
            )
            add("fact", f"{fact.fact}={value}")
    if rng.random() < 0.2:
        add("fact", "nothing=1")
    if rng.random() < 0.4:
        add("lang", "en")
    return words, pairs


@pytest.mark.parametrize("seed", range(60))
def test_the_same_bytes_on_the_page_the_api_and_the_command_line(site: Client, seed: int) -> None:
    cache.clear()
    words, pairs = drawn(seed)
    printed = CliRunner().invoke(who, words, standalone_mode=False)
    assert printed.exception is None
    query = urlencode(pairs)
    assert site.get(f"/who.json?{query}").content.decode() == printed.output
    assert site.get(f"/api/v1/who?{query}").content.decode() == printed.output
    assert site.get(f"/who?{query}").status_code == 200
    assert site.get(f"/who/card?{query}").status_code == 200


PILOT = "pilot-ninh-kieu-cai-rang"


@pytest.mark.parametrize("on", ["2022-06-20", "2023-06-20"])
def test_an_option_is_counted_in_as_on_the_command_line(site: Client, on: str) -> None:
    cache.clear()
    words = ["1.013225", "--at", "d916", "--on", on, "--json", "--option", PILOT]
    printed = CliRunner().invoke(who, words, standalone_mode=False).output
    query = urlencode({"power": "1.013225", "at": "d916", "on": on, "option": PILOT})
    assert site.get(f"/who.json?{query}").content.decode() == printed
    assert site.get(f"/api/v1/who?{query}").content.decode() == printed
    page = site.get(f"/who?{query}").content.decode()
    assert "PHƯƠNG ÁN GIẢ ĐỊNH" in page
    # The way on from this page keeps the option: the card and the lasting link are about the same answer.
    assert page.count(f"option={PILOT}") >= 2


@pytest.mark.parametrize("path", ["/who.json", "/api/v1/who", "/who", "/who/card", "/who/qr.svg"])
@pytest.mark.parametrize("option", ["no-such-option", "../base", "x" * 300])
def test_an_option_that_is_not_there_is_refused(site: Client, path: str, option: str) -> None:
    cache.clear()
    query = urlencode({"power": "1.013225", "at": "d916", "on": "2022-06-20", "option": option})
    assert site.get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("path", ["/who.json", "/who"])
def test_one_parameter_with_two_values_is_refused(site: Client, path: str) -> None:
    query = "power=1.013225&at=d916&on=2022-06-20&on=2023-06-20"
    assert site.get(f"{path}?{query}").status_code == 400
    assert site.get(f"{path}?{query.replace('2023', '2022')}").status_code == 200
