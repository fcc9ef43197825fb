"""Feedback: routed by the charter, timed by the calendar, moderated, answered, opened again, rated, erased."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.usefixtures("stored")

SECRET = {"name": "Trần Thị Kín", "phone": "0912 345 678", "email": "kin.tran@vidu.vn"}
TEXT = "Nhà số 5 đang xây lấn ra hẻm, gọi tôi 0987.654.321 hoặc bimat@vidu.vn, xe 65A-123.45."
PERSONAL = ["Kín", "912345678", "912 345 678", "kin.tran", "987654321", "987.654.321", "bimat@", "123.45"]


@pytest.fixture(autouse=True)
def fresh() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits in a test: a form may be sent at once."""
    from phancap.web.portal.feedback import spam

    monkeypatch.setattr(spam, "FASTEST", 0.0)


def given(**changes: Any) -> Any:
    from phancap.web.portal.feedback.reports import Given

    fields: dict[str, Any] = {
        "service": "xay-dung-nha-o",
        "text": TEXT,
        "place": "51 Ly Tu Trong, phuong An Phu, quan Ninh Kieu",
    }
    return Given(**(fields | SECRET | changes))


def send(**changes: Any) -> Any:
    from phancap.web.portal.feedback import reports

    return reports.send(given(**changes))


@pytest.fixture
def desk() -> Callable[..., Client]:
    from phancap.web.studio.people import Holding, Post, Role, User

    def log_in(role: str) -> Client:
        user = User.objects.create_user(f"keeper-{role}", password="một mật khẩu dài")
        post, _made = Post.objects.get_or_create(name=role)
        post.roles.set(Role.objects.filter(pk=role))
        Holding.objects.create(user=user, post=post)
        client = Client(headers={"host": "localhost"})
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


def passed(report: Any, by: Any = None, **changes: Any) -> Any:
    from phancap.web.portal.feedback import reports
    from phancap.web.portal.feedback.masking import mask

    report.refresh_from_db()
    fields: dict[str, Any] = {
        "public_text": mask(report.text),
        "public_place": "hẻm 5",
        "public": True,
    } | changes
    return reports.pass_on(report.pk, report.version, by, **fields)


# -- to whom, by when ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "service, place, body",
    [
        (
            "xay-dung-nha-o",
            "51 ly tu trong, an phu, ninh kieu",
            "ubnd-xa/c31135@2025-07-01",
        ),  # old names, no accents
        ("xay-dung-nha-o", "phường Ninh Kiều, thành phố Cần Thơ", "ubnd-xa/c31135@2025-07-01"),
        ("quang-cao", "phường Cái Khế", "so-van-hoa-the-thao-du-lich/p92@2025-07-01"),
        ("xay-dung-nha-o", "phường Bùi Hữu Nghĩa", ""),  # split between two wards
        ("xay-dung-nha-o", "xã Không Đâu Cả", ""),
        ("xay-dung-nha-o", "10.03, 105.78", ""),  # a point, and no boundaries are loaded
        ("long-duong-via-he", "phường Ninh Kiều", ""),  # a fact decides that nobody told
        ("rac-thai", "phường Ninh Kiều", ""),  # the charter holds no such power
        ("xay-dung-nha-o", "'; DROP TABLE x; --", ""),
    ],
)
def test_the_charter_says_to_whom_or_a_moderator_is_told_why(service: str, place: str, body: str) -> None:
    sent = send(service=service, place=place)
    assert sent.report.body == body
    assert sent.report.state == "received"
    for lang in ("vi", "en"):
        assert sent.report.routing["why"][lang]
    if body:
        assert sent.report.routing["basis"]


def test_the_body_is_that_of_the_look_up(site: Client) -> None:
    report = send(place="phường Ninh Kiều").report
    day = timezone.localdate().isoformat()
    answer = json.loads(site.get(f"/who.json?power=1.013225&at=phường+Ninh+Kiều&on={day}").content)
    assert (report.body, report.body_name) == (answer["body"]["id"], answer["body"]["name"])


