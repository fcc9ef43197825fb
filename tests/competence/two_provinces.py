"""A correct charter built by hand, for tests to spoil: two provinces that become one.

Province 12 joins 11 on 2025-07-01, the day on which the district level ends; communes 00011 and 00012 merged on
2023-04-01. Territories are frozen, derived grants have ends and means, one role is joint, one tension is read.
Everything in it is invented.
"""

from __future__ import annotations

import csv
from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]

CITY = """format = 1
name = "Sông và Núi"
name_en = "River and Hills"
timezone = "Asia/Ho_Chi_Minh"
horizon = ["2021-01-01", "2028-01-01"]
default_language = "vi"
rulebook = "vn"
"""
TEXTS = {
    "units": """uid,code,name,type,level,parent_code,valid_from,valid_to,act
p11@2020-01-01,11,Sông,tỉnh,province,,2020-01-01,2025-07-01,
p12@2020-01-01,12,Núi,tỉnh,province,,2020-01-01,2025-07-01,
p11@2025-07-01,11,Sông,tỉnh,province,,2025-07-01,,
d201@2020-01-01,201,Thượng,huyện,district,11,2020-01-01,2025-07-01,
d202@2020-01-01,202,Hạ,huyện,district,11,2020-01-01,2025-07-01,
d301@2020-01-01,301,Đồi,huyện,district,12,2020-01-01,2025-07-01,
c00011@2020-01-01,00011,Một,xã,commune,201,2020-01-01,2023-04-01,
c00012@2020-01-01,00012,Hai,xã,commune,201,2020-01-01,2023-04-01,
c00011@2023-04-01,00011,Một,xã,commune,201,2023-04-01,2025-07-01,
c00013@2020-01-01,00013,Ba,xã,commune,202,2020-01-01,2025-07-01,
c00014@2020-01-01,00014,Bốn,xã,commune,301,2020-01-01,2025-07-01,
c00015@2020-01-01,00015,Năm,xã,commune,301,2020-01-01,2025-07-01,
c00011@2025-07-01,00011,Một,xã,commune,11,2025-07-01,,
c00013@2025-07-01,00013,Ba,xã,commune,11,2025-07-01,,
c00014@2025-07-01,00014,Bốn,xã,commune,11,2025-07-01,,
c00015@2025-07-01,00015,Năm,xã,commune,11,2025-07-01,,
""",
    "lineage": """event_date,from_uid,to_uid,part,act
2023-04-01,c00011@2020-01-01,c00011@2023-04-01,whole,
2023-04-01,c00012@2020-01-01,c00011@2023-04-01,whole,
2025-07-01,c00011@2023-04-01,c00011@2025-07-01,whole,
2025-07-01,c00013@2020-01-01,c00013@2025-07-01,whole,
2025-07-01,c00014@2020-01-01,c00014@2025-07-01,whole,
2025-07-01,c00015@2020-01-01,c00015@2025-07-01,whole,
""",
    "classes": """class,name,name_en,level,kind
hd-tinh,HĐND cấp tỉnh,Provincial council,province,council
ub-tinh,UBND cấp tỉnh,Provincial committee,province,committee
ct-tinh,Chủ tịch UBND cấp tỉnh,Provincial chair,province,chair
so-nn,Sở Ruộng đồng,Department,province,agency
gd-so,Giám đốc Sở Ruộng đồng,Director,province,agency_head
ub-huyen,UBND cấp huyện,District committee,district,committee
ub-xa,UBND cấp xã,Commune committee,commune,committee
ct-xa,Chủ tịch UBND cấp xã,Commune chair,commune,chair
""",
    "organisation": """class,where,from,to
hd-tinh,*,,
ub-tinh,*,,
ct-tinh,*,,
so-nn,*,,
gd-so,*,,
ub-huyen,*,,2025-07-01
ub-xa,*,,
ct-xa,*,,
""",
    "acts": """act,type,issuer,issuer_unit,authority,title,signed,in_force,operates,ends,ended_by,status
10/2013/QH13,luật,Quốc hội,,,,2013-11-20,2014-07-01,,,,adopted
20/2025/QH15,luật,Quốc hội,,,,2025-06-16,2025-07-01,,,,adopted
30/2025/NĐ-CP,nghị định,Chính phủ,,20/2025/QH15 Đ.50,,2025-06-12,2025-07-01,,2027-03-01,,adopted
11/2021/QĐ-UBND,quyết định,UBND tỉnh Sông,p11@2020-01-01,,,2021-07-20,2021-08-01,,,,adopted
12/2021/QĐ-UBND,quyết định,UBND tỉnh Núi,p12@2020-01-01,,,2021-09-01,2021-09-15,,2025-07-01,,adopted
13/QĐ-UBND,quyết định,UBND tỉnh Sông,p11@2020-01-01,,,2021-12-20,2022-01-01,,,,adopted
14/2025/QĐ-UBND,quyết định,UBND tỉnh Sông,p11@2025-07-01,,,2025-07-20,2025-08-01,,,,adopted
15/QĐ-UBND,quyết định,UBND tỉnh Sông,p11@2025-07-01,,,2025-09-20,2025-10-01,,,,adopted
""",
    "provisions": """act,provision,in_force,ends,ended_by,summary
10/2013/QH13,Đ.3 k.1,2014-07-01,2025-07-01,,
11/2021/QĐ-UBND,Đ.2,2021-08-01,2025-07-01,,
""",
    "powers": """power,name,name_en,field,kind,place_rule,required,joint,transferable,limit_value,limit_unit
dat,Giao đất,Land,đất đai,procedure,site,yes,,,20,day
quy-hoach,Duyệt quy hoạch,Plan,xây dựng,function,site,yes,appraise,no,30,working_day
ho-tich,Đăng ký,Register,hộ tịch,procedure,site,yes,,,3,working_day
""",
    "facts": """power,fact,type,unit,values,label,label_en
dat,area,area,m²,,Diện tích,Area
dat,foreign,bool,,,Nước ngoài,Foreign
quy-hoach,loai,category,,A|B|C,Loại,Kind
quy-hoach,tang,integer,tầng,,Tầng,Floors
""",
    "grants": """grant,power,role,instrument,grantor,holder,where,condition,from,to,act,provision,overrides,transition,resources
l-huyen,dat,,assign,,ub-huyen,*,area < 500 and foreign = no,,2025-07-01,10/2013/QH13,Đ.3 k.1,,move,
l-tinh,dat,,assign,,ub-tinh,*,area >= 500 and foreign = no,,2025-07-01,10/2013/QH13,Đ.3 k.1,,move,
l-ngoai,dat,,assign,,ub-tinh,*,foreign = yes,,2025-07-01,10/2013/QH13,Đ.3 k.2,,move,
n-xa,dat,,assign,,ub-xa,*,area < 1000,,,20/2025/QH15,Đ.4,,move,
n-tinh,dat,,assign,,ub-tinh,*,area >= 1000,,,20/2025/QH15,Đ.4,,successor,
d-song,dat,,decentralise,ub-tinh,ub-huyen,d201@2020-01-01,area >= 500 and area < 2000 and foreign = no,2021-08-01,2025-07-01,11/2021/QĐ-UBND,Đ.2,,stay,yes
d-nui,dat,,decentralise,ub-tinh,ub-huyen,,area >= 500 and foreign = no,,,12/2021/QĐ-UBND,Đ.1,,move,yes
u-ha,dat,,delegate,ub-tinh,ub-huyen,d202@2020-01-01,foreign = yes,2022-01-01,2024-01-01,13/QĐ-UBND,Đ.1,,stay,
d-xa,dat,,decentralise,ub-tinh,ub-xa,p12@2020-01-01,area >= 1000 and area < 3000,2025-08-01,,14/2025/QĐ-UBND,Đ.1,,assign:ct-tinh,yes
u-so,dat,,delegate,ub-tinh,gd-so,!p12@2020-01-01,area >= 3000 and foreign = no,2025-10-01,2027-01-01,15/QĐ-UBND,Đ.1,,stay,
q-hd,quy-hoach,,assign,,hd-tinh,*,"loai in {A, B}",,,10/2013/QH13,Đ.5,,move,
q-ub-thap,quy-hoach,,assign,,ub-tinh,*,loai = C and tang < 9,,,10/2013/QH13,Đ.5,,move,
q-hd-cao,quy-hoach,,assign,,hd-tinh,*,loai = C and tang >= 9,,,10/2013/QH13,Đ.5,,move,
q-so,quy-hoach,appraise,assign,,so-nn,*,,,,10/2013/QH13,Đ.6,,move,
q-ub,quy-hoach,appraise,assign,,ub-tinh,*,,,,10/2013/QH13,Đ.6,,move,
h-huyen,ho-tich,,assign,,ub-huyen,*,,,2025-07-01,10/2013/QH13,Đ.9 k.1,,move,
h-xa,ho-tich,,assign,,ub-xa,*,,,2025-07-01,10/2013/QH13,Đ.9 k.2,,move,
h-nd,ho-tich,,assign,,ub-xa,*,,,2027-03-01,30/2025/NĐ-CP,Đ.7,,move,
h-luat,ho-tich,,assign,,ub-xa,*,,2027-03-01,,20/2025/QH15,Đ.60,,move,
""",
    "transitions": """grant,stage,rule
n-xa,thẩm định,stay
""",
    "tensions": """tension,grants,reading,prevails,basis,decided_by
dieu-9,h-huyen,khoản 1 trước,no,10/2013/QH13 Đ.9,
dieu-9,h-xa,khoản 2 trước,yes,10/2013/QH13 Đ.9,
""",
    "staff": """body,unit,skill,posts,filled,from,to
ub-huyen,d201@2020-01-01,địa chính,4,3,,
ub-huyen,d202@2020-01-01,địa chính,2,2,,
ub-huyen,d301@2020-01-01,địa chính,2,1,,
ub-xa,c00014@2025-07-01,địa chính,1,1,,
ub-xa,c00015@2025-07-01,địa chính,1,1,,
gd-so,p11@2025-07-01,địa chính,6,6,,
""",
    "facilities": """body,unit,kind,count,from,to
ub-huyen,d201@2020-01-01,trụ sở,1,,
ub-huyen,d202@2020-01-01,trụ sở,1,,
ub-huyen,d301@2020-01-01,trụ sở,1,,
ub-xa,,trụ sở,1,,
""",
    "budget": """body,unit,field,kind,tier,from,to,amount
ub-huyen,,đất đai,recurrent,budget_level,,,900000
ub-xa,c00014@2025-07-01,đất đai,recurrent,budget_level,,,100000
ub-xa,c00015@2025-07-01,,recurrent,budget_level,,,100000
""",
    "service": """power,step,role,skill,minutes
dat,xét,decide,địa chính,60
""",
}  # fmt: skip


def tables() -> Tables:
    """The charter as rows that a test may spoil."""
    return parsed(TEXTS)


def parsed(texts: dict[str, str]) -> Tables:
    """The rows of tables written out as text."""
    return {name: list(csv.DictReader(text.splitlines())) for name, text in texts.items()}


def write(folder: Path, rows: Tables, texts: dict[str, str] = TEXTS) -> Path:
    """The workspace as files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    for name, members in rows.items():
        columns = texts[name].partition("\n")[0].split(",")
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(members)
    return folder
