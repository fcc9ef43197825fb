"""Back-up and restore: rehearsed while the site runs, refused when one byte is other than it was."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

FILL = """
import django; django.setup()
from django.utils.timezone import now
from phancap.web.studio.people import User
for number in range(200):
    User.objects.create_user(f"người-{number}", password=None, name="Lê Thị Ánh 🌾")
"""
ASK = """
import django; django.setup()
from phancap.web.studio.people import Role, User
import json
print(json.dumps([sorted(User.objects.values_list("username", "name")), Role.objects.count(),
    [t.isoformat() for t in User.objects.order_by("pk").values_list("date_joined", flat=True)]]))
"""


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PHANCAP_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "phancap.web.settings",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}  # fmt: skip


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], env=environment(folder), capture_output=True, text=True, encoding="utf-8"
    )  # fmt: skip


def phancap(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "-m", "phancap", *arguments)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with people, a photo and the secret key, on the data base of this run."""
    from phancap.web.datafolder import prepare

    folder = tmp_path_factory.mktemp("site") / "data"
    assert prepare(folder)
    (folder / "news").mkdir()
    (folder / "news" / "ảnh 1.jpg").write_bytes(bytes(range(256)) * 50)
    (folder / "site.toml").write_text('owner = "Sở Mẫu"\n', encoding="utf-8")
    if os.environ.get("DATABASE_URL"):
        assert run(folder, "-m", "phancap.web", "flush", "--no-input").returncode in (0, 1)
    made = run(folder, "-m", "phancap.web", "migrate", "-v0")
    assert made.returncode == 0, made.stderr
    made = run(folder, "-c", FILL)
    assert made.returncode == 0, made.stderr
    yield folder
    if os.environ.get("DATABASE_URL"):
        run(folder, "-m", "phancap.web", "flush", "--no-input", "-v0")


@pytest.fixture(scope="module")
def copy(filled: Path) -> tuple[Path, str]:
    """A backup of it and its SHA-256 as the command printed it."""
    target = filled.parent / "copy.tar.gz"
    done = phancap(filled, "backup", str(target), "--json")
    assert done.returncode == 0, done.stderr
    return target, json.loads(done.stdout)["sha256"]


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "site.sqlite3" not in path.name and path.name != "serve.lock"
    }


def test_what_was_kept_comes_back_whole(filled: Path, copy: tuple[Path, str], tmp_path: Path) -> None:
    before = run(filled, "-c", ASK).stdout
    target, sha256 = copy
    assert oct(target.stat().st_mode & 0o777) == "0o600"
    fresh = filled.parent / "elsewhere" / "data"
    done = phancap(fresh, "restore", str(target), "--sha256", sha256)
    assert done.returncode == 0, done.stderr
    assert run(fresh, "-c", ASK).stdout == before
    assert content(fresh) == content(filled)
    assert oct(fresh.stat().st_mode & 0o777) == "0o700"


def test_a_restore_keeps_what_was_there_beside_it(filled: Path, copy: tuple[Path, str]) -> None:
    target, _sha256 = copy
    other = filled.parent / "other"
    other.mkdir()
    (other / "mine").write_text("kept")
    refused = phancap(other, "restore", str(target))
    assert (refused.returncode, "--replace" in refused.stderr) == (2, True)
    done = phancap(other, "restore", str(target), "--replace", "--json")
    assert done.returncode == 0, done.stderr
    assert (Path(json.loads(done.stdout)["before"]) / "mine").read_text() == "kept"
    assert content(other) == content(filled)


def test_a_backup_writes_over_nothing(filled: Path, copy: tuple[Path, str]) -> None:
    target, _sha256 = copy
    before = target.read_bytes()
    done = phancap(filled, "backup", str(target))
    assert (done.returncode, "không ghi đè" in done.stderr) == (2, True)
    assert target.read_bytes() == before
    assert not list(target.parent.glob(".backup-*"))


def test_a_running_site_is_not_exchanged(filled: Path, copy: tuple[Path, str]) -> None:
    from phancap.web.datafolder import together

    with together(filled) as free:
        assert free
        done = phancap(filled, "restore", str(copy[0]), "--replace")
        assert (done.returncode, "đang chạy" in done.stderr) == (2, True)


