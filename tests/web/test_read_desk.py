"""The page for reading documents: who may, what is kept, each decision, and nonsense."""

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


def rows(folder: Path, table: str) -> list[str]:
    return (folder / "scheme" / f"{table}.csv").read_text(encoding="utf-8").splitlines()


def read(client: Client, **more: Any) -> str:
    answer = client.post("/studio/read", {"text": TEXT, "name": "ke-hoach.txt", **more})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_others_are_asked_to_log_in_or_told_why_not(folder: Path) -> None:
    stranger = Client(headers={"host": "localhost"})
    assert stranger.get("/studio/read").status_code == 302
    stranger.force_login(person("bien-tap", "editor"), backend="django.contrib.auth.backends.ModelBackend")
    assert stranger.get("/studio/read").status_code == 403
    assert stranger.post("/studio/read", {"text": TEXT}).status_code == 403
    assert not (folder / "scheme").exists()


def test_what_is_read_waits_with_its_sentence(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    page = clerk.get(address).content.decode()
    assert "<mark>" in page
    assert "PC101" in page
    assert page.count('value="accepted"') > 12
    assert all(",read," in line for line in rows(folder, "assignments")[1:])
    before = rows(folder, "assignments")
    assert read(clerk) == address  # the same text again adds nothing
    assert rows(folder, "assignments") == before
    assert "ke-hoach.txt" in clerk.get("/studio/read").content.decode()


def test_each_decision_is_kept_with_its_name(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    keys = [line.split(",")[0] for line in rows(folder, "assignments")[1:4]]
    for key, status in zip(keys, ("accepted", "refused", "edited"), strict=True):
        told = {"table": "assignments", "key": key, "status": status, "task": "việc đã sửa", "deadline": "2026-12-31"}
        assert clerk.post(f"{address}/act", told).status_code == 302
    kept = {line.split(",")[0]: line for line in rows(folder, "assignments")[1:]}
    assert ",accepted,doc," in kept[keys[0]]
    assert ",refused,doc," in kept[keys[1]]
    assert "việc đã sửa,2026-12-31" in kept[keys[2]]
    assert "việc đã sửa" not in kept[keys[0]]
    read(clerk)  # reading again touches no decision
    assert {line.split(",")[0]: line for line in rows(folder, "assignments")[1:]} == kept


def test_a_cell_that_is_no_value_changes_nothing(clerk: Client, folder: Path) -> None:
    address = read(clerk)
    before = rows(folder, "assignments")
    told = {"table": "assignments", "key": before[1].split(",")[0], "status": "edited", "deadline": "31/2/2026"}
    answer = clerk.post(f"{address}/act", told, follow=True)
    assert "31/2/2026" in answer.content.decode()
    assert rows(folder, "assignments") == before


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"text": ""}, 400), ({"text": "a\x00b"}, 400), ({"text": "x" * 500_000}, 400), ({}, 400)],
)
def test_nonsense_is_told_and_keeps_nothing(clerk: Client, folder: Path, sent: dict[str, str], status: int) -> None:
    answer = clerk.post("/studio/read", sent)
    assert answer.status_code == status
    assert 'role="alert"' in answer.content.decode()
    assert not (folder / "scheme" / "assignments.csv").exists()


def test_addresses_that_are_none(clerk: Client, folder: Path) -> None:
    assert clerk.get("/studio/read/abc").status_code == 404
    assert clerk.get(f"/studio/read/{'0' * 64}").status_code == 404
    address = read(clerk)
    assert clerk.post(f"{address}/act", {"table": "passwd", "key": "a", "status": "accepted"}).status_code == 404
    gone = clerk.post(f"{address}/act", {"table": "comments", "key": "none", "status": "accepted"}, follow=True)
    assert gone.status_code == 200


def test_a_file_is_read_as_well(clerk: Client, folder: Path) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("vb.html", "<html><body><p>Giao Sở Tư pháp rà soát văn bản.</p></body></html>".encode())
    answer = clerk.post("/studio/read", {"file": upload}, follow=True)
    assert "Sở Tư pháp" in answer.content.decode()
    assert "vb.html" in "\n".join(rows(folder, "assignments"))
