"""The number that a document bears itself, in its head, with the day and the issuer of its letterhead."""

from __future__ import annotations

import re

from phancap.law.dates import DATE, day_of
from phancap.law.drafts import Draft, set_date
from phancap.law.joint import letterhead_bodies
from phancap.law.letterhead import GENERIC, letterhead, said_in_table
from phancap.law.mentions import Printed
from phancap.law.textview import TextView

_OWN = re.compile(
    r"(?:\A|[\n|*#>•+])[ *•+-]*(?:luat|nghi quyet|phap lenh)?[ ]*"
    r"(?:so(?: hieu| ky hieu)?(?: van ban)?[ *]*[:|]|so(?: ky)? hieu(?: van ban)?(?=[ \n]))[ |*\n]*\Z"
)
# "Số 12-KH/TU", as papers of the Party write it, below or beside "ĐẢNG CỘNG SẢN VIỆT NAM".
_OWN_PARTY = re.compile(r"(?:\A|[\n|])[ *•]*so[ ]*\Z")
_TOGETHER = re.compile(r"[-/](?:LB|LN|TTL[TNB])(?:[-/]|\Z)")
"""Codes of joint acts that name no body."""
_OWN_COLON = re.compile(r"(?<=[ \n])Số[ ]?:[ ]*\Z")
_PLACE_DATE = re.compile(r"ngay(?: ban hanh)?[ \n|:]+(?P<date>" + DATE + r")")
_PLACE_DATE_ABOVE = re.compile(
    r"(?:\A|[\n|])[^\n|,]{2,40},[ ]{0,3}ngay[ ]+(?P<date>" + DATE + r")[ \n|]*so[ ]?:[ \n|]*\Z"
)


def _same(form: str, other: str) -> bool:
    """Whether two forms are one number: pages print "14-CP" as "14/CP" as well."""
    return form == other or form.replace("-", "/", 1) == other.replace("-", "/", 1)


def own_number(view: TextView, drafts: list[Draft], limit: int) -> Draft | None:
    """The number in the head of the document ("Số: 18/2025/QĐ-UBND"), marked as the document's own.

    Pages of collections print it twice, above the document and in it: the date may stand with either.
    """
    own: Draft | None = None
    for index, draft in enumerate(drafts):
        if draft.number_start > limit:
            break
        head = view.folded[max(0, draft.number_start - 60) : draft.number_start]
        if draft.kind != "numbered" or (own and not _same(own.form, draft.form)):
            continue
        if not _OWN.search(head) and not _OWN_COLON.search(
            view.plain, max(0, draft.number_start - 8), draft.number_start
        ):
            around = view.folded[max(0, draft.number_start - 250) : draft.end + 150]
            if not _OWN_PARTY.search(head) or "dang cong san viet nam" not in around:
                continue
        draft.itself = True
        until = drafts[index + 1].start if index + 1 < len(drafts) else len(view.plain)
        match = _PLACE_DATE.search(view.folded, draft.end, min(until, draft.end + 300))
        if match is None:
            match = _PLACE_DATE_ABOVE.search(
                view.folded, max(0, draft.number_start - 120), draft.number_start
            )
        if match and not draft.date_printed:
            day = day_of(match["date"])
            set_date(view, draft, Printed(*match.span("date"), day.isoformat() if day else ""))
        if not draft.issuer and _TOGETHER.search(draft.form):
            draft.issuer = letterhead_bodies(view.plain, view.folded, draft.number_start)
        if draft.issuer in GENERIC:
            named = letterhead(view.plain, view.folded, draft.number_start, draft.end, draft.issuer)
            named = named or said_in_table(view.plain, view.folded, draft.end, draft.issuer)
            if not ("/TW" in draft.form and named.startswith("Ban Chấp hành")):
                # The Central Committee's letterhead is that of all central organs of the Party.
                draft.issuer = named or draft.issuer
        own = own or draft
    return own
