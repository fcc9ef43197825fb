"""The page of a calibration: what fits and what does not, with its charts; Markdown for git, HTML for reading."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from html import escape
from typing import NamedTuple

import numpy as np

from phancap.formats.days import show_day
from phancap.formats.say import grouped
from phancap.simulation import charts
from phancap.simulation.calibrate.arrivals import Arrivals
from phancap.simulation.calibrate.calibration import Calibration
from phancap.simulation.calibrate.predict import FEW, Foretold, split_at
from phancap.simulation.calibrate.steps import StepFit
from phancap.simulation.calibrate.words import part_name, verdict, word
from phancap.simulation.charts import Bar, Chart, Line, show

NAMED = 10
"""Parts that the verdict names; the table has all."""


class Block(NamedTuple):
    """A heading (``h2``), a sentence (``p``), a ``table`` or a ``chart`` (``text`` is then the name of its file)."""

    kind: str
    text: str = ""
    rows: Sequence[Sequence[str]] = ()
    chart: Chart | None = None


class Page(NamedTuple):
    """A title and what stands under it."""

    title: str
    lang: str
    blocks: list[Block]


def page_of(found: Calibration, lang: str = "vi") -> Page:
    """Everything to be said of a calibration, the verdict first."""

    def w(id_: str, **more: object) -> str:
        return word(lang, id_, **more)

    prediction, arrivals = found.prediction, found.arrivals
    blocks = [
        Block("p", w("stamp", name=found.name, digest=found.digest[:12])),
        Block("h2", w("heading-verdict")),
    ]
    blocks += [
        Block("p", verdict_sentence(found, lang)),
        *(Block("p", line) for line in summary_lines(found, lang)),
    ]
    if found.traps or found.remarks:
        rows = [[w("column-trap"), w("column-count")]]
        rows += [
            [w(f"trap-{t.id}", value=t.value), f"{grouped(t.seen, lang)} / {grouped(t.of, lang)}"]
            for t in found.traps
        ]
        rows += [[line, ""] for line in remark_lines(found, lang)]
        blocks += [Block("h2", w("heading-traps")), Block("table", rows=rows)]
    blocks += [Block("h2", w("heading-arrivals")), Block("p", arrivals_line(arrivals, lang))]
    blocks += [
        Block("chart", "arrivals", chart=_months_chart(arrivals, lang)),
        Block("table", rows=_factors(arrivals, lang)),
    ]
    first, last = show_day(arrivals.first), show_day(arrivals.end - 1)
    blocks.append(Block("p", w("demand-note", first=first, last=last)))
    if found.steps:
        blocks += [Block("h2", w("heading-steps")), Block("p", w("work", how=_how(found.steps, lang)))]
        blocks += [Block("table", rows=_steps_table(found.steps, lang)), Block("p", w("service-note"))]
        rows = [[w("column-way"), w("column-share")]]
        rows += [[" → ".join(way), _percent(share, lang)] for way, share in found.routing.commonest]
        blocks += [Block("h2", w("heading-routing")), Block("table", rows=rows)]
    if prediction.figures:
        blocks += [Block("h2", w("heading-prediction"))]
        split, end = show_day(int(prediction.split)), show_day(int(prediction.end))
        blocks.append(Block("p", w("how", split=split, end=end)))
        blocks.append(Block("chart", "foretold", chart=_figures_chart(prediction.figures, lang)))
        blocks.append(Block("table", rows=_figures_table(found, lang)))
        parts = [[w(f"column-{name}") for name in ("part", "before", "after", "gap", "p", "verdict")]]
        parts += [
            [
                part_name(lang, p.part),
                *(show(v, lang) for v in (p.before, p.after, p.gap)),
                _rare(p.p, lang),
                verdict(lang, p.fits),
            ]
            for p in prediction.parts
        ]
        blocks += [Block("table", rows=parts), Block("h2", w("heading-times"))]
        blocks.append(Block("chart", "taken", chart=_taken_chart(found, lang)))
    return Page(w("title", name=found.name), lang, blocks)


# --- lines that the command prints as well -----------------------------------------------------------------------


def verdict_sentence(found: Calibration, lang: str) -> str:
    """Whether the first part foretells the rest, and what does not fit."""
    p = found.prediction
    if p.fits is None:
        return word(lang, "cannot-say", trained=p.trained, tested=p.tested, few=FEW)
    if p.fits:
        return word(lang, "fits", trained=p.trained, tested=p.tested)
    names = [part_name(lang, part) for part in p.at_fault]
    shown = (
        names
        if len(names) <= NAMED
        else [*names[: NAMED - 1], word(lang, "more", count=len(names) - NAMED + 1)]
    )
    parts = "; ".join(shown)
    return word(lang, "does-not-fit", trained=p.trained, tested=p.tested, parts=parts)


def summary_lines(found: Calibration, lang: str) -> list[str]:
    """Size, lateness, rework."""
    rows = found.dossiers.rows
    sizes = {name: grouped(getattr(found, name), lang) for name in ("cases", "events", "activities")}
    first, last = show_day(math.floor(rows[0].received)), show_day(math.floor(found.dossiers.end))
    lines = [word(lang, "span", first=first, last=last, **sizes)]
    if found.decided:
        lines.append(
            word(
                lang, "late", late=grouped(found.late, lang), of=grouped(found.decided, lang),
                share=_percent(found.late / found.decided, lang), by_day=grouped(found.late_by_day, lang),
            )
        )  # fmt: skip
    else:
        lines.append(word(lang, "no-late"))
    if not math.isnan(found.online):
        lines.append(word(lang, "online", share=_percent(found.online, lang)))
    if found.routing.ways:
        commonest, rework = found.routing.commonest[0][1], found.routing.rework
        ways = grouped(found.routing.ways, lang)
        lines.append(
            word(lang, "rework", rework=_percent(rework, lang), ways=ways, share=_percent(commonest, lang))
        )
    return lines


def arrivals_line(arrivals: Arrivals, lang: str) -> str:
    """How many a year, how lumpy, which way they go."""
    low, high = arrivals.yearly_band()
    lines = [
        word(lang, "yearly", yearly=grouped(round(arrivals.yearly), lang), low=grouped(round(low), lang), high=grouped(round(high), lang)),
        word(lang, "poisson" if arrivals.p_poisson > 0.01 else "not-poisson", dispersion=show(arrivals.dispersion, lang)),
    ]  # fmt: skip
    if not math.isnan(arrivals.trend[0]):
        trend, least, most = (_percent(value, lang) for value in arrivals.trend)
        lines.append(word(lang, "trend", trend=trend, low=least, high=most))
    return "; ".join(lines)


def remark_lines(found: Calibration, lang: str) -> list[str]:
    """What was met while reading, once a kind."""
    lines: dict[str, str] = {}
    for remark in found.remarks:
        id_ = f"remark-{remark.id}"
        if remark.id in ("day-first-assumed", "nested-left-out", "serial-dates", "twice"):
            lines.setdefault(id_, word(lang, id_, **remark._asdict()))
    return list(lines.values())


def figure_lines(found: Calibration, lang: str) -> list[str]:
    """Each figure foretold against what came, by both ways."""
    lines = []
    for name, actual, low, high, _, verdict_ in _figures_table(found, lang)[1:]:
        lines.append(f"{name}: {actual} · {word(lang, 'band', low=low, high=high)} · {verdict_}")
    return lines


# --- tables and charts -------------------------------------------------------------------------------------------


def _percent(value: float, lang: str) -> str:
    return f"{show(100 * value, lang)} %"


def _rare(p: float, lang: str) -> str:
    """A probability; one too small to matter as such."""
    return f"< {show(0.001, lang)}" if p < 0.001 else show(p, lang)


def _value(figure: Foretold, value: float, lang: str) -> str:
    return _percent(value, lang) if figure.part.startswith("overdue") else show(value, lang)


def _figures_table(found: Calibration, lang: str) -> list[list[str]]:
    names = ("part", "actual", "low", "high", "middle", "verdict")
    rows = [[word(lang, f"column-{name}") for name in names]]
    for how, figures in (
        ("by-resampling", found.prediction.figures),
        ("by-engine", found.prediction.by_engine),
    ):
        for f in figures:
            values = (_value(f, v, lang) for v in (f.actual, f.low, f.high, f.middle))
            rows.append([f"{part_name(lang, f.part)} ({word(lang, how)})", *values, verdict(lang, f.inside)])
    return rows


def _figures_chart(figures: Sequence[Foretold], lang: str) -> Chart:
    bars = [
        Bar(
            part_name(lang, f.part),
            f.actual / f.middle,
            f.low / f.middle,
            f.high / f.middle,
            verdict(lang, f.inside),
        )
        for f in figures
        if f.middle
    ]
    desc = "; ".join(
        f"{bar.name}: {show(bar.value, lang)} [{show(bar.low, lang)}; {show(bar.high, lang)}] {bar.note}"
        for bar in bars
    )
    return Chart(
        word(lang, "chart-figures"),
        desc,
        word(lang, "chart-ratio"),
        word(lang, "column-part"),
        bars=tuple(bars),
        mark=1.0,
        lang=lang,
    )


def _taken_chart(found: Calibration, lang: str) -> Chart:
    share = found.prediction.trained / len(found.dossiers.rows)
    parts = split_at(found.dossiers.rows, share)
    names = (word(lang, "chart-first"), word(lang, "chart-rest"))
    taken = {
        name: [max(0.0, d.done - d.received) for d in part if not math.isnan(d.done)]
        for name, part in zip(names, parts, strict=True)
    }
    chart = charts.waiting_distribution(taken, lang=lang)
    return chart._replace(title=f"{word(lang, 'heading-times')} ({word(lang, 'chart-taken')})")


def _months_chart(arrivals: Arrivals, lang: str) -> Chart:
    days = [date.fromordinal(day) for day in range(arrivals.first, arrivals.end)]
    number = np.array([(d.year - days[0].year) * 12 + d.month - days[0].month for d in days])
    came = np.bincount(number, np.array(arrivals.counts, dtype=np.float64))
    wanted = np.bincount(number, arrivals.expected(arrivals.first, arrivals.end))
    x = tuple(range(1, len(came) + 1))
    half = 1.645 * np.sqrt(max(arrivals.dispersion, 1.0) * wanted)
    lines = (
        Line(word(lang, "chart-observed"), x, tuple(came.tolist())),
        Line(
            word(lang, "chart-expected"), x, tuple(wanted.tolist()), tuple(np.maximum(0, wanted - half).tolist()),
            tuple((wanted + half).tolist()),
        ),
    )  # fmt: skip
    desc = arrivals_line(arrivals, lang)
    return Chart(
        word(lang, "chart-months"), desc, word(lang, "chart-month"), word(lang, "arrivals"), lines, lang=lang
    )


def _factors(arrivals: Arrivals, lang: str) -> list[list[str]]:
    days = (
        ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
        if lang == "vi"
        else ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    )
    weekday = [word(lang, "column-weekday"), *days]
    months = [word(lang, "column-month"), *(str(number) for number in range(1, 13))]
    rows = [[*weekday, *months]]
    return rows + [
        [word(lang, "column-factor"), *(show(f, lang) for f in arrivals.weekdays), word(lang, "column-factor"),
         *(show(f, lang) for f in arrivals.months)]
    ]  # fmt: skip


def _how(steps: Sequence[StepFit], lang: str) -> str:
    if not any(step.work.n for step in steps):
        return word(lang, "work-unknown")
    return word(
        lang, "work-stamped" if any(step.stamped and step.work.n for step in steps) else "work-estimated"
    )


def _steps_table(steps: Sequence[StepFit], lang: str) -> list[list[str]]:
    names = (
        "step",
        "seen",
        "share",
        "rework",
        "minutes",
        "distribution",
        "spread",
        "ks",
        "p",
        "verdict",
        "days",
    )
    rows = [[word(lang, f"column-{name}") for name in names]]
    for step in steps:
        work = step.work
        rows.append(
            [
                step.name, grouped(step.seen, lang), _percent(step.share, lang), _percent(step.rework, lang),
                show(work.mean, lang), work.distribution if work.n else "–",
                *(show(v, lang) for v in (work.spread, work.ks, work.p)), verdict(lang, work.fits), show(step.sojourn.mean, lang),
            ]
        )  # fmt: skip
    return rows


# --- written ------------------------------------------------------------------------------------------------------


def markdown(page: Page) -> str:
    """The page as Markdown, its charts as files beside it (see :func:`chart_files`)."""
    out = [f"# {_plain(page.title)}"]
    for block in page.blocks:
        if block.kind == "table":
            out.append(_markdown_table(block.rows))
        elif block.chart is not None:
            out.append(f"![{_plain(block.chart.title)}: {_plain(block.chart.desc)}](charts/{block.text}.svg)")
        else:
            out.append(("## " if block.kind == "h2" else "") + _plain(block.text))
    return "\n\n".join(out) + "\n"


def _plain(text: str) -> str:
    """Text that stays text in Markdown: names come out of somebody's file."""
    return re.sub(r"([\\*_<>\[\]|#])", r"\\\1", text.replace("\n", " "))


