"""Writes docs/reference/data-sheet.md: what the shipped city holds, how sure it is, what is not known.

A test compares the page with what this script would write, so its figures are those of the rows. "Today" is
a fixed day: the page must not change by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from phancap.charter.model import inside
from phancap.charter.view import View
from phancap.charter.visible import visible
from phancap.competence.report import check
from phancap.formats.days import parse_day
from phancap.workspace.load import option_ids
from phancap.workspace.open import charter_of, shipped

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "data-sheet.md"
TODAY = "2026-11-24"
DAYS = ("2022-06-20", "2023-01-01", "2025-06-30", "2025-07-01", TODAY, "2027-03-01")
LEVELS = ("province", "district", "commune", "none")
ASSUMPTION = "assumption"
TABLES = (
    "units lineage aliases measures classes organisation bodies signing acts provisions powers codes limits facts "
    "grants tensions accepted staff facilities budget demand service open_stock calendar hours lessons sources"
).split()

Row = dict[str, Any]
Tables = dict[str, list[Row]]

HEAD = f"""---
orphan: true
---
<!-- Written by scripts/datasheet.py from the shipped workspace: change the rows, then run the script. -->

# Data sheet of the shipped city

What `src/phancap/cities/can_tho` holds, how much of it was read against its text, what rests on an assumption and
what is not known. Figures count the rows of the base workspace; "today" is {TODAY}. A row that a later row corrects
is history and is counted as well, unless said otherwise.
"""

CORRECT = """
## How to correct a row

Nothing is edited away: a correction is a new row, so that an answer for a past day of knowledge stays what it was.

1. Copy the row, keep its key, change what was wrong.
2. Put the key (the first column) into `corrects` and the day on which the right value became known into `known`.
   Every row with that key is replaced from `known` on: where several share it, restate all that still hold.
3. Name the `source`; add it to `sources.csv` if it is new. Where nobody read one, write `assumption`.
4. `phancap check`, then `pytest tests/cities`, then `python -m scripts.datasheet` to write this page anew.

A row that was never published may simply be mended. A finding that is true and explained goes into `accepted.csv`,
with reason and author; the check itself is never made weaker.
"""

DOUBTS = """
- Who held a power before July 2025 is often read from the list of Đà Nẵng or of the whole country, not from a
  decision of Cần Thơ. The note of the row says so where it matters.
- Numbers and days of many central acts are common knowledge, not compared with the Gazette: `chua-doi-chieu`.
- Populations of the communes of 2025 come from a public map with errors; the suspect values are left out: An Bình with
  5,015 people, and nine communes at fewer than 60 people a km² (An Ninh with 40 people, Ngọc Tố with 47 ...). Two counts of
  the city exist: 4,061,292 in the press, 4,199,824 on that map.
- No population by district for 2021 to 2024 from a yearbook, no staff by department, no dossiers by field or by
  district, no time per step: none was found. The assumed rows of `demand.csv`, `service.csv` and `staff.csv` are made from
  the rates in `scripts/means.py`, which names the sourced figures they are held against; each demand has its range.
