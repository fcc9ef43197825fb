"""The due moment on the page of an answer: counted where the limit is known, else said to be unknown."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


def due(site: Client, lang: str = "vi", **limit: Any) -> dict[str, Any]:
    """What the page says of one limit."""
    from phancap.competence.inquiry import Put
    from phancap.formats.days import parse_day
    from phancap.web.portal.handing_in import due as all_due

    day = parse_day("2026-06-22")
    case = {
        "case": "",
        "channel": "",
        "cutoff": "",
        "act": "50/2014/QH13",
        "provision": "Đ.102 k.1",
        "note": "",
        **limit,
    }
    (found,) = all_due(
        {"limit": {**case, "cases": [case]}, "power": {"id": "1.013225"}}, Put("x", "y", day), day + 1, lang
    )
    return found


def test_a_known_limit_has_its_day(site: Client) -> None:
    found = due(site, value=3, unit="working_day")
    assert (found["limit"], found["due_iso"][:10]) == ("3 ngày làm việc", "2026-06-25")


def test_the_same_day_needs_no_value(site: Client) -> None:
    assert due(site, value=None, unit="same_day")["due_iso"][:10] == "2026-06-22"


@pytest.mark.parametrize("unit", ["working_day", "day", "hour", "month", "unknown"])
@pytest.mark.parametrize("value", [None, 0])
def test_a_unit_without_a_value_is_unknown(site: Client, value: int | None, unit: str) -> None:
    """No default is invented: a limit of no days is not a limit of one."""
    found = due(site, value=value, unit=unit)
    assert "due" not in found
    assert found["limit"] == "chưa rõ"


def test_the_provision_is_told_in_the_language_of_the_page(site: Client) -> None:
    assert due(site, value=3, unit="day")["provision"] == "khoản 1 Điều 102"
    assert due(site, "en", value=3, unit="day")["provision"] == "article 102, clause 1"
