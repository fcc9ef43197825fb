# ruff: noqa: E501 - a case reads best on one line
"""Loading: the good workspace as typed rows; each damage as one sentence with its place."""

import pytest

from phancap.formats.days import parse_day
from phancap.workspace.load import WorkspaceError, load
from phancap.workspace.tables import TABLES

from .conftest import CITY, GOOD, Write


def lines(folder: object, lang: str = "vi", **kwargs: object) -> list[str]:
    with pytest.raises(WorkspaceError) as caught:
        load(folder, **kwargs)  # type: ignore[arg-type]
    return caught.value.lines(lang)


def test_the_good_workspace_loads_without_a_note(write: Write) -> None:
    workspace = load(write())
    assert workspace.notes == []
    assert workspace.city.name == "Ví Dụ"
    assert workspace.city.horizon == (parse_day("2021-01-01"), parse_day("2028-01-01"))
    assert workspace.city.timezone == "Asia/Ho_Chi_Minh"
    assert set(workspace.tables) == set(TABLES)
    assert workspace.tables["hours"] == []


def test_rows_are_typed(write: Write) -> None:
    tables = load(write()).tables
    grant = tables["grants"][0]
    assert grant["where"] == ("d916",)
    assert grant["from"] is None
    assert grant["resources"] is None
    assert grant["overrides"] == ()
    assert grant["corrects"] == ""
    assert (grant["_file"], grant["_row"], grant["_option"]) == ("grants.csv", 2, "")
    power = tables["powers"][0]
    assert (power["required"], power["joint"], power["transferable"]) == (True, ("consult", "verify"), False)
    assert power["limit_value"] == 15
    assert tables["facts"][1]["values"] == ("I", "II", "III", "IV")
    assert tables["bodies"][0]["lat"] == 10.03
    assert tables["acts"][0]["signed"] == parse_day("2014-06-18")


