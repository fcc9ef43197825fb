"""Persons with their posts: "ông Nguyễn Văn A, Phó Giám đốc Sở Nội vụ"; only those a document gives a post."""

from __future__ import annotations

import re
from typing import NamedTuple

from phancap.law.folding import UPPER
from phancap.scheme import vocabulary as words
from phancap.scheme.bodies import Bodies, name_end, place_end
from phancap.scheme.page import Page

_B, _E = r"(?<![a-zà-ỹđ])", r"(?![a-zà-ỹđ])"
_CAPITAL = f"[{UPPER}]"
_NAME = re.compile(rf"{_CAPITAL}[\w’']*(?:[ \n]{{1,2}}{_CAPITAL}[\w’']*){{1,4}}")
_HONORIFIC = re.compile(
    rf"{_B}(?:ông|bà|đồng[ \n]+chí|đ/c|cô|anh|chị|luật[ \n]+sư|nhà[ \n]+báo|(?:đại|thượng|trung|thiếu)[ \n]+(?:tướng|tá)|(?:gs\.?|pgs\.?|ts\.?|ths\.?|kts\.?|cn\.?)(?:[ \n]*-?[ \n]*(?:ts\.?|ths\.?))?)[ \n]*:?[ \n]+"
    r"(?:(?:gs\.?|pgs\.?|ts\.?|ths\.?|kts\.?)[ \n]*){0,2}"
)
_POST = re.compile(
    rf"{_B}(?P<post>(?:nguyên[ \n]+|quyền[ \n]+|q\.[ ]*)?(?:"
    + "|".join(
        r"[ \n]+".join(map(re.escape, post.split())) for post in sorted(words.POSTS, key=len, reverse=True)
    )
    + rf")){_E}"
)
_TO_POST = re.compile(r"[ \n]*(?:,|-|–|\(|là|;)[ \n]*")
_LISTED = re.compile(r"[ \n]*[:;,][ \n]*(?:và[ \n]+)?|[ \n]+và[ \n]+")
_SHORT_POST = re.compile(r"[ \n]*[,-][ \n]*[A-ZĐƯ]{2,6}(?=[ \n]*[,;])")
"""A post cut to its letters, of which nothing is told: ", TVTU,"."""
_PLURAL = re.compile(r"[ \n]*:[ \n]*")
_COLLEAGUES = re.compile(rf"{_B}các[ \n]+(?:đồng[ \n]+chí|ông(?:,[ \n]*bà)?|ông/bà)[ \n]*:?[ \n]*")
_SIGNED = re.compile(r"[ \n]*(?:\((?:đã ký|ký)\)[ \n]*)?")


class Person(NamedTuple):
    """A person and one post; somebody with two posts stands twice. The span is that of name and post."""

    name: str
    post: str
    body: str
    start: int
    end: int
    rule: str
    confidence: float


def find_persons(bodies: Bodies) -> list[Person]:
    """Every person whom the text gives a post, in reading order, each pair of name and post once."""
    found = _named_first(bodies) + _post_first(bodies) + _in_lists(bodies) + _signed(bodies)
    placed = {(person.name.lower(), person.post.lower()) for person in found if person.body}
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for person in sorted(found, key=lambda person: person.start):
        key = (person.name.lower(), person.post.lower(), person.body.lower())
        if key not in seen and (person.body or key[:2] not in placed):
            seen.add(key)
            kept.append(person)
    return kept


def _named_first(bodies: Bodies) -> list[Person]:
    page = bodies.page
    found = []
    for honorific in _HONORIFIC.finditer(page.low):
        name = _NAME.match(page.plain, honorific.end())
        if name is not None:
            found += _posts_behind(bodies, name, honorific.start())
    return found


