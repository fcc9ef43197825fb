"""The Open311 server under everything Schemathesis thinks of, straight through the WSGI application."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


# The application ends each request as a server does: a transaction around the test would not outlive the first.
@pytest.mark.usefixtures("stored_for_all")
@pytest.mark.parametrize("sent", ["as described", "otherwise"])
def test_nothing_schemathesis_sends_breaks_it(
    site: Client, monkeypatch: pytest.MonkeyPatch, sent: str
) -> None:
    import schemathesis
    from django.conf import settings as site_settings
    from hypothesis import HealthCheck, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    from phancap.web.wsgi import application

    monkeypatch.setattr(site_settings, "PHANCAP_OPEN311_RATE", "")
    monkeypatch.setattr(site_settings, "PHANCAP_OPEN311_POST_RATE", "")
    schema = schemathesis.openapi.from_wsgi("/open311/v2/openapi.json", application)
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]
    mode = (
        schemathesis.GenerationMode.POSITIVE
        if sent == "as described"
        else schemathesis.GenerationMode.NEGATIVE
    )
    tried: dict[str, int] = {}

    for result in schema.get_all_operations():
        operation = result.ok()
        if mode is schemathesis.GenerationMode.NEGATIVE and "discovery" in operation.path:
            continue  # nothing of it can be said otherwise: it takes no parameter that is checked

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def fuzz(case: Any) -> None:
            response = case.call()
            case.validate_response(response, checks=checks)
            tried[case.method] = tried.get(case.method, 0) + 1

        fuzz()
    assert tried["GET"] > 50
    assert tried["POST"] > 10
