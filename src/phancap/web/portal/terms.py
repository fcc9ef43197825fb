"""Closed lists of the workspace in words of the screen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from phancap.competence import words
from phancap.formats.say import grouped, marked


def level(name: str) -> str:
    """``commune`` as ``cấp xã``."""
    return {
        "province": _("cấp tỉnh"), "district": _("cấp huyện"), "commune": _("cấp xã"),
        "none": _("trung ương và cơ quan khác"),
    }.get(name, name)  # fmt: skip


def organ_kind(name: str) -> str:
    """The kind of a class of bodies."""
    return {
        "council": _("Hội đồng nhân dân"), "committee": _("Ủy ban nhân dân, Chính phủ"), "chair": _("chủ tịch"),
        "agency": _("cơ quan chuyên môn"), "agency_head": _("người đứng đầu cơ quan"),
        "office": _("phòng, văn phòng"), "service_unit": _("đơn vị sự nghiệp"),
        "civil_servant": _("công chức"),
    }.get(name, name)  # fmt: skip


def power_kind(name: str) -> str:
    """The kind of a power."""
    return {
        "procedure": _("thủ tục hành chính"), "function": _("nhiệm vụ, chức năng"), "budget": _("ngân sách"),
        "inspection": _("thanh tra, kiểm tra"), "appointment": _("bổ nhiệm, cán bộ"),
    }.get(name, name)  # fmt: skip


def place_rule(name: str) -> str:
    """What place a power goes by."""
    return {
        "site": _("nơi có đất, công trình"), "residence": _("nơi cư trú"), "seat": _("nơi đặt trụ sở"),
        "anywhere": _("bất kỳ nơi nào"),
    }.get(name, name)  # fmt: skip


def part(name: str) -> str:
    """How much of a unit became another."""
    return {"whole": _("toàn bộ"), "part": _("một phần"), "remainder": _("phần còn lại")}.get(name, name)


def measure(name: str) -> str:
    """What a measure measures."""
    return {
        "area": _("diện tích (m²)"), "population": _("dân số (người)"), "centroid": _("tâm (vĩ độ, kinh độ)"),
    }.get(name, name)  # fmt: skip


def measured(value: object, lang: str) -> str:
    """A number with its groups, anything else as it stands."""
    text = str(value)
    return grouped(int(text), lang) if text.isascii() and text.isdigit() else text


def square_kilometres(metres: int | None, lang: str) -> str:
    """An area in km² with two places: ``26,88``; nothing where none is stated."""
    if not metres:
        return ""
    return marked(f"{metres / 1e6:,.2f}", lang)


def fact_type(name: str) -> str:
    """The type of a fact."""
    return {
        "integer": _("số"), "money": _("số tiền (đồng)"), "area": _("diện tích (m²)"),
        "category": _("phân loại"), "bool": _("có hoặc không"),
    }.get(name, name)  # fmt: skip


def yes(value: bool) -> str:
    """Yes or no."""
    return _("có") if value else _("không")


def severity(name: str) -> str:
    """How grave a finding is."""
    return {"error": _("lỗi"), "warning": _("cảnh báo"), "note": _("ghi chú")}.get(name, name)


def limit(given: dict[str, object] | None, lang: str) -> str:
    """A time limit in words; empty where none is stated."""
    if not given:
        return ""
    unit = words.LIMIT_UNIT[lang].get(str(given["unit"]), str(given["unit"]))
    return unit if given["value"] is None or given["unit"] == "same_day" else f"{given['value']} {unit}"
