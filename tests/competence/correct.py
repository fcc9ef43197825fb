"""Charters without a defect, drawn from a seed: every box has one holder, every gift its means and its rule.

A seed draws a city of one province, some districts and communes, a merger of two communes, the end of the
district level (or not), a reform of the law on that day, and powers whose boxes are cut by place, by day and by
value; then decentralisations and delegations inside what their givers hold. Everything in it is invented.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from phancap.charter.view import View
from phancap.competence.report import Report, check
from phancap.workspace.open import charter_of
from tests.competence.small import CITY

Row = dict[str, str]
Tables = dict[str, list[Row]]

COLUMNS = {
    "units": "uid,code,name,type,level,parent_code,valid_from,valid_to,act",
    "lineage": "event_date,from_uid,to_uid,part,act",
    "classes": "class,name,name_en,level,kind",
    "organisation": "class,where,from,to",
    "acts": "act,type,issuer,issuer_unit,authority,title,signed,in_force,operates,ends,ended_by,status",
    "powers": "power,name,name_en,field,kind,required,joint,limit_value,limit_unit",
    "facts": "power,fact,type,unit,values,label,label_en",
    "grants": "grant,power,role,instrument,grantor,holder,where,condition,from,to,act,provision,transition,resources",
    "transitions": "grant,stage,rule",
    "staff": "body,unit,skill,posts,filled,from,to",
    "facilities": "body,unit,kind,count,from,to",
    "budget": "body,unit,field,kind,tier,from,to,amount",
    "service": "power,step,role,skill,minutes",
}
BEGIN, REFORM, END = date(2020, 1, 1), date(2025, 7, 1), date(2028, 1, 1)
LAW, NEW_LAW, DECREE = "01/2014/QH13", "02/2025/QH15", "03/2025/NĐ-CP"
DOWN, ON_BEHALF = "04/2021/QĐ-UBND", "05/QĐ-UBND"


def uid(code: str, day: date) -> str:
    """A unit version's key."""
    return f"{'d' if len(code) == 3 else 'p' if len(code) == 2 else 'c'}{code}@{day}"


