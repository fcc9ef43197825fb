"""A small made-up city for tests: one province, two districts, five communes, a merger and a split.

Timeline: on 2023-01-01 `An` (00001) and `Bình` (00002) merge into a new `An` (00001); on 2024-01-01 `Cao`
(00003) is split, part to `An`, remainder to `Đông` (00004); the district level ends on 2025-07-01.
"""

from __future__ import annotations

from pathlib import Path

from phancap.charter.view import View
from phancap.competence.outcome import Outcome, Question, outcome
from phancap.formats.days import parse_day
from phancap.workspace.open import charter_of

CITY = """format = 1
name = "Thành phố Ví Dụ"
name_en = "Example City"
timezone = "Asia/Ho_Chi_Minh"
horizon = ["2021-01-01", "2028-01-01"]
default_language = "vi"
rulebook = "vn"
"""
BASE = {
    "units": """uid,code,name,type,level,parent_code,valid_from,valid_to,act
p01@2020-01-01,01,Ví Dụ,thành phố,province,,2020-01-01,,
d101@2020-01-01,101,Trong,quận,district,01,2020-01-01,2025-07-01,
d102@2020-01-01,102,Ngoài,huyện,district,01,2020-01-01,2025-07-01,
c00001@2020-01-01,00001,An,phường,commune,101,2020-01-01,2023-01-01,
c00002@2020-01-01,00002,Bình,phường,commune,101,2020-01-01,2023-01-01,
c00001@2023-01-01,00001,An,phường,commune,101,2023-01-01,2024-01-01,
c00001@2024-01-01,00001,An,phường,commune,101,2024-01-01,2025-07-01,
c00001@2025-07-01,00001,An,phường,commune,01,2025-07-01,,
c00003@2020-01-01,00003,Cao,xã,commune,102,2020-01-01,2024-01-01,
c00004@2020-01-01,00004,Đông,xã,commune,102,2020-01-01,2024-01-01,
c00004@2024-01-01,00004,Đông,xã,commune,102,2024-01-01,2025-07-01,
c00004@2025-07-01,00004,Đông,xã,commune,01,2025-07-01,,
""",
    "lineage": """event_date,from_uid,to_uid,part,share,act,provision,in_force,atom
2023-01-01,c00001@2020-01-01,c00001@2023-01-01,whole,,,,,
2023-01-01,c00002@2020-01-01,c00001@2023-01-01,whole,,,,,
2024-01-01,c00001@2023-01-01,c00001@2024-01-01,whole,,,,,
2024-01-01,c00003@2020-01-01,c00001@2024-01-01,part,,,,,
2024-01-01,c00003@2020-01-01,c00004@2024-01-01,remainder,,,,,
2024-01-01,c00004@2020-01-01,c00004@2024-01-01,whole,,,,,
2025-07-01,c00001@2024-01-01,c00001@2025-07-01,whole,,,,,
2025-07-01,c00004@2024-01-01,c00004@2025-07-01,whole,,,,,
""",
    "classes": """class,name,name_en,level,kind
ubnd-tinh,UBND cấp tỉnh,Provincial committee,province,committee
ct-tinh,Chủ tịch UBND cấp tỉnh,Chair,province,chair
so,Sở Ví Dụ,Department,province,agency
gd-so,Giám đốc Sở Ví Dụ,Director,province,agency_head
ubnd-huyen,UBND cấp huyện,District committee,district,committee
ubnd-xa,UBND cấp xã,Commune committee,commune,committee
""",
    "organisation": """class,where,from,to,act,provision,superior,caretaker_to
ubnd-tinh,*,,,,,,
ct-tinh,*,,,,,,
so,*,,,,,,
gd-so,*,,,,,,
ubnd-huyen,*,,2025-07-01,,,,
ubnd-xa,*,,,,,,
""",
    "acts": """act,type,issuer,issuer_unit,authority,title,signed,in_force,operates,ends,ended_by,known,status,rank
1/2014/QH13,luật,Quốc hội,,,,2014-01-01,2015-01-01,,,,,adopted,
2/2025/QH15,luật,Quốc hội,,,,2025-06-16,2025-07-01,,,,,adopted,
3/2025/NĐ-CP,nghị định,Chính phủ,,2/2025/QH15 Đ.54,,2025-06-12,2025-07-01,,2027-03-01,,,adopted,
4/2021/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2021-06-01,2021-07-01,,,,,adopted,
5/QĐ-UBND,quyết định,UBND thành phố Ví Dụ,p01,,,2022-06-01,2022-06-01,,,,,adopted,
""",
    "powers": """power,name,name_en,field,kind,place_rule,required,joint,transferable,limit_value,limit_unit
phep,Cấp phép,Permit,f,procedure,site,yes,,,15,day
""",
    "facts": """power,fact,type,unit,values,label,label_en
phep,value,money,đồng,,Giá trị,Value
phep,class,category,,I|II|III,Cấp,Class
phep,foreign,bool,,,Nước ngoài,Foreign
""",
}
GRANT_COLUMNS = "grant,power,role,instrument,grantor,holder,where,condition,from,to,act,provision,overrides,transition,resources"


def write(folder: Path, grants: str = "", **tables: str) -> Path:
    """Write the city with these grants; other tables replace those of the base, or follow it if ``+``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    for name, text in {**BASE, **{k: v for k, v in tables.items() if not v.startswith("+")}}.items():
        more = tables.get(name, "")
        (folder / f"{name}.csv").write_text(
            text + (more[1:] if more.startswith("+") else ""), encoding="utf-8"
        )
    lines = [line.strip() for line in grants.strip().splitlines() if line.strip()]
    (folder / "grants.csv").write_text("\n".join([GRANT_COLUMNS, *lines]) + "\n", encoding="utf-8")
    return folder


def view(folder: Path, grants: str = "", known: str | None = None, **tables: str) -> View:
    """The city as a view."""
    _, charter = charter_of(write(folder, grants, **tables))
    return View(charter, parse_day(known) if known else None)


def ask(
    of: View,
    place: str,
    on: str,
    role: str = "decide",
    decided: str | None = None,
    power: str = "phep",
    **facts: int | str,
) -> Outcome:
    """The outcome for a place given by uid."""
    mask = of.territory.atoms_of(place)
    return outcome(
        of, Question(power, role, mask, parse_day(on), parse_day(decided) if decided else None, dict(facts))
    )


def told(found: Outcome) -> tuple[str, str, tuple[str, ...]]:
    """Status, acting body and the chain's grants."""
    held = found.holding
    if held is None:
        return found.status, "", ()
    return found.status, held.body, tuple(link.grant.grant for link in held.chain)
