"""How one block of text is read into drafts of citations; :mod:`phancap.law.citations` is the door.

Five passes over the drafts, each with one concern: numbers, names, short forms, clauses, and what one mention
says of another. Spans are those of the block's view.
"""

from __future__ import annotations

import re

from phancap.law import names
from phancap.law.clauses import Run, find_runs
from phancap.law.dates import day_of
from phancap.law.drafts import Draft, Memory, set_date
from phancap.law.issuers import unit_at
from phancap.law.joint import is_joint
from phancap.law.letterhead import (
    GENERIC,
    LOCAL,
    fits,
    heading_before,
    issued_behind,
    issuer_before,
    issuer_of_list,
    issuer_of_title,
    of_territory,
)
from phancap.law.mentions import (
    LATE,
    WORDS,
    Hit,
    Printed,
    before_number,
    date_after,
    date_before,
    day_ahead,
    issuer_after,
    issuer_within,
    numbers_in,
    title_after,
    year_after,
)
from phancap.law.numbers import named_issuer, named_type
from phancap.law.ownnumber import own_number
from phancap.law.shortforms import ONLY_ISSUER, short_forms
from phancap.law.textview import TextView

_TYPE_WORDS = "|".join(
    name.replace(" ", r"[ \n]+") for name in sorted((w for w in WORDS if len(w) > 3), key=len, reverse=True)
)
_THIS = re.compile(
    rf"[ \n,]*(?:(?:cua|tai)[ \n]+)?(?P<type>{_TYPE_WORDS}|dieu[ \n]+le|noi[ \n]+quy)[ \n]+nay(?![a-z])"
)
_GAP = re.compile(
    r"[ \n]*[,)]?[ \n]*(?:(?:cua|tai|thuoc|trong|theo|kem theo|ban hanh|quy dinh|quy che|dieu le|phu luc|cac"
    r"|danh muc|va|mau so [0-9a-z]{1,4})[ \n]+)*\Z"
)
_BEHIND = re.compile(
    r"[ \n]{0,2}(?:,?[ \n]+(?:tai|tu)[ \n]+|\([ \n]{0,2}(?:(?:tai|tu)[ \n]+)?|:?\n[ ]?[-+•*][ ]?tai[ ])\Z"
)
_AMENDED = re.compile(
    r"[ \n,(]{0,4}(?:da[ \n]+)?duoc[ \n]+sua[ \n]+doi(?:[ \n]*,[ \n]*bo[ \n]+sung)?"
    r"(?:[ \n]+mot[ \n]+so[ \n]+dieu)?[ \n]+(?:boi|theo|tai|nam)(?![a-z])"
)
_LISTED = re.compile(r"[ \n]*(?:,|;|va|hoac)?[ \n]*(?:va[ \n]+)?(?:so[ \n]*)?")
# A list whose acts have their titles in quotes: "... về “A”; Chương trình số 8-CTr/TU về “B” của Thành ủy".
_TITLED = re.compile(r"[^.;\"“”]{0,80}[\"“][^\"“”]{1,400}[\"”][ \n]{0,2}(?:[,;]|va|[,;][ \n]*va)[ \n]*")
_NEXT_LISTED = re.compile(r"[^:]{0,300}[;,][ \n]{0,3}(?:va[ \n]+)?so[ \n]{0,3}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SAME_SENTENCE = re.compile(r"[^.;)]*")
_HEADING = re.compile(r"(?:^|\n)[ ]*dieu[ \n]+([0-9]{1,3}[a-z]?)[.:]")
_MOST_AMENDING = 30
"""Acts that one list of amendments may name; more is no list."""
_HEAD = 3000
"""The own number of a document stands in its first so many characters."""


def read_block(view: TextView, memory: Memory) -> list[Draft]:
    """The drafts of one block in reading order."""
    law_starts = names.starts_in(view)
    drafts = _numbered(view, law_starts)
    _late_dates(view, drafts)
    drafts = _merged(drafts, _named(view, drafts, law_starts))
    drafts = _merged(drafts, short_forms(view, drafts, memory))
    if memory.own is None and memory.read < _HEAD:
        memory.own = own_number(view, drafts, _HEAD - memory.read)
    runs = find_runs(view.plain, view.folded)
    if runs:
        drafts = _merged(drafts, _attach(view, drafts, runs, law_starts, memory))
    _amendments(view, drafts)
    _titles(view, drafts)
    _issuers(view, drafts)
    memory.read += len(view.plain)
    return drafts


