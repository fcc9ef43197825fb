"""Random powers and grants: a base of law, then scenes, each of which puts one rule of the contract to work.

Most powers are given sensibly, so that most questions have one holder; noise and scenes do the rest.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random_city import Act, Maker

Facts = list[tuple[str, str]]


class Giver:
    """Writes the powers of one workspace, with their facts, grants and tensions."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.rng, self.size, self.rows = maker, maker.rng, maker.size, maker.rows
        self.maybe, self.put, self.act, self.day, self.where = maker.maybe, maker.put, maker.act, maker.day, maker.where
        self.land = maker.land
        self.serial = 0
        self.power = ""
        self.facts: Facts = []
        self.roots: list[str] = []
        self.passed: list[str] = []

    def write_powers(self) -> None:
        for i in range(self.size["powers"]):
            self.power = power = f"{self.rng.randint(1, 3)}.{100 + i:06d}"
            joint = ",".join(self.rng.sample(("decide", "consult", "appraise"), self.rng.randint(1, 2))) if self.maybe(0.4) else ""
            self.put("powers", power=power, name=f"Cấp phép {self.land.name()}", name_en=f"Permit {i}", field="xây dựng",
                     kind="procedure", place_rule="land", required="yes" if self.maybe(0.8) else "no", joint=joint,
                     transferable="no" if self.maybe(0.1) else self.rng.choice(("", "yes")), limit_unit="unknown")  # fmt: skip
            facts = self.rng.sample(
                (("value", "money", "đ", ""), ("area", "area", "m2", ""), ("floors", "integer", "", ""),
                 ("class", "category", "", "I|II|III|IV"), ("foreign", "bool", "", "")),
                self.rng.choice((0, 1, 1, 2)),
            )  # fmt: skip
            for fact, kind, unit, values in facts:
                self.put("facts", power=power, fact=fact, type=kind, unit=unit, values=values, label=fact, label_en=fact)
            self.facts = [(f, k) for f, k, _, _ in facts]
            self.roots, self.passed = [], []
            self.give(joint)

    def give(self, joint: str) -> None:
        """Every grant of the power at hand, of which the roles ``joint`` may have several holders."""
        roles = ["", "decide"] if self.maybe(0.6) else ["", "", "decide", "decide", "appraise", "consult"]
        self.base()
        for scene in (self.lapse, self.moves, self.rivals, self.earlier_prevails, self.chain, self.circle,
                      self.at_home):
            if self.maybe(0.7 if scene == self.rivals and "decide" in joint else 0.3):
                scene()
        for _ in range(self.rng.randint(0, self.size["noise"])):
            self.noise(roles)
        for _ in range(self.rng.randint(1, self.size["passed_on"])):
            self.passed.append(self.passing(roles))
        self.both_ways()
        self.withdrawals()
        self.tension()
        for name in (*self.roots, *self.passed):
            if self.maybe(0.06):
                self.correct(name)

    def grant(self, instrument: str, holder: str, act: Act, **cells: Any) -> str:
        """One row; an interval that would be empty loses its end."""
        self.serial += 1
        name = f"{self.rng.choice(('g', 'h', 'G', 'đ'))}{self.serial}"
        low, high = cells.pop("from_", None), cells.pop("to", None)
        if low and high and low >= high:
            high = None
        self.put("grants", grant=name, power=self.power, instrument=instrument, holder=holder, act=act.act, from_=low, to=high,
                 transition=self.transition(), **cells)  # fmt: skip
        return name

    def root(self, holder: str, act: Act, **cells: Any) -> str:
        name = self.grant(cells.pop("instrument", "assign"), holder, act, **cells)
        self.roots.append(name)
        return name

    def row(self, name: str) -> dict[str, str]:
        return next(r for r in self.rows["grants"] if r["grant"] == name)

    def transition(self) -> str:
        return self.rng.choice(
            ("", "", "stay", "stay", "move", "successor", "filing-law", "assign:ct-tinh", "assign:ct-huyen", "assign:hdnd-xa")
        )

    def clause(self) -> str:
        return self.rng.choice(("", "Đ.1", "Đ.2 k.1", "Đ.3"))

    # scenes

    HOLDERS = ("ubnd-tinh", "ubnd-huyen", "ubnd-xa", "so-xd", "ct-xa", "hdnd-xa", "ct-tinh")

    def base(self) -> None:
        """What an old law says: one level, or two by a threshold."""
        law = self.act("na", date(2014, 1, 1), date(2020, 6, 1), mortal=0.1)
        numeric = [f for f in self.facts if f[1] not in ("category", "bool")]
        holder = self.rng.choice(("ubnd-tinh", "ubnd-huyen", "ubnd-huyen", "ubnd-xa"))
        if numeric and self.maybe(0.5):
            fact, kind = self.rng.choice(numeric)
            cut = self.threshold(kind)
            self.root(holder, law, where="*", condition=f"{fact} < {cut}", provision=self.clause())
            self.root("ubnd-tinh", law, where="*", condition=f"{fact} >= {cut}")
        else:
            self.root(holder, law, where="" if self.maybe(0.5) else "*", instrument=self.rng.choice(("assign", "devolve")))

    def turn(self) -> date:
        return self.land.abolished or self.rng.choice(self.maker.events or [date(2024, 1, 1)])

    def lapse(self) -> None:
        """A decree stands as high as the law it may depart under, while that is in force."""
        turn = self.turn()
        basis = self.act("na", turn - timedelta(days=60), turn)
        decree = self.act("gov", turn - timedelta(days=40), turn, authority=f"{basis.act} {self.rng.choice(('Đ.1', 'Đ.2 k.1', 'Đ.54 k.1'))}")
        self.root(self.rng.choice(("ubnd-xa", "ct-xa", "ubnd-tinh")), decree, from_=turn if self.maybe(0.5) else None)

    def moves(self) -> None:
        """Later laws move the power up and down while every level stands: transitions, later signed beats."""
        for _ in range(self.rng.randint(1, 3)):
            law = self.act("na", date(2020, 9, 1), date(2026, 9, 1), mortal=0.5)
            self.root(self.rng.choice(self.HOLDERS), law, where="*" if self.maybe(0.6) else self.where(),
                      condition=self.condition(0.2), from_=self.day(law.in_force) if self.maybe(0.5) else None)  # fmt: skip

    def rivals(self) -> None:
        """Equal rank, different issuers: an overlap, or two holders of a joint role, or one holder twice."""
        where, condition = ("*" if self.maybe(0.5) else self.where()), self.condition(0.3)
        holders = [self.rng.choice(self.HOLDERS) for _ in range(self.rng.randint(2, 3))]
        if self.maybe(0.25):
            holders = holders[:1] * 2
        names, rank = [], self.rng.choice((91, 92, 94))
        for level, holder in zip(("gov", "standing", "na"), holders, strict=False):
            act = self.act(level, date(2020, 8, 1), date(2024, 1, 1), mortal=0.2, rank=rank)
            names.append(self.root(holder, act, where=where, condition=condition, provision=self.clause()))
        if self.maybe(0.4):
            self.override(names[0], names[1])

    def earlier_prevails(self) -> None:
        """A special rule of an earlier law says that it prevails over the general rule of the later one."""
        older = self.act("na", date(2012, 1, 1), date(2014, 1, 1), mortal=0.1)
        special = self.root(self.rng.choice(self.HOLDERS), older, where="*" if self.maybe(0.4) else self.where(),
                            condition=self.condition(0.3))  # fmt: skip
        self.override(special, self.roots[0])
        if self.maybe(0.4):
            self.override(self.roots[0], special)

    def chain(self) -> None:
        """From the province to the district to the commune, and on to somebody's delegate."""
        self.root("ubnd-tinh", self.act("na", date(2018, 1, 1), date(2020, 8, 1), mortal=0.1, rank=92), where="*")
        wide = {"where": "*", "grantor": "ubnd-tinh", "resources": self.rng.choice(("", "no"))}
        first = self.act("province", date(2020, 8, 1), date(2024, 1, 1), mortal=0.1)
        self.passed.append(self.grant("decentralise", "ubnd-huyen", first, **wide))
        late = self.maybe(0.4)
        second = self.act("district", date(2025, 3, 1) if late else date(2020, 8, 1), date(2025, 6, 1), mortal=0.1)
        wide.update(grantor="ubnd-huyen", resources=self.rng.choice(("", "no")))
        self.passed.append(self.grant("decentralise", "ubnd-xa", second, **wide))
        third = self.act("district", date(2025, 3, 2), date(2025, 6, 10), normative=False)
        self.passed.append(self.grant("delegate", "ct-xa", third, where="*", grantor="ubnd-xa", to=date(2026, 12, 31)))

    def circle(self) -> None:
        """A power that comes back to where it was. Only acts that no rule read can bar get so far."""
        self.root("ubnd-tinh", self.act("na", date(2013, 1, 1), date(2014, 1, 1), mortal=0.0, rank=93), where="*")
        home = next(v for v in self.land.history if v.uid.startswith("p"))
        old = [self.act("province", date(2014, 1, 1), date(2015, 12, 1), home=home.uid, mortal=0.1) for _ in range(3)]
        ways = [("ubnd-tinh", "ubnd-huyen"), ("ubnd-huyen", "ubnd-tinh"), ("ubnd-tinh", "ubnd-tinh"), ("ubnd-huyen", "ubnd-xa")]
        for act, (giver, receiver) in zip(old, self.rng.sample(ways, 3), strict=True):
            where = "*" if self.maybe(0.6) else self.where()
            instrument = "delegate" if self.maybe(0.3) else "decentralise"
            self.passed.append(self.grant(instrument, receiver, act, grantor=giver, where=where, to=date(2027, 6, 1)))

    def at_home(self) -> None:
        """An old local act without a `where` goes on for the land its issuer had when it was signed."""
        act = self.act(self.rng.choice(("province", "district")), date(2021, 1, 1), date(2022, 6, 1), mortal=0.1, rank=94)
        self.root(self.rng.choice(self.HOLDERS), act, where="", condition=self.condition(0.2))

    def noise(self, roles: list[str]) -> None:
        """A root of any rank, anywhere."""
        level = self.rng.choice(("na", "gov", "pm", "ministry", "council", "province", "standing"))
        act = self.rng.choice(self.maker.acts) if self.maybe(0.3) else self.act(level)
        bodies = [*self.HOLDERS, *(row["body"] for row in self.rows["bodies"])]
        self.root(self.rng.choice(bodies), act, where=self.where() if self.maybe(0.7) else "", role=self.rng.choice(roles),
                  condition=self.condition(0.3), provision=self.clause(), from_=self.day() if self.maybe(0.3) else None,
                  to=self.day() if self.maybe(0.3) else None,
                  overrides=self.rng.choice(self.roots) if self.maybe(0.35) else "",
                  authority=f"{self.maker.acts[0].act} Đ.9" if self.maybe(0.3) else "")  # fmt: skip

    def override(self, one: str, other: str) -> None:
        row = self.row(one)
        listed = [name for name in row["overrides"].split(",") if name]
        if one != other and other not in listed:
            row["overrides"] = ",".join([*listed, other])

    def both_ways(self) -> None:
        """Edges in both directions cancel."""
        if len(self.roots) > 1 and self.maybe(0.15):
            one, other = self.rng.sample(self.roots, 2)
            self.override(one, other)
            self.override(other, one)

    def withdrawals(self) -> None:
        everything = self.roots + self.passed
        for _ in range(self.rng.randint(0, 2)):
            act = self.act(self.rng.choice(("province", "gov")), date(2021, 6, 1))
            row = self.put("grants", grant=f"w{len(self.rows['grants'])}", instrument="withdraw", act=act.act,
                           overrides=",".join(self.rng.sample(everything, min(len(everything), self.rng.randint(1, 2)))),
                           from_=self.day() if self.maybe(0.5) else None)  # fmt: skip
            if self.maybe(0.5):
                row.update(power=self.power, where=self.where(), provision=self.clause())

        if self.maybe(0.1):
            # Stepping in moves nothing.
            self.grant("substitute", "ct-tinh", self.act("province", date(2025, 7, 1)), grantor="ubnd-xa", where="*")

    def tension(self) -> None:
        """Two readings, one of them marked."""
        pool = self.roots if self.maybe(0.7) else self.roots + self.passed
        if len(pool) > 1 and self.maybe(0.3):
            one, other = self.rng.sample(pool, 2)
            known = self.day() if self.maybe(0.3) else None
            name = f"t{len(self.rows['tensions'])}"
            self.put("tensions", tension=name, grants=one, reading="một", prevails="yes", known=known)
            self.put("tensions", tension=name, grants=f"{other},{one}" if self.maybe(0.3) else other, reading="hai",
                     prevails="no", known=known)  # fmt: skip

    def condition(self, share: float) -> str:
        """A box over some of the facts."""
        parts = []
        for fact, kind in self.facts:
            if not self.maybe(share):
                continue
            if kind == "category":
                if self.maybe(0.5):
                    parts.append(f"{fact} in {{{', '.join(sorted(self.rng.sample(('I', 'II', 'III', 'IV'), 2)))}}}")
                else:
                    parts.append(f"{fact} = {self.rng.choice(('I', 'II', 'III', 'IV'))}")
            elif kind == "bool":
                parts.append(f"{fact} = {self.rng.choice(('yes', 'no'))}")
            else:
                value = self.threshold(kind)
                operator = self.rng.choice(("<", "<", ">=", ">=", "<=", ">", "=" if kind == "integer" else "<"))
                parts.append(f"{fact} {operator} {value}")
                if operator in (">", ">=") and self.maybe(0.2):
                    parts.append(f"{fact} < {value * 2 + 3}")
        return " and ".join(parts)

    def threshold(self, kind: str) -> int:
        return self.rng.choice({"money": (15_000_000_000, 5_000_000_000, 1_000_000), "area": (500, 10_000)}.get(kind, (3, 7)))

    def correct(self, name: str) -> None:
        """A mistake found later: the row is replaced from that day on; or a row seen only from some day on."""
        row = self.row(name)
        if self.maybe(0.4):
            row["known"] = str(self.day())
            return
        new = dict(row, known=str(self.day()), corrects=name)
        new["where"] = self.where()
        if self.maybe(0.5):
            new["to"] = str(self.day(date.fromisoformat(new["from"]) + timedelta(days=1) if new["from"] else date(2021, 1, 1)))
        self.rows["grants"].append(new)

    # What the law plainly allows: (instrument, giver, receivers, first day of signing, day after the last).
    LAWFUL = (
        ("decentralise", "ubnd-tinh", ("ubnd-xa",), date(2020, 8, 1), date(2027, 6, 1)),
        ("decentralise", "ubnd-tinh", ("so-xd", "bql"), date(2020, 8, 1), date(2027, 6, 1)),
        ("decentralise", "ubnd-tinh", ("ubnd-huyen",), date(2020, 8, 1), date(2025, 6, 1)),
        ("decentralise", "ubnd-tinh", ("ubnd-huyen",), date(2020, 8, 1), date(2025, 6, 1)),
        ("decentralise", "ubnd-huyen", ("ubnd-xa",), date(2020, 8, 1), date(2025, 6, 1)),
        ("decentralise", "ubnd-huyen", ("ubnd-xa",), date(2020, 8, 1), date(2025, 6, 1)),
        ("delegate", "ubnd-tinh", ("ubnd-huyen",), date(2020, 8, 1), date(2025, 6, 1)),
        ("delegate", "ubnd-huyen", ("ubnd-xa",), date(2020, 8, 1), date(2025, 6, 1)),
        ("delegate", "ubnd-tinh", ("ct-tinh", "ct-xa", "ubnd-xa"), date(2025, 3, 2), date(2027, 6, 1)),
        ("delegate", "ubnd-tinh", ("gd-so-xd",), date(2025, 6, 17), date(2027, 6, 1)),
        ("delegate", "ubnd-huyen", ("ct-huyen", "ubnd-xa", "ct-xa"), date(2025, 3, 2), date(2025, 6, 30)),
        ("delegate", "ubnd-xa", ("ct-xa",), date(2025, 3, 2), date(2027, 6, 1)),
        ("delegate", "ct-xa", ("cc-xa",), date(2025, 6, 17), date(2027, 6, 1)),
        ("delegate", "ct-tinh", ("ct-xa",), date(2025, 3, 2), date(2027, 6, 1)),
    )  # fmt: skip
    # What it plainly bars, by a text that was read.
    UNLAWFUL = (
        ("decentralise", "ubnd-xa", ("ubnd-huyen", "ubnd-tinh"), date(2020, 8, 1), date(2025, 2, 1)),
        ("decentralise", "ubnd-huyen", ("ubnd-tinh",), date(2020, 8, 1), date(2025, 2, 1)),
        ("decentralise", "ubnd-xa", ("ct-xa", "cc-xa", "ubnd-tinh"), date(2025, 6, 17), date(2027, 6, 1)),
        ("delegate", "ubnd-tinh", ("ubnd-xa",), date(2020, 8, 1), date(2025, 2, 1)),
        ("delegate", "ubnd-xa", ("ubnd-huyen", "ubnd-tinh"), date(2020, 8, 1), date(2025, 6, 1)),
        ("delegate", "hdnd-xa", ("ubnd-xa", "ct-xa"), date(2025, 6, 17), date(2027, 6, 1)),
        ("delegate", "ubnd-tinh", ("so-xd",), date(2025, 6, 17), date(2027, 6, 1)),
        ("delegate", "ct-xa", ("ubnd-xa",), date(2025, 6, 17), date(2027, 6, 1)),
    )  # fmt: skip

    def passing(self, roles: list[str]) -> str:
        """A grant that passes on: by decentralisation or delegation."""
        unlawful = self.maybe(self.size["unlawful"])
        ways = self.UNLAWFUL if unlawful else self.LAWFUL
        holders = {row["holder"] for row in self.rows["grants"] if row["power"] == self.power}
        likely = [way for way in ways if way[1] in holders]
        instrument, giver, receivers, low, high = self.rng.choice(likely if likely and self.maybe(0.85) else ways)
        receiver = self.rng.choice(receivers)
        if receiver == "bql":
            receiver = self.rng.choice([row["body"] for row in self.rows["bodies"]])
        level = "district" if giver == "ubnd-huyen" else "province"
        normative = instrument == "decentralise" or self.maybe(0.1)
        act = self.act(level, low, high - timedelta(days=1), normative=normative)
        end = None
        if instrument == "delegate" and self.maybe(0.9):
            end = self.day(act.in_force + timedelta(days=10), date(2027, 12, 1)) if act.in_force < date(2027, 11, 1) else None
        return self.grant(
            instrument, receiver, act, grantor=giver, role=self.rng.choice(roles),
            where="*" if self.maybe(0.4) else "" if self.maybe(0.6) else self.where(), to=end,
            condition=self.condition(0.2), provision=self.clause(), from_=self.day(high=date(2026, 1, 1)) if self.maybe(0.15) else None,
            resources=self.rng.choice(("", "yes", "no", "no")) if instrument == "decentralise" else "",
        )  # fmt: skip