@pytest.mark.parametrize(
    "received, due",
    [
        ("2026-06-15T09:00", "2026-06-18T17:00"),  # Monday to Thursday
        ("2026-06-19T09:00", "2026-06-24T17:00"),  # over a week's end
        ("2026-08-28T09:00", "2026-09-07T17:00"),  # over the National Day and what was swapped around it
        ("2026-06-20T23:59", "2026-06-24T17:00"),  # sent on a Saturday night
    ],
)
def test_the_clock_is_the_lawful_calendar(received: str, due: str) -> None:
    from phancap.web.portal.feedback.routing import due as due_of
    from phancap.web.portal.feedback.services import services

    moment = timezone.make_aware(datetime.fromisoformat(received))
    found = due_of(services()["xay-dung-nha-o"], moment)
    assert found is not None
    assert timezone.localtime(found.at).strftime("%Y-%m-%dT%H:%M") == due
    # The plain count by the command's own function says the same.
    from click.testing import CliRunner

    from phancap.cli.deadline import deadline

    told = CliRunner().invoke(
        deadline, ["--limit", "3", "working_day", "--received", received, "--json"], standalone_mode=False
    )
    assert json.loads(told.output)["due"][:16] == due


def test_a_moment_past_the_calendar_is_unknown() -> None:
    from phancap.web.portal.feedback.routing import due as due_of
    from phancap.web.portal.feedback.services import services

    assert due_of(services()["khac"], timezone.make_aware(datetime(2200, 1, 1))) is None


def test_a_table_of_kinds_with_a_fault_says_where(tmp_path: Any) -> None:
    from pathlib import Path

    import phancap.web.portal.feedback.services as rooms

    good = (Path(rooms.__file__).parent / "services.csv").read_text("utf-8").splitlines()
    for broken, told in (
        ([good[0], good[1], good[1]], ":3:code"), ([good[0]], "không có loại việc nào"),
        ([good[0], good[1].replace(",decide,", ",king,")], ":2:role"), ([good[0], good[1].replace(",3,", ",x,")], ":2:limit_value"),
        ([good[0].replace("power,", "")], "services.csv"), ([good[0], good[1].replace("working_day", "fortnight")], ":2:limit_unit"),
    ):  # fmt: skip
        (tmp_path / "services.csv").write_text("\n".join(broken), "utf-8")
        with pytest.raises(rooms.BadServices) as error:
            rooms.read_services(tmp_path / "services.csv")
        assert told in str(error.value)


def test_every_power_named_by_a_kind_is_in_the_charter() -> None:
    from phancap.web.portal.desk import snapshot
    from phancap.web.portal.feedback.services import services

    for service in services().values():
        assert not service.power or snapshot().has_power(service.power), service.code


# -- the form ------------------------------------------------------------------------------------


def token_of(page: str, name: str) -> str:
    match = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert match
    return match[1]


def fill(client: Client, **changes: str) -> tuple[Any, dict[str, str]]:
    first = {"service": "xay-dung-nha-o", "text": TEXT, "place": "phường Ninh Kiều"} | changes
    second = client.post("/feedback/new", first)
    page = second.content.decode()
    if second.status_code != 200:
        return second, {}
    return second, first | {"token": token_of(page, "token"), "website": ""} | SECRET


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.usefixtures("patience")
def test_from_a_word_to_a_code(site: Client, lang: str) -> None:
    from phancap.web.portal.feedback.models import Report

    client = Client(headers={"host": "localhost"})
    assert client.get(f"/feedback/new?lang={lang}").status_code == 200
    second, form = fill(client)
    assert "UBND phường Ninh Kiều" in second.content.decode()
    done = client.post(f"/feedback/send?lang={lang}", form)
    assert done.status_code == 201
    assert "no-store" in done["Cache-Control"]
    report = Report.objects.get()
    page = done.content.decode()
    assert report.code in page
    key = re.search(r'id="key">([0-9A-Z]{10})<', page)
    assert key
    assert key[1] not in report.key_hash
    status = client.get(f"/feedback/{report.code}?lang={lang}")
    assert status.status_code == 200
    # Sent once: the back button does not send it again.
    again = client.post("/feedback/send", form)
    assert again.status_code == 400
    assert Report.objects.count() == 1


