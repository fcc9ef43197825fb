"""A third correct charter by hand, of another shape: an island city whose districts and organs change one by one.

A commune changes its district in 2022; the rural district is absorbed by the urban one in 2024, the district level
ends in 2025 and two wards become one under a new code. A harbour board is a single named organ and hands over to
another in the middle of 2024; three bands of floor area sit at three levels, and what was delegated is delegated anew
from the day on which the first delegation ends. Everything in it is invented.
"""

from __future__ import annotations

from tests.competence.two_provinces import Tables, parsed

TEXTS = {
    "units": """uid,code,name,type,level,parent_code,valid_from,valid_to,act
p70@2020-01-01,70,Đảo,thành phố,province,,2020-01-01,,
d701@2020-01-01,701,Bến,quận,district,70,2020-01-01,2024-01-01,
d701@2024-01-01,701,Bến,quận,district,70,2024-01-01,2025-07-01,
d702@2020-01-01,702,Lộng,huyện,district,70,2020-01-01,2024-01-01,
c70001@2020-01-01,70001,Neo,phường,commune,701,2020-01-01,2024-01-01,
c70001@2024-01-01,70001,Neo,phường,commune,701,2024-01-01,2025-07-01,
c70002@2020-01-01,70002,Buồm,phường,commune,701,2020-01-01,2025-07-01,
c70003@2020-01-01,70003,Sóng,xã,commune,701,2020-01-01,2022-05-01,
c70003@2022-05-01,70003,Sóng,xã,commune,702,2022-05-01,2024-01-01,
c70003@2024-01-01,70003,Sóng,xã,commune,701,2024-01-01,2025-07-01,
c70011@2020-01-01,70011,Cát,xã,commune,702,2020-01-01,2024-01-01,
c70011@2024-01-01,70011,Cát,xã,commune,701,2024-01-01,2025-07-01,
c70021@2025-07-01,70021,Neo Buồm,phường,commune,70,2025-07-01,,
c70003@2025-07-01,70003,Sóng,xã,commune,70,2025-07-01,,
c70011@2025-07-01,70011,Cát,xã,commune,70,2025-07-01,,
""",
    "lineage": """event_date,from_uid,to_uid,part,act
2022-05-01,c70003@2020-01-01,c70003@2022-05-01,whole,
2024-01-01,c70001@2020-01-01,c70001@2024-01-01,whole,
2024-01-01,c70003@2022-05-01,c70003@2024-01-01,whole,
2024-01-01,c70011@2020-01-01,c70011@2024-01-01,whole,
2025-07-01,c70001@2024-01-01,c70021@2025-07-01,whole,
2025-07-01,c70002@2020-01-01,c70021@2025-07-01,whole,
2025-07-01,c70003@2024-01-01,c70003@2025-07-01,whole,
2025-07-01,c70011@2024-01-01,c70011@2025-07-01,whole,
""",
    "classes": """class,name,name_en,level,kind
hd-tp,HĐND thành phố,City council,province,council
ub-tp,UBND thành phố,City committee,province,committee
ct-tp,Chủ tịch UBND thành phố,City chair,province,chair
so-xd,Sở Bến bãi,Department of quays,province,agency
gd-xd,Giám đốc Sở Bến bãi,Director of quays,province,agency_head
ub-q,UBND cấp huyện,District committee,district,committee
ub-p,UBND cấp xã,Commune committee,commune,committee
dv,Đơn vị sự nghiệp,Service unit,none,service_unit
""",
    "organisation": """class,where,from,to
hd-tp,*,,
ub-tp,*,,
ct-tp,*,,
so-xd,*,,
gd-xd,*,,
ub-q,*,,2025-07-01
ub-p,*,,
""",
    "bodies": """body,name,class,unit,from,to
bql-cang,Ban quản lý cảng,dv,p70@2020-01-01,,2024-07-01
tt-cang,Trung tâm cảng,dv,p70@2020-01-01,2024-07-01,
""",
    "acts": """act,type,issuer,issuer_unit,authority,title,signed,in_force,operates,ends,ended_by,status
40/2012/QH13,luật,Quốc hội,,,,2012-06-20,2013-01-01,,,,adopted
41/2025/QH15,luật,Quốc hội,,,,2025-06-10,2025-07-01,,,,adopted
42/2025/NĐ-CP,nghị định,Chính phủ,,41/2025/QH15 Đ.9,,2025-06-12,2025-07-01,,2027-03-01,,adopted
43/2024/NĐ-CP,nghị định,Chính phủ,,,,2024-05-20,2024-07-01,,,,adopted
44/2021/QĐ-UBND,quyết định,UBND thành phố Đảo,p70@2020-01-01,,,2021-02-20,2021-03-01,,,,adopted
45/QĐ-UBND,quyết định,UBND thành phố Đảo,p70@2020-01-01,,,2021-12-20,2022-01-01,,,,adopted
46/QĐ-UBND,quyết định,UBND thành phố Đảo,p70@2020-01-01,,,2022-12-20,2023-01-01,,,,adopted
47/2025/QĐ-UBND,quyết định,UBND thành phố Đảo,p70@2020-01-01,,,2025-08-20,2025-09-01,,,,adopted
48/2023/QĐ-UBND,quyết định,UBND thành phố Đảo,p70@2020-01-01,,,2023-12-15,2024-01-01,,,,adopted
""",
    "powers": """power,name,name_en,field,kind,place_rule,required,joint,transferable,limit_value,limit_unit
cho,Cho thuê bến bãi,Quay lease,bến bãi,procedure,site,yes,,,15,working_day
neo,Cho neo tàu,Berth,cảng,procedure,site,yes,"consent",no,3,working_day
nuoc,Cấp nước,Water,hạ tầng,procedure,site,yes,,,10,day
""",
    "facts": """power,fact,type,unit,values,label,label_en
cho,value,money,đồng,,Giá trị,Value
cho,khan,bool,,,Khẩn,Urgent
neo,dai,integer,m,,Dài,Length
neo,hang,category,,I|II|III|IV,Hạng,Grade
nuoc,area,area,m²,,Diện tích,Area
""",
    "grants": """grant,power,role,instrument,grantor,holder,where,condition,from,to,act,provision,overrides,transition,resources
c-p,cho,,assign,,ub-p,*,value < 100000000,,2025-07-01,40/2012/QH13,Đ.1 k.1,,move,
c-q,cho,,assign,,ub-q,*,value >= 100000000 and value < 5000000000,,2025-07-01,40/2012/QH13,Đ.1 k.2,,move,
c-tp,cho,,assign,,ub-tp,*,value >= 5000000000,,2025-07-01,40/2012/QH13,Đ.1 k.3,,move,
c-p25,cho,,assign,,ub-p,*,value < 1000000000,,2027-03-01,42/2025/NĐ-CP,Đ.4,,move,
c-tp25,cho,,assign,,ub-tp,*,value >= 1000000000,,2027-03-01,42/2025/NĐ-CP,Đ.5,,successor,
c-p27,cho,,assign,,ub-p,*,value < 1000000000,2027-03-01,,41/2025/QH15,Đ.20,,stay,
c-tp27,cho,,assign,,ub-tp,*,value >= 1000000000,2027-03-01,,41/2025/QH15,Đ.20,,stay,
e-ben,cho,,decentralise,ub-tp,ub-q,d701@2020-01-01,value >= 5000000000 and value < 20000000000 and khan = no,2021-03-01,2024-01-01,44/2021/QĐ-UBND,Đ.1,,stay,yes
e-ben24,cho,,decentralise,ub-tp,ub-q,d701@2024-01-01,value >= 5000000000 and value < 9000000000 and khan = no,2024-01-01,2025-07-01,48/2023/QĐ-UBND,Đ.1,,filing-law,yes
e-xa,cho,,decentralise,ub-tp,ub-p,"c70003@2025-07-01,c70011@2025-07-01",value >= 1000000000 and value < 2000000000,2025-09-01,,47/2025/QĐ-UBND,Đ.2,,assign:ct-tp,yes
v-22,cho,,delegate,ub-tp,ub-q,d702@2020-01-01,value >= 5000000000 and khan = yes,2022-01-01,2023-01-01,45/QĐ-UBND,Đ.1,,stay,
v-23,cho,,delegate,ub-tp,ub-q,d702@2020-01-01,value >= 5000000000 and khan = yes,2023-01-01,2024-01-01,46/QĐ-UBND,Đ.1,,stay,
n-bql,neo,,assign,,bql-cang,*,"hang in {I, II}",,2024-07-01,40/2012/QH13,Đ.7,,move,
n-tt,neo,,assign,,tt-cang,*,"hang in {I, II}",2024-07-01,,43/2024/NĐ-CP,Đ.2,,move,
n-p,neo,,assign,,ub-p,*,"hang in {III, IV} and dai < 20",,,40/2012/QH13,Đ.8,,move,
n-so,neo,,assign,,so-xd,*,"hang in {III, IV} and dai >= 20",,,40/2012/QH13,Đ.8,,move,
n-tham,neo,appraise,assign,,so-xd,*,,,,40/2012/QH13,Đ.9,,move,
n-hd,neo,consent,assign,,hd-tp,*,hang = I,,,40/2012/QH13,Đ.10,,move,
n-ub,neo,consent,assign,,ub-tp,*,hang = I,,,40/2012/QH13,Đ.10,,move,
w-p,nuoc,,assign,,ub-p,"!c70002@2020-01-01",,,2025-07-01,40/2012/QH13,Đ.11,,move,
w-so,nuoc,,assign,,so-xd,c70002@2020-01-01,,,2025-07-01,40/2012/QH13,Đ.11,,move,
w-25,nuoc,,assign,,ub-p,*,area < 3000,,,41/2025/QH15,Đ.12,,move,
w-to,nuoc,,assign,,so-xd,*,area >= 3000,,,41/2025/QH15,Đ.12,,move,
""",
    "transitions": """grant,stage,rule
c-tp25,thẩm định,move
""",
    "staff": """body,unit,skill,posts,filled,from,to
ub-q,d701@2020-01-01,bến bãi,3,3,,2024-01-01
ub-q,d701@2024-01-01,bến bãi,5,4,2024-01-01,2025-07-01
ub-q,d702@2020-01-01,bến bãi,2,1,,2024-01-01
ub-p,c70003@2025-07-01,bến bãi,1,1,,
ub-p,c70011@2025-07-01,bến bãi,2,1,,
ub-p,c70011@2025-07-01,văn thư,1,1,,
""",
    "facilities": """body,unit,kind,count,from,to
ub-q,,trụ sở,1,,2025-07-01
ub-p,,trụ sở,1,,
""",
    "budget": """body,unit,field,kind,tier,from,to,amount
ub-q,,bến bãi,recurrent,budget_level,,,500000
ub-p,,bến bãi,recurrent,budget_level,2025-07-01,,300000
""",
    "service": """power,step,role,skill,minutes
cho,xét,decide,bến bãi,45
""",
}  # fmt: skip


def tables() -> Tables:
    """The charter as rows that a test may spoil."""
    return parsed(TEXTS)
