"""Where figures stand: the row of a file for what was entered, told short where there are many of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from phancap.planning.workload import place

if TYPE_CHECKING:
    from phancap.planning.consequences import Sides

Data = dict[str, Any]
KEYS = {"powers": "power", "demand": "power", "acts": "act", "lessons": "problem"}


class Places:
    """The rows of the tables of one option by what they speak of."""

    def __init__(self, of: Sides) -> None:
        self.of_option = of
        self.rows: dict[str, dict[str, list[str]]] = {}

    def of(self, table: str, key: str) -> list[str]:
        """The rows of a table about one power or act."""
        if table not in self.rows:
            found = self.rows[table] = {}
            for row in self.of_option.tables_after.get(table, []):
                found.setdefault(str(row[KEYS[table]]), []).append(place(row))
        return self.rows[table].get(key, [])

    def grants(self, power: str, role: str) -> list[str]:
        """The option's own grants of one role of a power."""
        mine = f"options/{self.of_option.option}/"
        return [
            f"{grant.file}:{grant.row}"
            for grant in self.of_option.after.grants_of(power)
            if grant.file.startswith(mine) and grant.role == (role or "decide")
        ]


def run_at(data: Data, *path: str) -> str:
    """A place inside a run, or inside the data of the page that shows an option alone."""
    where = f"run {data['run']}" if data.get("run") else str(data.get("page") or "")
    return f"{where} · {'.'.join(path)}"


def option_at(option: str) -> str:
    """Where an option's name and stamp are written."""
    return f"options/{option}/option.toml"


def in_language(data: Any, lang: str) -> Any:
    """A run in another language than the one it was made in: whatever is said in both is told in the one asked."""
    if isinstance(data, dict):
        said = data.get("said")
        told = said.get(lang) if isinstance(said, dict) else None
        return {key: in_language(value, lang) for key, value in {**data, **(told or {})}.items() if key != "said"}
    if isinstance(data, list):
        return [in_language(item, lang) for item in data]
    return data


def rows_at(rows: Iterable[dict[str, Any]]) -> list[str]:
    """``file:row`` of each row."""
    return [place(row) for row in rows]


def short(places: Iterable[str]) -> list[str]:
    """Rows of one file told together, runs of them as one: ``demand.csv:12-15, 18``. What is no row stays as it is."""
    files: dict[str, set[int]] = {}
    others: list[str] = []
    for at in places:
        name, _, number = at.rpartition(":")
        if name and number.isdecimal():
            files.setdefault(name, set()).add(int(number))
        elif at not in others:
            others.append(at)
    return [f"{name}:{_runs(sorted(numbers))}" for name, numbers in sorted(files.items())] + others


def _runs(numbers: list[int]) -> str:
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(str(low) if low == high else f"{low}-{high}" for low, high in parts)


__all__ = ["Places", "in_language", "option_at", "place", "rows_at", "run_at", "short"]
