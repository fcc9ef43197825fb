"""Questions on a small city, by the contract's sentences: what is asked for is answered or refused, never guessed."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.cli.small_city import write_city


@pytest.fixture
def city(tmp_path: Path) -> str:
    return str(write_city(tmp_path / "city"))


def test_a_fact_given_twice_with_two_values_is_refused(run: Any, city: str) -> None:
    asked = ("who", "hai", "--at", "c101", "--on", "2023-01-01", "--workspace", city)
    code, _, err = run(*asked, "--fact", "value=1", "--fact", "value=20 tỷ")
    assert code == 2
    assert "`value`" in err
    code, _, _ = run(*asked, "--fact", "value=20 tỷ", "--fact", "value=20 tỷ")
    assert code == 0


def test_parts_of_one_commune_are_told_apart_and_can_be_asked_for_again(run: Any, city: str) -> None:
    """For ten days after the merger the old communes' organs act on as caretakers of their land."""
    asked = ("who", "ba", "--on", "2024-01-05", "--json", "--workspace", city)
    answer = json.loads(run(*asked, "--at", "c101")[1])
    assert answer["status"] == "ambiguous-place"
    places = [(part["place"]["uid"], part["body"]["id"]) for part in answer["candidates"]]
    assert [uid for uid, _ in places] == ["c101@2021-01-01", "c102@2021-01-01"]
    for uid, body in places:
        assert json.loads(run(*asked, "--at", uid)[1])["body"]["id"] == body


def test_a_unit_that_still_stands_lies_in_no_other(run: Any, city: str) -> None:
    asked = ("who", "mot", "--on", "2023-01-01", "--json", "--workspace", city, "--at")
    assert "now" not in json.loads(run(*asked, "p1")[1])["place"]
    assert [unit["uid"] for unit in json.loads(run(*asked, "c102")[1])["place"]["now"]] == ["c101@2025-07-01"]


def test_in_english_a_power_has_its_english_name_wherever_it_has_one(run: Any, city: str) -> None:
    asked = ("who", "--on", "2023-01-01", "--lang", "en", "--json", "--workspace", city)
    nowhere = json.loads(run(*asked, "mot", "--at", "nowhere at all")[1])
    assert (nowhere["status"], nowhere["power"]["name"]) == ("unknown-place", "Permit one")
    assert any(
        "Permit one" in note for note in json.loads(run(*asked, "permit one", "--at", "c101")[1])["notes"]
    )


@pytest.mark.parametrize(
    "of", ["so-xd/p1@2021-01-01", "so-xd", "Sở Xây dựng", "sở xây dựng tỉnh thử", "so xay dung tinh Thu"]
)
def test_the_powers_of_a_body_by_id_class_or_name(run: Any, city: str, of: str) -> None:
    code, out, _ = run("powers", "--of", of, "--on", "2023-01-01", "--json", "--workspace", city)
    held = json.loads(out)
    assert (code, held["body"]["id"]) == (0, "so-xd/p1@2021-01-01")
    assert [(item["power"], item["conditions"]) for item in held["powers"]] == [
        ("hai", ["class in {I, II} and value >= 0 and value < 15000000000"]),
        ("mot", []),
    ]


def test_a_class_with_several_bodies_asks_which(run: Any, city: str) -> None:
    code, _, err = run("powers", "--of", "ubnd-xa", "--on", "2023-01-01", "--workspace", city)
    assert code == 2
    assert "ubnd-xa/c101@2021-01-01, ubnd-xa/c102@2021-01-01" in err


@pytest.mark.parametrize(
    "of", ["foo/c101@2021-01-01", "ubnd-xa/d10@2021-01-01", "ubnd-xa/c999@2021-01-01", "x"]
)
def test_a_body_that_never_was_is_refused(run: Any, city: str, of: str) -> None:
    code, _, err = run("powers", "--of", of, "--on", "2023-01-01", "--workspace", city)
    assert code == 2
    assert f"`{of}`" in err


