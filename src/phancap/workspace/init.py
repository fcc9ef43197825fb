"""``phancap init``: a small workspace to start from. Everything in it is made up, and says so."""

from __future__ import annotations

import os

from phancap.workspace.errors import Report
from phancap.workspace.write import put_file

STAMP = "PHƯƠNG ÁN GIẢ ĐỊNH / DIỄN TẬP - không phải văn bản của cơ quan nhà nước"

_README = f"""# Workspace ví dụ

{STAMP}

Mọi nơi, văn bản, cơ quan ở đây đều bịa ra để làm mẫu. Sửa từng bảng bằng bảng tính hoặc trình soạn thảo,
rồi chạy `phancap check --workspace .`. Thử:

    phancap who cap-phep-mau --at "phường Thử Nhất" --on 2024-06-20 --workspace .
    phancap who cap-phep-mau --at "phường Thử Nhất" --on 2025-08-01 --workspace .
    phancap who cap-phep-mau --at d990 --on 2024-06-20 --fact value=20000000000 --workspace .
    phancap diff base thi-diem --workspace .
"""

_FILES = {
    "README.md": _README,
    "city.toml": """\
format = 1
name = "Thành phố Ví Dụ (dữ liệu ví dụ)"
name_en = "Example City (example data)"
timezone = "Asia/Ho_Chi_Minh"
horizon = ["2021-01-01", "2028-01-01"]
default_language = "vi"
rulebook = "vn"
""",
    "units.csv": """\
uid,code,name,type,level,parent_code,valid_from,valid_to,act
p99@2021-01-01,99,Ví Dụ,thành phố trực thuộc trung ương,province,,2021-01-01,,
d990@2021-01-01,990,Mẫu Một,quận,district,99,2021-01-01,2025-07-01,
d991@2021-01-01,991,Mẫu Hai,huyện,district,99,2021-01-01,2025-07-01,
c99001@2021-01-01,99001,Thử Nhất,phường,commune,990,2021-01-01,2025-07-01,
c99002@2021-01-01,99002,Thử Hai,phường,commune,990,2021-01-01,2025-07-01,
c99003@2021-01-01,99003,Thử Ba,xã,commune,991,2021-01-01,2025-07-01,
c99001@2025-07-01,99001,Mẫu Một,phường,commune,99,2025-07-01,,vi-du-sap-xep
c99003@2025-07-01,99003,Thử Ba,xã,commune,99,2025-07-01,,vi-du-sap-xep
""",
    "lineage.csv": """\
event_date,from_uid,to_uid,part,share,act,provision,in_force,atom
2025-07-01,c99001@2021-01-01,c99001@2025-07-01,whole,,vi-du-sap-xep,Đ.1 k.1,2025-07-01,
2025-07-01,c99002@2021-01-01,c99001@2025-07-01,part,,vi-du-sap-xep,Đ.1 k.1,2025-07-01,
2025-07-01,c99002@2021-01-01,c99003@2025-07-01,remainder,,vi-du-sap-xep,Đ.1 k.2,2025-07-01,
2025-07-01,c99003@2021-01-01,c99003@2025-07-01,whole,,vi-du-sap-xep,Đ.1 k.2,2025-07-01,
""",
    "aliases.csv": """\
uid,name,kind
c99001@2021-01-01,1 Đường Ví Dụ,address
""",
    "classes.csv": """\
class,name,name_en,level,kind
ubnd-tinh,UBND cấp tỉnh,Provincial People's Committee,province,committee
ubnd-huyen,UBND cấp huyện,District People's Committee,district,committee
ubnd-xa,UBND cấp xã,Commune People's Committee,commune,committee
""",
    "organisation.csv": """\
class,where,from,to,act,provision,superior,caretaker_to
ubnd-tinh,*,2021-01-01,,vi-du-to-chuc,Đ.1,,
ubnd-huyen,*,2021-01-01,2025-07-01,vi-du-to-chuc,Đ.2,ubnd-tinh,
ubnd-xa,*,2021-01-01,,vi-du-to-chuc,Đ.3,ubnd-huyen,
""",
    "acts.csv": """\
act,type,issuer,issuer_unit,authority,title,signed,in_force,operates,ends,ended_by,known,status,rank,source
vi-du-to-chuc,,,,,Ví dụ bịa ra: tổ chức chính quyền,2020-06-01,2021-01-01,,,,,adopted,90,vi-du
vi-du-phan-dinh,,,,,Ví dụ bịa ra: phân định thẩm quyền,2020-06-01,2021-01-01,,,,,adopted,90,vi-du
vi-du-sap-xep,,,,,Ví dụ bịa ra: sắp xếp đơn vị hành chính,2025-06-01,2025-07-01,,,,,adopted,90,vi-du
""",
    "provisions.csv": """\
act,provision,in_force,ends,ended_by,summary,verified_by,verified_on
vi-du-phan-dinh,Đ.5 k.1,,,,Ví dụ: cấp huyện cấp phép dưới 15 tỷ đồng,,
""",
    "powers.csv": """\
power,name,name_en,field,kind,place_rule,required,joint,transferable,limit_value,limit_unit,limit_note,source
cap-phep-mau,Cấp phép mẫu,Sample permit,ví dụ,procedure,land,yes,,yes,15,working_day,,vi-du
xac-nhan-mau,Xác nhận mẫu,Sample attestation,ví dụ,procedure,residence,yes,,yes,,same_day,,vi-du
""",
    "facts.csv": """\
power,fact,type,unit,values,label,label_en
cap-phep-mau,value,money,đồng,,Tổng mức đầu tư,Total investment
""",
    "grants.csv": """\
grant,power,role,instrument,holder,where,condition,from,to,act,provision,transition,source
vd1,cap-phep-mau,decide,assign,ubnd-huyen,*,value < 15000000000,,2025-07-01,vi-du-phan-dinh,Đ.5 k.1,,vi-du
vd2,cap-phep-mau,decide,assign,ubnd-tinh,*,value >= 15000000000,,,vi-du-phan-dinh,Đ.5 k.2,successor,vi-du
vd3,cap-phep-mau,decide,assign,ubnd-xa,*,value < 15000000000,2025-07-01,,vi-du-sap-xep,Đ.4,successor,vi-du
vd4,xac-nhan-mau,decide,assign,ubnd-xa,*,,,,vi-du-phan-dinh,Đ.6,successor,vi-du
""",
    "sources.csv": f"""\
source,title,publisher,date,address
vi-du,{STAMP},,,
""",
    "options/thi-diem/option.toml": f"""\
name = "Thí điểm mẫu"
aims = ["ví dụ: quận Mẫu Một quyết định cả hồ sơ lớn"]
authors = []
stamp = "{STAMP}"
""",
    "options/thi-diem/acts.csv": """\
act,title,signed,in_force,status,rank,source
vd-td,Ví dụ bịa ra: thí điểm,2022-12-01,2023-01-01,proposed,90,vi-du
""",
    "options/thi-diem/grants.csv": """\
grant,power,role,instrument,holder,where,condition,from,to,act,provision,transition,source
vd5,cap-phep-mau,decide,assign,ubnd-huyen,d990,value >= 15000000000,2023-01-01,2025-07-01,vd-td,Đ.1,stay,vi-du
""",
}


def init(directory: str | os.PathLike[str]) -> list[str]:
    """Write the example workspace into a new or empty folder; the paths written.

    ``WorkspaceError`` where the folder holds anything already or cannot be written.
    """
    root = os.fspath(directory)
    report = Report(root)
    try:
        there = sorted(os.listdir(root))
    except FileNotFoundError:
        there = []
    except (OSError, ValueError) as error:
        report.error("unwritable", root, more=getattr(error, "strerror", None) or str(error))
        there = []
    if there:
        report.error("not-empty", root, value=there[0])
    report.finish()
    return [put_file(root, name, text.encode("utf-8")) for name, text in _FILES.items()]
