"""Names filed for search: folded name to unit versions, other names, the types of the workspace.

Built once for a workspace, kept in the snapshot as plain data, opened without work.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from phancap.formats.folding import fold
from phancap.territory.atoms import Territory
from phancap.territory.labels import bare_name, shown_type
from phancap.territory.model import Alias
from phancap.territory.spelling import (
    LEVELS_OF_TYPE,
    STREET_WORDS,
    Token,
    TypeWord,
    key_of,
    numbered,
    says,
    tokens,
    type_words,
)

SPOT_KINDS = frozenset(
    (
        "street",
        "road",
        "landmark",
        "address",
        "former address",
        "duong",
        "pho",
        "dia danh",
        "dia chi",
        "dia chi cu",
    )
)
"""Kinds of alias (folded) that name a spot inside a unit, not the unit: they settle a split."""


class Entry(NamedTuple):
    """A unit version that a name may mean, in the spelling filed; ``spot``: it only lies in it."""

    uid: str
    spelling: str
    spot: bool = False


class Gazetteer:
    """The opened names of a workspace."""

    __slots__ = ("longest", "names", "others", "types", "words")

    def __init__(self, data: dict[str, Any]) -> None:
        self.names: dict[str, list[str]] = data["names"]
        self.others: dict[str, list[tuple[str, str, int]]] = data["others"]
        self.types: dict[str, list[str]] = data["types"]
        self.longest: int = data["longest"]
        self.words: dict[str, TypeWord] = type_words(data["spellings"])

    def has(self, key: str) -> bool:
        """Whether anything bears the folded name."""
        return key in self.names or key in self.others

    def entries(self, key: str, territory: Territory) -> list[Entry]:
        """What a folded name may mean among the unit versions of ``territory`` (a view may know fewer)."""
        units = territory.units
        found = [Entry(uid, bare_name(units[uid])) for uid in self.names.get(key, ()) if uid in units]
        others = self.others.get(key, ())
        return found + [Entry(uid, name, bool(spot)) for uid, name, spot in others if uid in units]

    def levels(self, types: Iterable[str]) -> frozenset[str]:
        """The levels at which units of these types stand, by law or in this workspace."""
        return frozenset(
            level for kind in types for level in (*self.types.get(kind, ()), *LEVELS_OF_TYPE.get(kind, ()))
        )

    def spots_in(self, territory: Territory, mask: int) -> list[tuple[str, str]]:
        """Streets and landmarks on file inside ``mask``: name and uid of the unit they lie in."""
        rows = {(name, uid) for found in self.others.values() for uid, name, spot in found if spot}
        return sorted(row for row in rows if row[1] in territory.units and territory.atoms_of(row[1]) & mask)


def load_gazetteer(data: dict[str, Any]) -> Gazetteer:
    """Open what :func:`build_gazetteer` made."""
    return Gazetteer(data)


def build_gazetteer(territory: Territory, aliases: Iterable[Alias] = ()) -> dict[str, Any]:
    """The names of all unit versions, as plain data for the snapshot."""
    names: dict[str, list[str]] = {}
    types: dict[str, set[str]] = {}
    spellings: set[str] = set()
    for unit in sorted(territory.units.values(), key=lambda unit: unit.uid):
        kind = shown_type(unit)
        if kind:
            types.setdefault(key_of(tokens(kind)), set()).add(unit.level)
            spellings.add(kind)
        key = key_of(tokens(bare_name(unit)))
        for form in {key, numbered(key)} - {""}:
            names.setdefault(form, []).append(unit.uid)
    type_heads = {key: word.spelling for key, word in type_words(sorted(spellings)).items()}
    others: dict[str, list[tuple[str, str, int]]] = {}
    for alias in sorted(aliases):
        if alias.uid not in territory.units:
            continue
        spot = fold(alias.kind) in SPOT_KINDS
        name = without_head(tokens(alias.name), STREET_WORDS if spot else type_heads)
        if not name:
            continue
        shown = alias.name.strip() if spot else " ".join(token.raw for token in name)
        key = key_of(name)
        for form in {key, numbered(key)}:
            row = (alias.uid, shown, int(spot))
            # `TP Cần Thơ` says no more than the name and the type of the unit.
            if alias.uid not in names.get(form, ()) or shown != bare_name(territory.units[alias.uid]):
                others.setdefault(form, []).append(row)
    longest = max((key.count(" ") + 1 for key in (*names, *others)), default=1)
    return {
        "names": names, "others": others, "types": {kind: sorted(levels) for kind, levels in types.items()},
        "spellings": sorted(spellings), "longest": longest,
    }  # fmt: skip


def without_head(name: list[Token], heads: Mapping[str, Sequence[Token]]) -> list[Token]:
    """A name without the word for a type or street before it, unless nothing else would be left."""
    for head, spelling in heads.items():
        size = head.count(" ") + 1
        if len(name) > size and key_of(name[:size]) == head and (not spelling or says(name[:size], spelling)):
            return name[size:]
    return name