def _merged(some: list[Draft], others: list[Draft]) -> list[Draft]:
    return sorted([*some, *others], key=lambda draft: draft.start) if others else some


def _numbered(view: TextView, law_starts: list[int]) -> list[Draft]:
    drafts: list[Draft] = []
    law = 0
    floor = 0
    for hit in numbers_in(view):
        draft = _around(view, hit)
        if draft.start < floor:
            draft.start = hit.start
        if hit.number.kind in ("na", "ubtvqh"):
            while law < len(law_starts) and law_starts[law] < floor:
                law += 1
            if draft.type in ("", "luật", "pháp lệnh"):
                _name_to_the_left(view, draft, hit, law_starts, law)
            if not draft.type and drafts and _LISTED.fullmatch(view.folded, drafts[-1].behind, hit.start):
                # "các Nghị quyết số 97/2019/QH14, 119/2020/QH14": the type stands before the list.
                draft.type = drafts[-1].type
        if not draft.date_printed:
            owned = drafts[-1].behind if drafts and drafts[-1].date_printed else 0
            _date_ahead(view, draft, owned, hit.number.year)
        drafts.append(draft)
        floor = draft.end
    return drafts


def _date_ahead(view: TextView, draft: Draft, owned: int, year: int | None) -> None:
    """The date before an act, unless it stands before ``owned``, where another act's date ends, or is of another
    year than the number's."""
    printed = date_before(view.folded, draft.start)
    if printed and printed.start >= owned and (year is None or printed.iso.startswith(f"{year}-")):
        set_date(view, draft, printed)


def _around(view: TextView, hit: Hit) -> Draft:
    """What stands around one number."""
    plain, folded, number = view.plain, view.folded, hit.number
    draft = Draft(hit.start, hit.end, "numbered", named_type(number))
    draft.number = " ".join(plain[hit.start : hit.end].split())
    draft.form = number.form
    word, begin = before_number(folded, hit.start)
    within = issuer_within(plain, folded, hit.start) if not word and hit.marked else None
    if within is not None:
        draft.type = draft.type or within[0]
    if word:
        draft.start = begin
        # "theo văn bản 12/2020/QĐ-UBND", "Quy định 12/2020/QĐ-UBND": the number knows better.
        if not draft.type or word not in ("công văn", "quy định", "hướng dẫn", "đề án", "phương án"):
            draft.type = word
    at = hit.end
    joint = number.type_code not in _ONE_BODY and is_joint(number, folded, draft.start)
    draft.issuer = named_issuer(number)
    local = draft.issuer in LOCAL
    unit = unit_at(plain, folded, at) if local else None
    if unit:
        at = unit[1]  # "Quyết định số 12/2020/QĐ-UBND tỉnh Kiên Giang"
    if folded.startswith(")", at) and folded.endswith("(", 0, draft.start):
        at += 1  # "Luật Cư trú (Luật số 68/2020/QH14) ngày 13/11/2020"
    printed = date_after(folded, at)
    if printed:
        at = printed.end
    by = issuer_after(plain, folded, at, joint, local)
    if by:
        if by[0].startswith(" "):
            draft.issuer = f"{draft.issuer}{by[0]}"
        elif not draft.issuer.startswith(by[0]):  # a text cut off in the middle of a name: the code says the whole
            draft.issuer = by[0]
        at = by[1]
        if printed is None:
            printed = date_after(folded, at)
            if printed:
                at = printed.end
    elif within:
        draft.issuer = within[1]
    elif unit:
        draft.issuer = f"{draft.issuer} {unit[0]}"
    if printed is None and number.year is None:
        printed = year_after(folded, hit.end)  # "Quyết định 5742/QĐ-UBND năm 2025"
    set_date(view, draft, printed)
    if not draft.issuer and _CHAIRMANS.fullmatch(draft.form) and "1981" < draft.date < "1993":
        draft.issuer = "Chủ tịch Hội đồng Bộ trưởng"
    elif draft.issuer == "Chính phủ" and "1955-09-20" <= draft.date < "1981-07-04":
        draft.issuer = "Hội đồng Chính phủ"
    draft.behind = at
    return draft


