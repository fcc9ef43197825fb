"""The visit counter: exact however many come at once, and nothing left that knows who came."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """No figure and no memory of the test before."""
    from phancap.web.portal.counter import tally, views

    def clear() -> None:
        tally.forget()
        views._kept = None

    clear()
    yield
    clear()


def come(client: Client, address: str, agent: str = BROWSER, **more: str) -> int:
    return client.get(
        "/counter/visit.gif", headers={"user-agent": agent}, REMOTE_ADDR=address, **more
    ).status_code


def figures(client: Client) -> dict[str, Any]:
    from phancap.web.portal.counter import views

    views._kept = None
    found: dict[str, Any] = json.loads(client.get("/counter.json").content)
    return found


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the day by the clock of Vietnam."""

    def set_day(day: date) -> None:
        from phancap.web.portal.counter import tally

        monkeypatch.setattr(tally, "local_day", lambda: day)

    return set_day


@pytest.mark.usefixtures("stored")
def test_one_person_one_day_one_visit(site: Client) -> None:
    for _ in range(5):
        assert come(site, "10.0.0.1") == 200
    come(site, "10.0.0.2")
    come(site, "10.0.0.1", BROWSER.replace("141", "142"))
    assert figures(site)["today"] == 3


@pytest.mark.parametrize(
    "agent",
    ["", "curl/8.5", "python-requests/2.32", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
     "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0)", "facebookexternalhit/1.1", "Wget/1.21",
     "Mozilla/5.0 (compatible; coccocbot-web/1.0)", "Mozilla/5.0 HeadlessChrome/140.0", "x" * 3000, "Zalo bot"],
)  # fmt: skip
@pytest.mark.usefixtures("stored")
def test_programs_do_not_count(site: Client, agent: str) -> None:
    assert come(site, "10.0.0.1", agent) == 200
    assert figures(site)["today"] == 0


@pytest.mark.usefixtures("stored")
def test_what_is_fetched_ahead_or_only_asked_about_does_not_count(site: Client) -> None:
    come(site, "10.0.0.1", HTTP_SEC_PURPOSE="prefetch;prerender")
    come(site, "10.0.0.1", HTTP_PURPOSE="prefetch")
    site.head("/counter/visit.gif", headers={"user-agent": BROWSER})
    assert site.post("/counter/visit.gif").status_code == 405
    assert figures(site)["today"] == 0


@pytest.mark.usefixtures("stored")
def test_a_header_cannot_pretend_to_be_somebody_else(site: Client) -> None:
    for last in range(20):
        come(site, "10.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.{last}")
    assert figures(site)["today"] == 1


@pytest.mark.usefixtures("stored")
def test_yesterday_week_and_all_with_what_the_old_site_had(site: Client, on: Any) -> None:
    """The old page of Monday, 20 June 2022: 83 yesterday, 84 today, so 84 this week; all 152111."""
    from phancap.web.portal.counter.models import CarriedOver

    CarriedOver.objects.create(visits=151944, note="trang cũ")
    on(date(2022, 6, 19))
    for n in range(83):
        come(site, f"10.0.0.{n}")
    on(date(2022, 6, 20))
    for n in range(84):
        come(site, f"10.0.0.{n}")
    assert [figures(site)[name] for name in ("yesterday", "today", "week", "all")] == [83, 84, 84, 152111]
    on(date(2022, 6, 26))
    come(site, "10.0.0.1")
    assert [figures(site)[name] for name in ("yesterday", "today", "week")] == [0, 1, 85]
    on(date(2022, 6, 27))
    assert [figures(site)[name] for name in ("yesterday", "today", "week", "all")] == [1, 0, 0, 152112]


@pytest.mark.usefixtures("stored")
def test_at_midnight_salt_and_hashes_are_gone_and_people_are_strangers_again(site: Client, on: Any) -> None:
    from phancap.web.portal.counter.models import Day, Salt, Seen

    on(date(2026, 11, 28))
    come(site, "10.0.0.1")
    first = Seen.objects.get().digest
    salt = bytes(Salt.objects.get().salt)
    on(date(2026, 11, 29))
    from phancap.web.portal.counter.tasks import close_counter_days

    close_counter_days.func()
    assert not Salt.objects.exists()
    assert not Seen.objects.exists()
    assert Day.objects.get().visits == 1
    come(site, "10.0.0.1")
    assert Seen.objects.get().digest != first
    assert bytes(Salt.objects.get().salt) != salt