ERRORS = [
    # file, what it says, what it should not, the line that comes of it
    (
        "grants.csv", "ubnd-huyen", "ubnd-quan",
        "grants.csv:2:holder: không có cơ quan hay loại cơ quan `ubnd-quan` · gần nhất: `ubnd-huyen`",
    ),
    (
        "acts.csv", "2014-06-18", "18/06/2014",
        "acts.csv:2:signed: `18/06/2014` không phải ngày dạng YYYY-MM-DD · có phải `2014-06-18`?",
    ),
    (
        "acts.csv", "2014-06-18", "41808",  # what a spreadsheet leaves of a date
        "acts.csv:2:signed: `41808` không phải ngày dạng YYYY-MM-DD · có phải `2014-06-18`?",
    ),
    ("grants.csv", "decide,assign", "decied,assign", "grants.csv:2:role: `decied` không có trong danh sách"),
    ("grants.csv", "decide,assign", "decide,asign", "gần nhất: `assign`"),
    ("grants.csv", "decide,assign", "decide,", "grants.csv:2:instrument: không được để trống"),
    ("grants.csv", ",50/2014/QH13", ",50/2014/QH31", "gần nhất: `50/2014/QH13`"),
    ("grants.csv", ",50/2014/QH13", ",", "grants.csv:2:act: không được để trống"),
    ("grants.csv", "g1,1.013225", "g1,1.01322", "không có thẩm quyền `1.01322` trong powers.csv · gần nhất: `1.013225`"),
    ("grants.csv", "g1,1.013225", "g1,", "grants.csv:2:power: không được để trống"),
    ("grants.csv", "ubnd-xa", "", "grants.csv:3:holder: không được để trống"),
    ("grants.csv", "g2,1", "g1,1", "grants.csv:3:grant: `g1` đã có ở grants.csv:2"),
    ("grants.csv", '"g1,g2"', '"g1,g9"', "grants.csv:4:overrides: không có dòng `g9` trong grants.csv"),
    ("grants.csv", "d916", "d961", "grants.csv:2:where: không có đơn vị `d961` trong units.csv · gần nhất: `d916`"),
    ("grants.csv", "d916", "916", "`916` không phải nơi"),
    ("grants.csv", "d916", "!c1141", "không có đơn vị `!c1141` · có phải `c01141`? Excel hay bỏ số 0 đầu"),
    ("grants.csv", "d916", "c01141@2022-01-01", "không có đơn vị `c01141@2022-01-01`"),
    ("grants.csv", "d916", "c01142~2026-01-01", "không có đơn vị `c01142~2026-01-01`"),
    ("grants.csv", "value <", "valeu <", "không khai báo dữ kiện `valeu` trong facts.csv · gần nhất: `value`"),
    ("grants.csv", "{III, IV}", "{III, VI}", "`VI` không có trong danh sách của dữ kiện `class` · gần nhất: `I`, `II`, `IV`"),
    ("grants.csv", "value < 15000000000", "value < 15.000", "`15.000` không phải số nguyên"),
    ("grants.csv", "value < 15000000000", "class < 3", "`class` là phân loại"),
    ("grants.csv", "foreign = no", "foreign = không", "`không` không có trong danh sách của dữ kiện `foreign`"),
    ("grants.csv", "foreign = no", "foreign = no or value < 3", "có `or`"),
    ("grants.csv", ",stay,", ",stya,", "`stya` không phải cách chuyển tiếp"),
    ("grants.csv", "assign:ubnd-tinh", "assign:ubnd-tin", "không có loại cơ quan `ubnd-tin` · gần nhất: `ubnd-tinh`"),
    ("grants.csv", "2025-07-01,,140", "2025-07-01,2025-07-01,140", "grants.csv:3:to: khoảng rỗng"),
    ("units.csv", "2025-07-01,\nc01141", "2021-01-01,\nc01141", "units.csv:3:valid_to: khoảng rỗng"),
    ("acts.csv", "2025-07-01,,2027-03-01", "2025-07-01,,2025-01-01", "acts.csv:4:ends: khoảng rỗng"),
    ("units.csv", "c01142@2021-01-01", "c01142@2021-01-02", "phải là `c01142@2021-01-01`"),
    ("units.csv", "d916@2021-01-01,916", "c916@2021-01-01,916", "phải là `d916@2021-01-01`"),
    ("units.csv", "01142,Hai", "1142,Hai", "phải là `c1142@2021-01-01`"),
    ("units.csv", "district,92", "district,29", "không có đơn vị cấp trên nào từng mang mã `29` · gần nhất: `92`"),
    ("units.csv", "district,92", "quan,92", "`quan` không có trong danh sách: province, district, commune"),
    ("units.csv", "commune,916,2021-01-01,2025-07-01", "commune,916,2021-01-01,", "mã `01141` cùng lúc là của"),
    ("lineage.csv", "c01142@2021-01-01", "c01143@2021-01-01", "không có đơn vị `c01143@2021-01-01`"),
    ("lineage.csv", "part,0.5", "part,0,5", "có nhiều ô hơn 9 cột"),
    ("lineage.csv", "0.5", '"0,5"', "`0,5` không phải số (dấu thập phân là `.`) · có phải `0.5`?"),
    ("lineage.csv", "whole", "all", "`all` không có trong danh sách: whole, part, remainder"),
    ("bodies.csv", "so-x,", "ubnd-xa,", "bodies.csv:2:body: `ubnd-xa` vừa là loại cơ quan (classes.csv:4) vừa là cơ quan"),
    ("bodies.csv", "p92@2021-01-01", "p92", "bodies.csv:2:unit: không có đơn vị `p92`"),
    ("acts.csv", "203/2025/QH15 Đ.1", "203/2025/QH51 Đ.1", "gần nhất: `203/2025/QH15`"),
    ("acts.csv", "nghị định,Chính phủ,,203/2025/QH15 Đ.1", "nghị định,Chính phủ,p29,", "không có đơn vị `p29`"),
    ("acts.csv", "adopted,\n203", "adopted,cao\n203", "acts.csv:2:rank: `cao` không phải số nguyên"),
    ("acts.csv", "adopted,\n203", 'adopted,"1.000.000"\n203', "có phải `1000000`?"),
    ("powers.csv", ",yes,", ",có,", "powers.csv:2:required: `có` không phải `yes` hay `no` · có phải `yes`?"),
    ("powers.csv", "consult,verify", "consult,verfy", "`verfy` không phải vai trò"),
    ("powers.csv", "15,day", "15,ngày", "`ngày` không có trong danh sách: working_day"),
    ("facts.csv", "I|II|III|IV", "", "facts.csv:3:values: dữ kiện loại `category` cần danh sách giá trị"),
    ("facts.csv", "1.013225", "1.013222", "không có thẩm quyền `1.013222`"),
    ("limits.csv", "15:00", "15h", "`15h` không phải giờ dạng HH:MM"),
    ("tensions.csv", ",no,", ",yes,", "tension `t1` có 2 cách hiểu ghi `prevails = yes`"),
    ("tensions.csv", "t1,g2", "t1,g7", "không có dòng `g7`"),
    ("staff.csv", "ubnd-tinh/p92@2021-01-01", "ubnd-tinh/p92@2021-01-02", "không có cơ quan hay loại cơ quan"),
    ("staff.csv", "assumption", "gia-dinh", "không có nguồn `gia-dinh` trong sources.csv"),
    ("organisation.csv", "!c01142~2022-01-01", "!c01142~1/1/2022", "không phải nơi"),
    ("city.toml", "format = 1", "format = 2", "city.toml:format: `format = 2` mới hơn bản này"),
    ("city.toml", "format = 1", "format = 0", "phancap migrate"),
    ("city.toml", "format = 1\n", "", "city.toml:format: thiếu `format`"),
    ("city.toml", 'name = "Ví Dụ"', "name = 5", "`5` không dùng được cho `name`"),
    ("city.toml", "2028-01-01", "01/01/2028", "có phải `2028-01-01`?"),
    ("city.toml", "2028-01-01", "2020-01-01", "khoảng rỗng"),
    ("city.toml", ', "2028-01-01"', "", "cần `horizon = ["),
    ("city.toml", "format = 1", "format == 1", "không phải TOML"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "says"), ERRORS)
