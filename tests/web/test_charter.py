"""The workshop of the charter: from a file or a row to what the public is answered, and back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, override_settings

from phancap.formats.days import format_day
from tests.web.test_people import person

GAP = Path(__file__).parents[2] / "examples" / "gap"
HOME = "/studio/charter/"
ASKED = "/who.json?power=cap-phep-mau&at=c99001&on=2025-07-01&fact=value%3D5"


@pytest.fixture
def workshop(stored: None, tmp_path: Path) -> Iterator[Path]:
    """A site with a data folder of its own."""
    with override_settings(PHANCAP_DATA=tmp_path):
        yield tmp_path


def logged_in(name: str = "an", role: str = "studio") -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(person(name, role), backend="django.contrib.auth.backends.ModelBackend")
    return client


def zipped(folder: Path = GAP, prefix: str = "gap/", **changed: bytes) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(folder).as_posix()
                archive.writestr(prefix + name, changed.pop(name.replace(".", "_"), path.read_bytes()))
    out.seek(0)
    out.name = "gap.zip"
    return out


def begun(client: Client, **told: Any) -> str:
    answer = client.post(f"{HOME}begin", {"title": "Thử", "file": zipped(), **told})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).rstrip("/").rpartition("/")[2]


def published(client: Client, key: str, **told: str) -> Any:
    return client.post(f"{HOME}drafts/{key}/publish", {"reason": "vì thử", "day": "", "knowing": "yes", **told})


def mark(client: Client, key: str, table: str, words: str) -> str:
    text = client.get(f"{HOME}drafts/{key}/tables/{table}", {"q": words}).content.decode()
    return text.partition("was=")[2].partition('"')[0].partition("&")[0]


def form(row: dict[str, str]) -> dict[str, str]:
    return {f"c-{name}": value for name, value in row.items()}


MENDED = {
    "grant": "vd3", "power": "cap-phep-mau", "role": "decide", "instrument": "assign", "holder": "ubnd-xa", "where": "*",
    "condition": "value < 15000000000", "from": "2025-07-01", "act": "vi-du-sap-xep", "provision": "Đ.4",
    "transition": "successor", "source": "vi-du",
}  # fmt: skip


def test_from_a_file_to_what_the_public_is_answered_and_back(workshop: Path, site: Client) -> None:
    client = logged_in()
    assert site.get(ASKED).json()["status"] == "unknown-power"  # the shipped city answers
    key = begun(client)
    assert published(client, key).status_code == 302
    assert site.get(ASKED).json()["status"] == "gap"
    first = client.get(HOME).content.decode()
    # A row mended on the screen.
    key = client.post(f"{HOME}begin", {"title": "Lấp khoảng trống"})["Location"].rstrip("/").rpartition("/")[2]
    page = client.get(f"{HOME}drafts/{key}/findings").content.decode()
    assert "PC001" in page
    answer = client.post(f"{HOME}drafts/{key}/tables/grants/row", {"was": mark(client, key, "grants", "vd3"), **form(MENDED)})
    assert answer.status_code == 302, answer.content.decode()
    told = client.get(f"{HOME}drafts/{key}/findings").content.decode()
    assert "PC001" not in told
    assert "0 lỗi chưa xử lý" in told
    changes = client.get(f"{HOME}drafts/{key}/changes").content.decode()
    assert "cap-phep-mau" in changes
    assert "01-07-2025" in changes
    assert site.get(ASKED).json()["status"] == "gap"  # nobody outside sees a draft
    assert published(client, key).status_code == 302
    assert site.get(ASKED).json()["status"] == "competent"
    # Back to the first.
    version = first.partition("versions/")[2].partition(".xlsx")[0]
    assert client.post(f"{HOME}roll-back", {"version": version, "reason": "xem lại"}).status_code == 302
    assert site.get(ASKED).json()["status"] == "gap"
    log = client.get(f"{HOME}log").content.decode()
    assert all(kind in log for kind in ("bắt đầu bản nháp", "sửa dòng", "công bố", "quay lại bản cũ"))
    assert "Chuỗi nguyên vẹn" in log


def test_a_site_started_with_a_workspace_says_that_publishing_changes_nothing(workshop: Path) -> None:
    client = logged_in()
    assert "chưa đổi câu trả lời nào" not in client.get(HOME).content.decode()
    with override_settings(PHANCAP_WORKSPACE=str(GAP)):
        assert "chưa đổi câu trả lời nào" in client.get(HOME).content.decode()
        assert "changes no answer yet" in client.get(f"{HOME}?lang=en").content.decode()


def test_a_day_ahead_and_called_off(workshop: Path, site: Client) -> None:
    client = logged_in()
    published(client, begun(client))
    key = client.post(f"{HOME}begin", {"title": "Tháng sau"})["Location"].rstrip("/").rpartition("/")[2]
    client.post(f"{HOME}drafts/{key}/tables/grants/row", {"was": mark(client, key, "grants", "vd3"), **form(MENDED)})
    later = format_day(date.today().toordinal() + 30)
    assert published(client, key, day=later).status_code == 302
    assert site.get(ASKED).json()["status"] == "gap"
    home = client.get(HOME).content.decode()
    number = home.partition('name="number" value="')[2].partition('"')[0]
    assert client.post(f"{HOME}call-off", {"number": number, "reason": ""}).status_code == 400
    assert client.post(f"{HOME}call-off", {"number": number, "reason": "chưa chín"}).status_code == 302
    assert client.post(f"{HOME}call-off", {"number": number, "reason": "lần nữa"}).status_code == 400


def test_publishing_needs_a_reason_a_coming_day_and_open_eyes(workshop: Path) -> None:
    client = logged_in()
    key = begun(client)
    past = (date.today() - timedelta(days=1)).isoformat()
    for told, words in (
        ({"reason": " "}, "ghi lý do"), ({"day": past}, "trước hôm nay"), ({"day": "31/02/2027"}, "31/02/2027"),
        ({"knowing": "no"}, "còn lỗi chưa xử lý"),
    ):  # fmt: skip
        answer = published(client, key, **told)
        assert (answer.status_code, words in answer.content.decode()) == (400, True), told
    broken = client.post(f"{HOME}drafts/{key}/upload", {"file": named("acts.csv", b"act,type\nx,nonsense\n")})
    assert broken.status_code == 302
    answer = published(client, key)
    assert answer.status_code == 400
    assert "acts.csv:2:type" in answer.content.decode()


def named(name: str, data: bytes) -> io.BytesIO:
    out = io.BytesIO(data)
    out.name = name
    return out


def test_two_people_on_one_row_see_each_other(workshop: Path) -> None:
    an, binh = logged_in("an"), logged_in("bình")
    key = begun(an)
    address, was = f"{HOME}drafts/{key}/tables/grants/row", mark(an, key, "grants", "vd3")
    assert an.post(address, {"was": was, **form({**MENDED, "note": "của An"})}).status_code == 302
    answer = binh.post(address, {"was": was, **form({**MENDED, "note": "của Bình"})})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "của An" in text
    assert "của Bình" in text
    now = text.partition('name="was" value="')[2].partition('"')[0]
    assert binh.post(address, {"was": now, **form({**MENDED, "note": "của cả hai"})}).status_code == 302
    assert "của cả hai" in binh.get(f"{HOME}drafts/{key}/tables/grants").content.decode()


def test_two_drafts_of_one_version_come_together(workshop: Path, site: Client) -> None:
    client = logged_in()
    published(client, begun(client))
    one, two = (client.post(f"{HOME}begin", {"title": t})["Location"].rstrip("/").rpartition("/")[2] for t in "ab")
    client.post(f"{HOME}drafts/{one}/tables/grants/row", {"was": mark(client, one, "grants", "vd3"), **form(MENDED)})
    row = {"class": "so-moi", "name": "Sở Mới", "level": "none", "kind": "agency"}
    assert client.post(f"{HOME}drafts/{two}/tables/classes/row", {"was": "", **form(row)}).status_code == 302
    assert published(client, one).status_code == 302
    answer = published(client, two)
    assert answer.status_code == 409
    assert "đưa bản nháp sang bản mới nhất" in answer.content.decode()
    assert client.post(f"{HOME}drafts/{two}/bring-up").status_code == 302
    assert published(client, two).status_code == 302
    assert site.get(ASKED).json()["status"] == "competent"
    assert "so-moi" in site.get("/data/classes.csv").content.decode()


def test_rows_both_sides_changed_are_shown(workshop: Path) -> None:
    client = logged_in()
    published(client, begun(client))
    one, two = (client.post(f"{HOME}begin", {"title": t})["Location"].rstrip("/").rpartition("/")[2] for t in "ab")
    for key, note in ((one, "một"), (two, "hai")):
        client.post(f"{HOME}drafts/{key}/tables/grants/row", {"was": mark(client, key, "grants", "vd3"), **form({**MENDED, "note": note})})
    published(client, one)
    text = client.post(f"{HOME}drafts/{two}/bring-up").content.decode()
    assert "hai bên cùng sửa" in text
    assert "vd3" in text
    assert "một" in text
    assert "hai" in text


def test_bad_cells_come_back_with_what_was_typed(workshop: Path) -> None:
    client = logged_in()
    key = begun(client)
    bad = {**MENDED, "from": "1/7/2025", "instrument": "asign", "note": "giữ nguyên <b>"}
    answer = client.post(f"{HOME}drafts/{key}/tables/grants/row", {"was": mark(client, key, "grants", "vd3"), **form(bad)})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "2025-07-01" in text
    assert "giữ nguyên &lt;b&gt;" in text
    assert 'aria-invalid="true"' in text


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("city.toml", b"format = 1\n")
        for table in ("grants", "acts", "units"):
            archive.writestr(f"{table}.csv", b"0" * (40 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.exe", b"MZ"), ("x.zip", b"PK\x03\x04 no"), ("x.xlsx", b"not a book"), ("gratns.csv", b"a"), ("x.zip", bomb()),
        ("../../etc/passwd", b"x"), ("", b""), ("x.zip", zipped(prefix="a/").getvalue()[:-40]),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_and_change_nothing(workshop: Path, name: str, data: bytes) -> None:
    client = logged_in()
    key = begun(client)
    before = client.get(f"{HOME}drafts/{key}.zip").content
    for address in (f"{HOME}drafts/{key}/upload", f"{HOME}begin"):
        answer = client.post(address, {"file": named(name or "x", data), "title": "t"})
        assert answer.status_code == 400, (address, answer.content.decode()[:300])
        assert "Traceback" not in answer.content.decode()
    assert client.get(f"{HOME}drafts/{key}.zip").content == before


def test_only_names_of_a_workspace_come_out_of_a_zip(workshop: Path) -> None:
    out = io.BytesIO(zipped().getvalue())
    with zipfile.ZipFile(out, "a") as archive:
        for name in ("gap/../../evil.csv", "/abs/grants.csv", "gap/run.sh", "gap/options/../x/grants.csv"):
            archive.writestr(name, b"x")
    client = logged_in()
    key = begun(client, file=named("gap.zip", out.getvalue()))
    files = {p.name for p in workshop.rglob("*") if p.is_file()}
    assert not files & {"evil.csv", "run.sh"}
    assert client.get(f"{HOME}drafts/{key}/findings").status_code == 200


def test_a_draft_goes_out_and_comes_in_as_a_spreadsheet(workshop: Path, site: Client) -> None:
    client = logged_in()
    key = begun(client)
    book = client.get(f"{HOME}drafts/{key}.xlsx")
    assert book.status_code == 200
    again = begun(client, file=named("gap.xlsx", b"".join(book)))
    assert published(client, again).status_code == 302
    assert site.get(ASKED).json()["status"] == "gap"


def test_who_may_not_is_told_why(workshop: Path) -> None:
    visitor = Client(headers={"host": "localhost"})
    assert visitor.get(HOME).status_code == 302
    editor = logged_in("biên", "editor")
    for path in ("", "log", "options"):
        answer = editor.get(HOME + path)
        assert answer.status_code == 403
        assert "cần vai trò" in answer.content.decode()
    assert editor.post(f"{HOME}begin", {"title": "x"}).status_code == 403
    assert not (workshop / "drafts").exists()


@pytest.mark.parametrize("path", ["drafts/000000000000/", "drafts/zzz/", "drafts/000000000000/tables/grants", f"versions/{'0' * 64}.zip",
                                  "drafts/..%2f..%2fetc/"])  # fmt: skip
def test_what_is_not_there_is_404(workshop: Path, path: str) -> None:
    assert logged_in().get(HOME + path).status_code == 404


def test_a_table_that_is_none_is_404(workshop: Path) -> None:
    client = logged_in()
    key = begun(client)
    for path in ("tables/nonsense", "tables/grants?option=../x", "tables/grants/row?was=000000000000000000000000"):
        assert client.get(f"{HOME}drafts/{key}/{path}").status_code == 404


def test_a_changed_byte_in_the_log_is_found_on_the_page_and_the_command(workshop: Path, capsys: Any) -> None:
    from phancap.cli.main import main

    client = logged_in()
    published(client, begun(client))
    path = workshop / "ledger.jsonl"
    path.write_bytes(path.read_bytes().replace("vì thử".encode(), "vì thu".encode() + b"  "))
    assert "Chuỗi bị đứt ở dòng" in client.get(f"{HOME}log").content.decode()
    with pytest.raises(SystemExit) as stop:
        main(["audit", "verify", "--data", str(workshop)])
    assert stop.value.code == 1
    assert "bị đứt ở dòng 2" in capsys.readouterr().out


@pytest.mark.parametrize("page", ["", "drafts/{key}/", "drafts/{key}/tables/grants", "drafts/{key}/tables/grants/row", "log", "options",
                                  "drafts/{key}/findings", "drafts/{key}/changes", "drafts/{key}/publish"])  # fmt: skip
def test_pages_are_english_whole(workshop: Path, page: str) -> None:
    client = logged_in()
    published(client, begun(client))
    key = client.post(f"{HOME}begin", {"title": "Thử"})["Location"].rstrip("/").rpartition("/")[2]
    client.get(HOME)  # what was said in Vietnamese a moment ago is read
    text = client.get(HOME + page.format(key=key) + "?lang=en").content.decode()
    main = text.partition("<main")[2].partition("</main>")[0]
    for word in ("bản nháp", "công bố", "Sửa", "Lý do", "Thêm", "Không", "Chưa", "từ ngày"):
        assert word.lower() not in main.lower().replace("thử", ""), (word, page)
