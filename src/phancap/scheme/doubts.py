"""What is doubtful in a document: the lint of its citations, and of the scheme it states; PC1xx with a mend."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from phancap.formats.say import Catalogue, say
from phancap.law import textlint
from phancap.law.folding import fold
from phancap.scheme.aims import Period, counted_wrongly
from phancap.scheme.assignments import Assignment
from phancap.scheme.bodies import Bodies, Mention
from phancap.scheme.page import Page


class Doubt(NamedTuple):
    """One finding: code, name, severity, span in the text as given, sentence, what to do."""

    code: str
    name: str
    severity: str
    start: int
    end: int
    message: str
    help: str

    def as_json(self) -> dict[str, object]:
        """The finding as ``read --json`` prints it."""
        return self._asdict()


MESSAGES: Catalogue = {
    "vi": {
        "no-deadline": "không có thời hạn: {lead} · {task}",
        "no-lead": "không rõ ai chủ trì, chỉ có nhóm cơ quan: {lead}",
        "two-spellings": "một cơ quan viết hai cách: `{one}` và `{other}`",
        "miscounted": "ghi {stated} nhưng nêu {named} tên: {words}",
        "period-begun": "giai đoạn {first}-{last} đã qua {months} tháng vào ngày của văn bản ({day})",
        "no-such-deadline": "thời hạn ghi một ngày không có: {words}",
        "deadline-before": "thời hạn {deadline} trước ngày của văn bản ({day})",
    },
    "en": {
        "no-deadline": "no deadline: {lead} · {task}",
        "no-lead": "it is not clear who leads, only a group is named: {lead}",
        "two-spellings": "one body in two spellings: `{one}` and `{other}`",
        "miscounted": "{stated} are stated, {named} are named: {words}",
        "period-begun": "the period {first}-{last} had run for {months} months on the document's day ({day})",
        "no-such-deadline": "the deadline names a day that does not exist: {words}",
        "deadline-before": "the deadline {deadline} lies before the document's day ({day})",
    },
}
HELP: Catalogue = {
    "vi": {
        "no-deadline": "hỏi người giao, ghi ngày vào cột `deadline` của scheme/assignments.csv",
        "no-lead": "ghi rõ một cơ quan chủ trì vào cột `lead`",
        "two-spellings": "thống nhất một tên trong văn bản",
        "miscounted": "sửa số hoặc danh sách",
        "period-begun": "xem lại giai đoạn, hoặc nêu phần còn lại",
        "no-such-deadline": "hỏi lại người giao",
        "deadline-before": "kiểm tra lại ngày",
        "number-date": "đối chiếu văn bản gốc rồi sửa năm trong số hoặc ngày ký",
        "number-form": "viết số theo mẫu của loại văn bản ấy",
        "type-number": "đối chiếu số và loại văn bản",
        "issuer-number": "đối chiếu số và cơ quan ban hành",
        "type-issuer": "xem lại loại văn bản hoặc cơ quan ban hành",
        "normative-type-issuer": "xem lại loại văn bản, cơ quan, hoặc bỏ năm trong số",
        "normative-type-day": "xem lại ngày ký và thẩm quyền ban hành của ngày đó",
        "no-such-day": "sửa ngày",
        "decentralised-without-year": "dẫn văn bản quy phạm pháp luật (số có năm), hoặc gọi đúng là ủy quyền",
        "two-dates": "đối chiếu văn bản gốc, giữ một ngày",
        "other-date": "đối chiếu văn bản gốc, sửa văn bản hoặc sổ",
        "unregistered": "thêm vào acts.csv nếu cần dẫn: phancap read --accept ghi sẵn vào scheme/legal_basis.csv",
        "out-of-force": "dẫn văn bản thay thế, hoặc nói rõ là dẫn để tham khảo",
        "not-yet-in-force": "xem lại ngày có hiệu lực",
        "gone-body": "ghi tên mới, giữ tên cũ trong ngoặc",
    },
    "en": {
        "no-deadline": "ask who gave the task, put the day into `deadline` of scheme/assignments.csv",
        "no-lead": "name one leading body in `lead`",
        "two-spellings": "keep to one name in the document",
        "miscounted": "mend the count or the list",
        "period-begun": "look at the period again, or state what is left of it",
        "no-such-deadline": "ask who gave the task",
        "deadline-before": "check the day",
        "number-date": "look at the act itself, then mend the year in the number or the day",
        "number-form": "write the number in the form of that kind of act",
        "type-number": "compare number and type",
        "issuer-number": "compare number and issuer",
        "type-issuer": "look at the type or the issuer again",
        "normative-type-issuer": "look at type and issuer again, or drop the year from the number",
        "normative-type-day": "look at the day and at who could issue what on it",
        "no-such-day": "mend the day",
        "decentralised-without-year": "cite a normative act (a number with a year), or call it a delegation",
        "two-dates": "look at the act itself, keep one day",
        "other-date": "look at the act itself, mend the document or the register",
        "unregistered": "add it to acts.csv if it is to be cited: phancap read --accept puts it into scheme/legal_basis.csv",
        "out-of-force": "cite what replaced it, or say that it is cited for reference",
        "not-yet-in-force": "look at the first day in force",
        "gone-body": "write the new name, with the old one in brackets",
    },
}


_ONCE = frozenset(("gone-body", "unregistered", "out-of-force", "not-yet-in-force"))


def of_law(found: list[textlint.TextLint], lang: str) -> list[Doubt]:
    """The lint of citations as findings; what is gone, unregistered or out of force is told once a name."""
    told: set[tuple[str, str]] = set()
    doubts = []
    for lint in found:
        if lint.name in _ONCE:
            key = lint.name, lint.params.get("name") or lint.params.get("number", "")
            if key in told:
                continue
            told.add(key)
        message = say(textlint.MESSAGES, lang, lint.name, **lint.params).strip()
        doubts.append(
            Doubt(lint.code, lint.name, lint.severity, lint.start, lint.end, message, HELP[lang][lint.name])
        )
    return doubts


def of_scheme(
    page: Page,
    bodies: Bodies,
    assignments: list[Assignment],
    period: Period | None,
    day: int | None,
    lang: str,
) -> list[Doubt]:
    """What the scheme leaves open: no deadline, no lead, two spellings, miscounts, a period half gone."""
    found: list[Doubt] = []

    def tell(code: str, name: str, severity: str, start: int, end: int, **params: object) -> None:
        message = say(MESSAGES, lang, name, **params)
        found.append(Doubt(code, name, severity, *page.span(start, end), message, HELP[lang][name]))

    printed = date.fromordinal(day).isoformat() if day is not None else ""
    groups = {mention.name for mention in bodies.mentions if mention.kind == "group"}
    for task in assignments:
        lead = ", ".join(task.lead)
        if not task.deadline.words:
            tell("PC120", "no-deadline", "note", task.start, task.end, lead=lead, task=_short(task.task))
        elif task.deadline.wrong:
            tell("PC126", "no-such-deadline", "warning", task.start, task.end, words=task.deadline.words)
        elif task.deadline.day and printed and task.deadline.day < printed:
            tell(
                "PC124",
                "deadline-before",
                "warning",
                task.start,
                task.end,
                deadline=task.deadline.day,
                day=printed,
            )
        if all(name in groups for name in task.lead):
            tell("PC121", "no-lead", "note", task.start, task.end, lead=lead)
    for one, other in _spellings(bodies.mentions):
        tell("PC122", "two-spellings", "note", other.own, other.end, one=one.name, other=other.name)
    for span, stated, named in counted_wrongly(page):
        tell("PC123", "miscounted", "warning", *span, stated=stated, named=named, words=page.words(*span))
    if period is not None and day is not None:
        today = date.fromordinal(day)
        months = (today.year - period.first) * 12 + today.month - 1
        if months >= 12 and today.year <= period.last:
            tell("PC125", "period-begun", "note", period.start, period.end, first=period.first, last=period.last,
                 months=months, day=printed)  # fmt: skip
    return found


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _spellings(mentions: list[Mention]) -> list[tuple[Mention, Mention]]:
    """Mentions whose names differ by capitals only, each pair once; names all in capitals are headings."""
    first: dict[str, Mention] = {}
    told: set[str] = set()
    pairs = []
    for mention in mentions:
        if mention.kind != "body" or mention.name.isupper():
            continue
        key = fold(mention.name)
        earlier = first.setdefault(key, mention)
        if earlier.name != mention.name and key not in told:
            told.add(key)
            pairs.append((earlier, mention))
    return pairs
