"""Open311 GeoReport v2: what the standard asks, in JSON and XML, and that nothing sent to it breaks it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.usefixtures("stored", "fresh")

POST = {
    "service_code": "xay-dung-nha-o",
    "description": "Nhà xây lấn ra hẻm công cộng",
    "address_string": "phường Ninh Kiều",
}
SENDER = {
    "email": "kin@vidu.vn",
    "phone": "0912345678",
    "first_name": "Kín",
    "last_name": "Trần",
    "device_id": "dev-1",
    "account_id": "acc-1",
}


@pytest.fixture
def fresh() -> None:
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def set_to(monkeypatch: pytest.MonkeyPatch) -> Any:
    from django.conf import settings

    def change(**values: Any) -> None:
        for name, value in values.items():
            monkeypatch.setattr(settings, name, value)

    return change


def post(site: Client, suffix: str = "json", **changes: str) -> Any:
    return site.post(f"/open311/v2/requests.{suffix}", POST | changes)


def let_through(code: str) -> Any:
    from phancap.web.portal.feedback import reports
    from phancap.web.portal.feedback.models import Report

    report = Report.objects.get(code=code)
    return reports.pass_on(
        report.pk, report.version, None, public_text=report.text, public_place="hẻm", public=True
    )


def test_the_list_of_services(site: Client) -> None:
    found = json.loads(site.get("/open311/v2/services.json").content)
    first = next(service for service in found if service["service_code"] == "xay-dung-nha-o")
    assert first["metadata"] is False
    assert first["type"] == "realtime"
    assert {"service_name", "description", "keywords", "group"} <= set(first)
    root = ElementTree.fromstring(site.get("/open311/v2/services.xml").content)
    assert root.tag == "services"
    assert [service.findtext("service_code") for service in root.findall("service")] == [
        s["service_code"] for s in found
    ]
    assert root.findtext("service/metadata") == "false"
    assert (
        json.loads(site.get("/open311/v2/services.json?lang=en").content)[0]["service_name"]
        != found[0]["service_name"]
    )


def test_who_is_responsible_at_a_place(site: Client) -> None:
    found = json.loads(site.get("/open311/v2/services.json?address_string=an+phu,+ninh+kieu").content)
    told = {service["service_code"]: service["agency_responsible"] for service in found}
    assert told["xay-dung-nha-o"] == "UBND phường Ninh Kiều"
    assert told["rac-thai"] is None


def test_a_service_and_one_that_is_none(site: Client) -> None:
    assert json.loads(site.get("/open311/v2/services/khac.json").content) == {
        "service_code": "khac",
        "attributes": [],
    }
    root = ElementTree.fromstring(site.get("/open311/v2/services/none.xml").content)
    assert (root.tag, root.findtext("error/code")) == ("errors", "404")


def test_discovery_tells_the_area_in_units(site: Client) -> None:
    found = json.loads(site.get("/open311/v2/discovery.json").content)
    assert found["endpoints"][0]["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert found["endpoints"][0]["url"] == "http://localhost/open311/v2"
    units = found["service_area"]["units"]
    assert len(units) == 103, "the communes of today's Cần Thơ"
    assert {"id": "c31135@2025-07-01", "code": "31135", "name": "Ninh Kiều"} in [
        unit | {"name": unit["name"].removeprefix("phường ")} for unit in units
    ]
    ElementTree.fromstring(site.get("/open311/v2/discovery.xml").content)


@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_a_request_is_sent_seen_and_closed(site: Client, suffix: str) -> None:
    from phancap.web.portal.feedback import reports

    response = post(site, suffix, **SENDER)
    assert response.status_code == 201
    if suffix == "json":
        code = json.loads(response.content)[0]["service_request_id"]
    else:
        code = ElementTree.fromstring(response.content).findtext("request/service_request_id") or ""
    address = f"/open311/v2/requests/{code}.json"
    unseen = json.loads(site.get(address).content)[0]
    assert (unseen["status"], unseen["description"], unseen["agency_responsible"]) == (
        "open",
        None,
        "UBND phường Ninh Kiều",
    )
    assert json.loads(site.get("/open311/v2/requests.json").content) == []
    report = let_through(code)
    seen = json.loads(site.get(address).content)[0]
    assert seen["description"] == POST["description"]
    assert seen["expected_datetime"] > seen["requested_datetime"]
    reports.answer(report.pk, report.version, None, "Đã xử lý xong.")
    closed = json.loads(site.get("/open311/v2/requests.json?status=closed").content)
    assert [(one["service_request_id"], one["status"], one["status_notes"]) for one in closed] == [
        (code, "closed", "Đã xử lý xong.")
    ]
    assert json.loads(site.get("/open311/v2/requests.json?status=open").content) == []
    token = json.loads(site.get(f"/open311/v2/tokens/{code}.json").content)
    assert token == [{"service_request_id": code, "token": code}]


def test_what_a_program_sends_about_a_person_stays_inside(site: Client) -> None:
    from phancap.web.portal.feedback.models import Sender

    code = json.loads(post(site, **SENDER).content)[0]["service_request_id"]
    let_through(code)
    sender = Sender.objects.get()
    assert (sender.name, sender.phone, sender.email) == ("Trần Kín", "0912345678", "kin@vidu.vn")
    for path in ("requests.json", "requests.xml", f"requests/{code}.json", f"tokens/{code}.xml"):
        text = site.get(f"/open311/v2/{path}").content.decode()
        for secret in SENDER.values():
            assert secret not in text


@pytest.mark.parametrize(
    "changes, status",
    [
        ({"service_code": ""}, 400), ({"service_code": "none"}, 404), ({"description": "ngắn"}, 400), ({"address_string": ""}, 400),
        ({"address_string": "", "lat": "10.03", "long": "105.78"}, 201), ({"lat": "10.03"}, 400), ({"lat": "x", "long": "y"}, 400),
        ({"jurisdiction_id": "elsewhere"}, 404), ({"email": "x"}, 400), ({"description": "\x00" * 20}, 400),
        ({"address_string": "", "address_id": "c31135@2025-07-01"}, 201), ({"media_url": "http://169.254.169.254/"}, 201),
    ],
)  # fmt: skip
def test_what_is_taken_and_what_is_refused(site: Client, changes: dict[str, str], status: int) -> None:
    response = post(site, **changes)
    assert response.status_code == status
    if status >= 400:
        assert json.loads(response.content)[0]["code"] == status


def test_a_key_where_keys_are_asked_for(site: Client, set_to: Any) -> None:
    set_to(PHANCAP_OPEN311_KEYS=("chìa-một", "key-two"))
    assert post(site).status_code == 403
    assert post(site, api_key="key-tw").status_code == 403
    assert post(site, api_key="key-two").status_code == 201
    assert post(site, api_key="chìa-một").status_code == 201
    assert site.get("/open311/v2/services.json").status_code == 200


def test_rates(site: Client, set_to: Any) -> None:
    set_to(PHANCAP_OPEN311_POST_RATE="2/h", PHANCAP_OPEN311_RATE="5/m")
    assert [post(site).status_code for _ in range(3)] == [201, 201, 429]
    assert [site.get("/open311/v2/services.json").status_code for _ in range(3)] == [200, 200, 429]


def test_a_list_covers_ninety_days(site: Client) -> None:
    from phancap.web.portal.feedback.models import Report

    codes = [json.loads(post(site).content)[0]["service_request_id"] for _ in range(2)]
    for code in codes:
        let_through(code)
    Report.objects.filter(code=codes[0]).update(received_at=timezone.now() - timedelta(days=100))

    def listed(query: str) -> list[str]:
        return [
            one["service_request_id"]
            for one in json.loads(site.get(f"/open311/v2/requests.json?{query}").content)
        ]

    assert listed("") == [codes[1]]
    start = (timezone.now() - timedelta(days=120)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert listed(f"start_date={start}") == [codes[0]]
    assert listed(f"service_request_id={codes[0]},{codes[1]}") == [codes[1], codes[0]]
    assert listed("service_code=khac") == []
    assert listed("end_date=2022-01-01T00:00:00Z") == []


@pytest.mark.parametrize(
    "query, status",
    [
        ("start_date=x", 400), ("start_date=0001-01-01T00:00:00Z", 400), ("end_date=9999-12-31T23:59:59-14:00", 400),
        ("start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", 400), ("status=closing", 400), ("service_code=none", 404),
        ("service_request_id=" + ",".join("A" * 4 for _ in range(60)), 400), ("status=" + "x" * 500, 400), ("q=%00", 400),
        ("service_request_id=%27OR%201", 200), ("start_date=2026-11-01T00:00:00%2B07:00", 200), ("start_date=2026-11-01", 200),
    ],
)  # fmt: skip
def test_a_garbled_question_is_refused(site: Client, query: str, status: int) -> None:
    for suffix in ("json", "xml"):
        assert site.get(f"/open311/v2/requests.{suffix}?{query}").status_code == status


def test_other_methods_forms_and_bodies_are_refused_in_the_standard_s_form(site: Client) -> None:
    for method in (site.put, site.delete, site.patch):
        response = method("/open311/v2/requests.json")
        assert (response.status_code, json.loads(response.content)[0]["code"]) == (405, 405)
    assert site.post("/open311/v2/services.json").status_code == 405
    for kind, body in (("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--y\r\n"), ("application/json", b"{"),
                       ("application/x-www-form-urlencoded", b"&" * 500), ("application/x-www-form-urlencoded", b"a=\xff\xfe"),
                       ("text/xml", b"<a/>")):  # fmt: skip
        assert site.post("/open311/v2/requests.json", body, content_type=kind).status_code == 400, kind
    assert site.get("/open311/v2/requests.html").status_code == 404


def test_the_description_names_every_address(site: Client) -> None:
    found = json.loads(site.get("/open311/v2/openapi.json").content)
    assert found["openapi"] == "3.1.0"
    assert len(found["paths"]) == 12
