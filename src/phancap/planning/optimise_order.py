"""What the charter says about who may not sit below whom: appeals above decisions, preparers with those they work for.

Only the role ``decide`` moves. The roles that hang on it stay with whoever has them, and hold it in turn:

- ``prepare``, ``appraise``, ``verify``: they work for the one who decides, so the decision does not sink below them;
- ``complaint``, ``supervise``: they look at the decision from the same level or above, so it does not rise above them;
- ``sign`` given apart: whoever signs decides on paper, so the decision stays at that level;
- ``consent`` binds whoever decides, at any level; ``consult`` binds nobody: both stay as they are;
- ``receive``: any counter of the province takes a dossier wherever it is decided (Decree 118/2025; before it the one-stop
  shop of the level that decides), so a reception that the charter names stays, and the way to it costs nothing more.

A power that is itself an appeal (its name says so and names the power, its code or, for a second complaint, the first one)
is never decided below that power: a pair for the solver, as one asked for by ``--order`` is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from phancap.charter.view import View
from phancap.competence.lawful import party_of
from phancap.formats.folding import fold

WORK_FOR = ("prepare", "appraise", "verify")
LOOK_AT = ("complaint", "supervise")
APPEAL = re.compile(r"\b(khieu nai|phuc khao|phuc tra|xem xet lai)\b")
FIRST, SECOND = "lan dau", "lan hai"


class Appeal(NamedTuple):
    """``other`` is an appeal against ``power``; ``basis`` is what says so."""

    power: str
    other: str
    basis: str


def bounds(view: View, power: str, mask: int, day: int, levels: tuple[str, ...]) -> tuple[int, int]:
    """The highest and the lowest level (as places in ``levels``) at which the decision may sit by the power's other roles."""
    high, low = 0, len(levels) - 1
    for grant in view.grants_of(power):
        if grant.instrument == "substitute" or not view.life(grant).holds(day) or not view.covers(grant, day) & mask:
            continue
        level = party_of(view, grant.holder).level
        if level not in levels:
            continue
        at = levels.index(level)
        if grant.role in WORK_FOR:
            low = min(low, at)
        elif grant.role in LOOK_AT:
            high = max(high, at)
        elif grant.role == "sign":
            high, low = max(high, at), min(low, at)
    return high, low


def appeals(view: View, powers: set[str]) -> list[Appeal]:
    """Which of some powers is an appeal against which, by what ``powers.csv`` calls them."""
    names = {power: _plain(view, power) for power in sorted(powers)}
    against = {power for power, name in names.items() if APPEAL.search(name)}
    found = []
    for other in sorted(against):
        for power, name in names.items():
            if power == other:
                continue
            second = SECOND in names[other] and name == names[other].replace(SECOND, FIRST)
            named = power not in against and name and re.search(rf"\b{re.escape(name)}\b", names[other])
            codes = [fold(power), *(fold(code.code) for code in view.charter.records.codes if code.power == power)]
            if second or named or any(re.search(rf"\b{re.escape(code)}\b", names[other]) for code in codes):
                found.append(Appeal(power, other, f"powers.csv: {view.powers[other].name}"))
    return found


def _plain(view: View, power: str) -> str:
    """The name without accents, capitals and the words every procedure begins with."""
    return re.sub(r"^(thu tuc|giai quyet thu tuc)\s+", "", " ".join(fold(view.powers[power].name).split()))
