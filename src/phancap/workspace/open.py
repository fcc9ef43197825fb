"""Opening a workspace: from the cache where its contents are known, else read, checked and kept."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from phancap.workspace.snapshot import Snapshot, build, keep, read_cached

if TYPE_CHECKING:
    from phancap.charter.charter import Charter
    from phancap.formats.tables import Row
    from phancap.workspace.errors import Note
    from phancap.workspace.load import Workspace


PASSED_OVER = frozenset(("unknown-column", "unknown-file", "unknown-key"))
Place = str | os.PathLike[str]


def shipped() -> str:
    """The folder of the shipped city."""
    # Not importlib.resources: loading it takes longer than opening the city.
    return os.path.join(os.path.dirname(os.path.dirname(__file__)), "cities", "can_tho")


def open_workspace(path: Place | None = None, options: tuple[str, ...] = ()) -> Snapshot:
    """The snapshot of a workspace (default: the shipped city) with the options named.

    Raises ``WorkspaceError`` with every error of the folder at once.
    """
    from phancap.workspace.content import content_hash

    folder = shipped() if path is None else path
    content = content_hash(folder, options)
    snapshot = read_cached(content)
    if snapshot is None:
        data = compile_workspace(folder, options)
        keep(content, data)
        snapshot = Snapshot(data)
    return snapshot


def charter_of(path: Place, options: tuple[str, ...] = ()) -> tuple[Workspace, Charter]:
    """A workspace read and checked, and the charter it states."""
    from phancap.charter.charter import Charter, Horizon
    from phancap.charter.reading import records_of
    from phancap.law.numbers import rank_of
    from phancap.workspace.load import load

    loaded = load(path, options)
    city = loaded.city
    records = records_of(loaded.tables, rank_of)
    return loaded, Charter(Horizon(*city.horizon), records, city.name, city.rulebook, loaded.content_hash)


def compile_workspace(path: Place, options: tuple[str, ...] = ()) -> bytes:
    """Read and check a workspace and cut it into the slices of a snapshot."""
    loaded, charter = charter_of(path, options)
    more: dict[str, object] = {"options": sorted(options)}
    passed = passed_over(loaded.notes)
    if passed:
        more["passed_over"] = [(note.line("vi"), note.line("en")) for note in passed]
    return build(charter, {**_extra(charter, loaded.tables), **more})


def passed_over(notes: Iterable[Note]) -> list[Note]:
    """Those notes that tell of what nobody read: a misspelt column, key or table counts for nothing."""
    return [note for note in notes if note.problem in PASSED_OVER]


def _extra(charter: Charter, tables: dict[str, list[Row]]) -> dict[str, object]:
    from phancap.charter.view import View
    from phancap.charter.visible import visible
    from phancap.formats.folding import fold
    from phancap.territory.places import build_gazetteer

    records = charter.records
    powers = visible(records.powers, lambda r: r.power, None)
    codes: dict[str, list[tuple[str, int | None, int | None]]] = {}
    for code in visible(records.codes, lambda r: r.power, None):
        codes.setdefault(code.power, []).append((code.code, code.start, code.end))
    other = {row["power"]: "|".join(fold(word) for word in row["words"]) for row in tables["powers"]}
    territory = View(charter).territory
    return {
        "search": [
            (p.power, fold(p.name), fold(p.name_en), other.get(p.power, ""),
             sorted(codes.get(p.power, ()), key=str))
            for p in sorted(powers)
        ],
        "titles": [(p.power, p.name, p.name_en) for p in sorted(powers)],
        "names": build_gazetteer(territory, visible(records.aliases, lambda r: r.uid, None)),
    }  # fmt: skip
