"""The report of a comparison, as a leader reads it: first page four questions, then the tables behind them.

It is written from the run's own data, so a run that was kept gives the same report as one just made. Each number has a
note: the row of a file, the assumption, or the cell of the run.
"""

from __future__ import annotations

from typing import Any

from phancap.formats.days import parse_day, show_day
from phancap.planning import report_charts as charts
from phancap.planning.measures import BY_ID, GENERAL, HEADLINE, MEASURES, shown
from phancap.planning.report_model import Break, Picture, Report, Span
from phancap.planning.report_parts import (
    assumptions,
    consequences,
    decisions,
    number,
    option_name,
    sensitivity,
    together,
)
from phancap.planning.skills import skill_name
from phancap.planning.trace import in_language, option_at, run_at, short

Data = dict[str, Any]
STAMP = "PHƯƠNG ÁN GIẢ ĐỊNH / DIỄN TẬP - không phải văn bản của cơ quan nhà nước"
BASE = "base"
VERDICT = charts.VERDICT


def report(data: Data, lang: str = "vi", gantts: dict[str, Picture] | None = None) -> Report:
    """The whole report of a run (what :meth:`Comparison.as_json` gives); ``gantts`` are road maps by option."""
    data = in_language(data, lang)
    vi = lang == "vi"
    title = "So sánh phương án phân cấp: được gì, tốn gì, ai quyết định" if vi else "Options of decentralisation compared: gain, cost, who decides"
    made = Report(title, lang, STAMP, data["run"])
    made.blocks.clear()
    made.heading(title, 1)
    made.para(STAMP, kind="stamp")
    _first_page(made, data, lang)
    made.blocks.append(Break())
    _results(made, data, lang)
    _rankings(made, data, lang)
    sensitivity(made, data, lang)
    for option in data["options"]:
        if option in data["about"]:
            consequences(made, data, option, lang)
            if gantts and option in gantts:
                made.picture(gantts[option], f"phancap roadmap {option}", *short(a for p in data["about"][option]["legal_path"] for a in p["at"]))
    assumptions(made, data, lang)
    return made


def cell_note(data: Data, cell: Data, lang: str) -> str:
    """Where a cell of the run stands."""
    if BY_ID[cell["measure"]].simulated:
        what = "mô phỏng" if lang == "vi" else "simulation"
        return (
            f"run {data['run']} · cells: option={cell['option']}, scenario={cell['scenario']}, measure={cell['measure']} "
            f"({what}, {data['settings']['replications']} × seed {data['settings']['seed']})"
        )
    return f"run {data['run']} · cells: option={cell['option']}, measure={cell['measure']}"


def cell_of(data: Data, option: str, scenario: str, measure: str) -> Data | None:
    """A cell of the run, if it has it."""
    for cell in data["cells"]:
        if (cell["option"], cell["scenario"], cell["measure"]) == (option, scenario, measure):
            return dict(cell)
    return None


def gap_words(cell: Data, lang: str) -> str:
    """``-1,3 [-1,6; -1,0]``."""
    measure, gap = BY_ID[cell["measure"]], cell["difference"]
    if not gap:
        return ""
    mean, low, high = (shown(gap[key], measure, lang, True) for key in ("mean", "low", "high"))
    return f"{mean} [{low}; {high}]"


# -- the first page -----------------------------------------------------------------------------------------


def _first_page(made: Report, data: Data, lang: str) -> None:
    vi = lang == "vi"
    names, options = data["names"], [o for o in data["options"] if o != BASE]
    scenarios = ", ".join(names["scenarios"][s] for s in data["scenarios"])
    listed = "; ".join(option_name(data, o) for o in options)
    made.para(
        Span(f"{len(options)} phương án so với hiện trạng: {listed}. " if vi else f"{len(options)} option{'s' * (len(options) > 1)} against the status quo: {listed}. "),
        Span(f"{len(data['scenarios'])} kịch bản: {scenarios}. " if vi else f"{len(data['scenarios'])} scenarios: {scenarios}. "),
        Span(
            f"{data['settings']['replications']} lần chạy, cùng hồ sơ cho mọi phương án; khoảng 95 %."
            if vi
            else f"{data['settings']['replications']} replications on the same dossiers for every option; 95 % intervals.",
            made.note(run_at(data, "settings")),
        ),
        kind="lead",
        notes=made.note(run_at(data, "settings")),
    )
    if data["warnings"]:
        made.para(Span("! " + "; ".join(data["warnings"]) + ".", strong=True), notes=made.note(run_at(data, "warnings")))
    made.heading("Được gì" if vi else "What do we gain")
    together(made, data, options, [_gain(made, data, option, lang) for option in options])
    made.heading("Tốn gì" if vi else "What does it cost")
    together(made, data, options, [_cost(made, data, option, lang) for option in options])
    made.heading("Điều gì có thể hỏng" if vi else "What could go wrong")
    _risks(made, data, options, lang)
    made.heading("Ai phải quyết định gì" if vi else "What must be decided by whom")
    decisions(made, data, options, lang)


