"""The optimiser's question as a workspace asks it: tasks from the charter, the mask from the rule book.

A task is a power as one kind of body decides it on the option's first day, within one box of facts. A level below
is allowed exactly where a grant that says so would stand: the giver is the holder, the rule book of the signing day
lets the pair, the act has the lawful form, the receiver exists there, the power is transferable and has not already
been handed on as often as the law lets. So nothing that the solver can choose is unlawful.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from phancap.charter.conditions import show_box
from phancap.charter.names import body_name
from phancap.charter.view import View
from phancap.competence.lawful import Party, party_of, rule_book
from phancap.competence.oracle import Holding
from phancap.competence.regions import Region, land, presence, regions_between
from phancap.formats.nearest import nearest
from phancap.planning.assumed import Assumed
from phancap.planning.geography import own_land
from phancap.planning.optimise_model import Demands, Instance, Office, Prices, Rules, Task
from phancap.planning.optimise_order import Appeal, appeals, bounds
from phancap.planning.workload import Demand, Tables, handling, shares, staff_of
from phancap.territory.atoms import bits
from phancap.territory.model import Unit

LEVELS = ("province", "district", "commune")
COMMITTEE = ("committee", "chair")
MOST_POSTS = 2000


class Way(NamedTuple):
    """One lawful way down: to which class of body, by which instrument, by what provision."""

    holder: str
    instrument: str
    provision: str


class Piece(NamedTuple):
    """A task in the charter's own terms: who holds it by which grants, on which land, under which facts."""

    power: str
    holder: str
    chain: tuple[str, ...]
    condition: str
    mask: int
    until: int
    ways: dict[int, Way]


class Question(NamedTuple):
    """An instance with what is needed to write its answer back as an option.

    ``precedence``: the appeals read off the charter, and whether each is asked of the solver (not where today already
    breaks it: then nothing is moved for its sake).
    """

    instance: Instance
    pieces: tuple[Piece, ...]
    areas: tuple[Unit, ...]
    levels: tuple[str, ...]
    offices: tuple[str, ...]
    without_demand: tuple[str, ...]
    assumed: Assumed
    on: int
    precedence: tuple[tuple[Appeal, bool], ...] = ()


class Asked(NamedTuple):
    """What the asker says: the first day, the last, the signing day, areas and demands.

    ``areas`` are uids where a move is allowed (empty: everywhere); ``alike`` treats those areas alike. ``must`` are
    ``(power, level)``; ``order`` ``(power, other)``: the other never below the first, beside what the charter says.
    """

    on: int
    until: int
    signed: int
    areas: tuple[str, ...] = ()
    alike: bool = True
    payroll: int | None = None
    moves: int | None = None
    must: tuple[tuple[str, str], ...] = ()
    order: tuple[tuple[str, str], ...] = ()


class AskError(ValueError):
    """The question cannot be put to this workspace; the sentence says why."""


def question(view: View, tables: Tables, asked: Asked, assumed: Assumed | None = None) -> Question:
    """The instance of a workspace on a day."""
    given = assumed or Assumed()
    levels = tuple(
        level for level in LEVELS if any(unit.alive(asked.on) for unit in view.territory.at_level(level))
    )
    areas = _areas(view, asked, levels)
    demand = Demand(view, tables, asked.on)
    work = handling(tables)
    pieces, without = [], []
    for power in sorted(view.powers):
        if view.powers[power].kind != "procedure":
            continue
        if power not in work or not demand.known(power):
            without.append(power)
            continue
        pieces += _pieces(view, power, asked, levels, areas)
    if not pieces:
        raise AskError("không thẩm quyền nào có cả demand.csv và service.csv vào ngày này: chưa có gì để xếp")
    skills = tuple(sorted({work[piece.power].skill for piece in pieces}))
    tasks = tuple(
        Task(_id(piece), _name(view, piece), skills.index(work[piece.power].skill), work[piece.power].minutes / 60,
             _desk_share(view, demand, piece, asked.on))
        for piece in pieces
    )  # fmt: skip
    offices, keys = _offices(view, tables, asked, levels, areas, pieces, given)
    volume, now, allowed = _arrays(view, demand, pieces, levels, areas, asked)
    serves = np.ones((len(offices), len(pieces)), bool)
    for place, office in enumerate(offices):
        if office.level == 0:
            serves[place] = [_desk(view, piece.holder) == keys[place] for piece in pieces]
    demands, precedence = _demands(view, asked, levels, areas, pieces)
    instance = Instance(
        levels, (*(unit.uid for unit in areas), *["…"] * (volume.shape[1] - len(areas))), skills, tasks, offices, allowed, now, volume, serves,
        Prices(tuple(given[f"post_{level}"] for level in levels), tuple(given[f"travel_{level}"] for level in levels),
               given["delay"], given["move"]),
        Rules(given["hours_a_post"], tuple(given[f"pace_{level}"] for level in levels), given["busiest"],
              tuple(given[f"need_{level}"] for level in levels)),
        demands,
    )  # fmt: skip
    return Question(instance, tuple(pieces), areas, levels, keys, tuple(without), given, asked.on, tuple(precedence))


