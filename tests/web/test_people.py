"""People: the first run, log-in and its lock-out, the second factor, roles from posts, refusals with their reason."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

LONG = "một câu rất dài khó đoán 2026"


@pytest.fixture(autouse=True)
def _fresh(stored: None) -> Iterator[None]:
    """Limits of the process forget what other tests tried; the copy of the owner goes with the row."""
    from django.conf import settings

    from phancap.web.portal.identity import FILE
    from phancap.web.studio import views

    views.TRIES.clear()
    yield
    (settings.PHANCAP_DATA / FILE).unlink(missing_ok=True)


def person(username: str = "an", role: str | None = None, **fields: Any) -> Any:
    from phancap.web.studio.people import Holding, Post, Role, User

    made = User.objects.create_user(username, password=LONG, **fields)
    if role:
        post, _ = Post.objects.get_or_create(name=f"Chức danh {role}")
        post.roles.set(Role.objects.filter(pk=role))
        Holding.objects.create(user=made, post=post, since=date(2026, 1, 1))
    return made


def send(client: Client, address: str, /, **told: str) -> Any:
    """Open the page and send its form back, as a browser does."""
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(address).content.decode())
    assert token, address
    return client.post(address, {"csrfmiddlewaretoken": token.group(1), **told})


def log_in(client: Client, username: str = "an", password: str = LONG) -> Any:
    return send(client, "/studio/login", username=username, password=password)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


# --- the first run ---------------------------------------------------------------------------------------


FIRST = {"owner": "Sở Mẫu", "address": "", "hotlines": "", "email": "", "name": "Lê An", "username": "an",
         "password": LONG, "again": LONG}  # fmt: skip


def test_the_first_run_names_owner_and_administrator_once(visitor: Client, django_commits: Any) -> None:
    from phancap.web.portal.identity import identity
    from phancap.web.studio import firstrun

    assert visitor.get("/studio/first").status_code == 404, "nothing was printed yet"
    token = firstrun.open_door()
    assert token is not None
    with django_commits():
        done = send(visitor, "/studio/first", **FIRST, token=f" {token} ")
    assert (done.status_code, done["Location"]) == (302, "/studio/")
    assert identity().owner == "Sở Mẫu"
    assert "Sở Mẫu" in text(visitor.get("/"))
    home = text(visitor.get("/studio/"))
    assert "Lê An" in home
    assert "/studio/admin/" in home
    assert visitor.get("/studio/admin/").status_code == 200
    assert visitor.get("/studio/first").status_code == 404
    assert firstrun.open_door() is None, "the next start prints no token"


@pytest.mark.parametrize(
    "change, said",
    [
        ({"token": "guessed"}, "Không phải mã đang mở"),
        ({"again": LONG + "x"}, "không giống nhau"),
        ({"password": "ngắn", "again": "ngắn"}, "Mật khẩu quá ngắn"),
        ({"password": "q1w2e3r4t5y6", "again": "q1w2e3r4t5y6"}, None),
        ({"password": "271828182845904", "again": "271828182845904"}, None),
        ({"username": "a b"}, None),
        ({"email": "x"}, None),
        ({"name": ""}, None),
    ],
)
def test_a_first_run_that_is_wrong_changes_nothing(
    visitor: Client, change: dict[str, str], said: str | None
) -> None:
    from phancap.web.studio import firstrun
    from phancap.web.studio.people import User

    told = {**FIRST, "token": firstrun.open_door() or "", **change}
    response = send(visitor, "/studio/first", **told)
    assert response.status_code == 200
    assert 'role="alert"' in text(response)
    assert said is None or said in text(response)
    assert not User.objects.exists()
    assert LONG not in text(response), "a password is not sent back"


def test_only_the_newest_token_opens_and_its_text_is_kept_nowhere() -> None:
    from phancap.web.studio import firstrun

    old, new = firstrun.open_door(), firstrun.open_door()
    assert old
    assert new
    assert (firstrun.fits(old), firstrun.fits(new)) == (False, True)
    assert new not in firstrun.FirstRun.objects.get().token_hash
    assert firstrun.begin(old, {}, "An", "an", LONG) is None


def test_the_door_opens_again_when_the_last_administrator_is_gone() -> None:
    from phancap.web.studio import firstrun

    made = person(role="administrator")
    assert firstrun.open_door() is None
    made.is_active = False
    made.save()
    assert firstrun.open_door()
    assert firstrun.is_open()


# --- log-in ------------------------------------------------------------------------------------------------


def test_log_in_gives_a_new_session_and_log_out_needs_our_own_form(visitor: Client) -> None:
    person()
    assert log_in(visitor).status_code == 302
    cookie = visitor.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert visitor.get("/studio/").status_code == 200
    assert visitor.get("/studio/logout").status_code == 405
    assert visitor.post("/studio/logout").status_code == 403
    token = re.search(r'value="(\w{64})"', visitor.get("/studio/").content.decode())
    assert token
    assert visitor.post("/studio/logout", {"csrfmiddlewaretoken": token.group(1)}).status_code == 302
    assert visitor.get("/studio/").status_code == 302


def test_a_log_in_leads_only_to_our_own_pages(visitor: Client) -> None:
    person()
    page = send(visitor, "/studio/login", username="an", password=LONG, next="https://elsewhere.example/")
    assert page["Location"] == "/studio/"


def test_wrong_passwords_close_the_name_at_that_address_and_only_there(visitor: Client) -> None:
    from django.conf import settings

    person()
    person("binh")
    for number in range(settings.AXES_FAILURE_LIMIT):
        response = log_in(visitor, password=f"wrong {number}")
        assert response.status_code == (200 if number < settings.AXES_FAILURE_LIMIT - 1 else 429)
    closed = log_in(visitor)
    assert closed.status_code == 429
    assert "15 phút" in text(closed)
    assert log_in(Client(headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.7")).status_code == 302
    assert log_in(visitor, "binh").status_code == 302


def test_many_tries_for_many_names_from_one_address_have_to_wait(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from phancap.web import limits

    monkeypatch.setattr(limits.time, "monotonic", lambda: 5.0)  # a slow machine would give time to recover
    codes = [log_in(visitor, f"name{number}", "x").status_code for number in range(40)]
    assert set(codes) == {200, 429}
    assert codes.index(429) == 30


def test_an_unknown_name_and_a_wrong_password_look_alike(visitor: Client) -> None:
    person()
    wrong, unknown = log_in(visitor, password="x"), log_in(visitor, "nobody", "x")
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", text(wrong)) == strip.sub("", text(unknown))


def test_who_is_switched_off_cannot_log_in_and_is_out_at_once(visitor: Client) -> None:
    made = person(role="editor")
    log_in(visitor)
    made.is_active = False
    made.save()
    assert visitor.get("/studio/").status_code == 302
    assert log_in(visitor).status_code == 200


def test_a_new_password_ends_the_other_sessions(visitor: Client) -> None:
    person()
    other = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    log_in(visitor)
    log_in(other)
    fresh = "một câu khác cũng dài 2027"
    done = send(visitor, "/studio/password", old_password=LONG, new_password1=fresh, new_password2=fresh)
    assert done.status_code == 302
    assert visitor.get("/studio/").status_code == 200
    assert other.get("/studio/").status_code == 302


def test_passwords_are_kept_by_argon2() -> None:
    import phancap.web.settings as shipped

    assert shipped.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


# --- the second factor -------------------------------------------------------------------------------------


def code_of(device: Any, step: int = 0) -> str:
    """The code of now, or of the next step: both still count if a step ends before they are sent; one before does not."""
    from django_otp.oath import TOTP

    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + 30 * step
    return f"{totp.token():06d}"


def with_second_factor(client: Client) -> tuple[Any, list[str]]:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    made = person()
    log_in(client)
    page = client.get("/studio/second-factor").content.decode()
    assert 'src="data:image/svg+xml' in page
    device = TOTPDevice.objects.get(user=made)
    shown = send(client, "/studio/second-factor", code=code_of(device)).content.decode()
    codes = re.findall(r"<code>([a-z2-7-]{19})</code>", shown)
    assert len(set(codes)) == 10
    return TOTPDevice.objects.get(user=made), codes


def test_a_second_factor_is_asked_after_the_password_and_before_anything_else(visitor: Client) -> None:
    device, _codes = with_second_factor(visitor)
    fresh = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    asked = log_in(fresh)
    assert asked["Location"] == "/studio/login/code"
    assert fresh.get("/studio/").status_code == 302, "a password alone opens nothing"
    good = {code_of(device, step) for step in range(-2, 3)}
    wrong = next(
        code for code in ("000000", "000001", "000002", "000003", "000004", "000005") if code not in good
    )
    assert "không đúng" in text(send(fresh, "/studio/login/code", code=wrong))
    device.refresh_from_db()
    device.throttle_reset()
    assert send(fresh, "/studio/login/code", code=code_of(device, 1))["Location"] == "/studio/"
    assert fresh.get("/studio/").status_code == 200


def test_a_code_works_once(visitor: Client) -> None:
    device, _codes = with_second_factor(visitor)
    code = code_of(device, 1)
    first, second = (Client(headers={"host": "localhost"}, enforce_csrf_checks=True) for _ in "ab")
    log_in(first)
    log_in(second)
    assert send(first, "/studio/login/code", code=code).status_code == 302
    assert send(second, "/studio/login/code", code=code).status_code == 200


def test_a_recovery_code_works_once_and_is_not_readable_in_the_data_base(visitor: Client) -> None:
    from django_otp.plugins.otp_static.models import StaticToken

    _device, codes = with_second_factor(visitor)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert not kept & {code.replace("-", "") for code in codes}
    for expected in (302, 200):
        fresh = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
        log_in(fresh)
        assert send(fresh, "/studio/login/code", code=codes[3].upper()).status_code == expected


def test_a_step_without_the_one_before_it_is_none(visitor: Client) -> None:
    assert visitor.get("/studio/login/code")["Location"] == "/studio/login"


def test_switching_off_asks_for_the_password(visitor: Client) -> None:
    from phancap.web.studio import secondfactor

    device, _codes = with_second_factor(visitor)

    def change(**told: str) -> Any:
        page = visitor.get("/studio/second-factor").content.decode()
        token = re.search(r'value="(\w{64})"', page)
        assert token
        return visitor.post("/studio/second-factor/change", {"csrfmiddlewaretoken": token.group(1), **told})

    assert change(off="1", password="x").status_code == 400
    assert secondfactor.is_on(device.user)
    assert change(off="1", password=LONG).status_code == 302
    assert not secondfactor.is_on(device.user)


# --- roles from posts --------------------------------------------------------------------------------------

ROLES = ("editor", "approver", "studio", "clerk", "office", "administrator")


@pytest.mark.parametrize("role", ROLES)
def test_rights_come_with_the_post_and_say_so(role: str) -> None:
    from phancap.web.studio.people import Role
    from phancap.web.studio.rights import allowed, rights

    made = person(role=role)
    for right in rights():
        decision = allowed(made, right)
        assert bool(decision) is (right in Role.objects.get(pk=role).rights)
        assert decision.reason
        if decision:
            assert f"Chức danh {role}" in decision.reason


@pytest.mark.parametrize(
    "since, until, held",
    [(-1, None, True), (0, None, True), (1, None, False), (-2, 0, False), (-2, 1, True)],
)
def test_a_right_lasts_as_long_as_the_post(since: int, until: int | None, held: bool) -> None:
    from django.utils.timezone import localdate

    from phancap.web.studio.people import Holding, Post, Role, User
    from phancap.web.studio.rights import allowed

    made = person()
    post = Post.objects.create(name="Trưởng ban biên tập")
    post.roles.set(Role.objects.filter(pk="approver"))
    today = localdate()
    Holding.objects.create(user=made, post=post, since=today + timedelta(since),
                           until=None if until is None else today + timedelta(until))  # fmt: skip
    assert bool(allowed(User.objects.get(pk=made.pk), "news.approve")) is held


def test_a_refusal_names_the_role_that_is_missing_and_the_posts_that_are_there(visitor: Client) -> None:
    person(role="editor")
    log_in(visitor)
    response = visitor.get("/studio/admin/", follow=True)
    assert response.status_code == 403
    page = text(response)
    assert "quản lý người dùng" in page
    assert "Quản trị" in page
    assert "Chức danh editor" in page


def test_a_right_that_no_page_asks_for_is_a_mistake_of_ours() -> None:
    from phancap.web.studio.rights import allowed

    with pytest.raises(KeyError):
        allowed(person(), "news.aprove")


def addresses(patterns: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern), pattern.callback


OPEN_TO_ALL = {"studio/login", "studio/login/code", "studio/logout", "studio/first"}


def test_nothing_behind_the_door_is_open_to_a_visitor(visitor: Client) -> None:
    walked = 0
    for address, _view in addresses(get_resolver().url_patterns):
        plain = re.sub(r"\(\?P<\w+>.*?\)|<[^>]+>|[\^$\\]|Z", "1", address)
        if not plain.startswith(("studio/", "office/")) or plain in OPEN_TO_ALL:
            continue
        walked += 1
        for method in (visitor.get, visitor.post):
            response = method(f"/{plain}")
            assert response.status_code in (301, 302, 403, 404, 405), f"{plain}: {response.status_code}"
            if response.status_code in (301, 302):
                assert "/studio/" in response["Location"]
    assert walked > 20


# --- administration ------------------------------------------------------------------------------------------


def test_administration_speaks_vietnamese_and_shows_no_password(visitor: Client) -> None:
    made = person(role="administrator")
    log_in(visitor)
    for room in ("", "studio/user/", f"studio/user/{made.pk}/change/", "studio/role/", "studio/post/", "studio/post/add/",
                 "studio/role/editor/change/", "axes/accessattempt/",
                 "studio/user/add/"):  # fmt: skip
        response = visitor.get(f"/studio/admin/{room}")
        assert response.status_code == 200, room
        page = response.content.decode()
        assert '<html lang="vi"' in page
        assert made.password not in page
        assert not re.search(r"Access attempt|Reset password|Raw password|Username|password-based", page), (
            room
        )
        assert not re.search(
            r"<script(?![^>]*src)[^>]*>\s*[^<\s]|\son\w+=|<style",
            page.replace('type="application/json"', 'src=""'),
        )
    assert visitor.get(f"/studio/admin/studio/user/{made.pk}/delete/").status_code == 403


def test_an_administrator_gives_a_post_and_it_works_at_once(visitor: Client) -> None:
    from phancap.web.studio.people import Post, Role, User
    from phancap.web.studio.rights import allowed

    person(role="administrator")
    other = person("binh")
    post = Post.objects.create(name="Biên tập viên trang")
    post.roles.set(Role.objects.filter(pk="editor"))
    log_in(visitor)
    response = send(
        visitor, f"/studio/admin/studio/user/{other.pk}/change/", username="binh", name="Trần Bình", email="",
        is_active="on", **{"holdings-TOTAL_FORMS": "1", "holdings-INITIAL_FORMS": "0", "holdings-0-post": str(post.pk),
        "holdings-0-since": "2026-01-01", "holdings-0-until": "", "holdings-0-basis": "", "holdings-0-user": str(other.pk)},
    )  # fmt: skip
    assert response.status_code == 302, text(response)
    assert allowed(User.objects.get(pk=other.pk), "news.write")


def test_an_administrator_names_the_owner_and_every_page_says_so(visitor: Client) -> None:
    from phancap.web.portal.identity import identity

    person(role="administrator")
    log_in(visitor)
    assert "Không phải trang chính thức" in text(visitor.get("/"))
    odd = 'Sở "Mẫu" \\ \u2028 <b> \x7f'
    told = {"owner": odd, "hotlines": " 0900.000.001 ,0900 000 002,", "email": "a@example.org"}
    assert send(visitor, "/studio/site", **told).status_code == 302
    assert identity().owner.startswith('Sở "Mẫu" \\')
    assert identity().hotlines == ("0900.000.001", "0900 000 002")
    assert "&lt;b&gt;" in text(visitor.get("/"))
    assert "Không phải trang chính thức" not in text(visitor.get("/"))
    for wrong in ({"hotlines": "gọi ai"}, {"email": "x"}, {"owner": "x" * 401}):
        assert send(visitor, "/studio/site", **{**told, **wrong}).status_code == 400
    assert identity().email == "a@example.org"


# --- demo accounts -------------------------------------------------------------------------------------------


def test_demo_accounts_are_one_a_role_with_new_passwords_and_can_be_shut(visitor: Client) -> None:
    from phancap.web.studio import firstrun
    from phancap.web.studio.demo import make_demo, shut_demo

    first, second = make_demo(), make_demo()
    assert {name for _role, name, _password in first} == {f"demo-{role}" for role in ROLES}
    assert not {password for *_, password in first} & {password for *_, password in second}
    username, password = second[0][1:]
    assert log_in(visitor, username, password).status_code == 302
    assert firstrun.open_door(), "a demo account administers nothing for good"
    assert shut_demo() == len(ROLES)
    assert visitor.get("/studio/").status_code == 302
    assert log_in(visitor, username, password).status_code == 200


def test_beside_real_people_there_are_no_demo_accounts() -> None:
    from phancap.web.studio.demo import make_demo

    person()
    assert make_demo() == []


# --- from where ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "proxies, noted, expected",
    [
        (0, "203.0.113.9", "198.51.100.1"),  # nobody of ours wrote it
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),  # what stands before our proxy's own entry may be a lie
        (2, "10.9.9.9, 203.0.113.9, 192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, " , ", "198.51.100.1"),
        (1, None, "198.51.100.1"),
    ],
)
def test_an_address_is_what_our_own_proxies_saw(
    proxies: int, noted: str | None, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings
    from django.test import RequestFactory

    from phancap.web.address import client_address

    monkeypatch.setattr(settings, "PHANCAP_PROXIES", proxies)
    more = {} if noted is None else {"HTTP_X_FORWARDED_FOR": noted}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="198.51.100.1", **more)) == expected
