"""Short forms: a type and a bare serial, "Nghị quyết số 59", "Sắc lệnh số 22-C ngày 18-2-1946", "Nghị định 140".

Each is resolved to the last full number with that serial, else left open. A list that shares one code at its end
("Quyết định số 31, 32, 33/QĐ-UBND") gives the code to all of it.
"""

from __future__ import annotations

import re

from phancap.law.drafts import Draft, Memory, set_date
from phancap.law.mentions import AFTER_TYPE, date_after, date_before, issuer_after, words_before
from phancap.law.numbers import parse
from phancap.law.textview import TextView

ONLY_ISSUER = {"luật": "Quốc hội", "pháp lệnh": "Ủy ban Thường vụ Quốc hội", "nghị định": "Chính phủ"}
"""Types that one body alone issues."""
# Anchored on the digits: an alternation of all types at the head would be tried at every letter. What stands before is
# asked behind the first digit, so that the search keeps its table of first characters.
_SERIAL = re.compile(
    rf"(?P<serial>[0-9]{AFTER_TYPE}[0-9]{{0,4}}[a-e]?)"
    r"(?:(?:/|[ \n]+nam[ \n]+)(?P<year>(?:19|20)[0-9]{2}))?"
    r"(?![0-9a-z/]|[.,-][0-9]|[ \n]*/)"
)
_LETTER = re.compile(r"-[A-E](?![\w-])")
"""Behind the serial of a decree-law: "Sắc lệnh số 141-B"."""
_DECREE_HEAD = re.compile(r"sac[ \n]+lenh[ \n]+cua[ \n]+chu[ \n]+tich[^.;:0-9]{0,80}?[ \n]\Z")
_MORE = re.compile(
    r"[ \n]{0,2}(?:[,;]|va[ \n]|[,;][ \n]{0,2}va[ \n])[ \n]{0,3}(?P<so>so[ \n]{1,2})?(?P<serial>[0-9]{1,5}[a-e]?)(?![0-9a-z/.-]|,[0-9])"
)
_MORE_WITH_YEAR = re.compile(
    r"[ \n]{0,2}(?:[,;]|va[ \n]|[,;][ \n]{0,2}va[ \n])[ \n]{0,3}(?P<so>so[ \n]{1,2})?(?P<serial>[0-9]{1,4})/(?P<year>(?:19|20)[0-9]{2})"
    r"(?![0-9a-z/-]|\.[0-9]|[ \n]*/)"
)
_TO_LAST = re.compile(r"[ \n]{0,2}(?:[,;]|va[ \n]|[,;][ \n]{0,2}va[ \n])[ \n]{0,3}(?:so[ \n]{1,2})?")
_SERIAL_OF_FORM = re.compile(r"[0-9.]+[a-e]?(?=[/-])")
_MOST_LISTED = 30
"""Serials that one list may hold; more is no list."""
_CITED_BARE = ("nghị định", "thông tư", "nghị quyết", "chỉ thị")
"""Types that a bare serial behind a capital may cite: "theo Nghị định 36" counts nothing."""
_COUNTS = re.compile(
    r"[ \n]{1,2}(?:dieu|khoan|diem|chuong|muc|trang|nam|ngay|thang|van ban|nguoi|lan|cau|nhiem vu|nhom|noi dung|muc tieu|thong tu"
    r"|nghi dinh|nghi quyet|chi thi|quyet dinh|giai phap)(?![a-z])|[ \n]?%"
)
_MOST_PENDING = 10_000


def short_forms(view: TextView, full: list[Draft], memory: Memory) -> list[Draft]:
    """Short forms ("Nghị quyết số 59", "Nghị định 140"), resolved to the last full one with that serial."""
    found: list[Draft] = []
    known, size, at, index = memory.known, len(view.plain), 0, 0
    folded = view.folded
    for match in _SERIAL.finditer(folded):
        serial, end = match.span()
        type_, start, so = _type_before(folded, serial)
        headed = so and not type_
        if headed:
            type_, start = _heading_before(view, serial, end)
        if not type_:
            continue
        for draft in memory.pending:
            _remember(known, draft)
        memory.pending.clear()
        while at < len(full) and full[at].start < start:
            _remember(known, full[at])
            at += 1
        while index < len(full) and full[index].end <= start:
            index += 1
        taken = full[index].start if index < len(full) else size
        # "pháp luật" is law at large
        if taken < end or (found and start < found[-1].end) or folded.endswith("phap ", 0, start):
            continue
        letter = _LETTER.match(view.plain, end) if type_ == "sắc lệnh" else None
        end = letter.end() if letter else end
        earlier = known.get((type_, match["serial"].lstrip("0")))
        if earlier is not None and match["year"] and f"/{match['year']}/" not in earlier.form:
            earlier = None
        joint = type_.endswith("liên tịch")
        by = issuer_after(view.plain, folded, end, joint)
        if earlier is None and not (so or match["year"] or by or _cited_bare(view, match, start, type_)):
            continue
        draft = Draft(start, end, "short", type_)
        draft.number = view.plain[serial:end]
        draft.number_start = serial
        if earlier is not None:
            draft.form, draft.issuer = earlier.form, earlier.issuer
        else:
            draft.issuer = ONLY_ISSUER.get(type_, "")
        if by:
            draft.issuer = by[0]
        elif headed:
            draft.issuer = _president(folded[start:serial])
        printed = date_after(view.folded, by[1] if by else end)
        set_date(view, draft, printed)
        draft.behind = max(end, by[1] if by else 0, printed.end if printed else 0)
        if by is None and printed is not None:
            by = issuer_after(view.plain, folded, printed.end, joint)
            draft.issuer = by[0] if by else draft.issuer
        if not draft.date_printed:
            set_date(view, draft, date_before(view.folded, start))
        if not draft.date_printed and match["year"] and "/" not in draft.number:
            draft.date_printed = match["year"]  # "Nghị quyết 653 năm 2019"
        found.append(draft)
        if match["year"]:
            found += _listed_with_years(view, draft, known)
        else:
            found += _listed(view, draft, full[index] if index < len(full) else None)
    # Remembered when a short form first asks: most documents have none.
    memory.pending += full[at:]
    if len(memory.pending) > _MOST_PENDING:
        for draft in memory.pending:
            _remember(known, draft)
        memory.pending.clear()
    return found