def _areas(view: View, asked: Asked, levels: tuple[str, ...]) -> tuple[Unit, ...]:
    """Where a placement may differ: the districts, or the communes where there are no districts."""
    if len(levels) < 2:
        raise AskError("chỉ có một cấp chính quyền vào ngày này: không có gì để xếp")
    units = sorted((u for u in view.territory.at_level(levels[1]) if u.alive(asked.on)), key=lambda u: u.uid)
    if not asked.areas:
        own = own_land(view, asked.on)
        return tuple(unit for unit in units if not view.territory.atoms_on(unit, asked.on) & ~own)
    chosen = [unit for unit in units if unit.uid in asked.areas]
    unknown = set(asked.areas) - {unit.uid for unit in chosen}
    if unknown:
        raise AskError(f"không có nơi `{min(unknown)}` ở {level_name(levels[1], 'vi')} vào ngày ấy")
    return tuple(chosen)


def level_name(level: str, lang: str) -> str:
    """The level in words."""
    vi = {"province": "cấp tỉnh", "district": "cấp huyện", "commune": "cấp xã"}
    return level if lang == "en" else vi[level]


def _id(piece: Piece) -> str:
    return piece.power + (f"[{piece.condition}]" if piece.condition else "")


def _name(view: View, piece: Piece) -> str:
    name = view.powers[piece.power].name or piece.power
    return f"{name} ({piece.condition})" if piece.condition else name


def _desk_share(view: View, demand: Demand, piece: Piece, day: int) -> float:
    """The share of applicants who come to the office that decides; none where the charter names who receives."""
    if any(g.role == "receive" and view.life(g).holds(day) for g in view.grants_of(piece.power)):
        return 0.0
    known = demand.within(piece.power, piece.mask)
    return known.desk / known.value if known.value else 0.0


def _desk(view: View, holder: str) -> str:
    """Whose staff does the work: a chair's is the committee's, a head's the agency's."""
    kind, level = party_of(view, holder)
    if kind == "chair":
        same = [c.id for c in view.classes.values() if c.kind == "committee" and c.level == level]
        return min(same, default=holder)
    if kind == "agency_head":
        rows = view.presences.get(holder, [])
        superior = next((row.superior for row in rows if row.superior in view.classes), "")
        if superior and view.classes[superior].kind == "agency":
            return superior
        own = holder.partition("-")[2]
        return own if own in view.classes else holder
    return holder


def _pieces(
    view: View, power: str, asked: Asked, levels: tuple[str, ...], areas: tuple[Unit, ...]
) -> list[Piece]:
    """The power cut by holder and facts on the first day; land of one holder together."""
    ends = [day for day in view.cuts(power) if day > asked.on]
    here = 0
    for unit in areas:
        here |= view.territory.atoms_on(unit, asked.on)
    found: dict[tuple[str, tuple[str, ...], str], int] = {}
    samples: dict[tuple[str, tuple[str, ...], str], Region] = {}
    end = ends[0] if ends else view.horizon.end
    for region in regions_between(view, power, "decide", asked.on, end, land(view, asked.on) & here):
        chain = region.holding.chain
        if region.holding.status != "competent" or not chain:
            continue
        holder = chain[-1].grant.holder
        if party_of(view, holder).level not in levels:
            continue
        key = (holder, tuple(link.grant.grant for link in chain), show_box(region.box))
        found[key] = found.get(key, 0) | region.mask
        samples.setdefault(key, region)
    pieces = []
    for (holder, chain_ids, condition), mask in sorted(found.items()):
        until = _held_until(view, power, samples[holder, chain_ids, condition], asked)
        ways = _ways(
            view, power, holder, samples[holder, chain_ids, condition].holding, asked, levels, mask, until
        )
        pieces.append(Piece(power, holder, chain_ids, condition, mask, until, ways))
    return pieces