_ONE_BODY = frozenset(("NĐ", "QĐ", "NQ", "CT"))
"""Codes of types that one body issues: most numbers bear one."""
_CHAIRMANS = re.compile(r"[0-9]+[a-z]?[-/]CT")
"""Numbers of the Chairman of the Council of Ministers, 1981 to 1992: "104-CT"."""


_BREAK = re.compile(r"[.;](?=[ \n]|\Z)|\n[ ]*\n")


def _late_dates(view: TextView, drafts: list[Draft]) -> None:
    """Dates that stand behind the title: "... đã được Quốc hội thông qua ngày 16/6/2025"."""
    index = 0
    for match in LATE.finditer(view.folded) if drafts else ():
        while index < len(drafts) and drafts[index].start < match.start():
            index += 1
        for draft in reversed(drafts[max(0, index - 3) : index]):
            if match.start() - draft.behind > 400 or _BREAK.search(view.folded, draft.behind, match.start()):
                break
            day = day_of(match["date"])
            said = _YEAR_IN.search(draft.form)
            if draft.date_printed or day is None or (said and int(said[1]) != day.year):
                continue
            if said or draft is drafts[index - 1]:
                set_date(view, draft, Printed(*match.span("date"), day.isoformat()))
                draft.dated_until = match.end()
            break


_YEAR_IN = re.compile(r"/((?:19|20)[0-9]{2})/")


def _name_to_the_left(view: TextView, draft: Draft, hit: Hit, law_starts: list[int], law: int) -> None:
    """Take "Luật Xây dựng" of "Luật Xây dựng số 50/2014/QH13" into the citation."""
    for start in law_starts[law:]:
        if start >= hit.start:
            return
        if hit.start - start > 300:
            continue
        name = names.name_before(view, start, hit.start)
        if name is not None and " " in name and not names.holds_another(view, start, hit.start):
            draft.type, draft.start = names.type_at(view.folded, start), start
            draft.title = name
            return


def _adopter(type_: str, day: str = "") -> str:
    """Who adopts acts of the type; ``day``: ISO day or year. The State Council passed the ordinances of its time."""
    if type_ == "pháp lệnh" and "1981-07-04" <= day < "1992-09-20":
        return "Hội đồng Nhà nước"
    return ONLY_ISSUER.get(type_, "Quốc hội")


def _named(view: TextView, numbered: list[Draft], law_starts: list[int]) -> list[Draft]:
    """Acts by name with a date or year, outside what the numbers have taken."""
    drafts: list[Draft] = []
    size, floor, index = len(view.plain), 0, 0
    for start in law_starts:
        while index < len(numbered) and numbered[index].end <= start:
            index += 1
        until = numbered[index].start if index < len(numbered) else size
        if start < floor or start >= until:
            continue
        draft = _dated_name(view, start, until) or _adopted(view, start)
        if draft is not None and any(
            start < other.dated_until <= draft.end for other in numbered[max(0, index - 3) : index]
        ):
            # "Nghị định 49/2026/NĐ-CP hướng dẫn Luật Đất đai, ban hành ngày 31/01/2026": the decree's day.
            continue
        if draft is not None:
            drafts.append(draft)
            floor = draft.end
    return drafts


def _dated_name(view: TextView, start: int, until: int) -> Draft | None:
    named = names.named_at(view, start, until)
    if named is None or names.holds_another(view, start, named.date_start):
        return None
    day = named.iso or view.plain[named.date_start : named.date_end]
    draft = Draft(named.start, named.end, "named", named.type, _adopter(named.type, day))
    draft.title = named.name
    set_date(view, draft, Printed(named.date_start, named.date_end, named.iso))
    return draft


def _adopted(view: TextView, start: int) -> Draft | None:
    """Where the date stands before: "Ngày 19/6/2015, Quốc hội đã thông qua Luật Tổ chức Chính phủ"."""
    folded = view.folded
    if folded[max(0, start - 14) : start].split()[-2:] in (["thong", "qua"], ["ban", "hanh"]):
        printed = date_before(folded, start)
    elif folded.endswith((", ", ",\n"), 0, start):
        # "Ngày 26 tháng 11 năm 2024, Luật Công chứng được Quốc hội thông qua"
        printed = day_ahead(folded, start)
        name = names.undated_name(view.plain, folded, start) if printed else ""
        if not _PASSED.match(folded, start + len(name)):
            return None
    else:
        return None
    name = names.undated_name(view.plain, view.folded, start) if printed else ""
    if not name:
        return None
    draft = _bare_name(view, start, name)
    set_date(view, draft, printed)
    return draft