def test_a_damage_is_named(change: Write, file: str, old: str, new: str, says: str) -> None:
    folder = change(file, old, new)
    found = lines(folder)
    assert any(line.startswith(file) and says in line for line in found), found
    # Both languages have a sentence for it, and nothing is left unfilled.
    english = lines(folder, "en")
    assert len(english) == len(found)
    assert not any("{" in line.replace("{III", "") for line in english if "condition" not in line)


WITHOUT_ERROR = [
    # Things that look wrong and are allowed.
    ("grants.csv", "Đ.103,", ","),  # a clause that nobody read
    ("grants.csv", "Đ.103,", "Đ.104,"),  # a clause without a row of its own
    ("grants.csv", "d916", "d916@2021-01-01"),
    ("grants.csv", "d916", "d916~2024-12-31"),
    ("grants.csv", "d916", '"!d916,!c01141"'),
    ("grants.csv", "d916", ""),
    ("grants.csv", "decide,assign,,ubnd-xa", ",assign,,so-x"),
    ("grants.csv", "withdraw,,,", "withdraw,x,y,d1"),  # its other columns do not matter
    ("bodies.csv", "p92@2021-01-01", "c01141~2022-01-01"),
    ("acts.csv", "Chính phủ,,203", "Chính phủ,p92,203"),
    ("acts.csv", "203/2025/QH15 Đ.1", "203/2025/QH15"),
    ("city.toml", '["2021-01-01", "2028-01-01"]', "[2021-01-01, 2028-01-01]"),
]


@pytest.mark.parametrize(("file", "old", "new"), WITHOUT_ERROR)
def test_what_the_contract_allows_loads(change: Write, file: str, old: str, new: str) -> None:
    assert load(change(file, old, new)).notes == []


def test_all_errors_come_in_one_go_sorted_by_place(write: Write) -> None:
    found = lines(
        write(
            {
                "acts.csv": GOOD["acts.csv"].replace("2014-06-18", "18.6.2014"),
                "grants.csv": GOOD["grants.csv"].replace("ubnd-xa", "ubnd-x").replace("g1,1.01", "g1,2.01"),
                "city.toml": CITY.replace("Ví Dụ", ""),
            }
        )
    )
    assert [line.split(" ")[0] for line in found[:-1]] == [
        "acts.csv:2:signed:", "city.toml:name:", "grants.csv:2:power:", "grants.csv:3:holder:",
    ]  # fmt: skip
    assert found[-1].startswith("4 lỗi, không ghi gì.")


