"""A very small workspace, one province with two communes, to be varied by hand: each case changes one thing."""

from __future__ import annotations

from pathlib import Path

from random_city import COLUMNS, Maker, Row, write_table

POWER = "1.000001"
LAW = "1/2015/QH13"

CITY = """format = 1
name = "Thành phố Thử"
name_en = "Test City"
timezone = "Asia/Ho_Chi_Minh"
horizon = ["2021-01-01", "2028-01-01"]
default_language = "vi"
rulebook = "vn"
"""


def unit(uid: str, parent: str = "", until: str = "", name: str = "") -> Row:
    """A unit version from its uid."""
    lettered, _, since = uid.partition("@")
    level, kind = {"p": ("province", "tỉnh"), "d": ("district", "huyện"), "c": ("commune", "xã")}[uid[0]]
    return {
        "uid": uid, "code": lettered[1:], "name": name or f"Số {lettered[-1]}", "type": kind, "level": level,
        "parent_code": parent, "valid_from": since, "valid_to": until,
    }  # fmt: skip


def act(number: str, signed: str, in_force: str = "", **cells: str) -> Row:
    """An act whose type and issuer follow from its number."""
    kind, issuer = {
        "QH": ("luật", "Quốc hội"), "NĐ": ("nghị định", "Chính phủ"), "QĐ": ("quyết định", "UBND tỉnh Số 2"),
        "TT": ("thông tư", "Bộ Xây dựng"),
    }[number.rpartition("/")[2][:2]]  # fmt: skip
    return {"act": number, "type": kind, "issuer": issuer, "signed": signed, "in_force": in_force or signed, "status": "adopted",
            **({"issuer_unit": "p92"} if "QĐ" in number else {}), **cells}  # fmt: skip


def grant(name: str, holder: str, number: str = LAW, instrument: str = "assign", **cells: str) -> Row:
    """A grant over everything of the one power."""
    named = {key.rstrip("_"): value for key, value in cells.items()}
    return {"grant": name, "power": POWER, "instrument": instrument, "holder": holder, "where": "*", "act": number, **named}


def passed(name: str, giver: str, holder: str, number: str, instrument: str = "decentralise", **cells: str) -> Row:
    """A grant that passes on what the giver holds."""
    return grant(name, holder, number, instrument, grantor=giver, **cells)


def organ(name: str, since: str = "2021-01-01", until: str = "", where: str = "*", caretaker: str = "") -> Row:
    """One row of the organisational model."""
    return {"class": name, "where": where, "from": since, "to": until, "caretaker_to": caretaker}


def edge(before: str, after: str, part: str = "whole", atom: str = "") -> Row:
    """One line of the lineage, on the first day of what comes after."""
    return {"event_date": after.partition("@")[2], "from_uid": before, "to_uid": after, "part": part, "atom": atom}


def reading(name: str, grants: str, prevails: str) -> Row:
    """One reading of a tension."""
    return {"tension": name, "grants": grants, "reading": grants, "prevails": prevails}


UNITS = [unit("p92@2021-01-01"), unit("d901@2021-01-01", "92"), unit("c31001@2021-01-01", "901"), unit("c31002@2021-01-01", "901")]
ORGANS = [organ(name) for name, level in Maker.LEVEL_OF.items() if level != "none"]


def write_world(folder: Path, **tables: list[Row]) -> Path:
    """Write the small workspace; a table given replaces the usual one, ``acts`` adds to the one law."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, list[Row]] = {
        "units": UNITS,
        "classes": [
            {"class": name, "name": title, "name_en": title, "level": level, "kind": kind}
            for name, title, level, kind in Maker.CLASSES
        ],
        "organisation": ORGANS,
        "powers": [{"power": POWER, "name": "Việc thử", "required": "yes", "limit_unit": "unknown"}],
        "grants": [grant("g1", "ubnd-huyen")],
        **tables,
    }
    rows["acts"] = [act(LAW, "2015-06-01", "2016-01-01"), *tables.get("acts", [])]
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    for name, columns in COLUMNS.items():
        some = rows.get(name, [])
        more = sorted({key for row in some for key in row} - set(columns.split(",")))
        write_table(folder / f"{name}.csv", [*columns.split(","), *more], some)
    return folder
