"""Parameters of an address to a question, with the names of the command line."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import QueryDict

from phancap.competence.inquiry import Put
from phancap.formats.days import parse_day, today

LONGEST = 400
MOST_FACTS = 30


class BadParameter(ValueError):
    """A parameter that cannot be read; the message says what was expected."""


def question_of(query: QueryDict) -> Put:
    """``power``, ``at``, ``on``, ``role``, ``decided``, ``known``, ``fact=K=V`` or ``fact.K=V``."""
    check_lengths(query)
    on = day_of(query, "on")
    return Put(
        query.get("power", "").strip(),
        query.get("at", "").strip(),
        today() if on is None else on,
        query.get("role", "").strip() or "decide",
        day_of(query, "decided"),
        day_of(query, "known"),
        _facts(query),
    )


def check_lengths(query: QueryDict) -> None:
    """Refuse what no field of a form could have sent."""
    for name, values in query.lists():
        if any(len(value) > LONGEST or "\0" in value for value in values):
            raise BadParameter(f"`{name[:40]}` dài quá {LONGEST} ký tự hoặc có ký tự lạ")


def day_of(query: QueryDict | Mapping[str, str], name: str) -> int | None:
    """A day as people or files write it; `None` where nothing is given."""
    text = query.get(name, "").strip()
    if not text:
        return None
    # People type days as they write them; files and links have one form only.
    parts = text.replace("/", "-").split("-")
    if len(parts) == 3 and len(parts[2]) == 4:
        text = f"{parts[2]}-{parts[1].zfill(2)}-{parts[0].zfill(2)}"
    try:
        return parse_day(text)
    except ValueError as error:
        raise BadParameter(f"{name}: {error}") from None


def _facts(query: QueryDict) -> tuple[tuple[str, str], ...]:
    facts = []
    for text in query.getlist("fact"):
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise BadParameter(f"`fact={text}`: viết `fact=TÊN=GIÁ TRỊ`")
        facts.append((name.strip(), value.strip()))
    for key in query:
        if key.startswith("fact.") and query[key].strip():
            facts.append((key.removeprefix("fact."), query[key].strip()))
    if len(facts) > MOST_FACTS:
        raise BadParameter(f"quá {MOST_FACTS} dữ kiện")
    return tuple(facts)
