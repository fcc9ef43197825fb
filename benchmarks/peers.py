"""The same rules in other engines, each used as its makers advise: prepared, parsed once, sliced by power.

Each engine is a class with ``one(question)``; equal answers are checked before anything is timed.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from workload import City, Questions, Rule, organ

NOBODY = (-1, -1)
UNBOUNDED = 10**15
Question = tuple[int, int, int, int, int]


def by_power(rules: list[Rule]) -> dict[int, list[Rule]]:
    """The rules of each power, the winning first."""
    found: dict[int, list[Rule]] = {}
    for rule in sorted(rules, key=lambda rule: (-rule.prio, rule.number)):
        found.setdefault(rule.power, []).append(rule)
    return found


def low(span: tuple[int | None, int | None]) -> int:
    """The lower bound, or one below everything."""
    return -1 if span[0] is None else span[0]


def high(span: tuple[int | None, int | None]) -> int:
    """The upper bound, or one above everything."""
    return UNBOUNDED if span[1] is None else span[1]


def flat(rule: Rule) -> tuple[int, ...]:
    """A rule as a row of numbers."""
    return (rule.number, rule.power, rule.scope, rule.start, rule.end, rule.prio, low(rule.value), high(rule.value),
            low(rule.area), high(rule.area), rule.who)  # fmt: skip


COLUMNS = "number, power, scope, s, e, prio, v0, v1, a0, a1, who"


class Sqlite:
    """SQLite in memory, one prepared statement, an index on power and priority."""

    name = "SQLite, prepared"

    def __init__(self, city: City) -> None:
        self.district_of = city.district_of
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute(f"CREATE TABLE rule({COLUMNS.replace(',', ' INT,')} INT)")
        self.connection.executemany(f"INSERT INTO rule VALUES({','.join('?' * 11)})", map(flat, city.rules))
        self.connection.execute("CREATE INDEX i ON rule(power, prio DESC)")
        self.connection.execute("ANALYZE")

    def one(self, question: Question) -> tuple[int, int]:
        power, ward, day, value, area = question
        row = self.connection.execute(
            "SELECT who, number FROM rule WHERE power = ? AND s <= ? AND e > ? AND scope IN (-1, ?, ?) AND v0 <= ? AND v1 > ?"
            " AND a0 <= ? AND a1 > ? ORDER BY prio DESC LIMIT 1",
            (power, day, day, self.district_of[ward], 100 + ward, value, value, area, area),
        ).fetchone()
        return (organ(row[0], ward, self.district_of), row[1]) if row else NOBODY


class Cedar:
    """Cedar through cedarpy: the host picks the policy set of the power, Cedar the policies that apply."""

    name = "Cedar, sliced by power"

    def __init__(self, city: City) -> None:
        import cedarpy

        self.cedar, self.city = cedarpy, city
        self.rules = {str(rule.number): rule for rule in city.rules}
        self.entities = cedarpy.Entities.from_json_str(json.dumps(self._units()))
        self.sets = {p: cedarpy.PolicySet.from_str("".join(map(self._policy, rules))) for p, rules in by_power(city.rules).items()}
        self.asking = {"type": "User", "id": "x"}

    def _units(self) -> list[Any]:
        def unit(name: int, above: list[int]) -> Any:
            parents = [{"type": "Unit", "id": str(u)} for u in above]
            return {"uid": {"type": "Unit", "id": str(name)}, "attrs": {}, "parents": parents}

        districts = sorted(set(self.city.district_of))
        wards = [unit(100 + w, [d]) for w, d in enumerate(self.city.district_of)]
        return [unit(-1, []), *(unit(d, [-1]) for d in districts), *wards]

    def _policy(self, rule: Rule) -> str:
        conditions = [f"context.day >= {rule.start}", f"context.day < {rule.end}"]
        for fact, span in (("value", rule.value), ("area", rule.area)):
            conditions += [f"context.{fact} >= {span[0]}"] if span[0] is not None else []
            conditions += [f"context.{fact} < {span[1]}"] if span[1] is not None else []
        head = f'@id("{rule.number}")\npermit(principal, action == Action::"p{rule.power}", resource in Unit::"{rule.scope}")'
        return f"{head} when {{ {' && '.join(conditions)} }};\n"

    def one(self, question: Question) -> tuple[int, int]:
        power, ward, day, value, area = question
        if power not in self.sets:
            return NOBODY
        request = {
            "principal": self.asking, "action": {"type": "Action", "id": f"p{power}"},
            "resource": {"type": "Unit", "id": str(100 + ward)}, "context": {"day": day, "value": value, "area": area},
        }  # fmt: skip
        told = self.cedar.is_authorized(request, self.sets[power], self.entities)
        found = [self.rules[number] for number in told.diagnostics.id_annotations_by_reason.values()]
        if not found:
            return NOBODY
        best = max(found, key=lambda rule: rule.prio)
        return organ(best.who, ward, self.city.district_of), best.number


class Zen:
    """zen-engine: a decision table for each power, first hit wins."""

    name = "zen-engine, a table a power"

    def __init__(self, city: City) -> None:
        import zen

        self.district_of = city.district_of
        engine = zen.ZenEngine()
        self.decisions = {
            power: engine.create_decision(zen.ZenDecisionContent(json.dumps(self._table(rules))))
            for power, rules in by_power(city.rules).items()
        }

    def _table(self, rules: list[Rule]) -> Any:
        fields = ("district", "ward", "day", "value", "area")

        def span(bounds: tuple[int | None, int | None]) -> str:
            first, last = bounds
            if first is None:
                return "" if last is None else f"< {last}"
            return f">= {first}" if last is None else f"[{first}..{last})"

        rows = [
            {
                "_id": str(rule.number), "district": str(rule.scope) if 0 <= rule.scope < 100 else "",
                "ward": str(rule.scope) if rule.scope >= 100 else "", "day": f"[{rule.start}..{rule.end})",
                "value": span(rule.value), "area": span(rule.area), "who": str(rule.who), "number": str(rule.number),
            }
            for rule in rules
        ]  # fmt: skip
        at = {"x": 0, "y": 0}
        content = {
            "hitPolicy": "first", "rules": rows,
            "inputs": [{"id": f, "name": f, "type": "expression", "field": f} for f in fields],
            "outputs": [{"id": f, "name": f, "type": "expression", "field": f} for f in ("who", "number")],
        }  # fmt: skip
        return {
            "contentType": "application/vnd.gorules.decision",
            "nodes": [
                {"id": "in", "type": "inputNode", "name": "in", "position": at},
                {"id": "table", "type": "decisionTableNode", "name": "table", "position": at, "content": content},
                {"id": "out", "type": "outputNode", "name": "out", "position": at},
            ],
            "edges": [
                {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
                {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
            ],
        }  # fmt: skip

    def one(self, question: Question) -> tuple[int, int]:
        power, ward, day, value, area = question
        if power not in self.decisions:
            return NOBODY
        context = {"district": self.district_of[ward], "ward": 100 + ward, "day": day, "value": value, "area": area}
        told = self.decisions[power].evaluate(context)["result"]
        return (organ(int(told["who"]), ward, self.district_of), int(told["number"])) if told else NOBODY


class Casbin:
    """casbin: an enforcer for each power, first matching policy wins, wards inherit through a role graph."""

    name = "casbin, an enforcer a power"
    MODEL = """
