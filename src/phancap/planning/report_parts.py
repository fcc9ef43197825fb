"""The parts of the report behind its first page: who decides, what decides, what an option brings, what all rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from phancap.competence.words import ROLE
from phancap.formats.days import parse_day, show_day
from phancap.formats.say import marked
from phancap.planning.assumed import shipped
from phancap.planning.measures import BY_ID, shown
from phancap.planning.report_charts import tornado
from phancap.planning.report_model import Report, Span, text_of
from phancap.planning.skills import skill_name
from phancap.planning.trace import option_at, run_at, short

Data = dict[str, Any]
MONEY = BY_ID["capital"]
LISTED, FEW = 40, 2


def number(value: float | None, lang: str) -> str:
    """A plain number as people read it; unknown is a word."""
    if value is None:
        return "chưa rõ" if lang == "vi" else "unknown"
    text = f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    return marked(text, lang)


def percent(value: float, lang: str) -> str:
    """A share as people read it."""
    text = f"{100 * value:.2f}".rstrip("0").rstrip(".")
    return (text.replace(".", ",") if lang == "vi" else text) + " %"


def assumed(name: str) -> str:
    """The row of an assumption of the plan."""
    return shipped()[name].at


def decisions(made: Report, data: Data, options: list[str], lang: str) -> None:
    """Which organ issues how many acts, by when to begin, and what cannot be decided by the city: a line an option."""
    vi = lang == "vi"
    lines = []
    for option in options:
        about = data["about"][option]
        spans: list[Span | str] = []
        lines.append(spans)
        if about["needs_national_assembly"]:
            spans.append("cần Quốc hội (luật hoặc nghị quyết), thành phố không tự quyết được; " if vi else "needs the National Assembly (a law or resolution), the city cannot decide; ")
        paths = about["legal_path"]
        if not paths:
            spans.append("không cần văn bản mới" if vi else "no new act is needed")
            continue
        for form in dict.fromkeys(p["form"] for p in paths):
            mine = [p for p in paths if p["form"] == form]
            organs = list(dict.fromkeys(p["organ"] for p in mine))
            named = ", ".join(organs[:2]) + (f" {'và' if vi else 'and'} {len(organs) - 2} {'cơ quan khác' if vi else 'more organs'}" if len(organs) > 2 else "")
            tasks = sum(p["grants"] for p in mine)
            spans.append(
                Span(f"{named}: {len(mine)} {form}" + (f", {tasks} {'việc' if vi else 'tasks'}" if tasks else "") + "; ",
                     made.note(*(short(at for p in mine for at in p["at"]) or [run_at(data, "about", option, "legal_path")])))
            )  # fmt: skip
        begin = show_day(parse_day(min(p["start_by"] for p in paths)))
        steps = sorted({s["assumption"] for p in paths for s in p["steps"]})
        notes = made.note(run_at(data, "about", option, "legal_path"), *short(assumed(name) for name in steps))
        spans.append(Span(f"bắt đầu trước {begin} (giả định)" if vi else f"begin before {begin} (assumption)", notes))
    together(made, data, options, lines)


def together(made: Report, data: Data, options: list[str], lines: list[list[Span | str]]) -> None:
    """A line an option; options of which the same is to be said share one, with the notes of all of them."""
    groups: dict[str, list[int]] = {}
    spans = [text_of(line) for line in lines]
    for place, line in enumerate(spans):
        groups.setdefault("".join(span.text for span in line), []).append(place)
    for places in groups.values():
        names = "; ".join(option_name(data, options[place]) for place in places)
        first = spans[places[0]]
        merged = [
            span._replace(notes=tuple(dict.fromkeys(n for place in places for n in spans[place][k].notes)))
            for k, span in enumerate(first)
        ]
        made.item(Span(f"{names}: ", strong=True), *merged, ".", notes=made.note(*[option_at(options[place]) for place in places]))


def option_name(data: Data, option: str) -> str:
    """The option's name as far as its first comma or colon: short enough for a first page."""
    name = str(data["names"]["options"][option])
    short = re.split(r"[,:(]", name, maxsplit=1)[0].strip()
    return short or name


