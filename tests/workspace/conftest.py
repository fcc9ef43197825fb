# ruff: noqa: E501 - a case reads best on one line
"""A small correct workspace that the tests damage in one place at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

CITY = """\
format = 1
name = "Ví Dụ"
horizon = ["2021-01-01", "2028-01-01"]
"""

GOOD = {
    "city.toml": CITY,
    "units.csv": """\
uid,code,name,type,level,parent_code,valid_from,valid_to,act
p92@2021-01-01,92,Ví Dụ,thành phố,province,,2021-01-01,,
d916@2021-01-01,916,Mẫu,quận,district,92,2021-01-01,2025-07-01,
c01141@2021-01-01,01141,Một,phường,commune,916,2021-01-01,2025-07-01,
c01142@2021-01-01,01142,Hai,phường,commune,916,2021-01-01,2025-07-01,
c01141@2025-07-01,01141,Mẫu,phường,commune,92,2025-07-01,,203/2025/QH15
""",
    "lineage.csv": """\
event_date,from_uid,to_uid,part,share,act,provision,in_force,atom
2025-07-01,c01141@2021-01-01,c01141@2025-07-01,whole,,203/2025/QH15,Đ.1,2025-07-01,
2025-07-01,c01142@2021-01-01,c01141@2025-07-01,part,0.5,203/2025/QH15,Đ.1,2025-07-01,a
""",
    "classes.csv": """\
class,name,name_en,level,kind
ubnd-tinh,UBND thành phố,,province,committee
ubnd-huyen,UBND cấp huyện,,district,committee
ubnd-xa,UBND cấp xã,,commune,committee
""",
    "organisation.csv": """\
class,where,from,to,act,provision,superior,caretaker_to
ubnd-tinh,*,2021-01-01,,,,,
ubnd-huyen,"*,!c01142~2022-01-01",2021-01-01,2025-07-01,,,ubnd-tinh,
""",
    "bodies.csv": """\
body,name,class,unit,from,to,act,superior,address,hotline,email,lat,lon
so-x,Sở X,,p92@2021-01-01,2021-01-01,,,ubnd-tinh,1 Đường Mẫu,+84 1,,10.03,105.78
""",
    "acts.csv": """\
act,type,issuer,issuer_unit,authority,title,signed,in_force,operates,ends,ended_by,known,status,rank
50/2014/QH13,luật,Quốc hội,,,Luật Xây dựng,2014-06-18,2015-01-01,,,,,adopted,
203/2025/QH15,nghị quyết,Quốc hội,,,Nghị quyết,2025-06-16,2025-06-16,,,,,adopted,
140/2025/NĐ-CP,nghị định,Chính phủ,,203/2025/QH15 Đ.1,,2025-06-12,2025-07-01,,2027-03-01,,,adopted,
""",
    "provisions.csv": """\
act,provision,in_force,ends,ended_by,summary,verified_by,verified_on
50/2014/QH13,Đ.103 k.3,,,,,,
""",
    "powers.csv": """\
power,name,name_en,field,kind,place_rule,required,joint,transferable,limit_value,limit_unit,limit_note
1.013225,Cấp phép,Permit,xây dựng,procedure,land,yes,"consult,verify",no,15,day,
""",
    "codes.csv": "power,code,from,to\n1.013225,1.013225,2025-07-01,\n",
    "limits.csv": "power,case,channel,value,unit,cutoff\n1.013225,nhà ở,online,7,working_day,15:00\n",
    "facts.csv": """\
power,fact,type,unit,values,label
1.013225,value,money,đồng,,Tổng mức đầu tư
*,class,category,,I|II|III|IV,Cấp công trình
*,foreign,bool,,,Có yếu tố nước ngoài
""",
    "grants.csv": """\
grant,power,role,instrument,grantor,holder,where,condition,from,to,act,provision,overrides,transition,note
g1,1.013225,decide,assign,,ubnd-huyen,d916,"value < 15000000000 and class in {III, IV}",,,50/2014/QH13,Đ.103,,stay,
g2,1.013225,decide,assign,,ubnd-xa,*,foreign = no,2025-07-01,,140/2025/NĐ-CP,,g1,assign:ubnd-tinh,
g3,,,withdraw,,,,,2026-01-01,,203/2025/QH15,,"g1,g2",,
""",
    "tensions.csv": """\
tension,grants,reading,prevails,basis,decided_by
t1,g1,theo luật,yes,,
t1,g2,theo nghị định,no,,
""",
    "staff.csv": "body,unit,skill,posts,filled,source\nubnd-tinh/p92@2021-01-01,,địa chính,2,1.5,assumption\n",
    "sources.csv": "source,title,publisher,date,address\ns1,Ví dụ,,2025-06,\n",
}

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write the good workspace with some files replaced (``None``: left out); names may hold ``/``."""

    def _write(changes: dict[str, str | bytes | None] | None = None) -> Path:
        for name, content in {**GOOD, **(changes or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if content is not None:
                path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return _write


@pytest.fixture
def change(write: Write) -> Write:
    """Write the good workspace with ``old`` replaced by ``new`` in one file."""

    def _change(file: str, old: str, new: str) -> Path:
        assert old in GOOD[file], "the test damages nothing"
        return write({file: GOOD[file].replace(old, new, 1)})

    return _change
