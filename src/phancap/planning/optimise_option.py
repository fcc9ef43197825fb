"""The optimiser's answer as an option: proposed acts, grants, staff, workplaces and money, in the workspace's tables.

Nothing here is the city's: acts bear no real number, and the stamp stands first. The rows name no source but
``assumption``, since a proposal rests on none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from phancap.charter.names import body_name, level_words
from phancap.charter.view import View
from phancap.competence.recorder import place_names
from phancap.formats.days import format_day, parse_day
from phancap.formats.tables import Row
from phancap.law.numbers import has_year
from phancap.planning.optimise_city import Question
from phancap.planning.optimise_model import Ints, Plan, loads
from phancap.territory.atoms import bits
from phancap.workspace.cells import empty_value
from phancap.workspace.tables import TABLES, columns_of

STAMP = "PHƯƠNG ÁN GIẢ ĐỊNH / DIỄN TẬP - không phải văn bản của cơ quan nhà nước"
ASSUMPTION = "assumption"


class Move(NamedTuple):
    """One task that goes down: from whom, to whom, on which land, by which act of which organ."""

    task: int
    level: int
    areas: tuple[int, ...]
    mask: int
    grantor: str
    holder: str
    instrument: str
    provision: str
    act: str
    until: int


def moves_of(view: View, asked: Question, plan: Plan, option: str, signed: int) -> list[Move]:
    """Every task that leaves its level of today, one for each level it goes to."""
    found = []
    for task, piece in enumerate(asked.pieces):
        today = asked.instance.now[task]
        for level in sorted({int(n) for n in plan.level[task][plan.level[task] != today]}):
            areas = tuple(int(a) for a in np.flatnonzero(plan.level[task] == level))
            mask = 0
            for area in areas:
                mask |= view.territory.atoms_of(asked.areas[area].uid) & piece.mask
            way = piece.ways[level]
            act = act_id(option, way.instrument, piece.holder, signed)
            found.append(
                Move(task, level, areas, mask, piece.holder, way.holder, way.instrument, way.provision, act, piece.until)
            )  # fmt: skip
    return found


def act_id(option: str, instrument: str, giver: str, signed: int) -> str:
    """An id that no real act can bear; a decentralising one has the year, as a normative act must."""
    if instrument == "decentralise":
        return f"PA-{option}-{format_day(signed)[:4]}-phan-cap-{giver}"
    # An individual act has no year in its number, and the option's own id may well have one.
    short = re.sub(r"(?:19|20)(\d\d)", r"\1", option)
    found = f"PA-{short}-uy-quyen-{giver}"
    return f"PA-{re.sub('[0-9]+', 'n', option)}-uy-quyen-{giver}" if has_year(found) else found


def rows_of(
    view: View, asked: Question, plan: Plan, moves: list[Move], option: str, days: tuple[int, int, int]
) -> dict[str, list[Row]]:
    """The tables of the option; ``days`` are the signing day, the first and the day after the last."""
    signed, start, until = days
    tables: dict[str, list[Row]] = {
        "acts": [_act(view, move, signed, start, option) for move in _one_an_act(moves)],
        "grants": [
            _grant(view, asked, move, number, option, start) for number, move in enumerate(moves, start=1)
        ],
    }
    staff = staff_rows(view, asked, plan, moves)
    tables["staff"] = [
        _row("staff", option, body=holder, unit=uid, skill=skill, posts=posts, filled=posts, source=ASSUMPTION,
             **{"from": start, "to": until})
        for (holder, uid, skill), posts in sorted(staff.items())
    ]  # fmt: skip
    tables["facilities"], tables["budget"] = _means(asked, staff, option, start, until)
    return tables


def _one_an_act(moves: Iterable[Move]) -> list[Move]:
    return sorted({move.act: move for move in moves}.values(), key=lambda move: move.act)


def _row(table: str, option: str, **cells: Any) -> Row:
    """A row as loading gives them: every column of the table, empty where nothing is said."""
    row: Row = {"_option": option, "_file": f"options/{option}/{table}.csv", "_row": 0}
    for column in columns_of(TABLES[table]):
        row[column.name] = cells.pop(column.name, empty_value(column))
    if cells:
        raise KeyError(f"{table} has no column {', '.join(cells)}")
    return row


def _act(view: View, move: Move, signed: int, start: int, option: str) -> Row:
    unit = next(
        u
        for u in view.territory.at_level("province")
        if u.alive(start) and view.territory.atoms_of(u.uid) & move.mask
    )
    atom = next(bits(move.mask))
    body = view.body_at(move.grantor, atom, start) or move.grantor
    what = "Phân cấp" if move.instrument == "decentralise" else "Ủy quyền"
    title = f"[phương án giả định, diễn tập] {what} cho {level_words(view, move.holder)}"
    rank = {"decentralise": 30}.get(move.instrument, 27)
    return _row("acts", option, act=move.act, type="quyết định", issuer=body_name(view, body), issuer_unit=unit.uid,
                title=title, signed=signed, in_force=start, known=signed, status="proposed", rank=rank,
                source=ASSUMPTION)  # fmt: skip


def _grant(view: View, asked: Question, move: Move, number: int, option: str, start: int) -> Row:
    piece = asked.pieces[move.task]
    # A delegation needs its last day; a decentralisation is open-ended unless its ground ends before.
    end = move.until if move.instrument == "delegate" or move.until < view.horizon.end else None
    return _row("grants", option, grant=f"{option}:{piece.power}:{number}", power=piece.power, role="decide",
                instrument=move.instrument, grantor=move.grantor, holder=move.holder,
                where=tuple(place_names(view, move.mask, start)), condition=piece.condition, act=move.act, transition="stay", resources=True,
                source=ASSUMPTION, **{"from": start, "to": end})  # fmt: skip


def staff_rows(
    view: View, asked: Question, plan: Plan, moves: list[Move]
) -> dict[tuple[str, str, str], float]:
    """Posts that each receiving body needs for what comes to it, by skill: the work moved, in half posts.

    A share of the posts the plan gives that office for the skill, at least the skill minimum.
    """
    instance = asked.instance
    coming = _only(instance.now, plan.level, moves)
    load = loads(instance._replace(volume=np.where(coming, instance.volume, 0.0)), plan.level)
    found: dict[tuple[str, str, str], float] = {}
    for move in moves:
        skill = instance.tasks[move.task].skill
        for place, office in enumerate(instance.offices):
            if office.level != move.level or office.area not in move.areas:
                continue
            need = max(load[place, skill] / instance.rules.busiest, instance.rules.need[move.level])
            key = (move.holder, asked.offices[place], instance.skills[skill])
            found[key] = max(found.get(key, 0.0), math.ceil(need * 2 - 1e-9) / 2)
    return found


def _only(now: Ints, level: Ints, moves: list[Move]) -> np.ndarray:
    coming = np.zeros(level.shape, bool)
    for move in moves:
        coming[move.task, list(move.areas)] = (
            level[move.task, list(move.areas)] != now[move.task, list(move.areas)]
        )
    return coming


def _means(
    asked: Question, staff: dict[tuple[str, str, str], float], option: str, start: int, until: int
) -> tuple[list[Row], list[Row]]:
    """A workplace and room for each new post, and the money that follows: capital once, running cost by year."""
    given = asked.assumed
    posts: dict[tuple[str, str], float] = {}
    for (holder, uid, _), count in staff.items():
        posts[holder, uid] = posts.get((holder, uid), 0.0) + count
    level_of = {uid: office.level for office, uid in zip(asked.instance.offices, asked.offices, strict=True)}
    facilities, budget = [], []
    for (holder, uid), count in sorted(posts.items()):
        places = math.ceil(count)
        room = round(places * given["room_area"])
        span = {"from": start, "to": until}
        facilities += [
            _row("facilities", option, body=holder, unit=uid, kind="cho-lam-viec", count=places,
                 cost=round(places * given["workplace_cost"]), source=ASSUMPTION, **span),
            _row("facilities", option, body=holder, unit=uid, kind="phong-lam-viec", count=1, area=room,
                 cost=round(room * given["room_cost"]), source=ASSUMPTION, **span),
        ]  # fmt: skip
        running = count * asked.instance.prices.post[level_of[uid]]
        running += places * given["workplace_running"] + room * given["room_running"]
        for low, high in years(start, until):
            amount = round(running * (high - low) / 365.25)
            budget.append(
                _row("budget", option, body=holder, unit=uid, kind="recurrent", tier="budget_level", amount=amount,
                     source=ASSUMPTION, **{"from": low, "to": high})
            )  # fmt: skip
    return facilities, budget


def years(start: int, until: int) -> list[tuple[int, int]]:
    """Budget years between two days."""
    cuts = [start]
    for year in range(int(format_day(start)[:4]) + 1, int(format_day(until - 1)[:4]) + 1):
        cuts.append(parse_day(f"{year:04d}-01-01"))
    return list(zip(cuts, [*cuts[1:], until], strict=True))


def about(
    asked: Question, plan: Plan, moves: list[Move], name: str, days: tuple[int, int, int], binding: list[str]
) -> dict[str, Any]:
    """``option.toml``: what the option says of itself, its phases, and how it was found."""
    _, start, until = days
    acts = sorted({move.act for move in moves})
    prepare = max(int(asked.assumed["recruit_days"]), int(asked.assumed["procure_days"]))
    return {
        "stamp": STAMP,
        "name": name,
        "aims": ["ít tốn nhất cho người làm, người chờ và người đi lại, trong khuôn khổ pháp luật cho phép"],
        "authors": ["phancap optimise"],
        "status": "proposed",
        "horizon": [format_day(start), format_day(until)],
        "optimiser": {
            "objective": round(plan.objective), "bound": round(plan.bound), "gap": round(plan.gap, 6),
            "binding": binding, "acts": acts,
        },
        "phases": [
            {"id": "chuan-bi", "name": "Chuẩn bị: người, phòng, quầy, tiền", "from": format_day(start - prepare),
             "to": format_day(start), "aims": "người và tiền có trước ngày nhận việc"},
            {"id": "chuyen-giao", "name": "Chuyển giao", "from": format_day(start), "to": format_day(until),
             "aims": f"{len(moves)} việc"},
        ],
    }  # fmt: skip