def sensitivity(made: Report, data: Data, lang: str) -> None:
    """The tornado and the break-even values."""
    vi = lang == "vi"
    made.heading("Kết luận dựa vào đâu" if vi else "What the verdict hangs on")
    deciding = sorted({row["words"][lang] for row in data["sensitivity"] if row["decides"]})
    made.para(
        (f"Giả định quyết định kết quả: {', '.join(deciding)}." if deciding else "Không giả định nào đã thử làm kết luận đổi chiều.")
        if vi
        else (f"Assumptions that decide: {', '.join(deciding)}." if deciding else "No assumption tried turns the verdict."),
        notes=made.note(run_at(data, "sensitivity")),
    )
    header: Sequence[str] = ("giả định", "chỉ số", "từ … đến", "khác biệt ở hai đầu", "quyết định?") if vi else ("assumption", "measure", "from … to", "difference at both ends", "decides?")
    rows: list[list[Span | str]] = []
    notes = []
    for row in data["sensitivity"]:
        here = made.note(row["basis"], run_at(data, "sensitivity") + f": {row['option']}, {row['measure']}, {row['assumption']}")
        notes.append(here)
        measure = BY_ID[row["measure"]]
        rows.append([
            Span(row["words"][lang], here), measure.words(lang),
            f"{number(row['low'], lang)} … {number(row['high'], lang)}",
            f"{shown(row['at_low'], measure, lang, True)} … {shown(row['at_high'], measure, lang, True)}",
            ("có" if vi else "yes") if row["decides"] else ("không" if vi else "no"),
        ])  # fmt: skip
    made.grid("Mỗi lần một giả định, từ đầu thấp đến đầu cao" if vi else "One assumption at a time, from low to high", header, rows, numeric=(2, 3), notes=notes)
    made.picture(tornado(data["sensitivity"], lang), run_at(data, "sensitivity"))
    header = ("điều giả định", "đang tính", "hòa vốn", "nghĩa là") if vi else ("assumption", "now", "break-even", "meaning")
    made.grid("Giá trị hòa vốn: tới đâu thì đổi quyết định" if vi else "Break-even: where the decision would turn", header, [
        [row["words"][lang],
         number(row["now"], lang), number(row["break_even"], lang) if row["break_even"] is not None else ("không có" if vi else "none"),
         _meaning(row, lang)]
        for row in data["break_even"]
    ], numeric=(1, 2), notes=[
        made.note(run_at(data, "break_even") + f": {row['option']}, {row['assumption']}") for row in data["break_even"]
    ])  # fmt: skip


def _meaning(row: Data, lang: str) -> str:
    vi = lang == "vi"
    if row["break_even"] is None:
        return "chưa thấy thời gian đỡ được, nên không giá nào bù được chi phí" if vi else "no time saved was seen, so no value pays"
    side = ("cao hơn" if row["pays"] == "above" else "thấp hơn") if vi else row["pays"]
    return f"{side} mức này thì đáng làm" if vi else f"worth it {side} this"


def consequences(made: Report, data: Data, option: str, lang: str) -> None:
    """Everything one option brings with it."""
    vi, about = lang == "vi", data["about"][option]
    made.heading(f"{'Phương án' if vi else 'Option'}: {data['names']['options'][option]}")
    if about["stamp"]:
        made.para(about["stamp"], kind="stamp", notes=made.note(option_at(option)))
    _powers(made, data, about, lang)
    _people(made, data, about, lang)
    _money(made, data, about, lang)
    _organisation(made, data, about, lang)
    _path(made, data, about, lang)
    _profile(made, data, about, lang)


def _powers(made: Report, data: Data, about: Data, lang: str) -> None:
    vi = lang == "vi"
    merged: dict[tuple[Any, ...], list[Data]] = {}
    # Who decides comes first; who receives or prepares is told apart.
    for row in sorted(about["powers"], key=lambda row: row["role"] not in ("", "decide")):
        merged.setdefault((row["power"], row["name"], row["role"], row["condition"], row["before"], row["instrument"]), []).append(row)
    rows, notes = [], []
    for (power, name, role, condition, before, instrument), members in list(merged.items())[:LISTED]:
        named = list(dict.fromkeys(str(m["after"]) for m in members))
        rest = f" {'và' if vi else 'and'} {len(named) - FEW} {'nơi khác' if vi else 'more'}" if len(named) > FEW + 1 else ""
        takers = ", ".join(named[: FEW if rest else None]) + rest
        known = [m["dossiers_a_year"] for m in members if m["dossiers_a_year"] is not None]
        notes.append(made.note(*short(at for m in members for at in m["at"])))
        volume = short(at for m in members for at in m["dossiers_at"])
        apart = [said for said in (condition, ROLE[lang].get(role, role) if role != "decide" else "") if said]
        rows.append([f"{power} {name}" + (f" ({'; '.join(apart)})" if apart else ""), before or "", takers, _instrument(instrument, lang),
                     Span(number(sum(known), lang), made.note(*volume)) if known else number(None, lang)])  # fmt: skip
    header: Sequence[str] = ("việc", "từ", "sang", "hình thức", "hồ sơ/năm") if vi else ("power", "from", "to", "instrument", "dossiers a year")
    caption = f"Việc được chuyển ({about['moved']})" if vi else f"Powers that move ({about['moved']})"
    if len(merged) > LISTED:
        caption += f"; {LISTED}/{len(merged)}: phancap diff base {about['option']}"
    made.grid(caption, header, rows, numeric=(4,), notes=notes, caption_notes=made.note(run_at(data, "about", about["option"], "powers")))