def _markdown_table(rows: Sequence[Sequence[str]]) -> str:
    header, *body = ["| " + " | ".join(map(_plain, row)) + " |" for row in rows]
    return "\n".join([header, "|" + " --- |" * len(rows[0]), *body])


def chart_files(page: Page) -> dict[str, str]:
    """Name of the file to its SVG."""
    return {f"charts/{b.text}.svg": charts.svg(b.chart) for b in page.blocks if b.chart is not None}


STYLE = (
    "body{font:16px/1.5 'Noto Sans','DejaVu Sans',Arial,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;font-size:.9rem;display:block;overflow-x:auto;margin:1rem 0}"
    "th,td{border:1px solid #ccc;padding:.25rem .5rem;text-align:left}figure{margin:1rem 0}svg{max-width:100%;height:auto}"
)


def html(page: Page) -> str:
    """The page as one HTML file that asks nobody for anything."""
    out = []
    for block in page.blocks:
        if block.kind == "table":
            header, *rows = block.rows
            head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
            lines = "\n".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
            )
            out.append(f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{lines}\n</tbody></table>")
        elif block.chart is not None:
            out.append(charts.figure(block.chart))
        else:
            out.append(f"<{block.kind}>{escape(block.text)}</{block.kind}>")
    body = "\n".join(out)
    return (
        f'<!doctype html>\n<html lang="{page.lang}">\n<head><meta charset="utf-8"><title>{escape(page.title)}</title>\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head>\n'
        f"<body>\n<h1>{escape(page.title)}</h1>\n{body}\n</body>\n</html>\n"
    )
