"""Publishing: in force from its day, called off, rolled back, never a mixture, nobody's publication lost."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import settings

from phancap.ledger.store import key_of
from phancap.workspace.drafts import Drafts
from phancap.workspace.edit import Changed, put_row, sheet
from phancap.workspace.publication import Overtaken, Publications, Refusal, workspace_files

TORTURE = settings.default is not None and settings.default.max_examples > 1000
GAP = Path(__file__).parents[2] / "examples" / "gap"
DAY = 740_000


def files(text: str = "") -> dict[str, bytes]:
    return {"city.toml": f'format = 1\nname = "{text}"\n'.encode()}


def test_a_version_is_in_force_from_its_day(tmp_path: Path) -> None:
    of = Publications(tmp_path)
    assert of.on(DAY) is None
    first = of.publish(files("a"), "an", "bắt đầu", DAY, DAY)
    second = of.publish(files("b"), "bình", "từ tháng sau", DAY + 30, DAY, base=first.version)
    assert [of.on(day).version for day in (DAY, DAY + 29, DAY + 30)] == [first.version, first.version, second.version]  # type: ignore[union-attr]
    assert of.on(DAY - 1) is None
    assert [p.number for p in of.ahead(DAY)] == [second.number]
    assert Publications(tmp_path).all() == of.all()
    assert workspace_files(of.path(DAY) or "") == files("a")


def test_called_off_before_its_day_only(tmp_path: Path) -> None:
    of = Publications(tmp_path)
    first = of.publish(files("a"), "an", "bắt đầu", DAY, DAY)
    second = of.publish(files("b"), "an", "sau", DAY + 30, DAY)
    for number, today in ((first.number, DAY), (second.number, DAY + 30), (99, DAY)):
        with pytest.raises(Refusal, match="not-ahead"):
            of.call_off(number, "an", "nhầm", today)
    of.call_off(second.number, "an", "nhầm", DAY)
    assert of.on(DAY + 40) == first
    assert of.latest() == first


def test_rolled_back_from_today_while_plans_stay(tmp_path: Path) -> None:
    of = Publications(tmp_path)
    first = of.publish(files("a"), "an", "một", DAY, DAY)
    of.publish(files("b"), "an", "hai", DAY + 1, DAY + 1)
    of.publish(files("c"), "an", "ba", DAY + 9, DAY + 1)
    of.roll_back(first.version, "bình", "bản hai sai", DAY + 2)
    versions = [key_of(files(text)) for text in "abac"]
    assert [of.on(DAY + n).version for n in (0, 1, 2, 9)] == versions  # type: ignore[union-attr]
    with pytest.raises(KeyError):
        of.roll_back("0" * 64, "bình", "?", DAY + 2)


@pytest.mark.parametrize(("reason", "day", "problem"), [(" ", DAY, "no-reason"), ("x", DAY - 1, "day-past")])
def test_what_cannot_be_published(tmp_path: Path, reason: str, day: int, problem: str) -> None:
    of = Publications(tmp_path)
    with pytest.raises(Refusal, match=problem):
        of.publish(files("a"), "an", reason, day, DAY)
    assert of.all() == []
    assert of.store.keys() == []


def test_the_second_of_two_who_built_on_one_version_is_told(tmp_path: Path) -> None:
    of = Publications(tmp_path)
    base = of.publish(files("a"), "an", "một", DAY, DAY).version
    told: list[object] = []

    def publish(text: str) -> None:
        try:
            told.append(Publications(tmp_path).publish(files(text), text, "đổi", DAY, DAY, base=base))
        except Overtaken as error:
            told.append(error.latest.actor)

    threads = [threading.Thread(target=publish, args=(text,)) for text in "bcdefg"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = of.latest()
    assert winner is not None
    assert [t for t in told if not isinstance(t, str)] == [winner]
    assert [t for t in told if isinstance(t, str)] == [winner.actor] * 5
    assert len(of.all()) == 2


PUBLISH = """
import itertools, sys
from phancap.workspace.publication import Publications
of = Publications(sys.argv[1])
for n in itertools.count():
    files = {f"options/o{k}/grants.csv": f"{n}".encode() * 999 for k in range(9)}
    print(of.publish(files, "x", "thử", 740_000, 740_000).version, flush=True)
"""


@pytest.mark.parametrize("seed", range(200 if TORTURE else 5))
def test_killed_while_publishing_the_old_version_or_the_new(tmp_path: Path, seed: int) -> None:
    command = [sys.executable, "-c", PUBLISH, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip()]
        time.sleep(seed % 7 / 100 + 0.003 * seed)
        writer.send_signal(signal.SIGKILL)
        told += [line.strip() for line in writer.stdout.read().splitlines() if len(line.strip()) == 64]
    of = Publications(tmp_path)
    now = of.on(DAY)
    assert now is not None
    versions = [p.version for p in of.all()]
    # Told or, at the most, one that was not told yet; each whole.
    assert versions[: len(told)] == told
    assert len(versions) <= len(told) + 1
    assert len({data for data in of.store.files(now.version).values()}) == 1
    assert of.store.damaged() == []


def test_two_people_in_one_draft_lose_no_row(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    key = drafts.begin(workspace_files(GAP), "Thử", "", "an").id

    def add(name: str) -> None:
        for number in range(12):
            row = {"class": f"{name}{number:02}", "name": name, "level": "none", "kind": "agency"}
            Drafts(tmp_path).change(key, lambda now, row=row: put_row(now, "classes", "", "", row))

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    names = {line.cells["class"] for line in sheet(drafts.files(key), "classes").lines}
    assert {f"{name}{number:02}" for name in "abcd" for number in range(12)} <= names


def test_a_change_that_is_refused_changes_nothing(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    key = drafts.begin(workspace_files(GAP), "Thử", "", "an").id
    before = drafts.files(key)
    with pytest.raises(Changed):
        drafts.change(key, lambda now: put_row(now, "classes", "", "0" * 24, {"class": "x"}))
    assert drafts.files(key) == before
    assert [about.title for about in drafts.all()] == ["Thử"]
    drafts.drop(key)
    assert drafts.all() == []
    for bad in (key, "..", "../../etc", ""):
        with pytest.raises(KeyError):
            drafts.files(bad)