def _gain(made: Report, data: Data, option: str, lang: str) -> list[Span | str]:
    vi, about = lang == "vi", data["about"][option]
    spans: list[Span | str] = []
    verdicts: dict[str, list[str]] = {}
    told = cell_of(data, option, data["scenarios"][0], HEADLINE)
    head = HEADLINE if told and told["mean"] is not None else GENERAL
    for scenario in data["scenarios"]:
        cell = cell_of(data, option, scenario, head)
        verdicts.setdefault(cell["verdict"] if cell and cell["verdict"] else "", []).append(scenario)
    first = cell_of(data, option, data["scenarios"][0], head)
    if first and first["difference"]:
        measure = BY_ID[head]
        spans.append(
            Span(f"{measure.words(lang)} {gap_words(first, lang)} {measure.unit(lang)}, {VERDICT[lang][first['verdict']]}",
                 made.note(cell_note(data, first, lang)))
        )  # fmt: skip
        world = data["names"]["scenarios"][data["scenarios"][0]]
        spans.append(Span(f" ({'kịch bản' if vi else 'scenario'} {world}); "))
        for verdict in ("better", "worse", "not told apart"):
            if verdict in verdicts:
                spans.append(
                    Span(f"{VERDICT[lang][verdict]} {'ở' if vi else 'in'} {len(verdicts[verdict])}/{len(data['scenarios'])} {'kịch bản' if vi else 'scenarios'}; ",
                         made.note(run_at(data, "cells") + f": option={option}, measure={head}"))
                )  # fmt: skip
    else:
        spans.append("thời gian giải quyết chưa rõ; " if vi else "time to finish unknown; ")
    if about["moved"]:
        volume = about["dossiers_a_year"]
        many, low, high = (number(volume[key], lang) for key in ("value", "low", "high"))
        spans.append(
            Span(f"{about['moved']} việc chuyển, khoảng {many} hồ sơ một năm [{low}; {high}]"
                 if vi else f"{about['moved']} powers move, about {many} dossiers a year [{low}; {high}]",
                 made.note(run_at(data, "about", option, "moved"), *short(volume["rows"])))
        )  # fmt: skip
        far = about["travel"]
        if far["before_km"] is not None:
            spans.append(
                Span(f"; nơi quyết định gần dân hơn: từ {_n(far['before_km'], lang)} còn {_n(far['after_km'], lang)} km (đường chim bay)"
                     if vi else f"; who decides is nearer: from {far['before_km']} to {far['after_km']} km in a straight line",
                     made.note(run_at(data, "about", option, "travel"), *short(far["rows"])))
            )  # fmt: skip
    else:
        spans.append("không việc nào đổi cơ quan quyết định" if vi else "no power changes hands")
    return spans


def _n(value: float, lang: str) -> str:
    text = f"{value:g}"
    return text.replace(".", ",") if lang == "vi" else text


def _cost(made: Report, data: Data, option: str, lang: str) -> list[Span | str]:
    vi, about = lang == "vi", data["about"][option]
    cells = {m: cell_of(data, option, data["scenarios"][0], m) for m in ("cost_a_year", "capital", "staff")}
    parts: list[Span | str] = []
    people = about["staff"]
    if not people["rows"] and not about["facilities"]["at"] and not about["budget"]["at"]:
        parts.append("phương án không nêu biên chế, cơ sở, kinh phí: chưa rõ" if vi else "the option tells no staff, facilities or money: unknown")
        return parts
    skills = ", ".join(f"{skill_name(skill, lang) or '?'} {_n(count, lang)}" for skill, count in people["by_skill"].items() if count)
    parts.append(
        Span(f"{_n(people['change'], lang)} biên chế ({skills})" if vi else f"{people['change']:g} posts ({skills})",
             made.note(*(short(people["at"]) or [run_at(data, "about", option, "staff")])))
    )  # fmt: skip
    for key in ("cost_a_year", "capital"):
        cell = cells[key]
        if cell and cell["mean"] is not None:
            words = BY_ID[key].words(lang)
            low, high = (shown(cell[end], BY_ID[key], lang) for end in ("low", "high"))
            parts.append(
                Span(f"; {words} {shown(cell['mean'], BY_ID[key], lang)} [{low}; {high}]",
                     made.note(cell_note(data, cell, lang)))
            )  # fmt: skip
    by_year = about["budget"]["by_year"]
    if by_year:
        # The fullest year: the first may be some weeks of preparation only.
        year = max(by_year, key=lambda y: (sum(by_year[y].values()), y))
        following = by_year[year]
        told = ", ".join(f"{_kind(kind, lang)} {shown(value, BY_ID['capital'], lang)}" for kind, value in following.items())
        parts.append(Span(f"; ngân sách đi theo, năm {year}: {told}" if vi else f"; budget that follows, {year}: {told}", made.note(*short(about["budget"]["at_by_year"].get(year, about["budget"]["at"])))))
    return parts


