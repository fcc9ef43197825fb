"""The turns of phrase by which official Vietnamese gives, takes and dates a task: patterns on text in lower case."""

from __future__ import annotations

import re
from collections.abc import Sequence

from phancap.law.folding import UPPER
from phancap.scheme import vocabulary as words

_NAME = rf"[{UPPER}][\w’']*(?:[ \n][{UPPER}][\w’']*)"  # and how often its last part may come
B, E = r"(?<![a-zà-ỹđ])", r"(?![a-zà-ỹđ])"


def any_of(listed: Sequence[str]) -> str:
    """A pattern for any of some phrases, the longest first, blanks between their words as they may be."""
    return "|".join(
        r"[ \n]+".join(map(re.escape, item.split())) for item in sorted(listed, key=len, reverse=True)
    )


ORDER = re.compile(rf"{B}(?P<verb>{any_of(words.ORDERS)}){E}[ \n]*(?:[:,][ \n]*)?(?:cho[ \n]+)?")
SOFT = re.compile(
    rf"[ \n]*(?:,|:|-|{any_of(('khẩn trương', 'sớm', 'chủ động', 'tích cực', 'kịp thời', 'tiếp tục', 'trực tiếp', 'nghiêm túc', 'tập trung', 'nhanh chóng', 'để', 'cần', 'phải', 'sẽ', 'có trách nhiệm', 'có nhiệm vụ', 'được giao', 'được phân công', 'được giao nhiệm vụ', 'chịu trách nhiệm', 'và', 'thường xuyên', 'thực hiện', 'chịu trách nhiệm chính', 'nhiệm vụ', 'trong việc'))}{E})"
)
LEADS = re.compile(
    rf"[ \n]*,?[ \n]*(?:là[ \n]+cơ[ \n]+quan[ \n]+|làm[ \n]+cơ[ \n]+quan[ \n]+)?chủ[ \n]+trì{E}"
)
WITH = re.compile(
    rf"{B}(?:phối[ \n]+hợp|cùng|kết[ \n]+hợp)(?:[ \n]+(?:chặt[ \n]+chẽ|thường[ \n]+xuyên|tốt|đồng[ \n]+bộ))?[ \n]+(?:cùng[ \n]+)?với[ \n]+(?:lãnh[ \n]+đạo[ \n]+)?"
    rf"|{B}phối[ \n]+hợp(?:[ \n]+chặt[ \n]+chẽ)?[ \n]+(?:cùng[ \n]+)?(?=(?:các|sở|bộ|ubnd|ủy[ \n]+ban|công[ \n]+an|ban|phòng|văn[ \n]+phòng|cục|chi[ \n]+cục|viện|trung[ \n]+tâm|đài|hội|mttq|mặt[ \n]+trận|thanh[ \n]+tra|tòa[ \n]+án|đơn[ \n]+vị)[ \n])"
)
COORDINATES = re.compile(
    r"[ \n]+(?:là[ \n]+cơ[ \n]+quan[ \n]+)?phối[ \n]+hợp(?:[ \n]+thực[ \n]+hiện)?(?![ \n]+(?:với|chặt|cùng|tốt))"
    + E
)
URGENT = re.compile(rf"{B}(?:khẩn[ \n]+trương|sớm|ngay|kịp[ \n]+thời|nhanh[ \n]+chóng){E}")
DONE = re.compile(rf"[ \n]*(?:đã|đang|vừa|từng|được(?![ \n]+(?:giao|phân))|không){E}")
ROLE = re.compile(
    r"[ \n]*,?[ \n]*(?:với|theo|căn cứ|căn cứ vào|trên cơ sở|với tư cách là)[ \n]+(?:chức năng|nhiệm vụ|thẩm quyền|vai trò|phạm vi)[^.;:\n]{0,60}?"
    r"(?:của mình|được giao|quản lý|thường trực|của ngành)[ \n]*,?"
)
RELATIVE = re.compile(r"[ \n]+(?:tham mưu|triển khai|thực hiện|có liên quan)[^.;:\n]{0,60}?,")
DUTY = re.compile(
    r"[ \n]*,?[ \n]*(?:(?:cần|phải|khẩn trương|chủ động|tiếp tục|tích cực)[ \n]+){0,3}"
    r"(?:(?P<lead>(?:là[ \n]+cơ[ \n]+quan[ \n]+)?chủ[ \n]+trì|có[ \n]+trách[ \n]+nhiệm|chịu[ \n]+trách[ \n]+nhiệm"
    r"|có[ \n]+nhiệm[ \n]+vụ|được[ \n]+(?:giao|phân[ \n]+công)(?:[ \n]+nhiệm[ \n]+vụ)?(?:[ \n]+chủ[ \n]+trì)?"
    r"|làm[ \n]+đầu[ \n]+mối|là[ \n]+đầu[ \n]+mối|là[ \n]+cơ[ \n]+quan[ \n]+thường[ \n]+trực)"
    r"|(?P<offer>sẽ[ \n]+(?:chủ[ \n]+trì|phối[ \n]+hợp|tham[ \n]+gia|hỗ[ \n]+trợ|đóng[ \n]+góp))"
    r"|(?P<submit>(?:căn[ \n]+cứ[^.;:\n]{1,80}?[ \n])?(?:để[ \n]+)?xem[ \n]+xét,?[ \n]+(?:tham[ \n]+mưu,?[ \n]+)?trình)"
    r"|(?P<joint>phối[ \n]+hợp|tham[ \n]+mưu))" + E
)
WISH = re.compile(
    r"(?:mong[ \n]+muốn|mong|đề[ \n]+nghị|rất[ \n]+cần)[ \n]+(?:tiếp[ \n]+tục[ \n]+)?nhận[ \n]+được[ \n]+"
    r"(?:sự[ \n]+)?[^.;:\n]{1,60}?[ \n]của[ \n]+"
)
LEADING_PHRASE = re.compile(
    r"(?:trong|cùng[ \n]+với[ \n]+đó|cụ[ \n]+thể|mặt[ \n]+khác|để|trên[ \n]+cơ[ \n]+sở|nhằm|khi|theo[ \n]+đó|đồng[ \n]+thời|ngoài[ \n]+ra|bên[ \n]+cạnh[ \n]+đó|riêng|về|đối[ \n]+với|sau)(?![a-zà-ỹđ])"
)
LABEL = re.compile(
    r"(?:-[ \n]*)?(?P<label>(?:cơ[ \n]+quan|đơn[ \n]+vị|sở,?[ \n]+ngành|bộ[ \n]+phận)[ \n]+(?P<kind>chủ[ \n]+trì|phối[ \n]+hợp|thực[ \n]+hiện)"
    r"(?:[ \n]+(?:thực[ \n]+hiện|tham[ \n]+mưu|chính))?|chủ[ \n]+trì|phối[ \n]+hợp(?:[ \n]+thực[ \n]+hiện)?)[ \n]*:[ \n]*"
)
TIME_LABEL = re.compile(
    r"(?:-[ \n]*)?(?:thời[ \n]+(?:gian|hạn)(?:[ \n]+(?:hoàn[ \n]+thành|thực[ \n]+hiện))?|hoàn[ \n]+thành)[ \n]*:"
)
FOLLOWING = re.compile(
    r"(?:nhiệm[ \n]+vụ|nội[ \n]+dung|công[ \n]+việc|giải[ \n]+pháp)(?:[ \n]+(?:trọng[ \n]+tâm|cụ[ \n]+thể|chủ[ \n]+yếu|sau|đây|như|dưới)){1,3}\Z"
)
PERSON = re.compile(r"(?:[Ôô]ng|[Bb]à|[Đđ]ồng[ \n]+chí)[ \n]+" + _NAME + r"{1,4}[ \n]*[,-][ \n]*")
FINISH = re.compile(rf"(?:thời[ \n]+(?:gian|hạn)[ \n]+)?(?:hoàn[ \n]+thành|xong|thực[ \n]+hiện){E}")
CHARGE = re.compile(rf"[ \n]+(?:là[ \n]+cơ[ \n]+quan[ \n]+)?chủ[ \n]+trì{E}")
BY = re.compile(r"(?:^|[ \n(,;–-])(?:do|giao)[ \n]+\Z|\([ \n]*\Z")
VERB = re.compile(rf"(?:{any_of(words.DUTY_VERBS)}){E}")
AGENCY = re.compile(r"(?:sở|ban|viện|phòng|trung tâm|cục)\b")
CLOSING = re.compile(r"(?:nơi[ \n]+nhận|tm\.|kt\.|tl\.|trên đây là)")
EDGE = " \n,;:.–-/"
MUST = re.compile(
    r"[ \n]*,?[ \n]*(?:cần|phải)[ \n]+"
    rf"(?:(?:{any_of(('khẩn trương', 'chủ động', 'tiếp tục', 'tích cực', 'nghiêm túc', 'tập trung', 'thường xuyên'))})[ \n]+){{0,3}}"
    rf"(?=(?:{any_of(words.DUTY_VERBS)}){E})"
)
"""A body that must do something: "Sở Xây dựng phải tiếp tục rà soát"."""
UNNAMED = re.compile(
    r"(?:phó[ \n]+thủ[ \n]+tướng(?:[ \n]+chính[ \n]+phủ)?|phó[ \n]+chủ[ \n]+tịch|tổng[ \n]+bí[ \n]+thư"
    r"|lãnh[ \n]+đạo[ \n]+(?:thành[ \n]+phố|tp|tỉnh|bộ|huyện|quận))\Z"
)
"""Who orders and is no body of the lists."""
NAMED = re.compile(r"[ \n]+" + _NAME + r"{1,3}\Z")
"""The name of a person between the post and the verb: "Chủ tịch UBND tỉnh Nguyễn Văn A giao"."""
OPINION = re.compile(
    r"(?:có[ \n]+ý[ \n]+kiến(?:[ \n]+chỉ[ \n]+đạo)?|chỉ[ \n]+đạo|kết[ \n]+luận|yêu[ \n]+cầu|thống[ \n]+nhất|giao[ \n]+nhiệm[ \n]+vụ)"
    r"(?:[ \n]+(?:một[ \n]+số|các|những)?[ \n]*(?:nội[ \n]+dung|nhiệm[ \n]+vụ|việc))?(?:[ \n]+(?:cụ[ \n]+thể[ \n]+)?như[ \n]+sau[ \n]*:?|[ \n]*:)\Z"
)
"""The line that says whose orders follow: "UBND tỉnh có ý kiến như sau:"."""
