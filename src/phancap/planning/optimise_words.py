"""What binds a plan and why there is none, in words that name the office, the task and the figure."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from phancap.planning.optimise_model import Demand, Instance, Plan, loads, moved
from phancap.planning.skills import skill_name

TIGHT = 1e-6
SHOWN = 12


class Binding(NamedTuple):
    """One thing that holds the plan back; ``worth`` is what a unit more of it saves a year, in đồng (0: unknown)."""

    words: str
    worth: float


def binding(
    instance: Instance, plan: Plan, lang: str = "vi", worth: dict[str, float] | None = None
) -> list[str]:
    """Every demand and limit the plan stands against, dearest first; ``worth`` are prices by kind."""
    prices = worth or {}
    found = [
        *_totals(instance, plan, lang, prices),
        *_offices(instance, plan, lang),
        *_order(instance, plan, lang),
    ]
    law = _law(instance, plan, lang)
    return [item.words for item in sorted(found, key=lambda item: -item.worth)[:SHOWN]] + law


def _totals(instance: Instance, plan: Plan, lang: str, prices: dict[str, float]) -> list[Binding]:
    vi, demands, found = lang == "vi", instance.demands, []
    used, changed = int(plan.posts.sum()), int(moved(instance, plan.level).sum())
    if demands.payroll is not None and used >= demands.payroll:
        saved = prices.get("payroll", 0.0)
        text = (
            f"trần biên chế {demands.payroll}: đã dùng hết"
            if vi
            else f"payroll ceiling of {demands.payroll} posts: all used"
        )
        found.append(Binding(text + _saved(saved, lang), 1e18 + saved))
    if demands.moves is not None and changed >= demands.moves:
        saved = prices.get("moves", 0.0)
        text = (
            f"số việc được chuyển mỗi năm, {demands.moves}: đã dùng hết"
            if vi
            else f"limit of {demands.moves} moves a year: all used"
        )
        found.append(Binding(text + _saved(saved, lang), 1e17 + saved))
    return found


def _saved(saved: float, lang: str) -> str:
    if saved <= 0:
        return ""
    million = saved / 1e6
    if lang == "vi":
        return f"; thêm một thì bớt được khoảng {million:.1f} triệu đồng một năm".replace(".", ",")
    return f"; one more would save about {million:.1f} million đồng a year"


def _offices(instance: Instance, plan: Plan, lang: str) -> list[Binding]:
    vi = lang == "vi"
    found: list[Binding] = []
    held: dict[tuple[int, int], list[tuple[float, int]]] = {}
    load = loads(instance, plan.level)
    rules = instance.rules
    for place, office in enumerate(instance.offices):
        posts = int(plan.posts[place])
        price = instance.prices.post[office.level]
        if instance.demands.ceilings and posts >= office.most:
            text = (
                f"{office.name}: trần {office.most} biên chế"
                if vi
                else f"{office.name}: ceiling of {office.most} posts"
            )
            found.append(Binding(text, price * 10))
        needed = float(np.maximum(load[place] / rules.busiest, plan.by_skill[place]).sum())
        if posts == office.least and posts > needed + 1:
            text = (
                f"{office.name}: không dưới {office.least} biên chế"
                if vi
                else f"{office.name}: no fewer than {office.least} posts"
            )
            found.append(Binding(text, price * (posts - needed)))
        if not instance.demands.skills:
            continue
        for skill in range(len(instance.skills)):
            need, part = rules.need[office.level], float(plan.by_skill[place, skill])
            idle = part - float(load[place, skill]) / rules.busiest
            if part > TIGHT and part <= need + TIGHT and idle > 0.05:
                held.setdefault((office.level, skill), []).append((idle, place))
    return found + _skills(instance, held, lang)


def _skills(
    instance: Instance, held: dict[tuple[int, int], list[tuple[float, int]]], lang: str
) -> list[Binding]:
    """The skill minimum, a line for each skill and level: where, and how much of it stands idle."""
    found = []
    for (level, skill), places in held.items():
        idle = sum(part for part, _ in places)
        worst = instance.offices[max(places)[1]].name
        need, name = _number(instance.rules.need[level], lang), skill_name(instance.skills[skill], lang)
        more = len(places) - 1
        if lang == "vi":
            where = worst + (f" và {more} nơi nữa" if more else "")
            text = (
                f"kỹ năng {name} ở {where}: ít nhất {need} biên chế mỗi nơi, rỗi tất cả {_number(idle, lang)}"
            )
        else:
            where = worst + (f" and {more} more" if more else "")
            text = f"skill {name} at {where}: at least {need} posts each, {_number(idle, lang)} idle in all"
        found.append(Binding(text, instance.prices.post[level] * idle))
    return found


def _number(value: float, lang: str) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if lang == "vi" else text


def _order(instance: Instance, plan: Plan, lang: str) -> list[Binding]:
    found = []
    for item, (task, other) in enumerate(instance.demands.order):
        here = np.isin(np.arange(len(instance.areas)), instance.demands.areas_of(item, len(instance.areas)))
        first, second = instance.tasks[task], instance.tasks[other]
        level = plan.level
        held = here & (level[task] == level[other]) & (level[other] < len(instance.levels) - 1)
        # It binds only where the law would let the other go further down than the first.
        lower = [
            instance.allowed[other, level[other, area] + 1 :, area].any() for area in np.flatnonzero(held)
        ]
        if any(lower):
            text = (
                f"{second.name}: không thấp hơn cấp của {first.name}"
                if lang == "vi"
                else f"{second.name}: never below the level of {first.name}"
            )
            found.append(Binding(text, 1.0))
    return found


def _law(instance: Instance, plan: Plan, lang: str) -> list[str]:
    """How many tasks stay because the law leaves one level only: no price is put on the law."""
    only = int((instance.allowed.sum(1) == 1).all(1).sum())
    if not only:
        return []
    total = len(instance.tasks)
    if lang == "vi":
        return [f"luật chỉ để một cấp cho {only} trên {total} việc"]
    return [f"the law leaves one level only for {only} of {total} tasks"]


def demand_words(instance: Instance, demand: Demand, lang: str = "vi") -> str:
    """One demand in words."""
    vi, demands = lang == "vi", instance.demands
    if demand.kind == "payroll":
        return f"trần biên chế {demands.payroll}" if vi else f"payroll ceiling of {demands.payroll} posts"
    if demand.kind == "moves":
        return f"tối đa {demands.moves} việc được chuyển" if vi else f"at most {demands.moves} moves"
    if demand.kind == "order":
        first, second = (instance.tasks[n].name for n in demands.order[demand.item])
        return f"{second} không thấp hơn {first}" if vi else f"{second} never below {first}"
    if demand.kind == "equal":
        names = ", ".join(instance.areas[a] for a in demands.equal[demand.item])
        return f"như nhau ở {names}" if vi else f"alike in {names}"
    if demand.kind == "must":
        task, level, area = demands.must[demand.item]
        name, at, where = instance.tasks[task].name, instance.levels[level], instance.areas[area]
        return f"{name} phải ở {at} tại {where}" if vi else f"{name} must sit at {at} in {where}"
    if demand.kind == "skills":
        return (
            "mỗi nơi giữ việc phải có người đủ kỹ năng"
            if vi
            else "whoever holds a task has staff with its skill"
        )
    return "trần biên chế của từng cơ quan" if vi else "the ceiling of posts of each office"
