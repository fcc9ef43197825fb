"""``phancap simulate``: what an option would do to waiting, to the desks and to the late list."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from phancap.cli.common import INTERRUPTED, Refused, language, options, print_json, run_long
from phancap.cli.simulate_charts import folder_for_charts, write_charts
from phancap.cli.sweep import swept
from phancap.formats.say import grouped, marked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from phancap.simulation import Model, Result
    from phancap.simulation.settle import Settled
    from phancap.simulation.statistics import Difference, StopRule

SLOW_DOSSIERS = 200_000
"""Dossiers from which on progress is shown from the start."""


@click.command()
@click.option(
    "--model", "model_file", metavar="FILE", help="Một mô hình trọn trong một tệp TOML, không cần bộ dữ liệu."
)
@click.option("--scenario", metavar="ID", help="Kịch bản của bộ dữ liệu (scenarios/ID.toml).")
@click.option("--years", metavar="N|YYYY[-YYYY]", help="Số năm, hoặc năm dương lịch (mặc định: năm nay).")
@click.option(
    "--replications", type=click.IntRange(1, 1_000_000), default=20, show_default=True, help="Số lần chạy."
)
@click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Hạt giống ngẫu nhiên."
)
@click.option(
    "--engine", type=click.Choice(["auto", "general", "oracle"]), default="auto", help="Bộ máy tính."
)
@click.option(
    "--workers", type=click.IntRange(1, 256), default=None, metavar="N", help="Số luồng (mặc định: số lõi)."
)
@click.option(
    "--keep",
    type=click.Path(file_okay=False),
    metavar="THƯ MỤC",
    help="Giữ kết quả từng phần; chạy lại thì làm tiếp.",
)
@click.option("--cluster", metavar="ĐỊA CHỈ", help="Chạy trên Dask: `local`, hoặc tcp://máy:cổng.")
@click.option(
    "--precision",
    metavar="TỶ LỆ",
    help="Dừng khi thời gian chờ biết tới ± chừng ấy, như 0.05; --replications là mức trần.",
)
@click.option(
    "--steady",
    is_flag=True,
    help="Về lâu dài nếu mọi thứ giữ như ngày đầu: bỏ đoạn đầu chưa ổn định (MSER-5).",
)
@click.option(
    "--charts",
    type=click.Path(file_okay=False),
    metavar="THƯ MỤC",
    help="Ghi biểu đồ SVG: thời gian chờ, hồ sơ đang mở, tải của bàn.",
)
@click.option("--png", is_flag=True, help="Ghi thêm biểu đồ PNG, cho Word và trang chiếu.")
@click.option("--trace", type=int, metavar="ID", help="Kể chuyện hồ sơ số ID của lần chạy đầu tiên.")
@options
def simulate(
    model_file: str | None, scenario: str | None, years: str | None, replications: int, seed: int, engine: str,
    workers: int | None, keep: str | None, cluster: str | None, precision: str | None, steady: bool, charts: str | None, png: bool, trace: int | None, workspace: str | None, option: tuple[str, ...], lang: str | None, as_json: bool,
) -> int:  # fmt: skip
    """Mô phỏng hồ sơ đi qua các cơ quan: chờ bao lâu, đúng hạn bao nhiêu, bàn nào quá tải."""
    from phancap.simulation import ModelError

    run_long()
    chosen = language(lang)
    if model_file is not None and (scenario or years or workspace or option):
        raise Refused(
            "`--model` đứng một mình, không đi cùng `--workspace`, `--option`, `--scenario`, `--years`"
            if chosen == "vi"
            else "`--model` stands alone, without `--workspace`, `--option`, `--scenario`, `--years`"
        )
    rule = _rule(precision, chosen)
    if png and charts is None:
        raise Refused(
            "`--png` đi cùng `--charts THƯ MỤC`" if chosen == "vi" else "`--png` goes with `--charts FOLDER`"
        )
    if engine != "auto" and (keep or cluster):
        raise Refused(
            "`--engine` không đi cùng `--keep`, `--cluster`"
            if chosen == "vi"
            else "`--engine` does not go with `--keep`, `--cluster`"
        )
    how = _How(seed, engine, workers or os.cpu_count() or 1, keep, cluster, chosen)
    pairs: dict[str, Difference] | None = None
    try:
        model = _model(model_file, workspace, option, scenario, years, chosen)
        if trace is not None:
            return _trace(model, seed, trace, chosen, as_json)
        if charts is not None:
            folder_for_charts(charts, png, chosen)
        base = _model(None, workspace, (), scenario, years, chosen) if option else None
        settled = None
        if steady:
            from phancap.simulation.settle import settle_together

            (model, base), settled = settle_together(model, base, seed)
        result = how.run(model, replications, rule, settled)
        # Cut short by Ctrl-C there is nothing to wait for another run for.
        whole = not any(warning.code == "interrupted" for warning in result.warnings)
        if base is not None and whole:
            from phancap.simulation.pairs import against

            pairs = against(how.run(base, result.replications, None, settled), result)
    except ModelError as error:
        raise Refused("\n".join(error.lines(chosen)[:40])) from None
    written = [] if charts is None else write_charts(result, charts, png, chosen)
    if as_json:
        told = result.as_json(lang=chosen)
        if pairs is not None:
            from phancap.simulation.pairs import as_json as pairs_json

            told["results"]["against_base"] = pairs_json(pairs)
        print_json(told)
    else:
        _show(result, pairs, chosen)
        for path in written:
            click.echo(f"{'đã ghi' if chosen == 'vi' else 'written'}: {path}")
    return 0 if whole else INTERRUPTED


class _How(NamedTuple):
    """How every model of this command is run."""

    seed: int
    engine: str
    workers: int
    keep: str | None
    cluster: str | None
    lang: str

    def run(
        self, model: Model, replications: int, rule: StopRule | None, settled: Settled | None
    ) -> Result:
        """The result, here or in parts that are kept, with progress shown."""
        from phancap.simulation.run import run

        progress = _Progress(replications, self.lang)
        steady = settled is not None
        try:
            if self.keep or self.cluster:
                result = swept(
                    model, replications, self.seed, self.keep, self.cluster, self.workers, progress, self.lang, rule, steady
                )  # fmt: skip
            else:
                result = run(
                    model, replications, self.seed, engine=self.engine, workers=self.workers, progress=progress, keep=True,
                    rule=rule, steady=steady,
                )  # fmt: skip
        finally:
            progress.end()
        if settled is None:
            return result
        from phancap.simulation.settle import with_settled

        return with_settled(result, settled)


def _rule(precision: str | None, lang: str) -> StopRule | None:
    """``0.05``, ``0,05`` or ``5%`` as a stop rule."""
    if precision is None:
        return None
    from phancap.simulation.statistics import StopRule

    text = precision.strip().replace(",", ".")
    try:
        share = float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        share = 0.0
    if not 0.0 < share < 1.0:
        raise Refused(
            f"`--precision {precision}`: cần một tỷ lệ giữa 0 và 1, như `0.05` hoặc `5%`"
            if lang == "vi"
            else f"`--precision {precision}`: expected a share between 0 and 1, such as `0.05` or `5%`"
        )
    return StopRule(relative=share)


def _model(
    model_file: str | None,
    workspace: str | None,
    option: tuple[str, ...],
    scenario: str | None,
    years: str | None,
    lang: str,
) -> Model:
    if model_file is not None:
        from phancap.simulation.model_file import read_model

        return read_model(model_file)
    from phancap.simulation.city import build_city
    from phancap.workspace.errors import WorkspaceError
    from phancap.workspace.open import shipped

    try:
        return build_city(workspace or shipped(), option, scenario or "", years or "")
    except WorkspaceError as error:
        raise Refused("\n".join(error.lines(lang, 40))) from None


class _Progress:
    """A line on the terminal's error stream once two seconds have passed; nothing where nobody looks."""

    def __init__(self, replications: int, lang: str) -> None:
        import time

        self.clock = time.monotonic
        self.begun = self.clock()
        self.shown = False
        self.words = "lần chạy" if lang == "vi" else "replications"
        self.seen = sys.stderr.isatty()

    def __call__(self, done: int, of: int) -> None:
        spent = self.clock() - self.begun
        if not self.seen or spent < 2.0:
            return
        self.shown = True
        left = spent / done * (of - done)
        width = 30
        bar = "█" * (width * done // of) + "·" * (width - width * done // of)
        click.echo(f"\r{bar} {done}/{of} {self.words} · {left:.0f} s ", nl=False, err=True)

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self.shown:
            click.echo("\r" + " " * 78 + "\r", nl=False, err=True)


def _number(value: float | None, digits: int, lang: str) -> str:
    if value is None:
        return "chưa rõ" if lang == "vi" else "unknown"
    text = f"{value:,.{digits}f}"
    return marked(text, lang)


def _median(days: float | None, lang: str) -> str:
    """Days are counted in steps of ``BIN``: what falls into the first is told as less than one, not as its middle."""
    from phancap.simulation.measure import BIN

    return f"< {_number(BIN, 2, lang)}" if days is not None and days < BIN else _number(days, 2, lang)


def _with_bounds(given: dict[str, Any], digits: int, lang: str, scale: float = 1.0, unit: str = "") -> str:
    mean = None if given["mean"] is None else given["mean"] * scale
    if digits and mean is not None and abs(mean) < 10:
        digits += 1
    text = _number(mean, digits, lang) + (unit if mean is not None else "")
    if given["low"] is None or mean is None:
        return text
    return f"{text}  [{_number(given['low'] * scale, digits, lang)}; {_number(given['high'] * scale, digits, lang)}]"


def _show(result: Result, pairs: dict[str, Difference] | None, lang: str) -> None:
    vi = lang == "vi"
    summary = result.summary()
    overall = summary["overall"]
    click.echo(click.style(result.model.name, bold=True))
    told = (
        f"{grouped(result.replications, lang)} lần chạy · hạt giống {result.seed} · bộ máy {result.engine} · khoảng 95 %"
        if vi
        else f"{grouped(result.replications, lang)} replications · seed {result.seed} · engine {result.engine} · 95 % intervals"
    )
    click.echo(f"  {told}")
    if result.precision is not None and result.precision["reached"]:
        share = f"± {_number(100 * result.precision['asked'], 1, lang)} %"
        click.echo(
            f"  đạt độ chính xác {share} của thời gian chờ; mức trần {grouped(result.precision['most'], lang)} lần chạy"
            if vi
            else f"  precision of {share} of the wait reached, the ceiling is {grouped(result.precision['most'], lang)} replications"
        )
    if result.steady is not None:
        click.echo(f"  {_steady(result.steady, lang)}")
    rows = [
        ("hồ sơ" if vi else "dossiers", _with_bounds(overall["dossiers"], 0, lang)),
        (
            "chờ, phút làm việc" if vi else "waiting, office minutes",
            _with_bounds(overall["wait_minutes"], 1, lang),
        ),
        (
            "  nửa số hồ sơ chờ dưới" if vi else "  half wait less than",
            _number(overall["wait_minutes"]["p50"], 2, lang),
        ),
        (
            "  chín phần mười dưới" if vi else "  nine in ten less than",
            _number(overall["wait_minutes"]["p90"], 2, lang),
        ),
        (
            "ngày từ nộp đến xong" if vi else "days from filing to the end",
            _with_bounds(overall["cycle_days"], 2, lang),
        ),
        ("  trung vị" if vi else "  median", _median(overall["cycle_days"]["p50"], lang)),
        ("đúng hạn" if vi else "on time", _with_bounds(overall["on_time"], 2, lang, 100.0, " %")),
        ("quá hạn, hồ sơ" if vi else "overdue, dossiers", _with_bounds(overall["overdue"], 0, lang)),
        (
            "còn mở khi hết thời gian" if vi else "open at the end",
            _with_bounds(overall["open_at_end"], 0, lang),
        ),
    ]
    if overall["visits"]["mean"]:
        rows.append(
            (
                "lượt người dân đến" if vi else "visits in person a dossier",
                _with_bounds(overall["visits"], 2, lang),
            )
        )
    rows.append(
        ("chi phí người, đồng" if vi else "cost of staff, VND", _with_bounds(overall["cost"], 0, lang))
    )
    for name, text in rows:
        click.echo(f"  {name:<28}{text}")
    _show_pairs(pairs, vi, lang)
    _show_desks(summary, vi, lang)
    _show_assumptions(result, vi, lang)
    for warning in result.warnings:
        click.echo(f"! {warning.text(lang)}")


def _steady(told: Mapping[str, Any], lang: str) -> str:
    """What was cut off the beginning, in a line."""
    vi = lang == "vi"
    if told["why"] == "full":
        return "tải >= 1: không có trạng thái ổn định" if vi else "utilisation >= 1: no steady state"
    if told["why"]:
        return "chưa thấy trạng thái ổn định" if vi else "no steady state is seen"
    cut, days = _number(told["truncated_days"], 2, lang), grouped(told["days"], lang)
    return (
        f"trạng thái ổn định: bỏ {cut} ngày đầu trong {days} ngày (MSER-5, {told['runs']} lần chạy)"
        if vi
        else f"steady state: the first {cut} of {days} days left out (MSER-5, {told['runs']} replications)"
    )


def _show_pairs(pairs: dict[str, Difference] | None, vi: bool, lang: str) -> None:
    """The option against the status quo, dossier for dossier the same people."""
    if not pairs:
        return
    from phancap.simulation.statistics import VERDICTS

    words = {
        "wait_minutes": ("chờ, phút làm việc", "waiting, office minutes"),
        "cycle_days": ("ngày từ nộp đến xong", "days from filing to the end"),
        "on_time": ("đúng hạn, điểm phần trăm", "on time, percentage points"),
        "open_at_end": ("còn mở khi hết thời gian", "open at the end"),
    }
    click.echo(
        "  so với hiện trạng, cùng hồ sơ (phương án trừ hiện trạng)"
        if vi
        else "  against the status quo, same dossiers (option minus status quo)"
    )
    for name, one in pairs.items():
        text = _with_bounds(one.interval.as_json(), 2, lang, 100.0 if name == "on_time" else 1.0)
        click.echo(f"    {words[name][0 if vi else 1]:<28}{text}  {VERDICTS[lang][one.verdict]}")


def _show_desks(summary: dict[str, Any], vi: bool, lang: str) -> None:
    """The busiest desks, and what each power and office says when there are several."""
    desks = sorted(summary["by_desk"].items(), key=lambda item: -(item[1]["utilisation"]["mean"] or 0.0))[:8]
    click.echo("  " + ("bàn bận nhất, tỷ lệ giờ làm việc" if vi else "busiest desks, share of office hours"))
    for name, columns in desks:
        click.echo(f"    {name:<40} {_with_bounds(columns['utilisation'], 1, lang, 100.0, ' %')}")
    for scope, title in (("by_power", "chờ lâu nhất theo thủ tục" if vi else "longest waits by procedure"),
                         ("by_office", "chờ lâu nhất theo cơ quan" if vi else "longest waits by office")):  # fmt: skip
        if len(summary[scope]) > 1:
            longest = sorted(
                summary[scope].items(), key=lambda item: -(item[1]["wait_minutes"]["mean"] or 0.0)
            )[:5]
            click.echo(f"  {title}")
            for name, columns in longest:
                click.echo(f"    {name:<40} {_with_bounds(columns['wait_minutes'], 1, lang)}")


def _show_assumptions(result: Result, vi: bool, lang: str) -> None:
    if not result.model.assumptions:
        return
    click.echo("  " + ("giả định" if vi else "assumptions"))
    for a in result.model.assumptions:
        bounds = (
            ""
            if a.low is None or a.high is None
            else f" [{_number(a.low, 2, lang)}; {_number(a.high, 2, lang)}]"
        )
        what = a.what if vi else a.what_en or a.what
        click.echo(
            f"    {what}: {_number(a.value, 2, lang)}{bounds} · {grouped(a.count, lang)} {'chỗ' if vi else 'places'}"
        )


def _trace(model: Model, seed: int, number: int, lang: str, as_json: bool) -> int:
    from phancap.simulation.story import tell

    told = tell(model, seed, number, lang)
    if as_json:
        print_json(told.as_json())
    else:
        for line in told.lines:
            click.echo(line)
    return 0
