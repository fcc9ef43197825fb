"""Writes the pages of docs/reference that the code itself can tell: commands, tables, codes of findings.

A test compares the pages with what this script would write, so they never drift from the code.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from phancap.cli.verbs import COMMANDS, SHORT, cli
from phancap.competence.findings import HELP, LINTS, NAMES, PROPERTY
from phancap.formats.tables import COMMON_COLUMNS, Column, Table
from phancap.workspace.scheme_tables import TABLES as SCHEME
from phancap.workspace.tables import TABLES

REFERENCE = Path(__file__).resolve().parents[1] / "docs" / "reference"
GENERATED = "<!-- Written by scripts/reference.py from the code: change that, then `make docs`. -->\n\n"

KINDS = {
    "text": "text",
    "id": "id",
    "day": "day, `YYYY-MM-DD`",
    "integer": "whole number",
    "number": "number, decimal point",
    "flag": "`yes` or `no`",
    "choice": "one of",
    "list": "list, separated by `,`",
    "values": "values, separated by `|`",
    "condition": "condition",
}

PURPOSE = {
    "units": "A unit of territory as long as its extent, name, type, code and parent stay the same.",
    "lineage": "Which unit version became which, whole or in part, by which act.",
    "aliases": "Other spellings, streets and landmarks, former addresses.",
    "measures": "Population, area, centroid, density and the like, by day.",
    "classes": "Kinds of organ at a level.",
    "organisation": "Which kinds of organ exist where, from when to when.",
    "bodies": "Single organs with a name of their own.",
    "posts": "Posts in a body.",
    "signing": "How an organ signs.",
    "acts": "Legal documents: who made them, when they were signed, apply and end.",
    "provisions": "Places in an act, where their life differs from the act's or somebody read them.",
    "powers": "The smallest things that one body decides.",
    "codes": "National codes of a power by date.",
    "limits": "Time limits, where one a power is not enough.",
    "facts": "The facts that competence depends on, with their type.",
    "grants": "Who holds which power, where, when, under which condition, by which provision.",
    "transitions": "What happens to open dossiers, where the rule differs by stage.",
    "tensions": "Readings on which lawyers differ, and the one that is followed.",
    "accepted": "Findings accepted as known, with reason and author.",
    "staff": "Posts and people by body and skill.",
    "facilities": "Counters, rooms, archives by body.",
    "budget": "Money by body, field and tier.",
    "demand": "Dossiers a year by power and unit.",
    "service": "The work in a dossier, step by step.",
    "open_stock": "Dossiers that were open on a day, as counted then: the stock with which a simulation begins.",
    "calendar": "Days off and swapped, each with its notice.",
    "hours": "Office hours.",
    "lessons": "What other cities learnt.",
    "sources": "Where facts come from; every other `source` points here.",
    "assignments": "Who leads, who coordinates which task of the scheme.",
    "comments": "What agencies said about the scheme, and how it was met.",
    "legal_basis": "The acts that the scheme rests on.",
    "roadmap": "The steps of the scheme in time.",
}

WORKSPACE_HEAD = """# The workspace: tables

{generated}A workspace is a folder with `city.toml` and one CSV file a table; tables that a city does not
need may be absent. CSV is UTF-8 with a header row, an empty cell means "not stated"; a BOM and `;` are
read. Money is in whole đồng, area in whole m². The order of rows and of columns carries no meaning; columns
nobody knows are ignored with a note. The same tables as sheets of one XLSX file are the same workspace.
Intervals are half-open: `to` is the first day on which the row holds no longer.

Every table may also carry {common}: the day on which a row was first published, and the key of
the row that it replaces from then on.

"""

SCHEME_HEAD = """# The workspace: the scheme

These tables lie in the folder `scheme/` and belong to all options. They hold what was read from documents and what people
decided about it; no answer depends on them, and an XLSX file has no room for them.

"""

COMMANDS_HEAD = """# Commands

{generated}Every command ends with 0 when all is well, 1 on a negative answer or error findings that nobody
accepted, 2 on bad input, 70 on an internal error and 130 when interrupted. Days are `YYYY-MM-DD` or `today`;
`PHANCAP_LANG` sets the language.
"""

FINDINGS_HEAD = """# Findings

{generated}What `phancap check` proves, and what it says when that fails. A proof speaks of what was entered:
it says how many provisions were read against their text, and is no legal opinion.

| code | name | what must hold | mend |
| --- | --- | --- | --- |
"""

LINTS_HEAD = """
Codes from PC100 on are doubts about data and text: they never touch the proof.

| code | name | what should hold | mend |
| --- | --- | --- | --- |
"""


def commands() -> str:
    """The page of commands, as `--help` tells them."""
    parts = [COMMANDS_HEAD.format(generated=GENERATED)]
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        if command is None:
            raise LookupError(f"`{name}` is listed but is no command")
        context = click.Context(command, info_name=f"phancap {name}")
        usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
        parts.append(f"\n## phancap {name}\n\n{SHORT[name]}\n\n```text\n{usage}\n```\n\n")
        parts.append("\n".join(line.strip() for line in (command.help or "").splitlines()).strip() + "\n\n")
        parts.extend(_options(command, context))
    return "".join(parts)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    rows = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    if rows:
        yield "| option | meaning |\n| --- | --- |\n"
        for option, meaning in rows:
            yield f"| `{option.replace('|', chr(92) + '|')}` | {_cell(meaning)} |\n"


def workspace() -> str:
    """The page of tables, as the packages declare them."""
    common = " and ".join(f"`{column.name}`" for column in COMMON_COLUMNS)
    parts = [WORKSPACE_HEAD.format(generated=GENERATED, common=common)]
    for table in (*TABLES.values(), *SCHEME):
        if table == SCHEME[0]:
            parts.append(SCHEME_HEAD)
        unique = "names a row" if table.unique else "several rows may share it"
        parts.append(f"## {table.name}\n\n{PURPOSE[table.name]}\n\n")
        parts.append(f"Key: {', '.join(f'`{name}`' for name in table.key)} ({unique}).\n\n")
        parts.append("| column | cell | must be given | points to |\n| --- | --- | --- | --- |\n")
        parts.extend(_column(table, column) for column in table.columns)
        parts.append("\n")
    return "".join(parts).rstrip("\n") + "\n"


def _column(table: Table, column: Column) -> str:
    kind = KINDS[column.kind]
    if column.choices:
        kind = f"{kind} {', '.join(f'`{choice}`' for choice in column.choices)}"
    refers = " or ".join(f"`{target}`" for target in column.refers.split("|") if target)
    return f"| `{column.name}` | {_cell(kind)} | {'yes' if column.required else ''} | {refers} |\n"


def findings() -> str:
    """The page of finding codes."""
    parts = [FINDINGS_HEAD.format(generated=GENERATED)]
    for code, name in NAMES.items():
        parts.append(f"| {code} | {name} | {_cell(PROPERTY['en'][code])} | {_cell(HELP['en'][code])} |\n")
    parts.append(LINTS_HEAD)
    for code, name in LINTS.items():
        parts.append(f"| {code} | {name} | {_cell(PROPERTY['en'][code])} | {_cell(HELP['en'][code])} |\n")
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def pages() -> dict[Path, str]:
    """Every generated page: path to text."""
    return {
        REFERENCE / "commands.md": commands(),
        REFERENCE / "workspace.md": workspace(),
        REFERENCE / "findings.md": findings(),
    }


if __name__ == "__main__":
    for path, text in pages().items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(path.name)
