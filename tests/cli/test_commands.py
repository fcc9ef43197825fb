"""The commands on the shipped city and on spoilt input: what is printed, what is written, the exit code."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

OLD_ADDRESS = "51 Lý Tự Trọng, phường An Phú, quận Ninh Kiều"
HOUSE = "cấp phép xây dựng nhà ở"


def who(run: Any, *words: str) -> dict[str, Any]:
    _, out, _ = run("who", *words, "--json")
    answer: dict[str, Any] = json.loads(out)
    return answer


@pytest.mark.parametrize(
    "at", [OLD_ADDRESS, "51 ly tu trong an phu ninh kieu", "c31141", "AN PHÚ, Q. NINH KIỀU"]
)
@pytest.mark.parametrize("power", [HOUSE, "1.013225", "1.013225.000.00.00.H13", "cap phep xay dung nha o"])
def test_the_house_permit_at_an_phu(run: Any, at: str, power: str) -> None:
    answer = who(run, power, "--at", at, "--on", "2022-06-20")
    assert answer["status"] == "competent"
    assert answer["body"]["name"] == "UBND quận Ninh Kiều"
    assert answer["chain"][0]["act"] == "50/2014/QH13"
    assert (answer["valid"]["to"], answer["valid"]["end_reason"]) == ("2025-07-01", "law")


def test_an_phu_through_merger_caretakers_and_reform(run: Any) -> None:
    places = {}
    for day in ("2022-06-20", "2024-11-01", "2025-07-01"):
        found = who(run, "1.000656", "--at", "c31141@2021-01-01", "--on", day)
        places[day] = found["body"]["id"] if found["body"] else found["status"]
    assert places["2022-06-20"].endswith("/c31141@2021-01-01")
    assert places["2025-07-01"].endswith("/c31135@2025-07-01")
    # From 1-11 to 18-11-2024 the old ward's organ goes on as caretaker of its land.
    assert places["2024-11-01"].endswith("/c31141@2021-01-01")
    later = who(run, "1.000656", "--at", "c31141@2021-01-01", "--on", "2024-11-19")
    assert later["body"]["id"].endswith("/c31123@2024-11-01")


@pytest.mark.parametrize(
    ("at", "on", "name"),
    [
        ("31147", "2025-06-30", "phường Hưng Lợi, quận Ninh Kiều"),
        ("31147", "2025-07-01", "phường Tân An, thành phố Cần Thơ"),
        ("Tân An", "2025-06-30", "phường Tân An, quận Ninh Kiều"),
        ("Tân An", "2025-07-01", "phường Tân An, thành phố Cần Thơ"),
        ("tan an, ninh kieu", "2025-08-01", "phường Tân An, quận Ninh Kiều"),
    ],
)
def test_one_code_and_one_name_are_two_places(run: Any, at: str, on: str, name: str) -> None:
    assert who(run, "1.013225", "--at", at, "--on", on)["place"]["name"] == name


def test_what_a_body_holds(run: Any) -> None:
    code, out, _ = run("powers", "--of", "UBND phường Ninh Kiều", "--on", "2025-08-01", "--json")
    held = json.loads(out)
    assert code == 0
    assert held["body"]["id"] == "ubnd-xa/c31135@2025-07-01"
    assert {"1.013225", "2.000806"} <= {item["power"] for item in held["powers"]}


def test_marriage_and_first_land_certificate(run: Any) -> None:
    for power, before, after in (
        ("2.000806", "UBND quận Ninh Kiều", "UBND phường Ninh Kiều"),
        ("1.013978", "UBND quận Ninh Kiều", "Chủ tịch UBND phường Ninh Kiều"),
    ):
        assert who(run, power, "--at", OLD_ADDRESS, "--on", "2025-06-30")["body"]["name"] == before
        assert who(run, power, "--at", OLD_ADDRESS, "--on", "2025-07-01")["body"]["name"] == after


def test_known_before_the_reform_was_published(run: Any) -> None:
    answer = who(run, "1.013225", "--at", OLD_ADDRESS, "--on", "2026-01-05", "--known", "2025-06-01")
    assert answer["body"]["name"] == "UBND quận Ninh Kiều"
    assert answer["known"] == "2025-06-01"
    assert answer["valid"]["to"] == "2028-01-01"


def test_negative_answers_are_answers_with_exit_code_one(run: Any) -> None:
    for words, status in (
        (("1.013225", "--at", "c31141", "--on", "2035-01-01"), "no-such-day"),
        (("khong co viec nay dau", "--at", "c31141", "--on", "2022-01-01"), "unknown-power"),
        (("1.013225", "--at", "c99999", "--on", "2022-01-01"), "unknown-place"),
        (("1.013225", "--at", "phường Bùi Hữu Nghĩa", "--on", "2025-08-01"), "ambiguous-place"),
        (("1.013236", "--at", "c31141", "--on", "2026-01-05"), "needs-facts"),
    ):
        code, out, _ = run("who", *words, "--json")
        assert (code, json.loads(out)["status"]) == (1, status)


@pytest.mark.parametrize(
    "words",
    [
        ("who",),
        ("who", "x"),
        ("who", "1.013225", "--at", "c31141", "--on", "31/12/2025"),
        ("who", "1.013225", "--at", "c31141", "--role", "decid"),
        ("who", "1.013236", "--at", "c31141", "--on", "2026-01-05", "--fact", "in_zone=perhaps"),
        ("who", "1.013225", "--at", "c31141", "--fact", "value"),
        ("who", "1.013225", "--at", "c31141", "--on", "2025-01-02", "--decided", "2025-01-01"),
        ("who", "--batch", "/nowhere.csv", "--out", "/tmp/x.csv"),
        ("who", "1.013225", "--at", "c31141", "--workspace", "/nowhere"),
        ("check", "--workspace="),
        ("diff", "base", "@2022-01-01", "--workspace= "),
        ("agenda", "-w", ""),
        ("who", "1.013225", "--at", "c31141", "--option", "../../etc"),
        ("diff", "base", "base@tomorrow"),
        ("powers", "--of", "không có cơ quan này"),
        ("whom",),
        ("place",),
        ("check", "--lang", "fr"),
    ],
)
def test_bad_input_is_refused_with_a_sentence(run: Any, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert out == ""
    assert len(err.strip()) > 15
    assert "Traceback" not in err


def test_batch_answers_every_row_and_keeps_its_columns(run: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text(
        "\ufeffso;power;place;on;in_zone\n1;1.013225;c31141;2022-06-20;\n2;1.013236;c31141;2026-01-05;no\n3;zz;c31141;2026-01-05;\n",
        encoding="utf-8",
    )
    code, _, _ = run("who", "--batch", str(source), "--out", str(target))
    rows = list(csv.DictReader(target.open(encoding="utf-8")))
    assert code == 0
    assert [(row["so"], row["status"]) for row in rows] == [
        ("1", "competent"),
        ("2", "competent"),
        ("3", "unknown-power"),
    ]
    assert rows[0]["body"] == rows[0]["answerable"] == "ubnd-huyen/d916@2021-01-01"
    assert (rows[0]["valid_from"], rows[0]["valid_to"]) == ("2021-01-01", "2025-07-01")


def test_batch_with_a_bad_row_writes_nothing(run: Any, tmp_path: Path) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("power,place,on\n1.013225,c31141,2022-06-31\n,c31141,2022-06-30\n", encoding="utf-8")
    code, _, err = run("who", "--batch", str(source), "--out", str(target))
    assert code == 2
    assert ":2:" in err
    assert ":3:" in err
    assert not target.exists()


def test_answers_do_not_need_a_cache(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = who(run, "1.013225", "--at", "c31141", "--on", "2022-06-20")
    for name in ("HOME", "XDG_CACHE_HOME", "PHANCAP_CACHE"):
        monkeypatch.delenv(name, raising=False)
    assert who(run, "1.013225", "--at", "c31141", "--on", "2022-06-20") == first
    monkeypatch.setenv("PHANCAP_CACHE", str(tmp_path / "cache"))
    assert who(run, "1.013225", "--at", "c31141", "--on", "2022-06-20") == first
    for kept in (tmp_path / "cache").rglob("*.snapshot"):
        data = bytearray(kept.read_bytes())
        data[len(data) // 2] ^= 1
        kept.write_bytes(data)
    # A damaged snapshot is built anew, never believed.
    assert who(run, "1.013225", "--at", "c31141", "--on", "2022-06-20") == first


def test_the_spreadsheet_is_the_same_workspace(run: Any, tmp_path: Path) -> None:
    book = tmp_path / "can-tho.xlsx"
    assert run("export", "xlsx", "--out", str(book))[0] == 0
    asked = ("1.013225", "--at", OLD_ADDRESS, "--on", "2022-06-20")
    from_book = who(run, *asked, "--workspace", str(book))
    shipped = who(run, *asked)
    assert from_book.pop("snapshot") != shipped.pop("snapshot")
    assert from_book == shipped


def test_an_example_workspace_is_right_from_the_start(run: Any, tmp_path: Path) -> None:
    folder = tmp_path / "moi"
    assert run("init", str(folder))[0] == 0
    assert run("check", "--workspace", str(folder))[0] == 0
    assert run("init", str(folder))[0] == 2


def test_english_keeps_the_numbers(run: Any) -> None:
    code, out, _ = run("who", HOUSE, "--at", OLD_ADDRESS, "--on", "2022-06-20", "--lang", "en")
    assert code == 0
    assert "50/2014/QH13" in out
    assert "căn cứ" not in out


def test_two_workspaces_are_compared_over_the_days_both_speak_of(run: Any, tmp_path: Path) -> None:
    """The gap of one day, mended in a copy; the copy begins later, and only the common days can differ."""
    home = Path(__file__).parents[2] / "examples" / "gap"
    mended = tmp_path / "mended"
    shutil.copytree(home, mended)
    rows = (mended / "grants.csv").read_text(encoding="utf-8").replace("2025-07-02", "2025-07-01")
    (mended / "grants.csv").write_text(rows, encoding="utf-8")
    settings = (mended / "city.toml").read_text(encoding="utf-8").replace('"2021-01-01"', '"2022-01-01"')
    (mended / "city.toml").write_text(settings, encoding="utf-8")
    code, out, _ = run("diff", str(home), str(mended), "--json")
    found = json.loads(out)["rows"]
    assert code == 0
    assert {(row["from"], row["to"], row["condition"].split(" and ")[-1]) for row in found} == {
        ("2025-07-01", "2025-07-02", "value < 15000000000")
    }
    assert all(row["before"] is None and row["after"]["class"] == "ubnd-xa" for row in found)
    assert json.loads(run("diff", f"{home}@2025-07-02", f"{mended}@2025-07-02", "--json")[1])["rows"] == []
    assert len(
        json.loads(run("diff", f"{home}@2025-07-01", f"{mended}@2025-07-01", "--json")[1])["rows"]
    ) == len(found)


def test_workspaces_without_common_land_or_days_are_refused(run: Any, tmp_path: Path) -> None:
    home = Path(__file__).parents[2] / "examples" / "gap"
    later = tmp_path / "later"
    shutil.copytree(home, later)
    settings = (
        (later / "city.toml")
        .read_text(encoding="utf-8")
        .replace('["2021-01-01", "2028-01-01"]', '["2030-01-01", "2031-01-01"]')
    )
    (later / "city.toml").write_text(settings, encoding="utf-8")
    for words in (("base", str(home)), (str(home), str(later))):
        code, out, err = run("diff", *words)
        assert (code, out) == (2, "")
        assert "hai bên" in err


def test_migrate_says_in_json_what_it_did(run: Any, tmp_path: Path) -> None:
    run("init", str(tmp_path / "city"))
    code, out, _ = run("migrate", str(tmp_path / "city"), "--json")
    assert (code, json.loads(out)) == (0, {"format": 1, "was": 1, "written": []})
    assert run("migrate", str(tmp_path / "city"))[1].count("không có gì để chuyển") == 1


@pytest.mark.parametrize("words", [["indicators"], ["evaluate", "plan"], ["draft", "to-trinh"]])
def test_a_command_of_the_contract_that_is_not_built_says_so(run: Any, words: list[str]) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert f"bản này chưa có lệnh `{words[0]}` · có: who, " in err
    assert f"this version has no `{words[0]}` yet" in run(*words, "--lang", "en")[2]


def test_a_question_that_is_not_understood_is_helped_on(run: Any) -> None:
    code, out, _ = run("who", "😀", "--at", "c31135")
    assert code == 1
    assert "nói ngắn và thường hơn" in out
    assert "hiệu lực" not in out
    assert "trong dấu ngoặc kép" in run("who", "khai", "sinh", "--at", "c31135")[2]


@pytest.mark.parametrize(
    ("of", "name"),
    [("chủ tịch phường ninh kiều", "Chủ tịch UBND phường Ninh Kiều"), ("uy ban xa Phong Dien", "UBND xã Phong Điền"),
     ("chu tich thanh pho Can Tho", "Chủ tịch UBND thành phố Cần Thơ")],
)  # fmt: skip
def test_a_body_as_people_call_it(run: Any, of: str, name: str) -> None:
    assert json.loads(run("powers", "--of", of, "--on", "2026-06-22", "--json")[1])["body"]["name"] == name
