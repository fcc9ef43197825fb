"""Each rule of the contract in one small world, its answer written by hand; both readings must give it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import reference
from asking import put, whole
from random_questions import Query
from small_world import (
    ORGANS,
    POWER,
    UNITS,
    act,
    edge,
    grant,
    organ,
    passed,
    reading,
    unit,
    write_world,
)

from phancap.competence.inquiry import Desk
from phancap.workspace.open import open_workspace

HUYEN, TINH = "ubnd-huyen/d901@2021-01-01", "ubnd-tinh/p92@2021-01-01"
XA1, XA2 = "ubnd-xa/c31001@2021-01-01", "ubnd-xa/c31002@2021-01-01"
SO = "so-xd/p92@2021-01-01"
JOINT = [{"power": POWER, "name": "Việc thử", "joint": "decide", "limit_unit": "unknown"}]
VALUE = [{"power": POWER, "fact": "value", "type": "money"}]

DECISION, LATER, LETTER = "5/2021/QĐ-UBND", "6/2026/QĐ-UBND", "7/QĐ-UBND"
ACTS = [
    act("2/2020/QH14", "2020-06-01"),
    act("3/2023/QH15", "2022-06-01", "2023-01-01"),
    act("4/2018/TT-BXD", "2018-01-01"),
    act("8/2025/NĐ-CP", "2025-06-12", "2025-07-01", ends="2027-03-01", authority="9/2025/QH15 Đ.54 k.1"),
    act("9/2025/QH15", "2025-06-16"),
    act(DECISION, "2021-05-01"),
    act(LATER, "2026-01-05"),
    act(LETTER, "2024-01-05"),
]

# Two communes become one, whose new body begins work three weeks later.
MERGED = [
    *UNITS[:2], unit("c31001@2021-01-01", "901", "2023-01-01"), unit("c31002@2021-01-01", "901", "2023-01-01"),
    unit("c31002@2023-01-01", "901"),
]  # fmt: skip
MERGER = [edge("c31001@2021-01-01", "c31002@2023-01-01"), edge("c31002@2021-01-01", "c31002@2023-01-01")]
NO_XA = [row for row in ORGANS if row["class"] != "ubnd-xa"]
CARETAKER = [*NO_XA, organ("ubnd-xa"), organ("ubnd-xa", until="2023-01-01", where="c31001", caretaker="2023-01-22")]
# ... and the new one is cut in two again: the file alone leaves open what went where.
SPLIT = [
    *MERGED[:4], unit("c31002@2023-01-01", "901", "2024-01-01"), unit("c31003@2024-01-01", "901"), unit("c31004@2024-01-01", "901"),
]  # fmt: skip


def split(*atoms: str) -> list[dict[str, str]]:
    """The lineage of the merger and the split, its four edges naming pieces."""
    whence = ("c31001@2021-01-01", "c31002@2021-01-01")
    return [
        *(edge(uid, "c31002@2023-01-01", "whole", atom) for uid, atom in zip(whence, atoms[:2], strict=True)),
        edge("c31002@2023-01-01", "c31003@2024-01-01", "part", atoms[2]),
        edge("c31002@2023-01-01", "c31004@2024-01-01", "part", atoms[3]),
    ]


Case = tuple[str, dict[str, Any], str, str, dict[str, Any], tuple[str, str, str]]

# What is tried, the tables, place and day, the rest of the question; then status, body, last link of the chain.
CASES: list[Case] = [
    ("a law assigns", {}, "c31001", "2022-01-01", {}, ("competent", HUYEN, "g1")),
    ("the day before the horizon", {}, "c31001", "2020-12-31", {}, ("no-such-day", "", "")),
    ("the day after it", {}, "c31001", "2028-01-01", {}, ("no-such-day", "", "")),
    ("a code nobody ever bore", {}, "c39999", "2022-01-01", {}, ("unknown-place", "", "")),
    ("higher rank beats a later act", {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "4/2018/TT-BXD")]},
     "c31001", "2022-01-01", {}, ("competent", HUYEN, "g1")),
    ("at equal rank the later signed beats", {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "2/2020/QH14")]},
     "c31001", "2022-01-01", {}, ("competent", XA1, "g2")),
    ("an edge lets the earlier prevail",
     {"grants": [grant("g1", "ubnd-huyen", overrides="g2"), grant("g2", "ubnd-xa", "2/2020/QH14")]},
     "c31001", "2022-01-01", {}, ("competent", HUYEN, "g1")),
    ("edges in both directions cancel",
     {"grants": [grant("g1", "ubnd-huyen", overrides="g2"), grant("g2", "ubnd-xa", "2/2020/QH14", overrides="g1")]},
     "c31001", "2022-01-01", {}, ("competent", XA1, "g2")),
    ("a lower act cannot say that it prevails",
     {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "4/2018/TT-BXD", overrides="g1")]},
     "c31001", "2022-01-01", {}, ("competent", HUYEN, "g1")),
    ("two holders by one act are an overlap", {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa")]},
     "c31001", "2022-01-01", {}, ("overlap", "", "")),
    ("unless the role is joint", {"powers": JOINT, "grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa")]},
     "c31001", "2022-01-01", {}, ("joint", "", "")),
    ("one holder twice shows the smaller id", {"grants": [grant("g2", "ubnd-huyen"), grant("G3", "ubnd-huyen")]},
     "c31001", "2022-01-01", {}, ("competent", HUYEN, "G3")),
    ("a decree ranks as the law it departs under", {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "8/2025/NĐ-CP")]},
     "c31001", "2025-07-01", {}, ("competent", XA1, "g2")),
    ("until it lapses", {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "8/2025/NĐ-CP")]},
     "c31001", "2027-03-01", {}, ("competent", HUYEN, "g1")),
    ("and not before that law was known", {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "8/2025/NĐ-CP")]},
     "c31001", "2025-07-01", {"known": "2025-06-14"}, ("competent", HUYEN, "g1")),
    ("the marked reading of a tension is followed",
     {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa")], "tensions": [reading("t", "g1", "no"), reading("t", "g2", "yes")]},
     "c31001", "2022-01-01", {}, ("competent", XA1, "g2")),
    ("a decentralisation moves the title",
     {"grants": [grant("g1", "ubnd-tinh"), passed("g2", "ubnd-tinh", "so-xd", DECISION)]},
     "c31001", "2022-01-01", {}, ("competent", SO, "g2")),
    ("but not of what the giver does not hold",
     {"grants": [grant("g1", "ubnd-huyen"), passed("g2", "ubnd-tinh", "so-xd", DECISION)]},
     "c31001", "2022-01-01", {}, ("competent", HUYEN, "g1")),
    ("nor of what may not be passed on",
     {"powers": [{"power": POWER, "name": "Việc thử", "transferable": "no", "limit_unit": "unknown"}],
      "grants": [grant("g1", "ubnd-tinh"), passed("g2", "ubnd-tinh", "so-xd", DECISION)]},
     "c31001", "2022-01-01", {}, ("competent", TINH, "g1")),
    ("before 2025 a power went down twice",
     {"grants": [grant("g1", "ubnd-tinh"), passed("g2", "ubnd-tinh", "ubnd-huyen", DECISION),
                 passed("g3", "ubnd-huyen", "ubnd-xa", "6/2022/QĐ-UBND")],
      "acts": [*ACTS, act("6/2022/QĐ-UBND", "2022-01-01", issuer="UBND huyện Số 1", issuer_unit="d901")]},
     "c31001", "2022-06-01", {}, ("competent", XA1, "g3")),
    ("since 1-3-2025 it goes down once",
     {"grants": [grant("g1", "ubnd-tinh"), passed("g2", "ubnd-tinh", "ubnd-huyen", DECISION),
                 passed("g3", "ubnd-huyen", "ubnd-xa", "6/2025/QĐ-UBND")],
      "acts": [*ACTS, act("6/2025/QĐ-UBND", "2025-03-01", issuer="UBND huyện Số 1", issuer_unit="d901")]},
     "c31001", "2025-06-01", {}, ("competent", HUYEN, "g2")),
    ("a commune decentralises nothing upward",
     {"grants": [grant("g1", "ubnd-xa"), passed("g2", "ubnd-xa", "ubnd-tinh", LATER)]},
     "c31001", "2026-06-01", {}, ("competent", XA1, "g1")),
    ("a delegate acts for the holder",
     {"grants": [grant("g1", "ubnd-huyen"), passed("g2", "ubnd-huyen", "ubnd-xa", LETTER, "delegate", to="2026-01-01")]},
     "c31001", "2025-12-31", {}, ("competent", XA1, "g2")),
    ("until the last day", {"grants": [grant("g1", "ubnd-huyen"), passed("g2", "ubnd-huyen", "ubnd-xa", LETTER, "delegate", to="2026-01-01")]},
     "c31001", "2026-01-01", {}, ("competent", HUYEN, "g1")),
    ("and passes nothing on",
     {"grants": [grant("g1", "ubnd-huyen"), passed("g2", "ubnd-huyen", "ubnd-xa", LETTER, "delegate", to="2027-01-01"),
                 passed("g3", "ubnd-xa", "ct-xa", LATER, "delegate", to="2027-01-01")]},
     "c31001", "2026-06-01", {}, ("competent", XA1, "g2")),
    ("a withdrawal ends what it names",
     {"grants": [grant("g1", "ubnd-huyen"), grant("w", "", LATER, "withdraw", overrides="g1", from_="2026-02-01", to="2026-03-01")]},
     "c31001", "2026-06-01", {}, ("gap", "", "")),
    ("not before its day",
     {"grants": [grant("g1", "ubnd-huyen"), grant("w", "", LATER, "withdraw", overrides="g1", from_="2026-02-01")]},
     "c31001", "2026-01-31", {}, ("competent", HUYEN, "g1")),
    ("below the threshold", {"facts": VALUE, "grants": [grant("g1", "ubnd-huyen", condition="value < 15000000000"),
                                                        grant("g2", "ubnd-tinh", condition="value >= 15000000000")]},
     "c31001", "2022-01-01", {"facts": {"value": "14999999999"}}, ("competent", HUYEN, "g1")),
    ("at the threshold", {"facts": VALUE, "grants": [grant("g1", "ubnd-huyen", condition="value < 15000000000"),
                                                     grant("g2", "ubnd-tinh", condition="value >= 15000000000")]},
     "c31001", "2022-01-01", {"facts": {"value": "15000000000"}}, ("competent", TINH, "g2")),
    ("without the fact", {"facts": VALUE, "grants": [grant("g1", "ubnd-huyen", condition="value < 15000000000"),
                                                     grant("g2", "ubnd-tinh", condition="value >= 15000000000")]},
     "c31001", "2022-01-01", {}, ("needs-facts", "", "")),
    ("a fact that changes nothing is not needed",
     {"facts": VALUE, "grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "4/2018/TT-BXD", condition="value < 5")]},
     "c31001", "2022-01-01", {}, ("competent", HUYEN, "g1")),
    ("a district asked for its communes' power", {"grants": [grant("g1", "ubnd-xa")]},
     "d901", "2022-01-01", {}, ("ambiguous-place", "", "")),
    ("an empty where is the issuer's land when it signed",
     {"units": [*UNITS, unit("p93@2021-01-01"), unit("d902@2021-01-01", "93"), unit("c32001@2021-01-01", "902")],
      "grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "7/2021/QĐ-UBND", where="")],
      "acts": [act("7/2021/QĐ-UBND", "2021-02-01", issuer_unit="p93", rank="95")]},
     "c32001", "2022-01-01", {}, ("competent", "ubnd-xa/c32001@2021-01-01", "g2")),
    ("and nobody else's",
     {"units": [*UNITS, unit("p93@2021-01-01"), unit("d902@2021-01-01", "93"), unit("c32001@2021-01-01", "902")],
      "grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "7/2021/QĐ-UBND", where="")],
      "acts": [act("7/2021/QĐ-UBND", "2021-02-01", issuer_unit="p93", rank="95")]},
     "c31001", "2022-01-01", {}, ("competent", HUYEN, "g1")),
    ("a caretaker acts for its own land", {"units": MERGED, "lineage": MERGER, "grants": [grant("g1", "ubnd-xa")], "organisation": CARETAKER},
     "c31001", "2023-01-21", {}, ("competent", XA1, "g1")),
    ("beside the new body", {"units": MERGED, "lineage": MERGER, "grants": [grant("g1", "ubnd-xa")], "organisation": CARETAKER},
     "c31002@2021-01-01", "2023-01-21", {}, ("competent", "ubnd-xa/c31002@2023-01-01", "g1")),
    ("until its day", {"units": MERGED, "lineage": MERGER, "grants": [grant("g1", "ubnd-xa")], "organisation": CARETAKER},
     "c31001", "2023-01-22", {}, ("competent", "ubnd-xa/c31002@2023-01-01", "g1")),
    ("a bare code is the unit of that day", {"units": MERGED, "lineage": MERGER, "grants": [grant("g1", "ubnd-xa", where="c31002")]},
     "c31001@2021-01-01", "2022-12-31", {}, ("gap", "", "")),
    ("and of the next", {"units": MERGED, "lineage": MERGER, "grants": [grant("g1", "ubnd-xa", where="c31002")]},
     "c31001@2021-01-01", "2023-01-01", {}, ("competent", "ubnd-xa/c31002@2023-01-01", "g1")),
    ("a code with a day is frozen", {"units": MERGED, "lineage": MERGER, "grants": [grant("g1", "ubnd-xa", where="c31002~2022-06-01")]},
     "c31001@2021-01-01", "2023-01-01", {}, ("gap", "", "")),
    ("an exception takes away", {"grants": [grant("g1", "ubnd-xa", where="!c31001@2021-01-01")]},
     "c31001", "2022-01-01", {}, ("gap", "", "")),
    ("and nothing else", {"grants": [grant("g1", "ubnd-xa", where="!c31001@2021-01-01")]},
     "c31002", "2022-01-01", {}, ("competent", XA2, "g1")),
    ("a split after a merger leaves it open", {"units": SPLIT, "lineage": split("", "", "", ""), "grants": [grant("g1", "ubnd-xa")]},
     "c31001@2021-01-01", "2024-06-01", {}, ("ambiguous-place", "", "")),
    ("unless the pieces are named", {"units": SPLIT, "lineage": split("a", "b", "a", "b"), "grants": [grant("g1", "ubnd-xa")]},
     "c31001@2021-01-01", "2024-06-01", {}, ("competent", "ubnd-xa/c31003@2024-01-01", "g1")),
    ("a file follows the office that took it",
     {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-tinh", "3/2023/QH15", transition="stay")]},
     "c31001", "2022-12-01", {"decided": "2023-02-01"}, ("competent", HUYEN, "g1")),
    ("or moves with the law",
     {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-tinh", "3/2023/QH15", transition="move")]},
     "c31001", "2022-12-01", {"decided": "2023-02-01"}, ("competent", TINH, "g2")),
    ("or is given out case by case",
     {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "3/2023/QH15", transition="assign:ct-tinh")]},
     "c31001", "2022-12-01", {"decided": "2023-02-01"}, ("to-be-assigned", "ct-tinh/p92@2021-01-01", "g2")),
    ("or goes to the successor, the old office being gone",
     {"organisation": [r for r in ORGANS if r["class"] != "ubnd-huyen"] + [organ("ubnd-huyen", until="2023-01-01")],
      "grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-xa", "3/2023/QH15", transition="successor")]},
     "c31001", "2022-12-01", {"decided": "2023-02-01"}, ("competent", XA1, "g2")),
    ("what was not published did not count", {"grants": [grant("g1", "ubnd-huyen"), grant("g2", "ubnd-tinh", "3/2023/QH15")]},
     "c31001", "2023-06-01", {"known": "2022-05-31"}, ("competent", HUYEN, "g1")),
    ("a correction replaces the row from its day",
     {"grants": [grant("g1", "ubnd-huyen"), grant("g1", "ubnd-xa", corrects="g1", known="2024-01-01")]},
     "c31001", "2022-01-01", {"known": "2024-01-01"}, ("competent", XA1, "g1")),
    ("and not before",
     {"grants": [grant("g1", "ubnd-huyen"), grant("g1", "ubnd-xa", corrects="g1", known="2024-01-01")]},
     "c31001", "2022-01-01", {"known": "2023-12-31"}, ("competent", HUYEN, "g1")),
    ("an end counts once the act that ends is known",
     {"grants": [grant("g1", "ubnd-huyen", "5/2021/NĐ-CP")],
      "acts": [act("5/2021/NĐ-CP", "2021-01-01", ends="2022-01-01", ended_by="6/2021/NĐ-CP"), act("6/2021/NĐ-CP", "2021-11-01")]},
     "c31001", "2022-06-01", {"known": "2021-10-31"}, ("competent", HUYEN, "g1")),
    ("and then it does",
     {"grants": [grant("g1", "ubnd-huyen", "5/2021/NĐ-CP")],
      "acts": [act("5/2021/NĐ-CP", "2021-01-01", ends="2022-01-01", ended_by="6/2021/NĐ-CP"), act("6/2021/NĐ-CP", "2021-11-01")]},
     "c31001", "2022-06-01", {"known": "2021-11-01"}, ("gap", "", "")),
]  # fmt: skip


@pytest.mark.parametrize(("tables", "place", "on", "more", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_rule(
    tables: dict[str, Any], place: str, on: str, more: dict[str, Any], expected: tuple[str, str, str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("PHANCAP_CACHE", str(tmp_path / "cache"))
    folder = write_world(tmp_path / "city", **{"acts": ACTS, **tables})
    query = Query(
        POWER, place, date.fromisoformat(on), "decide",
        *(date.fromisoformat(more[key]) if key in more else None for key in ("decided", "known")),
        tuple(more.get("facts", {}).items()),
    )  # fmt: skip
    desk = Desk(open_workspace(folder))
    by_package = whole(desk.answer(put(query)))
    by_reference = reference.who(
        reference.Workspace(folder), query.power, place, query.on, query.role, query.decided, query.known, dict(query.facts)
    )
    for found in (by_package, by_reference):
        assert (found["status"], found["body"], found["chain"][-1] if found["chain"] else "") == expected


@pytest.mark.parametrize(
    ("resources", "instrument", "answerable"),
    [
        ("", "decentralise", [SO]),
        ("yes", "decentralise", [SO]),
        ("no", "decentralise", [SO, TINH]),
        ("no", "delegate", ["ubnd-tinh/p92@2021-01-01"]),
    ],
)
def test_who_answers(resources: str, instrument: str, answerable: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The receiver of a decentralisation answers, the giver too without resources; of a delegation the giver."""
    monkeypatch.setenv("PHANCAP_CACHE", str(tmp_path / "cache"))
    receiver, number = ("so-xd", DECISION) if instrument == "decentralise" else ("ubnd-xa", "7/2026/QĐ-UBND")
    acts = [*ACTS, act("7/2026/QĐ-UBND", "2026-01-05")]
    grants = [grant("g1", "ubnd-tinh"), passed("g2", "ubnd-tinh", receiver, number, instrument, resources=resources, to="2027-06-01")]
    folder = write_world(tmp_path / "city", acts=acts, grants=grants)
    query = Query(POWER, "c31001", date(2026, 6, 1))
    workspace = reference.Workspace(folder)
    assert reference.who(workspace, POWER, "c31001", query.on)["answerable"] == sorted(answerable)
    assert whole(Desk(open_workspace(folder)).answer(put(query)))["answerable"] == sorted(answerable)
