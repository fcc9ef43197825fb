"""Writes the assumed rows of demand.csv, service.csv and staff.csv of the shipped city.

Nobody publishes dossiers by procedure, minutes by step or desks by office for Cần Thơ. The simulation and the plan need
them all the same, so they are made here from a few stated rates, each row says ``assumption`` and each demand carries
its range. A row with a source is never touched. The sourced figures that the rates are held against:

- 47,816 dossiers in 103 communes and the city, 1 to 23 July 2025, 17 working days (laodong 1548172): about 0.17 a head
  and year. HCMC's District 1 counted some 4 a head in 2018, with certification: the high ends reach that far.
- Transport about 300 and justice about 200 dossiers a day at the city's counters in February 2024 (vietnam.vn).
- More than 20.3 million certified copies and 3.1 million signatures and contracts at the communes of Viet Nam in the first
  half of 2025 (thanhnien-chung-thuc): about 400 copies and 61 other matters a year per 1,000 people. A dossier holds
  some three copies.
- Posts of a new commune: 32, one more per 2,000 people over 16,000, at most 50 (xã) or 70 (phường) (Tuổi Trẻ, June
  2025); 5,933 posts of communes of which 4,530 filled in August 2025 (dantri-bien-che-2025).
- 20 % of dossiers incomplete and 3.8 % rework in public event logs (BPI 2015, WABO receipt): Dutch, a stand-in.

The people of a room are counted to the organ that decides, because the role `decide` is what the charter resolves.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from phancap.workspace.open import shipped

REFORM, START, CENTRE, AUTHENTICATION = "2025-07-01", "2021-01-01", "2024-02-26", "2025-11-01"
DEPARTMENTS, PILOT = "2025-03-01", "2023-01-01"
CITY_OLD, CITY = "p92@2021-01-01", "p92@2025-07-01"
FILLED = 4530 / 5933
ONLINE_2024, ONLINE_2025 = "0.634", "0.697"
NINH_KIEU_SHARE, CAI_RANG_SHARE, OLD_CITY = 0.23, 0.10, 1_252_348
A_PROCEDURE = 97
"""Dossiers of one procedure of the city in a year: 120,671 in 2024 over about 1,430 procedures, made a whole year."""

COUNTERS = (
    "so-cong-thuong", "so-ke-hoach-dau-tu", "so-lao-dong-thuong-binh-xa-hoi", "so-nong-nghiep", "so-tai-chinh",
    "so-van-hoa-the-thao-du-lich", "so-xay-dung", "so-y-te", "van-phong-dang-ky-dat-dai",
)  # fmt: skip

Row = dict[str, str]


class Work(NamedTuple):
    """Dossiers a year per 1,000 people, how far that may be off, and the minutes of the four steps."""

    rate: float
    low: float
    high: float
    skill: str
    minutes: tuple[int, int, int, int]


# Powers of the communes today. (receive, work, sign, return) in minutes.
COMMUNE = {
    "1.000656": Work(6, 0.7, 1.5, "ho-tich", (10, 15, 3, 4)),
    "1.000894": Work(6, 0.6, 1.6, "ho-tich", (12, 25, 5, 6)),
    "1.001022": Work(0.5, 0.2, 3, "ho-tich", (12, 60, 5, 5)),
    "1.001193": Work(13, 0.7, 1.5, "ho-tich", (10, 15, 3, 4)),
    "1.001266": Work(1, 0.3, 3, "kinh-doanh", (8, 15, 3, 4)),
    "1.001570": Work(0.5, 0.3, 3, "kinh-doanh", (8, 12, 3, 4)),
    "1.001612": Work(4, 0.4, 2.5, "kinh-doanh", (10, 25, 3, 4)),
    "1.004859": Work(4, 0.3, 2.5, "ho-tich", (12, 40, 5, 5)),
    "1.004873": Work(10, 0.5, 2, "ho-tich", (8, 20, 3, 4)),
    "1.004884": Work(2, 0.3, 3, "ho-tich", (12, 45, 5, 5)),
    "1.005280": Work(0.02, 0.2, 5, "kinh-doanh", (15, 90, 10, 5)),
    "1.012796": Work(0.4, 0.2, 4, "dia-chinh", (12, 120, 10, 6)),
    "1.013225": Work(1.2, 0.3, 3, "xay-dung", (15, 180, 10, 6)),
    "1.013226": Work(0.1, 0.3, 3, "xay-dung", (15, 120, 10, 6)),
    "1.013229": Work(0.15, 0.3, 3, "xay-dung", (15, 120, 10, 6)),
    "1.013949": Work(1.5, 0.3, 3, "dia-chinh", (15, 240, 10, 6)),
    "1.013967": Work(0.1, 0.2, 5, "dia-chinh", (20, 1200, 60, 10)),
    "1.013978": Work(2, 0.3, 3, "dia-chinh", (15, 300, 15, 6)),
    "2.000528": Work(0.1, 0.3, 4, "ho-tich", (12, 40, 5, 5)),
    "2.000620": Work(0.15, 0.3, 4, "kinh-doanh", (10, 60, 5, 5)),
    "2.000720": Work(1.5, 0.4, 3, "kinh-doanh", (10, 20, 3, 4)),
    "2.000748": Work(0.8, 0.3, 4, "ho-tich", (12, 60, 5, 5)),
    "2.000806": Work(0.4, 0.3, 3, "ho-tich", (15, 120, 10, 8)),
    "2.000815": Work(130, 0.1, 25, "chung-thuc", (3, 6, 1, 2)),
    "2.000884": Work(40, 0.4, 4, "chung-thuc", (4, 8, 1, 2)),
    "2.001019": Work(0.3, 0.2, 4, "chung-thuc", (15, 60, 5, 5)),
    "2.001035": Work(15, 0.3, 3, "chung-thuc", (12, 45, 4, 5)),
    "tro-cap-huu-tri-xa-hoi": Work(3, 0.3, 3, "xa-hoi", (10, 45, 4, 4)),
    "tro-cap-xa-hoi-hang-thang": Work(3, 0.3, 3, "xa-hoi", (10, 60, 5, 4)),
    "xac-nhan-doi-tuong-nha-o-xa-hoi": Work(0.3, 0.1, 5, "xay-dung", (8, 30, 3, 4)),
}
# What the districts decided of these, and since when the rows name a holder.
DISTRICT = {
    "1.001266": START, "1.001570": START, "1.001612": START, "1.005280": START, "1.012796": "2024-08-01",
    "1.013225": START, "1.013226": START, "1.013229": START, "1.013949": START, "1.013967": "2024-08-01",
    "1.013978": START, "2.000528": START, "2.000620": START, "2.000720": START, "2.000748": START,
    "2.000806": START,
}  # fmt: skip
# Powers of the city: dossiers a year per 1,000 people, holder today.
CITY_POWERS = {
    "1.000703": (Work(0.25, 0.3, 3, "van-tai", (12, 60, 5, 5)), "so-xay-dung"),
    "1.001751": (Work(0.2, 0.2, 4, "van-tai", (10, 30, 4, 5)), "so-xay-dung"),
    "1.001765": (Work(0.2, 0.2, 4, "van-tai", (10, 40, 4, 5)), "so-xay-dung"),
    "1.002338": (Work(5, 0.2, 4, "thu-y", (5, 25, 2, 3)), "so-nong-nghiep-moi-truong"),
    "1.003650": (Work(0.2, 0.3, 4, "thuy-san", (12, 60, 5, 5)), "so-nong-nghiep-moi-truong"),
    "1.003666": (Work(0.1, 0.2, 5, "thuy-san", (10, 60, 5, 5)), "so-nong-nghiep-moi-truong"),
    "1.004359": (Work(0.2, 0.3, 4, "thuy-san", (12, 60, 5, 5)), "so-nong-nghiep-moi-truong"),
    "1.011441": (Work(14, 0.4, 2.5, "dang-ky-dat", (8, 20, 3, 4)), "van-phong-dang-ky-dat-dai"),
    "1.011442": (Work(1, 0.3, 3, "dang-ky-dat", (8, 20, 3, 4)), "van-phong-dang-ky-dat-dai"),
    "1.011443": (Work(12, 0.4, 2.5, "dang-ky-dat", (8, 15, 3, 4)), "van-phong-dang-ky-dat-dai"),
    "1.012783": (Work(4, 0.3, 3, "dang-ky-dat", (12, 60, 5, 5)), "van-phong-dang-ky-dat-dai"),
    "1.012784": (Work(2, 0.3, 3, "dang-ky-dat", (15, 180, 8, 6)), "van-phong-dang-ky-dat-dai"),
    "1.012786": (Work(0.5, 0.3, 3, "dang-ky-dat", (15, 120, 8, 6)), "van-phong-dang-ky-dat-dai"),
    "2.001199": (Work(0.2, 0.4, 2.5, "doanh-nghiep", (8, 25, 4, 4)), "so-tai-chinh"),
    "2.001583": (Work(0.6, 0.4, 2.5, "doanh-nghiep", (8, 25, 4, 4)), "so-tai-chinh"),
    "2.002009": (Work(0.3, 0.4, 2.5, "doanh-nghiep", (8, 25, 4, 4)), "so-tai-chinh"),
    "2.002023": (Work(0.2, 0.4, 2.5, "doanh-nghiep", (8, 30, 4, 4)), "so-tai-chinh"),
    "2.002029": (Work(0.4, 0.4, 2.5, "doanh-nghiep", (6, 12, 3, 3)), "so-tai-chinh"),
    "2.002041": (Work(0.5, 0.4, 2.5, "doanh-nghiep", (8, 25, 4, 4)), "so-tai-chinh"),
    "2.002043": (Work(0.1, 0.4, 2.5, "doanh-nghiep", (8, 30, 4, 4)), "so-tai-chinh"),
    "2.002069": (Work(0.6, 0.4, 2.5, "doanh-nghiep", (8, 20, 4, 4)), "so-tai-chinh"),
    "2.002288": (Work(8, 0.4, 2, "van-tai", (6, 12, 2, 3)), "so-xay-dung"),
    "cap-c-o": (Work(3, 0.2, 4, "thuong-mai", (6, 25, 3, 3)), "so-cong-thuong"),
}  # fmt: skip
LAND_BEFORE = {
    "1.011441": "2023-01-15", "1.011442": "2023-01-15", "1.011443": "2023-01-15", "1.012783": "2024-08-01",
    "1.012784": "2024-08-01", "1.012786": "2024-08-01",
}  # fmt: skip
# What the pilot moves: skill and work in minutes. The holder before is the department's of the charter.
PILOT_POWERS = {
    "1.002693": ("xay-dung", 90), "1.002952": ("duoc", 300), "1.003001": ("duoc", 480),
    "1.003618": ("nong-nghiep", 300), "1.003695": ("nong-nghiep", 600), "1.003712": ("nong-nghiep", 600),
    "1.003727": ("nong-nghiep", 600), "1.004211": ("moi-truong", 600), "1.004645": ("van-hoa", 60),
    "1.004650": ("van-hoa", 45), "1.008864": ("tai-chinh-dau-tu", 900), "1.009794": ("xay-dung", 600),
    "1.009811": ("lao-dong", 60), "1.011408": ("xay-dung", 600), "1.013230": ("xay-dung", 60),
    "1.013231": ("xay-dung", 60), "1.013233": ("xay-dung", 180), "1.013234": ("xay-dung", 900),
    "1.013235": ("xay-dung", 180), "1.013236": ("xay-dung", 360), "1.013238": ("xay-dung", 240),
    "1.013239": ("xay-dung", 1200), "1.013274": ("xay-dung", 60), "2.000004": ("thuong-mai", 60),
    "2.000033": ("thuong-mai", 30), "2.000134": ("lao-dong", 60), "2.000192": ("lao-dong", 60),
    "2.000205": ("lao-dong", 90), "2.001474": ("thuong-mai", 30), "2.001955": ("lao-dong", 120),
}  # fmt: skip
WARD_PROJECTS = {
    f"dau-tu-nhom-c-{what}"
    for what in ("ben-thuyen", "chieu-sang", "cho-dan-sinh", "cong-vien", "he-pho", "ke-rach", "rac-thai", "thoat-nuoc")
}
"""What the option of 2027 delegates to six wards; counted for the whole city from the year of the option on."""
OPTION_YEAR, PROJECTS = "2027-01-01", 36
"""Projects of a kind a year in the merged city: the old city's dozen three times, for about three times the people."""
NOT_BEFORE = {
    "1.004211": "2024-07-01",
    "1.013234": "2024-12-30",
    "1.013239": "2024-12-30",
    "1.013274": "2025-01-01",
}
PEOPLE_ASSUMED = {
    f"d{code}@{START}": count
    for code, count in {
        916: 292_000, 918: 156_000, 924: 112_000, 925: 110_000, 926: 123_000, 930: 73_000, 936: 100_000, 942: 125_000,
        947: 170_000, 948: 95_000, 950: 200_000, 951: 160_000,
    }.items()
}  # fmt: skip
"""Districts of which `measures.csv` has no population: old figures of an encyclopaedia, else rounded guesses."""