def _held_until(view: View, power: str, sample: Region, asked: Asked) -> int:
    """The day to which the same holder holds by the same grants: a gift lives no longer than that."""
    days = [day for day in view.cuts(power) if asked.on < day < asked.until]
    for day in days:
        here = land(view, day) & sample.mask
        later = [
            region
            for region in regions_between(view, power, "decide", day, day + 1, here)
            if all(region.box.get(fact) == axis for fact, axis in sample.box.items())
        ]
        same = {tuple(link.grant.grant for link in r.holding.chain) for r in later}
        if same != {tuple(link.grant.grant for link in sample.holding.chain)}:
            return day
    return asked.until


def _ways(view: View, power: str, holder: str, held: Holding, asked: Asked, levels: tuple[str, ...],
          mask: int, until: int) -> dict[int, Way]:  # fmt: skip
    """The lawful way to each level below the holder, where there is one."""
    giver = party_of(view, holder)
    instruments = [link.grant.instrument for link in held.chain]
    if not view.powers[power].transferable or "delegate" in instruments or not giver.kind:
        return {}
    top = levels.index(giver.level)
    high, low = bounds(view, power, mask, asked.on, levels)
    found = {}
    for level in range(top + 1, len(levels)):
        if not high <= level <= low:
            continue
        way = _way(view, holder, giver, instruments.count("decentralise"), levels[level], asked, mask, until)
        if way is not None:
            found[level] = way
    return found


def _way(view: View, holder: str, giver: Party, hops: int, level: str, asked: Asked, mask: int,
         until: int) -> Way | None:  # fmt: skip
    book = rule_book(view)
    for instrument in ("decentralise", "delegate"):
        if instrument == "decentralise" and giver.kind not in ("council", *COMMITTEE):
            continue  # a normative act is theirs alone
        if hops:
            onward = book.onward("decentralise", instrument, asked.signed, "local-local", hops + 1)
            if not onward.allowed:
                continue
        for receiver in _receivers(view, giver, level):
            verdict = book.pair(instrument, giver, party_of(view, receiver), asked.signed)
            if verdict.allowed and _there(view, receiver, mask, asked.on, until):
                return Way(receiver, instrument, verdict.provision)
    return None


def _receivers(view: View, giver: Party, level: str) -> list[str]:
    """Classes of the level that may decide: of the giver's own kind first, then the committee, the chair."""
    order = [giver.kind, "committee", "chair"]
    found = [c for c in view.classes.values() if c.level == level and c.kind in COMMITTEE]
    return [c.id for c in sorted(found, key=lambda c: (order.index(c.kind) if c.kind in order else 9, c.id))]


def _there(view: View, receiver: str, mask: int, on: int, until: int) -> bool:
    """Whether the receiver exists everywhere on the land, from the first day to the last."""
    days = {on, until - 1}
    for row in view.presences.get(receiver, ()):
        days |= {day for day in (row.start, row.end) if day is not None and on <= day < until}
    return all(not mask & ~presence(view, receiver, day) for day in days)


def _offices(view: View, tables: Tables, asked: Asked, levels: tuple[str, ...], areas: tuple[Unit, ...],
             pieces: list[Piece], assumed: Assumed) -> tuple[tuple[Office, ...], tuple[str, ...]]:  # fmt: skip
    """The body of each holder at the top, then one office a unit below."""
    posts: dict[str, float] = {}
    for (cls, uid), skills in staff_of(view, tables, asked.on).items():
        known = view.classes.get(cls)
        if known is not None:
            key = _desk(view, cls) if known.level == levels[0] else uid
            posts[key] = posts.get(key, 0.0) + sum(skills.values())
    offices, keys = [], []
    top = sorted({_desk(view, p.holder) for p in pieces if party_of(view, p.holder).level == levels[0]})
    atom = next(bits(view.territory.atoms_on(areas[0], asked.on)))
    for desk in top:
        body = view.body_at(desk, atom, asked.on) or desk
        now = posts.get(desk)
        offices.append(
            Office(body, body_name(view, body), 0, None, 1.0, 0, MOST_POSTS, round(now) if now else None)
        )
        keys.append(desk)
    people = Demand(view, tables, asked.on).people
    for number, level in enumerate(levels[1:], start=1):
        cls = min(
            (c.id for c in view.classes.values() if c.level == level and c.kind == "committee"), default=""
        )
        for place, area in enumerate(areas):
            mask = view.territory.atoms_on(area, asked.on)
            units = [
                unit
                for unit in sorted(view.territory.at_level(level), key=lambda u: u.uid)
                if unit.alive(asked.on) and not view.territory.atoms_on(unit, asked.on) & ~mask
            ]
            part = shares(view, units, people)
            for unit in units:
                body = f"{cls}/{unit.uid}" if cls else unit.uid
                now = posts.get(unit.uid)
                offices.append(
                    Office(body, body_name(view, body), number, place, part[unit.uid], 0, MOST_POSTS,
                           round(now) if now else None)
                )  # fmt: skip
                keys.append(unit.uid)
    return tuple(offices), tuple(keys)