class City:
    """A correct charter as rows that a test may spoil."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.tables: Tables = {name: [] for name in COLUMNS}
        self.reform = self.rng.random() < 0.7
        self._land()
        self._organs()
        self._acts()
        for number in range(self.rng.randint(1, 3)):
            self._power(f"phep-{number}")
        self._means()

    def put(self, table: str, cells: str) -> Row:
        """A row from its cells, separated by `;`."""
        row = dict(zip(COLUMNS[table].split(","), [*cells.split(";"), *[""] * 20], strict=False))
        self.tables[table].append(row)
        return row

    # -- land ----------------------------------------------------------------------------------------

    def _land(self) -> None:
        rng = self.rng
        last = str(REFORM) if self.reform else ""
        self.put("units", f"{uid('01', BEGIN)};01;Ví Dụ;thành phố;province;;{BEGIN}")
        self.districts = [f"{101 + n}" for n in range(rng.randint(2, 3))]
        communes: dict[str, tuple[date, str]] = {}
        number = 0
        for district in self.districts:
            self.put(
                "units",
                f"{uid(district, BEGIN)};{district};Huyện {district};huyện;district;01;{BEGIN};{last}",
            )
            for _ in range(rng.randint(2, 4)):
                number += 1
                communes[f"{number:05}"] = (BEGIN, district)
        district = rng.choice(self.districts)
        self.merged = sorted(code for code, (_, home) in communes.items() if home == district)[:2]
        day = BEGIN + timedelta(days=rng.randint(500, 1500))
        for code in self.merged:
            self._commune(code, *communes.pop(code), day)
            self.put("lineage", f"{day};{uid(code, BEGIN)};{uid(self.merged[0], day)};whole;{NEW_LAW}")
        communes[self.merged[0]] = (day, district)
        for code, (since, home) in sorted(communes.items()):
            if not self.reform:
                self._commune(code, since, home, None)
                continue
            self._commune(code, since, home, REFORM)
            self._commune(code, REFORM, "01", None)
            self.put("lineage", f"{REFORM};{uid(code, since)};{uid(code, REFORM)};whole;{NEW_LAW}")

    def _commune(self, code: str, since: date, home: str, end: date | None) -> None:
        self.put("units", f"{uid(code, since)};{code};Xã {code};xã;commune;{home};{since};{end or ''}")

    # -- organs and acts -----------------------------------------------------------------------------

    def _organs(self) -> None:
        for name, title, level, kind in (
            ("ubnd-tinh", "UBND cấp tỉnh", "province", "committee"), ("so", "Sở Ví Dụ", "province", "agency"),
            ("ubnd-huyen", "UBND cấp huyện", "district", "committee"), ("ubnd-xa", "UBND cấp xã", "commune", "committee"),
        ):  # fmt: skip
            self.put("classes", f"{name};{title};{title};{level};{kind}")
            self.put("organisation", f"{name};*;;{REFORM if level == 'district' and self.reform else ''}")

    def _acts(self) -> None:
        city = "UBND thành phố Ví Dụ;" + uid("01", BEGIN)
        self.put("acts", f"{LAW};luật;Quốc hội;;;;2014-01-01;2015-01-01;;;;adopted")
        self.put("acts", f"{NEW_LAW};luật;Quốc hội;;;;2025-06-16;{REFORM};;;;adopted")
        self.put("acts", f"{DECREE};nghị định;Chính phủ;;{NEW_LAW} Đ.54;;2025-06-12;{REFORM};;;;adopted")
        self.put("acts", f"{DOWN};quyết định;{city};;;2021-06-01;2021-07-01;;;;adopted")
        self.put("acts", f"{ON_BEHALF};quyết định;{city};;;2021-09-01;2021-09-01;;2025-06-30;;adopted")

    # -- powers --------------------------------------------------------------------------------------

    def _power(self, power: str) -> None:
        rng = self.rng
        self.put("powers", f"{power};Cấp phép {power};Permit;xây dựng;procedure;yes;;15;day")
        self.put("facts", f"{power};value;money;đồng;;Giá trị;Value")
        self.put("facts", f"{power};class;category;;I|II|III;Cấp;Class")
        home = uid(rng.choice(self.districts), BEGIN)
        change = BEGIN + timedelta(days=rng.randint(600, 1000))
        limit = rng.choice((1000, 15_000_000_000))
        end = REFORM if self.reform else ""
        # Two days, two places, two values: eight boxes of one law, so that no precedence hides a slip.
        for when, (since, to) in enumerate((("", change), (change, end))):
            for where in (home, f"!{home}"):
                low, high = rng.choice((("ubnd-xa", "ubnd-tinh"), ("ubnd-huyen", "ubnd-tinh")))
                for holder, test in ((low, f"value < {limit}"), (high, f"value >= {limit}")):
                    name = f"{power}-r{when}{'in' if where == home else 'out'}{'<' if '<' in test else '>'}"
                    self.put(
                        "grants",
                        f"{name};{power};;assign;;{holder};{where};{test};{since};{to};{LAW};Đ.1;move;",
                    )
        if self.reform:
            act = rng.choice((NEW_LAW, DECREE))
            for holder, test in (("ubnd-xa", "class in {I, II}"), ("ubnd-tinh", "class = III")):
                self.put(
                    "grants", f"{power}-n{holder};{power};;assign;;{holder};*;{test};;;{act};Đ.2;successor;"
                )
        self._derived(power, home, limit, change)

    def _derived(self, power: str, home: str, limit: int, change: date) -> None:
        """Out of what the province holds above the limit: a gift inside one district, an errand in another's."""
        rng, last = self.rng, "2025-06-30"
        test = f"value >= {2 * limit}"
        self.put("grants", f"{power}-d;{power};;decentralise;ubnd-tinh;ubnd-huyen;{home};{test};{date(2022, 1, 1)};{last};"
                           f"{DOWN};Đ.1;;yes")  # fmt: skip
        self.put("transitions", f"{power}-d;thụ lý;stay")
        self.put("transitions", f"{power}-d;*;{rng.choice(('move', 'assign:ubnd-tinh'))}")
        self.put("grants", f"{power}-u;{power};;delegate;ubnd-tinh;ubnd-huyen;!{home};{test} and class = I;2022-01-01;2024-06-01;"
                           f"{ON_BEHALF};Đ.1;stay;")  # fmt: skip
        if rng.random() < 0.5:
            self.put("service", f"{power};xét;decide;địa chính;30")

    def _means(self) -> None:
        for district in self.districts:
            self.put("staff", f"ubnd-huyen;{uid(district, BEGIN)};địa chính;3;2;;")
            self.put("facilities", f"ubnd-huyen;{uid(district, BEGIN)};trụ sở;1;;")
            self.put("budget", f"ubnd-huyen;{uid(district, BEGIN)};xây dựng;recurrent;budget_level;;;1000000")

    # -- out -----------------------------------------------------------------------------------------

    def grants(self, *instruments: str) -> list[Row]:
        """The rows of some instruments."""
        return [row for row in self.tables["grants"] if row["instrument"] in instruments]

    def write(self, folder: Path) -> Path:
        """The workspace as files."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "city.toml").write_text(CITY, encoding="utf-8")
        for name, rows in self.tables.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, COLUMNS[name].split(","))
                writer.writeheader()
                writer.writerows(rows)
        return folder

    def check(self, folder: Path) -> Report:
        """What the check says of it."""
        loaded, charter = charter_of(self.write(folder))
        return check(View(charter), loaded.tables)
