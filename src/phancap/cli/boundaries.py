"""``phancap import boundaries``: the user's own polygons, checked, joined to units and kept in the data folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from phancap.cli.common import Refused, print_json, said
from phancap.formats.days import format_day, show_day, today

MOST_SHOWN = 12


def import_layer(
    source: str, land: Any, data: str | None, level: str, on: int | None, tolerance: int, lang: str,
    as_json: bool,
) -> int:  # fmt: skip
    """Check, join, simplify, keep; the report says what was joined how and what was left out."""
    from phancap.territory.boundaries import keep
    from phancap.territory.boundary_import import BadBoundaries, import_boundaries
    from phancap.web.datafolder import data_folder

    if os.path.isdir(source):
        raise Refused(said(f"`{source}` là thư mục · cần một tệp GeoJSON", f"`{source}` is a folder · expected a GeoJSON file"))
    day = today() if on is None else on
    folder = Path(data).absolute() if data else data_folder()
    try:
        joined = import_boundaries(
            Path(source), land, day, format_day(day), level=level, metres=tolerance, lang=lang
        )
        kept = keep(joined.boundaries, folder)
    except BadBoundaries as error:
        last = "không ghi gì" if lang == "vi" else "nothing was written"
        raise Refused("\n".join([*error.lines, last])) from None
    except OSError as error:
        raise Refused(f"`{error.filename}`: {error.strerror}") from None
    if as_json:
        print_json({**joined.as_json(), "file": str(kept)})
    else:
        _say(joined, day, kept, lang)
    return 0


def _say(joined: Any, day: int, kept: Path, lang: str) -> None:
    from phancap.territory.boundary_import import LEVEL_WORDS

    vi = lang == "vi"
    level = LEVEL_WORDS[lang][joined.level]
    done = len(joined.boundaries.shapes)
    click.echo(
        f"{done} đơn vị cấp {level} ngày {show_day(day)}: {joined.by_code} theo mã, {joined.by_name} theo tên"
        if vi
        else f"{done} units of level {level} on {show_day(day)}: {joined.by_code} by code, {joined.by_name} by name"
    )
    click.echo(
        f"{joined.points_before} → {joined.points_after} {'điểm' if vi else 'points'}"
        + (
            f" · {joined.overlaps} {'cặp chồng lấn: điểm ở đó có nhiều đáp án' if vi else 'overlapping pairs: a point there has several answers'}"
            if joined.overlaps
            else ""
        )
    )
    for words, names in (
        ("không khớp đơn vị nào, bỏ qua" if vi else "no such unit, left out", joined.unmatched),
        ("mã và tên nói hai đơn vị khác nhau" if vi else "code and name say two different units", joined.disagree),
        ("đơn vị chưa có ranh giới" if vi else "units without a boundary", joined.missing),
    ):  # fmt: skip
        if names:
            more = f" … ({len(names)})" if len(names) > MOST_SHOWN else ""
            click.echo(f"{words}: {'; '.join(names[:MOST_SHOWN])}{more}")
    click.echo(f"{'đã ghi' if vi else 'wrote'} {kept}")