@pytest.mark.usefixtures("patience")
@pytest.mark.parametrize(
    "changes, status",
    [
        ({"website": "https://spam.example"}, 400), ({"token": "x"}, 400), ({"token": ""}, 400),
        ({"text": "https://a.b https://c.d http://e.f www.g.h và nhiều nữa"}, 400), ({"service": "none"}, 400), ({"text": "ngắn"}, 400),
        ({"text": "x" * 4001}, 400), ({"place": ""}, 400), ({"email": "không phải"}, 400), ({"phone": "abc"}, 400),
        ({"lat": "91", "lon": "1"}, 400), ({"lat": "NaN", "lon": "1"}, 400), ({"lat": "10.1"}, 400), ({"lat": "10.1", "lon": "105.7"}, 201),
        ({"place": "", "lat": "10.1", "lon": "105.7"}, 201), ({"text": "\x00\u202e<script>alert(1)</script> nội dung"}, 201),
        ({"name": "a" * 121}, 400), ({"phone": "+84 912-345-678"}, 201),
    ],
)  # fmt: skip
def test_what_is_taken_and_what_is_refused(changes: dict[str, str], status: int) -> None:
    from phancap.web.portal.feedback.models import Report

    client = Client(headers={"host": "localhost"})
    _page, form = fill(client)
    response = client.post("/feedback/send", form | changes)
    assert response.status_code == status
    assert Report.objects.count() == (status == 201)
    assert "<script>alert" not in response.content.decode()


def test_a_form_sent_faster_than_read_is_refused() -> None:
    from phancap.web.portal.feedback import spam

    with pytest.raises(spam.Refused, match="early"):
        spam.check("", spam.token(), "xin chào")
    assert spam.check("", spam.token(now=1000.0), "xin chào", now=1004.0)
    with pytest.raises(spam.Refused, match="late"):
        spam.check("", spam.token(now=1000.0), "xin chào", now=1000.0 + 7 * 3600)


@pytest.mark.usefixtures("patience")
def test_one_address_sends_so_many_an_hour(settings_of: Any) -> None:
    settings_of(PHANCAP_FEEDBACK_RATE="3/h")
    client = Client(headers={"host": "localhost"})
    got = []
    for _ in range(5):
        _page, form = fill(client)
        got.append(client.post("/feedback/send", form).status_code)
    assert got == [201, 201, 201, 429, 429]


@pytest.fixture
def settings_of(monkeypatch: pytest.MonkeyPatch) -> Any:
    from django.conf import settings

    def change(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setattr(settings, name, value)

    return change


def test_a_form_without_its_csrf_token_is_refused(visitor: Client) -> None:
    assert visitor.post("/feedback/new", {"service": "khac", "text": TEXT, "place": "x"}).status_code == 403
    assert visitor.post("/feedback/send", {}).status_code == 403


def test_what_was_reported_before_is_hinted_at(site: Client) -> None:
    first = passed(
        send(
            text="Đèn đường trước trường học bị hỏng ba ngày nay",
            service="den-duong",
            place="phường Ninh Kiều",
        ).report
    )
    hidden = send(
        text="Đèn đường trước trường học hỏng", service="den-duong", place="phường Ninh Kiều"
    ).report
    second, _form = fill(
        Client(headers={"host": "localhost"}), service="den-duong", text="den duong truoc truong hoc hong"
    )
    page = second.content.decode()
    assert first.code in page
    assert hidden.code not in page
    other, _form = fill(
        Client(headers={"host": "localhost"}), service="den-duong", text="cột điện nghiêng cạnh cầu"
    )
    assert first.code not in other.content.decode()


def test_points_are_near_when_they_are() -> None:
    from phancap.web.portal.feedback import reports

    at = send(service="den-hong", place="", lat=10.0341, lon=105.7876, text="Một hai ba bốn năm").report
    close = reports.near("den-hong", "", "khác hẳn", 10.0345, 105.7880, public=False)
    assert [report.pk for report in close] == [at.pk]
    assert reports.near("den-hong", "", "khác hẳn", 10.04, 105.79, public=False) == []


# -- personal data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text, kept",
    [
        ("gọi 0912345678 nhé", False), ("gọi 0912.345.678", False), ("gọi 0912 345 678", False), ("+84 912-345-678", False),
        ("CCCD 092123456789", False), ("STK 0123456789012", False), ("a.b@c.vn", False), ("a (at) c.vn", False),
        ("０９１２３４５６７８", False), ("65A-123.45", False), ("zalo: 0912345678", False), ("facebook.com/ten.toi", False),
        ("giá 15.000.000 đồng", True), ("ngày 20-06-2022", True), ("ngày 20/06/2022", True), ("số 131/2020/QH14", True),
        ("rộng 1.200 m2", True), ("năm 2021-2025", True), ("hẻm 51 đường 3/2", True), ("từ 1.250.000.000 đến", True),
    ],
)  # fmt: skip
def test_what_looks_like_personal_data_is_masked(text: str, kept: bool) -> None:
    from phancap.web.portal.feedback.masking import MASK, mask

    assert (MASK not in mask(text)) is kept
    assert mask(mask(text)) == mask(text)


