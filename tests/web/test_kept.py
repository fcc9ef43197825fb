"""Pages kept for a minute: the same bytes for the same question, and never for another one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

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


def test_boundaries_that_are_imported_count_at_once(site: Client) -> None:
    from django.conf import settings

    from phancap.territory.boundaries import FILE_NAME, Boundaries, keep, make_shape

    point = "/who?power=1.013225&at=10.03,105.78&on=2026-06-20"
    ring = [(105.7, 9.9), (105.9, 9.9), (105.9, 10.1), (105.7, 10.1), (105.7, 9.9)]
    folder = Path(settings.PHANCAP_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    assert not (folder / FILE_NAME).exists()
    try:
        met = [site.get(point).content]
        for uid in ("c31135@2025-07-01", "c31168@2025-07-01"):
            keep(Boundaries((make_shape(uid, [[ring]]),), "2026-06-20", "drawn.geojson"), folder)
            met.append(site.get(point).content)
    finally:
        (folder / FILE_NAME).unlink(missing_ok=True)
    assert len(set(met)) == 3
    assert "UBND phường Ninh Kiều".encode() in met[1]
    assert "UBND phường Bình Thủy".encode() in met[2]
    assert site.get(point).content == met[0]