HEADERS = [
    ("", "không có dòng tiêu đề"),
    ("\n\n", "không có dòng tiêu đề"),
    ("g1,1.013225,decide\n", "không có dòng tiêu đề"),
    ("grant,power,role,holder,act\n", "thiếu cột `instrument`"),
    ("grant,power,role,instrumnt,holder,act\n", "thiếu cột `instrument` · gần nhất: `instrumnt`"),
    ("grant,grant,instrument,act\n", "cột `grant` có hai lần ở tiêu đề"),
    (b"grant,instrument,act\n\xff\xfeabc", "không phải UTF-8 (byte 0xff)"),
    ("grant,instrument,act\n".encode("utf-16"), "UTF-16"),
    (b"grant,instrument,act\ng1,ass\x00ign,a\n", "ký tự điều khiển U+0000"),
    ('grant,instrument,act\ng1,"assign,a\n', "không tách được cột"),
    ("grant,instrument,act,note\ng1,assign,50/2014/QH13," + "x" * 30_000 + "\n", "ô quá dài"),
    ("grant,instrument,act,note\ng1,assign,50/2014/QH13," + "x" * 200_000 + "\n", "ô quá dài"),
    ("grant,instrument,act\ng1,assign,a" + "\u0301\u0323" * 40 + "\n", "hơn 30 dấu"),
]


@pytest.mark.parametrize(("content", "says"), HEADERS)
def test_a_file_that_is_no_table(write: Write, content: str | bytes, says: str) -> None:
    found = lines(write({"grants.csv": content, "tensions.csv": None}))
    assert any(says in line for line in found)
    assert max(map(len, found)) < 900  # a message is not a dump


def test_a_table_that_cannot_be_read_makes_no_other_errors(write: Write) -> None:
    found = lines(write({"acts.csv": b"\xff", "units.csv": "uid\n"}))
    assert len([line for line in found if line.startswith("acts.csv")]) == 1
    assert all(line.startswith(("acts.csv", "units.csv")) for line in found[:-1])


READ_ALL_THE_SAME = [
    ("\ufeff" + GOOD["facts.csv"], "bom"),
    (GOOD["facts.csv"].replace(",", ";"), "delimiter"),
    (GOOD["facts.csv"].replace(",", "\t"), "delimiter"),
    ("sep=;\n" + GOOD["facts.csv"].replace(",", ";"), "sep-line"),
    (GOOD["facts.csv"].replace("\n", "\r\n"), ""),
    (GOOD["facts.csv"].replace("\n", ",,\n") + ",,,,,,,\n\n", ""),
    (GOOD["facts.csv"].replace("label", "label,ghi chú"), "unknown-column"),
]


@pytest.mark.parametrize(("content", "note"), READ_ALL_THE_SAME)
def test_what_spreadsheets_write_is_read(write: Write, content: str, note: str) -> None:
    plain = load(write()).tables["facts"]
    workspace = load(write({"facts.csv": content}))
    first = 1 if content.startswith("sep") else 0
    assert workspace.tables["facts"] == [row | {"_row": row["_row"] + first} for row in plain]
    assert [n.problem for n in workspace.notes] == (
        [note] if note != "sep-line" else ["sep-line", "delimiter"]
    )[: 1 + (note == "sep-line")] or note == ""
    for each in workspace.notes:
        assert each.line("vi").startswith("facts.csv")
        assert each.line("en").startswith("facts.csv")


def test_decomposed_accents_are_the_same_text(write: Write) -> None:
    import unicodedata

    plain = load(write()).tables
    decomposed = {name: unicodedata.normalize("NFD", text) for name, text in GOOD.items()}
    workspace = load(write(decomposed))
    assert workspace.tables == plain
    assert workspace.city.name == "Ví Dụ"
    assert {note.problem for note in workspace.notes} == {"nfd"}


def test_a_code_that_lost_its_zero_is_told(write: Write) -> None:
    rows = "".join(f"c0{n}@2021-01-01,0{n},X,xã,commune,92,2021-01-01,\n" for n in range(2000, 2020))
    units = "uid,code,name,type,level,parent_code,valid_from,valid_to\n" + rows
    units += (
        "p92@2021-01-01,92,A,tỉnh,province,,2021-01-01,\nc1999@2021-01-01,1999,X,xã,commune,92,2021-01-01,\n"
    )
    notes = load(write({**dict.fromkeys(GOOD), "city.toml": CITY, "units.csv": units})).notes
    assert [note.line() for note in notes] == [
        "units.csv:23:code: mã `1999` ngắn hơn các mã cùng cấp: có phải `01999`? Excel hay bỏ số 0 đầu"
    ]