def test_nothing_personal_is_public_anywhere(
    site: Client, desk: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    report = passed(send().report)
    seen = []
    for lang in ("", "?lang=en"):
        seen += [site.get(path + lang) for path in (
            "/feedback", "/feedback.json", f"/feedback/{report.code}", f"/feedback/{report.code}.json", "/feedback/data.csv",
            "/feedback/data.json", "/open311/v2/requests.json", "/open311/v2/requests.xml",
            f"/open311/v2/requests/{report.code}.json", f"/open311/v2/requests/{report.code}.xml", "/data/.json",
        )]  # fmt: skip
    seen.append(desk("approver").get("/studio/feedback/"))
    for response in seen:
        assert response.status_code == 200
        for secret in PERSONAL:
            assert secret not in response.content.decode(), secret
    assert "▒▒▒" in seen[2].content.decode()
    # Before a moderator has read it, not even the text is to be seen.
    fresh = send(text="Một nội dung khác hẳn chưa ai đọc").report
    for path in (
        f"/feedback/{fresh.code}",
        f"/feedback/{fresh.code}.json",
        f"/open311/v2/requests/{fresh.code}.json",
        "/feedback",
    ):
        assert "chưa ai đọc" not in site.get(path).content.decode()


@pytest.mark.usefixtures("patience")
def test_no_address_and_no_log_line_holds_anything_personal(capfd: pytest.CaptureFixture[str]) -> None:
    client = Client(headers={"host": "localhost"}, raise_request_exception=False)
    _page, form = fill(client)
    done = client.post("/feedback/send", form)
    assert "Location" not in done
    pages = [done.content.decode(), client.get("/feedback").content.decode()]
    for broken in ({"token": "x"}, {"email": "x"}, {"lat": "x"}):
        pages.append(client.post("/feedback/send", form | broken).content.decode())
    client.get("/feedback/find?code=zz")
    client.post(
        "/open311/v2/requests.json", {"service_code": "khac", "description": TEXT, "phone": SECRET["phone"]}
    )
    addresses = " ".join(
        found for page in pages for found in re.findall(r'(?:href|action|src)="([^"]*)"', page)
    )
    out, err = capfd.readouterr()
    for secret in [*PERSONAL, "hẻm"]:
        assert secret not in addresses
        assert secret not in out + err


@pytest.mark.parametrize("how", ["sender", "moderator", "command"])
def test_personal_data_can_be_erased(how: str, site: Client, desk: Callable[..., Client]) -> None:
    from django.core.management import call_command
    from django.db import connection

    sent = send()
    report = passed(sent.report)
    if how == "sender":
        assert site.post(f"/feedback/{report.code}/erase", {"key": "ABCDEFGHJK"}).status_code == 403
        assert site.post(f"/feedback/{report.code}/erase", {"key": sent.key.lower()}).status_code == 303
    elif how == "moderator":
        desk("approver").post(f"/studio/feedback/{report.code}/act", {"do": "erase", "version": "1"})
    else:
        call_command("erase_sender", report.code.lower(), stdout=io.StringIO())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            held = repr(cursor.fetchall())
            for secret in [*PERSONAL, "Ly Tu Trong"]:
                assert secret not in held, table
    assert site.get(f"/feedback/{report.code}").status_code == 200


def test_old_closed_reports_are_erased_by_age() -> None:
    from phancap.web.portal.feedback import reports
    from phancap.web.portal.feedback.models import Report, Sender

    old, open_ = send().report, send().report
    reports.decline(old.pk, 1, None, "trùng")
    Report.objects.update(updated_at=timezone.now() - timedelta(days=400))
    assert reports.erase_older(365) == 1
    assert list(Sender.objects.values_list("report__code", flat=True)) == [open_.code]
    assert reports.erase_older(365) == 0


@pytest.mark.parametrize("arguments", [[], ["NOSUCHXX"], ["--older-than", "-1"]])
def test_the_command_refuses_what_it_cannot_do(arguments: list[str]) -> None:
    from django.core.management import CommandError, call_command

    with pytest.raises(CommandError):
        call_command("erase_sender", *arguments)


# -- moderation, answer, and after -----------------------------------------------------------------


def test_the_whole_life_of_a_report(site: Client, desk: Callable[..., Client]) -> None:
    from phancap.web.portal.feedback.models import Report

    sent = send()
    keeper = desk("approver")
    code = sent.report.code
    page = keeper.get(f"/studio/feedback/{code}/").content.decode()
    assert "0912345678" in page or "0912 345 678" in page
    act = f"/studio/feedback/{code}/act"
    keeper.post(
        act,
        {
            "do": "pass",
            "version": "1",
            "public": "on",
            "public_text": "Nhà xây lấn hẻm",
            "public_place": "hẻm 5",
            "body_name": sent.report.body_name,
        },
    )
    keeper.post(act, {"do": "answer", "version": "2", "answer": "Đã kiểm tra, đang xử lý. Gọi 0987654321."})
    status = site.get(f"/feedback/{code}").content.decode()
    assert "Đã kiểm tra, đang xử lý." in status
    assert "0987654321" not in status
    assert site.post(f"/feedback/{code}/rate", {"key": sent.key, "stars": "2"}).status_code == 303
    assert site.post(f"/feedback/{code}/rate", {"key": "WRONGWRONG", "stars": "5"}).status_code == 403
    assert site.post(f"/feedback/{code}/rate", {"key": sent.key, "stars": "9"}).status_code == 400
    assert site.post(f"/feedback/{code}/reopen", {"key": sent.key, "reason": ""}).status_code == 400
    assert (
        site.post(
            f"/feedback/{code}/reopen", {"key": sent.key, "reason": "Vẫn còn, gọi 0911222333"}
        ).status_code
        == 303
    )
    report = Report.objects.get()
    assert (report.state, report.rating) == ("reopened", 2)
    assert report.due_at > timezone.now()
    assert "0911222333" not in keeper.get(f"/studio/feedback/{code}/").content.decode()
    keeper.post(act, {"do": "answer", "version": str(report.version), "answer": "Đã tháo dỡ."})
    assert "Đã tháo dỡ." in site.get(f"/feedback/{code}").content.decode()
    assert [step.kind for step in report.steps.all()] == [
        "received",
        "sent",
        "answered",
        "rated",
        "reopened",
        "answered",
    ]


def test_who_acts_on_an_older_page_is_told(desk: Callable[..., Client]) -> None:
    from phancap.web.portal.feedback import reports

    report = send().report
    passed(report)
    with pytest.raises(reports.Stale):
        reports.decline(report.pk, 1, None, "trùng")
    page = desk("approver").post(
        f"/studio/feedback/{report.code}/act", {"do": "decline", "version": "1", "note": "x"}, follow=True
    )
    assert "Chưa có gì thay đổi" in page.content.decode()


def test_another_body_takes_a_reason_and_a_report_without_one_a_name() -> None:
    from phancap.web.portal.feedback import reports

    report = send().report
    with pytest.raises(reports.NotAllowed, match="reason"):
        passed(report, body_name="Sở Xây dựng")
    assert passed(report, body_name="Sở Xây dựng", note="công trình liên xã").body_name == "Sở Xây dựng"
    lost = send(service="rac-thai").report
    with pytest.raises(reports.NotAllowed, match="no-body"):
        passed(lost)


def test_a_better_place_is_asked_of_the_charter_again() -> None:
    from phancap.web.portal.feedback import reports

    report = send(place="gần chợ").report
    assert report.body == ""
    received = report.received_at
    report = reports.reroute(report.pk, 1, None, service="xay-dung-nha-o", place="phường Ninh Kiều")
    assert report.body == "ubnd-xa/c31135@2025-07-01"
    assert report.received_at == received


def test_the_same_matter_is_joined(site: Client) -> None:
    from phancap.web.portal.feedback import reports

    one, two = passed(send().report), send().report
    reports.join(two.pk, 1, None, one.code.lower())
    assert f'href="/feedback/{one.code}"' in site.get(f"/feedback/{two.code}").content.decode()
    with pytest.raises(reports.NotAllowed):
        reports.join(one.pk, one.version, None, one.code)
    with pytest.raises(reports.NotAllowed):
        reports.join(one.pk, one.version, None, two.code)


def test_a_declined_report_says_why_and_is_not_public(site: Client) -> None:
    from phancap.web.portal.feedback import reports

    report = send().report
    reports.decline(report.pk, 1, None, "Ngoài phạm vi thành phố")
    page = site.get(f"/feedback/{report.code}").content.decode()
    assert "Ngoài phạm vi thành phố" in page
    assert report.code not in site.get("/feedback").content.decode()
    assert report.code not in site.get("/feedback/data.csv").content.decode()


def test_a_clerk_writes_down_a_call(desk: Callable[..., Client]) -> None:
    from phancap.web.portal.feedback.models import Report

    keeper = desk("approver")
    assert keeper.get("/studio/feedback/take").status_code == 200
    form = {
        "channel": "1022",
        "service": "den-hong",
        "text": "Đèn hỏng trước nhà văn hóa",
        "place": "phường Cái Khế",
    }
    assert keeper.post("/studio/feedback/take", form | {"channel": "pigeon"}).status_code == 400
    assert keeper.post("/studio/feedback/take", form).status_code == 201
    report = Report.objects.get()
    assert (report.channel, report.steps.get().by_id is not None) == ("1022", True)


def test_the_desk_is_closed_to_others(desk: Callable[..., Client], site: Client) -> None:
    report = send().report
    stranger = desk("studio")
    for address in ("/studio/feedback/", "/studio/feedback/take", f"/studio/feedback/{report.code}/"):
        assert stranger.get(address).status_code == 403
        assert site.get(address).status_code == 302
    for person in (stranger, desk("editor")):
        assert person.post(f"/studio/feedback/{report.code}/act", {"do": "erase", "version": "1"}).status_code == 403


def test_a_photo_is_public_with_its_report_and_gone_with_its_sender(site: Client) -> None:
    from PIL import Image

    from phancap.web.portal.feedback import reports
    from phancap.web.portal.news.files import photo_file, take_photo
    from phancap.web.portal.news.models import Photo

    out = io.BytesIO()
    Image.effect_noise((500, 300), 20).save(out, "PNG")
    photo = take_photo(out.getvalue())
    report = reports.send(given(), photo).report
    assert site.get(photo.address()).status_code == 404
    passed(report)
    assert site.get(photo.address()).status_code == 200
    reports.erase(report.code)
    assert photo_file(photo.name, photo.width) is None
    assert not Photo.objects.exists()


# -- open data ---------------------------------------------------------------------------------------


def test_open_data_counts_and_tells_nothing(site: Client) -> None:
    from phancap.web.portal.feedback import reports

    report = passed(send().report)
    reports.answer(report.pk, report.version, None, "Đã xử lý.")
    send()
    rows = list(csv.DictReader(io.StringIO(site.get("/feedback/data.csv").content.decode("utf-8-sig"))))
    assert len(rows) == 1
    row = rows[0]
    assert (row["unit"], row["channel"], row["state"], row["late"], row["body"]) == (
        "c31135@2025-07-01", "web", "answered", "no", "ubnd-xa/c31135@2025-07-01",
    )  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["received"])
    assert json.loads(site.get("/feedback/data.json").content)["feedback"][0]["code"] == report.code


