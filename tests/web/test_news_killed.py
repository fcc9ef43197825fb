"""`kill -9` while publishing: visitors see the old version or the new one, whole; nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import settings as profile

PUBLISHER = """
import os, sys
import django
django.setup()
from django.contrib.auth import get_user_model
from phancap.web.portal.news import workflow
from phancap.web.portal.news.drafts import Draft
from phancap.web.portal.news.models import Article
editor, approver = (get_user_model().objects.get(username=name) for name in ("editor", "approver"))
article = Article.objects.get(slug="bai")
while True:
    number = article.latest + 1
    word = f"so{number}"
    text = Draft(title=f"Tiêu đề {word}", lead=f"Dẫn {word}", body=f"Nội dung {word}. " * 200, tags=[word])
    workflow.save(article.pk, article.latest, text, editor)
    workflow.hand_in(article.pk, number, editor)
    workflow.agree(article.pk, number, approver)
    print(number, flush=True)
    article.refresh_from_db()
"""


@pytest.fixture
def article(stored_for_all: None) -> Any:
    from django.contrib.auth import get_user_model

    from phancap.web.portal.news import workflow
    from phancap.web.portal.news.drafts import Draft

    editor, approver = (
        get_user_model().objects.create_user(name, password="x") for name in ("editor", "approver")
    )
    made = workflow.create(
        Draft(title="Tiêu đề so1", lead="Dẫn so1", body="Nội dung so1.", tags=["so1"]), editor, slug="bai"
    )
    workflow.hand_in(made.pk, 1, editor)
    workflow.agree(made.pk, 1, approver)
    return made


def seen() -> int:
    """The number of the version that visitors see, after everything it is made of was found to be of that number."""
    from phancap.web.portal.news.models import Article
    from phancap.web.portal.news.search import find

    live = Article.objects.select_related("live").get(slug="bai").live
    assert live is not None
    word = f"so{live.number}"
    assert (live.title, live.lead, live.tags) == (f"Tiêu đề {word}", f"Dẫn {word}", [word])
    assert word in live.html
    assert [hit.article for hit in find(word)] == [live.article_id]
    for other in (live.number - 1, live.number + 1):
        assert find(f"so{other}") == []
    assert live.words.filter(token=f"w:{word}", weight__gte=8).exists()
    return int(live.number)


def test_old_or_new_never_a_mixture(article: Any) -> None:
    from django.db import connections

    rounds = 200 if profile.default.max_examples > 1000 else 8
    dice = random.Random(7)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "phancap.web.settings"}
    last = 1
    for _ in range(rounds):
        connections.close_all()
        child = subprocess.Popen(
            [sys.executable, "-c", PUBLISHER],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            start_new_session=True,
        )
        assert child.stdout is not None
        told = [int(child.stdout.readline())]  # it is at work
        reader = threading.Thread(
            target=lambda out=child.stdout, told=told: told.extend(
                int(line) for line in out if line.endswith("\n")
            )
        )
        reader.start()
        time.sleep(dice.random() * 0.3)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        reader.join()
        now = seen()
        assert now >= told[-1] >= last, "an acknowledged publication is there"
        last = now


def test_many_editors_at_once_save_one_version_each_or_are_told(article: Any) -> None:
    from django.contrib.auth import get_user_model
    from django.db import connections

    from phancap.web.portal.news import workflow
    from phancap.web.portal.news.drafts import Draft

    editor = get_user_model().objects.get(username="editor")
    start = threading.Barrier(12)

    def one(n: int) -> int:
        start.wait(timeout=60)
        try:
            return int(
                workflow.save(article.pk, 1, Draft(title=f"Của người {n}", lead="a", body="b"), editor).number
            )
        except workflow.Conflict as told:
            assert told.theirs.number == 2
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        assert sorted(pool.map(one, range(12))) == [0] * 11 + [2]
    assert article.versions.count() == 2


def test_one_of_many_approvers_publishes_once(article: Any) -> None:
    from django.contrib.auth import get_user_model
    from django.db import connections

    from phancap.web.portal.news import workflow
    from phancap.web.portal.news.drafts import Draft
    from phancap.web.portal.news.models import Deed

    editor, approver = (get_user_model().objects.get(username=name) for name in ("editor", "approver"))
    workflow.save(
        article.pk, 1, Draft(title="Tiêu đề so2", lead="Dẫn so2", body="Nội dung so2.", tags=["so2"]), editor
    )
    workflow.hand_in(article.pk, 2, editor)
    start = threading.Barrier(8)

    def one(_: int) -> bool:
        start.wait(timeout=60)
        try:
            return workflow.agree(article.pk, 2, approver)
        except workflow.NotNow:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(8))) == 1
    assert Deed.objects.filter(article=article, deed="published").count() == 2
    assert seen() == 2
