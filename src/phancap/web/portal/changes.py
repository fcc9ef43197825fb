"""What ends and when, what the check finds, what an option would change."""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from phancap.charter.names import body_name
from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.agenda import agenda as list_ends
from phancap.competence.diff import difference
from phancap.competence.diff_boxes import Side
from phancap.competence.findings import LINTS, NAMES, SEVERITIES
from phancap.competence.need_words import need_words
from phancap.competence.report import check
from phancap.formats.days import DayError, format_day, parse_day, show_day, today
from phancap.territory.labels import unit_label
from phancap.web.portal import terms
from phancap.web.portal.desk import view
from phancap.web.portal.query import BadParameter, Busy, day_of
from phancap.web.portal.sheet import Asked, Cell, Field, Row, Rows, Sheet, Table, address, joined, page
from phancap.web.portal.version import here, per_version
from phancap.workspace.city import Option
from phancap.workspace.load import Workspace, option_ids
from phancap.workspace.open import charter_of

MOST_NAMED = 4
MOST_OPEN = 3
"""More powers than these are folded away under their number."""


# -- what ends -------------------------------------------------------------------------------------


@per_version(64)
def _ends(start: int, end: int, lang: str, power: str) -> list[dict[str, Any]]:
    return list_ends(view(), start, end, lang, power)


def ends_between(start: int, end: int, lang: str, power: str = "") -> dict[str, Any]:
    """What ``agenda --json`` prints, of all powers or of one; refuses days that leave nothing between them."""
    if start >= end:
        raise BadParameter(f"`from` {show_day(start)} ≥ `to` {show_day(end)}")
    horizon = view().horizon
    # Days past the horizon list nothing more: one answer is kept for all of them.
    rows = _ends(max(start, horizon.start), min(max(end, horizon.start), horizon.end), lang, power)
    return {"format": 1, "from": format_day(start), "to": format_day(end), "rows": rows}


@page
def agenda(asked: Asked) -> Sheet:
    """What ends when, what falls with it, which act of which organ is needed, by when to start."""
    horizon = view().horizon
    first = day_of(asked.request.GET, "from")
    last = day_of(asked.request.GET, "to")
    start, end = today() if first is None else first, horizon.end if last is None else last
    power = asked.text("power")
    if power and power not in view().powers:
        raise BadParameter(_("Không có thẩm quyền `%(key)s`") % {"key": power[:100]})
    data = ends_between(start, end, asked.lang, power)
    return Sheet(
        _("Cái gì hết hiệu lực, khi nào"), "/agenda", data,
        lead=_("Kéo theo việc gì, cần văn bản nào của ai, phải bắt đầu trước ngày nào."),
        fields=(Field("from", _("Từ ngày (để trống: hôm nay)"), show_day(first) if first else ""),
                Field("to", _("Đến trước ngày"), show_day(last) if last else ""),
                *([Field("power", _("Thẩm quyền (để trống: tất cả)"), power)] if power else [])),
        tables=(Table("agenda", _("Lịch"),
                      (_("Ngày"), _("Hết hiệu lực"), _("Vì"), _("Không còn ai nắm"), _("Đổi cơ quan"), _("Cần"),
                       _("Bắt đầu trước")),
                      [_end(asked, row) for row in data["rows"]], _("Không có gì kết thúc trong khoảng này.")),),
    )  # fmt: skip


def _end(asked: Asked, row: dict[str, Any]) -> list[list[Cell]]:
    ends = asked.act(row["ends"]) if row["ends"] in view().acts else [Cell(row["name"])]
    reason = {"law": _("luật, văn bản khác"), "expiry": _("hết thời hạn"), "organ": _("cơ quan chấm dứt")}
    why = [Cell(reason.get(row["reason"], row["reason"]))]
    if row["by"]:
        why += [Cell(" · "), *asked.act(row["by"])]
    start = [asked.on_day(row["start_by"])]
    if row["start_by"] and row["assumption"]:
        start.append(Cell(f" ({_('giả định')})", kind="warn"))
    needs = "; ".join(dict.fromkeys(need_words(view(), way, asked.lang) for way in row["needs"]))
    return [[asked.on_day(row["day"])], ends, why, _powers(asked, row["falls"]), _powers(asked, row["changes"]),
            [Cell(needs)], start]  # fmt: skip