@pytest.mark.parametrize(
    "path",
    [
        "/feedback/ZZZZZZZZ",
        "/feedback/ZZZZZZZZ.json",
        "/feedback/x",
        "/feedback/%00%00%00%00",
        "/feedback/" + "A" * 400,
    ],
)
def test_a_foreign_code_is_not_found(site: Client, path: str) -> None:
    assert site.get(path).status_code == 404


@pytest.mark.parametrize("query", ["page=0", "page=x", "service=none", "service=%00", "page=" + "9" * 40])
def test_a_garbled_question_is_refused(site: Client, query: str) -> None:
    for path in ("/feedback", "/feedback.json"):
        assert site.get(f"{path}?{query}").status_code == 400


def test_a_point_gives_the_place_where_boundaries_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """The words alone lie in two wards of today; the point lies in one."""
    from phancap.web.portal.desk import desk as desk_of

    for lang in ("vi", "en"):
        monkeypatch.setattr(desk_of(lang), "_locate", lambda lat, lon: ("c31168@2025-07-01",) if lat > 10 else ())
    assert send(place="phường Bùi Hữu Nghĩa").report.body == ""
    near = send(place="phường Bùi Hữu Nghĩa", lat=10.07, lon=105.73).report
    assert (near.body, near.unit) == ("ubnd-xa/c31168@2025-07-01", "c31168@2025-07-01")
    assert send(place="", lat=9.0, lon=105.73).report.body == ""
