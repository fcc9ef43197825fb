"""The explained answer, as the plain data that ``who --json`` prints and every page shows."""

from typing import Any, NamedTuple

from phancap.charter.model import Grant, inside
from phancap.charter.names import body_name, level_words
from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.oracle import Holding, Link, answerable_of
from phancap.competence.outcome import Outcome, Question, Valid, outcome, thresholds, valid_interval
from phancap.formats.days import format_day, show_day
from phancap.formats.say import say
from phancap.territory.atoms import Territory, bits
from phancap.territory.labels import full_label
from phancap.territory.model import Unit

FORMAT = 1
Answer = dict[str, Any]


class Asked(NamedTuple):
    """The question as it was put, for the answer to repeat: place and known day."""

    question: Question
    place: dict[str, Any] | None
    snapshot: str
    lang: str = "vi"


def explain(view: View, asked: Asked) -> Answer:
    """The whole answer about a place: body, chain, interval, thresholds, limit, and why others lost."""
    question = asked.question
    found = outcome(view, question)
    valid = valid_interval(view, question, found)
    answer = _frame(view, asked, found.status)
    answer["valid"] = _valid(view, asked, found, valid)
    if found.holding is not None:
        _fill(view, asked, answer, found.holding)
        answer["candidates"] = _rivals(view, asked, found.holding, valid)
    elif found.status == "ambiguous-place":
        answer["candidates"] = _parts(view, asked, [mask for mask, _ in found.groups])
    answer["thresholds"] = [
        {
            "fact": t.fact,
            "at": t.at,
            "then": _outcome_words(view, t.then, asked.lang),
            "side": "below" if t.below else "from",
        }
        for t in thresholds(view, question)
    ]
    return answer


def empty_answer(asked_power: dict[str, Any], role: str, status: str, **rest: Any) -> Answer:
    """An answer with every key of the contract and nothing known but its status."""
    answer: Answer = {
        "format": FORMAT, "snapshot": "", "power": asked_power, "role": role, "place": None, "on": None,
        "decided": None, "known": None, "status": status, "body": None, "answerable": [], "chain": [],
        "valid": None, "thresholds": [], "limit": None, "tensions": [], "rejected": [], "candidates": [],
        "notes": [], "assumptions": 0,
    }  # fmt: skip
    answer.update(rest)
    return answer


def _frame(view: View, asked: Asked, status: str) -> Answer:
    question = asked.question
    power = view.powers[question.power]
    name = (power.name_en if asked.lang == "en" else "") or power.name
    decided = question.on if question.decided is None else question.decided
    return empty_answer(
        {"id": power.power, "name": name},
        question.role,
        status,
        snapshot=asked.snapshot,
        place=asked.place,
        on=format_day(question.on),
        decided=format_day(decided),
        known=None if view.known is None else format_day(view.known),
        limit=limit_of(view, question.power, question.on),
    )


def body_json(view: View, body: str, lang: str) -> dict[str, Any] | None:
    """An organ as data; ``None`` for no organ."""
    if not body:
        return None
    cls, _, uid = body.partition("/")
    named = view.bodies.get(body)
    result: dict[str, Any] = {"id": body, "name": body_name(view, body, lang)}
    result["class"] = named.cls if named else cls
    result["unit"] = named.unit if named else uid
    if named is not None:
        result.update({k: v for k, v in (("address", named.address), ("hotline", named.hotline)) if v})
    return result


def _fill(view: View, asked: Asked, answer: Answer, found: Holding) -> None:
    lang = asked.lang
    answer["body"] = body_json(view, found.body, lang)
    answer["answerable"] = [body_json(view, body, lang) for body in found.answerable]
    answer["chain"] = [_link(view, link) for link in found.chain]
    answer["rejected"] = [_lost(view, grant, why) for grant, why in found.rejected if why != "elsewhere"]
    other_readings = {grant for grant, why in found.rejected if why == "other-reading"}
    answer["tensions"] = _tensions(view, other_readings)
    answer["notes"] = _notes(view, asked, found)
    answer["assumptions"] = sum("assumption" in link.grant.source for link in found.chain)


def _lost(view: View, grant: str, why: str) -> dict[str, str]:
    lost = view.grants[grant]
    return {"grant": grant, "why": why, "act": lost.act, "provision": lost.provision}