def unpacked(source: Path) -> list[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(source) as tar:
        return [(member, (tar.extractfile(member) or io.BytesIO()).read()) for member in tar]


def packed(target: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> Path:
    with tarfile.open(target, "w:gz") as tar:
        for member, data in members:
            if member.isreg():
                member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
    return target


def altered(change: str, members: list[tuple[tarfile.TarInfo, bytes]]) -> list[tuple[tarfile.TarInfo, bytes]]:
    (first, text), *rest = members
    manifest: dict[str, Any] = json.loads(text)
    photo = next(number for number, (member, _data) in enumerate(rest) if member.name.endswith(".jpg"))
    if change == "byte":
        rest[photo] = (rest[photo][0], b"\x01" + rest[photo][1][1:])
    elif change == "missing":
        del rest[photo]
    elif change == "extra":
        rest.append((tarfile.TarInfo("folder/more"), b"x"))
    elif change == "twice":
        rest.append(rest[photo])
    elif change == "link":
        link = tarfile.TarInfo(rest[photo][0].name)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        rest[photo] = (link, b"")
    elif change in ("up", "absolute", "hidden base"):
        name = {"up": "folder/../../evil", "absolute": "/tmp/evil", "hidden base": "folder//site.sqlite3"}[
            change
        ]
        told = manifest["files"].pop(rest[photo][0].name)
        manifest["files"][name] = told
        rest[photo][0].name = name
    elif change == "format":
        manifest["format"] = 99
    elif change == "newer":
        manifest["migrations"].append(["studio", "9999_from_the_future"])
    elif change == "no files":
        manifest["files"] = {}
    elif change == "huge":
        manifest["files"][rest[photo][0].name]["size"] = 1 << 50
    elif change == "no dict":
        return [(first, b"[]"), *rest]
    return [(first, json.dumps(manifest).encode()), *rest]


@pytest.mark.parametrize(
    "change",
    ["byte", "missing", "extra", "twice", "link", "up", "absolute", "hidden base", "format", "newer", "no files",
     "huge", "no dict"],
)  # fmt: skip
def test_another_content_is_refused_and_nothing_changes(
    change: str, copy: tuple[Path, str], tmp_path: Path, stored: None
) -> None:
    from phancap.web.keep import BadBackup, restore

    damaged = packed(tmp_path / "damaged.tar.gz", altered(change, unpacked(copy[0])))
    with pytest.raises(BadBackup):
        restore(damaged, tmp_path / "data")
    assert [path.name for path in tmp_path.iterdir()] == ["damaged.tar.gz"]


def test_any_changed_byte_of_the_file_is_refused(
    copy: tuple[Path, str], tmp_path: Path, stored: None
) -> None:
    """In the body by the checksums inside; with the SHA-256 that was printed, anywhere."""
    from phancap.web.keep import BadBackup, _unpack, restore

    whole = copy[0].read_bytes()
    chance = random.Random(7)
    damaged = tmp_path / "damaged"
    for number in range(60):
        place = chance.randrange(10, len(whole))  # before that: time and kind of machine, which say nothing
        damaged.write_bytes(
            whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :]
        )
        room = tmp_path / f"room{number}"
        room.mkdir()
        with pytest.raises(BadBackup):
            _unpack(damaged, room)
        with pytest.raises(BadBackup):
            restore(damaged, tmp_path / "data", copy[1])
    for cut in (0, 1, 20, len(whole) // 2, len(whole) - 1):
        damaged.write_bytes(whole[:cut])
        with pytest.raises(BadBackup):
            _unpack(damaged, tmp_path)
    damaged.write_bytes(whole + gzip.compress(b"more"))
    with pytest.raises(BadBackup):
        _unpack(damaged, tmp_path / "room0" / "new")


def test_another_file_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(gzip.compress(b"x" * 4000))
    done = phancap(tmp_path / "data", "restore", str(tmp_path / "x"))
    assert done.returncode == 2
    assert "không có gì thay đổi" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_data_there_is_nothing_to_keep(tmp_path: Path) -> None:
    done = phancap(tmp_path / "none", "backup", str(tmp_path / "x"))
    assert done.returncode == 2
    assert not (tmp_path / "x").exists()


def test_a_copy_made_while_people_write_is_one_moment(tmp_path: Path) -> None:
    """Two rows are always written together; no copy has one of them alone."""
    from phancap.web.database import FILE_NAME

    base = tmp_path / FILE_NAME
    with sqlite3.connect(base) as setup:
        setup.execute("PRAGMA journal_mode=WAL")
        setup.execute("CREATE TABLE pair (left INTEGER, right INTEGER)")
    over = threading.Event()

    def write() -> None:
        own = sqlite3.connect(base, timeout=30, isolation_level=None)
        number = 0
        while not over.is_set():
            number += 1
            own.execute("BEGIN IMMEDIATE")
            own.execute("INSERT INTO pair VALUES (?, NULL)", (number,))
            own.execute("UPDATE pair SET right = left WHERE left = ?", (number,))
            own.execute("COMMIT")
        own.close()

    writer = threading.Thread(target=write)
    writer.start()
    source = sqlite3.connect(base)
    try:
        for number in range(20):
            with sqlite3.connect(tmp_path / f"copy{number}") as copy:
                source.backup(copy)
                assert copy.execute("SELECT count(*) FROM pair WHERE right IS NULL").fetchone() == (0,)
            copy.close()
    finally:
        over.set()
        writer.join()
        source.close()


def test_the_commands_explain_themselves() -> None:
    from phancap.cli.keep import backup, restore

    for command in (backup, restore):
        assert CliRunner().invoke(command, ["--help"]).exit_code == 0