def _kind(kind: str, lang: str) -> str:
    vi = {"recurrent": "thường xuyên", "investment": "đầu tư", "transfer": "bổ sung", "revenue": "thu"}
    return vi.get(kind, kind) if lang == "vi" else kind


def _risks(made: Report, data: Data, options: list[str], lang: str) -> None:
    """A line an option: where it is worse, which assumption turns the verdict, what it lacks, when it ends."""
    lines = []
    for option in options:
        told: list[Span | str] = []
        for part in (_worse, _turning, _lacking, _ending):
            found = part(made, data, option, lang)
            if found is not None:
                told += ["; "] * bool(told) + [found]
        if not told:
            told = ["chưa thấy gì trong các kịch bản đã chạy; điều chưa chạy thì chưa biết" if lang == "vi"
                    else "nothing was seen in the scenarios that were run; what was not run is not known"]  # fmt: skip
        lines.append(told)
    together(made, data, options, lines)


def _worse(made: Report, data: Data, option: str, lang: str) -> Span | None:
    worse: dict[str, list[str]] = {}
    for cell in data["cells"]:
        if cell["option"] == option and cell["verdict"] == "worse" and BY_ID[cell["measure"]].simulated:
            worse.setdefault(cell["measure"], []).append(cell["scenario"])
    if not worse:
        return None
    many = len(data["scenarios"])
    words = "kịch bản" if lang == "vi" else "scenarios"
    parts = ", ".join(f"{BY_ID[m].words(lang)} ({len(s)}/{many} {words})" for m, s in list(worse.items())[:4])
    head = "kém hơn hiện trạng về " if lang == "vi" else "worse than the status quo in "
    return Span(head + parts + (", …" if len(worse) > 4 else ""), made.note(run_at(data, "cells") + f": option={option}, verdict=worse"))


def _turning(made: Report, data: Data, option: str, lang: str) -> Span | None:
    rows = [row for row in data["sensitivity"] if row["option"] == option and row["decides"]]
    if not rows:
        return None
    words = ", ".join(row["words"][lang] for row in rows)
    return Span(("kết luận lật theo giả định: " if lang == "vi" else "the verdict turns with: ") + words, made.note(run_at(data, "sensitivity"), *[row["basis"] for row in rows]))


def _lacking(made: Report, data: Data, option: str, lang: str) -> Span | None:
    about, vi = data["about"][option], lang == "vi"
    lost = [tier for tier in about["tier"] if tier["loses_council"]]
    if about["unfunded"]:
        text = f"{len(about['unfunded'])} việc giao mà thiếu người, cơ sở hoặc tiền (PC009)" if vi else f"{len(about['unfunded'])} powers come without staff, rooms or money (PC009)"
        return Span(text, made.note(*short(f["at"] for f in about["unfunded"])))
    if lost:
        text = f"{len(lost)} nơi mất HĐND, từ cấp ngân sách thành đơn vị dự toán, phải xin và chờ như các quận của TP Hồ Chí Minh" if vi else f"{len(lost)} units lose their council and with it their budget level; as in HCMC they must ask and wait"
        return Span(text, made.note(run_at(data, "about", option, "tier"), *dict.fromkeys(tier["at"] for tier in lost)))
    return None


def _ending(made: Report, data: Data, option: str, lang: str) -> Span | None:
    end = data["about"][option]["to"]
    if not end:
        return None
    last = show_day(parse_day(end) - 1)
    return Span(f"hết ngày {last}, sau đó việc đi đâu: phancap agenda" if lang == "vi" else f"ends on {last}; what comes after: phancap agenda")


# -- results ---------------------------------------------------------------------------------------------------


