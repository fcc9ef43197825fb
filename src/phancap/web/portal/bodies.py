"""Bodies: the list of a day, and one body with its powers, as Decree 42/2022/NĐ-CP asks state portals to publish."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from phancap.competence import words
from phancap.competence.organs import body_page, body_rows, is_body
from phancap.formats.days import format_day, parse_day, show_day
from phancap.formats.nearest import nearest
from phancap.territory.model import LEVELS
from phancap.web.portal import terms
from phancap.web.portal.desk import view, workspace
from phancap.web.portal.sheet import Asked, Cell, Field, Sheet, Table, address, joined, page

MOST_LISTED = 1000


@page
def bodies(asked: Asked) -> Sheet:
    """The bodies that exist on a day."""
    classes = view().classes
    cls = asked.choice("class", ("", *classes))
    level = asked.choice("level", ("", "none", *LEVELS))
    rows = body_rows(view(), asked.day, asked.text("q"), cls, level, asked.lang)
    table = Table(
        "bodies", _("Cơ quan"), (_("Tên"), _("Loại"), _("Cấp"), _("Mã")),
        [[[asked.body(r)], [Cell(terms.organ_kind(r["kind"]))], [Cell(terms.level(r["level"]))],
          [Cell(r["id"], kind="soft")]] for r in rows],
        _("Không có cơ quan nào như vậy ngày này."),
    )  # fmt: skip
    names = sorted(((c.id, (c.name_en if asked.lang == "en" else "") or c.name) for c in classes.values()),
                   key=lambda pair: pair[1])  # fmt: skip
    fields = (
        Field("q", _("Tên, có dấu hay không"), asked.text("q")),
        Field("class", _("Loại cơ quan"), cls, [("", _("mọi loại")), *names]),
        Field("level", _("Cấp"), level, [("", _("mọi cấp")), *((x, terms.level(x)) for x in (*LEVELS, "none"))]),
        asked.day_field(),
    )  # fmt: skip
    data = {"format": 1, "on": format_day(asked.day), "bodies": rows}
    return Sheet(_("Cơ quan"), "/bodies", data, fields=fields, tables=(table,))


@page
def body(asked: Asked, key: str) -> Sheet:
    """One body: what it holds and by what law, organs above and below, who came before and after."""
    if not is_body(view(), key):
        near = nearest(key.partition("/")[0][:100], [*view().classes, *view().bodies])
        raise Http404(
            _("Không có cơ quan `%(key)s`") % {"key": key[:100]} + (f" · {', '.join(near)}" if near else "")
        )
    found = body_page(view(), key, asked.day, asked.lang)
    about = found["body"]
    facts: list[tuple[str, list[Cell]]] = [
        (_("Loại"), [asked.kind_of(found["class"])]),
        (_("Thời gian"), joined([asked.days(x["from"], x["to"]) for x in found["lives"]], "; ")),
    ]
    if about["unit"] in view().territory.units:
        from phancap.territory.labels import full_label

        unit = view().territory.units[about["unit"]]
        facts.append((_("Địa bàn"), [asked.unit(unit.uid, full_label(view().territory, unit))]))
    if about.get("address"):
        facts.append((_("Trụ sở"), [Cell(about["address"])]))
    if about.get("hotline"):
        facts.append((_("Điện thoại"), [Cell(about["hotline"])]))
    if email := _email(key):
        facts.append((_("Thư điện tử"), [Cell(email, f"mailto:{email}")]))
    if found["above"]:
        facts.append((_("Cấp trên"), joined([asked.body(x) for x in found["above"]])))
    if found["acts"]:
        facts.append((_("Căn cứ tổ chức"), joined([c for act in found["acts"] for c in asked.act(act)])))
    notes = []
    day = show_day(parse_day(found["on"]))
    if not found["exists"]:
        notes.append(_("Ngày %(day)s cơ quan này không tồn tại; trang nói về ngày %(shown)s.")
                     % {"day": show_day(asked.day), "shown": day})  # fmt: skip
    notes.append(_("Chỉ gồm những thẩm quyền đã nhập vào bộ dữ liệu này."))
    missing = [name for name, here in ((_("trụ sở"), about.get("address")), (_("điện thoại"), about.get("hotline")),
                                       (_("thư điện tử"), _email(key))) if not here]  # fmt: skip
    if missing:
        notes.append(_("Chưa ghi: %(what)s. Điều 4 Nghị định 42/2022/NĐ-CP buộc công khai chức năng, nhiệm vụ, quyền hạn, sơ đồ tổ chức và liên hệ.")
                     % {"what": ", ".join(missing)})  # fmt: skip
    columns = (_("Mã"), _("Thẩm quyền"), _("Vai trò"), _("Khi"), _("Căn cứ"), _("Hình thức"))
    tables = [Table("powers", _("Nhiệm vụ, quyền hạn ngày %(day)s") % {"day": day}, columns,
                    [_held(asked, x) for x in found["powers"]], _("Không nắm thẩm quyền nào trong bộ dữ liệu."))]  # fmt: skip
    if found["below"]:
        tables.append(Table("below", _("Cơ quan trực thuộc, cấp dưới"), (_("Cơ quan"),),
                            [[[asked.body(x)]] for x in found["below"]]))  # fmt: skip
    for key_of, title in (
        ("before", _("Trước đó ai nắm những việc này")),
        ("after", _("Sau đó ai nắm những việc này")),
    ):
        if found[key_of]:
            tables.append(_took(asked, key_of, title, found[key_of]))
    return Sheet(
        about["name"], address("bodies", key), found, kicker=_("Cơ quan"), facts=facts, tables=tables, notes=notes,
        fields=(asked.day_field(),),
    )  # fmt: skip


def _email(body: str) -> str:
    """The address for letters that the file states of a named body."""
    rows = workspace().tables.get("bodies", [])
    return next((str(row.get("email") or "") for row in reversed(rows) if row["body"] == body), "")


def _held(asked: Asked, item: dict[str, Any]) -> list[list[Cell]]:
    role = [Cell(words.ROLE[asked.lang][item["role"]])]
    if not item["acts"]:
        role.append(Cell(f" · {_('chịu trách nhiệm')}", kind="soft"))
    if item["status"] == "overlap":
        role.append(Cell(f" · {words.STATUS[asked.lang]['overlap']}", kind="warn"))
    grant = view().grants[item["grant"]]
    basis = asked.act(item["act"], item["provision"])
    if "assumption" in grant.source:
        basis.append(Cell(f" ({_('giả định')})", kind="warn"))
    return [[asked.power(item["power"])], [asked.power(item["power"], item["name"])], role,
            [Cell("; ".join(item["conditions"]))], basis,
            [Cell(words.INSTRUMENT[asked.lang][item["instrument"]])]]  # fmt: skip


def _took(asked: Asked, key: str, title: str, found: dict[str, Any]) -> Table:
    rows = []
    for kind in found["kinds"]:
        if not kind["class"]:
            rows.append(
                [[Cell(_("không ai trong bộ dữ liệu"), kind="warn")], [], [Cell(str(kind["powers"]))]]
            )
            continue
        named = joined([asked.body(ref) for ref in kind["bodies"]])
        if kind["number"] > len(kind["bodies"]):
            named.append(Cell(f" … ({kind['number']})"))
        rows.append([[Cell(kind["name"])], named, [Cell(str(kind["powers"]))]])
    note = _("ngày chuyển %(day)s") % {"day": show_day(parse_day(found["on"]))}
    return Table(key, title, (_("Loại"), _("Cơ quan"), _("Số thẩm quyền")), rows, note=note)
