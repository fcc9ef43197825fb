"""Findings of the check: codes, names, sentences, and the record that carries one."""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.formats.say import Catalogue

NAMES = {
    "PC001": "gap", "PC002": "overlap", "PC003": "ultra-vires", "PC004": "instrument", "PC005": "cycle",
    "PC006": "hierarchy", "PC007": "basis", "PC008": "existence", "PC009": "resources", "PC010": "orphan",
    "PC011": "transition", "PC012": "stability",
}  # fmt: skip
SEVERITIES = ("error", "warning", "note")


class Finding(NamedTuple):
    """One finding: where it stands in the files, the box in which it holds, an example, what to do."""

    code: str
    severity: str
    message: str
    help: str = ""
    file: str = ""
    row: int = 0
    power: str = ""
    role: str = ""
    where: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    condition: str = ""
    example: tuple[tuple[str, Any], ...] = ()
    accepted: str | None = None
    key: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as ``check --json`` prints it."""
        return {
            "code": self.code, "name": NAMES.get(self.code, "lint"), "severity": self.severity,
            "accepted": self.accepted, "key": self.key, "file": self.file, "row": self.row, "power": self.power,
            "role": self.role, "where": list(self.where), "from": self.start, "to": self.end,
            "condition": self.condition, "example": dict(self.example), "message": self.message,
            "help": self.help,
        }  # fmt: skip


MESSAGES: Catalogue = {
    "vi": {
        "gap": "không ai {role} `{power}`",
        "gap-why": "không ai {role} `{power}`: {why}",
        "overlap": "nhiều cơ quan cùng {role} `{power}`: {rivals}",
        "ultra-vires": "`{grant}`: {giver} không nắm thẩm quyền này nên không giao được ({act} {provision})",
        "assign-low": "`{grant}`: {act} dưới cấp thông tư mà tự phân định thẩm quyền, không nêu căn cứ cho phép",
        "pair": "`{grant}`: {instrument} từ {giver} cho {receiver} không được phép theo {provision}",
        "pair-unread": "`{grant}`: {instrument} từ {giver} cho {receiver}: quy định lúc ký chưa được đọc nguyên văn ({rule})",
        "not-transferable": "`{grant}`: thẩm quyền `{power}` không được phân cấp, ủy quyền",
        "passed-on": "`{grant}`: giao tiếp một thẩm quyền đã nhận bằng phân cấp quá số lần quy định lúc ký cho phép",
        "delegation-passed-on": "`{grant}`: {giver} chỉ được ủy quyền nên không được giao tiếp",
        "delegation-without-end": "`{grant}`: ủy quyền mà không có ngày kết thúc ({rule})",
        "delegation-by-normative-act": "`{grant}`: ủy quyền bằng văn bản số có năm {act}: thường là văn bản cá biệt",
        "decentralisation-without-year": "`{grant}`: phân cấp bằng {act}, số không có năm: không phải văn bản quy phạm pháp luật",
        "devolution-form": "`{grant}`: phân quyền bằng {act}: chỉ luật (từ 01-03-2025 cả nghị quyết của Quốc hội) làm được",
        "cycle": "`{grant}`: giao ngược thẩm quyền về {receiver} đã giao nó",
        "override-low": "`{grant}` ghi thay thế `{other}` nhưng {act} không cao bằng {other_act}",
        "lower-beaten": "`{grant}` ({act}) trái với `{other}` ({other_act}) là văn bản cao hơn: không có tác dụng",
        "outside-act": "`{grant}` ghi từ {start} đến {end}, vượt ra ngoài hiệu lực của {act} ({act_start} → {act_end})",
        "basis-changed": "{act} còn hiệu lực nhưng căn cứ của nó {authority} đã hết hiệu lực từ {day}",
        "no-holder": "`{grant}`: không có {holder} ở đây vào lúc này",
        "dormant": "`{grant}`: {act} {provision} còn ghi {holder} đã không còn: quy định nằm yên",
        "nowhere": "`{grant}`: nơi áp dụng rỗng vào lúc này",
        "no-resources": "`{grant}`: giao cho {receiver} mà không bảo đảm nguồn lực (resources = no)",
        "no-staff": "`{grant}`: {receiver} không có biên chế nào để làm việc này vào lúc này",
        "orphan": "{holder} chấm dứt ngày {day} mà không ai nhận `{power}`",
        "no-transition": "`{grant}` đổi cơ quan giải quyết từ {before} sang {after} mà không nói hồ sơ dở dang ra sao",
        "assign-missing": "`{grant}`: chuyển tiếp `{rule}` nhưng cơ quan phân công đó không tồn tại ngày {day}",
        "bare-code": "`{grant}`: mã `{bare}` đổi địa giới trong thời gian áp dụng",
    },
    "en": {
        "gap": "nobody may {role} `{power}`",
        "gap-why": "nobody may {role} `{power}`: {why}",
        "overlap": "several bodies {role} `{power}`: {rivals}",
        "ultra-vires": "`{grant}`: {giver} does not hold this power and cannot pass it on ({act} {provision})",
        "assign-low": "`{grant}`: {act} ranks below a circular and assigns the power without naming its authority",
        "pair": "`{grant}`: {instrument} from {giver} to {receiver} is not allowed by {provision}",
        "pair-unread": "`{grant}`: {instrument} from {giver} to {receiver}: the rule of that day was not read ({rule})",
        "not-transferable": "`{grant}`: power `{power}` may not be decentralised or delegated",
        "passed-on": "`{grant}`: passes on a decentralised power more often than the rule book of its day allows",
        "delegation-passed-on": "`{grant}`: {giver} acts by delegation only and may not pass it on",
        "delegation-without-end": "`{grant}`: a delegation without an end ({rule})",
        "delegation-by-normative-act": "`{grant}`: a delegation by {act}, a number with a year: usually an individual act",
        "decentralisation-without-year": "`{grant}`: decentralises by {act}, a number without a year: not a normative act",
        "devolution-form": "`{grant}`: devolves by {act}: only a law may (since 1-3-2025 a resolution of the National Assembly too)",
        "cycle": "`{grant}`: returns the power to {receiver}, who gave it",
        "override-low": "`{grant}` overrides `{other}`, but {act} does not rank as high as {other_act}",
        "lower-beaten": "`{grant}` ({act}) contradicts `{other}` ({other_act}), which ranks higher: no effect",
        "outside-act": "`{grant}` runs from {start} to {end}, outside the life of {act} ({act_start} → {act_end})",
        "basis-changed": "{act} is in force but its basis {authority} ended on {day}",
        "no-holder": "`{grant}`: {holder} does not exist here at that time",
        "dormant": "`{grant}`: {act} {provision} still names {holder}, which is gone: its words lie dormant",
        "nowhere": "`{grant}`: covers no territory at that time",
        "no-resources": "`{grant}`: gives to {receiver} without the resources (resources = no)",
        "no-staff": "`{grant}`: {receiver} has no staff for it at that time",
        "orphan": "{holder} ends on {day} and nobody takes `{power}`",
        "no-transition": "`{grant}` moves decisions from {before} to {after} and does not say what becomes of open dossiers",
        "assign-missing": "`{grant}`: transition `{rule}`, but that organ does not exist on {day}",
        "bare-code": "`{grant}`: code `{bare}` changes its extent while the grant runs",
    },
}
HELP: Catalogue = {
    "vi": {
        "PC001": "thêm grant cho khoảng này, hoặc bỏ `required` nếu không bắt buộc có người nắm",
        "PC002": "thêm `withdraw` cho bên cũ, hoặc ghi `overrides` nếu văn bản nói rõ, hoặc khai `joint` nếu cùng làm",
        "PC003": "kiểm tra bên giao, nơi và thời gian; hoặc thêm căn cứ cho bên giao nắm thẩm quyền",
        "PC004": "đổi hình thức, bên nhận, thời hạn hoặc văn bản cho đúng luật vào ngày ký",
        "PC005": "bỏ một trong các grant của vòng",
        "PC006": "sửa văn bản thấp hơn, hoặc nêu `authority` cho phép làm khác",
        "PC007": "sửa `from`, `to` cho nằm trong hiệu lực của văn bản",
        "PC008": "sửa holder hoặc nơi, hoặc thêm dòng organisation.csv",
        "PC009": "bổ sung biên chế, cơ sở hoặc ngân sách đi kèm",
        "PC010": "thêm grant cho bên kế thừa từ cùng ngày",
        "PC011": "điền cột `transition`: stay, move, successor, filing-law hoặc assign:<loại cơ quan>",
        "PC012": "sửa bằng dòng mới có `known` và `corrects`, không sửa dòng cũ",
        "PC1": "sửa dữ liệu theo gợi ý",
    },
    "en": {
        "PC001": "add a grant for this box, or drop `required` if nobody need hold it",
        "PC002": "withdraw the old one, or state `overrides` where the text says so, or declare the role `joint`",
        "PC003": "check giver, place and time, or add the grant by which the giver holds",
        "PC004": "change instrument, receiver, term or act to what the law of the signing day allows",
        "PC005": "drop one of the grants of the circle",
        "PC006": "mend the lower act, or name the `authority` that lets it depart",
        "PC007": "mend `from`, `to` to lie inside the life of the act",
        "PC008": "mend holder or place, or add a row to organisation.csv",
        "PC009": "add the staff, facilities or budget that go with it",
        "PC010": "add a grant to the successor from the same day",
        "PC011": "fill `transition`: stay, move, successor, filing-law or assign:<class>",
        "PC012": "correct by a new row with `known` and `corrects`, never by editing the old one",
        "PC1": "mend the data as suggested",
    },
}
