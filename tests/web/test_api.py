"""`/api/v1`: the answers of the command line, described; hostile parameters drawn from the description itself."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

BASE = "/api/v1"
LISTS = ["/units", "/powers", "/bodies", "/acts", "/data/grants"]


@pytest.fixture(autouse=True)
def fresh_rate(site: Client) -> None:
    """The rate limit counts anew for each test."""
    cache.clear()


def get(site: Client, address: str) -> Any:
    response = site.get(BASE + address)
    assert response.status_code == 200, response.content
    return json.loads(response.content)


def test_it_describes_itself_by_openapi_3_1(site: Client) -> None:
    described = get(site, "/openapi.json")
    assert described["openapi"].startswith("3.1")
    assert get(site, "/")["openapi"] == f"{BASE}/openapi.json"
    for path, ways in described["paths"].items():
        for way, about in ways.items():
            assert about["summary"], (path, way)


@pytest.mark.parametrize(
    "address, twin",
    [
        ("/who?power=1.013225&at=c31135&on=2026-06-20", "/who.json?power=1.013225&at=c31135&on=2026-06-20"),
        ("/who?power=1.013236&at=c31135&on=2026-06-20&fact=in_zone%3Dno",
         "/who.json?power=1.013236&at=c31135&on=2026-06-20&fact=in_zone%3Dno"),
        ("/place?at=an+phu&on=2022-06-20", "/place.json?at=an+phu&on=2022-06-20"),
        ("/units/d916@2021-01-01", "/units/d916@2021-01-01.json"),
        ("/bodies/ubnd-xa/c31135@2025-07-01", "/bodies/ubnd-xa/c31135@2025-07-01.json"),
        ("/acts/140/2025/" + quote("NĐ-CP"), "/acts/140/2025/" + quote("NĐ-CP") + ".json"),
        ("/agenda?from=2026-12-01", "/agenda.json?from=2026-12-01"),
        ("/findings", "/findings.json"),
    ],
)  # fmt: skip
def test_an_answer_is_byte_for_byte_that_of_the_page(site: Client, address: str, twin: str) -> None:
    assert site.get(BASE + address).content == site.get(twin).content


@pytest.mark.parametrize("address", LISTS)
def test_pages_of_a_list_put_together_are_the_list(site: Client, address: str) -> None:
    whole = get(site, f"{address}?limit=1000")
    parts: list[Any] = []
    while len(parts) < min(whole["total"], 1000):
        parts += get(site, f"{address}?limit=137&offset={len(parts)}")["items"]
    assert parts[:1000] == whole["items"]
    assert get(site, f"{address}?offset=1000000")["items"] == []


def test_a_batch_answers_each_question_in_its_order(site: Client) -> None:
    asked = {"questions": [
        {"power": "1.013225", "at": "c31135", "on": "2026-06-20"},
        {"power": "không có việc này", "at": "c31135"},
        {"power": "1.013225", "at": "c31135", "on": "2026-99-01"},
        {"power": "1.013236", "at": "c31135", "on": "2026-06-20", "facts": {"in_zone": "no"}},
    ]}  # fmt: skip
    response = site.post(f"{BASE}/who", json.dumps(asked), content_type="application/json")
    answers = json.loads(response.content)["answers"]
    assert [a.get("status", "error") for a in answers] == ["competent", "unknown-power", "error", "competent"]
    assert answers[0] == get(site, "/who?power=1.013225&at=c31135&on=2026-06-20")


@pytest.mark.parametrize(
    "body", ["", "[]", "{", '{"questions": 3}', '{"questions": [{}]}', '{"questions": [{"power": "", "at": "x"}]}',
             '{"questions": [' + ",".join(['{"power": "a", "at": "b"}'] * 501) + "]}", "\x00", "[" * 10_000]
)  # fmt: skip
def test_a_spoilt_batch_is_refused(site: Client, body: str) -> None:
    assert site.post(f"{BASE}/who", body, content_type="application/json").status_code in (400, 422)


def test_reads_are_open_to_other_sites_and_carry_an_etag(site: Client) -> None:
    response = site.get(f"{BASE}/powers/1.013225")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert site.get(f"{BASE}/powers/1.013225", headers={"if-none-match": response["ETag"]}).status_code == 304


def test_too_many_questions_are_told_to_wait(site: Client) -> None:
    codes = [site.get(f"{BASE}/data").status_code for _ in range(620)]
    assert codes[0] == 200
    assert codes[-1] == 429


def drawn(site: Client) -> list[tuple[str, list[str]]]:
    """Every read of the description with the names of its parameters."""
    described = json.loads(site.get(f"{BASE}/openapi.json").content)
    return [
        (path, [p["name"] for p in ways["get"].get("parameters", []) if p["in"] == "query"])
        for path, ways in described["paths"].items() if "get" in ways
    ]  # fmt: skip


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["", "\x00", "9" * 40, "-1", "1e9", "NaN", "2026-02-30", "0001-01-01", "9999-12-31", "x" * 500,
                     "' OR 1=1", "../..", "c31135", "1.013225", "ubnd-xa", "true", "[]", "{}", "\ud7ff", "10.03,105.78"]),
)  # fmt: skip


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_parameter_makes_an_error_of_ours(site: Client, data: st.DataObject) -> None:
    cache.clear()
    path, names = data.draw(st.sampled_from(drawn(site)))
    keys = st.sampled_from(
        ["1.013225", "d916@2021-01-01", "50/2014/QH13", "ubnd-xa/c31135@2025-07-01", "grants"]
    )
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        path = path[:start] + quote(data.draw(st.one_of(keys, HOSTILE)), safe="/@") + path[end + 1 :]
    query = {name: data.draw(HOSTILE) for name in names if data.draw(st.booleans())}
    assert site.get(path, query).status_code in (200, 304, 400, 404, 422)


def test_a_page_of_another_site_may_put_a_batch(site: Client) -> None:
    asked = site.options(f"{BASE}/who", headers={"origin": "https://example.org", "access-control-request-method": "POST",
                                                 "access-control-request-headers": "content-type"})  # fmt: skip
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (204, "*")
    assert "POST" in asked["Access-Control-Allow-Methods"]
    assert "content-type" in asked["Access-Control-Allow-Headers"]
    body = json.dumps({"questions": [{"power": "1.013225", "at": "c31135"}]})
    answer = site.post(
        f"{BASE}/who", body, content_type="application/json", headers={"origin": "https://example.org"}
    )
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
