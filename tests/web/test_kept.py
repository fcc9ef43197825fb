"""Pages kept for a minute: the same bytes for the same question, and never for another one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

ASKED = "/who?power=1.013225&at=an+phu+ninh+kieu&on=2022-06-20"


@pytest.fixture(autouse=True)
def _none_kept(site: Client) -> Iterator[None]:
    from phancap.web.portal import kept

    kept.forget()
    yield
    kept.forget()


def test_a_kept_page_is_the_page(site: Client) -> None:
    from phancap.web.portal import kept

    for address in (ASKED, ASKED.replace("/who", "/who.json")):
        first, again = site.get(address), site.get(address)
        assert first.content == again.content
        assert dict(first.headers) == dict(again.headers)
        assert site.head(address).status_code == 200
    assert len(kept._pages) == 2
    answer = site.get(ASKED)
    assert site.get(ASKED, headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    "other", [ASKED + "&lang=en", ASKED.replace("20", "21"), ASKED + "&role=receive", ASKED + "&fact=x=1", ASKED.replace("1.013225", "1.013236")]
)  # fmt: skip
def test_another_question_is_another_page(site: Client, other: str) -> None:
    assert site.get(ASKED).content != site.get(other).content


def test_tomorrow_and_another_owner_are_another_page(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from phancap.web.portal import kept

    undated = ASKED.rpartition("&")[0]
    site.get(undated)
    monkeypatch.setattr(kept, "today", lambda: 1)
    site.get(undated)
    monkeypatch.setattr(kept, "_whose", lambda: "Sở Mẫu")
    site.get(undated)
    assert len(kept._pages) == 3


def test_what_is_wrong_or_large_is_not_kept_and_old_pages_go(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from phancap.web.portal import kept

    assert site.get("/who?power=1.013225").status_code == 400
    assert not kept._pages
    monkeypatch.setattr(kept, "LARGEST", 10)
    site.get(ASKED)
    assert not kept._pages
    monkeypatch.undo()
    monkeypatch.setattr(kept, "MOST_PAGES", 3)
    for day in range(1, 8):
        site.get(ASKED.replace("20", f"{day:02}"))
    assert len(kept._pages) == 3
    monkeypatch.setattr(kept, "SECONDS", -1.0)
    site.get(ASKED)
    assert site.get(ASKED).status_code == 200
