"""Answers on the terminal: the answer first, the law second, the doubt never hidden."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from phancap.cli.common import width
from phancap.competence import words
from phancap.competence.answer import provision_words
from phancap.competence.inquiry import NOT_UNDERSTOOD
from phancap.formats.days import format_day, parse_day, show_day
from phancap.formats.say import grouped, money

if TYPE_CHECKING:
    from phancap.competence.gap import Help

LABELS = {
    "vi": {
        "place": "nơi", "basis": "căn cứ", "valid": "hiệu lực", "next": "sau đó", "limit": "thời hạn",
        "answerable": "chịu trách nhiệm", "why": "vì sao", "before": "trước đó", "or": "hoặc", "need": "cần gì", "ask": "cho biết thêm", "known": "chỉ tính đến",
        "fact": "mốc", "two": "hai cách hiểu", "until": "đến hết", "from": "từ", "assumption": "dựa trên giả định",
        "try": "thử", "other-words": "nói ngắn và thường hơn, như \"cấp phép xây dựng nhà ở\", hoặc mã thủ tục, như 1.013225",
    },
    "en": {
        "place": "place", "basis": "basis", "valid": "holds", "next": "then", "limit": "time limit",
        "answerable": "answerable", "why": "why", "before": "before", "or": "or", "need": "what is needed", "ask": "please add", "known": "known by",
        "fact": "threshold", "two": "two readings", "until": "to the end of", "from": "from", "assumption": "rests on an assumption",
        "try": "try", "other-words": "shorter and plainer words, as \"cấp phép xây dựng nhà ở\", or the code of a procedure, as 1.013225",
    },
}  # fmt: skip
_INDENT = 19


def show_answer(answer: dict[str, Any], lang: str, help_: Help | None = None) -> None:
    """Print one answer for a person; ``help_`` is what helps where nobody is competent."""
    status = answer["status"]
    right = _right(answer, lang)
    left = answer["body"]["name"] if answer["body"] else words.STATUS[lang][status]
    if status == "to-be-assigned":
        left = f"{left} ({words.STATUS[lang][status]})" if answer["body"] else left
    _heading(left[:1].upper() + left[1:], right)
    label = LABELS[lang]
    if answer["place"]:
        _line(label["place"], place_words(answer["place"], lang))
    if answer["known"]:
        _line(label["known"], _day(answer["known"]))
    for link in answer["chain"]:
        _line(label["basis"], _basis(link, lang))
        if "note" in link:
            _line("!", link["note"])
    others = [body["name"] for body in answer["answerable"] if body != answer["body"]]
    if others:
        _line(label["answerable"], "; ".join(b["name"] for b in answer["answerable"]))
    _parts(answer, lang)
    _why(answer, lang, help_)
    _interval(answer, lang)
    _thresholds(answer, lang)
    if answer["limit"] and status in ("competent", "joint", "to-be-assigned"):
        _line(label["limit"], _limit(answer["limit"], lang))
    for tension in answer["tensions"]:
        _tension(tension, lang)
    if answer["assumptions"]:
        _line("!", label["assumption"])
    for note in answer["notes"]:
        _line("·", note)
    if status == "unknown-power":
        _line(label["try"], label["other-words"])


def _heading(left: str, right: str) -> None:
    space = width() - len(left) - len(right)
    click.echo(click.style(left, bold=True) + (" " * space + right if space >= 3 else f"\n  {right}"))


def _right(answer: dict[str, Any], lang: str) -> str:
    name = answer["power"]["name"] or answer["power"]["id"]
    role = words.ROLE[lang][answer["role"]]
    day = f" · {_day(answer['on'])}" if answer["on"] else ""
    shown = textwrap.shorten(name, 64, placeholder="…")
    return f"{shown} · {role}{day}"


def _line(label: str, text: str) -> None:
    body = textwrap.wrap(text, max(30, width() - _INDENT), break_on_hyphens=False) or [""]
    click.echo(click.style(f"  {label:<{_INDENT - 2}}", dim=True) + body[0])
    for more in body[1:]:
        click.echo(" " * _INDENT + more)


def place_words(place: dict[str, Any], lang: str) -> str:
    """`phường An Phú, quận Ninh Kiều (nay thuộc phường Ninh Kiều, thành phố Cần Thơ)`."""
    now = "; ".join(unit["name"] for unit in place.get("now", ()))
    return str(place["name"]) + (f" ({'nay thuộc' if lang == 'vi' else 'now'} {now})" if now else "")


def _basis(link: dict[str, Any], lang: str) -> str:
    provision = provision_words(link["provision"], lang)
    title = f"{link['act']}" + (f" ({link['title']})" if link.get("title") else "")
    parts = [
        p
        for p in (f"{provision}, {title}" if provision else title, words.INSTRUMENT[lang][link["instrument"]])
        if p
    ]
    return " · ".join(parts)


def _interval(answer: dict[str, Any], lang: str) -> None:
    valid = answer["valid"]
    if not valid or answer["status"] in NOT_UNDERSTOOD:
        return
    label = LABELS[lang]
    last = show_day(parse_day(valid["to"]) - 1)
    first = _day(valid["from"])
    _line(
        label["valid"],
        f"{label['from']} {first} {label['until']} {last} · {words.END[lang][valid['end_reason']]}",
    )
    if valid["next"]:
        _line(label["next"], f"{valid['next']}")


MOST_PARTS = 12


def _parts(answer: dict[str, Any], lang: str) -> None:
    for part in answer["candidates"][:MOST_PARTS]:
        name = part["body"]["name"] if part["body"] else words.STATUS[lang][part["status"]]
        if answer["status"] == "ambiguous-place":
            _line("", f"{part['place']['name']}: {name}")
        else:
            basis = "; ".join(_basis(link, lang) for link in part["chain"])
            _line("", f"{name}: {basis}")
        for note in (link["note"] for link in part["chain"] if "note" in link):
            _line("!", note)
    more = len(answer["candidates"]) - MOST_PARTS
    if more > 0:
        _line("", f"… {more} {'phần nữa, xem --json' if lang == 'vi' else 'more parts, see --json'}")
    if answer["status"] == "ambiguous-place":
        settle = (
            "tên đường, khu vực, hoặc tên phường/xã hiện nay"
            if lang == "vi"
            else "a street, or the present commune"
        )
        _line(LABELS[lang]["ask"], settle)


def _why(answer: dict[str, Any], lang: str, help_: Help | None) -> None:
    if answer["status"] != "gap":
        return
    label = LABELS[lang]
    if help_ is not None:
        _line(label["before"], help_.before)
    reasons = []
    for lost in answer["rejected"]:
        basis = " ".join(part for part in (provision_words(lost["provision"], lang), lost["act"]) if part)
        reasons.append(f"{basis}: {words.WHY[lang][lost['why']]}")
    for reason in dict.fromkeys(reasons):
        _line(label["why"], reason)
    if help_ is None or not help_.needs:
        _line(label["need"], "phancap agenda")
        return
    _line(label["need"], f"; {label['or']} ".join(help_.needs))
    _line("", f"phancap agenda --from {format_day(help_.day)} --to {format_day(help_.day + 1)}")


def _thresholds(answer: dict[str, Any], lang: str) -> None:
    for item in answer["thresholds"]:
        at = item["at"]
        number = (
            (money(at, lang) if item["fact"] == "value" else grouped(at, lang)) if isinstance(at, int) else at
        )
        if isinstance(at, str):
            sign = "="
        else:
            sign = "<" if item["side"] == "below" else ">="
        _line(LABELS[lang]["fact"], f"{item['fact']} {sign} {number}: {item['then']}")


def _limit(limit: dict[str, Any], lang: str) -> str:
    cases = limit.get("cases", [])
    named = [f"{words_of}: {length_words(case, lang)}" for case in cases if (words_of := case_words(case))]
    known = [length_words(limit, lang)] if limit["unit"] != "unknown" or not named else []
    note = [limit["note"]] if limit["note"] and not named else []
    return " · ".join(known + named + note)


def length_words(limit: dict[str, Any], lang: str) -> str:
    """`15 ngày`, `trong ngày`, `chưa rõ`."""
    if not limit["value"] and limit["unit"] != "same_day":
        return words.LIMIT_UNIT[lang]["unknown"]
    unit = words.LIMIT_UNIT[lang].get(limit["unit"], limit["unit"])
    return unit if limit["unit"] == "same_day" else f"{limit['value']} {unit}"


def case_words(case: dict[str, Any]) -> str:
    """The case and channel of a limit; empty for the plain one."""
    return " ".join(part for part in (case["case"], case["channel"]) if part)


def _tension(tension: dict[str, Any], lang: str) -> None:
    _line("!", f"{LABELS[lang]['two']}: {tension['tension']}")
    for reading in tension["readings"]:
        mark = "→" if reading["prevails"] else " "
        _line(f"  {mark}", reading["reading"])


def _day(text: str) -> str:
    return show_day(parse_day(text))
