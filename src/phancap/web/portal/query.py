"""Parameters of an address to a question, with the names of the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from phancap.competence.inquiry import Put
from phancap.formats.days import DayError, parse_day, today
from phancap.formats.folding import fold

LONGEST = 400
MOST_FACTS = 30
MOST_OPTIONS = 8
_WRITTEN = re.compile(r"(?:ngay )?([0-9]{1,2}) (?:thang )?([0-9]{1,2}) (?:nam )?([0-9]{4})\Z")
"""Day, month, year with whatever stands between them, folded."""
ONCE = ("power", "at", "on", "role", "decided", "known", "lang")


class BadParameter(ValueError):
    """A parameter that cannot be read; the message says what was expected."""


class Busy(RuntimeError):
    """The site is working on what others asked; the message asks to come again."""


def question_of(query: QueryDict) -> Put:
    """``power``, ``at``, ``on``, ``role``, ``decided``, ``known``, ``fact=K=V`` or ``fact.K=V``, ``option``.

    What the command line takes once is refused twice over, unless both say the same.
    """
    check_lengths(query)
    for name in ONCE:
        if len(set(query.getlist(name))) > 1:
            raise BadParameter(_("`%(name)s` có hai giá trị khác nhau") % {"name": name})
    on = day_of(query, "on")
    options = {option.strip() for option in query.getlist("option")} - {""}
    if len(options) > MOST_OPTIONS:
        raise BadParameter(_("quá %(most)s phương án") % {"most": MOST_OPTIONS})
    return Put(
        query.get("power", "").strip(),
        query.get("at", "").strip(),
        today() if on is None else on,
        query.get("role", "").strip() or "decide",
        day_of(query, "decided"),
        day_of(query, "known"),
        _facts(query),
        tuple(sorted(options)),
    )


def check_lengths(query: QueryDict) -> None:
    """Refuse what no field of a form could have sent."""
    for name, values in query.lists():
        if any(len(value) > LONGEST or "\0" in value for value in values):
            raise BadParameter(
                _("`%(name)s` dài quá %(most)s ký tự hoặc có ký tự lạ") % {"name": name[:40], "most": LONGEST}
            )


def day_of(query: QueryDict | Mapping[str, str], name: str) -> int | None:
    """A day as people or files write it; `None` where nothing is given."""
    text = query.get(name, "").strip()
    if not text:
        return None
    # People type days as they write them; files and links have one form only.
    folded = fold(text[:60])
    if folded in ("hom nay", "today"):
        return today()
    written = _WRITTEN.match(folded)
    iso = f"{written[3]}-{written[2].zfill(2)}-{written[1].zfill(2)}" if written else text
    try:
        return parse_day(iso)
    except DayError:
        told = _("%(name)s: không hiểu được ngày `%(text)s` · viết ngày, tháng, năm như 20-06-2022, hoặc 2022-06-20")
        raise BadParameter(told % {"name": name, "text": text[:40]}) from None


def _facts(query: QueryDict) -> tuple[tuple[str, str], ...]:
    facts = []
    for text in query.getlist("fact"):
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise BadParameter(_("`fact=%(text)s`: viết `fact=TÊN=GIÁ TRỊ`") % {"text": text})
        facts.append((name.strip(), value.strip()))
    for key in query:
        if key.startswith("fact.") and query[key].strip():
            facts.append((key.removeprefix("fact."), query[key].strip()))
    if len(facts) > MOST_FACTS:
        raise BadParameter(_("quá %(most)s dữ kiện") % {"most": MOST_FACTS})
    return tuple(facts)