def _type_before(folded: str, serial: int) -> tuple[str, int, bool]:
    """The type in words before a bare serial, where it begins, and whether "số" stands between."""
    at = serial
    while at and folded[at - 1] in " \n:":
        at -= 1
    so = folded.endswith("so", 0, at) and (at == 2 or not folded[at - 3].isalpha())
    if so:
        at -= 2
    elif at == serial and folded.endswith((" s", "\ns"), 0, at):  # "Nghị định s204/2004"
        so = True
        at -= 1
    elif at == serial or ":" in folded[at:serial]:
        return "", serial, False
    type_, start = words_before(folded, at)
    if not type_ or start > at - 4 or (not so and folded[at] not in " \n"):
        return "", serial, so
    return type_, start, so


def _heading_before(view: TextView, serial: int, end: int) -> tuple[str, int]:
    """The type of a decree-law whose heading names the President before the number: "SẮC LỆNH CỦA CHỦ TỊCH ... SỐ 34
    NGÀY ..."."""
    folded = view.folded
    at = folded.rfind("so", 0, serial)
    letter = _LETTER.match(view.plain, end)
    if "sac" not in folded[max(0, at - 120) : at] or not date_after(folded, letter.end() if letter else end):
        return "", serial
    head = _DECREE_HEAD.search(folded, max(0, at - 120), at)
    return ("sắc lệnh", head.start()) if head and view.plain[head.start() : at].isupper() else ("", serial)


def _president(words: str) -> str:
    """Who issued a decree-law by the words of its heading."""
    words = " ".join(words.split())
    if "chu tich chinh phu viet nam dan chu" in words:
        return "Chủ tịch Chính phủ Việt Nam Dân chủ Cộng hòa"
    return "Chủ tịch nước" if "chu tich nuoc" in words else ""


def _cited_bare(view: TextView, match: re.Match[str], start: int, type_: str) -> bool:
    """Whether "Nghị định 36" cites an act: a capital, two digits or more, and nothing that is counted behind them."""
    return (
        type_ in _CITED_BARE
        and len(match["serial"]) > 1
        and view.plain[start].isupper()
        and not _COUNTS.match(view.folded, match.end())
    )


def _listed(view: TextView, first: Draft, last: Draft | None) -> list[Draft]:
    """What goes on behind a short form: serials up to the number whose code all of them share, or one by one with
    "số" and a day of its own ("Sắc lệnh số 63 ngày 22-11-1945 và số 77 ngày 21-12-1945")."""
    folded, plain = view.folded, view.plain
    dated: list[Draft] = []
    while len(dated) < _MOST_LISTED and first.date_printed:
        more = _MORE.match(folded, (dated[-1] if dated else first).behind)
        printed = date_after(folded, more.end()) if more and more["so"] else None
        if more is None or printed is None:
            return dated
        draft = _one(view, first, more)
        set_date(view, draft, printed)
        draft.behind = printed.end
        dated.append(draft)
    if first.date_printed or last is None or not last.form:
        return dated
    shared: list[Draft] = []
    at = first.end
    while len(shared) < _MOST_LISTED and (more := _MORE.match(folded, at)):
        shared.append(_one(view, first, more))
        at = more.end()
    join = _TO_LAST.match(folded, at)
    code = _SERIAL_OF_FORM.match(last.form)
    if join is None or join.end() != last.start or last.start != last.number_start or code is None:
        return []
    if last.type not in ("", first.type) and first.type != "công văn":
        return []
    for draft in (first, *shared):
        number = parse(f"{plain[draft.number_start : draft.end]}{last.form[code.end() :]}")
        if number is None:
            return []
        draft.form, draft.issuer = number.form, last.issuer
        draft.date, draft.date_printed = last.date, last.date_printed
    last.type = last.type or first.type
    return shared


def _listed_with_years(view: TextView, first: Draft, known: dict[tuple[str, str], Draft]) -> list[Draft]:
    """ "Thông tư 200/2014 và 133/2016": what no month can be, or has "số", goes on with the list."""
    found: list[Draft] = []
    at = first.end
    while "/" in first.number and len(found) < _MOST_LISTED:
        more = _MORE_WITH_YEAR.match(view.folded, at)
        if more is None or not (more["so"] or int(more["serial"]) > 12):
            break
        draft = Draft(more.start("serial"), more.end(), "short", first.type, ONLY_ISSUER.get(first.type, ""))
        draft.number = view.plain[draft.start : draft.end]
        earlier = known.get((first.type, more["serial"].lstrip("0")))
        if earlier is not None and f"/{more['year']}/" in earlier.form:
            draft.form, draft.issuer = earlier.form, earlier.issuer
        found.append(draft)
        at = draft.end
    return found


def _one(view: TextView, first: Draft, more: re.Match[str]) -> Draft:
    draft = Draft(more.start("serial"), more.end(), "short", first.type, ONLY_ISSUER.get(first.type, ""))
    draft.number = view.plain[more.start("serial") : more.end()]
    return draft


def _remember(known: dict[tuple[str, str], Draft], draft: Draft) -> None:
    if draft.form:
        serial = draft.form.replace("-", "/").partition("/")[0].lstrip("0")
        known[draft.type, serial] = draft