def _link(view: View, link: Link) -> dict[str, Any]:
    grant = link.grant
    life = view.life(grant)
    act = view.acts[grant.act]
    shown = {
        "grant": grant.grant,
        "instrument": grant.instrument,
        "act": grant.act,
        "provision": grant.provision,
        "from": None if life.start is None else format_day(life.start),
        "to": None if life.end is None else format_day(life.end),
        "body": link.body,
        "title": act.title,
    }
    # What whoever entered the row doubts or adds; without it the field is not there.
    return {**shown, "note": grant.note} if grant.note else shown


def _valid(view: View, asked: Asked, found: Outcome, valid: Valid) -> dict[str, Any]:
    reason = _end_reason(view, asked.question, found, valid)
    following = "" if valid.after is None else _after_words(view, valid.after, valid.end, asked.lang)
    return {
        "from": format_day(valid.start),
        "to": format_day(valid.end),
        "end_reason": reason,
        "next": following,
    }


def _end_reason(view: View, question: Question, found: Outcome, valid: Valid) -> str:
    if valid.after is None:
        return "horizon"
    chain = found.holding.chain if found.holding else ()
    atom = next(bits(question.mask), 0)
    reasons = []
    for link in chain:
        life = view.life(link.grant)
        if life.end == valid.end:
            reasons.append("law" if life.ender else "expiry")
        if view.body_at(link.grant.holder, atom, valid.end) != link.body:
            reasons.append("law")
    if "law" in reasons or not chain:
        return "law"
    if reasons:
        return "expiry"
    later = valid.after.holding.chain if valid.after.holding else ()
    return "displacement" if {x.grant.grant for x in later} - {x.grant.grant for x in chain} else "law"


def _after_words(view: View, after: Outcome, start: int, lang: str) -> str:
    if after.holding is None:
        return words.STATUS[lang][after.status]
    text = _outcome_words(view, after.holding, lang)
    if after.holding.chain:
        grant = after.holding.chain[-1].grant
        text += f" · {cited(view, grant, lang)}"
    return text


def cited(view: View, grant: Grant, lang: str) -> str:
    """`khoản 3 Điều 103 50/2014/QH13`: the provision of a grant as people write it."""
    act = view.acts[grant.act]
    number = act.act.partition("#")[0]
    kind = act.type[:1].upper() + act.type[1:] if lang == "vi" else ""
    return " ".join(part for part in (provision_words(grant.provision, lang), kind, number) if part)


_PARTS = {
    "Đ": ("Điều", "article"),
    "k": ("khoản", "clause"),
    "đ": ("điểm", "point"),
    "PL": ("Phụ lục", "annex"),
}


def provision_words(provision: str, lang: str) -> str:
    """`Đ.103 k.3 đ.a` as `điểm a khoản 3 Điều 103`, or `article 103, clause 3, point a`."""
    named = []
    for piece in provision.split():
        mark, dot, number = piece.partition(".")
        pair = _PARTS.get(mark)
        named.append(f"{pair[0 if lang == 'vi' else 1]} {number}" if dot and pair else piece)
    return " ".join(reversed(named)) if lang == "vi" else ", ".join(named)


def _outcome_words(view: View, found: Holding, lang: str) -> str:
    return body_name(view, found.body, lang) if found.body else words.STATUS[lang][found.status]


def _rivals(view: View, asked: Asked, found: Holding, valid: Valid) -> list[Answer]:
    """For an overlap or a joint role: each survivor as the whole answer it would be alone."""
    result = []
    for way in found.ways:
        alone = Holding("competent", way[-1].body, answerable_of(way), way)
        answer = _frame(view, asked, "competent")
        _fill(view, asked, answer, alone)
        answer["valid"] = {
            "from": format_day(valid.start),
            "to": format_day(valid.end),
            "end_reason": "law",
            "next": "",
        }
        result.append(answer)
    return result