def _arrays(view: View, demand: Demand, pieces: list[Piece], levels: tuple[str, ...], areas: tuple[Unit, ...],
            asked: Asked) -> tuple[np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Volume, today's level and the mask. Where only some areas may change, the rest of the city is one more
    area that stays as it is: its work keeps the staff at the top that it needs."""
    masks = [view.territory.atoms_on(unit, asked.on) for unit in areas]
    every = [u for u in view.territory.at_level(levels[1]) if u.alive(asked.on)]
    own = [u for u in every if not view.territory.atoms_on(u, asked.on) & ~own_land(view, asked.on)]
    part = shares(view, own if {u.uid for u in areas} <= {u.uid for u in own} else every, demand.people)
    rest = 0
    for unit in own:
        rest |= view.territory.atoms_on(unit, asked.on)
    for mask in masks:
        rest &= ~mask
    width = len(areas) + bool(asked.areas and rest)
    volume = np.zeros((len(pieces), width))
    now = np.zeros((len(pieces), width), np.int64)
    allowed = np.zeros((len(pieces), len(levels), width), bool)
    for number, piece in enumerate(pieces):
        level = levels.index(party_of(view, piece.holder).level)
        now[number] = level
        allowed[number, level] = True
        for place, (unit, mask) in enumerate(zip(areas, masks, strict=True)):
            if piece.mask & mask:
                volume[number, place] = _dossiers(demand, pieces, piece, mask, part[unit.uid])
                if not mask & ~piece.mask:
                    allowed[number, list(piece.ways), place] = True
        if width > len(areas):
            outside = 1.0 - sum(part[unit.uid] for unit in areas)
            volume[number, -1] = _dossiers(demand, pieces, piece, rest, outside)
    return volume, now, allowed


def _dossiers(demand: Demand, pieces: list[Piece], piece: Piece, mask: int, share: float) -> float:
    """Dossiers a year of a task on some land. Nobody says how many fall in each box of facts: evenly, an assumption."""
    boxes = sum(bool(other.mask & mask) for other in pieces if other.power == piece.power)
    return demand.within(piece.power, mask, share).value / max(boxes, 1)


def _demands(view: View, asked: Asked, levels: tuple[str, ...], areas: tuple[Unit, ...],
             pieces: list[Piece]) -> tuple[Demands, list[tuple[Appeal, bool]]]:  # fmt: skip
    """What is asked, each pair and place only where the task is; and the appeals that the charter names."""
    places: dict[str, list[int]] = {}
    for number, piece in enumerate(pieces):
        places.setdefault(piece.power, []).append(number)
    asked_for = [power for pair in asked.order for power in pair] + [power for power, _ in asked.must]
    for power in sorted(set(asked_for)):
        if power not in places:
            near = nearest(power, places, limit=1)
            hint = f" · gần nhất: `{near[0]}`" if near else ""
            raise AskError(f"`{power}` không có trong các việc đem xếp{hint}")
    masks = [view.territory.atoms_on(unit, asked.on) for unit in areas]
    order: dict[tuple[int, int], tuple[int, ...]] = {}

    def pairs(first: str, second: str) -> dict[tuple[int, int], tuple[int, ...]]:
        found = {}
        for a in places[first]:
            for b in places[second]:
                here = tuple(n for n, mask in enumerate(masks) if pieces[a].mask & mask and pieces[b].mask & mask)
                if here and a != b:
                    found[a, b] = here
        return found

    for first, second in asked.order:
        order |= pairs(first, second)
    level_now = [levels.index(party_of(view, piece.holder).level) for piece in pieces]
    precedence = []
    for appeal in appeals(view, set(places)):
        own = pairs(appeal.power, appeal.other)
        kept = all(level_now[b] <= level_now[a] for a, b in own)
        precedence.append((appeal, kept))
        if kept:
            order = own | order
    must = []
    for power, level in asked.must:
        if level not in levels:
            raise AskError(f"`{level}` không phải cấp có vào ngày ấy · có: {', '.join(levels)}")
        must += [
            (n, levels.index(level), area) for n in places[power] for area, mask in enumerate(masks) if pieces[n].mask & mask
        ]
    alike = (tuple(range(len(areas))),) if asked.alike and len(areas) > 1 else ()
    listed = sorted(order)
    demands = Demands(asked.payroll, asked.moves, tuple(listed), alike, tuple(must), order_in=tuple(order[p] for p in listed))
    return demands, precedence
