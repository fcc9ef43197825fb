"""What a calibration leaves in a folder: tables for a workspace, a model to run, the page."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from phancap.formats.csv_text import write_csv_text
from phancap.formats.days import format_day
from phancap.simulation.calibrate.calibration import Calibration
from phancap.simulation.calibrate.engine import whole_model
from phancap.simulation.calibrate.fit import Fit
from phancap.simulation.calibrate.page import chart_files, html, markdown, page_of

DEMAND = ("power", "unit", "from", "to", "dossiers", "online_share", "low", "high", "source")
SERVICE = ("power", "step", "role", "skill", "minutes", "distribution", "spread", "rework", "source")
SOURCES = ("source", "title", "publisher", "date", "address")


def save(
    found: Calibration, folder: str | os.PathLike[str], power: str, unit: str = "", lang: str = "vi"
) -> list[str]:
    """Write everything; the files by name. Each is made before the first is written, so that a fault writes none."""
    page = page_of(found, lang)
    source = f"log-{power}"
    texts = {
        "demand.csv": write_csv_text([DEMAND, _demand(found, power, unit, source)]),
        "service.csv": write_csv_text([SERVICE, *_services(found, power, source)]),
        "sources.csv": write_csv_text([SOURCES, _source(found, source)]),
        "model.toml": toml(
            whole_model(found.dossiers.rows, found.name, power), f"{found.name}, sha256 {found.digest}"
        ),
        "fit.md": markdown(page),
        "fit.html": html(page),
        **chart_files(page),
    }
    base = Path(folder)
    for name, text in texts.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        scrap = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        scrap.write_text(text, encoding="utf-8")
        os.replace(scrap, path)
    return list(texts)


def _demand(found: Calibration, power: str, unit: str, source: str) -> tuple[str, ...]:
    arrivals = found.arrivals
    low, high = arrivals.yearly_band()
    share = "" if math.isnan(found.online) else f"{found.online:.3f}"
    return (
        power, unit, format_day(arrivals.first), "", f"{arrivals.yearly:.0f}", share, f"{low:.0f}", f"{high:.0f}", source,
    )  # fmt: skip


RARE = 0.05
"""Share of dossiers below which a step is part of the row of all rare ones."""


def _services(found: Calibration, power: str, source: str) -> list[tuple[str, ...]]:
    """A row a step; steps that few dossiers have are one row, ``other``, with the work that they make in all."""
    rows: list[tuple[str, ...]] = []
    rare = []
    for step in found.steps:
        if step.share < RARE:
            rare.append(step)
        else:
            rows.append((power, step.id, "", "", *_work(step.work, step.share), f"{step.rework:.4f}", source))
    known = [(step.seen / len(found.dossiers.rows), step.work) for step in rare if step.work.n]
    mean = sum(times * work.mean for times, work in known)
    if mean > 0:
        variance = sum(
            times * work.mean**2 * (1 + work.spread**2) - (times * work.mean) ** 2 for times, work in known
        )
        spread = math.sqrt(max(0.0, variance)) / mean
        rows.append((power, "other", "", "", f"{mean:.3f}", "lognormal", f"{spread:.3f}", "0", source))
    return rows


def _work(work: Fit, share: float) -> tuple[str, str, str]:
    """Minutes a dossier, so that the total is right where only some have the step, with the spread that this brings."""
    if not work.n or not work.mean:
        return "", "", ""
    nearest = work.tried[0][0] if work.tried else "fixed" if work.spread == 0 else "lognormal"
    spread = work.spread
    if share < 1:  # done or not done: a mixture with zero
        spread = math.sqrt(max(0.0, (1 + spread**2) / share - 1))
        nearest = nearest if nearest in ("lognormal", "gamma") else "lognormal"
    elif nearest == "uniform" and work.distribution != "uniform":
        spread = min(1.0, spread * math.sqrt(3))
    return f"{work.mean * share:.3f}", nearest, f"{spread:.3f}"


def _source(found: Calibration, source: str) -> tuple[str, ...]:
    first, last = (format_day(math.floor(m)) for m in (found.dossiers.rows[0].received, found.dossiers.end))
    title = (
        f"{found.name}: {found.cases} cases, {found.events} events, {first} to {last}, sha256 {found.digest}"
    )
    return (source, title, "", last, "")


def toml(keys: Mapping[str, Any], note: str) -> str:
    """The keys of a model file as TOML: plain keys, then a block for each entry of a list of tables."""
    plain, blocks = [], []
    for key, value in keys.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for entry in value:
                blocks += [
                    "",
                    f"[[{key}]]",
                    *(f"{_key(name)} = {_value(inner)}" for name, inner in entry.items()),
                ]
        else:
            plain.append(f"{_key(key)} = {_value(value)}")
    return "\n".join([f"# {note}".replace("\n", " "), *plain, *blocks]) + "\n"


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else _value(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(name)} = {_value(inner)}" for name, inner in value.items()) + " }"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}" for c in text) + '"'
