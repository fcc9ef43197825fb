"""The API asked by its own description: whatever the description allows, and what it forbids, is never an error of ours.

Open311 (``/open311/v2/``) has no OpenAPI description of its own; here it gets one that names its addresses, so that
the same machine can try it.
"""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error

EXAMPLES = 8 if settings.get_current_profile_name() != "torture" else 1000
BOUNDED = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip

TEXT = {"type": "string"}


def query(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": TEXT}


def told(*names: str) -> dict[str, Any]:
    return {"responses": {"200": {"description": "ok"}}, "parameters": [query(name) for name in names]}


FORM = {
    name: TEXT
    for name in ("jurisdiction_id", "service_code", "description", "lat", "long", "address_string", "address_id",
                 "email", "first_name", "last_name", "phone", "media_url", "device_id", "account_id")
}  # fmt: skip
IN_PATH = {"name": "code", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
OPEN311 = {
    "openapi": "3.1.0",
    "info": {"title": "GeoReport", "version": "2"},
    "paths": {
        "/open311/v2/discovery.json": {"get": told()},
        "/open311/v2/services.json": {"get": told("jurisdiction_id", "lat", "long")},
        "/open311/v2/services/{code}.json": {"get": {**told("jurisdiction_id"), "parameters": [IN_PATH]}},
        "/open311/v2/requests/{code}.json": {"get": {**told("jurisdiction_id"), "parameters": [IN_PATH]}},
        "/open311/v2/requests.json": {
            "get": told("service_request_id", "service_code", "start_date", "end_date", "status"),
            "post": {
                **told("api_key"),
                "requestBody": {"required": True, "content": {
                    "application/x-www-form-urlencoded": {"schema": {"type": "object", "properties": FORM}}
                }},
            },
        },
    },
}  # fmt: skip


@pytest.fixture
def described(stored_for_all: None) -> Any:
    """The API's own description."""
    from phancap.web.wsgi import application

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers={"Host": "localhost"})


@pytest.fixture
def georeport(stored_for_all: None) -> Any:
    """The addresses of the report server."""
    from phancap.web.wsgi import application

    made = schemathesis.openapi.from_dict(OPEN311)
    made.app = application
    return made


def ask_all(schema: Any) -> int:
    """Every address of a description, with what it allows and what it forbids; how many addresses there were."""
    tried = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):

            @BOUNDED
            @given(case=operation.as_strategy(generation_mode=mode))
            def never_fails(case: Any) -> None:
                cache.clear()  # the limit of requests would answer for us otherwise
                response = case.call(headers={"Host": "localhost"})
                case.validate_response(response, checks=[not_a_server_error])

            try:
                never_fails()
            except Unsatisfiable:
                assert mode is schemathesis.GenerationMode.NEGATIVE  # nothing is forbidden there
        tried += 1
    return tried


def test_the_api_never_fails(described: Any) -> None:
    assert ask_all(described) > 10


def test_the_report_server_never_fails(georeport: Any) -> None:
    assert ask_all(georeport) == 6


HOSTILE = ["%00", "%FF", "../../../etc/passwd", "' OR 1=1 --", "<script>alert(1)</script>", "{{7*7}}", "%0d%0aSet-Cookie:x=1",
           "9" * 400, "-1", "1e309", "NaN", "\u202e", "𒐫" * 50, "a" * 9000, "[]", "power[]=x"]  # fmt: skip
PARAMETERS = ["power", "at", "on", "role", "decided", "known", "fact", "lang", "q", "page", "class", "field", "level", "state",
              "from", "to", "snapshot"]  # fmt: skip
ADDRESSES = ["/who", "/who.json", "/place.json", "/units", "/powers", "/bodies", "/acts", "/agenda.json", "/findings.json",
             "/news", "/suggest.json", "/api/v1/who", "/open311/v2/requests.json", "/who/qr.svg", "/search", "/feedback"]  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_parameters_are_refused_or_harmless(site: Client, stored: None, address: str) -> None:
    # Each value meets every third parameter; which third changes from address to address.
    shift = ADDRESSES.index(address)
    for number, value in enumerate(HOSTILE):
        for name in PARAMETERS[(number + shift) % 3 :: 3]:
            response = site.get(f"{address}?power=1.013225&at=ninh+kieu&{name}={value}")
            assert response.status_code < 500, (name, value)
            assert "Set-Cookie" not in response.headers
            if response["Content-Type"].startswith("text/html"):  # JSON may repeat what was asked
                assert b"<script>alert" not in response.content
        cache.clear()
