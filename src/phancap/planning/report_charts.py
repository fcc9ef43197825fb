"""Pictures of a comparison: differences with their intervals, cost against waiting, who wins, what decides."""

from __future__ import annotations

import io
import math
from html import escape
from textwrap import wrap
from typing import Any

from phancap.planning.measures import BY_ID, HEADLINE, shown
from phancap.planning.report_model import Picture
from phancap.simulation.charts import COLOURS, Bar, Chart, png, show, svg, ticks

Data = dict[str, Any]
VERDICT = {
    "vi": {"better": "tốt hơn", "worse": "kém hơn", "not told apart": "không phân biệt được"},
    "en": {"better": "better", "worse": "worse", "not told apart": "not told apart"},
}
WIDTH, HEIGHT = 680, 340


def picture(chart: Chart) -> Picture:
    """A chart as a picture of a report."""
    return Picture(chart.desc, svg(chart), lambda: png(chart))


def short(name: str, length: int = 40) -> str:
    """A name that fits beside a bar."""
    return name if len(name) <= length else name[: length - 1] + "…"


def differences(data: Data, options: list[str], lang: str, measure: str = HEADLINE) -> Picture | None:
    """Every option in every scenario against the status quo."""
    names, bars = data["names"], []
    for cell in data["cells"]:
        if cell["measure"] != measure or cell["option"] not in options or not cell["difference"]:
            continue
        gap = cell["difference"]
        label = f"{short(names['options'][cell['option']], 22)} · {short(names['scenarios'][cell['scenario']], 16)}"
        bars.append(Bar(label, _f(gap["mean"]), _f(gap["low"]), _f(gap["high"]), VERDICT[lang].get(cell["verdict"] or "", "")))
    if not bars:
        return None
    vi = lang == "vi"
    what = BY_ID[measure]
    title = "Khác biệt so với hiện trạng" if vi else "Difference from the status quo"
    desc = "; ".join(f"{b.name}: {shown(b.value, what, lang, True)} {b.note}" for b in bars)
    chart = Chart(title, desc, f"{what.words(lang)} ({what.unit(lang)})", "phương án · kịch bản" if vi else "option · scenario",
                  bars=tuple(bars), mark=0.0, lang=lang, percent=what.percent)  # fmt: skip
    return picture(chart)


def _f(value: float | None) -> float:
    return math.nan if value is None else float(value)


def wins(ranking: Data, data: Data, lang: str) -> Picture | None:
    """The share of all weightings under which each option is first."""
    share = ranking["first"].get("min-max", {})
    if not share:
        return None
    vi = lang == "vi"
    bars = tuple(
        Bar(data["names"]["options"][o], v) for o, v in sorted(share.items(), key=lambda item: (-item[1], item[0]))
    )
    title = "Đứng đầu dưới bao nhiêu phần mọi cách cho trọng số" if vi else "First under what share of all weightings"
    desc = "; ".join(f"{b.name}: {100 * b.value:.0f} %" for b in bars)
    return picture(Chart(title, desc, "", "phương án" if vi else "option", bars=bars, percent=True, filled=True, lang=lang))


def tornado(rows: list[Data], lang: str) -> Picture | None:
    """The difference at both ends of each assumption's range."""
    bars = []
    for row in rows:
        if row["measure"] != HEADLINE or row["now"] is None or row["swing"] is None:
            continue
        ends = sorted((_f(row["at_low"]), _f(row["at_high"])))
        note = ("quyết định kết quả" if lang == "vi" else "decides") if row["decides"] else ""
        bars.append(Bar(row["words"][lang], _f(row["now"]), ends[0], ends[1], note))
    if not bars:
        return None
    vi = lang == "vi"
    what = BY_ID[HEADLINE]
    title = "Khác biệt khi một giả định đi từ đầu thấp đến đầu cao" if vi else "The difference as one assumption goes from low to high"
    desc = "; ".join(f"{b.name}: {shown(b.low, what, lang, True)} … {shown(b.high, what, lang, True)} {b.note}" for b in bars)
    return picture(Chart(title, desc, what.unit(lang), "giả định" if vi else "assumption", bars=tuple(bars), mark=0.0, lang=lang))


def frontier(found: Data, data: Data, lang: str) -> Picture | None:
    """Cost against waiting: a point an option, those that none beats in both joined by a line."""
    points = found["points"]
    if len(points) < 2:
        return None
    vi = lang == "vi"
    wait, cost = BY_ID[found["wait"]], BY_ID[found["cost"]]
    title = "Chi phí thêm và thời gian chờ" if vi else "Added cost and waiting"
    names = data["names"]["options"]
    desc = "; ".join(
        f"{names[p['option']]}: {shown(p['cost'], cost, lang)}, {shown(p['wait'], wait, lang)} {wait.unit(lang)}"
        + ("" if p["on"] else (" (có phương án hơn cả hai mặt)" if vi else " (beaten in both)"))
        for p in points
    )
    labels = (f"{cost.words(lang)} (tỷ đồng)" if vi else f"{cost.words(lang)} (billion VND)", f"{wait.words(lang)} ({wait.unit(lang)})")
    return Picture(desc, _scatter_svg(points, names, title, desc, labels, lang), lambda: _scatter_png(points, names, title, labels, lang))