def _instrument(instrument: str | None, lang: str) -> str:
    words = {"assign": "phân định", "devolve": "phân quyền", "decentralise": "phân cấp", "delegate": "ủy quyền"}
    return (words.get(instrument or "", instrument or "") if lang == "vi" else instrument or "")


def _people(made: Report, data: Data, about: Data, lang: str) -> None:
    vi = lang == "vi"
    rows = [
        [row.get("where") or f"{row['name']} {row['unit']}", skill_name(row["skill"], lang), number(row["before"], lang), number(row["after"], lang)]
        for row in about["staff"]["rows"][:LISTED]
    ]
    header: Sequence[str] = ("nơi", "kỹ năng", "trước", "sau") if vi else ("where", "skill", "before", "after")
    notes = [
        made.note(*(short(row["at"]) or [run_at(data, "about", about["option"], "staff", "rows")])) for row in about["staff"]["rows"]
    ]
    many = len(about["staff"]["rows"])
    caption = ("Biên chế theo kỹ năng" if vi else "Staff by skill") + (f"; {LISTED}/{many}" if many > LISTED else "")
    made.grid(caption, header, rows, numeric=(2, 3), notes=notes,
              caption_notes=made.note(run_at(data, "about", about["option"], "staff")) if many > LISTED else ())  # fmt: skip
    training = about["training"]
    if training["people"]:
        made.para(
            Span(f"Đào tạo: {number(training['people'], lang)} người × {number(training['days_each'], lang)} ngày = {shown(training['cost'], MONEY, lang)}" if vi
                 else f"Training: {training['people']:g} people × {training['days_each']:g} days = {shown(training['cost'], MONEY, lang)}",
                 made.note(*short(training["at"]))),
            ".",
        )  # fmt: skip
    header = ("cơ sở", "số", "m²", "vốn", "chạy một năm") if vi else ("facility", "count", "m²", "capital", "running a year")
    made.grid("Cơ sở vật chất" if vi else "Facilities", header, [
        [kind, number(f["count"], lang), number(f["area"], lang),
         shown(f["capital"], MONEY, lang), shown(f["running"], MONEY, lang)]
        for kind, f in about["facilities"]["by_kind"].items()
    ], numeric=(1, 2, 3, 4), notes=[made.note(*f["at"]) for f in about["facilities"]["by_kind"].values()])  # fmt: skip


def _money(made: Report, data: Data, about: Data, lang: str) -> None:
    vi = lang == "vi"
    kinds = sorted({kind for year in about["budget"]["by_year"].values() for kind in year})
    names = {"recurrent": "thường xuyên", "investment": "đầu tư", "transfer": "bổ sung", "revenue": "thu"}
    header: Sequence[str] = ["năm" if vi else "year", *[names.get(k, k) if vi else k for k in kinds]]
    made.grid("Ngân sách đi theo việc" if vi else "Budget that follows", header, [
        [year, *[shown(found.get(k, 0), MONEY, lang) for k in kinds]]
        for year, found in about["budget"]["by_year"].items()
    ], numeric=tuple(range(1, len(kinds) + 1)), notes=[
        made.note(*(about["budget"]["at_by_year"].get(year) or [run_at(data, "about", about["option"], "budget")]))
        for year in about["budget"]["by_year"]
    ])  # fmt: skip
    by = about["budget"]["by_instrument"]
    if by:
        words = "; ".join(f"{_instrument(k, lang) if k != 'none' else ('không gắn việc nào' if vi else 'tied to no power')} {shown(v, MONEY, lang)}" for k, v in by.items())
        made.para(Span(f"Theo hình thức: {words}." if vi else f"By instrument: {words}.",
                       made.note(*short(about["budget"]["at"]), run_at(data, "about", about["option"], "budget", "by_instrument"))))  # fmt: skip
    _ratios(made, data, about, lang)


