"""``optimise``: ask a workspace, solve, hold the answer against the check, write it as a new option."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from phancap.charter.charter import Charter
from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.recorder import place_names
from phancap.formats.days import format_day
from phancap.planning.assumed import Assumed
from phancap.planning.optimise_city import Asked, AskError, Piece, Question, question
from phancap.planning.optimise_model import Infeasible, Plan, loads
from phancap.planning.optimise_option import Move, about, moves_of, rows_of
from phancap.planning.optimise_solve import best_plans, relaxed_prices, solve
from phancap.planning.optimise_words import binding, demand_words
from phancap.workspace.load import Workspace

BARRED = ("PC003", "PC004", "PC006")
Rows = dict[str, list[dict[str, Any]]]


class Answer(NamedTuple):
    """The plan chosen with its option, or why there is none; ``others`` are the next best, ``option`` where it lies."""

    asked: Question
    plan: Plan | None
    moves: list[Move]
    rows: Rows
    toml: dict[str, Any]
    binding: list[str]
    conflict: list[str]
    proved_smallest: bool
    plans: list[Plan]


def optimise(loaded: Workspace, charter: Charter, asked: Asked, option: str, name: str = "", *, lang: str = "vi",
             assume: Mapping[str, float] | None = None, gap: float = 1e-3, time_limit: float = 60.0, top: int = 1,
             tell: Callable[[str], None] | None = None) -> Answer:  # fmt: skip
    """The cheapest lawful placement of a workspace's tasks and its option's rows; nothing is written yet.

    ``top`` asks for that many of the best placements (``plans``, best first). :class:`AskError` where there is
    nothing to ask.
    """
    say = tell or (lambda text: None)
    view = View(charter)
    put = question(view, loaded.tables, asked, Assumed(assume))
    say(f"{len(put.pieces)} × {len(put.levels)} × {len(put.instance.offices)}")
    found = solve(put.instance, gap, time_limit)
    if isinstance(found, Infeasible):
        words = [demand_words(put.instance, demand, lang) for demand in found.conflict]
        return Answer(put, None, [], {}, {}, [], words, found.proved_smallest, [])
    plans = [found] if top <= 1 else best_plans(put.instance, top, gap, time_limit, found)
    return with_plan(view, put, plans[0], plans, asked, option, name, lang, time_limit)


def with_plan(view: View, put: Question, plan: Plan, plans: list[Plan], asked: Asked, option: str,
              name: str, lang: str, time_limit: float = 60.0) -> Answer:  # fmt: skip
    """The answer for one of the plans, its words and its rows."""
    days = (asked.signed, asked.on, asked.until)
    moves = moves_of(view, put, plan, option, asked.signed)
    words = binding(put.instance, plan, lang, _prices(put, time_limit))
    rows = rows_of(view, put, plan, moves, option, days)
    title = name or f"Phương án tối ưu từ {format_day(asked.on)}"
    toml = about(put, plan, moves, title, days, words)
    return Answer(put, plan, moves, rows, toml, words, [], True, plans)


def _prices(put: Question, time_limit: float) -> dict[str, float]:
    """What one more post, or one more move, would save a year, by the programme without whole numbers."""
    demands = put.instance.demands
    if demands.payroll is None and demands.moves is None:
        return {}
    matrix, prices = relaxed_prices(put.instance, time_limit)
    return {
        label.kind: abs(float(price))
        for label, price in zip(matrix.labels, prices, strict=True)
        if label.kind in ("payroll", "moves")
    }


def unlawful(loaded: Workspace, option: str, answer: Answer) -> list[str]:
    """What the check says against the option's own rows: nothing, by construction. Asked all the same.

    Only the powers that move are checked; nothing else has changed.
    """
    from phancap.competence.check import run

    charter = charter_with(loaded, answer)
    powers = {answer.asked.pieces[move.task].power for move in answer.moves}
    records = charter.records
    part = records._replace(
        powers=[power for power in records.powers if power.power in powers],
        grants=[grant for grant in records.grants if grant.power in powers],
        codes=[code for code in records.codes if code.power in powers],
        limits=[limit for limit in records.limits if limit.power in powers],
        facts=[fact for fact in records.facts if fact.power in (*powers, "*")],
        tensions=[reading for reading in records.tensions if reading.grants and all(
            any(g.grant == name and g.power in powers for g in records.grants) for name in reading.grants)],
    )  # fmt: skip
    checked = run(View(charter._replace(records=part)), {}, {}, "vi")
    mine = f"options/{option}/"
    return [f"{f.code} {f.message}" for f in checked.findings if f.code in BARRED and f.file.startswith(mine)]


def charter_with(loaded: Workspace, answer: Answer) -> Charter:
    """The charter of the workspace with the rows of the option added, without writing anything."""
    from phancap.charter.charter import Horizon
    from phancap.charter.reading import records_of
    from phancap.law.numbers import rank_of

    tables = tables_with(loaded, answer)
    records = records_of(tables, rank_of)
    return Charter(Horizon(*loaded.city.horizon), records, loaded.city.name, loaded.city.rulebook, "")


def tables_with(loaded: Workspace, answer: Answer) -> Rows:
    """The tables of the workspace with the option's rows."""
    return {name: [*rows, *answer.rows.get(name, [])] for name, rows in loaded.tables.items()}


