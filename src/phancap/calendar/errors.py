"""What the calendar refuses, in both languages: one sentence that says what was got and what to do."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    "outside": (
        "ngày {day} nằm ngoài lịch làm việc ({first} đến {last}) · chưa có dữ liệu, không suy đoán",
        "day {day} lies outside the working calendar ({first} to {last}) · no data, nothing is assumed",
    ),
    "clash": (
        "{where}: hai dòng cho ngày {day}, cùng công bố {known}, khác nhau: `{one}`, `{other}` · giữ một",
        "{where}: two rows for {day}, both known {known}, disagree: `{one}` and `{other}` · keep one",
    ),
    "kind": (
        "{where}: `{got}` không phải loại ngày · chọn off, work hoặc provisional",
        "{where}: `{got}` is no kind of day · choose off, work or provisional",
    ),
    "day-missing": ("{where}: thiếu ngày", "{where}: the day is missing"),
    "day-bad": ("{where}: {message}", "{where}: {message}"),
    "weekday": (
        "{where}: `{got}` không phải thứ trong tuần · dùng mon..sun, T2..CN, 1..7 (1 = thứ hai) hoặc mon-fri",
        "{where}: `{got}` is no weekday · use mon..sun, T2..CN, 1..7 (1 = Monday) or mon-fri",
    ),
    "clock": (
        "{where}: `{got}` không phải giờ dạng hh:mm",
        "{where}: `{got}` is not an hour of the form hh:mm",
    ),
    "session": (
        "{where}: giờ đóng cửa {close} không sau giờ mở cửa {open}",
        "{where}: closing at {close} is not after opening at {open}",
    ),
    "overlap": (
        "{where}: buổi làm việc {one} chồng lên {other} trong cùng một thứ",
        "{where}: session {one} overlaps {other} on the same weekday",
    ),
    "extra": (
        "{where}: `{got}` không phải loại giờ · chọn office (giờ làm việc) hoặc extra (mở thêm)",
        "{where}: `{got}` is no kind of hours · choose office or extra",
    ),
    "span": (
        "{where}: khoảng ngày rỗng, `to` phải sau `from`",
        "{where}: an empty interval, `to` must come after `from`",
    ),
    "unit": (
        "`{got}` không phải đơn vị thời hạn · {near}chọn working_day, day, hour, month, same_day, unknown",
        "`{got}` is no unit of a time limit · {near}one of working_day, day, hour, month, same_day, unknown",
    ),
    "value": (
        "thời hạn `{got}` phải là số nguyên từ 1 đến {most}",
        "a time limit of `{got}` must be a whole number from 1 to {most}",
    ),
    "unknown-limit": (
        "thời hạn chưa biết đơn vị hoặc giá trị · không suy đoán, hãy tra quyết định công bố thủ tục",
        "the limit has no known unit or value · nothing is assumed, look it up in the published procedure",
    ),
    "needs-hour": (
        "cách tính `{unit}` cần giờ tiếp nhận · ghi YYYY-MM-DDThh:mm",
        "counting by `{unit}` needs the hour of receipt · write YYYY-MM-DDThh:mm",
    ),
    "start": (
        "`{got}` không phải quy tắc bắt đầu · chọn receipt hoặc last-hour",
        "`{got}` is no start rule · choose receipt or last-hour",
    ),
    "event": ("`{got}` không phải sự kiện của hồ sơ · {known}", "`{got}` is no event of a dossier · {known}"),
    "supplement-unknown": (
        "chưa biết bổ sung hồ sơ làm tính lại hay tạm dừng thời hạn · ghi supplement = restart hoặc pause",
        "it is not known whether a supplement restarts or pauses the limit · state restart or pause",
    ),
    "column": (
        "{where}: thiếu cột `{column}` · cần: {needed}",
        "{where}: column `{column}` is missing · needed: {needed}",
    ),
    "unreadable": ("{where}: không đọc được: {reason}", "{where}: cannot be read: {reason}"),
}


class CalendarError(ValueError):
    """A refusal of the calendar. ``code`` names it, ``params`` fill its sentence."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(self.message())

    def message(self, lang: str = "vi") -> str:
        """The sentence, in Vietnamese or (``lang="en"``) English."""
        return _TEXTS[self.code][1 if lang == "en" else 0].format(**self.params)
