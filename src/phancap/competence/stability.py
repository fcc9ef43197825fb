"""PC012: what an older version of the workspace answered is what this one answers for the same known day.

Both are asked with everything the old one knew: a new row with its own ``known`` day, or a correction, is not
yet seen then. What differs is an edit of history, or a new row that does not say since when it is known.
"""

from __future__ import annotations

from typing import Any

from phancap.charter.charter import Charter
from phancap.charter.names import body_name
from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.diff import changes
from phancap.competence.diff_boxes import Side
from phancap.competence.findings import Finding
from phancap.competence.recorder import Recorder, Rows


def last_known(charter: Charter) -> int | None:
    """The last day on which anything in the charter became known; ``None`` where no row says."""
    days = [record.known for table in charter.records for record in table if record.known is not None]
    return max(days, default=None)


def unstable(published: View, view: View, rows: Rows, lang: str = "vi") -> list[Finding]:
    """A finding for each box of the published version whose answer has changed; none when all stand."""
    known = last_known(published.charter)
    before, after = View(published.charter, known), View(view.charter, known)
    to = Recorder(after, rows, lang)
    try:
        found = changes(Side(before), Side(after))
    except ValueError as error:
        text = to.say("changed-land", why=str(error))
        to.row("PC012", "error", text, ("units.csv", 0), "units")
        return to.findings
    for row in found:
        limit = row["kind"] == "limit"
        text = to.say(
            "changed-limit" if limit else "changed", power=row["power"],
            before=_limit(row["before"], lang) if limit else _side(before, row["before"], row["instrument_before"], lang),
            after=_limit(row["after"], lang) if limit else _side(after, row["after"], row["instrument_after"], lang),
        )  # fmt: skip
        to.row("PC012", "error", text, to.located("powers", row["power"]), row["power"], power=row["power"],
               role=row["role"], where=tuple(row["where"]), start=row["from"], end=row["to"],
               condition=row["condition"])  # fmt: skip
    return to.findings


def _side(view: View, side: dict[str, Any] | None, instrument: str | None, lang: str) -> str:
    if side is None:
        return words.STATUS[lang]["gap"]
    if "status" in side:
        return f"{words.STATUS[lang][side['status']]}: {side['id']}"
    how = f" ({words.INSTRUMENT[lang][instrument]})" if instrument else ""
    return body_name(view, side["id"], lang) + how


def _limit(limit: dict[str, Any] | None, lang: str) -> str:
    if limit is None:
        return "không nêu" if lang == "vi" else "not stated"
    if limit.get("cases"):
        return "; ".join(
            f"{case['value']} {words.LIMIT_UNIT[lang].get(case['unit'], '')}" for case in limit["cases"]
        )
    return f"{limit['value']} {words.LIMIT_UNIT[lang].get(limit['unit'], '')}"
