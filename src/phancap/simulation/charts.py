"""Charts of results: drawn once as data, then as SVG (no script, printable) or PNG, always with their table.

A chart has a title and a description that a screen reader speaks, labels in the reader's language, lines told apart by
dashes as well as by colour, and the table it was drawn from. The SVG needs nothing; the PNG needs matplotlib (extra
``plan``) and uses DejaVu Sans, which has every Vietnamese letter and comes with it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from html import escape
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from phancap.formats.say import marked
from phancap.simulation.statistics import VERDICTS, Difference

COLOURS = ("#0b5394", "#b45f06", "#38761d", "#741b47", "#5b5b5b")
"""Dark enough on white for 4.5:1, and different also to those who see no red."""

DASHES = ("", "7 3", "2 3", "9 3 2 3", "1 2")
WIDTH, HEIGHT, ROW = 680, 320, 30


class Line(NamedTuple):
    """A curve; ``low`` and ``high`` its band, if any; ``steps`` for one that jumps."""

    name: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    steps: bool = False


class Bar(NamedTuple):
    """A row: a value with its interval (NaN: unknown), and a word about it."""

    name: str
    value: float
    low: float = math.nan
    high: float = math.nan
    note: str = ""


class Chart(NamedTuple):
    """Curves over an axis, or rows (``bars``) beside one; ``mark`` is a value on the axis of values to be seen."""

    title: str
    desc: str
    x_label: str
    y_label: str
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    mark: float | None = None
    percent: bool = False
    filled: bool = False
    lang: str = "vi"

    def table(self) -> list[list[str]]:
        """The header and the rows that the chart shows; curves at no more than 40 places."""
        vi = self.lang == "vi"
        if self.bars:
            rows = [[self.y_label, self.x_label, "từ" if vi else "from", "đến" if vi else "to", ""]]
            return rows + [
                [b.name, *(self.show(v) for v in (b.value, b.low, b.high)), b.note] for b in self.bars
            ]
        rows = [
            [""]
            + [
                "đường" if vi else "curve",
                self.x_label,
                self.y_label,
                "từ" if vi else "from",
                "đến" if vi else "to",
            ]
        ]
        rows[0].pop(0)
        for line in self.lines:
            places = sorted({round(k) for k in np.linspace(0, len(line.x) - 1, min(40, len(line.x)))})
            for k in places:
                band = (line.low[k], line.high[k]) if line.low else (math.nan, math.nan)
                rows.append(
                    [line.name, show(line.x[k], self.lang), *(self.show(v) for v in (line.y[k], *band))]
                )
        return rows

    def show(self, value: float) -> str:
        """A number of the axis of values as people read it."""
        return (
            f"{show(100 * value, self.lang)} %"
            if self.percent and math.isfinite(value)
            else show(value, self.lang)
        )


def show(value: float, lang: str = "vi") -> str:
    """Three digits that matter, with a decimal comma in Vietnamese; unknown is ``–``."""
    if not math.isfinite(value):
        return "–"
    digits = 0 if value == 0 else max(0, min(6, 2 - math.floor(math.log10(abs(value)))))
    text = f"{value:,.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return marked(text, lang)


# --- what the plan shows ----------------------------------------------------------------------------------------


def waiting_distribution(waits: Mapping[str, ArrayLike], unit: str = "", lang: str = "vi") -> Chart:
    """The share of dossiers that waited no longer than so long, a curve an option (times in ``unit``)."""
    vi = lang == "vi"
    unit = unit or ("ngày" if vi else "days")
    lines = []
    for name, values in waits.items():
        array = np.sort(np.asarray(values, dtype=np.float64))
        shares = np.arange(1, array.size + 1) / max(1, array.size)
        places = np.unique(np.linspace(0, array.size - 1, min(300, array.size)).round().astype(int))
        x, y = array[places].tolist(), shares[places].tolist()
        lines.append(Line(name, (*x[:1], *x), (0.0, *y) if x else (), steps=True))
    words = "; ".join(
        f"{line.name}: {'một nửa trong' if vi else 'half within'} {show(_median(line), lang)} {unit}"
        for line in lines
    )
    return Chart(
        "Phân bố thời gian chờ" if vi else "How long people wait", words,
        f"{'thời gian chờ' if vi else 'wait'} ({unit})", "hồ sơ không lâu hơn" if vi else "dossiers no longer than that",
        tuple(lines), percent=True, lang=lang,
    )  # fmt: skip


def _median(line: Line) -> float:
    return next((x for x, y in zip(line.x, line.y, strict=True) if y >= 0.5), math.nan)


def open_stock(
    days: ArrayLike, stocks: Mapping[str, ArrayLike], level: float = 0.9, lang: str = "vi"
) -> Chart:
    """Dossiers open over time: ``stocks`` has rows of replications and columns of ``days``; mean with a band."""
    vi, x = lang == "vi", tuple(np.asarray(days, dtype=np.float64).tolist())
    lines = []
    for name, table in stocks.items():
        rows = np.atleast_2d(np.asarray(table, dtype=np.float64))
        low, high = np.quantile(rows, [(1 - level) / 2, (1 + level) / 2], axis=0)
        lines.append(
            Line(name, x, tuple(rows.mean(axis=0).tolist()), tuple(low.tolist()), tuple(high.tolist()))
        )
    words = "; ".join(
        f"{line.name}: {show(line.y[0], lang)} → {show(line.y[-1], lang)}" for line in lines if line.y
    )
    band = f"{'dải' if vi else 'band'} {show(100 * level, lang)} %"
    return Chart(
        "Hồ sơ đang mở theo thời gian" if vi else "Open dossiers over time", f"{words} ({band})",
        "ngày" if vi else "day", "hồ sơ đang mở" if vi else "open dossiers", tuple(lines), lang=lang,
    )  # fmt: skip


def utilisation(desks: Sequence[Bar], lang: str = "vi") -> Chart:
    """Work that comes over work that can be done, a bar a desk; from 100 % on a queue only grows."""
    vi = lang == "vi"
    over = [bar.name for bar in desks if bar.value >= 1]
    words = (
        f"{'quá tải' if vi else 'overloaded'}: {', '.join(over)}"
        if over
        else ("không bàn nào quá tải" if vi else "no desk is overloaded")
    )
    return Chart(
        "Mức sử dụng bàn xử lý" if vi else "Utilisation of desks", words, "mức sử dụng" if vi else "utilisation",
        "bàn" if vi else "desk", bars=tuple(desks), mark=1.0, percent=True, filled=True, lang=lang,
    )  # fmt: skip


def paired_differences(found: Sequence[Difference], what: str, lang: str = "vi") -> Chart:
    """Options against the status quo on the same draws; an interval over the line of zero tells nothing apart."""
    words, bars = VERDICTS["vi" if lang == "vi" else "en"], []
    for one in found:
        span = one.interval
        bars.append(Bar(one.option, span.mean, span.low, span.high, words[one.verdict]))
    vi = lang == "vi"
    desc = "; ".join(
        f"{bar.name}: {show(bar.value, lang)} [{show(bar.low, lang)}; {show(bar.high, lang)}] {bar.note}"
        for bar in bars
    )
    return Chart(
        "Khác biệt so với hiện trạng" if vi else "Difference from the status quo", desc, what,
        "phương án" if vi else "option", bars=tuple(bars), mark=0.0, lang=lang,
    )  # fmt: skip


# --- SVG --------------------------------------------------------------------------------------------------------


def svg(chart: Chart) -> str:
    """The chart as one SVG element, to stand in a page or in a file of its own."""
    drawing = _rows(chart) if chart.bars else _curves(chart)
    height = _height(chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" lang="{chart.lang}" font-family="DejaVu Sans, Arial, sans-serif" font-size="12" fill="#222">\n'
        f"<title>{escape(chart.title)}</title>\n<desc>{escape(chart.desc)}</desc>\n"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n'
        f"{_text(12, 20, chart.title, size=14, weight='bold')}\n{drawing}\n</svg>\n"
    )


def figure(chart: Chart) -> str:
    """The SVG with its table beside it, as HTML."""
    header, *rows = chart.table()
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in header)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    word = "Bảng số liệu" if chart.lang == "vi" else "The figures as a table"
    return (
        f"<figure>\n{svg(chart)}<figcaption>{escape(chart.desc)}</figcaption>\n<details><summary>{word}</summary>\n"
        f"<table><caption>{escape(chart.title)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>"
        "</details>\n</figure>\n"
    )


def _height(chart: Chart) -> int:
    return 84 + ROW * len(chart.bars) if chart.bars else HEIGHT + 18 * len(chart.lines)


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, weight: str = "", turn: bool = False) -> str:  # fmt: skip
    more = f' font-weight="{weight}"' if weight else ""
    more += f' transform="rotate(-90 {x:.1f} {y:.1f})"' if turn else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}"{more}>{escape(text)}</text>'
    )


def ticks(low: float, high: float, about: int = 6) -> list[float]:
    """Round numbers from at most ``low`` to at least ``high``."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        low, high = (low, low + 1) if math.isfinite(low) else (0.0, 1.0)
    raw = (high - low) / about
    size = 10 ** math.floor(math.log10(raw))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [k * step for k in range(first, last + 1)]


