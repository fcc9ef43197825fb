"""The check over all powers x atoms x days x facts: exact, by boxes, every finding with an example.

It speaks of what was entered and is no legal opinion. The boxes come from :mod:`regions`, each answered by
the oracle, so gaps and overlaps are complete, not sampled.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.charter.conditions import show_box
from phancap.charter.model import ROOTS, Grant
from phancap.charter.names import body_name, level_words
from phancap.charter.view import View
from phancap.competence import words
from phancap.competence.findings import HELP, MESSAGES, Finding
from phancap.competence.lawful import form_defects, no_effect, pair_warning
from phancap.competence.oracle import beats
from phancap.competence.regions import Patch, Region, merge, presence, regions, steps
from phancap.formats.days import format_day, show_day
from phancap.formats.say import say
from phancap.territory.atoms import letter_code

Rows = dict[tuple[str, str], tuple[str, int]]
"""(table, key) to the file and line where the row stands."""


class Checked(NamedTuple):
    """All findings, and whether gap and overlap were proved absent (errors of PC001, PC002 none)."""

    findings: list[Finding]
    proved: bool
    regions: int


class Checker:
    """Checks one view; ``rows`` locates powers, acts and classes in their files."""

    def __init__(self, view: View, rows: Rows, staff: list[dict[str, Any]], lang: str = "vi") -> None:
        self.view = view
        self.rows = rows
        self.staff = staff
        self.lang = lang
        self.findings: list[Finding] = []
        self.boxes = 0

    def run(self) -> Checked:
        """Every finding, errors first."""
        for power in sorted(self.view.powers):
            roles = {g.role for g in self.view.grants_of(power)}
            if self.view.powers[power].required:
                roles.add("decide")
            for role in sorted(roles):
                found = list(regions(self.view, power, role))
                self.boxes += len(found)
                self._role(power, role, found)
            for grant in self.view.grants_of(power):
                self._grant(grant)
        self._acts()
        unproved = {f.code for f in self.findings if f.severity == "error"} & {"PC001", "PC002"}
        self.findings.sort(key=lambda f: (("error", "warning", "note").index(f.severity), f.code, f.power, f.file, f.row,
                                          f.start or "", f.where, f.condition))  # fmt: skip
        return Checked(self.findings, not unproved, self.boxes)

    # -- what regions show -----------------------------------------------------------------------

    def _role(self, power: str, role: str, found: list[Region]) -> None:
        if role == "decide" and self.view.powers[power].required:
            for patch in merge(r for r in found if r.holding.status == "gap"):
                self._add("PC001", "error", "gap", patch, power, role, say_role=role)
        groups: dict[tuple[str, ...], list[Region]] = {}
        for region in found:
            if region.holding.status == "overlap":
                groups.setdefault(tuple(link.grant.grant for link in region.holding.rivals), []).append(
                    region
                )
        for rivals, members in sorted(groups.items()):
            for patch in merge(members):
                self._overlap(power, role, rivals, patch)
        self._lost(power, role, found)
        self._changes(power, role, found)

    def _overlap(self, power: str, role: str, rivals: tuple[str, ...], patch: Patch) -> None:
        links = patch.example.holding.rivals
        shown = ", ".join(
            f"{body_name(self.view, link.body, self.lang)} (`{link.grant.grant}`: {link.grant.act} {link.grant.provision})".replace(
                " )", ")"
            )
            for link in links
        )
        grant = self.view.grants[rivals[-1]]
        self._add(
            "PC002", "error", "overlap", patch, power, role, grant=grant, rivals=shown, key="+".join(rivals)
        )

    def _lost(self, power: str, role: str, found: list[Region]) -> None:
        """Grants without effect, by what the oracle says of them on each box."""
        by_reason: dict[tuple[str, str], list[Region]] = {}
        for region in found:
            for name, why in region.holding.rejected:
                reason = self._reason(region, self.view.grants[name], why)
                if reason:
                    by_reason.setdefault((name, reason), []).append(region)
        for (name, reason), members in sorted(by_reason.items()):
            grant = self.view.grants[name]
            for patch in merge(members):
                self._report_lost(grant, reason, patch, power, role)

    def _reason(self, region: Region, grant: Grant, why: str) -> str:
        holds = region.holding
        if why == "not-held":
            giver = self.view.body_at(grant.grantor, region.atom, region.start) if grant.grantor else ""
            if holds.status in ("overlap", "joint") or not giver:
                return ""
            last = holds.chain[-1] if holds.chain else None
            if last is not None and last.grant.instrument == "delegate" and last.body == giver:
                return "delegation-passed-on"
            return "cycle" if self._circle(region, grant) else "ultra-vires"
        if why == "beaten":
            return "lower-beaten" if self._higher_winner(region, grant) else ""
        if why == "no-holder":
            act = self.view.acts[grant.act]
            return "dormant" if grant.instrument in ROOTS and act.rank >= 50 else "no-holder"
        return why if why in ("passed-on", "cycle") else ""

    def _circle(self, region: Region, grant: Grant) -> bool:
        """Whether derived grants alive at the region lead from the holder of ``grant`` back to its giver."""
        view, day, atom = self.view, region.start, region.atom
        onward: dict[str, set[str]] = {}
        for other in view.grants_of(grant.power):
            if other.role == grant.role and other.grantor and view.life(other).holds(day):
                if view.covers(other, day) >> atom & 1:
                    giver = view.body_at(other.grantor, atom, day)
                    onward.setdefault(giver, set()).add(view.body_at(other.holder, atom, day))
        target = view.body_at(grant.grantor, atom, day)
        todo, seen = [view.body_at(grant.holder, atom, day)], set()
        while todo:
            body = todo.pop()
            if body == target:
                return True
            if body not in seen:
                seen.add(body)
                todo += onward.get(body, ())
        return False

    def _higher_winner(self, region: Region, grant: Grant) -> Grant | None:
        """The kept grant of higher rank and other holder that beats ``grant`` on the region."""
        view, day = self.view, region.start
        rank = view.standing(grant.act, day)[0]
        own = view.body_at(grant.holder, region.atom, day)
        kept = region.holding.chain or region.holding.rivals
        for link in kept:
            same_step = (link.grant.instrument in ROOTS) == (grant.instrument in ROOTS)
            if same_step and link.body != own and beats(view, link.grant, grant, day):
                if view.standing(link.grant.act, day)[0] > rank and grant.grant not in link.grant.overrides:
                    return link.grant
        return None

    def _report_lost(self, grant: Grant, reason: str, patch: Patch, power: str, role: str) -> None:
        code, severity = {
            "ultra-vires": ("PC003", "error"), "delegation-passed-on": ("PC004", "error"),
            "passed-on": ("PC004", "error"), "cycle": ("PC005", "error"), "lower-beaten": ("PC006", "warning"),
            "dormant": ("PC008", "note"), "no-holder": ("PC008", "error"),
        }[reason]  # fmt: skip
        region = patch.example
        more: dict[str, str] = {
            "giver": self._organ(grant.grantor, region), "receiver": self._organ(grant.holder, region),
            "holder": level_words(self.view, grant.holder, self.lang),
        }  # fmt: skip
        if reason == "lower-beaten":
            winner = self._higher_winner(region, grant)
            more |= {"other": winner.grant if winner else "", "other_act": winner.act if winner else ""}
        self._add(code, severity, reason, patch, power, role, grant=grant, **more)

    def _organ(self, holder: str, region: Region) -> str:
        body = self.view.body_at(holder, region.atom, region.start) if holder else ""
        return body_name(self.view, body, self.lang) if body else level_words(self.view, holder, self.lang)

    # -- what changes in time --------------------------------------------------------------------

    def _changes(self, power: str, role: str, found: list[Region]) -> None:
        """PC010 and PC011: where one box ends and the next begins with another holder or with none."""
        orphans: dict[str, list[Region]] = {}
        warned: set[tuple[str, str]] = set()
        for day, before, after in steps(found):
            if before.holding.status == "competent":
                self._change(power, role, day, before, after, orphans, warned)
        for holder, members in sorted(orphans.items()):
            for patch in merge(members):
                self._add("PC010", "error", "orphan", patch, power, role, day=show_day(patch.start),
                          holder=level_words(self.view, holder, self.lang))  # fmt: skip

    def _change(
        self, power: str, role: str, day: int, before: Region, after: Region,
        orphans: dict[str, list[Region]], warned: set[tuple[str, str]],
    ) -> None:  # fmt: skip
        common = before.mask & after.mask
        old = before.holding.chain[-1].grant
        if after.holding.status == "gap":
            holders = [link.grant.holder for link in before.holding.chain]
            gone = [holder for holder in holders if not presence(self.view, holder, day) & common]
            if gone:
                orphans.setdefault(gone[0], []).append(after._replace(mask=common))
            return
        if after.holding.status != "competent":
            return
        new = after.holding.chain[-1].grant
        if new.holder == old.holder or (new.grant, old.holder) in warned:
            return
        warned.add((new.grant, old.holder))
        patch = Patch(after.start, after.end, common, tuple(sorted(after.box.items())), after)
        if not new.transition and not any(stage.grant == new.grant for stage in self.view.transitions):
            self._add("PC011", "warning", "no-transition", patch, power, role, grant=new,
                      before=level_words(self.view, old.holder, self.lang), after=level_words(self.view, new.holder, self.lang))  # fmt: skip
        elif new.transition.startswith("assign:"):
            organ = new.transition.removeprefix("assign:")
            if not presence(self.view, organ, day) & common:
                self._add(
                    "PC011",
                    "error",
                    "assign-missing",
                    patch,
                    power,
                    role,
                    grant=new,
                    rule=new.transition,
                    day=show_day(day),
                )

    # -- what a grant itself shows ---------------------------------------------------------------

    def _grant(self, grant: Grant) -> None:
        view = self.view
        act = view.acts.get(grant.act)
        life = view.life(grant)
        if act is None or life.empty:
            return
        derived = grant.instrument in ("decentralise", "delegate")
        names = {
            "giver": level_words(view, grant.grantor, self.lang), "receiver": level_words(view, grant.holder, self.lang),
            "instrument": words.INSTRUMENT[self.lang][grant.instrument],
        }  # fmt: skip
        if derived:
            defect = no_effect(view, grant)
            if defect is not None:
                self._plain(
                    "PC004", "error", defect.reason, grant, **{**names, "provision": defect.provision}
                )
            warning = pair_warning(view, grant)
            if warning is not None:
                self._plain("PC004", "warning", "pair-unread", grant, **{**names, "rule": warning.rule})
        for form in form_defects(view, grant):
            self._plain("PC004", form.severity, form.reason, grant, rule=form.rule)
        if (
            grant.instrument == "assign"
            and view.standing(grant.act, life.start or view.horizon.start)[0] < 50
            and not grant.authority
        ):
            self._plain("PC003", "warning", "assign-low", grant)
        if grant.instrument == "decentralise" and grant.resources is False:
            self._plain("PC009", "warning", "no-resources", grant, **names)
        if derived and self.staff:
            self._staffed(grant, names)
        self._overrides(grant)
        self._inside_act(grant)
        self._place(grant)

    def _staffed(self, grant: Grant, names: dict[str, str]) -> None:
        """A receiver of a power needs posts of its own on every day that the grant has effect."""
        life = self.view.life(grant)
        start, end = self.view.horizon
        first = max(start, life.start or start)
        last = min(end, life.end or end)
        if first >= last:
            return
        for row in self.staff:
            own = str(row["body"]).partition("/")[0] == grant.holder or row["body"] == grant.holder
            if (
                own
                and (row["from"] is None or row["from"] <= first)
                and (row["to"] is None or row["to"] >= last)
            ):
                if (row["filled"] if row["filled"] is not None else row["posts"] or 0) > 0:
                    return
        self._plain("PC009", "warning", "no-staff", grant, **names)

    def _overrides(self, grant: Grant) -> None:
        view = self.view
        for name in grant.overrides:
            other = view.grants.get(name)
            if other is None or grant.instrument == "withdraw":
                continue
            lives = view.life(grant), view.life(other)
            day = max(view.horizon.start, *(life.start or 0 for life in lives))
            if all(life.holds(day) for life in lives):
                if view.standing(grant.act, day)[0] < view.standing(other.act, day)[0]:
                    self._plain("PC006", "error", "override-low", grant, other=name, other_act=other.act)

    def _inside_act(self, grant: Grant) -> None:
        """PC007: the days a grant states itself lie inside the life of its act and provision."""
        view = self.view
        act = view.acts[grant.act]
        end = view.end_of(act)[0]
        early = grant.start is not None and act.start is not None and grant.start < act.start
        late = grant.end is not None and end is not None and grant.end > end
        if early or late:
            self._plain("PC007", "error", "outside-act", grant, start=_day(grant.start), end=_day(grant.end),
                        act_start=_day(act.start), act_end=_day(end))  # fmt: skip

    def _place(self, grant: Grant) -> None:
        view, life = self.view, self.view.life(grant)
        start, stop = view.horizon
        first, last = max(start, life.start or start), min(stop, life.end or stop)
        for item in grant.where:
            if not item.level or item.sign or first >= last:
                continue
            units = [
                u
                for u in view.territory.versions_of_code(item.level, item.code)
                if u.start < last and (u.end is None or u.end > first)
            ]
            extents = {view.territory.atoms_of(u.uid) for u in units}
            if len(extents) > 1:
                code = letter_code(units[0])
                self._plain("PC103", "warning", "bare-code", grant, bare=code)

    def _acts(self) -> None:
        """Acts whose authority ended while they go on: listed, for somebody to look at."""
        view = self.view
        used = {g.act for power in view.powers for g in view.grants_of(power)}
        for number in sorted(used):
            act = view.acts.get(number)
            higher = view.act(act.authority.partition(" ")[0]) if act and act.authority else None
            if act is None or higher is None:
                continue
            ended, own = view.end_of(higher)[0], view.end_of(act)[0]
            if ended is not None and (own is None or own > ended) and ended < view.horizon.end:
                file, row = self.rows.get(("acts", number), ("acts.csv", 0))
                text = say(
                    MESSAGES,
                    self.lang,
                    "basis-changed",
                    act=number,
                    authority=act.authority,
                    day=show_day(ended),
                )
                self.findings.append(
                    Finding(
                        "PC007",
                        "note",
                        text,
                        self._help("PC007"),
                        file,
                        row,
                        start=format_day(ended),
                        key=number,
                    )
                )

    # -- writing findings ------------------------------------------------------------------------

    def _help(self, code: str) -> str:
        return HELP[self.lang].get(code) or HELP[self.lang]["PC1"]

    def _plain(self, code: str, severity: str, message: str, grant: Grant, **more: object) -> None:
        life = self.view.life(grant)
        values = {
            "grant": grant.grant,
            "act": grant.act,
            "provision": grant.provision,
            "power": grant.power,
            **more,
        }
        text = say(MESSAGES, self.lang, message, **values)
        self.findings.append(
            Finding(code, severity, text, self._help(code), grant.file, grant.row, grant.power, grant.role,
                    start=_iso(life.start), end=_iso(life.end), key=grant.grant)
        )  # fmt: skip

    def _add(
        self, code: str, severity: str, message: str, patch: Patch, power: str, role: str,
        grant: Grant | None = None, key: str = "", say_role: str = "", **more: object,
    ) -> None:  # fmt: skip
        view = self.view
        values: dict[str, object] = {"power": power, "role": words.ROLE[self.lang][role], **more}
        if grant is not None:
            values = {"grant": grant.grant, "act": grant.act, "provision": grant.provision, **values}
        file, row = (grant.file, grant.row) if grant else self.rows.get(("powers", power), ("powers.csv", 0))
        self.findings.append(
            Finding(
                code, severity, " ".join(say(MESSAGES, self.lang, message, **values).split()), self._help(code), file, row,
                power, role, tuple(place_names(view, patch.mask, patch.start)), format_day(patch.start),
                format_day(patch.end), show_box(dict(patch.box)), self._example(patch, power, role),
                key=key or (grant.grant if grant else power),
            )
        )  # fmt: skip

    def _example(self, patch: Patch, power: str, role: str) -> tuple[tuple[str, Any], ...]:
        region = patch.example
        place = self.view.territory.piece_name(region.atom)
        commune = self.view.territory.unit_at("commune", region.atom, region.start)
        shown = commune.uid if commune and "&" in place else place
        values: dict[str, Any] = {
            "power": power,
            "place": shown,
            "on": format_day(region.start),
            "role": role,
        }
        if region.facts:
            values["facts"] = {
                fact: value for fact, value in sorted(region.facts.items()) if fact in region.box
            }
        return tuple(values.items())


def place_names(view: View, mask: int, day: int) -> list[str]:
    """A set of atoms in uids of the day: higher units where they fit whole, communes, common pieces."""
    land = view.territory
    names: list[str] = []
    rest = mask
    for level in ("province", "district", "commune"):
        for unit in land.at_level(level):
            if rest and unit.alive(day):
                own = land.atoms_on(unit, day)
                if own and own & rest == own:
                    names.append(unit.uid)
                    rest &= ~own
    return sorted(names) + land.pieces(rest) if rest else sorted(names)


def _iso(day: int | None) -> str | None:
    return None if day is None else format_day(day)


def _day(day: int | None) -> str:
    return "…" if day is None else show_day(day)