[request_definition]
r = ward, day, value, area
[policy_definition]
p = scope, s, e, v0, v1, a0, a1, who, number, eft
[role_definition]
g = _, _
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = within(r.day, p.s, p.e) && g(r.ward, p.scope) && within(r.value, p.v0, p.v1) && within(r.area, p.a0, p.a1)
"""

    def __init__(self, city: City) -> None:
        import logging

        logging.disable(logging.CRITICAL)
        self.district_of = city.district_of
        self.enforcers = {power: self._enforcer(rules) for power, rules in by_power(city.rules).items()}

    def _enforcer(self, rules: list[Rule]) -> Any:
        import casbin

        model = casbin.Model()
        model.load_model_from_text(self.MODEL)
        enforcer = casbin.Enforcer(model)
        enforcer.add_function("within", lambda x, first, last: int(first) <= x < int(last))
        rows = [(rule.scope, *flat(rule)[3:5], *flat(rule)[6:10], rule.who, rule.number) for rule in rules]
        enforcer.add_policies([[*map(str, row), "allow"] for row in rows])
        wards = [[str(100 + w), str(d)] for w, d in enumerate(self.district_of)]
        enforcer.add_grouping_policies([*wards, *([str(d), "-1"] for d in sorted(set(self.district_of)))])
        return enforcer

    def one(self, question: Question) -> tuple[int, int]:
        power, ward, day, value, area = question
        if power not in self.enforcers:
            return NOBODY
        allowed, why = self.enforcers[power].enforce_ex(str(100 + ward), day, value, area)
        return (organ(int(why[7]), ward, self.district_of), int(why[8])) if allowed else NOBODY


class Duck:
    """DuckDB: a million questions as one join with the rules."""

    name = "DuckDB, interval join"

    def __init__(self, city: City) -> None:
        import duckdb
        import numpy as np

        self.np, self.city = np, city
        self.connection = duckdb.connect(":memory:")
        self.connection.execute("SET threads = 1")
        self.connection.execute(f"CREATE TABLE rule({COLUMNS.replace(',', ' BIGINT,')} BIGINT)")
        self.connection.executemany(f"INSERT INTO rule VALUES({','.join('?' * 11)})", list(map(flat, city.rules)))
        self.who = np.array([rule.who for rule in city.rules])

    def many(self, asked: Questions) -> tuple[Any, Any]:
        """(organ, number of the rule) of each question."""
        np = self.np
        district = np.array(self.city.district_of)[asked.ward]
        q = {
            "i": np.arange(len(asked.power)), "power": asked.power.astype(np.int64), "ward": asked.ward.astype(np.int64) + 100,
            "district": district, "day": asked.day.astype(np.int64), "value": asked.value, "area": asked.area,
        }  # fmt: skip
        self.connection.register("q", q)
        told = self.connection.execute(
            "SELECT q.i i, arg_max(r.number, r.prio) number FROM q JOIN rule r ON r.power = q.power AND q.day >= r.s AND q.day < r.e"
            " AND (r.scope = -1 OR r.scope = q.district OR r.scope = q.ward) AND q.value >= r.v0 AND q.value < r.v1"
            " AND q.area >= r.a0 AND q.area < r.a1 GROUP BY q.i"
        ).fetchnumpy()
        number = np.full(len(asked.power), -1)
        number[told["i"]] = told["number"]
        who = np.where(number >= 0, self.who[number], -1)
        organs = np.select(
            [who < 0, who == 0, who == 1, who == 2], [-1, 0, 1 + district, 100 + asked.ward.astype(np.int64)], 200 + who - 3
        )
        return organs, number