def _powers(asked: Asked, powers: list[str]) -> list[Cell]:
    if not powers:
        return []
    cells = joined([asked.power(power, _power_name(asked, power)) for power in powers], "; ")
    return [Cell(f"{len(powers)}: ", kind="many" if len(powers) > MOST_OPEN else ""), *cells]


def _power_name(asked: Asked, power: str) -> str:
    known = view().powers.get(power)
    return ((known.name_en if asked.lang == "en" else "") or known.name or power) if known else power


# -- what the check finds --------------------------------------------------------------------------


@per_version(2)
def report_in(lang: str) -> dict[str, Any]:
    """What ``check --json`` prints, computed once a process and language."""
    loaded, charter = charter_of(here(), settings.PHANCAP_OPTIONS)
    return {**check(View(charter), loaded.tables, lang, notes=loaded.notes).as_json(), "snapshot": charter.snapshot}


@page
def findings(asked: Asked) -> Sheet:
    """Findings of the check over the whole horizon, accepted ones with their reason."""
    report = report_in(asked.lang)
    codes = sorted(report["counts"])
    code = asked.choice("code", ("", *NAMES, *LINTS))
    severity = asked.choice("severity", ("", *SEVERITIES))
    shown = [
        f for f in report["findings"]
        if (not code or f["code"] == code) and (not severity or f["severity"] == severity)
    ]  # fmt: skip
    counts = report["provisions"]
    accepted = sum(f["accepted"] is not None for f in report["findings"])
    facts = [
        (_("Khoảng trống và chồng lấn"),
         [Cell(_("chứng minh được là không có")) if report["proved"] else Cell(_("còn, hoặc chưa chứng minh được"), kind="warn")]),
        (_("Phát hiện"), [Cell(", ".join(f"{c} ({report['counts'][c]})" for c in codes))]),
        (_("Đã chấp nhận, có lý do"), [Cell(str(accepted))]),
        (_("Điều khoản đã đối chiếu nguyên văn"), [Cell(f"{counts['verified']} / {counts['all']}")]),
    ]  # fmt: skip
    table = Table(
        "findings", _("Phát hiện"),
        (_("Mã"), _("Mức"), _("Điều phát hiện"), _("Thẩm quyền"), _("Thời gian"), _("Nên làm"), _("Ở tệp"), _("Đã chấp nhận")),
        [
            [[Cell(f["code"])], [Cell(terms.severity(f["severity"]), kind="warn" if f["severity"] == "error" else "")],
             [Cell(f["message"])], [asked.power(f["power"])] if f["power"] in view().powers else [Cell(f["power"])],
             [asked.days(f["from"], f["to"])] if f["from"] or f["to"] else [], [Cell(f["help"])],
             [Cell(f"{f['file']}:{f['row']}" if f["row"] else f["file"], kind="soft")], [Cell(f["accepted"] or "")]]
            for f in shown
        ],
        _("Không có phát hiện nào như vậy."),
    )  # fmt: skip
    fields = (
        Field("code", _("Mã"), code, [("", _("mọi mã")), *((c, f"{c} {(NAMES | LINTS).get(c, '')}") for c in codes)]),
        Field("severity", _("Mức"), severity, [("", _("mọi mức")), *((s, terms.severity(s)) for s in SEVERITIES)]),
    )  # fmt: skip
    readings = sorted(view().readings, key=lambda r: (r.tension, not r.prevails, r.reading))
    tensions = Table(
        "tensions", _("Những chỗ có hai cách hiểu"), (_("Chỗ"), _("Cách hiểu"), _("Đang theo"), _("Căn cứ"), _("Thẩm quyền"), _("Người quyết định")),
        [[[Cell(r.tension)], [Cell(r.reading)], [Cell(terms.yes(r.prevails))], [Cell(r.basis)],
          joined([asked.power(power, _power_name(asked, power)) for power in _powers_of(r.grants)], "; "), [Cell(r.decided_by)]]
         for r in readings],
        _("Chưa ghi chỗ nào."),
    )  # fmt: skip
    lead = _("Phép kiểm tra nói về những gì đã nhập, không phải ý kiến pháp lý.")
    data = report if not (code or severity) else {**report, "findings": shown}
    return Sheet(
        _("Kết quả kiểm tra"),
        "/findings",
        data,
        facts=facts,
        fields=fields,
        tables=(table, tensions),
        lead=lead,
    )


