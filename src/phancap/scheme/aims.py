"""Objectives, pilot units and the period a document names."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from phancap.law.folding import UPPER, fold
from phancap.scheme import vocabulary as words
from phancap.scheme.bodies import Bodies
from phancap.scheme.page import Page, Paragraph, Span

_B, _E = r"(?<![a-zà-ỹđ])", r"(?![a-zà-ỹđ])"


class Objective(NamedTuple):
    """One aim in the words of the document."""

    text: str
    start: int
    end: int
    rule: str
    confidence: float


class PilotUnit(NamedTuple):
    """A unit in which something is tried; ``planned`` where the text says so ("dự kiến")."""

    name: str
    start: int
    end: int
    planned: bool
    confidence: float


class Period(NamedTuple):
    """The years a scheme runs for, both included."""

    first: int
    last: int
    start: int
    end: int


_AIM = re.compile(
    rf"{_B}(?:(?P<aim>mục[ \n]+tiêu(?:[ \n]+(?:chung|tổng[ \n]+quát|cụ[ \n]+thể|chính|[0-9]+))?(?:[ \n]*:|[ \n]+là|[ \n]+của[^,.;:\n]{{0,60}}?[ \n]+là)"
    r"|mục[ \n]+tiêu[^,.;:\n]{0,40}?[ \n]hướng[ \n]+(?:đến|tới)|hướng[ \n]+(?:đến|tới)[ \n]+(?:mục[ \n]+tiêu[ \n]+)?(?=xây[ \n]+dựng|trở[ \n]+thành|nâng|phát[ \n]+triển))"
    r"|(?P<purpose>mục[ \n]+đích[ \n]*:)|(?P<chief>chủ[ \n]+yếu[ \n]+là|trọng[ \n]+tâm[ \n]+là|mục[ \n]+đích[ \n]+là)"
    r"|(?P<so>nhằm(?:[ \n]+mục[ \n]+(?:đích|tiêu))?)(?![ \n]+phục[ \n]+vụ[ \n]+(?:cho[ \n]+)?việc))"
    + _E
    + r"[ \n]*"
)
_VERBS = (
    "nâng cao", "nâng", "phát huy", "kiểm soát", "xây dựng", "tăng cường", "bảo đảm", "đảm bảo", "hoàn thiện",
    "phát triển", "kết nối", "đẩy mạnh", "cải thiện", "rút ngắn", "giảm", "mở rộng", "thu hút", "giữ gìn", "bảo tồn",
    "hình thành", "tạo", "đổi mới", "khắc phục", "gắn kết", "hiện đại hóa", "tinh gọn", "trở thành", "đơn giản hóa",
    "từng bước", "mang", "thúc đẩy", "đáp ứng", "bảo vệ", "phấn đấu", "tiến tới", "khai thác", "huy động", "hướng đến",
    "hướng tới", "giải quyết", "chuyển đổi", "công khai", "phân định",
    "tiếp tục", "khống chế", "ngăn chặn", "giám sát", "góp phần", "giảm thiểu", "duy trì", "thực hiện", "tổ chức",
    "chủ động", "củng cố", "triển khai", "hoàn thành", "lấy", "đưa", "bồi dưỡng", "đào tạo", "cung cấp", "nghiên cứu",
    "ứng dụng", "phòng ngừa", "phòng, chống", "kiềm chế", "xử lý", "hạn chế", "kéo giảm", "tập trung", "phổ cập", "bố trí",
    "ổn định", "xóa", "hỗ trợ", "thể chế hóa", "cụ thể hóa", "quán triệt", "đánh giá", "xác định", "khẳng định", "vận dụng", "tăng", "hướng dẫn", "chuẩn hóa", "chuyển dịch", "chấm dứt", "loại bỏ", "bổ sung", "kiện toàn",
)  # fmt: skip
_VERB = "|".join(r"[ \n]+".join(verb.split()) for verb in sorted(_VERBS, key=len, reverse=True))
_NEXT = re.compile(rf"(?:[ \n]*,[ \n]*(?:và[ \n]+)?|[ \n]+và[ \n]+)(?=(?:{_VERB}){_E})")
_NEXT_NOUN = re.compile(r"[ \n]*,[ \n]*(?=(?:đô[ \n]+thị|thành[ \n]+phố|chính[ \n]+quyền|nền)[ \n])")
_BUILDS = re.compile(r"(?:xây[ \n]+dựng|trở[ \n]+thành|là)[ \n]")
_ANY_VERB = re.compile(rf"(?:{_VERB}){_E}")
_HEADING = re.compile(
    r"(?:mục[ \n]+tiêu|mục[ \n]+đích)(?:[ \n]*(?:,[ \n]*yêu[ \n]+cầu|chung|tổng[ \n]+quát|cụ[ \n]+thể|của[ \n]+(?:đề[ \n]+án|kế[ \n]+hoạch)|[^.;:]{1,70}))?[ \n]*:?\Z"
)
_LONGEST_HEADING = 90
_EDGE = " \n,;:.–-"


def find_objectives(page: Page) -> list[Objective]:
    """The aims a document states, each once."""
    found: list[Objective] = []
    under = False
    for paragraph in page.paragraphs:
        if paragraph.end - paragraph.words <= _LONGEST_HEADING and _HEADING.match(
            page.low[paragraph.words : paragraph.end]
        ):
            under = True
            continue
        if under and (
            paragraph.opener == "I" or (paragraph.opener == "1" and not _starts_verb(page, paragraph))
        ):
            under = False
        for sentence in page.sentences(paragraph.words, paragraph.end):
            starts = _starts_verb(page, Paragraph(*sentence[:1], sentence.start, sentence.end, ""))
            measured = paragraph.opener == "-" and _MEASURED.match(page.low, sentence.start, sentence.end)
            if under and (starts or measured):
                found += [
                    Objective(page.words(*clause).strip(_EDGE), *clause, "under-heading", 0.9)
                    for clause in page.clauses(*sentence)
                ]
            else:
                found += _stated(page, sentence)
    return _each_once(found)


_MEASURED = re.compile(r"[0-9]{1,3}(?:[.,][0-9]+)?[ ]?%|(?:tỷ lệ|tỉ lệ|trên|ít nhất|tối thiểu|có|đến|100)[ \n]")


_BEFORE_VERB = re.compile(
    r"(?:(?:đồng[ \n]+thời|từng[ \n]+bước|ngoài[ \n]+ra|bên[ \n]+cạnh[ \n]+đó|qua[ \n]+đó|từ[ \n]+đó|trên[ \n]+cơ[ \n]+sở[ \n]+đó|(?:phấn[ \n]+đấu[ \n]+)?đến"
    r"(?:[ \n]+hết)?(?:[ \n]+cuối)?[ \n]+năm[ \n]+20[0-9]{2})[ \n]*[,:]?[ \n]*){1,2}"
)


def _starts_verb(page: Page, paragraph: Paragraph) -> bool:
    lead = _BEFORE_VERB.match(page.low, paragraph.words, paragraph.end)
    start = lead.end() if lead else paragraph.words
    return _ANY_VERB.match(page.low, start, paragraph.end) is not None


def _stated(page: Page, sentence: Span) -> list[Objective]:
    found: list[Objective] = []
    goes_on = False
    for clause in page.clauses(*sentence):
        aim = _AIM.search(page.low, *clause)
        if aim is None:
            # "...; kết nối đô thị các quận với ..." goes on with the aims of the clause before.
            if goes_on and _ANY_VERB.match(page.low, clause.start, clause.end):
                found.append(Objective(page.words(*clause).strip(_EDGE), *clause, "listed", 0.7))
            else:
                goes_on = False
            continue
        at = aim.end()
        if aim["so"]:
            # A purpose is one aim of what it belongs to: not cut into pieces.
            if _ANY_VERB.match(page.low, at):
                found.append(
                    Objective(page.words(at, clause.end).strip(_EDGE), at, clause.end, "purpose", 0.6)
                )
            continue
        goes_on = True
        rule, sure = ("aim", 0.85) if aim["aim"] or aim["purpose"] else ("chief", 0.75)
        for start, end in _items(page, at, clause.end):
            found.append(Objective(page.words(start, end).strip(_EDGE), start, end, rule, sure))
    return found


def _items(page: Page, start: int, end: int) -> list[Span]:
    """The items of a list of aims: each begins with a verb of the list; of "xây dựng đô thị thông minh, đô thị
    xanh" each noun is one."""
    cuts = [(match.start(), match.end()) for match in _NEXT.finditer(page.low, start, end)]
    if _BUILDS.match(page.low, start):
        first = cuts[0][0] if cuts else end
        cuts += [(match.start(), match.end()) for match in _NEXT_NOUN.finditer(page.low, start, first)]
    items, at = [], start
    for last, following in sorted(cuts):
        items.append(Span(at, last))
        at = following
    items.append(Span(at, end))
    return [item for item in items if item.end - item.start >= 8]


