"""What a draft would change, in rows a person reads: against the version it builds on, and options side by side."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.diff import difference
from phancap.competence.diff_boxes import Side
from phancap.formats.days import parse_day, show_day
from phancap.ledger.store import key_of
from phancap.web.portal.version import publications
from phancap.web.studio.charter.shelf import drafts, read_draft
from phancap.workspace.edit import Files, sheet, table_of
from phancap.workspace.errors import WorkspaceError
from phancap.workspace.load import option_ids

MOST_ROWS = 400


class Moved(NamedTuple):
    """Rows that say the same of several units, as one line."""

    kind: str
    subject: str
    before: str
    after: str
    places: int
    span: str
    condition: str
    needs: str


class Changes(NamedTuple):
    """The difference of two sides: lines to read, and how many rows they stand for."""

    lines: list[Moved]
    rows: int


def against_base(draft: str, base: str, lang: str) -> Changes:
    """What publishing the draft would change. :class:`WorkspaceError`, :class:`ValueError` where it cannot be told."""
    return _changes(str(publications().store.path(base)), base, drafts().path(draft), key_of(drafts().files(draft)), lang)


@lru_cache(maxsize=8)
def _changes(old: str, _old_key: str, new: str, _new_key: str, lang: str) -> Changes:
    (before, first), (after, second) = read_draft(old), read_draft(new)
    rows = difference(Side(first), Side(second), before.tables, after.tables)
    return Changes(lines_of(rows, first, second, lang), len(rows))


def lines_of(rows: list[dict[str, Any]], first: View, second: View, lang: str) -> list[Moved]:
    """Rows of a difference put together where only the unit differs."""
    groups: dict[tuple[str, ...], int] = {}
    for row in rows:
        where = row["where"] or ["*"]
        span = _span(row["from"], row["to"])
        needs = row["needs"] or {}
        key = (
            row["kind"], _subject(row, first, second, lang), _side(first, row["before"], lang), _side(second, row["after"], lang),
            span, row["condition"] or "", " · ".join(filter(None, (needs.get("act"), needs.get("organ")))),
        )  # fmt: skip
        groups[key] = groups.get(key, 0) + len(where)
    return [Moved(k, s, b, a, places, span, cond, needs) for (k, s, b, a, span, cond, needs), places in groups.items()]


def _span(start: str | None, end: str | None) -> str:
    first = show_day(parse_day(start)) if start else ""
    return f"{first} – {show_day(parse_day(end) - 1)}" if end else f"{first} →"


def _subject(row: dict[str, Any], first: View, second: View, lang: str) -> str:
    power = row["power"]
    known = second.powers.get(power) or first.powers.get(power)
    if known is None:
        return str(power or "")
    name = (known.name_en if lang == "en" else "") or known.name
    return f"{name} ({power})"


def _side(view: View, side: dict[str, Any] | None, lang: str) -> str:
    """An organ by its class, which is what a change of the law speaks of; other things by what they state."""
    if side is None:
        return "—"
    if "class" in side and "skill" not in side and "kind" not in side:
        return level_words(view, side["class"] or side["id"], lang) or str(side.get("name", ""))
    if "value" in side:
        return f"{side['value']} {side.get('unit', '')}".strip()
    return " · ".join(f"{v}" for k, v in side.items() if k not in ("id", "class", "unit") and v not in (None, ""))


class RowChange(NamedTuple):
    """One table that differs from the base as text: rows added and taken away (a changed row is both)."""

    file: str
    added: int
    gone: int


def touched(base: Files, files: Files) -> list[RowChange]:
    """The tables whose rows differ; files that are no tables with zero rows."""
    found = []
    for name in sorted({*base, *files}):
        if base.get(name) == files.get(name):
            continue
        held = table_of(name)
        if held is None:
            found.append(RowChange(name, 0, 0))
            continue
        try:
            marks = [{line.mark for line in sheet(side, *held).lines} for side in (base, files)]
        except WorkspaceError:
            found.append(RowChange(name, 0, 0))
            continue
        if marks[0] != marks[1]:
            found.append(RowChange(name, len(marks[1] - marks[0]), len(marks[0] - marks[1])))
    return found


class Beside(NamedTuple):
    """One option beside the others, in figures."""

    id: str
    name: str
    aims: list[str]
    powers: int
    rows: int
    organs: int
    staff: int
    budget: int
    acts: list[str]
    assembly: bool
    errors: int


@lru_cache(maxsize=4)
def side_by_side(path: str, key: str, lang: str) -> list[Beside]:
    """Every option of a version against its base."""
    from phancap.competence.report import check

    loaded, base = read_draft(path)
    found = []
    for option in option_ids(path):
        with_it, view = read_draft(path, (option,))
        rows = difference(Side(base), Side(view), loaded.tables, with_it.tables)
        needs = {(r["needs"]["organ"], r["needs"]["act"]) for r in rows if r["needs"]}
        about = with_it.options.get(option)
        report = check(view, with_it.tables, lang)
        found.append(
            Beside(
                option, about.name if about else option, list(about.aims) if about else [],
                len({r["power"] for r in rows if r["kind"] == "power"}), len(rows),
                sum(r["kind"] == "organisation" for r in rows), sum(r["kind"] == "staff" for r in rows),
                sum(r["kind"] == "budget" for r in rows), sorted({f"{organ}: {act}" for organ, act in needs}),
                any(organ == "Quốc hội" for organ, _ in needs), report.open_errors,
            )
        )  # fmt: skip
    return found
