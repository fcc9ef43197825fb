"""Acts: the register, and one act with what stands on it and what falls when it ends."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from phancap.competence import words
from phancap.competence.answer import provision_words
from phancap.competence.pages import act_page, act_rows
from phancap.formats.days import format_day, parse_day, show_day
from phancap.formats.nearest import nearest
from phancap.web.portal import terms
from phancap.web.portal.desk import view
from phancap.web.portal.sheet import Asked, Cell, Field, Sheet, Table, address, joined, page, source_cell


@page
def acts(asked: Asked) -> Sheet:
    """The register of acts."""
    standing = asked.choice("standing", ("", "yes"))
    rows = act_rows(view(), asked.text("q"), asked.day if standing else None)
    table = Table(
        "acts", _("Văn bản"),
        (_("Số"), _("Loại"), _("Tên"), _("Cơ quan ban hành"), _("Hiệu lực"), _("Lần giao"), _("Đã đối chiếu")),
        [
            [asked.act(r["act"]), [Cell(r["type"])], [Cell(r["title"])], [Cell(r["issuer"])],
             [asked.days(r["in_force"], r["ends"])], [Cell(str(r["grants"]))], [Cell(terms.yes(r["verified"]))]]
            for r in rows
        ],
        _("Không có văn bản nào như vậy."),
    )  # fmt: skip
    fields = (
        Field("q", _("Số, tên hoặc cơ quan ban hành"), asked.text("q")),
        Field("standing", _("Hiệu lực"), standing, [("", _("mọi lúc")), ("yes", _("có hiệu lực ngày đó"))]),
        asked.day_field(),
    )
    data = {"format": 1, "on": format_day(asked.day), "acts": rows}
    return Sheet(_("Văn bản"), "/acts", data, fields=fields, tables=(table,))


@page
def act(asked: Asked, key: str) -> Sheet:
    """One act."""
    if key not in view().acts:
        near = nearest(key[:100], view().acts)
        raise Http404(
            _("Không có văn bản `%(key)s`") % {"key": key[:100]} + (f" · {', '.join(near)}" if near else "")
        )
    found = act_page(view(), key, asked.day, asked.lang)
    about = found["act"]
    facts: list[tuple[str, list[Cell]]] = [(_("Cơ quan ban hành"), [Cell(about["issuer"])])]
    for label, name in (
        (_("Ngày ký"), "signed"),
        (_("Có hiệu lực"), "in_force"),
        (_("Bắt đầu vận hành"), "operates"),
    ):
        if about[name]:
            facts.append((label, [asked.on_day(about[name])]))
    if about["ends"]:
        by = [Cell(" · "), *asked.act(about["ended_by"])] if about["ended_by"] else []
        facts.append((_("Hết hiệu lực từ"), [asked.on_day(about["ends"]), *by]))
    if about["authority"]:
        number, _space, clause = about["authority"].partition(" ")
        facts.append((_("Được phép theo"), asked.act(number, clause)))
    facts.append((_("Đã đối chiếu nguyên văn"), [Cell(terms.yes(about["verified"]))]))
    facts.append((_("Nguồn"), source_cell(about["source"])))
    notes = [_("Văn bản đề xuất, chưa ban hành.")] if about["status"] == "proposed" else []
    return Sheet(
        f"{about['type'][:1].upper()}{about['type'][1:]} {key.partition('#')[0]}", address("acts", key), found,
        kicker=_("Văn bản"), lead=about["title"], facts=facts, notes=notes, tables=_tables(asked, found),
        fields=(asked.day_field(),),
    )  # fmt: skip


def _tables(asked: Asked, found: dict[str, Any]) -> list[Table]:
    tables = [
        Table("grants", _("Những gì được giao trong văn bản"),
              (_("Thẩm quyền"), _("Vai trò"), _("Giao cho"), _("Hình thức"), _("Điều khoản"), _("Hiệu lực"), _("Nguồn")),
              [_grant(asked, g) for g in found["grants"]], _("Không có lần giao nào trong bộ dữ liệu.")),
        _falls(asked, found["falls"]),
    ]  # fmt: skip
    if found["provisions"]:
        tables.append(Table("provisions", _("Điều khoản đã ghi"),
                            (_("Điều khoản"), _("Tóm tắt"), _("Hiệu lực"), _("Đã đối chiếu")),
                            [_provision(asked, p) for p in found["provisions"]]))  # fmt: skip
    if found["organs"]:
        tables.append(Table("organs", _("Tổ chức dựa trên văn bản"), (_("Loại cơ quan"), _("Nơi"), _("Thời gian")),
                            [[[asked.kind_of(o)], [Cell(o["where"])], [asked.days(o["from"], o["to"])]]
                             for o in found["organs"]]))  # fmt: skip
    if found["units"]:
        tables.append(Table("units", _("Đơn vị hành chính lập theo văn bản"), (_("Đơn vị"), _("Thời gian")),
                            [[[asked.unit(u["uid"], u["name"])], [asked.days(u["from"], u["to"])]]
                             for u in found["units"]]))  # fmt: skip
    if found["limits"]:
        tables.append(Table("limits", _("Thời hạn theo văn bản"), (_("Thẩm quyền"), _("Trường hợp"), _("Thời hạn")),
                            [[[asked.power(x["power"], x["name"])], [Cell(x["case"])],
                              [Cell(terms.limit(x, asked.lang))]] for x in found["limits"]]))  # fmt: skip
    others = [
        (_("được phép theo văn bản này"), found["rests_on_it"]),
        (_("do văn bản này chấm dứt"), found["ended_by_it"]),
    ]
    rows = [[asked.act(*_split(name)), [Cell(how)]] for how, names in others for name in names]
    if rows:
        tables.append(Table("acts", _("Văn bản liên quan"), (_("Văn bản"), _("Quan hệ")), rows))
    return tables


def _split(name: str) -> tuple[str, str]:
    number, _space, clause = name.partition(" ")
    return number, clause


def _grant(asked: Asked, g: dict[str, Any]) -> list[list[Cell]]:
    life = [Cell(_("chưa từng có hiệu lực"), kind="warn")] if g["never"] else [asked.days(g["from"], g["to"])]
    return [[asked.power(g["power"], g["name"])], [Cell(words.ROLE[asked.lang].get(g["role"], g["role"]))],
            [asked.kind_of(g["holder"])] if g["holder"] else [Cell("–")],
            [Cell(words.INSTRUMENT[asked.lang][g["instrument"]])],
            [Cell(provision_words(g["provision"], asked.lang))], life, source_cell(g["source"])]  # fmt: skip


def _provision(asked: Asked, p: dict[str, Any]) -> list[list[Cell]]:
    life = [asked.days(p["in_force"], p["ends"])] if p["in_force"] or p["ends"] else [Cell(_("theo văn bản"))]
    if p["ended_by"]:
        life += [Cell(" · "), *asked.act(p["ended_by"])]
    return [[Cell(provision_words(p["provision"], asked.lang))], [Cell(p["summary"])], life,
            [Cell(terms.yes(bool(p["verified_by"])))]]  # fmt: skip


def _falls(asked: Asked, falls: dict[str, Any]) -> Table:
    day = show_day(parse_day(falls["on"]))
    if falls["supposed"]:
        note = _("Văn bản chưa có ngày hết hiệu lực: tính như thể hết hiệu lực ngày %(day)s.") % {"day": day}
    else:
        note = _("Ngày %(day)s, kể cả những gì thay thế trong cùng ngày.") % {"day": day}
    rows = [
        [[asked.power(r["power"], r["name"])], [Cell(words.ROLE[asked.lang][r["role"]])],
         _sides(asked, r["before"]), _sides(asked, r["after"])]
        for r in sorted(falls["rows"], key=lambda r: (not r["falls"], r["power"]))
    ]  # fmt: skip
    return Table("falls", _("Điều gì đổi khi văn bản hết hiệu lực"),
                 (_("Thẩm quyền"), _("Vai trò"), _("Trước"), _("Sau")), rows, _("Không thẩm quyền nào đổi cơ quan."),
                 note)  # fmt: skip


def _sides(asked: Asked, sides: list[dict[str, Any]]) -> list[Cell]:
    cells = []
    for side in sides:
        named = [asked.kind_of(h) for h in side["holders"]]
        cells += named or [Cell(words.STATUS[asked.lang][side["status"]], kind="warn")]
    return joined(cells)
