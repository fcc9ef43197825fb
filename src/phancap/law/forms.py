"""Lint of legal form: what number, type, issuer and dates of an act say against each other.

Pure functions from the columns of ``acts.csv`` to :class:`Lint`; who calls them adds file and row. What a
grant's instrument asks of its act is in :mod:`phancap.law.rulebook`.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from phancap.formats.folding import fold
from phancap.law.numbers import has_year, issuer_hint, misprinted, parse, type_of
from phancap.law.vocabulary import act_type, issuer_key, level_of, nearest_types, organ_of


class Lint(NamedTuple):
    """One doubt: ``code`` (``PC101`` ...), ``name``, ``severity``, and the parameters of its message."""

    code: str
    name: str
    severity: str
    params: dict[str, str]


# Which organs may issue a type at all (Law 80/2015 art. 4, Law 64/2025 art. 4; Party documents apart).
_TYPE_ORGANS = {
    "hiến pháp": ("na",), "luật": ("na",), "pháp lệnh": ("standing",), "lệnh": ("president",),
    "nghị định": ("government",), "thông tư": ("ministry",), "thông tư liên tịch": ("ministry",),
    "nghị quyết": ("na", "standing", "government", "council", "ministry", "party"),
}  # fmt: skip
# Organs whose acts are normative only by these types. Others (department, office) issue none.
_NORMATIVE = {
    "council": ("nghị quyết",), "committee": ("quyết định", "chỉ thị"), "chair": ("quyết định",),
    "pm": ("quyết định", "chỉ thị"), "agency": (), "office": (),
}  # fmt: skip
_DAY = date.toordinal
# Law 64/2025 took normative acts from communes; Law 87/2025 gave them back and added provincial chairs.
_LAW_64 = _DAY(date(2025, 4, 1))
_LAW_87 = _DAY(date(2025, 7, 1))
_LAW_80 = _DAY(date(2016, 7, 1))


def number_date(number: str, signed: int | None) -> Lint | None:
    """``PC101``: the year in the number is not that of the signing day (a day number)."""
    parts = parse(number)
    if parts is None or parts.year is None or signed is None:
        return None
    year = date.fromordinal(signed).year
    if year == parts.year:
        return None
    day = date.fromordinal(signed).isoformat()
    return Lint("PC101", "number-date", "warning", {"number": number, "year": str(parts.year), "day": day})


def number_form(number: str) -> Lint | None:
    """``PC102``: a Party number with type and body the wrong way round (``59/NQ-TW``)."""
    right = misprinted(number)
    return Lint("PC102", "number-form", "warning", {"number": number, "right": right}) if right else None


def known_type(type: str) -> Lint | None:
    """``PC107``: the type is not on the closed list of the rule book."""
    if not type or act_type(type):
        return None
    near = nearest_types(type)
    return Lint("PC107", "unknown-type", "error", {"type": type, "nearest": near[0] if near else ""})


def type_number(type: str, number: str) -> Lint | None:
    """``PC104``: the number names another type than the row."""
    stated, named = act_type(type), type_of(number)
    inside = act_type(named)
    if stated is None or inside is None or stated.type == inside.type:
        return None
    if (
        stated.type == f"{inside.type} liên tịch"
    ):  # older joint circulars bear the code of a circular: 12/TT-LB
        return None
    return Lint(
        "PC104", "type-number", "warning", {"number": number, "type": stated.type, "named": inside.type}
    )


def issuer_number(issuer: str, number: str) -> Lint | None:
    """``PC105``: the body code in the number is that of another kind of organ than the issuer.

    A chair signs under the code of the committee as well (``QĐ-UBND``): no lint.
    """
    hint = issuer_hint(number)
    if not issuer or not hint:
        return None
    stated, named = organ_of(issuer), organ_of(hint)
    if not stated or stated == named or (stated, named) == ("chair", "committee"):
        joint = not issuer_key(hint).isdisjoint(issuer_key(issuer))  # one of the bodies of a joint circular
        same_ministry = (
            stated != "ministry" or joint or fold(hint) in fold(issuer) or fold(issuer) in fold(hint)
        )
        if not stated or same_ministry:
            return None
    return Lint("PC105", "issuer-number", "warning", {"number": number, "issuer": issuer, "named": hint})


def type_issuer(
    type: str, issuer: str, number: str, signed: int | None = None, issuer_unit: str = ""
) -> Lint | None:
    """``PC106``: a type or form that this issuer cannot issue on that day.

    Never: a decree of a committee, a circular of a province, a normative act of a department. By day: a
    normative act of a commune signed from 1-4-2025 and before 1-7-2025 (Law 64/2025; Law 87/2025), of a
    district from 1-7-2025, of a chair before 1-7-2025; a normative directive from 1-7-2016 (Law 80/2015).
    """
    kind = act_type(type) or act_type(type_of(number))
    organ = organ_of(issuer) or organ_of(issuer_hint(number))
    if kind is None or not organ:
        return None
    params = {"number": number, "type": kind.type, "issuer": issuer or issuer_hint(number), "day": ""}
    if signed is not None:
        params["day"] = date.fromordinal(signed).isoformat()
    organs = _TYPE_ORGANS.get(kind.type)
    if organs is not None and organ not in organs:
        return Lint("PC106", "type-issuer", "warning", params)
    if not has_year(number) or parse(number) is None:
        return None
    if organ in _NORMATIVE and kind.type not in _NORMATIVE[organ]:
        return Lint("PC106", "normative-type-issuer", "warning", params)
    if signed is None or organ not in ("council", "committee", "chair"):
        return None
    level = level_of(issuer, issuer_unit)
    barred = (
        (level == "commune" and _LAW_64 <= signed < _LAW_87)
        or (level == "district" and signed >= _LAW_87)
        or (organ == "chair" and _LAW_80 <= signed < _LAW_87)
        or (kind.type == "chỉ thị" and signed >= _LAW_80)
    )
    return Lint("PC106", "normative-type-day", "warning", params) if barred else None


def act_lints(
    number: str, type: str, issuer: str, signed: int | None = None, issuer_unit: str = ""
) -> list[Lint]:
    """Every doubt about the form of one row of ``acts.csv``."""
    found = (
        number_date(number, signed), number_form(number), known_type(type), type_number(type, number),
        issuer_number(issuer, number), type_issuer(type, issuer, number, signed, issuer_unit),
    )  # fmt: skip
    return [lint for lint in found if lint is not None]


MESSAGES = {
    "vi": {
        "number-date": "số `{number}` là năm {year} nhưng ngày ký là {day} · sửa số hoặc ngày",
        "number-form": "số `{number}` viết sai kiểu văn bản của Đảng · viết `{right}`",
        "unknown-type": "không có loại văn bản `{type}` · gần nhất: `{nearest}`",
        "type-number": "số `{number}` là của {named}, cột `type` lại ghi {type}",
        "issuer-number": "số `{number}` là của {named}, cột `issuer` lại ghi {issuer}",
        "type-issuer": "{issuer} không ban hành {type} (`{number}`)",
        "normative-type-issuer": "{issuer} không ban hành {type} quy phạm pháp luật (`{number}` có năm)",
        "normative-type-day": "ngày {day} {issuer} không được ban hành {type} là văn bản quy phạm pháp luật "
        "(`{number}` có năm)",
    },
    "en": {
        "number-date": "number `{number}` is of {year}, yet the act was signed on {day} · mend one of them",
        "number-form": "number `{number}` is not the form of a Party document · write `{right}`",
        "unknown-type": "there is no type of act `{type}` · nearest: `{nearest}`",
        "type-number": "number `{number}` is that of {named}, column `type` says {type}",
        "issuer-number": "number `{number}` is that of {named}, column `issuer` says {issuer}",
        "type-issuer": "{issuer} does not issue {type} (`{number}`)",
        "normative-type-issuer": "{issuer} issues no normative {type} (`{number}` has a year)",
        "normative-type-day": "on {day} {issuer} could not issue a normative {type} (`{number}` has a year)",
    },
}  # fmt: skip