def _posts_behind(bodies: Bodies, name: re.Match[str], start: int) -> list[Person]:
    """The posts that stand behind a name: "Nguyễn Văn A, Phó Bí thư Tỉnh ủy, Chủ tịch UBND tỉnh"."""
    page = bodies.page
    found: list[Person] = []
    at = name.end()
    for _ in range(4):
        short = _SHORT_POST.match(page.plain, at)
        at = short.end() if short else at
        link = _TO_POST.match(page.low, at)
        post = _POST.match(page.low, link.end()) if link else None
        if post is None:
            break
        body, at = _body_of(bodies, post)
        shown = _shown(page.words(*post.span("post")))
        sure = 0.95 if body else 0.8
        found.append(Person(page.words(*name.span()), shown, body, start, at, "name-post", sure))
    return found


def _in_lists(bodies: Bodies) -> list[Person]:
    """ "Các đồng chí: A, Chủ tịch ...; B, Giám đốc ..." and "các Phó Thủ tướng Chính phủ: A, B, C"."""
    page = bodies.page
    found: list[Person] = []
    for colleagues in _COLLEAGUES.finditer(page.low):
        at = colleagues.end()
        while (name := _surnamed(page.plain, at)) is not None:
            persons = _posts_behind(bodies, name, name.start())
            found += persons
            more = _LISTED.match(page.low, persons[-1].end if persons else name.end())
            if more is None:
                break
            at = more.end()
    for post in _POST.finditer(page.low):
        if not page.low[max(0, post.start() - 5) : post.start()].rstrip().endswith("các"):
            continue
        body, at = _body_of(bodies, post)
        more = _PLURAL.match(page.low, at) if body else None
        while more is not None and (name := _surnamed(page.plain, more.end())) is not None:
            shown = _shown(page.words(*post.span("post")))
            found.append(
                Person(page.words(*name.span()), shown, body, name.start(), name.end(), "post-names", 0.85)
            )
            more = _LISTED.match(page.low, name.end())
    return found


def _surnamed(plain: str, at: int) -> re.Match[str] | None:
    name = _NAME.match(plain, at)
    return name if name is not None and name[0].split()[0].lower() in words.SURNAMES else None


def _post_first(bodies: Bodies) -> list[Person]:
    """ "Giám đốc Sở Nội vụ Nguyễn Văn A": told by a surname behind the body."""
    page = bodies.page
    found = []
    for post in _POST.finditer(page.low):
        if not page.plain[post.start()].isupper():
            continue
        body, at = _body_of(bodies, post)
        if not body and " ".join(post["post"].split()) not in words.NATIONAL:
            continue
        of = _OF.match(page.low, at)
        whole = bodies.at(of.end()) if of else None
        if whole is not None:  # "Ủy ban Xã hội của Quốc hội"
            body, at = f"{body} của {whole.name}", whole.end
        blank = re.compile(r"[ \n]+(?:(?:ông|bà|đồng chí)[ \n]+)?").match(page.low, at)
        name = _NAME.match(page.plain, blank.end()) if blank else None
        body, name = _apart(page, body, at, name)
        if name and name[0].split()[0].lower() in words.SURNAMES and page.low[name.start() - 1] != "\n":
            shown = _shown(page.words(*post.span("post")))
            found.append(
                Person(page.words(*name.span()), shown, body, post.start(), name.end(), "post-name", 0.85)
            )
    return found


_OF = re.compile(r"[ \n]+của[ \n]+")


def _apart(page: Page, body: str, at: int, name: re.Match[str] | None) -> tuple[str, re.Match[str] | None]:
    """Body and name where the body has run into the name: "Mặt trận Tổ quốc Việt Nam Đỗ" and "Văn Chiến"."""
    run = [(match.start(), match[0]) for match in _SYLLABLE.finditer(page.plain, max(0, at - 40), at)]
    for count in (1, 2, 3, 4):
        if len(run) < count + 1:
            break
        start, first = run[-count]
        if first.lower() in words.SURNAMES and run[-count - 1][1].lower() in _BEFORE_NAMES:
            found = _NAME.match(page.plain, start)
            if found is not None and 2 <= len(found[0].split()) <= 4:
                return body[: len(body) - len(page.words(start, at))].rstrip(), found
    return body, name


_SYLLABLE = re.compile(r"[^\W\d_]+")
_BEFORE_NAMES = frozenset(("nam", "ương", "phủ", "hội", "tỉnh", "phố", "nước"))
"""Last syllables of bodies behind which a surname begins a person ("Việt Nam", "Trung ương", "Chính phủ")."""