@pytest.mark.usefixtures("stored_for_all")
def test_the_files_of_the_data_base_forget_the_salt(site: Client, on: Any) -> None:
    from django.db import connection

    from phancap.web.portal.counter import tally
    from phancap.web.portal.counter.models import Salt

    def written() -> bytes:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                folder, name = Path(connection.settings_dict["NAME"]).parent, Path(connection.settings_dict["NAME"]).name
                return b"".join(path.read_bytes() for path in sorted(folder.glob(f"{name}*")))
            cursor.execute("CHECKPOINT")
            cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [Salt._meta.db_table])
            return bytes(cursor.fetchone()[0])

    on(date(2026, 11, 28))
    come(site, "10.0.0.1")
    salt = bytes(Salt.objects.get().salt)
    assert salt in written()
    assert tally.close_days(date(2026, 11, 29)) == 1
    assert salt not in written()


@pytest.mark.usefixtures("stored")
def test_the_end_of_the_day_is_put_on_the_worker_s_list(site: Client) -> None:
    from django_tasks_db.models import DBTaskResult

    from phancap.web.portal.counter.tally import next_midnight

    come(site, "10.0.0.1")
    come(site, "10.0.0.2")
    assert [task.run_after for task in DBTaskResult.objects.all()] == [next_midnight()]


@pytest.mark.usefixtures("stored")
def test_nothing_kept_tells_who_came(site: Client) -> None:
    from django.db import connection

    response = site.get("/counter/visit.gif", headers={"user-agent": BROWSER}, REMOTE_ADDR="203.0.113.77")
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "203.0.113.77" not in repr(cursor.fetchall())
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "Firefox" not in repr(cursor.fetchall())


def test_the_pages_of_the_register_need_no_data_base_for_the_counter(site: Client) -> None:
    from django.db import connection

    def refuse(*_: object) -> None:
        raise AssertionError("a page of the register asked the data base")

    with connection.execute_wrapper(refuse):
        page = site.get("/who?power=1.013225&at=an+phu+ninh+kieu&on=2022-06-20")
    assert b'src="/counter/visit.gif"' in page.content
    assert not page.cookies


def test_where_nothing_can_be_stored_the_image_comes_all_the_same(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    from phancap.web.portal.counter import views

    def broken(*_: object) -> bool:
        raise OperationalError

    monkeypatch.setattr(views, "visit", broken)
    assert come(site, "10.0.0.1") == 200


@pytest.mark.usefixtures("stored_for_all")
def test_a_thousand_at_once_are_a_thousand(site: Client) -> None:
    """A fifth of them twice, all mixed, forty at a time: 1,000 people, not 1,200, not 999."""
    from django.db import connections

    start = threading.Barrier(40)
    met = threading.local()

    def one(n: int) -> int:
        if not hasattr(met, "once"):
            met.once = start.wait(timeout=60)
        return come(Client(headers={"host": "localhost"}), f"10.1.{n % 1000 // 250}.{n % 1000 % 250}")

    def shut(_: int) -> None:
        connections.close_all()

    with ThreadPoolExecutor(40) as pool:
        assert set(pool.map(one, range(1200))) == {200}
        list(pool.map(shut, range(200)))
    assert figures(site)["today"] == 1000


@pytest.mark.usefixtures("stored_for_all")
def test_visits_across_midnight_are_lost_nowhere(
    site: Client, on: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Visits go on while the day is closed under them: each is in one day's number or the other's."""
    from django.db import connections

    from phancap.web.portal.counter import tally
    from phancap.web.portal.counter.models import Day

    today = [date(2026, 11, 28)]
    monkeypatch.setattr(tally, "local_day", lambda: today[0])
    come(site, "10.9.9.9")

    def one(n: int) -> None:
        if n == 150:
            today[0] = date(2026, 11, 29)
            tally.close_days()
        come(Client(headers={"host": "localhost"}), f"10.2.{n // 250}.{n % 250}")

    def shut(_: int) -> None:
        connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(one, range(300)))
        list(pool.map(shut, range(64)))
    now = figures(site)
    assert Day.objects.get(day=date(2026, 11, 28)).visits == now["yesterday"]
    assert now["yesterday"] + now["today"] == 301


@pytest.mark.usefixtures("stored")
def test_the_week_is_the_iso_week(site: Client, on: Any) -> None:
    from phancap.web.portal.counter.models import Day

    monday = date(2026, 12, 28)  # the ISO week that holds New Year
    for n in range(-3, 7):
        Day.objects.create(day=monday + timedelta(days=n), visits=1)
    on(monday + timedelta(days=6))
    Day.objects.filter(day=monday + timedelta(days=6)).delete()
    assert figures(site)["week"] == 6
