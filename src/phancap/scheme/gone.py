"""Units a text names that exist no more, with what stands there now: "phường An Phú · nay là phường Ninh Kiều"."""

from __future__ import annotations

import re

from phancap.law.folding import tidy
from phancap.scheme.bodies import Bodies, Mention
from phancap.scheme.vocabulary import LOCAL_KINDS
from phancap.territory.atoms import Territory
from phancap.territory.labels import unit_label
from phancap.territory.model import Unit

_LINK = re.compile(r"[ \n]*(?:,|thuộc|của)?[ \n]*")
MOST_HEIRS = 6
"""Units named as standing there now; of a district there may be many."""


def gone_units(bodies: Bodies, territory: Territory, day: int) -> dict[str, str]:
    """Names as printed to the units that have the land on ``day``; homonyms that still stand are not gone.

    A name followed by another unit ("phường An Phú, thành phố Thủ Đức") counts only where the two belong
    together in the territory.
    """
    by_label: dict[str, list[Unit]] = {}
    for unit in territory.units.values():
        by_label.setdefault(tidy(unit_label(unit)).lower(), []).append(unit)
    found: dict[str, str] = {}
    for mention in bodies.mentions:
        name = mention.name.split("UBND ")[-1]
        if not name.lower().startswith(LOCAL_KINDS) or name in found:
            continue
        units = by_label.get(name.lower(), [])
        if (
            not units
            or any(unit.alive(day) for unit in units)
            or not _belongs(bodies, mention, units, territory)
        ):
            continue
        last = max(units, key=lambda unit: unit.start)
        heirs = territory.communes_of(territory.atoms_of(last.uid), day)
        if heirs:
            shown = ", ".join(unit_label(heir) for heir in heirs[:MOST_HEIRS])
            found[name] = shown + (" …" if len(heirs) > MOST_HEIRS else "")
    return found


def _belongs(bodies: Bodies, mention: Mention, units: list[Unit], territory: Territory) -> bool:
    link = _LINK.match(bodies.page.low, mention.end)
    above = bodies.at(link.end()) if link else None
    if above is None or above.kind != "unit" or above.start - mention.end > 12:
        # Many cities have a "phường 5": a number alone names none.
        return not mention.name.split()[-1].isdigit()
    kinds = {unit_label(parent).lower() for unit in units if (parent := _parent(territory, unit))}
    name = above.name.lower().replace("tp.", "thành phố").replace("tp ", "thành phố ")
    if units[0].level == "district" or not kinds:
        return True
    return name in kinds or any(name.split()[-1] == kind.split()[-1] for kind in kinds)


def _parent(territory: Territory, unit: Unit) -> Unit | None:
    return territory.parent(unit, unit.start)
