"""The page for reading documents: who may, each decision in its draft and its log, two people at once, and nonsense."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.scheme.reading_desk import EXAMPLE
from tests.web.test_people import person

pytestmark = pytest.mark.usefixtures("stored")
TEXT = EXAMPLE.read_text(encoding="utf-8")


@pytest.fixture
def folder(site: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from django.conf import settings

    monkeypatch.setattr(settings, "PHANCAP_DATA", tmp_path)
    return tmp_path


@pytest.fixture
def clerk(site: Client, folder: Path) -> Client:
    client = Client(raise_request_exception=False, headers={"host": "localhost"})
    client.force_login(person("doc", "studio"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def drafts(folder: Path) -> list[Path]:
    return sorted(path.parent / "files" for path in (folder / "drafts").glob("*/draft.json"))


def rows(folder: Path, table: str) -> list[str]:
    [files] = drafts(folder)
    return (files / "scheme" / f"{table}.csv").read_text(encoding="utf-8").splitlines()


def read(client: Client, **more: Any) -> str:
    answer = client.post("/studio/read", {"text": TEXT, "name": "ke-hoach.txt", **more})
    assert answer.status_code == 302
    return str(answer["Location"])


def mark(client: Client, address: str, key: str) -> str:
    """The mark of a row as its form on the page carries it."""
    form = client.get(address).content.decode().partition(f'value="{key}"')[2]
    return form.partition('name="was" value="')[2].partition('"')[0]


def act(client: Client, address: str, key: str, status: str, **more: str) -> Any:
    told = {"table": "assignments", "key": key, "status": status, "was": mark(client, address, key), **more}
    return client.post(f"{address}/act", told)


def test_others_are_asked_to_log_in_or_told_why_not(folder: Path) -> None:
    stranger = Client(headers={"host": "localhost"})
    assert stranger.get("/studio/read").status_code == 302
    stranger.force_login(person("bien-tap", "editor"), backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.get("/studio/read").status_code == 403
    assert stranger.post("/studio/read", {"text": TEXT}).status_code == 403
    assert not (folder / "drafts").exists()


def test_what_is_read_waits_with_its_sentence(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    page = clerk.get(address).content.decode()
    assert "<mark>" in page
    assert "PC101" in page
    assert page.count('value="accepted"') >= len(rows(folder, "assignments")) - 1 > 5
    assert all(",read," in line for line in rows(folder, "assignments")[1:])
    before = rows(folder, "assignments")
    assert read(clerk) == address  # the same text again adds nothing
    assert rows(folder, "assignments") == before
    assert "ke-hoach.txt" in clerk.get("/studio/read").content.decode()


def test_each_decision_is_kept_with_its_name(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    keys = [line.split(",")[0] for line in rows(folder, "assignments")[1:4]]
    for key, status in zip(keys, ("accepted", "refused", "edited"), strict=True):
        told = {"task": "việc đã sửa", "deadline": "2026-12-31"} if status != "accepted" else {}
        assert act(clerk, address, key, status, **told).status_code == 302
    kept = {line.split(",")[0]: line for line in rows(folder, "assignments")[1:]}
    assert ",accepted,doc," in kept[keys[0]]
    assert ",refused,doc," in kept[keys[1]]
    assert "việc đã sửa,2026-12-31" in kept[keys[2]]
    assert "việc đã sửa" not in kept[keys[1]]
    read(clerk)  # reading again touches no decision
    assert {line.split(",")[0]: line for line in rows(folder, "assignments")[1:]} == kept


def test_who_changes_a_cell_and_accepts_has_edited(clerk: Client, folder: Path) -> None:
    """As on the sheet of the command line: nothing typed is lost because of the button pressed."""
    address = read(clerk)
    key = rows(folder, "assignments")[1].split(",")[0]
    assert act(clerk, address, key, "accepted", task="  việc   tự gõ ").status_code == 302
    [line] = [line for line in rows(folder, "assignments") if line.startswith(f"{key},")]
    assert ",việc tự gõ," in line
    assert ",edited,doc," in line


def test_two_people_on_one_row_see_each_other(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    other = Client(raise_request_exception=False, headers={"host": "localhost"})
    other.force_login(person("hai", "studio"), backend="django.contrib.auth.backends.ModelBackend")
    key, next_key = (line.split(",")[0] for line in rows(folder, "assignments")[1:3])
    was, free = mark(clerk, address, key), mark(clerk, address, next_key)
    assert act(clerk, address, key, "edited", task="của người thứ nhất").status_code == 302
    told = {"table": "assignments", "status": "edited", "task": "của người thứ hai"}
    met = other.post(f"{address}/act", {**told, "key": key, "was": was})
    text = met.content.decode()
    assert met.status_code == 409
    assert "của người thứ nhất" in text
    assert "của người thứ hai" in text
    assert "đã sửa" in text.partition("<table")[2].partition("</table>")[0]
    assert any(",của người thứ nhất," in line for line in rows(folder, "assignments"))
    # Another row is nobody else's; and knowing the first one's text, the second may write over it.
    assert other.post(f"{address}/act", {**told, "key": next_key, "was": free}).status_code == 302
    again = {"table": "assignments", "key": key, "status": "edited", "task": "của người thứ hai"}
    again["was"] = text.partition('name="was" value="')[2].partition('"')[0]
    assert other.post(f"{address}/act", again).status_code == 302
    assert not any("thứ nhất" in line for line in rows(folder, "assignments"))


def test_a_draft_of_readings_is_seen_checked_and_published_like_any(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    keys = [line.split(",")[0] for line in rows(folder, "assignments")[1:3]]
    act(clerk, address, keys[0], "accepted")
    [files] = drafts(folder)
    draft = f"/studio/charter/drafts/{files.parent.name}/"
    assert f"{draft}tables/assignments" in clerk.get(draft).content.decode()
    table = clerk.get(f"{draft}tables/assignments").content.decode()
    assert "accepted" in table
    row = table.partition("was=")[2].partition('"')[0]
    assert "việc" in clerk.get(f"{draft}tables/assignments/row", {"was": row}).content.decode()
    log = clerk.get("/studio/charter/log").content.decode()
    assert "đọc văn bản vào bản nháp" in log
    assert "`read` → `accepted`" in log
    told = {"reason": "nhận phân công", "day": "", "knowing": "yes"}
    assert clerk.post(f"{draft}publish", told).status_code == 302
    assert drafts(folder) == []
    # The draft is gone, the decision is in the version; the next one begins a new draft and finds it there.
    page = clerk.get(address).content.decode()
    assert "quyết định tiếp theo sẽ mở một bản nháp mới" in page
    assert act(clerk, address, keys[1], "refused").status_code == 302
    kept = {line.split(",")[0]: line for line in rows(folder, "assignments")[1:]}
    assert ",accepted,doc," in kept[keys[0]]
    assert ",refused,doc," in kept[keys[1]]
    assert "đã được công bố hoặc đã bỏ" not in clerk.get(address).content.decode()


def test_two_drafts_of_readings_come_together_by_rows(clerk: Client, folder: Path) -> None:
    """Two people read and decide in drafts of their own; the second is carried over, row by row."""
    first = read(clerk)
    key, tasks = rows(folder, "assignments")[1].split(",")[0], len(rows(folder, "assignments")) - 1
    act(clerk, first, key, "accepted")
    [one] = drafts(folder)
    second = read(clerk, text=TEXT + "\nGiao Sở Tư pháp rà soát văn bản.", name="b.txt", draft="new")
    [two] = [path for path in drafts(folder) if path != one]
    lines = (two / "scheme" / "assignments.csv").read_text(encoding="utf-8").splitlines()[1:]
    act(clerk, second, lines[0].split(",")[0], "refused")
    told = {"reason": "nhận phân công", "day": "", "knowing": "yes"}
    for draft in (one, two):
        answer = clerk.post(f"/studio/charter/drafts/{draft.parent.name}/publish", told)
        if draft == two:
            assert answer.status_code == 409
            assert clerk.post(f"/studio/charter/drafts/{draft.parent.name}/bring-up").status_code == 302
            assert clerk.post(f"/studio/charter/drafts/{draft.parent.name}/publish", told).status_code == 302
    from phancap.web.portal.version import publications

    latest = publications().latest()
    assert latest is not None
    text = publications().store.files(latest.version)["scheme/assignments.csv"].decode()
    assert sum(",ke-hoach.txt," in line for line in text.splitlines()) == tasks
    assert sum(",b.txt," in line for line in text.splitlines()) == len(lines)
    assert (text.count(",accepted,doc,"), text.count(",refused,doc,")) == (1, 1)


def test_a_draft_thrown_away_leaves_the_text_to_decide_again(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    key, tasks = rows(folder, "assignments")[1].split(",")[0], len(rows(folder, "assignments")) - 1
    [files] = drafts(folder)
    assert clerk.post(f"/studio/charter/drafts/{files.parent.name}/drop").status_code == 302
    assert mark(clerk, address, key) == ""
    assert act(clerk, address, key, "accepted").status_code == 302
    assert sum(",accepted,doc," in line for line in rows(folder, "assignments")) == 1
    assert sum(",read," in line for line in rows(folder, "assignments")) == tasks - 1


def test_a_spoilt_row_keeps_a_draft_from_being_published(clerk: Client, folder: Path) -> None:
    read(clerk)
    [files] = drafts(folder)
    path = files / "scheme" / "comments.csv"
    path.write_text("comment,text,status\nc1,x,maybe\n", encoding="utf-8")
    told = {"reason": "thử", "day": "", "knowing": "yes"}
    answer = clerk.post(f"/studio/charter/drafts/{files.parent.name}/publish", told)
    assert answer.status_code == 400
    assert "scheme/comments.csv:2:status" in answer.content.decode()


def test_a_spreadsheet_in_place_of_a_draft_keeps_what_it_has_no_room_for(clerk: Client, folder: Path) -> None:
    read(clerk)
    [files] = drafts(folder)
    before = rows(folder, "assignments")
    book = clerk.get(f"/studio/charter/drafts/{files.parent.name}.xlsx")
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("x.xlsx", b"".join(book))
    assert clerk.post(f"/studio/charter/drafts/{files.parent.name}/upload", {"file": upload}).status_code == 302
    assert rows(folder, "assignments") == before


def test_a_cell_that_is_no_value_changes_nothing(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    before = rows(folder, "assignments")
    answer = act(clerk, address, before[1].split(",")[0], "edited", deadline="31/2/2026")
    assert "31/2/2026" in clerk.get(answer["Location"]).content.decode()
    assert rows(folder, "assignments") == before


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"text": ""}, 400), ({"text": "a\x00b"}, 400), ({"text": "x" * 500_000}, 400), ({}, 400)],
)
def test_nonsense_is_told_and_keeps_nothing(clerk: Client, folder: Path, sent: dict[str, str], status: int) -> None:
    answer = clerk.post("/studio/read", sent)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert not (folder / "drafts").exists()


def test_addresses_that_are_none(clerk: Client, folder: Path) -> None:
    assert clerk.get("/studio/read/abc").status_code == 404
    assert clerk.get(f"/studio/read/{'0' * 64}").status_code == 404
    address = read(clerk)
    assert clerk.post(f"{address}/act", {"table": "passwd", "key": "a", "status": "accepted"}).status_code == 404
    gone = clerk.post(f"{address}/act", {"table": "comments", "key": "none", "status": "accepted"}, follow=True)
    assert gone.status_code == 200
    assert "không có dòng ấy" in gone.content.decode()


def test_a_file_is_read_as_well(clerk: Client, folder: Path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("vb.html", "<html><body><p>Giao Sở Tư pháp rà soát văn bản.</p></body></html>".encode())
    answer = clerk.post("/studio/read", {"file": upload}, follow=True)
    assert "Sở Tư pháp" in answer.content.decode()
    assert "vb.html" in "\n".join(rows(folder, "assignments"))


def test_the_pages_are_english_whole(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    key = rows(folder, "assignments")[1].split(",")[0]
    was = mark(clerk, address, key)
    act(clerk, address, key, "accepted")
    met = clerk.post(f"{address}/act?lang=en", {"table": "assignments", "key": key, "status": "refused", "was": was})
    assert met.status_code == 409
    words = ("dán chữ", "ghi vào", "bản nháp", "chờ quyết định", "đã nhận", "đã bỏ", "nhận<", "bỏ<", "người quyết định", "của bạn")
    for page in (clerk.get("/studio/read?lang=en"), clerk.get(f"{address}?lang=en"), met):
        main = page.content.decode().partition("<main")[2].partition("</main>")[0].replace("Đọc văn bản, ", "").lower()
        assert [word for word in words if word in main] == []