def write(answer: Answer, root: str | os.PathLike[str], option: str, replace: bool = False) -> str:
    """Write ``options/<option>/`` whole or not at all; its path. ``FileExistsError`` where it is there already."""
    from phancap.workspace.city import Option
    from phancap.workspace.write import write_csv

    folder = os.path.join(os.fspath(root), "options")
    target = os.path.join(folder, option)
    if os.path.lexists(target) and not replace:
        raise FileExistsError(target)
    os.makedirs(folder, exist_ok=True)
    waiting = os.path.join(folder, f".{option}.{os.getpid()}.part")
    try:
        write_csv(answer.rows, waiting, options={option: Option(option, more=answer.toml)})
        if os.path.lexists(target):
            shutil.rmtree(target)
        os.replace(os.path.join(waiting, "options", option), target)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return target


def copy_workspace(source: str | os.PathLike[str], target: str | os.PathLike[str]) -> None:
    """The files of a workspace folder, to add an option where the original must not be touched."""
    skip = shutil.ignore_patterns("__pycache__", "*.py", ".*")
    shutil.copytree(source, target, ignore=skip)


def as_json(view: View, answer: Answer, option: str, path: str, lang: str = "vi") -> dict[str, Any]:
    """What ``optimise --json`` prints."""
    put, plan = answer.asked, answer.plan
    if plan is None:
        return {
            "format": 1, "objective": None, "bound": None, "gap": None, "moves": [], "staff": [], "binding": [],
            "option": None, "conflict": answer.conflict, "proved_smallest": answer.proved_smallest,
            "assumptions": put.assumed.listed(lang),
        }  # fmt: skip
    instance = put.instance
    return {
        "format": 1, "objective": round(plan.objective), "bound": round(plan.bound), "gap": round(plan.gap, 6),
        "costs": {name: round(value) for name, value in plan.costs.items()},
        "moves": [_move_json(view, put, move, lang) for move in answer.moves],
        "staff": _staff_json(put, plan), "binding": answer.binding, "option": path, "id": option,
        "precedence": [
            {"power": appeal.power, "never_below": appeal.other, "basis": appeal.basis, "kept": kept}
            for appeal, kept in put.precedence
        ],
        "tasks": len(put.pieces), "without_demand": len(put.without_demand), "levels": list(put.levels),
        "offices": len(instance.offices), "assumptions": put.assumed.listed(lang),
    }  # fmt: skip


def _move_json(view: View, put: Question, move: Move, lang: str) -> dict[str, Any]:
    piece: Piece = put.pieces[move.task]
    power = view.powers[piece.power]
    volume = float(put.instance.volume[move.task, list(move.areas)].sum())
    return {
        "power": piece.power, "name": (power.name_en if lang == "en" else "") or power.name,
        "condition": piece.condition, "from": move.grantor, "to": move.holder, "level": put.levels[move.level],
        "where": place_names(view, move.mask, put.on),
        "instrument": move.instrument, "act": move.act, "organ": level_words(view, move.grantor, lang),
        "provision": move.provision, "until": format_day(move.until), "dossiers_a_year": round(volume, 1),
    }  # fmt: skip


def _staff_json(put: Question, plan: Plan) -> list[dict[str, Any]]:
    instance = put.instance
    load = loads(instance, plan.level)
    found = []
    for place, office in enumerate(instance.offices):
        if not plan.posts[place]:
            continue
        skills = {
            name: round(float(plan.by_skill[place, n]), 2)
            for n, name in enumerate(instance.skills)
            if plan.by_skill[place, n] > 1e-6
        }
        found.append({"body": office.id, "name": office.name, "posts": int(plan.posts[place]), "now": office.now,
                      "skills": skills, "load": round(float(load[place].sum()), 2)})  # fmt: skip
    return found


__all__ = ["Answer", "AskError", "Asked", "as_json", "copy_workspace", "optimise", "unlawful", "write"]
