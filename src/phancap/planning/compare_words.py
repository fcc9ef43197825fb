"""The words of a comparison: names, warnings, the assumptions it hangs on, each in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from phancap.planning.assumed import Assumed
from phancap.planning.compare_model import BASE, Ask, Group
from phancap.planning.consequences import Sides
from phancap.planning.measures import MEASURES
from phancap.simulation.model import Assumption, Model

LANGS = ("vi", "en")


def assumptions(ask: Ask, models: Mapping[tuple[str, str, str], Model], given: Assumed,
                ) -> list[dict[str, Any]]:  # fmt: skip
    """Every assumption the run hangs on: those of the offices' model, of the scenarios, of the plan."""
    found: dict[str, dict[str, Any]] = {}
    for model in models.values():
        for item in model.assumptions:
            found.setdefault(
                f"model:{item.what}",
                {"id": f"model:{item.what}", **_words(item, ask.lang), "value": item.value, "low": item.low, "high": item.high,
                 "count": item.count, "at": "simulation", "source": "assumption"},
            )  # fmt: skip
    for scenario in ask.scenarios:
        for path, figure in scenario.figures():
            if figure.assumed:
                id = f"scenario:{scenario.id}:{path}"
                found[id] = {"id": id, "words": f"{scenario.name or scenario.id}: {path}", "value": figure.value,
                             "low": figure.low, "high": figure.high, "count": 1,
                             "at": f"scenarios/{scenario.id}.toml: {path}", "source": "assumption"}  # fmt: skip
    for listed in given.listed(ask.lang):
        found[f"plan:{listed['id']}"] = {**listed, "id": f"plan:{listed['id']}", "count": 1}
    return [found[id] for id in sorted(found)]


def _words(item: Assumption, lang: str) -> dict[str, Any]:
    by = {"vi": item.what, "en": item.what_en or item.what}
    return {"words": by[lang], "said": {each: {"words": by[each]} for each in LANGS}}


def names(lang: str, ask: Ask, both: Mapping[str, Sides]) -> dict[str, dict[str, str]]:
    """What options, scenarios and measures are called."""
    quo = "hiện trạng" if lang == "vi" else "status quo"
    return {
        "options": {BASE: quo} | {o: str(of.about.get("name", o)) for o, of in both.items()},
        "scenarios": {s.id: s.name or s.id for s in ask.scenarios},
        "measures": {m.id: m.words(lang) for m in MEASURES},
    }


def settings(ask: Ask, models: Mapping[tuple[str, str, str], Model]) -> dict[str, Any]:
    """How the run was made."""
    return {
        "replications": ask.replications, "seed": ask.seed, "rank_all": ask.rank_all, "lang": ask.lang,
        "sensitivity_runs": ask.sensitivity_runs, "level": 0.95, "adjust": "bonferroni",
        "dossier_streams": max((len(m.demand) for m in models.values()), default=0),
    }  # fmt: skip


def warnings(lang: str, ask: Ask, groups: Sequence[Group], needs: tuple[str, ...], simulated: bool) -> list[str]:
    """What a reader must know before the figures."""
    vi = lang == "vi"
    found: list[str] = []
    if not simulated:
        found.append(
            "chưa có hồ sơ nào trong demand.csv: thời gian chờ chưa rõ, chỉ so người, tiền, đường và pháp lý" if vi
            else "demand.csv has no dossiers: waiting is unknown; people, money, distance and law are compared"
        )  # fmt: skip
    if any(group.era == "three-level" for group in groups):
        found.append(
            "phương án thời còn cấp huyện đã hết ngày 30-6-2025: lịch sử để học, không xếp hạng với phương án của hôm nay"
            if vi
            else "options of the time with districts ended on 30-6-2025: history to learn from, not ranked with today's"
        )
    if needs:
        names = ", ".join(needs)
        found.append(
            f"cần Quốc hội, thành phố không tự quyết được: {names}" + (
                "; được xếp chung vì có yêu cầu" if ask.rank_all else "; không xếp hạng chung")
            if vi
            else f"needs the National Assembly, the city cannot decide: {names}" + (
                "; ranked together since asked" if ask.rank_all else "; not ranked together")
        )  # fmt: skip
    return found