def _parts(view: View, asked: Asked, masks: list[int]) -> list[Answer]:
    """The answers for the parts of the place asked, each named by the units it fills or lies in that day.

    Parts of one commune (caretakers share it after a merger) would bear one name: they go by the older unit
    that each of them is, where there is one, so that a part can be asked for again.
    """
    land, day = view.territory, asked.question.on
    homes = [_units_of(land, mask, day) for mask in masks]
    parts = []
    for mask, home in zip(masks, homes, strict=True):
        units = home
        if homes.count(home) > 1:
            older = [u for u in land.at_level("commune") if u.start <= day and land.atoms_on(u, u.start) == mask]
            units = sorted(older, key=lambda unit: (unit.start, unit.uid))[-1:] or home
        parts.append(_part(view, asked, mask, units))
    return parts


def _units_of(land: Territory, mask: int, day: int) -> list[Unit]:
    filled = land.filled_by(mask, day)
    return [filled] if filled else land.communes_of(mask, day)


def _part(view: View, asked: Asked, mask: int, units: list[Unit]) -> Answer:
    names = [full_label(view.territory, unit) for unit in units]
    place: dict[str, Any] = {
        "uid": units[0].uid if units else "",
        "name": "; ".join(names[:3]) + (" …" if len(names) > 3 else ""),
    }
    if len(units) > 1:
        place["uids"] = [unit.uid for unit in units]
    return explain(view, asked._replace(question=asked.question._replace(mask=mask), place=place))


def limit_of(view: View, power: str, day: int) -> dict[str, Any] | None:
    """The time limit in force on ``day``: the power's own, else that of its plain case (no case, no channel).

    Every row in force is listed as a case; several cases without a plain one leave the limit ``unknown``.
    """
    cases = [
        {"case": row.case, "channel": row.channel, "value": row.value, "unit": row.unit, "cutoff": row.cutoff,
         "act": row.act, "provision": row.provision}
        for row in view.limits
        if row.power == power and inside(day, row.start, row.end)
    ]  # fmt: skip
    cases.sort(key=lambda case: (case["case"], case["channel"]))
    own = view.powers[power]
    plain = [case for case in cases if not case["case"] and not case["channel"]]
    if own.limit_unit:
        limit: dict[str, Any] = {"value": own.limit_value, "unit": own.limit_unit, "note": own.limit_note}
    elif len(plain) == 1 or len(cases) == 1:
        usual = plain[0] if len(plain) == 1 else cases[0]
        limit = {"value": usual["value"], "unit": usual["unit"], "note": own.limit_note}
    elif cases:
        limit = {"value": None, "unit": "unknown", "note": own.limit_note}
    else:
        return None
    if cases:
        limit["cases"] = cases
    return limit


def _tensions(view: View, set_aside: set[str]) -> list[dict[str, Any]]:
    """The tensions that decided this answer: every reading shown, the one followed first."""
    touched = {r.tension for r in view.readings if not r.prevails and set_aside & {*r.grants}}
    return [
        {
            "tension": tension,
            "readings": [
                {"reading": r.reading, "grants": list(r.grants), "prevails": r.prevails, "basis": r.basis}
                for r in sorted(view.readings, key=lambda r: (not r.prevails, r.reading))
                if r.tension == tension
            ],
        }
        for tension in sorted(touched)
    ]


def _notes(view: View, asked: Asked, found: Holding) -> list[str]:
    lang, notes = asked.lang, []
    question = asked.question
    gone: dict[str, dict[str, None]] = {}
    for name, why in found.rejected:
        grant = view.grants[name]
        if why == "no-holder" and view.classes.get(grant.holder):
            gone.setdefault(cited(view, grant, lang), {})[level_words(view, grant.holder, lang)] = None
    if gone:
        either = say(words.NOTES, lang, "dormant-or")
        named = "; ".join(
            say(words.NOTES, lang, "dormant-one", cited=provision, holders=either.join(holders))
            for provision, holders in gone.items()
        )
        notes.append(say(words.NOTES, lang, "dormant", named=named))
    cls, _, uid = found.body.partition("/")
    for caretaker in view.caretakers(cls) if uid and cls in view.classes else ():
        if caretaker.unit.uid == uid and caretaker.ended <= question.on < caretaker.until:
            until = show_day(caretaker.until - 1)
            notes.append(
                say(words.NOTES, lang, "caretaker", body=body_name(view, found.body, lang), until=until)
            )
    staged = {row.grant for row in view.transitions}
    for link in found.chain:
        if question.decided is not None and link.grant.grant in staged:
            notes.append(say(words.NOTES, lang, "stages", grant=link.grant.grant))
    return notes
