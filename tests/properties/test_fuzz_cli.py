"""Garbage in every argument and every file: exit code 2 and a sentence that helps, never a traceback."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_city import make_city
from small_world import write_world

from phancap.cli.main import main

MANY = settings.default.max_examples if settings.default else 100
FEW = settings(max_examples=MANY // 2)

# Text as people mistype it, as programs break it, and as the shell can pass it (no NUL).
ARGUMENT = st.one_of(
    st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=30),
    st.sampled_from(
        ["", " ", "-", "--", "-1", "%s", "{}", "'", '"', "../..", "/", "NaN", "1e400", "c", "c@", "p92@", "@2022-01-01",
         "c31001@", "c31001~", "d901@2021-01-01", "c31001@2021-13-01", "10,106", "91,181", "1.000001", "1.000001.000",
         "value=", "=", "value=1e3", "value=-1", "value=99999999999999999999999", "2022-02-30", "20-06-2022",
         "2022-6-1", "today", "9999-12-31", "0001-01-01", "٢٠٢٢-٠١-٠١", "²", "🏛️", "\u202e", "a" * 3000]
    ),
)  # fmt: skip
CELL = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.sampled_from(
        ["", "x", "-", "2022-13-01", "01/02/2022", "2022-01-01", "-5", "1.5", "1e9", "yes", "YES", "có", "*", "!", "!!", ",", ",,",
         "!*", "*,!*", "c31001", "d901~2021-01-01", "d901~", "d901~2021-99-99", "value <", "value < x", "a in {", "value = 1 or b = 2",
         "g1", "g1,g1", "w", "=1+1", "@SUM(A1)", "assign:", "assign:nobody", "assign:ubnd-xa", "\r", "\n", "0" * 400, "9" * 400]
    ),
)  # fmt: skip
FILES = ("city.toml", "units.csv", "lineage.csv", "classes.csv", "organisation.csv", "bodies.csv", "acts.csv", "provisions.csv",
         "powers.csv", "facts.csv", "grants.csv", "tensions.csv")  # fmt: skip
BYTES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b'"', b"a,b\n1", b"a;b\n1;2;3\n", b"PK\x03\x04", b"\n" * 50, b",,,\n" * 9]),
)


def run(*words: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of a command run in this process."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(list(words))
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, out.getvalue(), err.getvalue()


def is_calm(words: tuple[str, ...], *, allowed: tuple[int, ...] = (0, 1, 2)) -> int:
    """The command ended as the contract has it; the sentence of a refusal is there and is one for people."""
    code, out, err = run(*words)
    assert code in allowed, (code, words, err[-2000:])
    assert "Traceback" not in out + err, err
    if code == 2:
        assert err.strip(), words
        for slang in ("NoneType", "object has no attribute", "KeyError", "invalid literal", "Errno"):
            assert slang not in err, err
    return code


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small workspace with something in every table; nothing is kept in the user's cache."""
    base = tmp_path_factory.mktemp("fuzz")
    before = os.environ.get("PHANCAP_CACHE")
    os.environ["PHANCAP_CACHE"] = str(base / "cache")
    yield make_city(7, base / "city", powers=2, communes=4)
    os.environ.pop("PHANCAP_CACHE")
    if before is not None:
        os.environ["PHANCAP_CACHE"] = before


@given(power=ARGUMENT, at=ARGUMENT, more=st.lists(st.tuples(st.sampled_from(
    ["--on", "--role", "--decided", "--known", "--fact", "--lang", "--option"]), ARGUMENT), max_size=3))  # fmt: skip
def test_who_bears_any_argument(world: Path, power: str, at: str, more: list[tuple[str, str]]) -> None:
    words = [f"{option}={value}" for option, value in more]
    is_calm(("who", f"--at={at}", *words, f"--workspace={world}", "--", power))


@given(power=ARGUMENT, at=ARGUMENT, on=st.sampled_from(["2021-01-01", "2027-12-31", "2024-11-01"]), fact=ARGUMENT)
@FEW
def test_who_bears_any_words_about_the_shipped_city(world: Path, power: str, at: str, on: str, fact: str) -> None:
    is_calm(("who", f"--at={at}", f"--on={on}", f"--fact={fact}", "--json", "--", power))


@given(command=st.sampled_from(["place", "powers", "check", "diff", "agenda", "deadline", "verify", "who"]),
       words=st.lists(ARGUMENT, max_size=3))  # fmt: skip
@FEW
def test_every_command_bears_any_words(world: Path, command: str, words: list[str]) -> None:
    is_calm((command, f"--workspace={world}", "--", *words))


