"""Units and former units: the list, one of them, and a place in words."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from phancap.competence.organs import STATES, unit_page, unit_rows
from phancap.formats.days import show_day, today
from phancap.formats.nearest import nearest
from phancap.territory.model import LEVELS
from phancap.territory.places import describe
from phancap.web.portal import terms
from phancap.web.portal.desk import desk, snapshot, view, workspace
from phancap.web.portal.maps import drawing_of
from phancap.web.portal.query import BadParameter
from phancap.web.portal.sheet import Asked, Cell, Field, Sheet, Table, address, joined, page, source_cell


@page
def units(asked: Asked) -> Sheet:
    """Units of a day, by level and name; former ones too."""
    level = asked.choice("level", ("", *LEVELS))
    state = asked.choice("state", STATES, "now")
    rows = unit_rows(view(), asked.day, asked.text("q"), level, state)
    table = Table(
        "units",
        _("Đơn vị hành chính"),
        (_("Tên"), _("Loại"), _("Cấp"), _("Mã"), _("Thời gian"), _("Văn bản")),
        [
            [[asked.unit(r["uid"], r["name"])], [Cell(r["type"])], [Cell(terms.level(r["level"]))],
             [Cell(r["code"])], [asked.days(r["from"], r["to"])], asked.act(r["act"])]
            for r in rows
        ],
        _("Không có đơn vị nào như vậy."),
    )  # fmt: skip
    fields = (
        Field("q", _("Tên hoặc mã, có dấu hay không"), asked.text("q")),
        Field("level", _("Cấp"), level, [("", _("mọi cấp")), *((x, terms.level(x)) for x in LEVELS)]),
        Field("state", _("Trạng thái"), state,
              [("now", _("đang có ngày đó")), ("former", _("đã chấm dứt")), ("all", _("tất cả"))]),
        asked.day_field(),
    )  # fmt: skip
    return Sheet(
        _("Đơn vị hành chính, nay và trước đây"), "/units", {"format": 1, "on": _iso(asked), "units": rows},
        fields=fields, tables=(table,),
        lead=_("Mã và tên không định danh được một đơn vị qua thời gian: mỗi phiên bản có trang riêng."),
        links=(Cell(_("Tìm theo địa chỉ"), asked.link("/place")), Cell(_("Bản đồ"), asked.link("/map"))),
    )  # fmt: skip


def _iso(asked: Asked) -> str:
    from phancap.formats.days import format_day

    return format_day(asked.day)


@page
def unit(asked: Asked, key: str) -> Sheet:
    """One unit version: life, lineage, what lies in it, its bodies."""
    if key not in view().territory.units:
        near = nearest(key[:100], view().territory.units)
        raise Http404(
            _("Không có đơn vị `%(key)s`") % {"key": key[:100]} + (f" · {', '.join(near)}" if near else "")
        )
    found = unit_page(view(), key, asked.day, asked.lang, workspace().tables.get("measures", []))
    about = found["unit"]
    facts: list[tuple[str, list[Cell]]] = [
        (_("Loại"), [Cell(about["type"])]),
        (_("Cấp"), [Cell(terms.level(about["level"]))]),
        (_("Mã"), [Cell(about["code"])]),
        (_("Thời gian"), [asked.days(about["from"], about["to"])]),
    ]
    if about["act"]:
        facts.append((_("Lập theo"), asked.act(about["act"])))
    if about["parent"]:
        facts.append((_("Thuộc"), [asked.unit(about["parent"]["uid"], about["parent"]["name"])]))
    for row in found["measures"]:
        value = Cell(terms.measured(row["value"], asked.lang))
        facts.append(
            (terms.measure(row["measure"]), [value, Cell(" · ", kind="soft"), *source_cell(row["source"])])
        )
    notes = []
    if not found["alive"]:
        notes.append(_("Ngày %(day)s đơn vị này không tồn tại; trang nói về ngày %(shown)s.") % {
            "day": show_day(asked.day), "shown": _shown(found["on"])})  # fmt: skip
    return Sheet(
        about["full_name"], address("units", key), found, kicker=_("Đơn vị hành chính"), facts=facts, notes=notes,
        tables=[
            _lineage("before", _("Từ đâu ra"), found["before"], asked, _("Không có ghi chép về trước đó.")),
            _lineage("after", _("Trở thành"), found["after"], asked,
                     _("Chưa chấm dứt.") if about["to"] is None else _("Không có ghi chép về sau đó.")),
            *([Table("parts", _("Gồm có"), (_("Đơn vị"),),
                     [[[asked.unit(r["uid"], r["name"])]] for r in found["parts"]])] if found["parts"] else []),
            Table("bodies", _("Các cơ quan"), (_("Cơ quan"), _("Loại")),
                  [[[asked.body(r)], [Cell(terms.organ_kind(r["kind"]))]] for r in found["bodies"]],
                  _("Chưa ghi cơ quan nào.")),
            *([Table("same-code", _("Cùng mã, thời khác"), (_("Đơn vị"), _("Thời gian")),
                     [[[asked.unit(r["uid"], r["name"])], [asked.days(r["from"], r["to"])]]
                      for r in found["same_code"]])] if found["same_code"] else []),
        ],
        fields=(asked.day_field(),), drawing=drawing_of(asked, view().territory.atoms_of(key)),
    )  # fmt: skip


def _shown(day: str) -> str:
    from phancap.formats.days import parse_day

    return show_day(parse_day(day))


def _lineage(key: str, title: str, rows: list[dict[str, Any]], asked: Asked, empty: str) -> Table:
    return Table(
        key, title, (_("Đơn vị"), _("Phần"), _("Ngày"), _("Căn cứ")),
        [[[asked.unit(r["uid"], r["name"])], [Cell(terms.part(r["part"]))], [asked.on_day(r["on"])],
          asked.act(r["act"], r["provision"])] for r in rows],
        empty,
    )  # fmt: skip


@page
def place(asked: Asked) -> Sheet:
    """A place in words, a code or an old address: the JSON is that of ``phancap place --json``."""
    words = asked.text("at")
    fields = (Field("at", _("Địa chỉ (cũ hoặc mới)"), words), asked.day_field())
    title = _("Một nơi, nay và trước đây")
    if not words:
        if asked.request.path.endswith((".json", ".csv", ".xlsx")):
            raise BadParameter(_("thiếu `at`: tên, mã hoặc địa chỉ"))
        return Sheet(
            title, "/place", {}, fields=fields, lead=_("Gõ tên hoặc địa chỉ, cũ hay mới, có dấu hay không.")
        )
    found = desk(asked.lang).place(words, asked.day)
    data = describe(found, snapshot().land(), today(), asked.lang, snapshot().lineage())
    units = view().territory.units
    rows = []
    for item in data["candidates"]:
        events = [f"{_shown(e['on'])} {e['act']}".strip() for e in item["via"]]
        now = [asked.unit(uid, _name(uid)) for uid in item["now"] if uid in units]
        rows.append(
            [[asked.unit(item["uid"], item["name"])], [asked.days(item["from"], item["to"])],
             [Cell("; ".join(dict.fromkeys(events)))], joined(now), [Cell(item["settle"])]]
        )  # fmt: skip
    columns = (_("Đơn vị"), _("Thời gian"), _("Qua"), _("Nay thuộc"), _("Cho biết thêm"))
    notes = [data["message"]] if data["message"] else []
    if data["nearest"] and not rows:
        notes.append(_("gần nhất: %(names)s") % {"names": "; ".join(data["nearest"])})
    table = Table("places", _("Có thể là"), columns, rows, _("Không nhận ra nơi nào."))
    return Sheet(title, "/place", data, fields=fields, tables=(table,), notes=notes)


def _name(uid: str) -> str:
    from phancap.territory.labels import full_label

    land = view().territory
    return full_label(land, land.units[uid])
