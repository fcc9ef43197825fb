"""Kinds of matters people report, and which power of the charter each touches.

The table is ``services.csv`` beside this file, or the file that ``PHANCAP_SERVICES`` names, with the same columns. A
kind names a power and a role; who that is at a place on a day is asked of the charter, never written here. A
kind without a power goes to a moderator: the charter holds nothing to route it by, and the page says so. That a
matter goes to the body that decides about that power is our choice, so ``source`` says `assumption`.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path
from typing import NamedTuple

from phancap.calendar.deadlines import MOST
from phancap.charter.model import ROLES
from phancap.formats.nearest import nearest

COLUMNS = (
    "code", "group", "group_en", "name", "name_en", "description", "description_en", "power", "role", "facts",
    "limit_value", "limit_unit", "source",
)  # fmt: skip
LONGEST_CODE = 40


class BadServices(ValueError):
    """A table of services that cannot be used: file, row, column, what was expected."""


class Service(NamedTuple):
    """One kind of matter. ``facts`` are given to the charter with the question; the limit is that of an answer."""

    code: str
    group: str
    group_en: str
    name: str
    name_en: str
    description: str
    description_en: str
    power: str
    role: str
    facts: tuple[tuple[str, str], ...]
    limit_value: int
    limit_unit: str
    source: str

    def words(self, lang: str) -> tuple[str, str, str]:
        """Group, name and description in a language."""
        if lang == "en":
            return (
                self.group_en or self.group,
                self.name_en or self.name,
                self.description_en or self.description,
            )
        return self.group, self.name, self.description


@cache
def services() -> dict[str, Service]:
    """Every kind by its code, in the order of the table."""
    path = os.environ.get("PHANCAP_SERVICES") or str(Path(__file__).parent / "services.csv")
    return read_services(Path(path))


def read_services(path: Path) -> dict[str, Service]:
    """A table of services; :class:`BadServices` names the place of the first fault."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadServices(f"`{path.name}`: {error}") from None
    found: dict[str, Service] = {}
    for number, row in enumerate(rows, 2):
        missing = [column for column in COLUMNS if row.get(column) is None]
        if missing:
            raise BadServices(f"{path.name}:{number}: thiếu cột `{missing[0]}` · cần: {', '.join(COLUMNS)}")
        service = _service(path.name, number, {column: row[column].strip() for column in COLUMNS})
        if service.code in found:
            raise BadServices(f"{path.name}:{number}:code: `{service.code}` có hai lần")
        found[service.code] = service
    if not found:
        raise BadServices(f"`{path.name}` không có loại việc nào")
    return found


def _service(file: str, number: int, row: dict[str, str]) -> Service:
    where = f"{file}:{number}"
    code = row["code"]
    if (
        not code
        or len(code) > LONGEST_CODE
        or not all(c.isascii() and (c.isalnum() or c in "-_.") for c in code)
    ):
        raise BadServices(f"{where}:code: `{code}` · chữ không dấu, số, `-`, nhiều nhất {LONGEST_CODE} ký tự")
    if not row["name"]:
        raise BadServices(f"{where}:name: cần tên")
    if row["power"] and row["role"] not in ROLES:
        near = nearest(row["role"], ROLES, limit=1)
        raise BadServices(f"{where}:role: `{row['role']}`" + (f" · gần nhất: `{near[0]}`" if near else ""))
    if row["limit_unit"] not in MOST or row["limit_unit"] == "same_day":
        raise BadServices(f"{where}:limit_unit: `{row['limit_unit']}` · working_day, day, hour, month")
    if not row["limit_value"].isdecimal() or not 1 <= int(row["limit_value"]) <= 400:
        raise BadServices(f"{where}:limit_value: `{row['limit_value']}` · số nguyên từ 1 đến 400")
    facts = []
    for pair in filter(None, row["facts"].split(";")):
        name, sign, value = pair.partition("=")
        if not sign:
            raise BadServices(f"{where}:facts: `{pair}` · viết `tên=giá trị;tên=giá trị`")
        facts.append((name.strip(), value.strip()))
    rest = {key: row[key] for key in COLUMNS if key not in ("facts", "limit_value")}
    return Service(**rest, facts=tuple(facts), limit_value=int(row["limit_value"]))
