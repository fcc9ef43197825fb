"""`phancap deadline` as people type it: answers, refusals, exit codes, JSON, the calendar file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from phancap.calendar.rows import read_folder
from phancap.cli import deadline as command
from phancap.cli.common import Refused, run
from phancap.cli.deadline import Case, PowerLimit, Request, picked, tell
from tests.calendar.oracle import CITY
from tests.calendar.test_ical import read_ics

TEN = ["--limit", "10", "working_day", "--received", "2025-12-19T09:00"]


@pytest.fixture
def deadline(capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs the command: (exit code, standard output, standard error)."""

    def ask(*arguments: str) -> tuple[int, str, str]:
        code = run(command.deadline, list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return ask


def test_the_answer_first_then_every_step(deadline: Any) -> None:
    code, out, err = deadline(*TEN)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("17:00 06-01-2026")
    assert lines[0].endswith("hạn giải quyết · 10 ngày làm việc")
    assert "không tính · 91/2015/QH13 Đ.147 k.2" in lines[1]
    assert "công bố 25-12-2025: hạn chuyển từ 17:00 05-01-2026 sang" in out
    assert "giờ làm việc là giả định" in out


def test_in_english(deadline: Any) -> None:
    code, out, _ = deadline(*TEN, "--lang", "en")
    assert code == 0
    assert "due · 10 working days" in out
    assert "not counted" in out
    assert "an apology" in out or "apology" in out


def test_json_is_the_contracts_object(deadline: Any) -> None:
    code, out, _ = deadline(*TEN, "--json")
    told = json.loads(out)
    assert code == 0
    assert told["due"] == "2026-01-06T17:00"
    assert [change["instruments"] for change in told["changed_since"]] == [["12729/VPCP-KGVX"]]
    assert sum(step["counted"] for step in told["steps"]) == 10


def test_as_known_before_the_letter(deadline: Any) -> None:
    _, out, _ = deadline(*TEN, "--json", "--known", "2025-12-20")
    told = json.loads(out)
    assert (told["due"], told["known"]) == ("2026-01-05T17:00", "2025-12-20")
    assert told["changed_since"][0]["after"] == "2026-01-06T17:00"


def test_an_unknown_limit_is_a_negative_answer(deadline: Any) -> None:
    code, out, _ = deadline("--limit", "10", "unknown", "--received", "2026-01-05")
    assert (code, "không suy đoán" in out) == (1, True)
    code, out, _ = deadline("--limit", "10", "unknown", "--received", "2026-01-05", "--json")
    told = json.loads(out)
    assert (code, told["due"], told["steps"], told["changed_since"]) == (1, None, [], [])


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["--limit", "5", "workingday", "--received", "2026-01-05"], "`working_day`?"),
        (["--limit", "0", "day", "--received", "2026-01-05"], "từ 1 đến"),
        (["--limit", "năm", "day", "--received", "2026-01-05"], "`năm`"),
        (["--limit", "5", "day", "--received", "05/01/2026"], "có phải `2026-01-05`"),
        (["--limit", "5", "day", "--received", "2026-01-05", "--known", "hôm qua"], "--known"),
        (["--limit", "5", "hour", "--received", "2026-01-05"], "YYYY-MM-DDThh:mm"),
        (["--limit", "1", "same_day", "--received", "2026-01-05"], "`same_day`"),
        (["--limit", "5", "day", "--received", "2026-01-05", "--start", "last-hour"], "`last-hour`"),
        (["--limit", "5", "day", "--received", "2026-01-05T09:00", "--start", "x"], "receipt"),
        (["--limit", "1", "same_day", "--received", "2026-01-05T09:00", "--cutoff", "3pm"], "--cutoff"),
        (["--limit", "5", "day", "--received", "2017-01-05"], "2018-12-31"),
        (["--received", "2026-01-05"], "--limit N UNIT"),
        (["1.013225", "--limit", "5", "day", "--received", "2026-01-05"], "một trong hai"),
        (["--limit", "5", "day"], "--received"),
        (["--limit", "5", "day", "--received", "2026-01-05", "--workspace", "không-có"], "không-có"),
        (["--limit", "5", "day", "--received", "2026-01-05", "--ics", "không/có/x.ics"], "--ics"),
    ],
)
def test_bad_input_gets_a_sentence_and_exit_code_2(deadline: Any, arguments: list[str], says: str) -> None:
    code, out, err = deadline(*arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_the_same_day_rule_with_its_cutoff(deadline: Any) -> None:
    asked = ["--limit", "1", "same_day", "--cutoff", "15:00", "--json", "--received"]
    assert json.loads(deadline(*asked, "2026-01-08T15:00")[1])["due"] == "2026-01-08T17:00"
    assert (
        json.loads(deadline(*asked, "2026-01-09T15:01")[1])["due"] == "2026-01-10T17:00"
    )  # a worked Saturday


def test_the_calendar_file(deadline: Any, tmp_path: Path) -> None:
    path = tmp_path / "hạn.ics"
    code, _, _ = deadline(*TEN, "--ics", str(path))
    assert code == 0
    told = dict(read_ics(path.read_bytes().decode("utf-8")))
    assert told["DTSTART"] == "20260106T100000Z"
    assert told["TRIGGER;VALUE=DATE-TIME"] == "20260105T100000Z"
    assert "Đ.147 k.2" in path.read_text(encoding="utf-8").replace("\n ", "")


def test_another_workspace_has_its_own_calendar(deadline: Any, tmp_path: Path) -> None:
    (tmp_path / "calendar.csv").write_text(
        "day,kind,instrument,known\n2026-03-03,off,1/TB-UBND,2026-03-01\n", encoding="utf-8"
    )
    (tmp_path / "hours.csv").write_text(
        "weekday,open,close,source\nmon-fri,07:30,11:30,s\n", encoding="utf-8"
    )
    asked = [
        "--limit",
        "1",
        "working_day",
        "--received",
        "2026-03-02",
        "--json",
        "--workspace",
        str(tmp_path),
    ]
    told = json.loads(deadline(*asked)[1])
    assert told["due"] == "2026-03-04T11:30"
    assert "giờ làm việc là giả định: chưa có nguồn" not in told["notes"]


def test_a_broken_calendar_is_named(deadline: Any, tmp_path: Path) -> None:
    (tmp_path / "calendar.csv").write_text("day,kind\n2026-03-03,holiday\n", encoding="utf-8")
    code, _, err = deadline("--limit", "1", "day", "--received", "2026-03-02", "--workspace", str(tmp_path))
    assert code == 2
    assert "calendar.csv:2" in err


def test_the_limit_of_a_power_may_come_from_anywhere(capsys: pytest.CaptureFixture[str]) -> None:
    power = PowerLimit(15, "day", "kể từ khi đủ hồ sơ", "1.013225", "Cấp giấy phép xây dựng")
    assert tell(power, Request("2026-03-02"), read_folder(CITY), "vi", as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["power"] == {"id": "1.013225", "name": "Cấp giấy phép xây dựng"}
    assert (told["due"], told["limit"]["note"]) == ("2026-03-17T17:00", "kể từ khi đủ hồ sơ")


EXTENSION = PowerLimit(
    None,
    "unknown",
    "",
    "1.008590",
    "Gia hạn nộp thuế",
    "",
    (
        Case("", "online", 3, "working_day"),
        Case("", "desk", 10, "working_day"),
        Case("", "post", 10, "working_day"),
    ),
)


def test_several_cases_are_shown_and_none_is_picked(capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(EXTENSION, Request("2026-03-02"), read_folder(CITY), "vi") == 1
    out = capsys.readouterr().out
    assert "online · 3 ngày làm việc" in out
    assert "desk · 10 ngày làm việc" in out


def test_a_case_is_picked_by_name() -> None:
    assert picked(EXTENSION, None, "online", "vi")[:2] == (3, "working_day")
    assert picked(EXTENSION, None, None, "vi") is EXTENSION
    assert picked(EXTENSION, "", None, "vi").unit == "unknown"  # all three have no case: still several
    with pytest.raises(Refused, match="online · 3 ngày làm việc"):
        picked(EXTENSION, "khác", None, "vi")


def test_the_cases_of_the_building_permit(deadline: Any) -> None:
    code, out, _ = deadline("1.013225", "--received", "2026-01-05", "--json")
    assert (code, json.loads(out)["due"]) == (0, "2026-01-20T17:00")
    code, out, _ = deadline("1.013225", "--received", "2026-01-05", "--case", "công trình khác", "--json")
    assert (code, json.loads(out)["due"]) == (0, "2026-01-26T17:00")


def test_a_power_of_the_shipped_city(deadline: Any) -> None:
    code, out, _ = deadline("1.001612", "--received", "2026-03-02", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["power"]["id"] == "1.001612"
    assert (told["limit"]["value"], told["limit"]["unit"], told["due"]) == (
        3,
        "working_day",
        "2026-03-05T17:00",
    )


def test_a_power_nobody_knows(deadline: Any) -> None:
    code, out, _ = deadline("cấp phép bay lên mặt trăng xyz", "--received", "2026-03-02")
    assert code == 1
    assert "không rõ thẩm quyền" in out


def test_an_xlsx_or_option_goes_through_the_workspace(deadline: Any, tmp_path: Path) -> None:
    shutil.copytree(CITY, tmp_path / "city")
    code, _, err = deadline(*TEN, "--workspace", str(tmp_path / "city"), "--option", "không-có")
    assert code == 2
    assert "không-có" in err
