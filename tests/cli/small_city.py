"""A small city in files: two communes that merge on 1-1-2024 with caretakers, a district level that ends."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "city.toml": """
        format = 1
        name = "Tỉnh Thử"
        horizon = ["2021-01-01", "2028-01-01"]
    """,
    "units.csv": """
        uid,code,name,type,level,parent_code,valid_from,valid_to,act
        p1@2021-01-01,1,Thử,tỉnh,province,,2021-01-01,,
        d10@2021-01-01,10,Một,quận,district,1,2021-01-01,2025-07-01,
        c101@2021-01-01,101,Đông Hồ,phường,commune,10,2021-01-01,2024-01-01,
        c102@2021-01-01,102,Tây Hồ,phường,commune,10,2021-01-01,2024-01-01,
        c101@2024-01-01,101,Hồ,phường,commune,10,2024-01-01,2025-07-01,
        c101@2025-07-01,101,Hồ,phường,commune,1,2025-07-01,,
    """,
    "lineage.csv": """
        event_date,from_uid,to_uid,part
        2024-01-01,c101@2021-01-01,c101@2024-01-01,whole
        2024-01-01,c102@2021-01-01,c101@2024-01-01,whole
        2025-07-01,c101@2024-01-01,c101@2025-07-01,whole
    """,
    "classes.csv": """
        class,name,name_en,level,kind
        ubnd-tinh,UBND cấp tỉnh,Provincial Committee,province,committee
        ubnd-huyen,UBND cấp huyện,District Committee,district,committee
        ubnd-xa,UBND cấp xã,Commune Committee,commune,committee
        so-xd,Sở Xây dựng,Construction Department,province,agency
    """,
    "organisation.csv": """
        class,where,from,to,act,provision,superior,caretaker_to
        ubnd-tinh,*,,,,,,
        so-xd,*,,,,,ubnd-tinh,
        ubnd-huyen,*,,2025-07-01,,,ubnd-tinh,
        ubnd-xa,*,,,,,,2024-01-11
    """,
    "acts.csv": """
        act,type,issuer,signed,in_force,status
        50/2014/QH13,luật,Quốc hội,2014-06-18,2015-01-01,adopted
    """,
    "powers.csv": """
        power,name,name_en,required
        mot,Cấp phép một,Permit one,
        hai,Cấp phép hai,Permit two,
        ba,Chứng thực ba,Certify three,
    """,
    "facts.csv": """
        power,fact,type,unit,values
        hai,value,money,đồng,
        hai,class,category,,I|II|III|IV
    """,
    "grants.csv": """
        grant,power,role,instrument,grantor,holder,where,condition,from,to,act,provision
        a1,mot,decide,assign,,so-xd,,,,,50/2014/QH13,Đ.1
        b1,hai,decide,assign,,ubnd-tinh,,value >= 15000000000,,,50/2014/QH13,Đ.2
        b2,hai,decide,assign,,so-xd,,"value < 15000000000 and class in {I, II}",,,50/2014/QH13,Đ.2
        c1,ba,decide,assign,,ubnd-xa,,,,,50/2014/QH13,Đ.3
    """,
}


def write_city(folder: Path, **instead: str) -> Path:
    """The city in ``folder``; a keyword replaces a table, ``+`` in front adds rows to it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        rows = instead.pop(name.partition(".")[0], "")
        kept = text if not rows or rows.startswith("+") else ""
        lines = f"{kept}\n{rows.removeprefix('+')}".splitlines()
        folder.joinpath(name).write_text(_clean(lines), encoding="utf-8")
    for table, rows in instead.items():
        folder.joinpath(f"{table}.csv").write_text(_clean(rows.splitlines()), encoding="utf-8")
    return folder


def _clean(lines: list[str]) -> str:
    return "".join(f"{line.strip()}\n" for line in lines if line.strip())