def _powers_of(grants: Iterable[str]) -> list[str]:
    known = (view().grants.get(grant) for grant in grants)
    return list(dict.fromkeys(grant.power for grant in known if grant))


# -- options and differences -----------------------------------------------------------------------


@per_version()
def _option_ids() -> tuple[str, ...]:
    return tuple(option_ids(here()))


@per_version(8)
def _with_option(option: str) -> tuple[Workspace, View]:
    wanted = (*settings.PHANCAP_OPTIONS, option) if option else tuple(settings.PHANCAP_OPTIONS)
    loaded, charter = charter_of(here(), wanted)
    return loaded, View(charter)


_ONE_AT_A_TIME = Lock()
PATIENCE = 10.0
"""Seconds a visitor waits for the differences of others to be worked out, before being asked to come again."""


def _difference(first: tuple[str, int | None], second: tuple[str, int | None]) -> list[dict[str, Any]]:
    """The difference of two sides, kept. A fresh one takes seconds, so one is worked out at a time.

    Without that, a few visitors asking for days nobody asked for before would keep every worker busy.
    """
    key = (here(), first, second)
    kept = _KEPT.get(key)
    if kept is not None:
        return kept
    if not _ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        raise Busy(_("Đang tính so sánh khác. Xin thử lại sau ít giây."))
    try:
        found = _KEPT.get(key)
        if found is None:
            found = _work_out(first, second)
            if len(_KEPT) >= MOST_KEPT:
                _KEPT.pop(next(iter(_KEPT)))
            _KEPT[key] = found
        return found
    finally:
        _ONE_AT_A_TIME.release()


_Side = tuple[str, int | None]
_KEPT: dict[tuple[str, _Side, _Side], list[dict[str, Any]]] = {}
MOST_KEPT = 48


def _work_out(first: _Side, second: _Side) -> list[dict[str, Any]]:
    (left, one), (right, other) = _with_option(first[0]), _with_option(second[0])
    return difference(Side(one, first[1]), Side(other, second[1]), left.tables, right.tables)


def _about(option: str) -> Option:
    return _with_option(option)[0].options.get(option) or Option(option)


@page
def options(asked: Asked) -> Sheet:
    """The options of the workspace."""
    rows: list[dict[str, Any]] = [
        {"id": o, "name": _about(o).name, "aims": list(_about(o).aims)} for o in _option_ids()
    ]
    table = Table(
        "options", _("Phương án"), (_("Tên"), _("Mục tiêu")),
        [[[Cell(r["name"] or r["id"], asked.link(address("options", r["id"])))], [Cell("; ".join(r["aims"]))]]
         for r in rows],
        _("Bộ dữ liệu này chưa có phương án nào."),
    )  # fmt: skip
    return Sheet(
        _("Phương án"), "/options", {"format": 1, "options": rows}, tables=(table,),
        lead=_("Phương án giả định, không phải văn bản của cơ quan nhà nước."),
        links=(Cell(_("So sánh hai ngày"), asked.link("/diff", a="base@2025-06-30", b="base@2025-07-01")),),
    )  # fmt: skip