def rows_of(table: str, folder: Path | None = None) -> list[Row]:
    """A table of the shipped city as plain text."""
    with ((folder or Path(shipped())) / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def people() -> dict[str, int]:
    """People by unit version: the last figure of `measures.csv`, and a guess where there is none."""
    found = {r["unit"]: int(r["value"]) for r in rows_of("measures") if r["measure"] == "population"}
    found = PEOPLE_ASSUMED | found
    communes = sorted(
        {r["uid"] for r in rows_of("units") if r["uid"].startswith("c") and r["valid_from"] == REFORM}
    )
    known = [found[uid] for uid in communes if uid in found]
    return found | {uid: round(sum(known) / len(known)) for uid in communes if uid not in found}


def communes() -> dict[str, str]:
    """Type of each commune of today, by uid."""
    today = (r for r in rows_of("units") if r["level"] == "commune" and r["valid_from"] == REFORM)
    return {r["uid"]: r["type"] for r in today}


def posts(kind: str, population: int) -> int:
    """Posts of a new commune: 32, one more per 2,000 people over 16,000, capped."""
    return min(70 if kind == "phường" else 50, 32 + max(0, population - 16_000) // 2_000)


def _count(value: float) -> str:
    return f"{value:.0f}" if value >= 1 else f"{value:.2f}".rstrip("0").rstrip(".")


def _asked(
    power: str, unit: str, start: str, end: str, amount: float, low: float, high: float, online: str
) -> Row:
    return {"power": power, "unit": unit, "from": start, "to": end, "dossiers": _count(amount), "online_share": online,
            "low": _count(amount * low), "high": _count(amount * high), "source": "assumption"}  # fmt: skip


def demand() -> list[Row]:
    """Dossiers a year, by power and unit."""
    heads, found = people(), []
    districts = sorted({r["uid"] for r in rows_of("units") if r["level"] == "district"})
    for power, work in COMMUNE.items():
        for uid in communes():
            found.append(
                _asked(
                    power, uid, REFORM, "", work.rate * heads[uid] / 1000, work.low, work.high, ONLINE_2025
                )
            )
        if power in DISTRICT:
            for uid in districts:
                amount = work.rate * heads[uid] / 1000
                found.append(
                    _asked(power, uid, DISTRICT[power], REFORM, amount, work.low, work.high, ONLINE_2024)
                )
    for power, (work, _) in CITY_POWERS.items():
        found.append(_asked(power, CITY, REFORM, "", work.rate * 4061.292, work.low, work.high, ONLINE_2025))
        if power in LAND_BEFORE:
            amount = work.rate * OLD_CITY / 1000
            found.append(
                _asked(power, CITY_OLD, LAND_BEFORE[power], REFORM, amount, work.low, work.high, ONLINE_2024)
            )
    for power in PILOT_POWERS:
        for uid in districts:
            if "d916" <= uid[:4] <= "d927":
                share = {"d916": NINH_KIEU_SHARE, "d919": CAI_RANG_SHARE}.get(uid[:4])
                share = (heads[uid] / OLD_CITY) if share is None else share
                start = max(PILOT, NOT_BEFORE.get(power, ""))
                found.append(
                    _asked(power, uid, start, REFORM, round(A_PROCEDURE * share + 0.5), 0, 10, ONLINE_2024)
                )
    for power in (r["power"] for r in rows_of("powers") if r["power"].startswith("dau-tu-nhom-c-")):
        for uid in districts:
            if "d916" <= uid[:4] <= "d927":
                amount = {"d916": 3, "d919": 2}.get(uid[:4], 1)
                found.append(_asked(power, uid, PILOT, REFORM, amount, 0, 4, "0"))
        if power in WARD_PROJECTS:
            found.append(_asked(power, CITY, OPTION_YEAR, "", PROJECTS, 0, 4, "0"))
    return found


def service() -> list[Row]:
    """The four steps of a dossier."""
    found = []
    works = {p: (w.skill, w.minutes) for p, w in COMMUNE.items()}
    works |= {p: (w.skill, w.minutes) for p, (w, _) in CITY_POWERS.items()}
    works |= {p: (skill, (12, minutes, 10, 5)) for p, (skill, minutes) in PILOT_POWERS.items()}
    works |= {r["power"]: ("tai-chinh-dau-tu", (20, 2400, 60, 10)) for r in rows_of("powers")
              if r["power"].startswith("dau-tu-nhom-c-")}  # fmt: skip
    for power, (skill, minutes) in works.items():
        steps = (
            ("1-tiep-nhan", "receive", "mot-cua", 0.8, "0.2"),
            ("2-xu-ly", "decide", skill, 0.8, "0.038"),
            ("3-ky", "decide", "lanh-dao", 0.5, "0.02"),
            ("4-tra-ket-qua", "receive", "mot-cua", 0.5, "0"),
        )
        for (step, role, who, spread, rework), long in zip(steps, minutes, strict=True):
            found.append({"power": power, "step": step, "role": role, "skill": who, "minutes": str(long),
                          "distribution": "lognormal", "spread": str(spread), "rework": rework,
                          "source": "assumption"})  # fmt: skip
    return found


def _staff(body: str, unit: str, skill: str, filled: float, start: str, end: str) -> Row:
    count = max(1, round(filled))
    return {"body": body, "unit": unit, "skill": skill, "posts": str(max(count, round(count / FILLED))), "filled": str(count),
            "from": start, "to": end, "source": "assumption"}  # fmt: skip


def staff() -> list[Row]:
    """Who works where, by skill."""
    heads, found = people(), []
    for uid, kind in communes().items():
        there = posts(kind, heads[uid]) * FILLED
        rooms = "phong-kinh-te-ha-tang-do-thi-xa" if kind == "phường" else "phong-kinh-te-xa"
        for body, skill, share, start, end in (
            ("trung-tam-phuc-vu-hanh-chinh-cong-xa", "mot-cua", 0.11, REFORM, ""),
            ("ubnd-xa", "ho-tich", 0.04, REFORM, ""),
            ("ubnd-xa", "chung-thuc", 0.07, REFORM, AUTHENTICATION),
            ("ct-ubnd-xa", "chung-thuc", 0.07, AUTHENTICATION, ""),
            ("ubnd-xa", "xay-dung", 0.04 if kind == "phường" else 0.02, REFORM, ""),
            ("ubnd-xa", "kinh-doanh", 0.02, REFORM, ""),
            ("ubnd-xa", "lanh-dao", 0.06, REFORM, ""),
            ("ct-ubnd-xa", "dia-chinh", 0.05, REFORM, ""),
            ("ct-ubnd-xa", "xa-hoi", 0.03, REFORM, ""),
            ("ct-ubnd-xa", "lanh-dao", 0.03, REFORM, ""),
            (rooms, "kinh-doanh", 0.05, REFORM, ""),
            (rooms, "lanh-dao", 0.03, REFORM, ""),
        ):
            found.append(_staff(body, uid, skill, there * share, start, end))
    found += _district_staff(heads)
    return found + _city_staff()


def _district_staff(heads: dict[str, int]) -> list[Row]:
    found = []
    kinds = {r["uid"]: r["type"] for r in rows_of("units") if r["level"] == "district"}
    for uid, kind in sorted(kinds.items()):
        size = heads[uid] / 130_000
        economy = "phong-kinh-te-ha-tang-huyen" if kind == "huyện" else "phong-kinh-te-huyen"
        for body, skill, count, start, end in (
            ("bo-phan-mot-cua-huyen", "mot-cua", 3 * size, START, REFORM),
            ("ubnd-huyen", "ho-tich", size, START, REFORM),
            ("ubnd-huyen", "xay-dung", 3 * size, START, REFORM),
            ("ubnd-huyen", "dia-chinh", 4 * size, START, REFORM),
            ("ubnd-huyen", "moi-truong", 2, START, REFORM),
            ("ubnd-huyen", "nong-nghiep", 2, START, REFORM),
            ("ubnd-huyen", "lanh-dao", 3, START, REFORM),
            ("ct-ubnd-huyen", "dia-chinh", size, START, REFORM),
            ("ct-ubnd-huyen", "lanh-dao", 1, START, REFORM),
            ("phong-tai-chinh-ke-hoach-huyen", "kinh-doanh", 2 * size, START, REFORM),
            ("phong-tai-chinh-ke-hoach-huyen", "lanh-dao", 2, START, REFORM),
            (economy, "kinh-doanh", 2, START, DEPARTMENTS),
            (economy, "lanh-dao", 2, START, DEPARTMENTS),
            ("phong-kinh-te-ha-tang-do-thi-huyen", "kinh-doanh", 2, DEPARTMENTS, REFORM),
            ("phong-kinh-te-ha-tang-do-thi-huyen", "lanh-dao", 2, DEPARTMENTS, REFORM),
        ):
            found.append(_staff(body, uid, skill, count, start, end))
    return found


def _city_staff() -> list[Row]:
    found = []
    for body, skill, before, today in (
        ("so-cong-thuong", "thuong-mai", 6, 10),
        ("so-cong-thuong", "lanh-dao", 3, 4),
        ("so-lao-dong-thuong-binh-xa-hoi", "lao-dong", 6, 0),
        ("so-lao-dong-thuong-binh-xa-hoi", "lanh-dao", 3, 0),
        ("so-nong-nghiep-moi-truong", "thu-y", 0, 12),
        ("so-nong-nghiep-moi-truong", "thuy-san", 0, 8),
        ("so-nong-nghiep-moi-truong", "lanh-dao", 0, 6),
        ("so-noi-vu", "lao-dong", 5, 8),
        ("so-noi-vu", "lanh-dao", 3, 4),
        ("so-tai-chinh", "doanh-nghiep", 0, 8),
        ("so-tai-chinh", "lanh-dao", 3, 5),
        ("so-van-hoa-the-thao-du-lich", "van-hoa", 4, 8),
        ("so-van-hoa-the-thao-du-lich", "lanh-dao", 3, 4),
        ("so-xay-dung", "xay-dung", 12, 24),
        ("so-xay-dung", "van-tai", 8, 12),
        ("so-xay-dung", "lanh-dao", 4, 6),
        ("so-giao-thong-van-tai", "xay-dung", 4, 0),
        ("so-giao-thong-van-tai", "lanh-dao", 3, 0),
        ("so-y-te", "duoc", 5, 8),
        ("so-y-te", "lanh-dao", 3, 4),
        ("ban-quan-ly-kcn", "xay-dung", 3, 5),
        ("ban-quan-ly-kcn", "lanh-dao", 2, 3),
        ("trung-tam-phuc-vu-hanh-chinh-cong", "mot-cua", 24, 60),
        ("ubnd-tinh", "dia-chinh", 6, 40),
        ("ubnd-tinh", "moi-truong", 6, 10),
        ("ubnd-tinh", "nong-nghiep", 4, 6),
        ("ubnd-tinh", "tai-chinh-dau-tu", 8, 12),
        ("ubnd-tinh", "xay-dung", 8, 12),
        ("ubnd-tinh", "lanh-dao", 5, 6),
        ("ct-ubnd-tinh", "tai-chinh-dau-tu", 8, 12),
        ("ct-ubnd-tinh", "lanh-dao", 1, 1),
        ("gd-so-nong-nghiep-moi-truong", "lanh-dao", 0, 4),
        ("van-phong-dang-ky-dat-dai", "dang-ky-dat", 30, 110),
        ("van-phong-dang-ky-dat-dai", "lanh-dao", 12, 40),
    ):
        begin = {"trung-tam-phuc-vu-hanh-chinh-cong": CENTRE}.get(body, START)
        end = DEPARTMENTS if body in ("so-lao-dong-thuong-binh-xa-hoi", "so-giao-thong-van-tai") else REFORM
        if (body, skill) == ("so-noi-vu", "lao-dong") or skill == "van-tai":
            begin = DEPARTMENTS
        if before:
            found.append(_staff(body, CITY_OLD, skill, before, begin, end))
        if today:
            found.append(_staff(body, CITY, skill, today, REFORM, ""))
    # Before the city's centre opened, people went to the department itself.
    for body in COUNTERS:
        found.append(_staff(body, CITY_OLD, "mot-cua", 2, START, CENTRE))
    return found


def text_of(table: str, key: Iterable[str], made: list[Row]) -> str:
    """The table with its sourced rows kept and its assumed rows made anew, sorted by key."""
    path = Path(shipped()) / f"{table}.csv"
    kept = [r for r in rows_of(table) if r["source"] != "assumption"] if path.exists() else []
    names = list(made[0])
    rows = sorted(kept + made, key=lambda row: [row[name] for name in key])
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


TABLES = {
    "demand": (("power", "unit", "from", "to"), demand),
    "service": (("power", "step", "role"), service),
    "staff": (("body", "unit", "skill", "from"), staff),
}


def texts() -> dict[str, str]:
    """What the three tables should hold."""
    return {name: text_of(name, key, make()) for name, (key, make) in TABLES.items()}


if __name__ == "__main__":
    for name, text in texts().items():
        (Path(shipped()) / f"{name}.csv").write_text(text, encoding="utf-8")
