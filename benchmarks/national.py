"""The country: every national procedure, every commune since 2021 with all its changes of land.

Reads the folder of public data beside the repository (or ``PHANCAP_BENCH_DATA``): procedures with their levels,
unit versions and lineage. Real are codes, levels, units, days and lineage. Made up, for load alone: a procedure
of several levels goes to the higher from a value of 15 billion on, and every other commune procedure was the
district's before 2025-07-01; no answer about the law is meant.
"""

from __future__ import annotations

import csv
import gzip
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from measure import Row, in_turns, must_equal, within

from phancap.charter.charter import Charter, Horizon, Records
from phancap.charter.conditions import Term
from phancap.charter.model import Act, BodyClass, Fact, Grant, Power, Presence
from phancap.charter.view import View
from phancap.competence.batch import Batch, Packed
from phancap.competence.certificate import prove_all
from phancap.competence.compile import Tables
from phancap.competence.oracle import Point, holding
from phancap.formats.days import parse_day
from phancap.territory.model import Edge, Unit
from phancap.territory.where import parse_where

DATA = Path(os.environ.get("PHANCAP_BENCH_DATA", Path(__file__).parents[2] / "shared" / "data"))
UNITS = DATA / "territory" / "units.csv"
LINEAGE = DATA / "territory" / "successors.csv"
PROCEDURES = DATA / "workload" / "tthc" / "tthc_all_2026.csv.gz"
LEVELS = {"Cấp bộ": "ministry", "Cấp tỉnh": "province", "Cấp xã": "commune", "Cơ quan khác": "other"}
REFORM = parse_day("2025-07-01")
MANY = 1_000_000


def present() -> bool:
    """Whether the data is there."""
    return all(path.exists() for path in (UNITS, LINEAGE, PROCEDURES))


def charter() -> Charter:
    """The country as a charter."""
    day = parse_day("2021-01-01")
    with UNITS.open(encoding="utf-8", newline="") as file:
        units = [
            Unit(r["uid"], r["code"], r["name"], r["type"], r["level"], r["parent_code"], parse_day(r["valid_from"]),
                 parse_day(r["valid_to"]) if r["valid_to"] else None)
            for r in csv.DictReader(file)
        ]  # fmt: skip
    with LINEAGE.open(encoding="utf-8", newline="") as file:
        lineage = [
            Edge(parse_day(r["event_date"]), r["from_uid"], r["to_uid"], {"full": "whole"}.get(r["share"], r["share"]))
            for r in csv.DictReader(file) if r["level"] == "commune"
        ]  # fmt: skip
    with gzip.open(PROCEDURES, "rt", encoding="utf-8", newline="") as text:
        procedures = [(r["code"], [LEVELS[level.strip()] for level in r["level"].split(",")]) for r in csv.DictReader(text)]
    everywhere = parse_where("*")
    classes = [BodyClass(name, level="none", kind="agency") for name in ("ministry", "other")]
    classes += [BodyClass(level, level=level, kind="committee") for level in ("province", "district", "commune")]
    acts = [Act("law", issuer="na", rank=90, signed=day - 1000, in_force=day - 900, known=day - 1000),
            Act("decree", issuer="government", rank=95, signed=REFORM - 19, in_force=REFORM, known=REFORM - 19)]  # fmt: skip
    grants = []
    for number, (code, levels) in enumerate(procedures):
        low, high = Term("value", "<", ("15000000000",)), Term("value", ">=", ("15000000000",))
        for place, level in enumerate(levels[:2]):
            terms: tuple[Term, ...] = () if len(levels) == 1 else (high,) if place == 0 else (low,)
            was_district = level == "commune" and number % 2 == 0
            first = "district" if was_district else level
            grants.append(Grant(f"{code}:{place}", code, "decide", "assign", "", first, everywhere, terms, None, None, "law"))
            if was_district:
                grants.append(Grant(f"{code}:{place}b", code, "decide", "assign", "", level, everywhere, terms, None, None, "decree"))
    records = Records(
        units=units, lineage=lineage, aliases=[], classes=classes,
        organisation=[Presence(c.id, everywhere, None, REFORM if c.id == "district" else None) for c in classes], bodies=[],
        acts=acts, provisions=[], powers=[Power(code, required=True) for code, _ in procedures], codes=[], limits=[],
        facts=[Fact("*", "value", "money")], grants=grants, transitions=[], tensions=[],
    )  # fmt: skip
    return Charter(Horizon(day, parse_day("2027-01-01")), records, "country")


