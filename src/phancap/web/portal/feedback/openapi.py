"""The Open311 server described as OpenAPI 3.1, so that programs - and tests - know what to ask and to expect."""

from __future__ import annotations

from typing import Any

from phancap.web.portal.feedback.reports import LONGEST_PLACE, LONGEST_TEXT
from phancap.web.portal.feedback.services import services
from phancap.web.portal.query import LONGEST

Json = dict[str, Any]

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_NUMBER = {"type": ["number", "null"]}


def _object(properties: Json, required: list[str] | None = None) -> Json:
    return {"type": "object", "properties": properties, "required": required or list(properties)}


def _list(of: str) -> Json:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"}}


SCHEMAS: Json = {
    "error": _object({"code": {"type": "integer"}, "description": _TEXT}),
    "service": _object(
        {"service_code": _TEXT, "service_name": _TEXT, "description": _TEXT, "metadata": {"type": "boolean"},
         "type": {"const": "realtime"}, "keywords": _TEXT, "group": _TEXT, "agency_responsible": _MAYBE,
         "service_notice": _MAYBE},
        ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"],
    ),
    "definition": _object({"service_code": _TEXT, "attributes": {"type": "array", "maxItems": 0}}),
    "request": _object(
        {"service_request_id": _TEXT, "status": {"enum": ["open", "closed"]}, "status_notes": _MAYBE,
         "service_name": _TEXT, "service_code": _TEXT, "description": _MAYBE, "agency_responsible": _MAYBE,
         "service_notice": _MAYBE, "requested_datetime": _TEXT, "updated_datetime": _TEXT, "expected_datetime": _MAYBE,
         "address": _MAYBE, "address_id": _MAYBE, "zipcode": {"type": "null"}, "lat": _NUMBER, "long": _NUMBER,
         "media_url": _MAYBE}
    ),
    "sent": _object({"service_request_id": _TEXT, "service_notice": _MAYBE, "account_id": {"type": "null"}}),
    "token": _object({"service_request_id": _TEXT, "token": _TEXT}),
    "discovery": _object(
        {"changeset": _TEXT, "contact": _TEXT, "key_service": _TEXT, "jurisdiction_id": _TEXT,
         "service_area": {"type": "object"}, "endpoints": {"type": "array", "items": {"type": "object"}}}
    ),
}  # fmt: skip


def description(base: str) -> Json:
    """The whole description, for the site at ``base``."""
    codes = list(services())
    code_in_path = _parameter(
        "code", "path", {"type": "string", "maxLength": 40, "pattern": "^[A-Za-z0-9._-]+$"}
    )
    id_in_path = _parameter("id", "path", {"type": "string", "maxLength": 20, "pattern": "^[A-Za-z0-9]+$"})
    moment = {"type": "string", "format": "date-time", "maxLength": 40}
    text = {"type": "string", "maxLength": LONGEST}
    listing = [
        _parameter("service_request_id", "query", text), _parameter("service_code", "query", text),
        _parameter("start_date", "query", moment), _parameter("end_date", "query", moment),
        _parameter("status", "query", {"type": "string", "enum": ["open", "closed", "open,closed"]}),
    ]  # fmt: skip
    place = _parameter("address_string", "query", {"type": "string", "maxLength": LONGEST_PLACE})
    paths: Json = {}
    for suffix in ("json", "xml"):
        paths |= {
            f"/open311/v2/discovery.{suffix}": {"get": _get("discovery", suffix, {"$ref": "#/components/schemas/discovery"})},
            f"/open311/v2/services.{suffix}": {"get": _get("services", suffix, _list("service"), [place])},
            f"/open311/v2/services/{{code}}.{suffix}": {
                "get": _get("service", suffix, {"$ref": "#/components/schemas/definition"}, [code_in_path])
            },
            f"/open311/v2/requests.{suffix}": {
                "get": _get("requests", suffix, _list("request"), listing), "post": _post(suffix, codes),
            },
            f"/open311/v2/requests/{{id}}.{suffix}": {"get": _get("request", suffix, _list("request"), [id_in_path])},
            f"/open311/v2/tokens/{{id}}.{suffix}": {"get": _get("token", suffix, _list("token"), [id_in_path])},
        }  # fmt: skip
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open311 GeoReport v2",
            "version": "2",
            "description": "Feedback routed by the charter.",
        },
        "servers": [{"url": base}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _parameter(name: str, where: str, schema: Json) -> Json:
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


def _content(suffix: str, schema: Json) -> Json:
    return {"application/json": {"schema": schema}} if suffix == "json" else {"text/xml": {"schema": {}}}


def _responses(suffix: str, good: str, schema: Json) -> Json:
    responses: Json = {good: {"description": "as asked", "content": _content(suffix, schema)}}
    for status, words in (("400", "a parameter or field that cannot be read"), ("403", "no valid api_key"),
                          ("404", "nothing of that name"), ("405", "another method"), ("429", "too many from one address")):  # fmt: skip
        responses[status] = {"description": words, "content": _content(suffix, _list("error"))}
    return responses


def _get(name: str, suffix: str, schema: Json, parameters: list[Json] | None = None) -> Json:
    common = [
        _parameter("jurisdiction_id", "query", {"type": "string", "maxLength": 60}),
        _parameter("lang", "query", {"type": "string", "enum": ["vi", "en"]}),
    ]
    return {
        "operationId": f"{name}_{suffix}", "parameters": [*(parameters or []), *common],
        "responses": _responses(suffix, "200", schema),
    }  # fmt: skip


def _post(suffix: str, codes: list[str]) -> Json:
    form = {
        "type": "object",
        "required": ["service_code", "description"],
        "properties": {
            "service_code": {"type": "string", "enum": codes},
            "description": {"type": "string", "minLength": 10, "maxLength": LONGEST_TEXT},
            "address_string": {"type": "string", "maxLength": LONGEST_PLACE},
            "address_id": {"type": "string", "maxLength": 40},
            "lat": {"type": "string", "pattern": r"^-?\d{1,2}\.\d{1,6}$"},
            "long": {"type": "string", "pattern": r"^-?\d{1,3}\.\d{1,6}$"},
            "email": {"type": "string", "maxLength": 200}, "phone": {"type": "string", "maxLength": 20},
            "first_name": {"type": "string", "maxLength": 50}, "last_name": {"type": "string", "maxLength": 50},
            "api_key": {"type": "string", "maxLength": 100}, "jurisdiction_id": {"type": "string", "maxLength": 60},
        },
    }  # fmt: skip
    return {
        "operationId": f"post_request_{suffix}",
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": form}},
        },
        "responses": _responses(suffix, "201", _list("sent")),
    }