_BLOCK = re.compile(
    r"(?:\n|[ ]{3})[ ]*(?:(?P<on>tm|kt|tl|tuq|q)\.[ ]*)(?P<organ>[^\n]{3,80})\n(?P<lines>(?:[^\n]{0,80}\n){1,12})"
)


def _signed(bodies: Bodies) -> list[Person]:
    """The block of a signature: "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH / Nguyễn Văn A"."""
    page = bodies.page
    found = []
    for block in _BLOCK.finditer(page.low + "\n"):
        post: re.Match[str] | None = None
        at = block.start("lines")
        if block["on"] != "tm":
            post = None
        for line in page.plain[block.start("lines") : block.end("lines")].split("\n"):
            start, at = at, at + len(line) + 1
            # Two columns: recipients stand to the left of the signature.
            words_in = line.strip().split("   ")[-1].strip()
            if not words_in or words_in[0] in "-(":
                continue
            first = start + line.rindex(words_in)
            matched = _POST.match(page.low, first)
            name = _NAME.fullmatch(words_in)
            if matched is not None:
                post = post or matched
            elif name and post is not None and words_in.split()[0].lower() in words.SURNAMES:
                organ = bodies.at(block.start("organ"))
                body = (
                    page.words(*block.span("organ")) if organ is None or block["on"] == "tm" else organ.name
                )
                if block["on"] != "tm":
                    body = ""
                found.append(
                    Person(_shown(words_in), _shown(page.words(*post.span("post"))), body, post.start(),
                           first + len(words_in), "signature", 0.8)
                )  # fmt: skip
                break
            elif post is not None and name is None and not words_in.startswith("("):
                break
    return found


_FORMER = re.compile(r"(?:nguyên|quyền|q\.)[ \n]*")


def _body_of(bodies: Bodies, post: re.Match[str]) -> tuple[str, int]:
    """The body behind a post and where it ends; "Trưởng phòng Nội vụ" heads the Phòng Nội vụ."""
    page = bodies.page
    over = bodies.over(post.end())
    if over is not None and post.start() < over.own and over.kind != "chair":
        head = words.EMBEDDED.get(" ".join(post["post"].split()).removeprefix("nguyên ").removeprefix("phó "))
        if head and page.low.startswith(head.lower(), over.own):  # "Trưởng phòng Nội vụ"
            name = page.words(over.own, over.end)
            return name[0].upper() + name[1:], over.end
        # "Phó Bí thư Thường trực Thành ủy": the post reaches into "Thường trực Thành ủy".
        return page.words(post.end(), over.end), over.end
    mention = bodies.at(post.end())
    if mention is None:
        # "Chủ tịch UBND": the mention begins with the post itself.
        former = _FORMER.match(page.low, post.start())
        whole = bodies.at(former.end() if former else post.start())
        if whole is None:
            whole = bodies.last_before(post.end() + 120, post.start())
            whole = whole if whole is not None and whole.start <= post.start() else None
        if whole is not None and whole.kind == "chair" and whole.end > post.end():
            return page.words(post.end(), whole.end), whole.end
        if (
            whole is not None
            and whole.kind != "chair"
            and whole.start <= post.start() < post.end() < whole.end
        ):
            return whole.name, whole.end
    else:
        aside = re.compile(r"[ \n]*\([^()\n]{1,120}\)").match(page.low, mention.end)
        return mention.name, aside.end() if aside else mention.end
    plain = " ".join(post["post"].split()).removeprefix("phó ")
    head = words.EMBEDDED.get(plain)
    if head:
        end = name_end(page, post.end())
        if end:
            last = place_end(page, end)
            return f"{head} {page.words(post.end(), last)}", last
        last = place_end(page, post.end())
        if last > post.end():
            return f"{head} {page.words(post.end(), last)}", last
    return "", post.end()


def _shown(text: str) -> str:
    """Capitals of a signature block as one writes them in a line."""
    if not text.isupper():
        return text
    if text.split()[0].lower() in words.SURNAMES:
        return text.title()
    return text.capitalize()