def _each_once(found: list[Objective]) -> list[Objective]:
    seen: set[str] = set()
    kept = []
    for objective in found:
        key = " ".join(fold(objective.text).split())
        if len(key) >= 8 and key not in seen:
            seen.add(key)
            kept.append(objective)
    return kept


_TRIAL = re.compile(rf"{_B}thí[ \n]+điểm{_E}")
_CHOSEN = re.compile(r"(?:tại|ở|là|gồm|chọn|trên[ \n]+địa[ \n]+bàn|cho|[0-9]{1,2}|các|:)[ \n]*\Z")
_COUNTED = re.compile(
    rf"{_B}(?P<count>[0-9]{{1,2}}|hai|ba|bốn|năm)[ \n]+(?P<kind>{'|'.join(words.LOCAL_KINDS)})[ \n]*(?:là|gồm|:|\()[ \n]*"
    r"(?:(?:quận|huyện|phường|xã|thị xã|thị trấn)[ \n]+)?"
)
_CAPITALS = re.compile(rf"[{UPPER}][\w’']*(?:[ \n]{{1,2}}[{UPPER}][\w’']*){{1,2}}")
_AND = re.compile(r"(?:[ \n]*,[ \n]*|[ \n]+và[ \n]+)(?:(?:quận|huyện|phường|xã|thị xã|thị trấn)[ \n]+)?")
_MOST_NAMES = 30
_PLANNED = re.compile(r"dự[ \n]+kiến|đề[ \n]+xuất|sẽ[ \n]")


