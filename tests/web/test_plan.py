"""The plan's pages: for those with the right, read from kept runs, never simulated on a request."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from phancap.planning.runs import keep

RUN = "0123456789abcdef"
ADDRESSES = ("/studio/plan/", f"/studio/plan/compare/{RUN}", "/studio/plan/roadmap/model-hcmc", "/studio/plan/option/model-hcmc")


@pytest.fixture
def reader(stored: None, site: Client) -> Client:
    from phancap.web.studio.people import Holding, Post, Role, User

    user = User.objects.create_user("planner", password="một mật khẩu dài")
    post, _made = Post.objects.get_or_create(name="lập kế hoạch")
    role, _made = Role.objects.get_or_create(id="planner", defaults={"name": "Lập kế hoạch", "rights": ["plan.read"]})
    post.roles.set([role])
    Holding.objects.create(user=user, post=post)
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    client.force_login(user)
    return client


@pytest.fixture
def run(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("PHANCAP_DATA", str(tmp_path))
    cell = {"option": "base", "scenario": "base", "measure": "cycle_days_p50", "mean": 6.1, "low": 6.0, "high": 6.2,
            "difference": None, "verdict": None}  # fmt: skip
    data: dict[str, Any] = {
        "format": 1, "run": RUN, "options": ["base"], "scenarios": ["base"], "cells": [cell],
        "needs_national_assembly": [], "assumptions": [], "groups": [], "rankings": [], "frontiers": [],
        "sensitivity": [], "break_even": [], "about": {}, "warnings": ["<b>không</b>"],
        "names": {"options": {"base": "hiện trạng"}, "scenarios": {"base": "như <i>hiện nay</i>"}, "measures": {}},
        "settings": {"replications": 30, "seed": 1, "lang": "vi"},
    }  # fmt: skip
    assert keep(data) is not None
    return data


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_the_right_nothing_is_shown(site: Client, stored: None, address: str) -> None:
    answer = Client(raise_request_exception=False, headers={"host": "localhost"}).get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/studio/login")


def test_runs_are_listed_and_shown_with_their_files(reader: Client, run: dict[str, Any]) -> None:
    page = reader.get("/studio/plan/").content.decode()
    assert RUN in page
    assert "model-hcmc" in page
    shown = reader.get(f"/studio/plan/compare/{RUN}")
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Được gì" in text
    # What a run says is data, never markup.
    assert "<b>không</b>" not in text
    assert "&lt;b&gt;không" in text
    assert json.loads(reader.get(f"/studio/plan/compare/{RUN}.json").content) == run
    document = reader.get(f"/studio/plan/compare/{RUN}.docx")
    assert document.content[:2] == b"PK"
    assert "attachment" in document["Content-Disposition"]
    assert "What do we gain" in reader.get(f"/studio/plan/compare/{RUN}?lang=en").content.decode()


def test_a_road_map_is_a_page_a_picture_and_a_sheet(reader: Client) -> None:
    page = reader.get("/studio/plan/roadmap/model-hcmc")
    assert page.status_code == 200
    assert "GIẢ ĐỊNH" in page.content.decode()
    assert reader.get("/studio/plan/roadmap/model-hcmc.svg")["Content-Type"] == "image/svg+xml"
    assert reader.get("/studio/plan/roadmap/model-hcmc.xlsx").content[:2] == b"PK"
    assert reader.get("/studio/plan/roadmap/model-hcmc.json").json()["critical_path"]


def test_what_an_option_brings_is_a_page_and_data(reader: Client) -> None:
    assert "Quốc hội" in reader.get("/studio/plan/option/model-hcmc").content.decode()
    assert reader.get("/studio/plan/option/model-hcmc.json").json()["needs_national_assembly"] is True


@pytest.mark.parametrize(
    "address",
    ["/studio/plan/compare/ffffffffffffffff", "/studio/plan/compare/..", "/studio/plan/roadmap/khong-co",
     "/studio/plan/option/khong-co", "/studio/plan/roadmap/..%2f..", "/studio/plan/option/model-hcmc.exe"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404
