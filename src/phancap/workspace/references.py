"""Whether what a row names is there: organs, acts, powers, grants, units, places, facts.

A table that could not be read whole is no place to look for what is missing in it: references into it are
not judged. A table that the workspace does without is: a grant cannot rest on an act that nobody wrote down.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from phancap.charter.conditions import Axis, axis_of, is_empty, meet, parse_condition
from phancap.charter.model import ROLES, TRANSITIONS
from phancap.formats.days import format_day
from phancap.formats.nearest import Nearest
from phancap.formats.tables import Column, Row, Table
from phancap.territory.model import LETTER, LEVEL_OF_LETTER
from phancap.territory.where import WhereItem, parse_item, parse_where
from phancap.workspace.cells import write_cell
from phancap.workspace.errors import Report
from phancap.workspace.tables import TABLES

ASSUMPTION = "assumption"
_UNKNOWN = {
    "acts": "unknown-act",
    "powers": "unknown-power",
    "grants": "unknown-grant",
    "classes": "unknown-class",
    "units": "unknown-uid",
    "sources": "unknown-source",
    "bodies": "unknown-body",
}
# A territory can be asked without a register of acts or sources, so these may be absent altogether.
_MAY_BE_ABSENT = ("acts", "sources")
_UNIT_COLUMNS = ("unit", "issuer_unit")


class References:
    """The ids of a workspace and their nearest, prepared once; ``check`` judges every row."""

    def __init__(self, tables: dict[str, list[Row]], report: Report) -> None:
        self._tables = tables
        self._report = report
        self._ids: dict[str, set[str]] = {}
        self._near: dict[str, Nearest] = {}
        for name, table in TABLES.items():
            first = table.columns[0].name
            self._ids[name] = {row[first] for row in tables[name] if row[first]}
        self._versions: dict[tuple[str, str], list[tuple[int, int | None]]] = {}
        self._levels_of_code: dict[str, set[str]] = {}
        for row in tables["units"]:
            if row["level"] and row["code"] and row["valid_from"] is not None:
                span = (row["valid_from"], row["valid_to"])
                self._versions.setdefault((row["level"], row["code"]), []).append(span)
                self._levels_of_code.setdefault(row["code"], set()).add(row["level"])
        self._facts: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {}
        for row in tables["facts"]:
            if row["type"]:
                self._facts.setdefault(row["power"], {})[row["fact"]] = (row["type"], row["values"])
        self._told: set[tuple[str, str]] = set()

    def check(self) -> None:
        """Judge every reference of every row."""
        for name, table in TABLES.items():
            rows = self._tables[name]
            if not rows:
                continue
            if table.columns[0].kind == "id":
                self._corrections(name, rows)
            for column in table.columns:
                if column.refers:
                    self._column(table, column, rows)
                elif column.name in _UNIT_COLUMNS and name != "facts" and column.kind == "id":
                    self._units(rows, column.name)
        for row in self._tables["organisation"]:
            self._where(row)
        for row in self._tables["acts"]:
            self._authority(row)
            self._kind_of_act(row)
        self._parents()
        self._grants()
        self._transitions()
        self._roles()
        self._lineage_levels()

    # -- ids -----------------------------------------------------------------------------------

    def _column(self, table: Table, column: Column, rows: list[Row]) -> None:
        targets = [target.split(".")[0] for target in column.refers.split("|")]
        if self._report.bad_tables.intersection(targets):
            return
        known = set().union(*(self._ids[target] for target in targets))
        if not known and targets[0] in _MAY_BE_ABSENT and table.name != "grants":
            self._absent(rows, column, targets[0])
            return
        problem = _UNKNOWN[targets[0]]
        many = column.kind == "list"
        for row in rows:
            value = row[column.name]
            if not value or (table.name == "grants" and _withdrawn(row, column.name)):
                continue
            for item in value if many else (value,):
                if item in known or self._excused(table, column, item):
                    continue
                if _only_cites(table, column):
                    self._report.note(problem, row["_file"], row["_row"], column.name, item)
                else:
                    self._error(problem, row, column.name, item, self._nearest("|".join(targets), known))

    def _excused(self, table: Table, column: Column, item: str) -> bool:
        if column.name == "source":
            return item == ASSUMPTION
        if table.name == "facts":
            return item == "*"
        # The body of a class at one unit has the id `class/uid`; a grant names the class alone.
        if "bodies.body" in column.refers and table.name != "grants":
            cls, slash, uid = item.partition("/")
            known = "units" in self._report.bad_tables or self._unit_known(uid, bare=False)
            return bool(slash) and cls in self._ids["classes"] and known
        return False

    def _absent(self, rows: list[Row], column: Column, target: str) -> None:
        for row in rows:
            if row[column.name] and row[column.name] != ASSUMPTION:
                if (row["_file"], column.name) not in self._told:
                    self._told.add((row["_file"], column.name))
                    self._report.note("absent-table", row["_file"], 0, column.name, more=f"{target}.csv")
                return

    def _corrections(self, name: str, rows: list[Row]) -> None:
        for row in rows:
            if not row["corrects"]:
                continue
            if row["corrects"] not in self._ids[name] and name not in self._report.bad_tables:
                near = self._nearest(name, self._ids[name])
                self._error("unknown-correction", row, "corrects", row["corrects"], near)
            if row["known"] is None and not row.get("signed"):
                self._report.note("correction-undated", row["_file"], row["_row"], "known")

    # -- units and places ----------------------------------------------------------------------

    def _units(self, rows: list[Row], column: str) -> None:
        if "units" in self._report.bad_tables:
            return
        bare = column == "issuer_unit"
        for row in rows:
            if row[column] and not self._unit_known(row[column], bare):
                self._error("unknown-unit", row, column, row[column], self._near_units())

    def _unit_known(self, text: str, bare: bool) -> bool:
        """Whether ``text`` is a uid, ``code~day`` with or without letter, or (``bare``) a lettered code."""
        if text in self._ids["units"]:
            return True
        code, tilde, day = text.partition("~")
        if not (tilde or bare):
            return False
        try:
            item = parse_item(text)
        except ValueError:
            item = None
        if item is not None and not item.minus and item.level and item.sign != "@" and self._item_known(item):
            return True
        if not tilde or code not in self._levels_of_code:
            return False
        return any(
            self._item_known(parsed)
            for level in self._levels_of_code[code]
            if (parsed := _try_item(f"{LETTER[level]}{code}~{day}")) is not None
        )

    def _item_known(self, item: WhereItem) -> bool:
        if not item.level:
            return True
        if item.sign == "@":
            return f"{LETTER[item.level]}{item.code}@{format_day(item.day)}" in self._ids["units"]
        spans = self._versions.get((item.level, item.code), ())
        if item.sign == "~":
            return any(first <= item.day and (end is None or item.day < end) for first, end in spans)
        return bool(spans)

    def _where(self, row: Row) -> None:
        for text in row["where"]:
            try:
                item = parse_item(text)
            except ValueError as error:
                self._report.error("bad-where", row["_file"], row["_row"], "where", text, more=str(error))
                continue
            if "units" in self._report.bad_tables or self._item_known(item):
                continue
            padded = self._padded(item)
            if padded:
                self._report.error("lost-zero", row["_file"], row["_row"], "where", text, more=padded)
            else:
                self._error("unknown-place", row, "where", text, self._near_units(), text.lstrip("!* "))

    def _padded(self, item: WhereItem) -> str:
        """The code with the leading zeros that a spreadsheet may have eaten, if there is such a unit."""
        code = item.code
        while code.isdigit() and len(code) < 5:
            code = "0" + code
            if (item.level, code) in self._versions:
                return LETTER[item.level] + code
        return ""

    def _parents(self) -> None:
        above = {"district": ("province",), "commune": ("district", "province")}
        codes: dict[str, set[str]] = {}
        for level, code in self._versions:
            codes.setdefault(level, set()).add(code)
        for row in self._tables["units"]:
            levels = above.get(row["level"], ())
            if row["parent_code"] and row["level"]:
                known = set().union(*(codes.get(level, ()) for level in levels))
                if row["parent_code"] not in known and "units" not in self._report.bad_tables:
                    near = self._nearest(f"above {row['level']}", known)
                    self._error("unknown-parent", row, "parent_code", row["parent_code"], near)

    def _lineage_levels(self) -> None:
        for row in self._tables["lineage"]:
            for column in ("from_uid", "to_uid"):
                if row[column] in self._ids["units"] and LEVEL_OF_LETTER.get(row[column][0]) != "commune":
                    self._report.note("commune-lineage-only", row["_file"], row["_row"], column, row[column])

    # -- grants --------------------------------------------------------------------------------

    def _grants(self) -> None:
        for row in self._tables["grants"]:
            if row["instrument"] == "withdraw":
                self._withdrawal(row)
                continue
            for column in ("power", "holder"):
                if not row[column]:
                    self._error("required", row, column, "", None)
            self._where(row)
            self._condition(row)
            self._transition(row, "transition")
            self._authority(row)

    def _withdrawal(self, row: Row) -> None:
        """Its territory and condition do not matter; what cannot even be read is left out, and told."""
        for column, parse in (("where", parse_where), ("condition", parse_condition)):
            try:
                parse(row[column])
            except ValueError:
                text = write_cell("list" if column == "where" else "text", row[column])
                self._report.note("no-matter", row["_file"], row["_row"], column, text)
                row[column] = () if column == "where" else ""

    def _authority(self, row: Row) -> None:
        text = row["authority"]
        if not text or "acts" in self._report.bad_tables or text == ASSUMPTION:
            return
        acts = self._ids["acts"]
        parts = text.split(" ")
        # The act's number holds no blank as a rule; an act known by its name alone may.
        if not any(" ".join(parts[:end]) in acts for end in range(1, len(parts) + 1)):
            self._error("bad-authority", row, "authority", text, self._nearest("acts", acts), parts[0])

    def _kind_of_act(self, row: Row) -> None:
        """Type and issuer are closed lists of the rule book; where one is not listed, the rank must be stated
        or follow from the number, else nobody could say which act prevails."""
        if not (row["type"] or row["issuer"]):
            return
        from phancap.law.numbers import rank_of
        from phancap.law.vocabulary import act_type, known_issuer, nearest_issuers, nearest_types, organ_of

        ranked = row["rank"] is not None or organ_of(row["issuer"]) == "party"
        ranked = ranked or rank_of(row["act"], row["type"], row["issuer"], row["issuer_unit"]) > 0
        lists = (("type", act_type, nearest_types), ("issuer", known_issuer, nearest_issuers))
        for column, listed, near in lists:
            text = row[column]
            if text and not listed(text):
                if ranked:
                    self._report.note(f"unknown-{column}", row["_file"], row["_row"], column, text)
                else:
                    self._error(f"unknown-{column}", row, column, text, _Lookup(near))

    def _transition(self, row: Row, column: str) -> None:
        rule = row[column]
        if not rule or rule in TRANSITIONS:
            return
        word, colon, cls = rule.partition(":")
        if word == "assign" and colon:
            if cls not in self._ids["classes"] and "classes" not in self._report.bad_tables:
                near = self._nearest("classes", self._ids["classes"])
                self._error("unknown-class", row, column, cls, near)
            return
        allowed = ", ".join((*TRANSITIONS, "assign:<class>"))
        near = self._nearest("transitions", {*TRANSITIONS, "assign:<class>"})
        self._report.error(
            "bad-transition", row["_file"], row["_row"], column, rule, near=near, expected=allowed
        )

    def _transitions(self) -> None:
        for row in self._tables["transitions"]:
            self._transition(row, "rule")

    def _roles(self) -> None:
        listed = ", ".join(ROLES)
        near = self._nearest("roles", set(ROLES))
        for row in self._tables["powers"]:
            for role in row["joint"]:
                if role not in ROLES:
                    file, number = row["_file"], row["_row"]
                    self._report.error("bad-role", file, number, "joint", role, near=near, expected=listed)

    def _condition(self, row: Row) -> None:
        file, number, text = row["_file"], row["_row"], row["condition"]
        if not text:
            return
        try:
            terms = parse_condition(text)
        except ValueError as error:
            self._report.error("bad-condition", file, number, "condition", text, more=str(error))
            return
        if row["power"] not in self._ids["powers"] or "facts" in self._report.bad_tables:
            return
        facts = self._facts.get("*", {}) | self._facts.get(row["power"], {})
        box: dict[str, Axis] = {}
        for term in terms:
            if term.fact not in facts:
                near = Nearest(facts)
                self._report.error(
                    "unknown-fact", file, number, "condition", term.fact, near=near, more=row["power"]
                )
                continue
            kind, values = facts[term.fact]
            allowed = ("yes", "no") if kind == "bool" else values
            closed = kind in ("category", "bool") and term.op in ("=", "in")
            strange = [value for value in term.values if value not in allowed] if closed else []
            for value in strange:
                near = self._nearest(f"fact {' '.join(allowed)}", set(allowed))
                self._report.error(
                    "bad-fact-value", file, number, "condition", value, near=near, more=term.fact,
                    expected=", ".join(allowed),
                )  # fmt: skip
            if strange:
                continue
            try:
                axis = axis_of(term, kind, values)
            except ValueError as error:
                self._report.error("bad-condition", file, number, "condition", text, more=str(error))
                continue
            box[term.fact] = meet(box[term.fact], axis) if term.fact in box else axis
        if any(is_empty(axis) for axis in box.values()):
            self._report.note("empty-condition", file, number, "condition", text)

    # -- what they share -----------------------------------------------------------------------

    def _nearest(self, name: str, options: set[str]) -> Nearest:
        if name not in self._near:
            self._near[name] = Nearest(options)
        return self._near[name]

    def _near_units(self) -> Nearest:
        lettered = {LETTER[level] + code for level, code in self._versions}
        return self._near.get("places") or self._nearest("places", lettered | self._ids["units"])

    def _error(self, problem: str, row: Row, column: str, value: str, near: Any, word: str = "") -> None:
        self._report.error(problem, row["_file"], row["_row"], column, value, near=near, near_word=word)


class _Lookup:
    """The nearest values from a list that another package keeps."""

    def __init__(self, near: Callable[[str], list[str]]) -> None:
        self.of = near


def _withdrawn(row: Row, column: str) -> bool:
    """Whether the column of a grant does not matter since the row only ends others."""
    return row["instrument"] == "withdraw" and column not in ("act", "overrides")


def _try_item(text: str) -> WhereItem | None:
    try:
        return parse_item(text)
    except ValueError:
        return None


def _only_cites(table: Table, column: Column) -> bool:
    """An act that a row of territory or organisation cites: one that is not in the register changes no answer.

    A grant, a provision and an end stand or fall with their act; there it is an error.
    """
    return column.name == "act" and table.name not in ("grants", "provisions")