def run(small: Packed, asked: Batch) -> list[tuple[str, list[Row]]]:
    """The table of this part; ``small`` and ``asked`` are the city's, to compare the speed of a question with."""
    title = "National scale"
    if not present():
        return [(title, [Row(f"left out: no data in `{DATA}` (set PHANCAP_BENCH_DATA)", "-")])]
    started = time.process_time()
    country = charter()
    view = View(country)
    read = time.process_time() - started
    started = time.process_time()
    tables = Tables(view)
    packed = Packed(tables)
    compiled = time.process_time() - started
    # A process of its own: here an earlier peak would hide what this takes.
    fresh = subprocess.run([sys.executable, __file__], check=True, capture_output=True, text=True).stdout.split()
    peak = float(fresh[0])
    many = questions(packed)
    check(view, packed, many)
    taken = in_turns(
        {
            "country": lambda: packed.numba(many), "city": lambda: small.numba(asked),
            "again": lambda: [tables.again(view, power) for power, _ in packed.keys[1000:1050]],
        },
        9,
    )  # fmt: skip
    started = time.process_time()
    proved = prove_all(view, tables)
    proof = time.process_time() - started
    sizes = packed.nbytes
    communes = len(view.territory.communes_of(view.territory.all_atoms, country.horizon.end - 1))
    epochs = len({unit.start for unit in view.territory.at_level("commune")})
    about = f"{len(packed.keys)} procedures, {communes} communes today, {len(view.territory.at_level('commune'))} versions, {packed.atoms} atoms, {epochs} days of change"
    rules = sum(len(one.boxes.rules.boxes) for one in proved)
    nodes = sum(len(one.proof.columns[0]) for one in proved)
    return [
        (
            f"{title} ({about})",
            [
                Row("read units and lineage, refine the land to atoms", f"{read:.1f} s"),
                within("compile and pack", compiled, 10, "s"),
                within("memory of a process that reads, compiles and packs, at its peak", peak, 300, "MB", 0),
                within("tables, bytes a power", sizes["own"] / len(packed.keys), 256, "B", 0),
                Row("shared: class maps and days; organ maps", f"{sizes['class maps and days'] / 1024:,.0f} kB; {sizes['organ maps'] / 1024:,.0f} kB"),
                Row("a million answers, numba, each", f"{taken['country'] * 1e9 / MANY:.2f} ns"),
                within("the same against the city of 500 powers", taken["country"] / taken["city"], 2, "x"),
                within("one edited power", taken["again"] / 50 * 1000, 1, "ms"),
                Row("prove every power: gaps and overlaps", f"{proof:.2f} s"),
                within("nodes a rule", nodes / rules, 5, "nodes"),
                Row("powers proved without gap and overlap", f"{sum(one.clean for one in proved)} of {len(proved)}"),
            ],
        )
    ]


def questions(packed: Packed, seed: int = 3) -> Batch:
    """Uniform questions over powers, atoms and days."""
    draw = np.random.default_rng(seed)
    value = np.exp(draw.uniform(np.log(1e8), np.log(2e12), MANY)).astype(np.int64)
    return Batch(
        draw.integers(0, len(packed.keys), MANY).astype(np.uint16), draw.integers(0, packed.atoms, MANY).astype(np.uint16),
        draw.integers(0, packed.end - packed.start, MANY).astype(np.uint16), np.vstack([value, value]),
    )  # fmt: skip


def check(view: View, packed: Packed, asked: Batch, count: int = 3000) -> None:
    """The first answers are the oracle's."""
    told: Any = packed.numba(asked)
    for row in range(count):
        power, role = packed.keys[int(asked.table[row])]
        point = Point(view, power, role, int(asked.atom[row]), int(asked.day[row]) + packed.start, {"value": int(asked.facts[0, row])})
        want = holding(point)
        leaf, unit = int(told.leaf[row]), int(told.unit[row])
        must_equal(str(point), (packed.leaves[leaf].holding.status, packed.body(leaf, unit)), (want.status, want.body))


def memory() -> float:
    """MB of resident memory of this process at its peak, Python and numpy included, once all is packed."""
    Packed(Tables(View(charter())))
    try:
        # Linux hands `ru_maxrss` on to a child, so that of the process that began this one would count.
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(memory())