def _results(made: Report, data: Data, lang: str) -> None:
    vi, names = lang == "vi", data["names"]
    made.heading("Phương án × kịch bản" if vi else "Options × scenarios")
    for group in data["groups"]:
        era = ("thời ba cấp, năm " if group["era"] == "three-level" else "hai cấp, năm ") if vi else f"{group['era']}, "
        for scenario in data["scenarios"]:
            for option in group["options"]:
                caption = f"{names['options'][option]} · {names['scenarios'][scenario]} · {era}{group['year']}"
                header = (
                    ("chỉ số", "hiện trạng", "phương án", "khác biệt (95 %)", "kết luận")
                    if vi
                    else ("measure", "status quo", "option", "difference (95 %)", "verdict")
                )
                made.grid(caption, header, _rows_of(made, data, option, scenario, lang), numeric=(1, 2, 3),
                          caption_notes=made.note(option_at(option), run_at(data, "groups")))  # fmt: skip
        made.picture(charts.differences(data, list(group["options"]), lang), run_at(data, "cells") + f": measure={HEADLINE}")


def _rows_of(made: Report, data: Data, option: str, scenario: str, lang: str) -> list[list[Span]]:
    rows = []
    for measure in MEASURES:
        own, quo = cell_of(data, option, scenario, measure.id), cell_of(data, BASE, scenario, measure.id)
        if own is None or (own["mean"] is None and (quo is None or quo["mean"] is None)):
            continue
        label = f"{measure.words(lang)} ({measure.unit(lang)})" if not measure.percent and measure.unit_vi != "đồng" else measure.words(lang)
        verdict = VERDICT[lang].get(own["verdict"] or "", "")
        here = made.note(cell_note(data, own, lang))
        gap = gap_words(own, lang)
        rows.append([
            Span(label, here if any(sign.isdigit() for sign in label) else ()),
            Span(shown(quo["mean"] if quo else None, measure, lang), made.note(cell_note(data, quo, lang)) if quo else ()),
            Span(shown(own["mean"], measure, lang), here), Span(gap, here if gap else ()),
            Span(verdict, here if verdict else (), strong=verdict in (VERDICT[lang]["better"], VERDICT[lang]["worse"])),
        ])  # fmt: skip
    return rows


def _rankings(made: Report, data: Data, lang: str) -> None:
    vi, names = lang == "vi", data["names"]
    made.heading("Xếp hạng dưới mọi cách cho trọng số" if vi else "Ranking under all weightings")
    for found in data["rankings"]:
        if not found["first"]:
            made.para("không có gì để xếp hạng: chưa đủ hai phương án thành phố tự quyết được" if vi else "nothing to rank: fewer than two options that the city may decide")
            continue
        words = ", ".join(BY_ID[c].words(lang) for c in found["criteria"])
        left = ", ".join(BY_ID[c].words(lang) for c in found["left_out"])
        note = made.note(run_at(data, "rankings") + f": {found['weightings']} weightings, seed {found['seed']}")
        made.para(
            Span(f"Tiêu chí: {words}." if vi else f"Criteria: {words}.", note),
            Span((f" Bỏ ra vì chưa rõ ở một phương án: {left}." if vi else f" Left out, unknown for some option: {left}.") if left else ""),
            Span(" Không có bộ trọng số nào là đúng: bảng cho biết mỗi phương án đứng đầu dưới bao nhiêu phần mọi bộ." if vi else " No weighting is the right one: the table says under what share of all each option is first."),
            notes=note,
        )
        rows = [
            [names["options"][o], *[f"{100 * found['first'][way][o]:.0f} %" for way in found["first"]],
             "; ".join(f"{BY_ID[w['criterion']].words(lang)} > {_n(w['weight'], lang)}" for w in found["wins_above"] if w["option"] == o)]
            for o in found["options"]
        ]  # fmt: skip
        header = ("phương án", "đứng đầu (min-max)", "đứng đầu (vector)", "gần như luôn thắng khi trọng số") if vi else ("option", "first (min-max)", "first (vector)", "nearly always wins when the weight of")
        made.grid("", header, rows, numeric=(1, 2), notes=[note] * len(rows))
        made.picture(charts.wins(found, data, lang), run_at(data, "rankings"))
    for found in data["frontiers"]:
        if found["decided_by"] == "national-assembly":
            listed = [p["option"] for p in found["points"]]
            told = "Cần Quốc hội, không xếp cùng: " if vi else "Needs the National Assembly, not ranked with the others: "
            made.para(told + ", ".join(names["options"][o] for o in listed), notes=made.note(*[option_at(o) for o in listed]))
            continue
        made.picture(charts.frontier(found, data, lang), run_at(data, "frontiers"))