@page
def option(asked: Asked, key: str) -> Sheet:
    """An option: what it is for, and its complete difference from the base."""
    if key not in _option_ids():
        raise Http404(_("Không có phương án `%(key)s`") % {"key": key[:100]})
    about = _about(key)
    rows = _difference(("", None), (key, None))
    data = {"format": 1, "a": "base", "b": key, "rows": rows}
    facts = [(_("Mục tiêu"), [Cell("; ".join(about.aims))])] if about.aims else []
    return Sheet(
        about.name or key, address("options", key), data, kicker=_("Phương án"), facts=facts,
        notes=(_("PHƯƠNG ÁN GIẢ ĐỊNH / DIỄN TẬP - không phải văn bản của cơ quan nhà nước"),),
        tables=(_differences(asked, rows, _with_option(key)[1]),),
    )  # fmt: skip


@page
def diff(asked: Asked) -> Sheet:
    """The complete difference of two sides: `base`, an option, either on a day (``base@2025-06-30``)."""
    texts = [asked.text(name) or "base" for name in ("a", "b")]
    first, second = (_side(text) for text in texts)
    try:
        rows = _difference(first, second)
    except ValueError as error:
        raise BadParameter(str(error)) from None
    data = {"format": 1, "a": texts[0], "b": texts[1], "rows": rows}
    return Sheet(
        f"{texts[0]} → {texts[1]}", "/diff", data, kicker=_("Khác nhau"),
        fields=(Field("a", _("Bên thứ nhất (ví dụ base@2025-06-30)"), texts[0]), Field("b", _("Bên thứ hai"), texts[1])),
        tables=(_differences(asked, rows, _with_option(second[0])[1]),),
    )  # fmt: skip


def _side(text: str) -> tuple[str, int | None]:
    name, sign, day = text.partition("@")
    name = "" if name == "base" else name
    if name and name not in _option_ids():
        raise BadParameter(f"`{text[:100]}` · " + ", ".join(("base", *_option_ids())))
    try:
        on = parse_day(day) if sign else None
    except DayError as error:
        raise BadParameter(f"`{text[:100]}`: {error}") from None
    start, end = view().horizon
    if on is not None and not start <= on < end:
        raise BadParameter(f"`{text[:100]}` · {show_day(start)} – {show_day(end - 1)}")
    return name, on


def _differences(asked: Asked, rows: list[dict[str, Any]], of: View) -> Table:
    kinds = {
        "power": _("thẩm quyền"), "role": _("vai trò"), "organisation": _("tổ chức"), "staff": _("biên chế"),
        "facility": _("cơ sở vật chất"), "budget": _("ngân sách"), "limit": _("thời hạn"),
    }  # fmt: skip

    def shown(r: dict[str, Any]) -> Row:
        power = (
            [asked.power(r["power"], _power_name(asked, r["power"]))] if r["power"] in view().powers else []
        )
        needs = need_words(of, r["needs"], asked.lang) if r["needs"] else ""
        return [[Cell(kinds.get(r["kind"], r["kind"]))], power or [Cell(r["power"])], [Cell(_where(r["where"], of))],
                [Cell(r["condition"])], [asked.days(r["from"], r["to"])], _holder(asked, r["before"], of),
                _holder(asked, r["after"], of), [Cell(needs)]]  # fmt: skip

    return Table(
        "differences", _("Khác nhau"),
        (_("Loại"), _("Thẩm quyền"), _("Nơi"), _("Khi"), _("Thời gian"), _("Trước"), _("Sau"), _("Cần")),
        Rows(rows, shown),
        _("Không khác gì."),
    )  # fmt: skip


def _where(uids: list[str], of: View) -> str:
    units = of.territory.units
    names = [unit_label(units[uid]) if uid in units else uid for uid in uids[:MOST_NAMED]]
    return ", ".join(names) + (f" … ({len(uids)})" if len(uids) > MOST_NAMED else "")


def _holder(asked: Asked, side: Any, of: View) -> list[Cell]:
    if side is None:
        return [Cell(_("không ai"), kind="soft")]
    if isinstance(side, dict):
        if asked.lang == "en" and side.get("class") in of.classes:
            return [Cell(body_name(of, side["id"], "en"))]
        text = side.get("name") or side.get("value") or "; ".join(f"{k} {v}" for k, v in side.items())
        known = words.STATUS[asked.lang].get(str(text))
        return [Cell(known or str(text))]
    return [Cell(str(side))]