def _ratios(made: Report, data: Data, about: Data, lang: str) -> None:
    """What part of the local budget lies below the city, before and after; or which rows nobody has entered."""
    vi = lang == "vi"
    names = {"expenditure": "Tỷ lệ phân cấp chi" if vi else "Expenditure decentralisation ratio",
             "revenue": "Tỷ lệ phân cấp thu" if vi else "Revenue decentralisation ratio"}  # fmt: skip
    for kind, name in names.items():
        ratio = about["ratios"][kind]
        here = made.note(*(ratio["at"] or [run_at(data, "about", about["option"], "ratios", kind)]))
        if ratio["before"] is None:
            told = f"{number(None, lang)} ({ratio['why_unknown'] or ('không có số' if vi else 'no figures')})"
        else:
            told = f"{percent(ratio['before'], lang)} → {percent(ratio['after'], lang)}"
        spans = [Span(f"{name}, {about['ratios']['year']}: {told}", here)]
        if ratio["of_local_budget"]:
            share = percent(ratio["of_local_budget"], lang)
            spans.append(Span(f"; phần chuyển thêm bằng {share} thu ngân sách địa phương" if vi else f"; what moves is {share} of local revenue",
                              made.note(*ratio["at"], *ratio["moved_at"])))  # fmt: skip
        made.para(*spans, ".", notes=here)
    kept = about["ratios"]["kept"]
    if kept is not None:
        share = percent(kept["value"], lang)
        made.para(Span(f"Thu được hưởng theo phân cấp giữa trung ương và thành phố, {kept['year']}: {share} số thu được giao." if vi
                       else f"Kept by the city of the state revenue assigned to it, {kept['year']}: {share}.", made.note(*kept["at"])))  # fmt: skip


def _organisation(made: Report, data: Data, about: Data, lang: str) -> None:
    vi, organisation = lang == "vi", about["organisation"]
    verdict = {"leaner": "gọn hơn", "heavier": "nặng hơn", "same": "như cũ", "mixed": "vừa thêm vừa bớt"}
    made.para(
        Span("Bộ máy: " if vi else "Organisation: ", strong=True),
        Span(
            f"{verdict[organisation['verdict']]}: thêm {len(organisation['bodies_made'])}, bớt {len(organisation['bodies_ended'])} cơ quan, {number(organisation['posts'], lang)} biên chế"
            if vi
            else f"{organisation['verdict']}: {len(organisation['bodies_made'])} bodies made, {len(organisation['bodies_ended'])} ended, {organisation['posts']:g} posts",
            made.note(run_at(data, "about", about["option"], "organisation"), *short(organisation["at"]), *short(about["staff"]["at"])),
        ),
        *[f". {text}" for text in organisation["deputies"]],
        ".",
        notes=made.note(option_at(about["option"])),
    )
    if about["unfunded"]:
        lacking = ("việc", "thiếu", "ở") if vi else ("power", "lacks", "row")
        made.grid("Việc giao mà thiếu nguồn lực (PC009)" if vi else "Unfunded mandates (PC009)", lacking, [
            [f["power"], f["message"], f["at"]] for f in about["unfunded"][:LISTED]
        ], notes=[made.note(f["at"]) for f in about["unfunded"]])  # fmt: skip
    else:
        made.para("Không có việc nào giao mà thiếu nguồn lực (PC009)." if vi else "No unfunded mandate (PC009).",
                  notes=made.note(f"phancap check --option {about['option']}"))  # fmt: skip
    header = ("nơi", "km đến trung tâm", "việc", "gần hơn") if vi else ("unit", "km to the centre", "powers", "nearer")
    links = sorted(about["rural_links"], key=lambda row: (-row["powers"], -(row["km_to_centre"] or 0.0), row["unit"]))
    caption = "Đô thị vệ tinh, vùng nông thôn nối với trung tâm (đường chim bay)" if vi else "Rural towns and satellites (in a straight line)"
    if len(links) > LISTED:
        caption += f"; {LISTED}/{len(links)}"
    moved = made.note(run_at(data, "about", about["option"], "rural_links"))
    made.grid(caption, header, [
        [row["name"], number(row["km_to_centre"], lang), Span(str(row["powers"]), moved), Span(str(row["nearer"]), moved)]
        for row in links[:LISTED]
    ], numeric=(1, 2, 3), notes=[made.note(*row["at"]) or moved for row in links], caption_notes=moved if len(links) > LISTED else ())  # fmt: skip