def _scatter_svg(points: list[Data], names: dict[str, str], title: str, desc: str, labels: tuple[str, str], lang: str) -> str:
    left, right, top, bottom = 70, WIDTH - 30, 40, HEIGHT - 50
    xs = ticks(min(p["cost"] for p in points) / 1e9, max(p["cost"] for p in points) / 1e9 + 1e-9, 5)
    low, high = min(p["wait"] for p in points), max(p["wait"] for p in points)
    pad = (high - low) * 0.15 or max(abs(high) * 0.1, 0.5)
    ys = ticks(low - pad, high + pad, 5)

    def at(p: Data) -> tuple[float, float]:
        x = left + (p["cost"] / 1e9 - xs[0]) / ((xs[-1] - xs[0]) or 1) * (right - left)
        return x, bottom - (p["wait"] - ys[0]) / ((ys[-1] - ys[0]) or 1) * (bottom - top)

    def number(value: float) -> str:
        text = f"{value:.4g}"
        return text.replace(".", ",") if lang == "vi" else text

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'font-family="DejaVu Sans, Arial, sans-serif" font-size="12" fill="#222"><title>{escape(title)}</title>'
        f'<desc>{escape(desc)}</desc><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        f'<text x="12" y="20" font-size="14" font-weight="bold">{escape(title)}</text>'
    ]
    for x in xs:
        px = left + (x - xs[0]) / ((xs[-1] - xs[0]) or 1) * (right - left)
        parts.append(f'<path d="M{px:.1f} {top}V{bottom}" stroke="#ddd"/><text x="{px:.1f}" y="{bottom + 16}" text-anchor="middle">{number(x)}</text>')
    for y in ys:
        py = bottom - (y - ys[0]) / ((ys[-1] - ys[0]) or 1) * (bottom - top)
        parts.append(f'<path d="M{left} {py:.1f}H{right}" stroke="#ddd"/><text x="{left - 6}" y="{py + 4:.1f}" text-anchor="end">{number(y)}</text>')
    on = sorted(at(p) for p in points if p["on"])
    if len(on) > 1:
        parts.append('<path d="M' + "L".join(f"{x:.1f} {y:.1f}" for x, y in on) + f'" fill="none" stroke="{COLOURS[0]}" stroke-dasharray="6 4"/>')
    for p in points:
        x, y = at(p)
        fill = COLOURS[0] if p["on"] else "#fff"
        end, dx = ("end", -9) if x > (left + right) / 2 else ("start", 9)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{fill}" stroke="{COLOURS[0]}" stroke-width="2"/>')
        parts.append(f'<text x="{x + dx:.1f}" y="{y - 8:.1f}" text-anchor="{end}">{escape(short(names[p["option"]]))}</text>')
    parts.append(f'<text x="{(left + right) / 2}" y="{HEIGHT - 12}" text-anchor="middle">{escape(labels[0])}</text>')
    parts.append(f'<text x="16" y="{(top + bottom) / 2}" text-anchor="middle" transform="rotate(-90 16 {(top + bottom) / 2})">{escape(labels[1])}</text>')
    return "".join(parts) + "</svg>\n"


def _scatter_png(points: list[Data], names: dict[str, str], title: str, labels: tuple[str, str], lang: str) -> bytes:
    from importlib import import_module

    base: Any = import_module("matplotlib.figure")
    params: Any = import_module("matplotlib").rc_context
    import_module("matplotlib.backends.backend_agg")
    with params({"font.family": "DejaVu Sans", "font.size": 9, "axes.axisbelow": True}):
        sheet = base.Figure(figsize=(WIDTH / 96, HEIGHT / 96), layout="constrained")
        axes = sheet.add_subplot()
        sheet.suptitle(title, x=0.01, ha="left", fontweight="bold", fontsize=10)
        axes.set_xlabel(labels[0])
        axes.set_ylabel("\n".join(wrap(labels[1], 38)))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(lambda value, _: show(value, lang))
        axes.grid(color="#dddddd", linewidth=0.6)
        on = sorted((p["cost"] / 1e9, p["wait"]) for p in points if p["on"])
        axes.plot(*zip(*on, strict=True), "--", color=COLOURS[0])
        middle = (min(p["cost"] for p in points) + max(p["cost"] for p in points)) / 2e9
        for p in points:
            x, y = p["cost"] / 1e9, p["wait"]
            axes.plot([x], [y], "o", color=COLOURS[0], markerfacecolor=COLOURS[0] if p["on"] else "#ffffff")
            side = "right" if x > middle else "left"
            axes.annotate(short(names[p["option"]]), (x, y), xytext=(-6 if side == "right" else 6, 6), textcoords="offset points", ha=side, fontsize=8)
        axes.margins(0.15)
        kept = io.BytesIO()
        sheet.savefig(kept, format="png", dpi=144, bbox_inches="tight", metadata={"Software": None, "Title": title})
    return kept.getvalue()