_PASSED = re.compile(
    r"[ \n]+(?:da[ \n]+)?duoc[ \n]+(?:quoc[ \n]+hoi|uy[ \n]+ban[ \n]+thuong[ \n]+vu)(?![a-z])"
)


def _bare_name(view: TextView, start: int, name: str) -> Draft:
    type_ = names.type_at(view.folded, start)
    draft = Draft(start, start + len(name), "named", type_, _adopter(type_))
    draft.title = " ".join(name.split())
    return draft


def _issuers(view: TextView, drafts: list[Draft]) -> None:
    """Issuers that are not said right behind the number: those of local acts and of the Party."""
    listed, last_listed = "", None
    given: Draft | None = None
    for index, draft in enumerate(drafts):
        if draft.kind not in ("numbered", "short") or draft.issuer not in GENERIC:
            continue
        until = drafts[index + 1].start if index + 1 < len(drafts) else len(view.plain)
        named = _fitting(draft, issued_behind(view.plain, view.folded, draft.behind, until, draft.issuer))
        if not named:
            named = _fitting(draft, issuer_before(view.plain, view.folded, draft.start))
            if named:
                given = draft  # "đề nghị của Tỉnh ủy tại Thông báo số 12-TB/TU và Công văn số 15-CV/TU"
            elif given is not None and given is drafts[index - 1] and _given_too(view, given, draft):
                named, given = given.issuer, draft
        if not named and until < len(view.plain):
            # A title that names other acts: "Chỉ thị 234-CT thực hiện Nghị quyết 16-NQ/TW ... do ... ban hành".
            until = _end_of_line(view.folded, draft.start, until)
            named = _fitting(draft, issued_behind(view.plain, view.folded, draft.behind, until, draft.issuer))
        named = named or _fitting(
            draft, issuer_of_title(view.plain, view.folded, draft.behind, until, draft.issuer)
        )
        named = named or heading_before(view.plain, view.folded, draft.start, draft.issuer)
        if not named:
            before = drafts[index - 1] if index else None
            named = issuer_of_list(view.plain, view.folded, draft.number_start)
            if (
                not named
                and before is not None
                and _NEXT_LISTED.fullmatch(view.folded, before.behind, draft.number_start)
            ):
                named = listed if before is last_listed else ""
            listed, last_listed = named, draft
        if not named and draft.issuer in LOCAL:
            named = of_territory(view.plain, view.folded, draft.behind, until, draft.issuer)
        draft.issuer = named or draft.issuer
    for draft, later in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=True):
        # "Kết luận số 126-KL/TW, Kết luận số 127-KL/TW của Bộ Chính trị": one issuer for the list before it.
        if (
            draft.issuer in GENERIC
            and later.issuer not in GENERIC
            and "named" not in (draft.kind, later.kind)
            and draft.form
            and _codes_of(draft.form) == _codes_of(later.form)
            and (
                _LISTED.fullmatch(view.folded, draft.behind, later.start)
                or _TITLED.fullmatch(view.folded, draft.behind, later.start)
            )
        ):
            draft.issuer = later.issuer


def _given_too(view: TextView, given: Draft, draft: Draft) -> bool:
    """Whether a mention is joined to one whose issuer stands before it, and bears the code of the same body."""
    if draft.issuer in LOCAL and draft.issuer in re.split(r"[-/.]", _codes_of(given.form)):
        return _LISTED.fullmatch(view.folded, given.behind, draft.start) is not None
    same = (
        _codes_of(given.form).replace("-", "/").rpartition("/")[2]
        == _codes_of(draft.form).replace("-", "/").rpartition("/")[2]
    )
    alike = not draft.issuer and draft.type == given.type and draft.type in ("công văn", "tờ trình")
    return (same or alike) and _LISTED.fullmatch(view.folded, given.behind, draft.start) is not None


