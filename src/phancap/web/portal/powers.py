"""Powers: the searchable list, and one power with its holders over time."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from phancap.charter.model import ROLES
from phancap.competence import words
from phancap.competence.pages import power_page, power_rows
from phancap.formats.days import format_day, parse_day
from phancap.formats.nearest import nearest
from phancap.web.portal import terms
from phancap.web.portal.desk import desk, view
from phancap.web.portal.history import percent, share, year_marks
from phancap.web.portal.query import BadParameter
from phancap.web.portal.sheet import (
    Asked,
    Band,
    Bar,
    Cell,
    Field,
    Sheet,
    Table,
    address,
    joined,
    page,
    source_cell,
)  # fmt: skip

LANE = 34
MOST_LANES = 12


@page
def powers(asked: Asked) -> Sheet:
    """The powers by field and words, with who decides on the day."""
    all_fields = sorted({p.field for p in view().powers.values() if p.field})
    field = asked.choice("field", ("", *all_fields))
    rows = power_rows(view(), asked.day, asked.text("q"), field, asked.lang)
    table = Table(
        "powers", _("Thẩm quyền"),
        (_("Mã"), _("Tên"), _("Lĩnh vực"), _("Loại"), _("Ai quyết định"), _("Thời hạn")),
        [
            [[asked.power(r["id"])], [asked.power(r["id"], r["name"])], [Cell(r["field"])],
             [Cell(terms.power_kind(r["kind"]))], _holders(asked, r["holders"]),
             [Cell(terms.limit(r["limit"], asked.lang))]]
            for r in rows
        ],
        _("Không có thẩm quyền nào như vậy."),
    )  # fmt: skip
    fields = (
        Field("q", _("Tên, mã hoặc lĩnh vực, có dấu hay không"), asked.text("q")),
        Field("field", _("Lĩnh vực"), field, [("", _("mọi lĩnh vực")), *((x, x) for x in all_fields)]),
        asked.day_field(),
    )
    data = {"format": 1, "on": format_day(asked.day), "powers": rows}
    return Sheet(_("Thẩm quyền"), "/powers", data, fields=fields, tables=(table,))


def _holders(asked: Asked, holders: list[dict[str, str]]) -> list[Cell]:
    if not holders:
        return [Cell(_("không ai"), kind="warn")]
    return joined([asked.kind_of(holder) for holder in holders])


@page
def power(asked: Asked, key: str) -> Sheet:
    """One power: who holds it when and where, limits, codes, facts, grants, tensions."""
    if key not in view().powers:
        near = nearest(key[:100], view().powers)
        raise Http404(
            _("Không có thẩm quyền `%(key)s`") % {"key": key[:100]}
            + (f" · {', '.join(near)}" if near else "")
        )
    role = asked.choice("role", ROLES, "decide")
    at = asked.text("at")
    within, spot = _within(asked, at)
    found = power_page(view(), key, role, asked.day, asked.lang, within)
    found["place"] = spot
    about = found["power"]
    name = (about["name_en"] if asked.lang == "en" else "") or about["name"]
    facts: list[tuple[str, list[Cell]]] = [
        (_("Mã"), [Cell(about["id"])]),
        (_("Lĩnh vực"), [Cell(about["field"])]),
        (_("Loại"), [Cell(terms.power_kind(about["kind"]))]),
        (_("Theo nơi nào"), [Cell(terms.place_rule(about["place_rule"]))]),
        (_("Thời hạn"), [Cell(terms.limit(found["limit"], asked.lang))]),
        (_("Nơi nào cũng phải có người giữ"), [Cell(terms.yes(about["required"]))]),
        (_("Được phân cấp, ủy quyền tiếp"), [Cell(terms.yes(about["transferable"]))]),
        (_("Nguồn"), source_cell(about["source"])),
    ]
    if spot:
        facts.insert(0, (_("Nơi"), [asked.unit(str(spot["uid"]), str(spot["name"]))]))
    rows, band = _over_time(asked, found)
    columns = ("#", _("Thời gian"), _("Cơ quan"), _("Nơi"), _("Khi"), _("Căn cứ"))
    tables = [
        Table("holders", _("Ai nắm, khi nào, ở đâu"), columns, rows, band=band,
              note=words.ROLE[asked.lang][role]),
        Table("grants", _("Các lần giao"),
              (_("Giao cho"), _("Vai trò"), _("Hình thức"), _("Nơi"), _("Khi"), _("Hiệu lực"), _("Căn cứ"), _("Nguồn")),
              [_grant(asked, g) for g in found["grants"]], _("Chưa ghi lần giao nào.")),
    ]  # fmt: skip
    if found["limits"]:
        tables.append(Table("limits", _("Thời hạn giải quyết"),
                            (_("Trường hợp"), _("Thời hạn"), _("Thời gian"), _("Căn cứ"), _("Nguồn")),
                            [_limit(asked, row) for row in found["limits"]]))  # fmt: skip
    if found["codes"]:
        tables.append(Table("codes", _("Mã thủ tục quốc gia"), (_("Mã"), _("Thời gian")),
                            [[[Cell(c["code"])], [asked.days(c["from"], c["to"])]] for c in found["codes"]]))  # fmt: skip
    if found["facts"]:
        tables.append(Table("facts", _("Dữ kiện quyết định thẩm quyền"), (_("Dữ kiện"), _("Hỏi"), _("Loại"), _("Giá trị")),
                            [[[Cell(f["fact"])], [Cell(f["label"])], [Cell(terms.fact_type(f["type"]))],
                              [Cell(", ".join(f["values"]))]] for f in found["facts"]]))  # fmt: skip
    if found["tensions"]:
        tables.append(Table("tensions", _("Hai cách hiểu"), (_("Cách hiểu"), _("Đang theo"), _("Căn cứ")),
                            [[[Cell(r["reading"])], [Cell(terms.yes(r["prevails"]))], [Cell(r["basis"])]]
                             for r in found["tensions"]]))  # fmt: skip
    roles = found["roles"] if role in found["roles"] else [role, *found["roles"]]
    return Sheet(
        name, address("powers", key), found, kicker=_("Thẩm quyền"), facts=facts, tables=tables,
        fields=(Field("at", _("Ở một nơi (để trống: toàn địa bàn)"), at),
                Field("role", _("Vai trò"), role, [(r, words.ROLE[asked.lang][r]) for r in roles]),
                asked.day_field()),
        links=(Cell(_("Hỏi cho một địa chỉ"), asked.link("/who", power=key, at=at) if at else asked.link("/", power=key)),),
    )  # fmt: skip


def _within(asked: Asked, at: str) -> tuple[int | None, dict[str, Any] | None]:
    if not at:
        return None, None
    found = desk(asked.lang).place(at, asked.day)
    if len(found.candidates) != 1:
        near = [*(c.name for c in found.candidates), *found.nearest][:6]
        words_of = _("nhiều nơi") if found.candidates else _("không nơi nào")
        raise BadParameter(f"`at={at}`: {words_of}" + (f" · {'; '.join(near)}" if near else ""))
    only = found.candidates[0]
    return only.mask, {"uid": only.uid, "name": only.name}


def _over_time(asked: Asked, found: dict[str, Any]) -> tuple[list[list[list[Cell]]], Band | None]:
    start, end = (parse_day(day) for day in found["horizon"])
    lanes: dict[str, int] = {}
    tones: dict[str, int] = {}
    rows, bars = [], []
    for number, item in enumerate(found["holders"], 1):
        holders = [asked.kind_of(holder) for holder in item["holders"]]
        who = joined(holders) or [Cell(words.STATUS[asked.lang][item["status"]], kind="warn")]
        if item["status"] in ("overlap", "joint"):
            who.append(Cell(f" ({words.STATUS[asked.lang][item['status']]})", kind="warn"))
        if item["answerable"]:
            named = ", ".join(h["name"] for h in item["answerable"])
            who.append(Cell(f" · {_('chịu trách nhiệm')}: {named}", kind="soft"))
        where = joined([asked.unit(p["uid"], p["name"] + (f" ({_('một phần')})" if p["part"] else ""))
                        for p in item["where"]]) or [Cell(_("toàn địa bàn"))]  # fmt: skip
        if found["place"]:
            where = [Cell(found["place"]["name"])]
        ways = item["ways"] or [item["chain"]]
        basis = joined(
            [cell for way in ways for link in way for cell in
             [Cell(_clause(link, asked.lang), asked.link(address("acts", link["act"])))]], "; "
        )  # fmt: skip
        if item["assumption"]:
            basis.append(Cell(f" ({_('giả định')})", kind="warn"))
        rows.append([[Cell(str(number))], [asked.days(item["from"], item["to"])], who, where,
                     [Cell(item["condition"])], basis])  # fmt: skip
        lane = lanes.setdefault(f"{item['where']}|{item['condition']}", len(lanes))
        holder = ",".join(h["id"] for h in item["holders"])
        tone = tones.setdefault(holder, len(tones) % 3)
        left = share(parse_day(item["from"]) - start, end - start)
        width = share(parse_day(item["to"]) - parse_day(item["from"]), end - start)
        kind = "gap" if item["status"] in ("gap", "overlap") else f"tone{tone}"
        bars.append(Bar(left, 4 + lane * LANE, width, kind, number))
    if not bars or len(lanes) > MOST_LANES:
        return rows, None
    mark = percent(share(asked.day - start, end - start))
    return rows, Band(bars, mark, 4 + len(lanes) * LANE, year_marks(start, end))


def _clause(link: dict[str, str], lang: str) -> str:
    from phancap.competence.answer import provision_words

    number = link["act"].partition("#")[0]
    return " ".join(part for part in (provision_words(link["provision"], lang), number) if part)


def _grant(asked: Asked, g: dict[str, Any]) -> list[list[Cell]]:
    to = [asked.kind_of(g["holder"])] if g["holder"] else [Cell("–")]
    if g["grantor"]:
        to += [Cell(f" ← {g['grantor']['name']}", kind="soft")]
    life = [Cell(_("chưa từng có hiệu lực"), kind="warn")] if g["never"] else [asked.days(g["from"], g["to"])]
    if g["ended_by"]:
        life += [Cell(" · "), *asked.act(g["ended_by"])]
    basis = asked.act(g["act"], g["provision"])
    if not g["verified"]:
        basis.append(Cell(f" ({_('chưa đối chiếu nguyên văn')})", kind="soft"))
    source = source_cell(g["source"])
    if g["note"]:
        source = [*source, Cell(f" · {g['note']}", kind="soft")]
    where = ", ".join(g["where_names"]) or _("toàn địa bàn của văn bản")
    return [to, [Cell(words.ROLE[asked.lang].get(g["role"], g["role"]))],
            [Cell(words.INSTRUMENT[asked.lang][g["instrument"]])], [Cell(where)], [Cell(g["condition"])],
            life, basis, source]  # fmt: skip


def _limit(asked: Asked, row: dict[str, Any]) -> list[list[Cell]]:
    case = " · ".join(x for x in (row["case"], row["channel"]) if x) or _("thông thường")
    return [[Cell(case)], [Cell(terms.limit(row, asked.lang))], [asked.days(row["from"], row["to"])],
            asked.act(row["act"], row["provision"]), source_cell(row["source"])]  # fmt: skip
