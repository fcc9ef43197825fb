"""The turns of phrase by which official Vietnamese gives, takes and dates a task: patterns on text in lower case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from phancap.law.folding import UPPER
from phancap.scheme import vocabulary as words

_NAME = rf"[{UPPER}][\w’']*(?:[ \n][{UPPER}][\w’']*)"  # and how often its last part may come
B, E = r"(?<![a-zà-ỹđ])", r"(?![a-zà-ỹđ])"


def any_of(listed: Sequence[str], blank: str = r"[ \n]+") -> str:
    """A pattern for any of some phrases, the longest first, blanks between their words as they may be."""
    return "|".join(
        blank.join(map(re.escape, item.split())) for item in sorted(listed, key=len, reverse=True)
    )


_LOST = r"[ \n]*"
"""Between words of which a page may have lost the blank: "tổchức"."""
ORDER = re.compile(rf"{B}(?P<verb>{any_of(words.ORDERS)}){E}[ \n]*(?:[:,][ \n]*)?(?:cho[ \n]+)?")
SOFT = re.compile(
    rf"[ \n]*(?:,|:|-|{any_of(('khẩn trương', 'sớm', 'chủ động', 'tích cực', 'kịp thời', 'tiếp tục', 'trực tiếp', 'nghiêm túc', 'tập trung', 'nhanh chóng', 'để', 'cần', 'phải', 'sẽ', 'có trách nhiệm', 'có nhiệm vụ', 'được giao', 'được phân công', 'được giao nhiệm vụ', 'chịu trách nhiệm', 'và', 'thường xuyên', 'chịu trách nhiệm chính', 'nhiệm vụ', 'trong việc'))}{E})"
)
LEADS = re.compile(
    rf"[ \n]*,?[ \n]*(?:là[ \n]+cơ[ \n]+quan[ \n]+|làm[ \n]+cơ[ \n]+quan[ \n]+)?chủ[ \n]*trì{E}"
)
WITH = re.compile(
    rf"{B}(?:phối[ \n]*(?:kết[ \n]+)?hợp|cùng|kết[ \n]+hợp|khâu[ \n]+nối)(?:[ \n]+(?:chặt[ \n]+chẽ|thường[ \n]+xuyên|tốt|đồng[ \n]+bộ))?[ \n]+(?:cùng[ \n]+)?với[ \n]+(?:lãnh[ \n]+đạo[ \n]+)?"
    rf"|{B}chủ[ \n]*trì,?[ \n]+cùng[ \n]+(?=(?:các|sở|bộ|ubnd)[ \n])"
    rf"|{B}phối[ \n]*hợp(?:[ \n]+chặt[ \n]+chẽ)?[ \n]+(?:cùng[ \n]+)?(?=(?:các|sở|bộ|ubnd|ủy[ \n]+ban|công[ \n]+an|ban|phòng|văn[ \n]+phòng|cục|chi[ \n]+cục|viện|trung[ \n]+tâm|đài|hội|khu|mttq|mặt[ \n]+trận|thanh[ \n]+tra|tòa[ \n]+án|đơn[ \n]+vị|ngành)[ \n])"
)
COORDINATES = re.compile(
    r"[ \n]+(?:là[ \n]+cơ[ \n]+quan[ \n]+)?phối[ \n]*hợp(?:[ \n]+thực[ \n]+hiện)?(?![ \n]+(?:với|chặt|cùng|tốt))"
    + E
)
URGENT = re.compile(rf"{B}(?:khẩn[ \n]+trương|sớm|ngay|kịp[ \n]+thời|nhanh[ \n]+chóng){E}")
DONE = re.compile(rf"[ \n]*(?:đã|đang|vừa|từng|được(?![ \n]+(?:giao|phân|yêu[ \n]+cầu|chỉ[ \n]+đạo))|không){E}")
PAST = re.compile(rf"(?:đã|đang|vừa|từng){E}")
ROLE = re.compile(
    r"[ \n]*,?[ \n]*(?:(?:với|theo|căn cứ|căn cứ vào|trên cơ sở|với tư cách là|trong|tùy vào|tùy theo)[ \n]+(?:các[ \n]+)?(?:chức năng|nhiệm vụ|thẩm quyền|vai trò|phạm vi|trách nhiệm|quyền hạn)[^.;:\n]{0,60}?"
    r"(?:của mình|được giao|quản lý|thường trực|của ngành|được phân công)"
    rf"|(?:theo|căn cứ|trong phạm vi)[ \n]+(?:chức năng|nhiệm vụ|thẩm quyền)(?:,?[ \n]+(?:nhiệm vụ|thẩm quyền|quyền hạn)){{0,2}}){E}[ \n]*,?"
)
RELATIVE = re.compile(r"[ \n]+(?:tham mưu|triển khai|thực hiện|có liên quan|trực tiếp)[^.;:\n]{0,60}?,"
    r"|[ \n]+(?:hoạt động|kinh doanh|quản lý|khai thác|tham gia|đăng ký|sử dụng|được giao|thuộc|đóng)[ \n][^.;:\n]{1,90}?(?=[ \n](?:phải|có trách nhiệm|chịu trách nhiệm)[ \n])"
)
DUTY = re.compile(
    r"[ \n]*,?[ \n]*(?:(?:cũng|cần|phải|sẽ(?=[ \n]+(?:chịu|có)[ \n]+trách)|khẩn trương|chủ động|tiếp tục|tích cực|kịp thời|thường xuyên|chịu trách nhiệm)[ \n]+){0,3}"
    r"(?:(?P<lead>(?:là[ \n]+cơ[ \n]+quan[ \n]+)?chủ[ \n]*trì|có[ \n]+trách[ \n]+nhiệm|chịu[ \n]+trách[ \n]+nhiệm"
    r"|có[ \n]+nhiệm[ \n]+vụ|được[ \n]+(?:giao|phân[ \n]+công|yêu[ \n]+cầu|ủy[ \n]+quyền|đề[ \n]+nghị|chỉ[ \n]+đạo)(?:[ \n]+nhiệm[ \n]+vụ)?(?:[ \n]+chủ[ \n]*trì)?"
    r"|làm[ \n]+đầu[ \n]+mối|là[ \n]+đầu[ \n]+mối|là[ \n]+cơ[ \n]+quan[ \n]+thường[ \n]+trực)"
    r"|(?P<offer>sẽ[ \n]+(?:chủ[ \n]*trì|phối[ \n]*hợp|tham[ \n]+gia|hỗ[ \n]+trợ|đóng[ \n]+góp))"
    r"|(?P<submit>(?:căn[ \n]+cứ[^.;:\n]{1,80}?[ \n])?(?:để[ \n]+)?xem[ \n]+xét,?[ \n]+(?:tham[ \n]+mưu,?[ \n]+)?trình)"
    r"|(?P<joint>phối[ \n]*hợp|tham[ \n]+mưu))" + E
)
WISH = re.compile(
    r"(?:mong[ \n]+muốn|mong|đề[ \n]+nghị|rất[ \n]+cần)[ \n]+(?:tiếp[ \n]+tục[ \n]+)?nhận[ \n]+được[ \n]+"
    r"(?:sự[ \n]+)?[^.;:\n]{1,60}?[ \n]của[ \n]+"
)
LEADING_PHRASE = re.compile(
    r"(?:(?:công[ \n]+văn|văn[ \n]+bản|công[ \n]+điện|chỉ[ \n]+thị|kế[ \n]+hoạch|thông[ \n]+báo|quyết[ \n]+định)[^,:;.\n]{0,30}[ \n](?:nêu[ \n]+rõ|nêu|chỉ[ \n]+rõ|ghi[ \n]+rõ)|trong|cùng[ \n]+với[ \n]+đó|cụ[ \n]+thể|mặt[ \n]+khác|để|trên[ \n]+cơ[ \n]+sở|nhằm|khi|theo[ \n]+(?:ý[ \n]+kiến[ \n]+)?(?:chỉ[ \n]+đạo|yêu[ \n]+cầu|phân[ \n]+công)|theo[ \n]+(?:kế[ \n]+hoạch|quyết[ \n]+định|văn[ \n]+bản|công[ \n]+văn|chỉ[ \n]+thị|thông[ \n]+báo)|tại|theo[ \n]+đó|đồng[ \n]+thời|ngoài[ \n]+ra|bên[ \n]+cạnh[ \n]+đó|riêng|về|đối[ \n]+với|với|song[ \n]+song|sau)(?![a-zà-ỹđ])"
)
LABEL = re.compile(
    r"(?:[-+][ \n]*)?(?P<label>(?:các[ \n]+)?(?:cơ[ \n]+quan|đơn[ \n]+vị|sở,?[ \n]+ngành|bộ[ \n]+phận)(?:,[ \n]*(?:cơ[ \n]+quan|đơn[ \n]+vị|địa[ \n]+phương))?[ \n]+(?P<kind>chủ[ \n]*trì|phối[ \n]*hợp|thực[ \n]+hiện|tham[ \n]+mưu|đầu[ \n]+mối|phụ[ \n]+trách)"
    r"(?:[ \n]+(?:thực[ \n]+hiện|tham[ \n]+mưu|chính))?|chủ[ \n]*trì(?:[ \n]+thực[ \n]+hiện)?|phối[ \n]*hợp(?:[ \n]+thực[ \n]+hiện)?|trách[ \n]+nhiệm[ \n]+thực[ \n]+hiện|phân[ \n]+công[ \n]+thực[ \n]+hiện)[ \n]*:[ \n]*"
)
TIME_LABEL = re.compile(
    r"(?:[-+][ \n]*)?(?:thời[ \n]+(?:gian|hạn)(?:[ \n]+(?:hoàn[ \n]+thành|thực[ \n]+hiện|trình))?|hoàn[ \n]+thành|tiến[ \n]+độ(?:[ \n]+thực[ \n]+hiện)?)[ \n]*:"
)
CONTENT_LABEL = re.compile(r"(?:nội[ \n]+dung(?:[ \n]+(?:thực[ \n]+hiện|công[ \n]+việc|nhiệm[ \n]+vụ))?|nhiệm[ \n]+vụ)[ \n]*:[ \n]*")
"""Lines that say who does the task of the line before, until when, and the task itself."""
FOLLOWING = re.compile(
    r"(?:nhiệm[ \n]+vụ|nội[ \n]+dung|công[ \n]+việc|giải[ \n]+pháp|biện[ \n]+pháp|việc|vấn[ \n]+đề)(?:[ \n]+(?:trọng[ \n]+tâm|cụ[ \n]+thể|chủ[ \n]+yếu|cấp[ \n]+bách|sau|đây|như|dưới)){1,4}\Z"
    r"|(?:cụ[ \n]+thể[ \n]+)?như[ \n]+sau\Z"
)
ABOUT = re.compile(
    r"(?:đối[ \n]+với|trách[ \n]+nhiệm[ \n]+của|nhiệm[ \n]+vụ[ \n]+của|giao(?:[ \n]+nhiệm[ \n]+vụ)?(?:[ \n]+cho)?|phân[ \n]+công|yêu[ \n]+cầu|đề[ \n]+nghị)[ \n]+"
)
"""Words in front of the bodies a heading names: "Đối với Sở Nội vụ:", "Điều 5. Trách nhiệm của Sở Tài chính"."""
PERSON = re.compile(
    r"(?:[Ôô]ng|[Bb]à|[Đđ]ồng[ \n]+chí|[Đđ]/c)[ \n]+(?:" + _NAME + r"{1,4}[ \n]*[,-][ \n]*)?|(?:[Cc]ác[ \n]+)?(?:[Đđ]ồng[ \n]+chí|[Ôô]ng)[ \n]*:[ \n]*"
)
IN_POST = re.compile(r"(?:[Ôô]ng|[Bb]à|[Đđ]ồng[ \n]+chí|[Đđ]/c)[ \n]+" + _NAME + r"{1,4}[ \n]*[,-][ \n]*(?=[Pp]hó[ \n])")
"""A deputy with the name, who does the task in person: "ông A - Phó Chủ tịch UBND tỉnh"."""
CHOSEN = re.compile(rf"[ \n]+được[ \n]+(?:giao|phân[ \n]+công)(?:[ \n]+nhiệm[ \n]+vụ)?{E}")
SO = re.compile(r"(?:(?:cụ[ \n]+thể|theo[ \n]+đó|trong[ \n]+đó),?[ \n]+)?")
FINISH = re.compile(rf"(?:thời[ \n]+(?:gian|hạn)[ \n]+)?(?:hoàn[ \n]+thành|xong|thực[ \n]+hiện){E}")
CHARGE = re.compile(
    rf"[ \n]+(?:là[ \n]+cơ[ \n]+quan[ \n]+|làm[ \n]+cơ[ \n]+quan[ \n]+)?(?:chủ[ \n]*trì|chịu[ \n]+trách[ \n]+nhiệm|tham[ \n]+mưu|phụ[ \n]+trách|làm[ \n]+đầu[ \n]+mối){E}"
)
BY = re.compile(
    r"(?:^|[ \n(,;–-])(?:do|giao|(?:được[ \n]+)(?:giao|phân[ \n]+công|ủy[ \n]+quyền)(?:[ \n]+cho)?)[ \n]+\Z|\([ \n]*\Z"
)
VERB = re.compile(rf"(?:{any_of(words.DUTY_VERBS, _LOST)}){E}")
_OFFICER = any_of(words.HEADS_OF)
AGENCY = re.compile(
    rf"(?:(?:phó[ ]+)?(?:{_OFFICER})[ ]+)?(?:sở|ban(?! (?:thường vụ|bí thư|chấp hành|chỉ đạo|chỉ huy|thường trực|cán sự))|viện|phòng(?! thương)|trung tâm|cục|chi cục|văn phòng)(?![a-zà-ỹđ])"
)
"""A department or office; not the standing committees of the Party and not steering boards."""
ABOVE = re.compile(
    r"(?:(?:phó )?chủ tịch )?(?:ubnd|ủy ban nhân dân|uỷ ban nhân dân|hđnd|hội đồng nhân dân)(?: (?:tỉnh|thành phố|tp).*)?\Z"
    r"|(?:thủ tướng|chính phủ|quốc hội|bộ|bộ trưởng|tỉnh ủy|thành ủy|ban thường vụ|thành phố|tp)(?![a-zà-ỹđ])"
)
CLOSING = re.compile(r"(?:n[ơo]i[ \n]+nh[ậâa]n|tm\.|kt\.|tl\.|tuq\.)")
ENDING = re.compile(r"trên[ \n]+đây[ \n]+là|trong[ \n]+quá[ \n]+trình[ \n]+(?:tổ[ \n]+chức[ \n]+|triển[ \n]+khai[ \n]+)?thực[ \n]+hiện")
"""The last words of a plan, which belong to no list."""
RECITAL = re.compile(
    r"(?:căn[ \n]+cứ(?![ \n]+(?:chức[ \n]+năng|nhiệm[ \n]+vụ|tình[ \n]+hình|kế[ \n]+hoạch[ \n]+này))|xét[ \n]+(?:đề[ \n]+nghị|tờ[ \n]+trình|thấy)|theo[ \n]+đề[ \n]+nghị)"
)
"""What a paper rests on: no task stands there unless it is given in so many words."""
SPEECH = re.compile(
    r"(?:cho[ \n]+(?:biết|hay|rằng)|chia[ \n]+sẻ|phát[ \n]+biểu|nhận[ \n]+định|nói|khẳng[ \n]+định)(?:[ \n]+rằng)?[ \n]*[:,]"
)
EXECUTES = re.compile(
    r"(?:căn cứ[^,]{0,60}?,? )?(?:(?:có|chịu) trách nhiệm )?(?:tổ chức )?thi hành(?: (?:các )?(?:quyết định|nghị quyết|chỉ thị|quy định|văn bản|quy chế)(?: này)?)?(?: kể từ ngày ký)?"
)
"""Who executes a decision: every decision ends so, and it gives nobody a task of its own."""
EDGE = " \n,;:.–-/"
MUST = re.compile(
    r"[ \n]*,?[ \n]*(?:cũng[ \n]+)?(?:cần|phải)[ \n]+"
    rf"(?:(?:{any_of(('khẩn trương', 'chủ động', 'tiếp tục', 'tích cực', 'nghiêm túc', 'tập trung', 'thường xuyên', 'sớm', 'kịp thời', 'nhanh chóng', 'trực tiếp'))})[ \n]+){{0,3}}"
    rf"(?=(?:{any_of(words.DUTY_VERBS)}){E})"
)
"""A body that must do something: "Sở Xây dựng phải tiếp tục rà soát"."""
UNNAMED = re.compile(
    r"(?:(?<=[,;:][ \n])(?<!(?:uyện| phố|ị xã|quận|tỉnh|ường|gành)[,;][ \n])(?:tỉnh|thành[ \n]+phố|huyện|quận|xã|phường)|phó[ \n]+thủ[ \n]+tướng(?:[ \n]+thường[ \n]+trực)?(?:[ \n]+chính[ \n]+phủ)?|phó[ \n]+chủ[ \n]+tịch|tổng[ \n]+bí[ \n]+thư"
    r"|lãnh[ \n]+đạo[ \n]+(?:thành[ \n]+phố|tp|tỉnh|bộ|huyện|quận))\Z"
)
"""Who orders and is no body of the lists."""
NAMED = re.compile(r"[ \n]+" + _NAME + r"{1,3}\Z")
"""The name of a person between the post and the verb: "Chủ tịch UBND tỉnh Nguyễn Văn A giao"."""
NAME_END = re.compile(rf"[ \n]+(?P<first>[{UPPER}][\w’']*)(?:[ \n][{UPPER}][\w’']*){{1,3}}\Z")
NAMED_AHEAD = re.compile(r"[ \n]+" + _NAME + r"{1,3}")
HONORED = re.compile(r"(?<!\w)(?:[Ôô]ng|[Bb]à|[Đđ]ồng[ \n]+chí)[ \n]+(?P<name>" + _NAME + r"{0,3})\Z")
"""A person told by name alone: "ông Mẫu yêu cầu"."""
POST = re.compile(r"(?:phó[ \n]+)?(?:bí thư|bộ trưởng|thống đốc|tổng thanh tra|giám đốc|cục trưởng|viện trưởng|chánh|trưởng)(?![a-zà-ỹđ])")
_PAPER = (
    r"(?:văn[ \n]+bản|công[ \n]+văn|công[ \n]+điện|chỉ[ \n]+thị|kế[ \n]+hoạch|thông[ \n]+báo|quyết[ \n]+định|chỉ[ \n]+đạo|kết[ \n]+luận|ý[ \n]*kiến|yêu[ \n]+cầu)"
)
ISSUES = re.compile(
    r"(?![ \n]*có[ \n]+kế[ \n]+hoạch)[ \n]*,?[ \n]*(?:(?:vừa|mới|đã|cũng|tiếp[ \n]+tục|cho[ \n]+biết)[ \n]+){0,4}(?:có|ký|ra|ban[ \n]+hành|gửi|phát[ \n]+đi|truyền[ \n]+đạt)[ \n]+"
    rf"(?:(?:ban[ \n]+hành|các|một[ \n]+số)[ \n]+)?{_PAPER}{E}"
)
"""A paper is given out: "vừa ban hành Công văn", "đã có văn bản"."""
PAPER_ORDERS = re.compile(
    rf"(?:(?:theo|tại|trong)[ \n]+đó,?[ \n]+)?(?:nội[ \n]+dung[ \n]+)?{_PAPER}(?:[ \n]+(?:trên|này|số[ \n]+\S+|nêu[ \n]+trên|của[^,:;.]{{1,40}}|cũng|còn|nêu[ \n]+rõ,?)){{0,3}}[ \n]+"
)
"""The paper itself gives the task: "Công điện yêu cầu ..."."""
OPINION = re.compile(
    r"(?:có[ \n]+ý[ \n]*kiến(?:[ \n]+chỉ[ \n]+đạo)?|chỉ[ \n]+đạo|kết[ \n]+luận|yêu[ \n]+cầu|thống[ \n]+nhất|giao[ \n]+nhiệm[ \n]+vụ|giao|đề[ \n]+nghị|chỉ[ \n]+thị)"
    r"(?:[ \n]+(?:một[ \n]+số|các|những)?[ \n]*(?:nội[ \n]+dung|nhiệm[ \n]+vụ|việc))?(?:[ \n]+(?:cụ[ \n]+thể[ \n]+)?như[ \n]+sau[ \n]*:?|[ \n]*:)\Z|yêu[ \n]+cầu[ \n]*\.\Z"
)
"""The line that says whose orders follow: "UBND tỉnh có ý kiến như sau:"."""
BREAK = re.compile(r"(?:[,:;(“\"-]|(?<![a-zà-ỹđ])(?:đồng thời|và|theo đó|trong đó|cụ thể|qua đó|riêng|nay|việc|nhiệm vụ))(?:[ \n]|cũng|đã|tiếp tục|trực tiếp)*\Z")
"""What may stand in front of a verb that gives a task and is not the word of who gives it."""
ANNOUNCES = re.compile(r"[ \n]*,?[ \n]*(?:về|trong việc|liên quan)(?![a-zà-ỹđ])")
CUT = re.compile(
    r"(?:,[ \n]*|[ \n]+)(?:đồng[ \n]+thời,?[ \n]+|và[ \n]+)?(?P<order>(?:giao|yêu[ \n]+cầu|phân[ \n]+công|ủy[ \n]+quyền)(?:[ \n]+cho)?)[ \n]+"
)
"""A second order in the same clause: "giao Sở A rà soát, giao Sở B tổng hợp"."""
WHILE = re.compile(r",?[ \n]+(?:trong[ \n]+khi(?:[ \n]+đó)?|còn),?[ \n]+(?=\w)")
"""Between two bodies of which each does its own: ", trong khi Sở Tài chính ..."."""
NORMATIVE = re.compile(r"/(?:NĐ-CP|TT-|TTLT|QH[0-9]|UBTVQH)|/TT[A-Z]|/TT\b")
"""Numbers of papers that make rules: what bodies do there is a rule and no task, but where it is given."""
ACCORDING = re.compile(
    r"theo[ \n]+(?:ý[ \n]+kiến[ \n]+)?(?:sự[ \n]+)?(?:chỉ[ \n]+đạo|yêu[ \n]+cầu|phân[ \n]+công)[^.;:,\n]{0,40}?[ \n]của[ \n]+"
)
"""By whose order somebody acts: "Theo chỉ đạo của Chủ tịch UBND huyện, ..."."""
ACCORDINGLY = re.compile(r"theo[ \n]+đó,")
WHEN = re.compile(
    r"(?:(?:ngay|chậm[ \n]+nhất)[ \n]+)?(?:trước|đến|trong|từ)[ \n]+(?:ngày|tháng|quý|năm|tuần|[0-9])[^,;:\n]{0,40},[ \n]*"
)
"""A day in front of who acts: "Trước ngày 5/6, Sở Nội vụ phải ..."."""
QUOTED = re.compile(r"[“\"(]*")
TOLD = re.compile(r"đó[ \n]+là[ \n]+(?:(?:một|những|các|nội)[ \n]+(?:trong[ \n]+)?)*(?:dung[ \n]+)?(?:chỉ[ \n]+đạo|yêu[ \n]+cầu)[ \n]+của[ \n]+(?:lãnh[ \n]+đạo[ \n]+)?")
"""Who gave the task just quoted: "Đó là chỉ đạo của UBND tỉnh"."""
SEVERAL = re.compile(r"(?:\A|[ \n])[Cc]ác[ \n]")
"""Units told together, which nobody's orders come from."""
TROUBLE = re.compile(r"(?:,|:|vướng[ \n]+mắc|phát[ \n]+sinh|khó[ \n]+khăn|cần[ \n]+thiết|này)[ \n]*\Z")
"""What stands in front of the body of a sentence that begins with a condition."""
ALSO = re.compile(
    rf"(?:yêu[ \n]+cầu|đề[ \n]+nghị|thời[ \n]+hạn|thời[ \n]+gian|kết[ \n]+quả|báo[ \n]+cáo|văn[ \n]+bản|{any_of(words.DUTY_VERBS)}){E}"
)
"""How a further sentence on the same task begins, which may say until when: "Kết quả báo cáo trước ngày ..."."""
DIRECTLY = re.compile(r"(?:[ \n,]|trực tiếp|tiếp tục|khẩn trương|chủ động|phải|cần|có trách nhiệm|tích cực|tập trung)*")
DUE_LINE = re.compile(rf"(?:thời[ \n]+hạn|thời[ \n]+gian)[ \n]+(?:thực[ \n]+hiện|hoàn[ \n]+thành|báo[ \n]+cáo|gửi){E}")
TO = re.compile(r"(?:[ \n,]|(?:để|cần|sẽ|cũng)(?![a-zà-ỹđ]))*")
SECTION = re.compile(r"(?:tổ[ \n]+chức|phân[ \n]+công|trách[ \n]+nhiệm)(?:[ \n]+(?:tổ[ \n]+chức|nhiệm[ \n]+vụ))?[ \n]+(?:thực[ \n]+hiện|thi[ \n]+hành)(?![a-zà-ỹđ])")
"""The section that says who does what."""
PAPER_SAYS = re.compile(
    r"(?:công[ \n]+văn|văn[ \n]+bản|công[ \n]+điện|chỉ[ \n]+thị|kế[ \n]+hoạch|thông[ \n]+báo|quyết[ \n]+định)[^,:;.\n]{0,30}[ \n](?:nêu[ \n]+rõ|yêu[ \n]+cầu)"
    r"|(?:nêu|quy[ \n]+định|xác[ \n]+định|phân[ \n]+công)(?:[ \n]+rõ)?[ \n]+(?:các[ \n]+)?(?:nhiệm[ \n]+vụ|trách[ \n]+nhiệm)[^.:;]{0,80}:\Z"
)
REPORT = re.compile(r"(?:báo[ \n]+cáo|tờ[ \n]+trình|biên[ \n]+bản)(?![a-zà-ỹđ])")
"""Titles of papers that tell what was done or ask: nothing is given there but in so many words."""
PASSED_ON = re.compile(
    r"(?:truyền[ \n]+đạt|thông[ \n]+báo)[^.;:]{0,40}?(?:ý[ \n]*kiến|chỉ[ \n]+đạo|kết[ \n]+luận)[^.;:]{0,20}?[ \n]của[ \n]+(?:(?:đồng[ \n]+chí|ông|bà)[ \n]+)?"
)
"""An office passes on what somebody above it said."""
DEPUTY = re.compile(r"Phó[ \n]+[Tt]hủ[ \n]+tướng(?:[ \n]+[Tt]hường[ \n]+trực)?(?:[ \n]+Chính[ \n]+phủ)?(?:[ \n]+" + _NAME + r"{1,3})?")
OTHERS = re.compile(
    rf"(?P<who>[{UPPER}][^,;:.\n]{{3,70}}?)[ \n]+(?:có|chịu)[ \n]+trách[ \n]+nhiệm(?![a-zà-ỹđ])"
)
"""Somebody the lists do not know, told by the duty: "Cơ sở khám bệnh có trách nhiệm"."""
PASSIVE = re.compile(r"[ \n]+(?:cũng[ \n]+)?được[ \n]+(?=\w)")
GIVEN = re.compile(r"[ \n]+(?:giao|phân[ \n]+công|yêu[ \n]+cầu|ủy[ \n]+quyền)(?:[ \n]+nhiệm[ \n]+vụ)?(?![a-zà-ỹđ])")
"""Who gives the task, in the passive: "Sở Nội vụ được UBND tỉnh giao chủ trì"."""
SENT = re.compile(rf"{_PAPER}[^.;:,\n]{{0,60}}?[ \n](?:gửi|gởi)(?:[ \n]+(?:đến|tới|cho))?[ \n]+")
ASKED = re.compile(r"[ \n]*,?[ \n]*(?:để[ \n]+)?(?:yêu[ \n]+cầu|đề[ \n]+nghị)[ \n]*(?:về[ \n]+việc[ \n]+)?")
"""A paper sent to bodies asks them: "văn bản gửi các sở yêu cầu rà soát"."""
TURNED = re.compile(r"(?:riêng[ \n]+)?(?:với|đối[ \n]+với|về[ \n]+phía)[ \n]+|riêng[ \n]+")
TOWARDS = re.compile(r"(?:đối[ \n]+với|với|về[ \n]+phía|riêng)[ \n]+")
GENERAL = re.compile(r"(?:quy[ \n]+định[ \n]+)?(?:vị[ \n]+trí,[ \n]+)?chức[ \n]+năng,?[ \n]+nhiệm[ \n]+vụ")
"""The title of a regulation of what an office is for: its duties are standing rules, not tasks."""
ASKS = re.compile(r"(?:đề[ \n]+nghị|kiến[ \n]+nghị|thống[ \n]+nhất|đồng[ \n]+ý|góp[ \n]+ý)(?![a-zà-ỹđ])")
"""How the words of an agency begin that comments."""
REPORTS = re.compile(
    r"(?:thông[ \n]+báo|ban[ \n]+hành[ \n]+kế[ \n]+hoạch|xây[ \n]+dựng[ \n]+kế[ \n]+hoạch[^.;]{0,200}như[ \n]+sau|ban[ \n]+hành[ \n]+(?:thông[ \n]+báo|công[ \n]+văn|văn[ \n]+bản|quyết[ \n]+định|thông[ \n]+tư|chỉ[ \n]+thị)(?:[ \n]+(?:số|liên)|[ \n]+này)|đề[ \n]+nghị|yêu[ \n]+cầu|được)(?![a-zà-ỹđ])"
)
"""What a body says or does as it writes: no task."""
INVITES = re.compile(r"[ \n]*(?:làm|tham gia|hỗ trợ|tư vấn)")
MATTER = re.compile(r"(?:việc|nhiệm[ \n]+vụ|công[ \n]+tác|phần[ \n]+việc)(?![a-zà-ỹđ])")
