"""``phancap compare``: options x scenarios on the same dossiers, with a verdict in words, and the report."""

from __future__ import annotations

import os
import re
import sys
import time
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from phancap.cli.common import Refused, language, options, print_json, run_long, said, tell_passed_over

if TYPE_CHECKING:
    from phancap.charter.charter import Charter
    from phancap.planning.report_model import Picture

AS_IT_IS = "base"
SCENARIOS = ("base", "tang-truong", "giam-bien-che", "mua-lu")
SHOWN = ("moved_days", "cycle_days_p50", "late", "open_at_end", "visits", "staff", "cost_a_year", "travel_km", "lead_days")


@click.command()
@click.argument("plans", metavar="[OPTION]...", nargs=-1)
@click.option("--scenario", "scenarios", multiple=True, metavar="ID", help="Kịch bản, dùng nhiều lần được (mặc định: bốn kịch bản).")
@click.option("--replications", type=click.IntRange(2, 10_000), default=30, show_default=True, help="Số lần chạy, cùng hồ sơ cho mọi phương án.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Hạt giống ngẫu nhiên.")
@click.option("--year", metavar="YYYY", help="Năm mô phỏng (mặc định: năm trọn đầu tiên chung của các phương án).")
@click.option("--rank-all", is_flag=True, help="Xếp hạng cả phương án cần Quốc hội với phương án thành phố tự quyết.")
@click.option("--no-sensitivity", is_flag=True, help="Không thử hai đầu khoảng của giả định.")
@click.option("--assume", multiple=True, metavar="K=V", help="Đổi một giả định.")
@click.option("--workers", type=click.IntRange(1, 256), default=None, metavar="N", help="Số luồng (mặc định: số lõi).")
@click.option("--select", "method", type=click.Choice(["kn", "ocba"]), default=None, help="Chỉ chọn phương án tốt nhất của từng thời kỳ; --replications là mức trần (kn: mỗi phương án, ocba: tất cả).")
@click.option("--measure", type=click.Choice(["cycle_days", "wait_minutes", "on_time", "open_at_end"]), default="cycle_days", show_default=True, help="Chọn theo chỉ số nào.")
@click.option("--indifference", type=float, default=None, metavar="D", help="Hơn kém dưới mức này không đáng kể (mặc định: 1 % của hiện trạng).")
@click.option("--report", type=click.Path(dir_okay=False), metavar="TỆP", help="Ghi báo cáo .docx hoặc .html.")
@click.option("--run", "again", metavar="RUN", help="Viết lại từ một lần chạy đã lưu, không mô phỏng.")
@options
def compare(
    plans: tuple[str, ...], scenarios: tuple[str, ...], replications: int, seed: int, year: str | None, rank_all: bool,
    no_sensitivity: bool, assume: tuple[str, ...], workers: int | None, method: str | None, measure: str, indifference: float | None,
    report: str | None, again: str | None, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Phương án × kịch bản trên cùng một loạt hồ sơ: khoảng, kết luận bằng lời, chi phí, xếp hạng, ai quyết định."""
    from phancap.planning.trace import in_language

    run_long()
    chosen = language(lang)
    if report is not None and not report.lower().endswith((".docx", ".html")):
        raise Refused(said(f"`--report`: `{report}` · viết tệp .docx hoặc .html", f"`--report`: `{report}` · write a .docx or .html file"))
    if report is not None and not os.path.isdir(os.path.dirname(os.path.abspath(report))):
        raise Refused(said(f"`--report`: không có thư mục `{os.path.dirname(report)}` · tạo thư mục trước rồi chạy lại", f"`--report`: there is no folder `{os.path.dirname(report)}` · make it, then run again"))
    if year is not None and not re.fullmatch("[0-9]{4}", year.strip()):
        raise Refused(said(f"`--year {year}`: cần một năm bốn chữ số, như 2026", f"`--year {year}`: expected a year of four digits, as 2026"))
    wanted = tuple(dict.fromkeys((*plans, *option)))
    if method is not None:
        return _select(wanted, scenarios, method, measure, indifference, replications, seed, year or "", workspace, chosen, as_json, report or again)
    if again is not None:
        data: dict[str, Any] = in_language(_kept(again), chosen)
        gantts: dict[str, Picture] = {}
    else:
        data, gantts = _fresh(
            wanted, scenarios, replications, seed, year or "", rank_all, 0 if no_sensitivity else min(10, replications),
            assume, workers, workspace, chosen, report is not None,
        )  # fmt: skip
    if report is not None:
        write_report(data, gantts, report, chosen)
    if as_json:
        print_json(data)
    else:
        _show(data, chosen)
        if report is not None:
            click.echo(f"{'đã ghi' if chosen == 'vi' else 'written'}: {report}")
    return 0


def within(year: str, charter: Charter) -> None:
    """Refuse a year that the horizon of the workspace does not reach into."""
    first, last = (date.fromordinal(day).year for day in (charter.horizon.start, charter.horizon.end - 1))
    if year.strip() and not first <= int(year) <= last:
        raise Refused(said(f"`--year {year}`: ngoài phạm vi {first}-{last} của bộ dữ liệu",
                           f"`--year {year}`: outside {first}-{last}, the horizon of the workspace"))  # fmt: skip


def _select(
    wanted: tuple[str, ...], scenarios: tuple[str, ...], method: str, measure: str, indifference: float | None, most: int,
    seed: int, year: str, workspace: str | None, lang: str, as_json: bool, other: str | None,
) -> int:  # fmt: skip
    """The best option alone, without the comparison of everything."""
    from phancap.cli import compare_select

    vi = lang == "vi"
    if other:
        raise Refused("`--select` không đi cùng `--report`, `--run`" if vi else "`--select` does not go with `--report`, `--run`")
    if indifference is not None and not 0 < indifference < float("inf"):
        raise Refused(f"`--indifference {indifference}`: {'cần một số lớn hơn 0' if vi else 'expected a number above 0'}")
    progress = Progress(lang)
    try:
        found = compare_select.selected(
            wanted, scenarios, method, measure, indifference, most, seed, year, workspace, lang, progress
        )
    finally:
        progress.end()
    if as_json:
        print_json(compare_select.as_json(found, scenarios))
    else:
        compare_select.show(found, lang)
    return 0


def _kept(run: str) -> dict[str, Any]:
    from phancap.formats.nearest import nearest
    from phancap.planning.runs import kept, load, made_by

    data = load(run)
    if data is None:
        if again := made_by(run):
            raise Refused(said(
                f"`--run`: lần chạy `{run}` do bản phancap cũ lưu, thiếu số liệu mà báo cáo cần · chạy lại: {again}",
                f"`--run`: run `{run}` was kept by an older phancap and lacks figures the report needs · make it again: {again}",
            ))  # fmt: skip
        near = nearest(run, kept(), limit=1)
        hint = said(f" · gần nhất: `{near[0]}`", f" · nearest: `{near[0]}`") if near else ""
        raise Refused(said(f"`--run`: không có lần chạy `{run}` đã lưu{hint}", f"`--run`: no run `{run}` was kept{hint}"))
    return data


def _fresh(
    wanted: tuple[str, ...], scenarios: tuple[str, ...], replications: int, seed: int, year: str, rank_all: bool,
    sensitivity: int, assume: tuple[str, ...], workers: int | None, workspace: str | None, lang: str, with_gantt: bool,
) -> tuple[dict[str, Any], dict[str, Picture]]:  # fmt: skip
    from phancap.cli.optimise import numbers_of
    from phancap.planning import compare as work
    from phancap.planning.assumed import Assumed
    from phancap.planning.runs import keep
    from phancap.simulation import ModelError
    from phancap.simulation.city import build_city
    from phancap.simulation.run import run
    from phancap.simulation.scenario import Scenario, scenario_ids, scenario_of
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.load import option_ids
    from phancap.workspace.open import charter_of, shipped

    root = workspace or shipped()
    cores = workers or os.cpu_count() or 1

    def simulate(model: Any, count: int, start: int) -> Any:
        return work.sample_of(run(model, count, start, workers=cores))

    def build(chosen: tuple[str, ...], world: Scenario, when: str) -> Any:
        try:
            return build_city(root, chosen, world, when)
        except ModelError as error:
            if all(fault.code == "no-demand" for fault in error.faults):
                return None
            raise

    progress = Progress(lang)
    try:
        base = charter_of(root, ())
        tell_passed_over(base[0].notes, lang)
        within(year, base[1])
        names = wanted or tuple(option_ids(root))
        if not names:
            raise Refused(said("bộ dữ liệu chưa có phương án nào để so sánh · phancap optimise viết được một phương án", "the workspace has no option to compare yet · phancap optimise can write one"))
        known = scenario_ids(root)
        which = scenarios or tuple(s for s in SCENARIOS if s in known) or tuple(known[:4])
        # A workspace without a file of that name is compared in the world as it is: that is what `base` means.
        worlds = tuple(
            Scenario(AS_IT_IS) if id == AS_IT_IS and id not in known else scenario_of(root, id)
            for id in dict.fromkeys(which or (AS_IT_IS,))
        )
        with_option = {name: charter_of(root, (name,)) for name in names}
        ask = work.Ask(names, worlds, replications, seed, rank_all, lang, year, sensitivity)
        given = Assumed(numbers_of(assume))
        found = work.compare(
            ask, base, with_option, build, simulate, given, progress
        )
        data = found.as_json()
        keep(data)
        gantts = pictures(names, base, with_option, given, lang) if with_gantt else {}
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(lang, 40))) from None
    except ModelError as error:
        raise Refused("\n".join(error.lines(lang)[:40])) from None
    except ValueError as error:
        raise Refused(str(error)) from None
    finally:
        progress.end()
    return data, gantts


def pictures(names: tuple[str, ...], base: Any, with_option: Any, given: Any, lang: str) -> dict[str, Picture]:
    """The road map of each option that has acts to make."""
    from phancap.planning.consequences import sides
    from phancap.planning.roadmap import roadmap
    from phancap.planning.roadmap_chart import gantt_picture

    found = {}
    for name in names:
        plan = roadmap(sides(name, base, with_option[name]), assumed=given)
        if plan.placed:
            found[name] = gantt_picture(plan, lang)
    return found


def write_report(data: dict[str, Any], gantts: dict[str, Picture], path: str, lang: str) -> None:
    """The report as DOCX or HTML, by the ending of its name."""
    from phancap.cli.roadmap import write_file
    from phancap.planning.report import report
    from phancap.planning.report_docx import NoDocx, docx
    from phancap.planning.report_html import html

    made = report(data, lang, gantts)
    try:
        content = docx(made) if path.lower().endswith(".docx") else html(made).encode()
    except (NoDocx, ModuleNotFoundError) as error:
        raise Refused(str(error)) from None
    write_file(path, content)


class Progress:
    """A line on the terminal's error stream after two seconds; nothing where nobody looks."""

    def __init__(self, lang: str) -> None:
        self.begun, self.shown = time.monotonic(), False
        self.seen = sys.stderr.isatty()
        self.words = "bước" if lang == "vi" else "steps"

    def __call__(self, done: int, of: int, what: str) -> None:
        spent = time.monotonic() - self.begun
        if not self.seen or spent < 2.0 or not of:
            return
        self.shown = True
        bar = "█" * (24 * done // of) + "·" * (24 - 24 * done // of)
        click.echo(f"\r\x1b[K{bar} {done}/{of} {self.words} · {spent:.0f} s · {what[:44]}", nl=False, err=True)

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self.shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def _show(data: dict[str, Any], lang: str) -> None:
    """A small table an option and scenario, then what it rests on."""
    vi = lang == "vi"
    names = data["names"]
    for warning in data["warnings"]:
        click.echo(click.style(f"! {warning}", fg="yellow"))
    for group in data["groups"]:
        for scenario in data["scenarios"]:
            for option in group["options"]:
                _table(data, option, scenario, f"{names['scenarios'][scenario]} · {group['year']}", lang)
    for found in data["rankings"]:
        _ranking(found, names, lang)
    deciding = sorted({row["words"][lang] for row in data["sensitivity"] if row["decides"]})
    count = len(data["assumptions"])
    if vi:
        tail = f", quyết định kết quả: {', '.join(deciding)}" if deciding else ", không giả định nào đã thử làm kết luận đổi chiều"
        click.echo(f"dựa trên {count} giả định{tail}")
    else:
        tail = f", those that decide: {', '.join(deciding)}" if deciding else ", none of those tried turns a verdict"
        click.echo(f"rests on {count} assumptions{tail}")
    click.echo(f"{'lần chạy' if vi else 'run'} {data['run']} · phancap compare --run {data['run']} --report bao-cao.docx")


def _table(data: dict[str, Any], option: str, scenario: str, title: str, lang: str) -> None:
    from phancap.planning.measures import BY_ID, shown
    from phancap.planning.report import VERDICT, cell_of, gap_words

    vi, names = lang == "vi", data["names"]
    head = names["options"][option]
    flag = (" (cần Quốc hội)" if vi else " (needs the National Assembly)") if option in data["needs_national_assembly"] else ""
    click.echo()
    click.echo(f"{click.style(head[:70] + flag, bold=True)}  {title}")
    columns = ("hiện trạng", "phương án", "khác biệt (95 %)") if vi else ("status quo", "option", "difference (95 %)")
    click.echo(f"{'':<40}{columns[0]:>16}{columns[1]:>16}  {columns[2]}")
    for name in SHOWN:
        own, quo = cell_of(data, option, scenario, name), cell_of(data, "base", scenario, name)
        if own is None or own["mean"] is None:
            continue
        measure = BY_ID[name]
        before = shown(quo["mean"] if quo else None, measure, lang)
        verdict = VERDICT[lang].get(own["verdict"] or "", "")
        colour = {"better": "green", "worse": "red"}.get(own["verdict"] or "")
        gap = gap_words(own, lang)
        click.echo(f"{measure.words(lang)[:39]:<40}{before:>16}{shown(own['mean'], measure, lang):>16}  {gap}   {click.style(verdict, fg=colour)}")


def _ranking(found: dict[str, Any], names: dict[str, Any], lang: str) -> None:
    if not found["first"]:
        return
    vi = lang == "vi"
    click.echo()
    click.echo(click.style("đứng đầu dưới bao nhiêu phần mọi cách cho trọng số" if vi else "first under what share of all weightings", bold=True))
    for option, share in sorted(found["first"]["min-max"].items(), key=lambda item: -item[1]):
        click.echo(f"  {100 * share:>5.0f} %  {names['options'][option]}")
