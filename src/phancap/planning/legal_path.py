"""The legal path of an option: which act of which organ, step by step, and the ladder of approvals above it.

Every duration is an assumption (``assumptions.csv``); what the rule book has read is cited by its provision. The
steps of one act follow each other, acts wait for one another only where one stands on the other.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from phancap.charter.model import Act, Grant
from phancap.charter.names import level_words
from phancap.charter.view import View
from phancap.competence.lawful import party_of, rule_book, signed_on
from phancap.law.vocabulary import organ_of
from phancap.planning.assumed import Assumed

ASSEMBLY = "Quốc hội"
LANGS = ("vi", "en")


class Step(NamedTuple):
    """One step: who does it, how many days it takes (an assumption), by what provision where one was read."""

    id: str
    vi: str
    en: str
    organ: str
    days: int
    assumption: str
    provision: str = ""

    def words(self, lang: str) -> str:
        """What is done."""
        return self.en if lang == "en" else self.vi


class Path(NamedTuple):
    """The steps of one act; ``last_day`` is the day by which it must work, ``after`` the acts it stands on."""

    act: str
    title: str
    organ: str
    form: str
    form_en: str
    instrument: str
    grants: tuple[str, ...]
    steps: tuple[Step, ...]
    works: int
    after: tuple[str, ...]
    assembly: bool

    @property
    def short(self) -> str:
        """The title without the words that say it is a rehearsal: those stand once, in the stamp."""
        return re.sub(r"^\[[^\]]*\]\s*", "", self.title) or self.act

    @property
    def days(self) -> int:
        """Days from the start of drafting to the day the act works."""
        return sum(step.days for step in self.steps)

    @property
    def start_by(self) -> int:
        """The last day to begin."""
        return self.works - self.days


def paths(view: View, option: str, assumed: Assumed) -> list[Path]:
    """A path for every proposed act of an option, the first to begin first."""
    prefix = f"options/{option}/"
    by_act: dict[str, list[Grant]] = {}
    for grant in view.grants.values():
        act = view.acts.get(grant.act)
        # What stands on an act that is there already needs none.
        if grant.file.startswith(prefix) and act is not None and act.status == "proposed":
            by_act.setdefault(grant.act, []).append(grant)
    for rows in view.presences.values():
        for row in rows:
            found_act = view.acts.get(row.act)
            if found_act is not None and found_act.status == "proposed":
                by_act.setdefault(row.act, [])
    found = [_path(view, view.acts[act], grants, assumed) for act, grants in by_act.items() if act in view.acts]
    return sorted(found, key=lambda path: (path.start_by, path.act))


def _path(view: View, act: Act, grants: list[Grant], assumed: Assumed) -> Path:
    instruments = sorted({grant.instrument for grant in grants})
    starts = [grant.start for grant in grants if grant.start is not None]
    works = min([*starts, *([act.start] if act.start is not None else [])], default=view.horizon.start)
    works = max(works, act.start or works)
    kind, organ = organ_kind(view, act, grants)
    assembly = kind == "na"
    steps = _assembly(assumed) if assembly else _local(view, act._replace(issuer=organ), grants, kind, assumed)
    after = tuple(sorted({act.authority.split(" ")[0]} - {""})) if act.authority else ()
    return Path(
        act.act, act.title, organ, *_form(act, instruments, kind), ", ".join(instruments),
        tuple(sorted(grant.grant for grant in grants)), steps, works, after, assembly,
    )  # fmt: skip


def organ_kind(view: View, act: Act, grants: list[Grant]) -> tuple[str, str]:
    """What kind of organ issues the act (``na``: the National Assembly) and how it is called.

    Where the row names no issuer, a gift is its giver's to make; only then the rank of the act decides.
    """
    if act.issuer:
        return organ_of(act.issuer), act.issuer
    given = [g for g in grants if g.instrument in ("decentralise", "delegate") and g.grantor]
    if given:
        giver = given[0].grantor
        return party_of(view, giver).kind, level_words(view, giver)
    return ("na", ASSEMBLY) if act.rank >= 80 else ("", "")


def _form(act: Act, instruments: list[str], kind: str) -> tuple[str, str]:
    """The form of the act, in Vietnamese and in English."""
    if kind == "na":
        return "luật, nghị quyết của Quốc hội", "law or resolution of the National Assembly"
    english = {"quyết định": "decision", "nghị quyết": "resolution"}.get(act.type.casefold(), "decision" if not act.type else act.type)
    if "decentralise" in instruments:
        return f"{act.type or 'quyết định'} (văn bản quy phạm pháp luật)", f"{english} (normative act)"
    if "delegate" in instruments:
        return f"{act.type or 'quyết định'} (văn bản cá biệt)", f"{english} (individual act)"
    return act.type or "văn bản", english if act.type else "act"


def _local(view: View, act: Act, grants: list[Grant], kind: str, assumed: Assumed) -> tuple[Step, ...]:
    """The steps of an act of the city: a normative act is consulted on, appraised and gazetted, a delegation is not."""
    normative = any(grant.instrument in ("decentralise", "assign", "withdraw") for grant in grants)
    council = kind == "council" or act.type.casefold() == "nghị quyết"
    first = grants[0] if grants else None
    # A withdrawal names nobody who receives.
    receivers = sorted({level_words(view, grant.holder) for grant in grants if grant.holder})
    receiver = ", ".join(receivers[:3])
    hear = _provision(view, first, ("heard",), assumed)
    steps = []
    if normative and len(grants) > 1:
        steps.append(_step("party_days", "Thành ủy cho chủ trương", "the Party committee gives its line", "Thành ủy", assumed))
    if normative:
        steps += [
            _step("draft_days", "soạn dự thảo", "drafting", act.issuer, assumed),
            _step("hear_receiver_days", "lấy ý kiến nơi nhận", "hearing the receiver", receiver, assumed, hear),
            _step("consult_days", "đăng, lấy ý kiến dự thảo", "publication of the draft, consultation", act.issuer, assumed),
            _step("appraise_days", "thẩm định", "appraisal", "Sở Tư pháp", assumed),
        ]
        if council:
            steps.append(_step("council_days", "trình kỳ họp", "before the session", act.issuer, assumed))
    else:
        steps += [
            _step("draft_delegation_days", "soạn quyết định ủy quyền", "drafting the act of delegation", act.issuer, assumed),
            _step("hear_receiver_days", "lấy ý kiến nơi nhận", "hearing the receiver", receiver, assumed, hear),
        ]
    steps.append(_step("decide_days", "xem xét, ký", "considered and signed", act.issuer, assumed))
    steps.append(
        _step("publish_days", "công bố thủ tục, đăng công báo, có hiệu lực", "publication, entry into force", act.issuer, assumed)
    )
    return tuple(steps)


def _assembly(assumed: Assumed) -> tuple[Step, ...]:
    """The ladder up to the National Assembly."""
    return (
        _step("party_days", "Thành ủy cho chủ trương", "the Party committee gives its line", "Thành ủy", assumed),
        _step("draft_days", "soạn đề nghị", "drafting the proposal", "UBND thành phố", assumed),
        _step("consult_days", "lấy ý kiến nhân dân", "consultation", "UBND thành phố", assumed),
        _step("appraise_days", "thẩm định", "appraisal", "Sở Tư pháp, Bộ Tư pháp", assumed),
        _step("council_days", "Hội đồng nhân dân thành phố thông qua đề nghị", "the city's People's Council agrees",
              "HĐND thành phố", assumed),
        _step("ministry_days", "ý kiến các bộ", "opinions of the ministries", "các bộ", assumed),
        _step("government_days", "Chính phủ trình", "submitted by the Government", "Chính phủ", assumed),
        _step("assembly_days", "Ủy ban Thường vụ, Quốc hội", "Standing Committee, National Assembly", ASSEMBLY, assumed),
        _step("publish_days", "công bố, có hiệu lực", "publication, entry into force", ASSEMBLY, assumed),
    )  # fmt: skip


def _step(name: str, vi: str, en: str, organ: str, assumed: Assumed, provision: str = "") -> Step:
    return Step(name.removesuffix("_days"), vi, en, organ, round(assumed[name]), name, provision)


def _provision(view: View, grant: Grant | None, subjects: tuple[str, ...], assumed: Assumed) -> str:
    """The provision that the rule book of the signing day cites for a subject, where it has one."""
    if grant is None:
        return ""
    relation = "centre-local" if party_of(view, grant.grantor).level == "none" else "local-local"
    for subject in subjects:
        rule = rule_book(view).rule(subject, signed_on(view, grant), relation)
        if rule is not None and rule.provision:
            return rule.provision
    return ""


LADDER = (
    ("party", "Thành ủy", "Party committee"),
    ("appraise", "thẩm định (Sở Tư pháp)", "appraisal (Department of Justice)"),
    ("council", "Hội đồng nhân dân thành phố", "the city's People's Council"),
    ("ministry", "các bộ", "ministries"),
    ("government", "Chính phủ", "Government"),
    ("assembly", "Quốc hội", "National Assembly"),
)


def ladder(found: list[Path], lang: str = "vi") -> list[dict[str, Any]]:
    """Each rung of the ladder of approvals: whether any act must pass it, how long that takes, for how many acts."""
    rungs = []
    for id, vi, en in LADDER:
        steps = [step for path in found for step in path.steps if step.id == id]
        rungs.append(
            {"rung": id, "name": en if lang == "en" else vi, "said": {"vi": {"name": vi}, "en": {"name": en}}, "needed": bool(steps), "acts": len(steps),
             "days": max((step.days for step in steps), default=0), "assumption": f"{id}_days"}
        )  # fmt: skip
    return rungs


def needs_assembly(found: list[Path], rows: list[dict[str, Any]]) -> bool:
    """Whether any act of the option, or any change it makes, is the National Assembly's."""
    return any(path.assembly for path in found) or any(
        row["needs"] and row["needs"]["organ"] == ASSEMBLY for row in rows if row["kind"] in ("organisation", "power")
    )


def as_json(path: Path, lang: str = "vi") -> dict[str, Any]:
    """One act's path, with days counted from its start."""
    from phancap.formats.days import format_day

    day, steps = path.start_by, []
    for step in path.steps:
        steps.append(
            {"step": step.id, "words": step.words(lang), "said": {each: {"words": step.words(each)} for each in LANGS},
             "organ": step.organ, "days": step.days,
             "from": format_day(day), "to": format_day(day + step.days), "assumption": step.assumption,
             "provision": step.provision}
        )  # fmt: skip
        day += step.days
    return {
        "act": path.act, "title": path.title, "organ": path.organ, "form": path.form_en if lang == "en" else path.form,
        "said": {"vi": {"form": path.form}, "en": {"form": path.form_en}}, "instrument": path.instrument,
        "grants": len(path.grants), "days": path.days, "start_by": format_day(path.start_by),
        "works": format_day(path.works), "after": list(path.after), "national_assembly": path.assembly, "steps": steps,
    }  # fmt: skip