def _range(values: Sequence[float], *more: float) -> tuple[float, float]:
    known = [value for value in (*values, *more) if math.isfinite(value)]
    return (min(known), max(known)) if known else (0.0, 1.0)


def _curves(chart: Chart) -> str:
    left, right, top, bottom = 70, WIDTH - 20, 40, HEIGHT - 50
    xs = ticks(*_range([x for line in chart.lines for x in line.x]))
    heights = [y for line in chart.lines for y in (*line.y, *line.low, *line.high)]
    ys = ticks(*_range(heights, *((0.0, 1.0) if chart.percent else (0.0,))))

    def px(x: float) -> float:
        return left + (x - xs[0]) / (xs[-1] - xs[0]) * (right - left)

    def py(y: float) -> float:
        return bottom - (y - ys[0]) / (ys[-1] - ys[0]) * (bottom - top)

    out = []
    for y in ys:
        out.append(f'<path d="M{left} {py(y):.1f}H{right}" stroke="#ddd"/>')
        out.append(_text(left - 6, py(y) + 4, chart.show(y), anchor="end", size=11))
    for x in xs:
        out.append(f'<path d="M{px(x):.1f} {bottom}v5" stroke="#555"/>')
        out.append(_text(px(x), bottom + 18, show(x, chart.lang), anchor="middle", size=11))
    out.append(f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#555"/>')
    out.append(_text((left + right) / 2, bottom + 36, chart.x_label, anchor="middle"))
    out.append(_text(16, (top + bottom) / 2, chart.y_label, anchor="middle", turn=True))
    for number, line in enumerate(chart.lines):
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        if line.low:
            edge = [*zip(line.x, line.high, strict=True), *reversed(list(zip(line.x, line.low, strict=True)))]
            points = " ".join(f"{px(x):.1f},{py(y):.1f}" for x, y in edge)
            out.append(f'<polygon points="{points}" fill="{colour}" fill-opacity="0.15"/>')
        path, before = "", None
        for x, y in zip(line.x, line.y, strict=True):
            path += f"M{px(x):.1f} {py(y):.1f}" if before is None else f"H{px(x):.1f}V{py(y):.1f}" if line.steps else f"L{px(x):.1f} {py(y):.1f}"  # fmt: skip
            before = y
        stroke = f'stroke="{colour}" stroke-width="2"' + (f' stroke-dasharray="{dash}"' if dash else "")
        out.append(f'<path d="{path}" fill="none" {stroke}/>')
        at = HEIGHT + 18 * number
        out.append(f'<path d="M{left} {at - 4}h36" {stroke}/>')
        out.append(_text(left + 44, at, line.name))
    return "\n".join(out)


def _rows(chart: Chart) -> str:
    # Names longer than usual take room from the bars and are set smaller: their ends tell them apart.
    room, left, size = (44, 305, 11) if any(len(bar.name) > 26 for bar in chart.bars) else (26, 190, 12)
    right, top = WIDTH - 195, 40
    bottom = top + ROW * len(chart.bars)
    values = [v for bar in chart.bars for v in (bar.value, bar.low, bar.high)]
    xs = ticks(
        *_range(values, *([chart.mark] if chart.mark is not None else []), *([0.0] if chart.filled else [])),
        5,
    )

    def px(x: float) -> float:
        return left + (x - xs[0]) / (xs[-1] - xs[0]) * (right - left)

    out = []
    for x in xs:
        out.append(f'<path d="M{px(x):.1f} {top}V{bottom}" stroke="#ddd"/>')
        out.append(_text(px(x), bottom + 16, chart.show(x), anchor="middle", size=11))
    if chart.mark is not None:
        out.append(
            f'<path d="M{px(chart.mark):.1f} {top - 4}V{bottom + 4}" stroke="#222" stroke-width="1.5"/>'
        )
    out.append(_text((left + right) / 2, bottom + 34, chart.x_label, anchor="middle"))
    for number, bar in enumerate(chart.bars):
        y = top + ROW * number + ROW / 2
        name = bar.name if len(bar.name) <= room else f"{bar.name[: room // 2]}…{bar.name[1 - room // 2 :]}"
        out.append(_text(left - 8, y + 4, name, anchor="end", size=size))
        if math.isfinite(bar.value) and chart.filled:
            out.append(
                f'<rect x="{px(0):.1f}" y="{y - 8:.1f}" width="{max(0.0, px(bar.value) - px(0)):.1f}" height="16" '
                f'fill="{COLOURS[1] if chart.mark is not None and bar.value >= chart.mark else COLOURS[0]}" fill-opacity="0.75"/>'
            )
        if math.isfinite(bar.low) and math.isfinite(bar.high):
            out.append(
                f'<path d="M{px(bar.low):.1f} {y - 6:.1f}v12m0 -6H{px(bar.high):.1f}m0 -6v12" fill="none" stroke="#222" stroke-width="1.5"/>'
            )
        if math.isfinite(bar.value) and not chart.filled:
            out.append(f'<circle cx="{px(bar.value):.1f}" cy="{y:.1f}" r="4.5" fill="{COLOURS[0]}"/>')
        out.append(
            _text(right + 8, y + 4, " ".join(filter(None, (chart.show(bar.value), bar.note))), size=11)
        )
    return "\n".join(out)


# --- PNG --------------------------------------------------------------------------------------------------------


def png(chart: Chart, dots: int = 144) -> bytes:
    """The chart as a PNG for Word and slides; needs matplotlib (extra ``plan``)."""
    try:
        base: Any = import_module("matplotlib.figure")
        params: Any = import_module("matplotlib").rc_context
        import_module("matplotlib.backends.backend_agg")
    except ImportError:
        raise ModuleNotFoundError(
            "a chart as PNG needs matplotlib: install the extra `plan` (`pip install 'phancap[plan]'`)"
        ) from None
    with params({"font.family": "DejaVu Sans", "font.size": 9, "axes.axisbelow": True}):
        sheet = base.Figure(figsize=(WIDTH / 96, _height(chart) / 96), layout="constrained")
        axes = sheet.add_subplot()
        # Above the whole sheet: beside long names the plot is narrow, and a title of its own would run out of it.
        sheet.suptitle(chart.title, x=0.01, ha="left", fontweight="bold", fontsize=10)
        axes.set_xlabel(chart.x_label)
        axes.grid(color="#dddddd", linewidth=0.6)
        axes.spines[["top", "right"]].set_visible(False)
        (_png_rows if chart.bars else _png_curves)(chart, axes)
        kept = io.BytesIO()
        # No date, no version: the same chart gives the same bytes.
        sheet.savefig(
            kept,
            format="png",
            dpi=dots,
            bbox_inches="tight",  # a word beside the last bar is part of the picture
            metadata={"Software": None, "Title": chart.title, "Description": chart.desc},
        )
    return kept.getvalue()


def _png_curves(chart: Chart, axes: Any) -> None:
    axes.set_ylabel(chart.y_label)
    for number, line in enumerate(chart.lines):
        colour = COLOURS[number % len(COLOURS)]
        dash = tuple(map(float, DASHES[number % len(DASHES)].split()))
        if line.low:
            axes.fill_between(line.x, line.low, line.high, color=colour, alpha=0.15, linewidth=0)
        style = (0, dash) if dash else "solid"
        draw = axes.step if line.steps else axes.plot
        more = {"where": "post"} if line.steps else {}
        draw(line.x, line.y, color=colour, linestyle=style, linewidth=1.6, label=line.name, **more)
    axes.xaxis.set_major_formatter(lambda value, _: show(value, chart.lang))
    axes.yaxis.set_major_formatter(lambda value, _: chart.show(value))
    if len(chart.lines) > 1 or any(line.name for line in chart.lines):
        axes.legend(frameon=False, loc="best")


def _png_rows(chart: Chart, axes: Any) -> None:
    places = list(range(len(chart.bars)))
    for place, bar in zip(places, chart.bars, strict=True):
        if chart.filled and math.isfinite(bar.value):
            over = chart.mark is not None and bar.value >= chart.mark
            axes.barh(place, bar.value, height=0.55, color=COLOURS[1 if over else 0], alpha=0.75)
        elif math.isfinite(bar.value):
            axes.plot([bar.value], [place], "o", color=COLOURS[0], markersize=5)
        if math.isfinite(bar.low) and math.isfinite(bar.high):
            axes.plot([bar.low, bar.high], [place, place], color="#222222", linewidth=1.2, marker="|")
        right = max((v for v in (bar.value, bar.high) if math.isfinite(v)), default=0.0)
        axes.annotate(
            f"{chart.show(bar.value)} {bar.note}".strip(),
            (right, place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    axes.set_yticks(places, [bar.name for bar in chart.bars])
    axes.set_ylim(len(chart.bars) - 0.4, -0.6)
    axes.margins(x=0.2)
    if chart.mark is not None:
        axes.axvline(chart.mark, color="#222222", linewidth=1.2)
    axes.xaxis.set_major_formatter(lambda value, _: chart.show(value))