def find_pilot_units(bodies: Bodies) -> list[PilotUnit]:
    """Units below the province in which the text says something is tried, each once."""
    page = bodies.page
    found: dict[str, PilotUnit] = {}
    for paragraph in page.paragraphs:
        for sentence in page.sentences(paragraph.words, paragraph.end):
            if _TRIAL.search(page.low, *sentence) is None:
                continue
            planned = _PLANNED.search(page.low, *sentence) is not None
            for start, end, name in (*_located(bodies, sentence), *_counted(page, sentence)):
                key = name.lower()
                earlier = found.get(key)
                sure = 0.8 if planned else 0.9
                if earlier is None:
                    found[key] = PilotUnit(name, start, end, planned, sure)
                elif planned and not earlier.planned:
                    found[key] = earlier._replace(planned=True, confidence=sure)
    return sorted(found.values(), key=lambda unit: unit.start)


def _located(bodies: Bodies, sentence: Span) -> list[tuple[int, int, str]]:
    """ "thí điểm ... tại quận A và B": a unit behind a word of place, and what is listed with it."""
    page = bodies.page
    trial = _TRIAL.search(page.low, *sentence)
    if trial is None:
        return []
    planned = _PLANNED.search(page.low, *sentence) is not None
    found: list[tuple[int, int, str]] = []
    for mention in bodies.within(*sentence):
        if mention.kind != "unit" or not mention.name.lower().startswith(words.LOCAL_KINDS):
            continue
        if mention.start < trial.start() and not planned:
            continue
        before = page.low[max(sentence.start, mention.start - 24) : mention.start]
        listed = found and page.low[found[-1][1] : mention.start].strip() in (",", "và", ", và")
        if _CHOSEN.search(before) or listed or before.rstrip().endswith("các"):
            found.append((mention.start, mention.end, mention.name))
    return found


def _counted(page: Page, sentence: Span) -> list[tuple[int, int, str]]:
    """ "2 quận là Ninh Kiều và Cái Răng"."""
    found: list[tuple[int, int, str]] = []
    for match in _COUNTED.finditer(page.low, *sentence):
        found += _names_behind(page, match, sentence.end)
    return found


def _names_behind(page: Page, match: re.Match[str], end: int) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    at = match.end()
    for _ in range(_MOST_NAMES):
        name = _CAPITALS.match(page.plain, at, end)
        if name is None:
            break
        found.append((name.start(), name.end(), f"{match['kind']} {page.words(*name.span())}"))
        more = _AND.match(page.low, name.end(), end)
        if more is None:
            break
        at = more.end()
    return found


_PERIOD = re.compile(
    rf"{_B}(?:giai[ \n]+đoạn|thời[ \n]+kỳ)[ \n]+(?:từ[ \n]+)?(?:năm[ \n]+)?(?P<first>20[0-9]{{2}})[ \n]*(?:-|đến|tới)[ \n]*(?:năm[ \n]+)?(?P<last>20[0-9]{{2}})(?![0-9])"
    rf"|{_B}(?:trong|các)[ \n]+(?:(?:[0-9]{{1,2}}|hai|ba|bốn)[ \n]+)?năm[ \n]+(?P<since>20[0-9]{{2}})[ \n]*(?:-|đến)[ \n]*(?P<until>20[0-9]{{2}})(?![0-9])"
    rf"|{_B}từ[ \n]+năm[ \n]+(?P<from>20[0-9]{{2}})[ \n]+đến(?:[ \n]+hết)?[ \n]+năm[ \n]+(?P<to>20[0-9]{{2}})(?![0-9])"
)


def find_period(page: Page) -> Period | None:
    """The period named most often, the first of equals."""
    spans: dict[tuple[int, int], re.Match[str]] = {}
    often: Counter[tuple[int, int]] = Counter()
    for match in _PERIOD.finditer(page.low):
        years = int(match["first"] or match["since"] or match["from"]), int(match["last"] or match["until"] or match["to"])
        if years[0] <= years[1]:
            often[years] += 1
            spans.setdefault(years, match)
    if not often:
        return None
    years = max(often, key=lambda pair: often[pair])
    return Period(*years, *spans[years].span())


def counted_wrongly(page: Page) -> list[tuple[Span, int, int]]:
    """Where a count and the names behind it differ: "3 quận là A và B"."""
    numbers = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5}
    found = []
    for match in _COUNTED.finditer(page.low):
        names = _names_behind(page, match, len(page.low))
        stated = numbers.get(match["count"]) or int(match["count"])
        if names and len(names) != stated:
            found.append((Span(match.start(), names[-1][1]), stated, len(names)))
    return found