def test_powers_outside_the_record_or_of_a_body_that_is_gone(run: Any, city: str) -> None:
    code, _, err = run("powers", "--of", "so-xd", "--on", "2019-01-01", "--workspace", city)
    assert code == 2
    assert "01-01-2021" in err
    code, out, _ = run(
        "powers", "--of", "ubnd-huyen/d10@2021-01-01", "--on", "2026-01-01", "--workspace", city
    )
    assert code == 0
    assert "không tồn tại" in out


def test_a_place_is_told_in_days_and_words_of_the_screen(run: Any, city: str) -> None:
    _, out, _ = run("place", "dong ho", "--on", "2026-01-01", "--workspace", city)
    assert "từ 01-01-2021 đến hết 31-12-2023" in out
    assert "01-01-2024 · c101@2021-01-01 → c101@2024-01-01 · toàn bộ" in out
    _, out, _ = run("place", "dong ho", "--on", "2026-01-01", "--lang", "en", "--workspace", city)
    assert "from 01-01-2021 to the end of 31-12-2023" in out


def test_an_example_asks_the_data_that_was_checked(run: Any, tmp_path: Path) -> None:
    """The command after `thử` must show the finding: same workspace, same options."""
    folder = write_city(tmp_path / "a city", grants="+x1,mot,decide,assign,,ubnd-tinh,,,,,50/2014/QH13,Đ.9")
    code, out, _ = run("check", "--workspace", str(folder))
    assert code == 1
    line = next(line for line in out.splitlines() if line.strip().startswith("thử"))
    words = shlex.split(line.strip().removeprefix("thử"))
    assert words[:2] == ["phancap", "who"]
    assert json.loads(run(*words[1:], "--json")[1])["status"] == "overlap"


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (("who", "--workspace"), "`--workspace` cần một giá trị", "`--workspace` needs a value"),
        (("deadline", "--limit", "3"), "`--limit` cần 2 giá trị", "`--limit` needs 2 values"),
        (("check", "--json=1"), "`--json` không nhận giá trị", "`--json` takes no value"),
        (
            ("simulate", "--replications", "0"),
            "`0` không phải số nguyên từ 1",
            "`0` is not a whole number from 1",
        ),
        (("simulate", "--seed", "x"), "`x` không phải số nguyên từ 0", "`x` is not a whole number from 0"),
        (("optimise", "--gap", "7"), "không phải số từ 0 đến 1", "is not a number from 0 to 1"),
        (("import", "csv", "no-such"), "không có `no-such`", "there is no `no-such`"),
        (("check", "--sarif", "/"), "là thư mục, cần một tệp", "is a folder, expected a file"),
    ],
)
def test_words_that_do_not_fit_are_told_in_the_language_asked_for(
    run: Any, words: tuple[str, ...], vi: str, en: str
) -> None:
    code, _, err = run(*words)
    assert code == 2
    assert vi in err
    _, _, err = run(words[0], "--lang=en", *words[1:])
    assert en in err


