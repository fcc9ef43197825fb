"""What agencies and persons said on a matter: "Ông A, Giám đốc Sở Xây dựng, cho rằng: ...", "Ý kiến của Sở ..."."""

from __future__ import annotations

import re
from typing import NamedTuple

from phancap.scheme.bodies import Bodies
from phancap.scheme.page import Paragraph
from phancap.scheme.persons import Person

_SAYS = re.compile(
    r"[ \n]*\)?[ \n]*,?[ \n]*(?:(?:cũng|đã|thì)[ \n]+)?(?:cho[ \n]+rằng|cho[ \n]+biết|cho[ \n]+hay|chia[ \n]+sẻ|góp[ \n]+ý|có[ \n]+ý[ \n]+kiến|nhận[ \n]+định|đề[ \n]+xuất"
    r"|kiến[ \n]+nghị|đề[ \n]+nghị|phát[ \n]+biểu|nhấn[ \n]+mạnh|khẳng[ \n]+định|lưu[ \n]+ý|băn[ \n]+khoăn|nêu|bày[ \n]+tỏ|phân[ \n]+tích|thống[ \n]+nhất|tham[ \n]+gia[ \n]+ý[ \n]+kiến"
    r"|thông[ \n]+tin|đánh[ \n]+giá|phản[ \n]+ánh|trả[ \n]+lời|cảnh[ \n]+báo|nói)(?![a-zà-ỹđ])[ \n]*(?:rằng|như[ \n]+sau|thêm)?[ \n]*[:,]?[ \n]*"
)
_ACCORDING = re.compile(r"theo[ \n]+\Z")
_OF = re.compile(r"ý[ \n]+kiến(?:[ \n]+(?:góp[ \n]+ý|tham[ \n]+gia|đóng[ \n]+góp))?[ \n]+của[ \n]+")
_COLON = re.compile(r"[ \n]*(?:\([^()\n]{1,120}\))?[ \n]*[:,][ \n]*")
_AGENCIES = ("sở", "ban", "viện", "phòng", "ubnd", "ủy ban", "hđnd", "hội", "bộ", "cục", "trung tâm", "công an",
             "kho bạc", "văn phòng", "thanh tra", "liên đoàn", "mặt trận")  # fmt: skip


class Comment(NamedTuple):
    """What a body said, through a person where one is named; the span is that of its words in the page."""

    body: str
    person: str
    text: str
    start: int
    end: int
    rule: str
    confidence: float


def find_comments(bodies: Bodies, persons: list[Person]) -> list[Comment]:
    """Every comment in reading order; one goes to the end of its paragraph, or to the next speaker in it."""
    page = bodies.page
    found: list[Comment] = []
    index = 0
    for paragraph in page.paragraphs:
        while index < len(persons) and persons[index].end <= paragraph.start:
            index += 1
        speakers: list[tuple[int, int, str, str, str, float]] = []
        place = index
        while place < len(persons) and persons[place].start < paragraph.end:
            speaker = persons[place]
            place += 1
            begin = _speech(bodies, speaker, paragraph)
            if begin:
                speakers.append((speaker.start, begin, speaker.body, speaker.name, "person-says", 0.9))
        if not speakers:
            speakers += _agency(bodies, paragraph)
        for number, (_, begin, body, person, rule, sure) in enumerate(speakers):
            end = speakers[number + 1][0] if number + 1 < len(speakers) else paragraph.end
            while end > begin and page.plain[end - 1] in " \n,;":
                end -= 1
            if end - begin >= 15:
                found.append(Comment(body, person, page.words(begin, end), begin, end, rule, sure))
    return found


def _speech(bodies: Bodies, speaker: Person, paragraph: Paragraph) -> int:
    """Where the words of a speaker begin, or 0."""
    low = bodies.page.low
    says = _SAYS.match(low, speaker.end, paragraph.end)
    if says:
        # "đề nghị Sở Nội vụ ..." of a person with a post is an order, not a comment.
        asks = "đề" in says[0] and bodies.at(says.end()) is not None
        return 0 if asks else says.end()
    if _ACCORDING.search(low, max(paragraph.start, speaker.start - 8), speaker.start):
        at = speaker.end
        comma = re.compile(r"[ \n]*[,:]?[ \n]*").match(low, at)
        return comma.end() if comma else at
    return 0


def _agency(bodies: Bodies, paragraph: Paragraph) -> list[tuple[int, int, str, str, str, float]]:
    """ "Ý kiến của Sở Tài chính: ...", "Sở Tài chính đề nghị ..." at the head of a paragraph."""
    page = bodies.page
    of = _OF.match(page.low, paragraph.words, paragraph.end)
    at = of.end() if of else paragraph.words
    mention = bodies.at(at)
    if mention is None or mention.kind == "group" or not mention.name.lower().startswith(_AGENCIES):
        return []
    after = _COLON.match(page.low, mention.end, paragraph.end) if of else None
    says = _SAYS.match(page.low, mention.end, paragraph.end)
    if after is not None:
        return [(paragraph.start, after.end(), mention.name, "", "opinion-of", 0.9)]
    if says is not None:
        return [(paragraph.start, says.end(), mention.name, "", "body-says", 0.75)]
    return []