def _fitting(draft: Draft, name: str) -> str:
    return name if name and fits(name, draft.issuer, draft.form) else ""


def _end_of_line(folded: str, start: int, until: int) -> int:
    """Where the line ends whose head a mention is; ``until`` where it stands within."""
    head = folded.rfind("\n", 0, start) + 1
    if start - head > 8:
        return until
    end = folded.find("\n", until)
    return end if end >= 0 else len(folded)


def _codes_of(form: str) -> str:
    """What stands behind serial and year in a canonical form."""
    return form.lstrip("0123456789.abcdef").lstrip("/-").lstrip("0123456789").lstrip("/")


def _attach(
    view: TextView, drafts: list[Draft], runs: list[Run], law_starts: list[int], memory: Memory
) -> list[Draft]:
    """Give each run of clauses to the act it stands with; new drafts for "Nghị định này" and bare names."""
    folded = view.folded
    found: list[Draft] = []
    names_at = set(law_starts)
    headings = list(_HEADING.finditer(folded)) if any(run.this for run in runs) else []
    index = heading = 0
    for run in runs:
        while index < len(drafts) and drafts[index].start < run.end:
            index += 1
        while heading < len(headings) and headings[heading].start() < run.start:
            memory.article = headings[heading][1]
            heading += 1
        after = drafts[index] if index < len(drafts) else None
        if after is not None and after.start - run.end < 90 and _GAP.match(folded[run.end : after.start]):
            after.clauses = (*after.clauses, *run.provisions)
            continue
        this = _THIS.match(folded, run.end)
        if this or run.this:
            found.append(_of_itself(run, this, memory))
            continue
        before = drafts[index - 1] if index else None
        if before is not None and any(
            0 <= run.start - end < 12 and _BEHIND.match(folded[end : run.start])
            for end in (before.end, before.behind)
        ):
            before.clauses = (*before.clauses, *run.provisions)
            continue
        begin = run.end
        while begin < len(folded) and folded[begin] in " \n":
            begin += 1
        if folded.startswith("cua", begin):
            begin += 4
        name = names.undated_name(view.plain, folded, begin) if begin in names_at else ""
        if name:
            draft = _bare_name(view, begin, name)
            draft.clauses = run.provisions
            found.append(draft)
    return found


def _kind_of(folded: str) -> str:
    """The type of act that folded words name; rules of a body of its own ("Điều lệ này") are no act of the State."""
    words = " ".join(folded.split())
    return WORDS.get(words) or {"dieu le": "điều lệ", "noi quy": "nội quy"}[words]


def _of_itself(run: Run, this: re.Match[str] | None, memory: Memory) -> Draft:
    own = memory.own
    draft = Draft(this.start("type") if this else run.start, this.end() if this else run.end, "itself")
    draft.type = _kind_of(this["type"]) if this else own.type if own else ""
    draft.form = own.form if own else ""
    draft.itself = True
    # "Khoản 3 Điều này": the article is the one whose heading stands last before.
    draft.clauses = run.provisions
    if run.this and memory.article:
        draft.clauses = tuple(part.replace("Đ.này", f"Đ.{memory.article}") for part in run.provisions)
    return draft


def _amendments(view: TextView, drafts: list[Draft]) -> None:
    """What follows "được sửa đổi, bổ sung bởi ...": acts, or years."""
    folded = view.folded
    for index, draft in enumerate(drafts):
        match = _AMENDED.match(folded, draft.behind)
        if match is None:
            continue
        amended: list[str] = []
        end = match.end()
        for later in drafts[index + 1 : index + 1 + _MOST_AMENDING]:
            if later.start - end > 60 or not _SAME_SENTENCE.fullmatch(folded, end, later.start):
                break
            amended.append(later.form or later.title)
            end = later.behind
        if not amended:
            tail = folded[match.end() : match.end() + 40]
            amended = _YEAR.findall(tail.partition(")")[0].partition(";")[0])
        draft.amended_by = tuple(filter(None, amended))


def _titles(view: TextView, drafts: list[Draft]) -> None:
    until = len(view.plain)
    for draft in reversed(drafts):
        if draft.kind == "numbered" and not draft.title:
            draft.title = title_after(view.plain, view.folded, draft.behind, until)
        until = draft.start
