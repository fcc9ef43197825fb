"""Draws docs/pictures: who decides at phường An Phú over time, asked of `phancap who --json` day by day.

Nothing in the picture is written by hand but its headings: bodies, provisions and days come from the answers.
The same workspace gives the same bytes; a test compares them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PLACE = "phường An Phú, quận Ninh Kiều"
FIRST, LAST = date(2024, 1, 1), date(2028, 1, 1)
LEFT, WIDTH, TOP, GAP_BELOW = 16, 960, 64, 46
BAR = {"vi": 50, "en": 68}  # English names take two lines

HOUSE, SCHOOL = "1.013225", "thanh-lap-truong-tieu-hoc"


class Band(NamedTuple):
    """One row of the picture: the question it asks."""

    power: str
    known: str
    title: dict[str, str]


BANDS = (
    Band(HOUSE, "", {"vi": "Giấy phép xây dựng nhà ở riêng lẻ", "en": "Building permit for a house"}),
    Band(
        HOUSE,
        "2025-06-01",
        {
            "vi": "Cũng câu hỏi ấy, chỉ với những gì đã công bố đến 01-06-2025",
            "en": "The same, with only what was published by 1 June 2025",
        },
    ),
    Band(SCHOOL, "", {"vi": "Thành lập trường tiểu học", "en": "Founding a primary school"}),
)
HEADING = {
    "vi": f"Ai quyết định ở {PLACE}?",
    "en": f"Who decides at {PLACE}?",
}
NOBODY = {"vi": "không ai (khoảng trống)", "en": "nobody (gap)"}
FOOT = {
    "vi": "phancap who --json · trả lời theo dữ liệu đã nhập, không phải ý kiến pháp lý",
    "en": "phancap who --json · answers from what was entered, no legal opinion",
}
# Fill and text, told apart in grey as well; a gap is hatched so that colour is not needed to see it.
COLOURS = {"huyen": ("#1f4e79", "#ffffff"), "xa": ("#cfe6d4", "#12301a")}  # by the level a class id ends in
OTHER, NONE = ("#e4e4e4", "#222222"), ("url(#gap)", "#7a1010")


def ask(band: Band, day: date, lang: str) -> dict[str, Any]:
    """One answer of the command line."""
    command = [str(Path(sys.executable).parent / "phancap"), "who", band.power, "--at", PLACE]
    command += [
        "--on",
        day.isoformat(),
        "--lang",
        lang,
        "--json",
        *(["--known", band.known] if band.known else []),
    ]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=dict(os.environ))
    if done.returncode not in (0, 1):  # 1: nobody is competent, an answer as well
        raise SystemExit(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def stretches(band: Band, lang: str) -> list[tuple[date, date, dict[str, Any]]]:
    """The answers that follow each other from FIRST to LAST, each with the days between which it holds."""
    found, day = [], FIRST
    while day < LAST:
        answer = ask(band, day, lang)
        end = min(date.fromisoformat(answer["valid"]["to"]), LAST)
        found.append((day, end, answer))
        day = end
    return found


def across(day: date) -> float:
    """Where a day stands, in pixels from the left."""
    return round(LEFT + (WIDTH - 2 * LEFT) * (day - FIRST).days / (LAST - FIRST).days, 1)


def text(x: float, y: float, words: str, more: str = "") -> str:
    """One line of text."""
    return f'<text x="{x:g}" y="{y:g}"{" " + more if more else ""}>{escape(words)}</text>'


def bar(start: date, end: date, answers: list[tuple[date, dict[str, Any]]], y: float, lang: str) -> list[str]:
    """A stretch with its body, and the last provision of the chain wherever that changes."""
    body = answers[0][1]["body"]
    fill, ink = COLOURS.get(body["class"].rpartition("-")[2], OTHER) if body else NONE
    x, width = across(start), across(end) - across(start)
    drawn = [
        f'<rect x="{x:g}" y="{y}" width="{width - 2:g}" height="{BAR[lang]}" rx="3" fill="{fill}"/>',
        *(
            text(x + 9, y + 21 + 18 * line, part, f'fill="{ink}" font-weight="bold"')
            for line, part in enumerate(named(body, lang).split(", "))
        ),
    ]
    low = y + BAR[lang] - 11
    ends = [since for since, _ in answers[1:]] + [end]
    for (since, answer), until in zip(answers, ends, strict=True):
        link = answer["chain"][-1] if answer["chain"] else {"act": "", "provision": ""}
        basis = " · ".join(part for part in (link["act"], link["provision"]) if part)
        if since > start:
            drawn.append(f'<path d="M{across(since):g} {low - 12}v16" stroke="{ink}" stroke-opacity=".5"/>')
        if basis and len(basis) * 7 + 12 < across(until) - across(since):  # some 7 pixels a letter
            drawn.append(text(across(since) + 9, low, basis, f'fill="{ink}" font-size="12"'))
    return drawn


def named(body: dict[str, Any] | None, lang: str) -> str:
    """The body's name, or the word for nobody."""
    return str(body["name"]) if body else NOBODY[lang]


def draw(lang: str) -> str:
    """The whole picture as SVG."""
    row = BAR[lang] + GAP_BELOW
    height = TOP + len(BANDS) * row + 52
    spoken, body = [], []
    for number, band in enumerate(BANDS):
        y = TOP + number * row
        body.append(text(LEFT, y + 16, band.title[lang], 'fill="#222222"'))
        for _, same in groupby(stretches(band, lang), key=lambda stretch: named(stretch[2]["body"], lang)):
            found = list(same)
            start, end, answers = found[0][0], found[-1][1], [(since, answer) for since, _, answer in found]
            body += bar(start, end, answers, y + 26, lang)
            spoken.append(f"{band.title[lang]}: {named(answers[0][1]['body'], lang)}, {start} → {end}.")
    base = TOP + len(BANDS) * row + 4
    body.append(f'<path d="M{LEFT} {base}H{WIDTH - LEFT}" stroke="#666666"/>')
    for year in range(FIRST.year, LAST.year + 1):
        for month in (1, 7):
            if FIRST <= (day := date(year, month, 1)) < LAST:
                body.append(f'<path d="M{across(day):g} {base}v5" stroke="#666666"/>')
                body.append(
                    text(across(day), base + 19, f"{month:02}-{year}", 'fill="#444444" font-size="12"')
                )
    body.append(text(LEFT, base + 40, FOOT[lang], 'fill="#595959" font-size="12"'))
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'lang="{lang}" font-family="DejaVu Sans, Noto Sans, Arial, sans-serif" font-size="14">',
            f"<title>{escape(HEADING[lang])}</title>",
            f"<desc>{escape(' '.join(spoken))}</desc>",
            '<defs><pattern id="gap" width="8" height="8" patternUnits="userSpaceOnUse" '
            'patternTransform="rotate(45)"><rect width="8" height="8" fill="#fff1f0"/>'
            '<rect width="2" height="8" fill="#f3c4c0"/></pattern></defs>',
            f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
            text(LEFT, 34, HEADING[lang], 'fill="#111111" font-size="20" font-weight="bold"'),
            *body,
            "</svg>\n",
        ]
    )


def pictures() -> dict[Path, str]:
    """Every picture: path to SVG."""
    return {PICTURES / f"who-decides.{lang}.svg": draw(lang) for lang in ("vi", "en")}


if __name__ == "__main__":
    for path, drawn in pictures().items():
        path.write_text(drawn, encoding="utf-8")
