"""What answers say: sentences by id, Vietnamese and English."""

from __future__ import annotations

from phancap.formats.say import Catalogue

STATUS: Catalogue = {
    "vi": {
        "competent": "có thẩm quyền",
        "joint": "nhiều cơ quan cùng có thẩm quyền",
        "to-be-assigned": "chờ phân công",
        "gap": "không ai có thẩm quyền (khoảng trống)",
        "overlap": "hai cơ quan cùng có thẩm quyền (chồng lấn)",
        "needs-facts": "cần biết thêm dữ kiện",
        "ambiguous-place": "chưa xác định được nơi",
        "unknown-power": "không rõ thẩm quyền nào",
        "unknown-place": "không rõ nơi nào",
        "no-such-day": "ngày ngoài phạm vi",
    },
    "en": {
        "competent": "competent",
        "joint": "several bodies are competent together",
        "to-be-assigned": "to be assigned",
        "gap": "nobody is competent (gap)",
        "overlap": "two bodies are competent (overlap)",
        "needs-facts": "more facts are needed",
        "ambiguous-place": "the place is not clear",
        "unknown-power": "no such power",
        "unknown-place": "no such place",
        "no-such-day": "day outside the horizon",
    },
}
INSTRUMENT: Catalogue = {
    "vi": {
        "assign": "phân định",
        "devolve": "phân quyền",
        "decentralise": "phân cấp",
        "delegate": "ủy quyền",
        "withdraw": "thu hồi",
        "substitute": "làm thay",
    },
    "en": {
        "assign": "assigned",
        "devolve": "devolved",
        "decentralise": "decentralised",
        "delegate": "delegated",
        "withdraw": "withdrawn",
        "substitute": "substituted",
    },
}
ROLE: Catalogue = {
    "vi": {
        "receive": "tiếp nhận", "prepare": "tham mưu", "appraise": "thẩm định", "verify": "thẩm tra",
        "consult": "cho ý kiến", "consent": "chấp thuận", "decide": "quyết định", "sign": "ký",
        "supervise": "giám sát", "complaint": "giải quyết khiếu nại",
    },
    "en": {
        "receive": "receive", "prepare": "prepare", "appraise": "appraise", "verify": "verify",
        "consult": "consult", "consent": "consent", "decide": "decide", "sign": "sign",
        "supervise": "supervise", "complaint": "complaint",
    },
}  # fmt: skip
END: Catalogue = {
    "vi": {
        "law": "vì luật",
        "expiry": "vì hết thời hạn",
        "displacement": "vì có văn bản khác thay",
        "horizon": "đến hết phạm vi tra cứu",
    },
    "en": {
        "law": "by law",
        "expiry": "its term runs out",
        "displacement": "another act takes its place",
        "horizon": "end of the horizon",
    },
}
WHY: Catalogue = {
    "vi": {
        "not-in-force": "không có hiệu lực vào ngày này",
        "withdrawn": "đã bị thu hồi",
        "elsewhere": "không áp dụng cho nơi này",
        "other-facts": "dữ kiện không thuộc trường hợp này",
        "no-holder": "cơ quan được giao không tồn tại ở nơi này vào ngày này",
        "not-held": "bên giao không nắm thẩm quyền tại đây",
        "instrument": "hình thức giao không được phép",
        "passed-on": "thẩm quyền được phân cấp đã bị giao tiếp quá số lần cho phép",
        "cycle": "giao ngược về cơ quan đã giao",
        "beaten": "có văn bản ưu tiên hơn",
        "other-reading": "thuộc cách hiểu khác",
        "same-holder": "cùng một cơ quan, đã có căn cứ nêu trên",
    },
    "en": {
        "not-in-force": "not in force on that day",
        "withdrawn": "withdrawn",
        "elsewhere": "does not cover this place",
        "other-facts": "the facts are not those it asks for",
        "no-holder": "its holder does not exist here on that day",
        "not-held": "its grantor does not hold the power here",
        "instrument": "the instrument forbids it",
        "passed-on": "passed on more often than the rule book allows",
        "cycle": "returns the power to a giver",
        "beaten": "another act prevails",
        "other-reading": "belongs to another reading",
        "same-holder": "same holder, basis given above",
    },
}
NOTES: Catalogue = {
    "vi": {
        "stamp": "PHƯƠNG ÁN GIẢ ĐỊNH / DIỄN TẬP - không phải văn bản của cơ quan nhà nước ({options})",
        "meant": "hiểu là: {name} ({id})",
        "also": "cũng có: {names}",
        "nearest": "gần nhất: {names}",
        "ignored-fact": "dữ kiện `{fact}` không dùng cho thẩm quyền này: bỏ qua",
        "horizon": "phạm vi tra cứu: từ {start} đến hết {end}",
        "dormant": "{named}, nhưng ở đây không còn cơ quan đó nên quy định ấy không áp dụng được",
        "dormant-one": "{cited} còn ghi {holders}",
        "dormant-or": " hoặc ",
        "caretaker": "{body} còn tạm điều hành đến hết ngày {until}",
        "stages": "hồ sơ dở dang có quy tắc theo từng giai đoạn: xem transitions.csv của {grant}",
        "unread": "điều khoản chưa được đối chiếu nguyên văn",
    },
    "en": {
        "stamp": "HYPOTHETICAL OPTION / REHEARSAL - not a document of any state body ({options})",
        "meant": "understood as: {name} ({id})",
        "also": "there are also: {names}",
        "nearest": "nearest: {names}",
        "ignored-fact": "fact `{fact}` is not used by this power: ignored",
        "horizon": "horizon: from {start} to {end}",
        "dormant": "{named}, but there is no such body here any more, so the rule cannot be applied",
        "dormant-one": "{cited} still names {holders}",
        "dormant-or": " or ",
        "caretaker": "{body} goes on as caretaker until {until}",
        "stages": "open dossiers follow a rule by stage: see transitions.csv of {grant}",
        "unread": "the clause was not checked against its text",
    },
}
BEFORE: Catalogue = {
    "vi": {
        "until": "đến hết {until}: {holder}",
        "by": ", theo {basis}",
        "expired": " (hết hiệu lực)",
        "ended": " (hết hiệu lực theo {by})",
        "above": " ({basis} hết hiệu lực)",
        "gone": " (cơ quan này không còn)",
    },
    "en": {
        "until": "to the end of {until}: {holder}",
        "by": ", under {basis}",
        "expired": " (no longer in force)",
        "ended": " (ended by {by})",
        "above": " ({basis} is no longer in force)",
        "gone": " (that body no longer exists)",
    },
}
"""Who held a power before nobody did, and why that ended."""
REFUSED: Catalogue = {
    "vi": {
        "near": " · gần nhất: `{value}`",
        "role": "không có vai trò `{role}`{hint} · có: {roles}",
        "decided": "ngày quyết định {decided} trước ngày nhận {on} · `--decided` phải từ ngày `--on` trở đi",
        "twice": "dữ kiện `{name}` được cho hai giá trị: `{one}` và `{two}` · giữ một",
        "number": '`{name}={text}`: cần số nguyên, như `{name}=15000000000` hoặc `{name}="15 tỷ"`',
        "negative": "`{name}={text}`: không nhận số âm · cần số nguyên từ 0 trở lên, như `{name}=15000000000`",
        "category": "`{name}` không có giá trị `{text}`{hint} · có: {values}",
        "yes-no": "`{name}={text}`: cần `yes` hoặc `no`",
    },
    "en": {
        "near": " · nearest: `{value}`",
        "role": "no role `{role}`{hint} · there are: {roles}",
        "decided": "the day of decision {decided} is before the day of receipt {on} · `--decided` must not be before `--on`",
        "twice": "the fact `{name}` is given two values: `{one}` and `{two}` · keep one",
        "number": '`{name}={text}`: a whole number is needed, as `{name}=15000000000` or `{name}="15 tỷ"`',
        "negative": "`{name}={text}`: must not be negative · a whole number from 0 on is needed, as `{name}=15000000000`",
        "category": "`{name}` has no value `{text}`{hint} · there are: {values}",
        "yes-no": "`{name}={text}`: `yes` or `no` is needed",
    },
}
LIMIT_UNIT: Catalogue = {
    "vi": {"working_day": "ngày làm việc", "day": "ngày", "hour": "giờ", "month": "tháng", "same_day": "trong ngày",
           "unknown": "chưa rõ"},
    "en": {"working_day": "working days", "day": "days", "hour": "hours", "month": "months", "same_day": "same day",
           "unknown": "unknown"},
}  # fmt: skip
