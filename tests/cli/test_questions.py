"""Questions on a small city, by the contract's sentences: what is asked for is answered or refused, never guessed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.small_city import write_city


@pytest.fixture
def city(tmp_path: Path) -> str:
    return str(write_city(tmp_path / "city"))


def test_a_fact_given_twice_with_two_values_is_refused(run: Any, city: str) -> None:
    asked = ("who", "hai", "--at", "c101", "--on", "2023-01-01", "--workspace", city)
    code, _, err = run(*asked, "--fact", "value=1", "--fact", "value=20 tỷ")
    assert code == 2
    assert "`value`" in err
    code, _, _ = run(*asked, "--fact", "value=20 tỷ", "--fact", "value=20 tỷ")
    assert code == 0


def test_parts_of_one_commune_are_told_apart_and_can_be_asked_for_again(run: Any, city: str) -> None:
    """For ten days after the merger the old communes' organs act on as caretakers of their land."""
    asked = ("who", "ba", "--on", "2024-01-05", "--json", "--workspace", city)
    answer = json.loads(run(*asked, "--at", "c101")[1])
    assert answer["status"] == "ambiguous-place"
    places = [(part["place"]["uid"], part["body"]["id"]) for part in answer["candidates"]]
    assert [uid for uid, _ in places] == ["c101@2021-01-01", "c102@2021-01-01"]
    for uid, body in places:
        assert json.loads(run(*asked, "--at", uid)[1])["body"]["id"] == body


def test_a_unit_that_still_stands_lies_in_no_other(run: Any, city: str) -> None:
    asked = ("who", "mot", "--on", "2023-01-01", "--json", "--workspace", city, "--at")
    assert "now" not in json.loads(run(*asked, "p1")[1])["place"]
    assert [unit["uid"] for unit in json.loads(run(*asked, "c102")[1])["place"]["now"]] == ["c101@2025-07-01"]


def test_in_english_a_power_has_its_english_name_wherever_it_has_one(run: Any, city: str) -> None:
    asked = ("who", "--on", "2023-01-01", "--lang", "en", "--json", "--workspace", city)
    nowhere = json.loads(run(*asked, "mot", "--at", "nowhere at all")[1])
    assert (nowhere["status"], nowhere["power"]["name"]) == ("unknown-place", "Permit one")
    assert any(
        "Permit one" in note for note in json.loads(run(*asked, "permit one", "--at", "c101")[1])["notes"]
    )


@pytest.mark.parametrize(
    "of", ["so-xd/p1@2021-01-01", "so-xd", "Sở Xây dựng", "sở xây dựng tỉnh thử", "so xay dung tinh Thu"]
)
def test_the_powers_of_a_body_by_id_class_or_name(run: Any, city: str, of: str) -> None:
    code, out, _ = run("powers", "--of", of, "--on", "2023-01-01", "--json", "--workspace", city)
    held = json.loads(out)
    assert (code, held["body"]["id"]) == (0, "so-xd/p1@2021-01-01")
    assert [(item["power"], item["conditions"]) for item in held["powers"]] == [
        ("hai", ["class in {I, II} and value >= 0 and value < 15000000000"]),
        ("mot", []),
    ]


def test_a_class_with_several_bodies_asks_which(run: Any, city: str) -> None:
    code, _, err = run("powers", "--of", "ubnd-xa", "--on", "2023-01-01", "--workspace", city)
    assert code == 2
    assert "ubnd-xa/c101@2021-01-01, ubnd-xa/c102@2021-01-01" in err


@pytest.mark.parametrize(
    "of", ["foo/c101@2021-01-01", "ubnd-xa/d10@2021-01-01", "ubnd-xa/c999@2021-01-01", "x"]
)
def test_a_body_that_never_was_is_refused(run: Any, city: str, of: str) -> None:
    code, _, err = run("powers", "--of", of, "--on", "2023-01-01", "--workspace", city)
    assert code == 2
    assert f"`{of}`" in err


def test_powers_outside_the_record_or_of_a_body_that_is_gone(run: Any, city: str) -> None:
    code, _, err = run("powers", "--of", "so-xd", "--on", "2019-01-01", "--workspace", city)
    assert code == 2
    assert "01-01-2021" in err
    code, out, _ = run(
        "powers", "--of", "ubnd-huyen/d10@2021-01-01", "--on", "2026-01-01", "--workspace", city
    )
    assert code == 0
    assert "không tồn tại" in out