def test_a_correction_shares_the_key(change: Write) -> None:
    row = "g1,1.013225,decide,assign,,ubnd-xa,*,,,,50/2014/QH13,,,stay,"
    header, known = "transition,note", "transition,note,known,corrects"
    text = GOOD["grants.csv"].replace(header, known) + f"{row},2025-01-01,g1\n{row},2025-02-01,g1\n"
    assert len(load(change("grants.csv", GOOD["grants.csv"], text)).tables["grants"]) == 5
    found = lines(change("grants.csv", GOOD["grants.csv"], text + f"{row},2025-02-01,g1\n"))
    assert "grants.csv:7:grant: `g1` đã có ở grants.csv:6" in found[0]
    found = lines(change("grants.csv", GOOD["grants.csv"], text.replace("2025-02-01,g1", "2025-02-01,g8")))
    assert "grants.csv:6:corrects: đính chính `g8`" in found[0]


def test_a_withdrawal_needs_no_readable_condition(change: Write) -> None:
    workspace = load(change("grants.csv", "g3,,,withdraw,,,,,", "g3,,,withdraw,,,somewhere,!!,"))
    assert [(note.problem, note.column) for note in workspace.notes] == [
        ("no-matter", "where"), ("no-matter", "condition"),
    ]  # fmt: skip
    assert (workspace.tables["grants"][2]["where"], workspace.tables["grants"][2]["condition"]) == ((), "")


def test_absent_tables_are_fine(write: Write) -> None:
    nothing = dict.fromkeys(GOOD)
    workspace = load(write({**nothing, "city.toml": CITY}))
    assert all(rows == [] for rows in workspace.tables.values())
    units = load(write({**nothing, "city.toml": CITY, "units.csv": GOOD["units.csv"]}))
    assert [note.problem for note in units.notes] == ["absent-table"]


def test_unknown_files_are_told_and_others_let_be(write: Write) -> None:
    folder = write({"unit.csv": "a\n", "README.md": "x", ".hidden.csv": "x", "scheme/comments.csv": "x"})
    assert [note.line() for note in load(folder).notes] == ["unit.csv: không phải bảng của workspace; bỏ qua"]


def test_options_add_their_rows(write: Write) -> None:
    option = {
        "options/thi-diem/option.toml": 'name = "Thí điểm"\naims = ["a"]\nauthors = ["b", "c"]\n',
        "options/thi-diem/grants.csv": "grant,power,role,instrument,holder,act\nn1,1.013225,decide,assign,so-x,50/2014/QH13\n",
    }
    folder = write(option)
    assert len(load(folder).tables["grants"]) == 3
    workspace = load(folder, ["thi-diem"])
    assert workspace.tables["grants"][-1]["_option"] == "thi-diem"
    assert workspace.tables["grants"][-1]["_file"] == "options/thi-diem/grants.csv"
    assert workspace.options["thi-diem"].authors == ("b", "c")
    assert "options: không có phương án `thi-die` · " in lines(folder, options=["thi-die"])[0]
    clash = {"options/thi-diem/grants.csv": option["options/thi-diem/grants.csv"].replace("n1", "g1")}
    assert "`g1` đã có ở grants.csv:2" in lines(write(clash), options=["thi-diem"])[0]


@pytest.mark.parametrize("option", ["../x", "/etc", "", ".", "..", "a/b", "a\\b", "-x", "a\x00b", "é" * 3])
def test_an_option_is_no_path(write: Write, option: str) -> None:
    assert "không phải mã phương án" in lines(write(), options=[option])[0]


def test_ten_thousand_bad_rows_are_counted_and_cut(write: Write) -> None:
    header = GOOD["grants.csv"].splitlines()[0]
    rows = "".join(
        f"b{n},1.{n:06},decied,asign,x{n},ubnd-{n},c{n},val{n} < 5,1/1/2020,2,QH{n},,z{n},q{n},\n"
        for n in range(10_000)
    )
    with pytest.raises(WorkspaceError) as caught:
        load(write({"grants.csv": f"{header}\n{rows}", "tensions.csv": None}))
    assert caught.value.total > 100_000
    found = caught.value.lines()
    assert len(found) == 202
    assert found[-2].startswith("... và ")
    assert found[-1].startswith(f"{caught.value.total} lỗi")
