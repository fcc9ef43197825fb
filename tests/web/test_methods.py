"""Methods and hosts that no page of ours would use: the right refusal, in both languages."""

from __future__ import annotations

import pytest
from django.test import Client

READ = [
    "/",
    "/who",
    "/who.json",
    "/place",
    "/agenda",
    "/bodies",
    "/findings.csv",
    "/data/",
    "/map",
    "/news",
    "/counter",
]


@pytest.fixture(scope="module")
def strict(site: Client) -> Client:
    """A client that is asked for the token of a form, as every browser is."""
    return Client(raise_request_exception=False, headers={"host": "localhost"}, enforce_csrf_checks=True)


@pytest.mark.parametrize("path", READ)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "OPTIONS"])
def test_a_page_to_read_names_the_methods_it_has(strict: Client, path: str, method: str) -> None:
    answer = strict.generic(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", [*READ, "/who?power=1.013225&at=c31135&on=2026-06-22", "/data/grants.csv", "/nowhere", "/api/v1/openapi.json"])
def test_head_says_what_get_would(site: Client, stored: None, path: str) -> None:
    got, asked = site.get(path), site.head(path)
    assert asked.status_code == got.status_code
    assert {**asked.headers} == {**got.headers}
    assert asked.content == b""
    if got.status_code == 200:
        for again in (site.get, site.head):
            unchanged = again(path, headers={"if-none-match": got.headers["etag"]})
            assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize("path", ["/feedback/send", "/studio/login"])
def test_a_form_still_needs_its_token(strict: Client, stored: None, path: str) -> None:
    assert strict.post(path).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1"])
def test_a_host_that_is_not_ours_is_told_so_in_both_languages(site: Client, host: str) -> None:
    answer = site.get("/", headers={"host": host})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Không hiểu được yêu cầu" in text
    assert "The request cannot be understood" in text
    assert host not in text


@pytest.mark.parametrize(
    ("path", "to"),
    [("/who/?power=x&at=y", "/who?power=x&at=y"), ("/WHO", "/who"), ("/Powers/", "/powers"), ("/Default.aspx", "/"), ("/index.html", "/"),
     ("/news/", "/news")],
)  # fmt: skip
def test_an_address_that_is_nearly_one_of_ours_leads_there(site: Client, path: str, to: str) -> None:
    for ask in (site.get, site.head):
        answer = ask(path)
        assert (answer.status_code, answer.headers["location"]) == (301, to)


@pytest.mark.parametrize("path", ["//evil.example/who/", "///who", "/nowhere/", "/units/none/", "/\\evil.example/", "/studio/nothing/"])
def test_an_address_of_nothing_leads_nowhere(site: Client, path: str) -> None:
    answer = site.get("/", PATH_INFO=path)  # as a server hands it over: two slashes at its head name no host
    assert answer.status_code == 404
    assert "location" not in answer.headers
