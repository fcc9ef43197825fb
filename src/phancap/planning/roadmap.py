"""The road map of an option: its pieces in time, under legal lead times, people, training, procurement, budget years.

Every task has a length (an assumption), tasks it waits for, and maybe a day it cannot come before: money is there from
the first day of a budget year, a power moves no earlier than the option says. A plain forward schedule, task by task in
order of need, with at most so many acts drafted at a time; each task remembers what held it, and following that back from
the last switch gives the critical path. Days are calendar days, spans half-open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from phancap.charter.model import Grant
from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.lawful import party_of
from phancap.formats.days import format_day, parse_day
from phancap.planning import legal_path
from phancap.planning.assumed import Assumed
from phancap.planning.consequences import Sides
from phancap.planning.workload import place

KINDS = ("law", "money", "people", "training", "facility", "switch")
DRAFTERS = 3
"""Acts that can be drafted at a time (an assumption: ``--drafters``)."""


class Task(NamedTuple):
    """A piece of work before a switch. ``act`` is true where it cannot be done without a new act.

    ``why`` names where its figures stand: rows or assumptions. ``not_before`` is a day number, or ``None``.
    """

    id: str
    kind: str
    vi: str
    en: str
    organ: str
    days: int
    after: tuple[str, ...] = ()
    not_before: int | None = None
    why_not_before: str = ""
    act: bool = False
    drafts: bool = False
    cost: int = 0
    posts: float = 0.0
    why: tuple[str, ...] = ()

    def words(self, lang: str) -> str:
        """What is done."""
        return self.en if lang == "en" else self.vi


class Placed(NamedTuple):
    """A task in time: ``held`` is what it waited for last (a task's id, ``start``, ``calendar`` or ``drafters``)."""

    task: Task
    start: int
    end: int
    held: str
    slack: int


class Roadmap(NamedTuple):
    """A schedule with its critical path, the planned day of each switch and whether it can be kept."""

    option: str
    start: int
    end: int
    placed: tuple[Placed, ...]
    critical: tuple[str, ...]
    switches: tuple[dict[str, Any], ...]
    assumed: Assumed
    stamp: str = ""


def roadmap(of: Sides, start: int | None = None, drafters: int = DRAFTERS, money_now: bool = False,
            assumed: Assumed | None = None) -> Roadmap:  # fmt: skip
    """The schedule of an option from ``start``; without one, the latest start that keeps the first planned day: by lengths
    alone, or by the budget year where that would hold it back.

    ``money_now``: money is there already, the budget year need not be waited for.
    """
    given = assumed or Assumed()
    planned = {path.act: path.works for path in legal_path.paths(of.after, of.option, given)}

    def placed_from(day: int) -> list[Placed]:
        money = None if money_now else _budget_year(day, of)
        return _schedule(tasks(of, given, money, {k: v for k, v in planned.items() if v >= day}), day, drafters)

    if start is None:
        free = _schedule(tasks(of, given, None, {}), 0, drafters)
        first = min(planned.values(), default=of.start)
        start = _latest(first, first - max((item.end for item in free), default=0), of, planned, placed_from)
    placed = placed_from(start)
    ends = {item.task.id: item.end for item in placed}
    switches = tuple(
        {"act": act, "planned": format_day(day), "earliest": format_day(_earliest(placed, f"switch:{act}")),
         "switch": format_day(ends[f"switch:{act}"]), "kept": ends[f"switch:{act}"] <= day}
        for act, day in sorted(planned.items(), key=lambda item: (item[1], item[0]))
    )  # fmt: skip
    end = max(ends.values(), default=start)
    return Roadmap(of.option, start, end, _with_slack(placed, end), _critical(placed), switches, given, str(of.about.get("stamp", "")))


def _latest(first: int, by_length: int, of: Sides, planned: dict[str, int], placed_from: Callable[[int], list[Placed]]) -> int:
    """The latest start that keeps the first planned day: by lengths, else a day on which money comes; ``by_length`` if none does."""
    own: list[int] = [row["from"] for row in of.tables_after.get("budget", []) if row["_option"] == of.option and row["from"]]
    years = [parse_day(f"{int(format_day(first)[:4]) - back}-01-01") for back in range(3)]
    for day in (by_length, *sorted((d for d in {*own, *years} if d < by_length), reverse=True)):
        ends = {item.task.id: item.end for item in placed_from(day)}
        if all(ends[f"switch:{act}"] <= works for act, works in planned.items() if works == first):
            return day
    return by_length


def _budget_year(start: int, of: Sides) -> int:
    """The first day of the next budget year, or the day the option's own money begins where that comes later."""
    year = int(format_day(start)[:4])
    first = parse_day(f"{year}-01-01")
    following = first if first >= start else parse_day(f"{year + 1}-01-01")
    own = [row["from"] for row in of.tables_after.get("budget", []) if row["_option"] == of.option and row["from"]]
    ready = [day for day in own if start <= day <= following]
    return min(ready, default=following)


# -- the pieces --------------------------------------------------------------------------------------------


def tasks(of: Sides, given: Assumed, money: int | None, planned: dict[str, int]) -> list[Task]:
    """Every piece of an option: the steps of its acts, money, people, training, facilities, and the switches."""
    found: list[Task] = []
    paths = legal_path.paths(of.after, of.option, given)
    for path in paths:
        found += _law(path)
    receivers = _receivers(of)
    wanted = sorted({body for bodies in receivers.values() for body in bodies})
    if any(row["_option"] == of.option for row in of.tables_after.get("budget", [])):
        cost = sum(
            row["amount"] or 0
            for row in of.tables_after["budget"]
            if row["_option"] == of.option and row["kind"] != "transfer"
        )
        found.append(
            Task("money", "money", "giao dự toán: tiền có từ đầu năm ngân sách", "budget allocated: money from the budget year",
                 "HĐND, UBND", 1, (), money, "năm ngân sách" if money else "", False, False, cost,
                 why=tuple(place(r) for r in of.tables_after["budget"] if r["_option"] == of.option))
        )  # fmt: skip
    for body in wanted:
        found += _people(of, body, given, any(task.id == "money" for task in found))
    for path in paths:
        found.append(_switch(of, path, receivers.get(path.act, set()), found, given, planned.get(path.act)))
    return found


def _law(path: legal_path.Path) -> list[Task]:
    found: list[Task] = []
    before: tuple[str, ...] = tuple(f"law:{act}:publish" for act in path.after)
    for step in path.steps:
        id = f"law:{path.act}:{step.id}"
        # Drafting and hearing make no act; from the appraisal on the act itself is on its way.
        act = step.id in ("decide", "publish", "council", "ministry", "government", "assembly")
        found.append(
            Task(id, "law", f"{step.vi}: {path.short}", f"{step.en}: {path.short}", step.organ,
                 step.days, before, act=act, drafts=step.id in ("draft", "draft_delegation"),
                 why=tuple(filter(None, (step.assumption, step.provision))))
        )  # fmt: skip
        before = (id,)
    return found


def _receivers(of: Sides) -> dict[str, set[str]]:
    """Act to the bodies (class, unit) that receive something by it: those of whose staff or rooms the option speaks."""
    told = {
        (row["body"], row["unit"] or "")
        for table in ("staff", "facilities")
        for row in of.tables_after.get(table, [])
        if row["_option"] == of.option
    }
    found: dict[str, set[str]] = {}
    mine = f"options/{of.option}/"
    for grant in of.after.grants.values():
        if grant.file.startswith(mine):
            here = {
                f"{body} {unit}"
                for body, unit in told
                if _same_office(of.after, body.partition("/")[0], grant.holder) and _covers(of.after, grant, unit)
            }
            found.setdefault(grant.act, set()).update(here)
    return found


def _same_office(view: View, body: str, holder: str) -> bool:
    """Whether what a body has serves a holder: itself, or the committee of a chair and the other way round."""
    own, other = party_of(view, body), party_of(view, holder)
    return body == holder or own.level == other.level and {own.kind, other.kind} == {"committee", "chair"}


def _covers(view: View, grant: Grant, unit: str) -> bool:
    record = view.territory.units.get(unit)
    if record is None:
        return True
    day = grant.start if grant.start is not None else view.horizon.start
    return bool(view.covers(grant, day) & view.territory.atoms_of(record.uid))


def _people(of: Sides, key: str, given: Assumed, money: bool) -> list[Task]:
    """Recruit, equip and train one receiving body."""
    body, _, unit = key.partition(" ")
    record = of.after.territory.units.get(unit)
    name = level_words(of.after, body.partition("/")[0]) + (f" ({record.name})" if record else "")
    after_money = ("money",) if money else ()
    staff = [r for r in of.tables_after.get("staff", []) if _is(r, of.option, body, unit)]
    rooms = [r for r in of.tables_after.get("facilities", []) if _is(r, of.option, body, unit)]
    posts = sum(row["posts"] or 0.0 for row in staff)
    found: list[Task] = []
    if staff:
        skills = ", ".join(sorted({row["skill"] for row in staff if row["skill"]}))
        found.append(
            Task(f"people:{key}", "people", f"điều động, tuyển {posts:g} biên chế cho {name}: {skills}",
                 f"transfer or recruit {posts:g} posts for {name}: {skills}", "Sở Nội vụ", round(given["recruit_days"]),
                 after_money, posts=posts, why=("recruit_days", *(place(row) for row in staff)))
        )  # fmt: skip
        days = round(given["training_days"])
        found.append(
            Task(f"training:{key}", "training", f"đào tạo {posts:g} người cho {name}", f"train {posts:g} people for {name}",
                 "Sở Nội vụ", days, (f"people:{key}",), cost=round(posts * days * given["training_day_cost"]),
                 posts=posts, why=("training_days", "training_day_cost"))
        )  # fmt: skip
    if rooms:
        cost = sum(row["cost"] or 0 for row in rooms)
        what = ", ".join(f"{row['count'] or 1} {row['kind']}" for row in rooms)
        found.append(
            Task(f"facility:{key}", "facility", f"mua sắm, sửa phòng cho {name}: {what}", f"procure and fit out for {name}: {what}",
                 name, round(given["procure_days"]), after_money, cost=cost,
                 why=("procure_days", *(place(row) for row in rooms)))
        )  # fmt: skip
    return found


def _is(row: dict[str, Any], option: str, body: str, unit: str) -> bool:
    return bool(row["_option"] == option and row["body"] == body and (row["unit"] or "") == unit)


def _switch(of: Sides, path: legal_path.Path, bodies: set[str], found: list[Task], given: Assumed,
            planned: int | None) -> Task:  # fmt: skip
    known = {task.id for task in found}
    after = [f"law:{path.act}:{path.steps[-1].id}"]
    after += [id for body in sorted(bodies) for kind in ("training", "facility") if (id := f"{kind}:{body}") in known]
    days = round(given["switch_days"])
    return Task(f"switch:{path.act}", "switch", f"diễn tập rồi chuyển {len(path.grants)} việc: {path.short}",
                f"rehearse, then switch {len(path.grants)} tasks: {path.short}", path.organ, days, tuple(after),
                None if planned is None else planned - days, "ngày ghi trong phương án" if planned is not None else "",
                True, why=("switch_days",))  # fmt: skip


# -- the schedule -------------------------------------------------------------------------------------------


def _schedule(made: list[Task], start: int, drafters: int) -> list[Placed]:
    """Each task as early as what it waits for lets it; of two that may begin, the longer way to the end goes first."""
    by_id = {task.id: task for task in made}
    tail = _tails(made)
    placed: dict[str, Placed] = {}
    waiting = sorted(made, key=lambda task: (-tail[task.id], task.id))
    drafting: list[int] = []
    while waiting:
        ready = next(t for t in waiting if all(p in placed or p not in by_id for p in t.after))
        waiting.remove(ready)
        begin, held = start, "start"
        for id in ready.after:
            if id in placed and placed[id].end > begin:
                begin, held = placed[id].end, id
        if ready.not_before is not None and ready.not_before > begin:
            begin, held = ready.not_before, "calendar"
        if ready.drafts:
            busy = sorted(day for day in drafting if day > begin)
            if len(busy) >= drafters:
                begin, held = busy[len(busy) - drafters], "drafters"
            drafting.append(begin + ready.days)
        placed[ready.id] = Placed(ready, begin, begin + ready.days, held, 0)
    return sorted(placed.values(), key=lambda item: (item.start, item.end, item.task.id))


def _tails(made: list[Task]) -> dict[str, int]:
    """Days from the start of each task to the end of the longest chain behind it; ``ValueError`` on a circle."""
    known = {task.id for task in made}
    waits = {task.id: sum(task.id in other.after for other in made) for task in made}
    found = {task.id: task.days for task in made}
    by_id = {task.id: task for task in made}
    ready = [id for id, count in waits.items() if not count]
    done = 0
    while ready:
        task = by_id[ready.pop()]
        done += 1
        for before in known.intersection(task.after):
            found[before] = max(found[before], by_id[before].days + found[task.id])
            waits[before] -= 1
            if not waits[before]:
                ready.append(before)
    if done < len(made):
        raise ValueError("tasks wait for each other: " + ", ".join(sorted(id for id, count in waits.items() if count)))
    return found


def _with_slack(placed: list[Placed], end: int) -> tuple[Placed, ...]:
    """How many days each task may slip before some other one, or the end, moves."""
    latest: dict[str, int] = {}
    for item in reversed(placed):
        later = [other.start for other in placed if item.task.id in other.task.after]
        latest[item.task.id] = min(later, default=end)
    return tuple(item._replace(slack=latest[item.task.id] - item.end) for item in placed)


def _earliest(placed: list[Placed], id: str) -> int:
    """The end a task would have if no day were fixed for it."""
    item = next(item for item in placed if item.task.id == id)
    ends = [other.end for other in placed if other.task.id in item.task.after]
    return max(ends, default=item.start) + item.task.days


def _critical(placed: list[Placed]) -> tuple[str, ...]:
    """The chain that holds the last switch, first task first. A fixed day is passed over to what stood behind it."""
    by_id = {item.task.id: item for item in placed}
    item = max(placed, key=lambda item: (_earliest(placed, item.task.id), item.task.id), default=None)
    chain: list[str] = []
    while item is not None:
        chain.append(item.task.id)
        before = [by_id[id] for id in item.task.after if id in by_id]
        nearest = max(before, key=lambda other: (other.end, other.task.id), default=None)
        if item.held in by_id:
            nearest = by_id[item.held]
        item = nearest
    return tuple(reversed(chain))


def tomorrow(found: Roadmap) -> list[Placed]:
    """What can start at once without any new act: nothing it waits for, no money of another year, no act of its own."""
    return [
        item
        for item in found.placed
        if not item.task.act and not item.task.after and (item.task.not_before is None or item.task.not_before <= found.start)
    ]


def as_json(found: Roadmap, lang: str = "vi") -> dict[str, Any]:
    """What ``roadmap --json`` prints."""
    critical = set(found.critical)
    return {
        "format": 1, "option": found.option, "stamp": found.stamp, "from": format_day(found.start), "to": format_day(found.end),
        "days": found.end - found.start,
        "tasks": [
            {"id": item.task.id, "kind": item.task.kind, "words": item.task.words(lang), "organ": item.task.organ,
             "from": format_day(item.start), "to": format_day(item.end), "days": item.task.days,
             "after": list(item.task.after), "held": item.held, "slack": item.slack, "critical": item.task.id in critical,
             "new_act": item.task.act, "cost": item.task.cost, "posts": item.task.posts, "basis": list(item.task.why)}
            for item in found.placed
        ],
        "critical_path": list(found.critical), "switches": list(found.switches),
        "tomorrow": [item.task.id for item in tomorrow(found)], "assumptions": found.assumed.listed(lang),
    }  # fmt: skip