def test_a_file_that_is_no_certificate_is_told_in_words(run: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    code, _, err = run("verify", str(tmp_path / "empty"))
    assert code == 2
    assert "không có dạng của chứng thư" in err
    assert "unpack" not in err


def test_in_english_what_a_change_needs_is_english(run: Any, tmp_path: Path) -> None:
    folder = write_city(
        tmp_path / "city",
        grants="+d1,mot,decide,decentralise,so-xd,ubnd-huyen,,,2023-01-01,2025-07-01,50/2014/QH13,Đ.9",
    )
    _, out, _ = run("diff", "@2022-06-01", "@2026-06-01", "--lang", "en", "--workspace", str(folder))
    assert "needs: " in out
    assert "Quốc hội" not in out
    _, out, _ = run("agenda", "--from", "2021-01-01", "--lang", "en", "--workspace", str(folder))
    assert "needs" not in out or "Quốc hội" not in out


@pytest.mark.parametrize("tail", ["", ".000", ".000.00", ".000.00.00", ".000.00.00.H17"])
def test_a_national_code_is_compared_on_its_first_part(run: Any, tmp_path: Path, tail: str) -> None:
    folder = write_city(tmp_path / "city", codes="power,code,from,to\nmot,1.001612,,\n")
    asked = (
        "who",
        f"1.001612{tail}",
        "--at",
        "c101",
        "--on",
        "2023-01-01",
        "--json",
        "--workspace",
        str(folder),
    )
    assert json.loads(run(*asked)[1])["power"]["id"] == "mot"


def test_one_letter_names_no_power(run: Any, tmp_path: Path) -> None:
    folder = write_city(tmp_path / "city", powers="+bon,Cấp phép bốn,Give a permit,")
    asked = ("who", "a", "--at", "c101", "--on", "2023-01-01", "--json", "--workspace", str(folder))
    assert json.loads(run(*asked)[1])["status"] == "unknown-power"


def test_a_limit_without_its_value_is_unknown(run: Any, tmp_path: Path) -> None:
    head = "power,name,name_en,required,joint,transferable,limit_value,limit_unit"
    folder = write_city(
        tmp_path / "city", powers=f"{head}\nmot,Cấp phép một,,,,,,working_day\nhai,Hai,,,,,,\nba,Ba,,,,,,\n"
    )
    _, out, _ = run("who", "mot", "--at", "c101", "--on", "2023-01-01", "--workspace", str(folder))
    assert "thời hạn         chưa rõ" in out
    code, out, _ = run("deadline", "mot", "--received", "2023-01-03", "--workspace", str(folder))
    assert code == 1
    assert "chưa biết đơn vị hoặc giá trị" in out


def test_what_is_doubted_about_a_row_is_said_with_the_answer(run: Any, city: str) -> None:
    grants = Path(city) / "grants.csv"
    header, *rows = grants.read_text(encoding="utf-8").splitlines()
    assert "note" not in header.split(",")
    noted = [row + (",chưa tìm thấy quyết định" if ",mot," in row else ",") for row in rows]
    grants.write_text("\n".join([header + ",note", *noted]) + "\n", encoding="utf-8")
    asked = ("who", "mot", "--at", "c101", "--on", "2023-01-01", "--workspace", city)
    [link] = json.loads(run(*asked, "--json")[1])["chain"]
    assert link["note"] == "chưa tìm thấy quyết định"
    assert "!                chưa tìm thấy quyết định" in run(*asked)[1]
    other = json.loads(run("who", "hai", "--fact", "value=20 tỷ", *asked[2:], "--json")[1])
    assert [("note" in link) for link in other["chain"]] == [False]  # an optional field: absent where there is nothing to say


@pytest.mark.parametrize("amount", ["-1", "-5000000000", "-5.000.000", "-1 đồng"])
def test_an_amount_below_nothing_is_refused(run: Any, city: str, tmp_path: Path, amount: str) -> None:
    """The proof begins at 0, so no answer may be given below it; a number of storeys may be negative."""
    asked = ("who", "hai", "--at", "c101", "--on", "2023-01-01", "--workspace", city)
    code, out, err = run(*asked, "--fact", f"value={amount}")
    assert (code, out) == (2, "")
    assert f"`value={amount}`: không nhận số âm" in err
    assert run(*asked, "--fact", "value=0", "--json")[0] == 1  # class is still to be said
    (tmp_path / "in.csv").write_text(f"power,place,on,value\nhai,c101,2023-01-01,{amount}\n", encoding="utf-8")
    code, _, err = run("who", "--batch", str(tmp_path / "in.csv"), "--out", str(tmp_path / "out.csv"), "--workspace", city)
    assert code == 2
    assert "không nhận số âm" in err
