"""Random workspaces in the contract's format, and random questions about them.

Everything here is invented: names, numbers of acts, dates. ``make_city`` simulates land as hidden *pieces* so
that the lineage it writes is true to some history, then throws laws, grants and corrections at it. Most powers
are given sensibly, so that most questions have one holder; the rest is noise on purpose.

``make_city`` draws everything from its seed: the same seed gives the same files.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from random_grants import Giver
from random_land import Territory, Upper

Row = dict[str, str]

HORIZON = date(2021, 1, 1), date(2028, 1, 1)

COLUMNS = {
    "units": "uid,code,name,type,level,parent_code,valid_from,valid_to,act,known,corrects",
    "lineage": "event_date,from_uid,to_uid,part,share,act,provision,in_force,atom,known",
    "classes": "class,name,name_en,level,kind",
    "organisation": "class,where,from,to,act,provision,superior,caretaker_to,known,corrects",
    "bodies": "body,name,class,unit,from,to,act,superior,address,hotline,email,lat,lon,known,corrects",
    "acts": "act,type,issuer,issuer_unit,authority,title,signed,in_force,operates,ends,ended_by,known,status,rank,"
    "source,verified_by,verified_on,corrects",
    "provisions": "act,provision,in_force,ends,ended_by,summary,verified_by,verified_on",
    "powers": "power,name,name_en,field,kind,place_rule,required,joint,transferable,limit_value,limit_unit,"
    "limit_note,source",
    "facts": "power,fact,type,unit,values,label,label_en",
    "grants": "grant,power,role,instrument,grantor,holder,where,condition,from,to,act,provision,overrides,transition,"
    "resources,authority,source,note,known,corrects",
    "tensions": "tension,grants,reading,prevails,basis,decided_by,known",
}


class Act(NamedTuple):
    """What the generator needs to know of an act it made."""

    act: str
    issuer_level: str
    unit: str
    signed: date
    in_force: date
    normative: bool


class Maker:
    """One random workspace in the making."""

    def __init__(self, seed: int, size: dict[str, Any]) -> None:
        self.rng = rng = random.Random(seed)
        self.size = size
        self.rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
        begin = rng.choice((date(2019, 1, 1), date(2020, 7, 1), HORIZON[0]))
        self.land = Territory(rng, size["provinces"], size["districts"], size["communes"], begin)
        reform = rng.random() < size["reform"]
        days = sorted(rng.sample(range(200, 2300), size["events"]))
        self.events = [HORIZON[0] + timedelta(days=d) for d in days]
        if reform and date(2025, 7, 1) not in self.events:
            self.events = sorted([*self.events, date(2025, 7, 1)])
        for day in self.events:
            last = reform and day == date(2025, 7, 1)
            self.land.event(day, rng.randint(1, 2 + size["communes"] // 4), abolish=last, unite=rng.random() < 0.4)
        # From one event on, changes become known on a day before they happen, as corrections of what stood.
        self.first_published = rng.randint(0, len(self.events)) if rng.random() < size["published"] else len(self.events)
        self.known_of_event: dict[date, date] = {}
        latest = date(2020, 1, 1)
        for day in self.events[self.first_published :]:
            latest = max(latest, day - timedelta(days=rng.choice((0, 1, 15, 100))))
            self.known_of_event[day] = latest
        self.serial = 0
        self.days = sorted({*self.events, begin, *self.known_of_event.values()})
        self.acts: list[Act] = []

    # small draws

    def day(self, low: date = date(2020, 9, 1), high: date = date(2027, 10, 1)) -> date:
        """A day, often on or beside a day on which something happens."""
        near = [d for d in self.days if low <= d <= high]
        if near and self.rng.random() < 0.5:
            day = self.rng.choice(near) + timedelta(days=self.rng.choice((0, 0, 0, -1, 1, 18)))
            if low <= day <= high:
                return day
        return low + timedelta(days=self.rng.randint(0, max((high - low).days, 0)))

    def maybe(self, share: float) -> bool:
        return self.rng.random() < share

    def put(self, table: str, **cells: Any) -> Row:
        row = {name: "" for name in COLUMNS[table].split(",")}
        for key, value in cells.items():
            assert key.rstrip("_") in row, key
            row[key.rstrip("_")] = str(value) if value is not None else ""
        self.rows[table].append(row)
        return row

    # territory

    def write_territory(self) -> None:
        for v in self.land.history:
            since_known = self.known_of_event.get(v.since, "")
            end_known = self.known_of_event.get(v.end, "") if v.end else ""
            cells = {
                "uid": v.uid, "code": v.code, "name": v.name, "type": v.kind, "parent_code": v.parent,
                "level": v.level if isinstance(v, Upper) else "commune", "valid_from": v.since,
            }  # fmt: skip
            if not end_known or end_known == since_known:
                self.put("units", **cells, valid_to=v.end, known=since_known)
            else:
                self.put("units", **cells, known=since_known)
                self.put("units", **cells, valid_to=v.end, known=end_known, corrects=v.uid)
        naming = self.rng.choice(("all", "none", "none"))
        for day, old, new, pieces in self.land.edges:
            part = "whole" if pieces == old.pieces else "remainder" if old.code == new.code else "part"
            atom = ",".join(f"m{p}" for p in sorted(pieces)) if naming == "all" else ""
            self.put("lineage", event_date=day, from_uid=old.uid, to_uid=new.uid, part=part, atom=atom,
                     in_force=day - timedelta(days=15) if self.maybe(0.2) else "",
                     known=self.known_of_event.get(day, ""))  # fmt: skip

    # bodies

    CLASSES = (
        ("chinh-phu", "Chính phủ", "none", "committee"),
        ("hdnd-tinh", "HĐND cấp tỉnh", "province", "council"),
        ("ubnd-tinh", "UBND cấp tỉnh", "province", "committee"),
        ("ct-tinh", "Chủ tịch UBND cấp tỉnh", "province", "chair"),
        ("so-xd", "Sở Xây dựng", "province", "agency"),
        ("gd-so-xd", "Giám đốc Sở Xây dựng", "province", "agency_head"),
        ("ubnd-huyen", "UBND cấp huyện", "district", "committee"),
        ("ct-huyen", "Chủ tịch UBND cấp huyện", "district", "chair"),
        ("phong-dt", "Phòng Quản lý đô thị", "district", "agency"),
        ("hdnd-xa", "HĐND cấp xã", "commune", "council"),
        ("ubnd-xa", "UBND cấp xã", "commune", "committee"),
        ("ct-xa", "Chủ tịch UBND cấp xã", "commune", "chair"),
        ("cc-xa", "Công chức cấp xã", "commune", "civil_servant"),
    )
    LEVEL_OF = {name: level for name, _, level, _ in CLASSES}
    KIND_OF = {name: kind for name, _, _, kind in CLASSES}

    def write_bodies(self) -> None:
        rng = self.rng
        begin = self.land.begin
        for name, title, level, kind in self.CLASSES:
            self.put("classes", class_=name, name=title, name_en=title, level=level, kind=kind)
            if level == "none":
                continue
            end: date | None = None
            caretaker: date | None = None
            if level == "district" and self.land.abolished:
                end = self.land.abolished
                if self.maybe(0.3):
                    end = end + timedelta(days=rng.choice((0, 20)))
                    caretaker = end + timedelta(days=rng.choice((10, 40)))
            where = "*"
            if kind == "council" and self.maybe(0.5):
                where = "*," + ",".join("!" + self.where_item() for _ in range(2))
            elif kind == "agency" and self.maybe(0.3):
                where = self.where()
            known = self.known_of_event.get(self.land.abolished) if self.land.abolished else None
            if end and known and self.maybe(0.7):
                self.put("organisation", class_=name, where=where, from_=begin)
                self.put("organisation", class_=name, where=where, from_=begin, to=end, caretaker_to=caretaker,
                         known=known, corrects=name)  # fmt: skip
            elif end is None and self.maybe(0.25):
                middle = self.day(date(2021, 2, 1), date(2027, 1, 1))
                self.put("organisation", class_=name, where=where, from_=begin, to=middle)
                start = middle if self.maybe(0.8) else middle + timedelta(days=30)
                self.put("organisation", class_=name, where="*" if self.maybe(0.6) else self.where(), from_=start)
            else:
                self.put("organisation", class_=name, where=where, from_=begin, to=end, caretaker_to=caretaker)
            if self.maybe(0.6):
                self.caretakers(name, level)
        for i in range(rng.randint(1, 3)):
            home = rng.choice([v for v in self.land.history if isinstance(v, Upper) and v.level == "province"])
            end = home.end if self.maybe(0.6) else self.day(home.since + timedelta(days=1))
            self.put("bodies", body=f"bql-{i}", name=f"Ban quản lý {self.land.name()}", class_="so-xd", unit=home.uid,
                     from_=home.since if self.maybe(0.7) else self.day(high=date(2022, 1, 1)),
                     to=end if end and end > date(2022, 2, 1) else "")  # fmt: skip

    def caretakers(self, name: str, level: str) -> None:
        """Old bodies that go on for some days after their units have ended."""
        ended = [v for v in self.land.history if v.end and (v.level if isinstance(v, Upper) else "commune") == level]
        if not ended:
            return
        day = self.rng.choice(ended).end
        gone = [v for v in ended if v.end == day]
        picked = self.rng.sample(gone, self.rng.randint(1, len(gone)))
        assert day
        until = day + timedelta(days=self.rng.choice((1, 18, 60, 400)))
        where = ",".join(v.uid for v in picked) if self.maybe(0.8) else ",".join(f"{v.uid[0]}{v.code}" for v in picked)
        closed = day if self.maybe(0.6) else day + timedelta(days=self.rng.choice((1, 100)))
        self.put("organisation", class_=name, where=where, from_=self.land.begin, to=closed if self.maybe(0.8) else None,
                 caretaker_to=until, known=self.known_of_event.get(day, ""))  # fmt: skip

    # where

    def where_item(self) -> str:
        v = self.rng.choice(self.land.history)
        form = self.rng.random()
        lettered = f"{v.uid[0]}{v.code}"
        if form < 0.45:
            return v.uid
        if form < 0.75:
            return lettered
        end = min(v.end or HORIZON[1], HORIZON[1])
        return f"{lettered}~{v.since + timedelta(days=self.rng.randint(0, max((end - v.since).days - 1, 0)))}"

    def where(self) -> str:
        kind = self.rng.random()
        if kind < 0.35:
            return "*"
        some = [self.where_item() for _ in range(self.rng.randint(1, 3))]
        if kind < 0.75:
            return ",".join(some)
        less = ["!" + self.where_item() for _ in range(self.rng.randint(1, 2))]
        mixed = less if kind < 0.87 else [*some, *less] if kind < 0.95 else ["*", *less]
        self.rng.shuffle(mixed)
        return ", ".join(mixed) if self.maybe(0.2) else ",".join(mixed)

    # acts

    def act(self, level: str, low: date = date(2020, 8, 1), high: date = date(2027, 6, 1), *, normative: bool = True,
            mortal: float = 0.3, rank: int | None = None, authority: str = "", home: str = "") -> Act:  # fmt: skip
        """A new act: ``na, standing, gov, pm, ministry, council, province, district``."""
        rng = self.rng
        self.serial += 1
        signed = self.day(low, high)
        n, y = self.serial, signed.year
        term = 13 if y < 2016 else 14 if y < 2021 else 15 if y < 2026 else 16
        unit = ""
        if level in ("council", "province", "district"):
            upper = "district" if level == "district" else "province"
            homes = [v for v in self.land.history if v.uid == home] if home else [v for v in self.land.history if isinstance(v, Upper) and v.level == upper
                     and v.since <= signed and (not v.end or signed < v.end)]  # fmt: skip
            if not homes:
                return self.act("gov", low, high)
            seat = rng.choice(homes)
            form = 0.0 if home else rng.random()
            lettered = f"{seat.uid[0]}{seat.code}"
            unit = seat.uid if form < 0.5 else lettered if form < 0.85 else f"{lettered}~{signed}"
            place = f"{seat.kind} {seat.name}"
        number, kind, issuer = {
            "na": (f"{n}/{y}/QH{term}", "luật", "Quốc hội"),
            "standing": (f"{n}/NQ-UBTVQH{term}", "nghị quyết", "Ủy ban Thường vụ Quốc hội"),
            "gov": (f"{n}/{y}/NĐ-CP", "nghị định", "Chính phủ"),
            "pm": (f"{n}/{y}/QĐ-TTg", "quyết định", "Thủ tướng Chính phủ"),
            "ministry": (f"{n}/{y}/TT-BXD", "thông tư", "Bộ Xây dựng"),
            "council": (f"{n}/{y}/NQ-HĐND", "nghị quyết", f"HĐND {place}" if unit else ""),
            "province": (f"{n}/{y}/QĐ-UBND" if normative else f"{n}/QĐ-UBND", "quyết định", f"UBND {place}" if unit else ""),
            "district": (f"{n}/{y}/QĐ-UBND" if normative else f"{n}/QĐ-UBND", "quyết định", f"UBND {place}" if unit else ""),
        }[level]  # fmt: skip
        in_force = signed + timedelta(days=rng.choice((0, 0, 15, 45, 180)))
        operates = in_force + timedelta(days=rng.choice((18, 60))) if self.maybe(0.15) else None
        ends: date | None = None
        ended_by = ""
        if self.maybe(mortal):
            ends = (operates or in_force) + timedelta(days=rng.randint(30, 1500))
            others = [a for a in self.acts if a.signed > signed]
            if others and self.maybe(0.6):
                ended_by = rng.choice(others).act
        known = ""
        if self.maybe(0.12):
            known = str(signed + timedelta(days=rng.choice((-20, -1, 1, 10, 200))))
        higher = [a for a in self.acts if a.issuer_level in ("na", "gov")]
        if not authority and level not in ("na", "standing") and higher and self.maybe(0.3):
            authority = rng.choice(higher).act + rng.choice((" Đ.1", " Đ.2 k.1", " Đ.54 k.1", ""))
        cells = {
            "act": number, "type": kind, "issuer": issuer, "issuer_unit": unit, "authority": authority,
            "title": f"Về việc {self.land.name()}", "signed": signed, "in_force": in_force, "operates": operates,
            "ends": ends, "ended_by": ended_by, "known": known, "status": "adopted",
            "rank": rank or (rng.choice((20, 30, 40, 70, 90)) if self.maybe(0.06) else ""),
        }  # fmt: skip
        if ends is None and self.maybe(mortal / 2):
            # The end is learnt of later: the row is corrected from that day on.
            self.put("acts", **cells)
            cells["ends"] = (operates or in_force) + timedelta(days=rng.randint(200, 1500))
            cells["known"] = cells["ends"] - timedelta(days=rng.choice((1, 30, 100)))
            if cells["known"] > signed + timedelta(days=210):
                self.put("acts", **cells, corrects=number)
        else:
            self.put("acts", **cells)
        self.days = sorted({*self.days, signed, in_force, *([operates] if operates else []), *([ends] if ends else [])})
        made = Act(number, level, unit, signed, in_force, normative)
        self.acts.append(made)
        for clause in ("Đ.1", "Đ.2 k.1"):
            if self.maybe(0.35):
                stop = self.day(in_force + timedelta(days=1), date(2027, 12, 1)) if self.maybe(0.5) else None
                begin = in_force + timedelta(days=rng.choice((0, 40))) if self.maybe(0.5) else None
                if stop and begin and begin >= stop:
                    begin = None
                killers = [a for a in self.acts if a.signed > signed]
                self.put("provisions", act=number, provision=clause, in_force=begin, ends=stop,
                         ended_by=rng.choice(killers).act if stop and killers and self.maybe(0.5) else "")  # fmt: skip
        return made

    # files

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "city.toml").write_text(
            'format = 1\nname = "Thành phố Thử"\nname_en = "Test City"\ntimezone = "Asia/Ho_Chi_Minh"\n'
            f'horizon = ["{HORIZON[0]}", "{HORIZON[1]}"]\ndefault_language = "vi"\nrulebook = "vn"\n',
            encoding="utf-8",
        )
        for name, columns in COLUMNS.items():
            rows = list(self.rows[name])
            self.rng.shuffle(rows)
            write_table(folder / f"{name}.csv", columns.split(","), rows)


def write_table(path: Path, columns: list[str], rows: list[Row]) -> None:
    """Write rows as a table of the contract."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


SIZE: dict[str, Any] = {
    "provinces": 2, "districts": 3, "communes": 6, "events": 3, "powers": 4, "noise": 3, "passed_on": 5,
    "unlawful": 0.2, "reform": 0.6, "published": 0.5,
}  # fmt: skip


def make_city(seed: int, folder: str | Path, **size: Any) -> Path:
    """Write a random workspace into ``folder``; ``size`` overrides what ``SIZE`` says."""
    folder = Path(folder)
    maker = Maker(seed, {**SIZE, **size})
    maker.write_territory()
    maker.write_bodies()
    Giver(maker).write_powers()
    maker.write(folder)
    return folder
