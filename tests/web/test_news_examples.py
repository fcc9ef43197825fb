"""The example articles: ours, stamped, without a fault or a serious doubt, and only where somebody asked for them."""

from __future__ import annotations

import json

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("stored")


def test_examples_are_published_once_and_stamped(site: Client) -> None:
    from phancap.web.portal.news.models import Article
    from phancap.web.portal.news.trial import ORDER, load_examples

    assert json.loads(site.get("/news.json").content)["total"] == 0
    assert load_examples() == len(ORDER) == 6
    assert load_examples() == 0
    found = json.loads(site.get("/news.json").content)
    assert found["total"] == 6
    assert all(article["example"] and article["byline"] and article["source"]["name"] for article in found["articles"])
    for article in Article.objects.all():
        for lang in ("", "?lang=en"):
            page = site.get(article.path + lang).content.decode()
            assert page.count('<p class="stamp"') == 1


def test_examples_cite_what_is_registered_and_rightly(site: Client) -> None:
    from phancap.web.portal.news.citing import doubts_of
    from phancap.web.portal.news.models import Version
    from phancap.web.portal.news.trial import load_examples

    load_examples()
    doubts = [
        (version.title, doubt.code)
        for version in Version.objects.all()
        for listed in doubts_of(version).values()
        for doubt in listed
        if doubt.severity != "note" or doubt.code == "PC111"
    ]
    assert doubts == []


def test_every_drawing_has_its_source_and_words() -> None:
    from phancap.web.portal.news.trial import FOLDER, ORDER, read_example

    for name in ORDER:
        stated = read_example(name)
        if "picture" in stated:
            assert (FOLDER / stated["picture"]).with_suffix(".svg").exists()
            assert stated["alt"] != stated["caption"]
