"""Precedence read off the charter: an appeal never sits below the decision, nor a decision below those who prepare it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from phancap.charter.view import View
from phancap.cli.verbs import cli
from phancap.formats.days import parse_day
from phancap.planning.optimise_order import appeals, bounds
from phancap.workspace.open import charter_of
from tests.planning.tiny import tiny

POWERS = "power,name,name_en,field,kind,place_rule,required,joint,transferable,limit_value,limit_unit,limit_note,source\n"
GRANTS = "grant,power,role,instrument,holder,where,condition,from,to,act,provision,transition,source\n"
NAMES = {"cap": "Cấp phép thử", "khieu-nai-cap": "Thủ tục giải quyết khiếu nại về cấp phép thử", "khac": "Xác nhận chuyện khác",
         "lan-dau": "Giải quyết khiếu nại lần đầu", "lan-hai": "Giải quyết khiếu nại lần hai"}  # fmt: skip
CHEAP = ("--assume", "post_district=1000000", "--assume", "move=0")


def world(folder: Path, grants: tuple[tuple[str, str, str], ...], names: tuple[str, ...] = ("cap", "khieu-nai-cap", "khac")) -> str:
    """Powers decided by the province unless told; ``grants`` are (power, role, holder)."""
    told = {power for power, role, _ in grants if role == "decide"}
    rows = [*grants, *((power, "decide", "ubnd-tinh") for power in names if power not in told)]
    root = tiny(
        folder,
        powers=POWERS + "".join(f"{p},{NAMES[p]},,thử,procedure,land,yes,,yes,15,working_day,,vi-du\n" for p in names),
        grants=GRANTS + "".join(f"g{n},{p},{role},assign,{h},*,,,,vi-du-phan-dinh,Đ.6,successor,vi-du\n" for n, (p, role, h) in enumerate(rows)),
        demand="power,unit,from,to,dossiers,online_share,low,high,source\n"
        + "".join(f"{p},{d}@2021-01-01,2021-01-01,2025-07-01,400,0.2,,,assumption\n" for p in names for d in ("d990", "d991")),
        service="power,step,role,skill,minutes,distribution,spread,rework,source\n"
        + "".join(f"{p},1,decide,chung,120,,,,assumption\n" for p in names),
        facts="power,fact,type,unit,values,label,label_en\n",
        staff="body,unit,skill,posts,filled,from,to,source\n",
    )  # fmt: skip
    for file in ("acts", "grants"):
        (Path(root) / "options" / "thi-diem" / f"{file}.csv").unlink()
    return root


def ask(root: str, *words: str) -> tuple[int, dict[str, Any]]:
    days = ("--from", "2023-01-01", "--to", "2025-07-01", "--signed", "2022-12-15")
    result = CliRunner().invoke(
        cli, ["optimise", "--workspace", root, *days, "--no-simulate", "--replace", *CHEAP, *words, "--json", "--lang", "en"],
        standalone_mode=False,
    )  # fmt: skip
    assert result.output.startswith("{"), result.output or result.exception
    return int(result.return_value), json.loads(result.output)


def levels(found: dict[str, Any]) -> dict[str, str]:
    return {move["power"]: move["level"] for move in found["moves"]}


def test_an_appeal_pulls_the_decision_down_with_it_without_being_asked(tmp_path: Path) -> None:
    root = world(tmp_path, ())
    code, found = ask(root, "--must", "khieu-nai-cap=district")
    assert code == 0
    assert levels(found)["khieu-nai-cap"] == "district"
    assert levels(found)["cap"] == "district"
    assert found["precedence"] == [
        {"power": "cap", "never_below": "khieu-nai-cap", "basis": f"powers.csv: {NAMES['khieu-nai-cap']}", "kept": True}
    ]


def test_what_the_charter_forbids_is_named_in_the_smallest_conflict(tmp_path: Path) -> None:
    code, found = ask(world(tmp_path, ()), "--must", "khieu-nai-cap=district", "--must", "cap=province", "--moves", "9")
    assert code == 1
    # In one of the areas: the appeal at the district, the decision at the province, and that the appeal is never below.
    assert len(found["conflict"]) == 3
    assert found["proved_smallest"]
    assert sum("never below" in words for words in found["conflict"]) == 1
    assert sum("must sit at" in words for words in found["conflict"]) == 2


def test_order_asked_for_still_works_beside_it(tmp_path: Path) -> None:
    root = world(tmp_path, ())
    assert "khac" not in levels(ask(root, "--must", "khieu-nai-cap=district", "--must", "khac=province")[1])
    found = ask(root, "--must", "khieu-nai-cap=district", "--order", "khac:khieu-nai-cap")[1]
    assert levels(found)["khac"] == "district"


def test_where_today_breaks_it_nothing_is_forced(tmp_path: Path) -> None:
    code, found = ask(world(tmp_path, (("khieu-nai-cap", "decide", "ubnd-huyen"),)))
    assert code == 0
    assert [pair["kept"] for pair in found["precedence"]] == [False]


@pytest.mark.parametrize("role, lowest", [("prepare", "district"), ("appraise", "district"), ("verify", "district"), ("sign", "district")])
def test_a_decision_does_not_sink_below_those_who_work_for_it(tmp_path: Path, role: str, lowest: str) -> None:
    root = world(tmp_path, (("khac", role, "ubnd-huyen"),))
    assert levels(ask(root, "--must", f"khac={lowest}")[1])["khac"] == lowest
    code, found = ask(root, "--must", "khac=commune")
    assert code == 1
    assert len(found["conflict"]) == 1


def test_roles_bound_the_decision_from_both_sides(tmp_path: Path) -> None:
    grants = (("khac", "complaint", "ubnd-huyen"), ("khac", "receive", "ubnd-xa"), ("khac", "consult", "ubnd-tinh"))
    view = View(charter_of(world(tmp_path, grants))[1])
    day, all_levels = parse_day("2023-01-01"), ("province", "district", "commune")
    assert bounds(view, "khac", view.territory.all_atoms, day, all_levels) == (1, 2)
    assert bounds(view, "cap", view.territory.all_atoms, day, all_levels) == (0, 2)


def test_a_second_complaint_is_against_the_first(tmp_path: Path) -> None:
    view = View(charter_of(world(tmp_path, (), ("lan-dau", "lan-hai", "khac")))[1])
    assert [(a.power, a.other) for a in appeals(view, set(view.powers))] == [("lan-dau", "lan-hai")]


def test_the_shipped_register_names_no_appeal() -> None:
    from phancap.workspace.open import shipped

    view = View(charter_of(shipped())[1])
    assert appeals(view, set(view.powers)) == []