def _path(made: Report, data: Data, about: Data, lang: str) -> None:
    vi = lang == "vi"
    header = ("văn bản", "cơ quan", "các bước (ngày, giả định)", "bắt đầu trước", "làm được từ") if vi else ("act", "organ", "steps (days, assumptions)", "begin by", "works from")
    made.grid("Đường pháp lý" if vi else "Legal path", header, [
        [path["title"] or path["act"], path["organ"],
         Span(" → ".join(f"{s['words']} {s['days']}" for s in path["steps"]),
              made.note(*[s["provision"] for s in path["steps"]], *short(assumed(s["assumption"]) for s in path["steps"]))),
         show_day(parse_day(path["start_by"])), show_day(parse_day(path["works"]))]
        for path in about["legal_path"]
    ], notes=[
        made.note(*(short(path["at"]) or [run_at(data, "about", about["option"], "legal_path")])) for path in about["legal_path"]
    ])  # fmt: skip
    rungs = ("bậc", "cần?", "ngày (giả định)") if vi else ("rung", "needed?", "days (assumption)")
    made.grid("Thang phê duyệt" if vi else "Ladder of approvals", rungs, [
        [rung["name"], ("có" if vi else "yes") if rung["needed"] else ("không" if vi else "no"),
         Span(str(rung["days"]) if rung["needed"] else "", made.note(assumed(rung["assumption"])) if rung["needed"] else ())]
        for rung in about["ladder"]
    ], numeric=(2,))  # fmt: skip


def _profile(made: Report, data: Data, about: Data, lang: str) -> None:
    vi, profile = lang == "vi", about["autonomy"]
    if not profile:
        return
    names = {"scope": "phạm vi", "discretion": "quyền tự quyết", "supervision": "không phải xin chấp thuận", "protection": "bảo đảm bằng luật",
             "organisation": "tự chủ bộ máy", "finance": "tự chủ tiền", "access": "tiếng nói với cấp trên"}  # fmt: skip
    header: Sequence[str] = ("mặt", "trước", "sau") if vi else ("dimension", "before", "after")
    caption = (
        f"Hồ sơ tự chủ (nội bộ, không phải mục tiêu; {100 * profile['coded']:.0f} % số mặt đọc được theo quy tắc)"
        if vi
        else f"Autonomy profile (internal, never a target; {100 * profile['coded']:.0f} % of the dimensions read by rule)"
    )
    here = made.note(run_at(data, "about", about["option"], "autonomy"))
    made.grid(caption, header, [
        [names[k] if vi else k, number(profile["before"][k], lang), number(v, lang)] for k, v in profile["after"].items()
    ], numeric=(1, 2), notes=[here] * len(profile["after"]), caption_notes=here)  # fmt: skip


def assumptions(made: Report, data: Data, lang: str) -> None:
    """Every assumption the run used, and the notes that follow."""
    vi = lang == "vi"
    made.heading("Giả định" if vi else "Assumptions")
    made.para(
        f"Dựa trên {len(data['assumptions'])} loại giả định. Con số chưa có nguồn thì ghi giả định, không tô thành số liệu." if vi
        else f"Rests on {len(data['assumptions'])} kinds of assumption. A figure without a source says so.",
        notes=made.note(run_at(data, "assumptions")),
    )  # fmt: skip
    header: Sequence[str] = ("giả định", "giá trị", "từ", "đến", "số dòng") if vi else ("assumption", "value", "from", "to", "rows")
    made.grid("", header, [
        [str(item["words"]), number(item["value"], lang), number(item["low"], lang), number(item["high"], lang), str(item["count"])]
        for item in data["assumptions"]
    ], numeric=(1, 2, 3, 4), notes=[
        made.note(item["at"] if ":" in str(item["at"]) else run_at(data, "assumptions") + f": {item['id']}") for item in data["assumptions"]
    ])  # fmt: skip
