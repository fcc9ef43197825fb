"""`phancap import log`: what is printed and written, and files that are refused with nothing written."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from phancap.cli.main import main
from phancap.formats.csv_text import read_csv_bytes
from phancap.formats.event_log import BadLog
from phancap.formats.xes import write_xes
from tests.simulation.log_world import steady

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "log" / "register.csv"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Run a command: (exit code, standard output, standard error)."""

    def call(*words: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stop:
            main([str(word) for word in words])
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return call


def test_a_register_of_excel(run: Any, tmp_path: Path) -> None:
    code, out, err = run("import", "log", EXAMPLE, "--out", tmp_path / "fitted")
    assert (code, err) == (0, "")
    assert out.startswith("160 hồ sơ, 694 sự kiện, 5 bước khác nhau")
    assert "quá hạn" in out
    assert "dải 90 %" in out
    names = {path.name for path in (tmp_path / "fitted").iterdir()}
    assert names == {"demand.csv", "service.csv", "sources.csv", "model.toml", "fit.md", "fit.html", "charts"}
    demand = read_csv_bytes((tmp_path / "fitted" / "demand.csv").read_bytes())
    assert demand.rows[0][1][0] == "register"


def test_a_packed_log_as_json(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "Cấp phép.xes.gz"
    path.write_bytes(gzip.compress(write_xes(steady(150)).encode()))
    code, out, _ = run(
        "import", "log", path, "--out", tmp_path / "o", "--power", "1.013225", "--workspace", EXAMPLE.parents[1] / "gap",
        "--json", "--train", "0.5",
    )  # fmt: skip
    assert code == 2  # the small workspace has no such power
    code, out, _ = run(
        "import", "log", path, "--out", tmp_path / "o", "--json", "--train", "0.5", "--lang", "en"
    )
    answer = json.loads(out)
    assert (code, answer["log"]["cases"], answer["power"]) == (0, 150, "cap-phep")
    assert answer["prediction"]["trained"] == pytest.approx(75, abs=8)
    assert "demand.csv" in answer["written"]
    assert (tmp_path / "o" / "fit.md").read_text(encoding="utf-8").startswith("# The log")


def test_a_power_of_the_workspace(run: Any, tmp_path: Path) -> None:
    words = ("import", "log", EXAMPLE, "--out", tmp_path / "o", "--workspace", EXAMPLE.parents[1] / "gap")
    code, _, err = run(*words, "--power", "d1.01")
    assert code == 2
    assert "`--power d1.01` không có trong bộ dữ liệu" in err
    code, _, err = run("import", "log", EXAMPLE, "--out", tmp_path / "o", "--power", "../x")
    assert "`--power ../x` không phải mã thẩm quyền" in err
    assert not (tmp_path / "o").exists()


REFUSED: dict[str, tuple[str, bytes, tuple[str, ...], str]] = {
    "bomb": ("b.xes", b"<!DOCTYPE l [<!ENTITY a 'x'>]><log/>", (), "b.xes:1: có DOCTYPE hoặc ENTITY"),
    "not a log": ("b.csv", b"name,age\nan,5\n", (), "b.csv:1:case: không thấy cột `mã hồ sơ` trong: name, age"),
    "bad day": ("b.csv", "mã hồ sơ,thời gian\n1,2024-05-02\n2,hôm qua\n".encode(), (), "b.csv:3:thời gian: `hôm qua` không phải ngày giờ"),
    "two orders": ("b.csv", b"case,time\n1,16/11/2019\n2,11/16/2019\n", (), "b.csv:2:time: `16/11/2019` là ngày trước tháng, nhưng dòng 3: 11/16/2019"),
    "empty": ("b.csv", b"case,time\n", (), "b.csv: không có hồ sơ nào trong tệp"),
    "no moments": ("b.csv", b"case,time\n1,\n", (), "b.csv: không sự kiện hay hồ sơ nào có ngày giờ"),
    "no such column": ("b.csv", b"case,time\n1,2024-05-02\n", ("--column", "case=cas"), "b.csv:1:case: không có cột `cas` · gần nhất: `case`"),
    "no such role": ("b.csv", b"case,time\n1,2024-05-02\n", ("--column", "who=case"), "`who` không phải vai trò của cột"),
    "no equal sign": ("b.csv", b"case,time\n1,2024-05-02\n", ("--column", "case"), "`--column case`: cần dạng `case=Mã hồ sơ`"),
    "ocel types": ("b.json", b'{"objects": [{"id": "a", "type": "x"}, {"id": "b", "type": "y"}], "events": []}', (), "nhiều loại đối tượng: x, y"),
    "json": ("b.json", b"{", (), "b.json:1: không phải JSON đúng"),
    "packed": ("b.xes.gz", gzip.compress(b"<log/>")[:-4], (), "tệp .gz hỏng"),
    "train": ("b.csv", b"case,time\n1,2024-05-02\n", ("--train", "1.5"), "1.5"),
    "binary": ("b.csv", bytes(range(256)), (), "b.csv"),
    "workbook": ("b.xlsx", b"PK\x03\x04nothing", (), "b.xlsx: không mở được sổ tính"),
}  # fmt: skip


@pytest.mark.parametrize("case", list(REFUSED))
def test_what_is_refused_writes_nothing(case: str, run: Any, tmp_path: Path) -> None:
    name, data, more, message = REFUSED[case]
    (tmp_path / name).write_bytes(data)
    code, out, err = run("import", "log", tmp_path / name, "--out", tmp_path / "o", *more)
    assert (code, out) == (2, "")
    assert message in err
    assert "Traceback" not in err
    assert not (tmp_path / "o").exists()


def test_where_to_write_and_from_what(run: Any, tmp_path: Path) -> None:
    assert run("import", "log", EXAMPLE)[::2] == (2, "thiếu `--out THƯ MỤC`\n")
    code, _, err = run("import", "log", tmp_path, "--out", tmp_path / "o")
    assert (code, "là thư mục · cần một tệp nhật ký" in err) == (2, True)
    (tmp_path / "file").touch()
    code, _, err = run("import", "log", EXAMPLE, "--out", tmp_path / "file")
    assert (code, "là tệp, cần tên thư mục" in err) == (2, True)


def test_a_workbook_with_a_register(run: Any, tmp_path: Path) -> None:
    from phancap.formats.xlsx import SheetOut, write_xlsx_bytes

    grid = read_csv_bytes(EXAMPLE.read_bytes())
    sheet = SheetOut("sổ", grid.header, [cells for _, cells in grid.rows], {})
    (tmp_path / "so.xlsx").write_bytes(write_xlsx_bytes([sheet]))
    code, out, _ = run("import", "log", tmp_path / "so.xlsx", "--out", tmp_path / "o", "--lang", "en")
    assert (code, out.splitlines()[0][:36]) == (0, "160 dossiers, 694 events, 5 differen")


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("mã hồ sơ,bước,thời điểm\n1,a,2024-05-02,thừa\n", ":2: dòng có nhiều ô hơn 3 cột", ":2: the row has more cells than the 3"),
        ('mã hồ sơ,bước,thời điểm\n1,"a,2024-05-02\n', ":2: không tách được cột", ":2: cannot be cut into columns"),
        ("mã hồ sơ,bước,thời điểm\n1,a\x01,2024-05-02\n", "có ký tự điều khiển U+0001", "holds the control character U+0001"),
    ],
)
def test_a_table_that_is_none_is_told_in_a_sentence(run: Any, tmp_path: Path, text: str, vi: str, en: str) -> None:
    path = tmp_path / "log.csv"
    path.write_text(text, encoding="utf-8")
    for words, lang in ((vi, "vi"), (en, "en")):
        code, out, err = run("import", "log", path, "--out", tmp_path / "o", "--lang", lang)
        assert (code, out) == (2, "")
        assert words in err
    assert not (tmp_path / "o").exists()


def test_whatever_a_reader_of_tables_meets_has_words() -> None:
    """Each id that the readers can give, found in their text, has its sentence in both languages."""
    from phancap.formats.grid import Remark
    from phancap.simulation.calibrate.reading import SENTENCES, sentence
    from phancap.workspace.messages import MESSAGES

    source = Path(__file__).parents[2] / "src" / "phancap" / "formats"
    names = ("csv_text", "grid", "xlsx", "event_csv", "event_log", "xes", "ocel")
    text = "\n".join((source / f"{name}.py").read_text(encoding="utf-8") for name in names)
    ids = {*re.findall(r'(?:BadLog|BadWorkbook|problems\.append\(Remark)\(\s*"([a-z0-9-]+)"', text)}
    ids |= {"bad-csv", "formula", "error-cell", "control-character", "piled-accents"}  # named by a variable
    assert len(ids) > 25
    for problem in ids:
        for lang in ("vi", "en"):
            assert problem in SENTENCES[lang] or problem in MESSAGES, problem
            told = sentence(BadLog(*Remark(problem, 3, "cột", "x", "9")), "log.csv", lang)
            assert len(told) > len("log.csv:3:cột: ") + 10
            assert "-" not in problem or problem not in told