- The people of a room are counted to the organ that decides (a commune's land officers to its chair), and only those whose
  day goes to the powers that have demand: not a staff list.
- `hours.csv` and the days on which the departments of 2025 began are partly assumptions.
- The law on civil status of 2027 (03/2026/QH16) is known from public notes: articles 8, 15, 16 and 20 give registration to
  the commune wherever one lives. What has a foreign element, marriage apart, still rests on the policy of its draft.
- The fishing licence was the provincial committee's by article 51 of the law; who grants it from 2026 is an assumption from
  the national list, as the amendment was not read. So are the vessel's register and the certificate of origin.
- Sea areas for aquaculture: decree 44/2026 wrote the competence anew and was not read, so the gap of 2027-03-01 may not be one.
- Lesson of June 2022 (District 1 and its pavements): known from the brief of the project; the article was not found.
"""


def data_sheet() -> str:
    """The whole page."""
    loaded, charter = charter_of(shipped(), ())
    view = View(charter)
    tables = loaded.tables
    parts = [
        HEAD,
        _tables(tables),
        _fields(tables, view),
        _levels(view),
        _read(tables, view),
        _sources(tables),
    ]
    parts += [_unknowns(tables, view), _doubts(tables), _options(), CORRECT]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    names = list(head)
    lines = [names, ["---"] * len(names), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "none"


def _tables(tables: Tables) -> str:
    rows = []
    for name in TABLES:
        found = tables[name]
        assumed = sum(row.get("source") == ASSUMPTION for row in found)
        bare = sum(not row.get("source") for row in found) if name != "sources" else 0
        corrections = sum(bool(row["corrects"]) for row in found)
        rows.append((f"`{name}`", len(found), assumed or "", bare or "", corrections or ""))
    note = "A row without `source` takes that of the act or row it belongs to, or says nothing about the world.\n"
    return (
        "## Rows\n\n"
        + _table(("table", "rows", "assumption", "no source", "corrections"), rows)
        + "\n"
        + note
    )


def _deciders(view: View, power: str, day: int | None) -> list[str]:
    """Holders of the grants to decide that run on a day; all days for ``None``."""
    grants = [g for g in view.grants_of(power) if g.role == "decide" and g.instrument != "substitute"]
    return [g.holder for g in grants if day is None or view.life(g).holds(day)]


def _level(view: View, holder: str) -> str:
    cls = view.classes.get(holder) or view.classes.get(view.bodies[holder].cls)
    return cls.level if cls else ""


def _fields(tables: Tables, view: View) -> str:
    by_field: dict[str, list[Row]] = {}
    for row in tables["powers"]:
        by_field.setdefault(row["field"] or "(none)", []).append(row)
    rows = []
    for field, powers in sorted(by_field.items(), key=lambda item: (-len(item[1]), item[0])):
        grants = sum(len(view.grants_of(row["power"])) for row in powers)
        required = sum(bool(row["required"]) for row in powers)
        rows.append((field, len(powers), required or "", grants))
    kinds = Counter(row["kind"] for row in tables["powers"])
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    title = f"## Powers by field\n\n{len(tables['powers'])} powers in {len(by_field)} fields: {told}.\n\n"
    return title + _table(("field", "powers", "required", "grants"), rows)


def _levels(view: View) -> str:
    rows = []
    for text in DAYS:
        day = parse_day(text)
        counts: Counter[str] = Counter()
        for power in view.powers:
            levels = {_level(view, holder) for holder in _deciders(view, power, day)}
            counts.update(levels or {"nobody"})
        rows.append((text, *(counts[level] or "" for level in (*LEVELS, "nobody"))))
    head = ("day", "province", "district", "commune", "centre", "nobody named")
    text = "## Powers by level of who decides\n\nA power at two levels counts twice. After 2025-07-01 a grant to a district is law that lies dormant.\n\n"
    return text + _table(head, rows)


def _read(tables: Tables, view: View) -> str:
    provisions = check(view, tables).provisions
    acts = [row for row in tables["acts"] if row["status"] != "proposed"]
    grants = tables["grants"]
    named = sum(bool(row["provision"]) for row in grants)
    common = sum(row["source"] == "chua-doi-chieu" for row in acts)
    rows = [
        (
            "provisions cited by grants, read against their text",
            _share(provisions["verified"], provisions["all"]),
        ),
        ("acts read against their text", _share(sum(bool(row["verified_by"]) for row in acts), len(acts))),
        ("acts whose number and days are common knowledge", _share(common, len(acts))),
        ("grants that name an article", _share(named, len(grants))),
        ("grants on an assumption", _share(sum(row["source"] == ASSUMPTION for row in grants), len(grants))),
    ]
    return "## Read against the text\n\n" + _table(("what", "share"), rows)


def _sources(tables: Tables) -> str:
    counts: Counter[str] = Counter()
    for name in TABLES:
        if name != "sources":
            counts.update(row["source"] for row in tables[name] if row.get("source"))
    titles = {row["source"]: row["title"] for row in tables["sources"]}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown, rest = ranked[:25], ranked[25:]
    rows: list[tuple[object, ...]] = [
        (f"`{name}`", titles.get(name, "nobody's word but ours"), n) for name, n in shown
    ]
    rows.append((f"{len(rest)} more", "", sum(n for _, n in rest)))
    unaddressed = sum(not row["address"] for row in tables["sources"])
    text = f"## Rows by source\n\n{len(titles)} sources, {unaddressed} of them without an address.\n\n"
    return text + _table(("source", "title", "rows"), rows)


class _Seen:
    """A row as :func:`phancap.charter.visible.visible` asks for it."""

    def __init__(self, row: Row) -> None:
        self.row, self.known, self.corrects = row, row["known"], row["corrects"] or ""


def _unknowns(tables: Tables, view: View) -> str:
    today = parse_day(TODAY)
    nobody = sorted(power for power in view.powers if not _deciders(view, power, today))
    never = sorted(power for power in view.powers if not _deciders(view, power, None))
    running = {
        row.power for row in view.limits if row.value is not None and inside(today, row.start, row.end)
    }
    own = {row["power"] for row in tables["powers"] if row["limit_unit"] not in ("", "unknown")}
    limited = running | own
    acts = [
        seen.row for seen in visible([_Seen(r) for r in tables["acts"]], lambda s: str(s.row["act"]), None)
    ]
    rows = [
        ("powers without a time limit known today", len(view.powers.keys() - limited)),
        ("powers of which nobody is named who decides today", len(nobody)),
        ("powers of which nobody is ever named", len(never)),
        ("acts without a day of signing", sum(row["signed"] is None for row in acts)),
        ("acts without a day in force", sum(row["in_force"] is None for row in acts)),
        ("tables with no row", ", ".join(f"`{name}`" for name in TABLES if not tables[name]) or "none"),
    ]
    text = "## Not known\n\n" + _table(("what", "how many"), rows)
    listed = ", ".join(f"`{power}`" for power in nobody)
    return (
        text
        + f"\nNobody is named today for {listed}. An answer of *gap* for these says that the power ended or that\nthe record does not know.\n"
    )


def _doubts(tables: Tables) -> str:
    tensions: dict[str, list[Row]] = {}
    for row in tables["tensions"]:
        tensions.setdefault(row["tension"], []).append(row)
    text = "## Known doubts\n" + DOUBTS
    for tension, readings in sorted(tensions.items()):
        text += (
            f"- Tension `{tension}`: "
            + " / ".join(f"{row['reading']}{' (followed)' if row['prevails'] else ''}" for row in readings)
            + ".\n"
        )
    reasons = Counter((row["code"], row["reason"]) for row in tables["accepted"])
    rows = [(code, count, reason) for (code, reason), count in sorted(reasons.items())]
    return text + "\nFindings accepted as known:\n\n" + _table(("code", "findings", "reason"), rows)


def _options() -> str:
    rows = []
    for option in option_ids(shipped()):
        loaded, _ = charter_of(shipped(), (option,))
        own = {name: sum(row["_option"] == option for row in found) for name, found in loaded.tables.items()}
        held = {row["power"] for row in loaded.tables["grants"] if row["_option"] == option}
        about = loaded.options[option]
        content = ", ".join(f"{count} {name}" for name, count in own.items() if count)
        rows.append((f"`{option}`", about.name, about.more.get("status", ""), len(held) or "", content))
    text = (
        "## Options\n\nNone of these is a document of a public body; each carries the stamp that says so.\n\n"
    )
    return text + _table(("option", "name", "status", "powers", "rows"), rows)


if __name__ == "__main__":
    PAGE.write_text(data_sheet(), encoding="utf-8")