@given(day=ARGUMENT.filter(lambda text: text.strip() != "today" and not text.strip()[:4].isdecimal()))
@FEW
def test_a_day_that_is_none_is_refused(world: Path, day: str) -> None:
    for option in ("--on", "--decided", "--known"):
        assert is_calm(("who", "1.000001", "--at=c31001", f"{option}={day}", f"--workspace={world}")) == 2


@given(name=st.sampled_from(FILES), content=BYTES)
def test_any_bytes_in_any_file_are_read_or_refused(world: Path, name: str, content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bytes") / "city"
    shutil.copytree(world, folder)
    (folder / name).write_bytes(content)
    is_calm(("check", f"--workspace={folder}"))
    shutil.rmtree(folder)


@given(name=st.sampled_from(FILES[1:]), spoil=st.data())
@settings(max_examples=MANY * 2)
def test_any_cell_of_any_file_is_read_or_refused(world: Path, name: str, spoil: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    import csv

    folder = tmp_path_factory.mktemp("cells") / "city"
    shutil.copytree(world, folder)
    with (folder / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    for _ in range(spoil.draw(st.integers(1, 3))):
        row = rows[spoil.draw(st.integers(0, len(rows) - 1))]
        row[spoil.draw(st.integers(0, len(row) - 1))] = spoil.draw(CELL)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    if is_calm(("check", f"--workspace={folder}")) != 2:
        is_calm(("who", "1.000100", "--at=c31001", "--on=2024-01-01", f"--workspace={folder}"))
    shutil.rmtree(folder)


@given(text=st.one_of(BYTES, st.lists(st.lists(ARGUMENT, max_size=5), max_size=4).map(
    lambda rows: ("power,place,on\n" + "\n".join(",".join(row) for row in rows)).encode("utf-8", "surrogatepass"))))  # fmt: skip
@FEW
def test_any_batch_file_is_answered_or_refused(world: Path, text: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("batch")
    (home / "in.csv").write_bytes(text)
    code = is_calm(("who", f"--batch={home / 'in.csv'}", f"--out={home / 'out.csv'}", f"--workspace={world}"))
    # A refusal writes nothing, an answer everything.
    assert (home / "out.csv").exists() == (code == 0)
    assert sorted(path.name for path in home.iterdir()) == (["in.csv", "out.csv"] if code == 0 else ["in.csv"])


@pytest.mark.parametrize("option", ["../x", "/etc", "..", ".", "", "a/b", "a\\b", "con", "nobody", "\u202e", "a" * 400])
@pytest.mark.parametrize("command", ["who", "check"])
def test_an_option_is_a_name_and_no_path(option: str, command: str, world: Path) -> None:
    words = ("1.000100", "--at=c31001") if command == "who" else ()
    assert is_calm((command, *words, f"--option={option}", f"--workspace={world}")) == 2


@pytest.mark.parametrize("workspace", ["/nowhere", "/etc/passwd", "/dev/null", "a" * 5000, "nowhere.xlsx", "/"])
def test_a_workspace_that_is_none_is_refused(workspace: str, world: Path) -> None:
    for command in (("who", "1.000100", "--at=c31001"), ("check",), ("place", "x"), ("powers", "--of", "x")):
        assert is_calm((*command, f"--workspace={workspace}")) == 2


def test_a_circle_of_corrections_is_borne(tmp_path: Path, world: Path) -> None:
    """Two rows that correct each other, and a row that corrects itself, still end."""
    from small_world import grant

    grants = [grant("g1", "ubnd-huyen", corrects="g2", known="2022-01-01"), grant("g2", "ubnd-xa", corrects="g1", known="2022-01-01"),
              grant("g3", "ubnd-tinh", corrects="g3", known="2022-01-01")]  # fmt: skip
    folder = write_world(tmp_path / "city", grants=grants)
    is_calm(("check", f"--workspace={folder}"))
    is_calm(("who", "1.000001", "--at=c31001", "--on=2022-06-01", f"--workspace={folder}"))


def test_a_circle_of_lineage_is_borne(tmp_path: Path, world: Path) -> None:
    """A version that becomes itself, and two that become each other."""
    from small_world import UNITS, edge

    one, other = UNITS[2]["uid"], UNITS[3]["uid"]
    folder = write_world(tmp_path / "city", lineage=[edge(one, one), edge(one, other), edge(other, one)])
    is_calm(("check", f"--workspace={folder}"))
    is_calm(("who", "1.000001", "--at=c31001", "--on=2022-06-01", f"--workspace={folder}"))
