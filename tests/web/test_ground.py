"""What the site stands on: its data folder, its data base, and that public pages need neither."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from phancap.planning.runs import runs_folder
from phancap.web.database import BadDatabase, database_of
from phancap.web.datafolder import KEY_NAME, data_folder, prepare, secret_key

QUESTION = "/who?power=1.013225&at=an+phu+ninh+kieu&on=2022-06-20"


def test_the_folder_and_its_key_are_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "data"
    assert prepare(folder)
    assert prepare(folder), "a second start changes nothing"
    key = (folder / KEY_NAME).read_text().strip()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert secret_key(folder) == key == secret_key(folder)


@pytest.mark.parametrize("left", [b"", b"short", b"\xff" * 80])
def test_half_a_key_is_none(tmp_path: Path, left: bytes) -> None:
    (tmp_path / KEY_NAME).write_bytes(left)
    assert len(secret_key(tmp_path)) >= 50
    assert secret_key(tmp_path) != secret_key(tmp_path), "a key of the process only"


@pytest.mark.parametrize("named", ["file", "missing/../file/below"])
def test_a_folder_that_cannot_be_is_no_error(tmp_path: Path, named: str) -> None:
    (tmp_path / "file").write_text("")
    assert prepare(tmp_path / named) is False


@pytest.mark.parametrize(
    "environment, expected",
    [
        ({"PHANCAP_DATA": "/srv/site"}, "/srv/site"),
        ({"XDG_DATA_HOME": "/d", "HOME": "/h"}, "/d/phancap"),
        ({"XDG_DATA_HOME": "relative", "HOME": "/h"}, "/h/.local/share/phancap"),
        ({"HOME": "/h"}, "/h/.local/share/phancap"),
    ],
)
def test_where_the_data_lie(
    environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PHANCAP_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert str(data_folder()) == expected
    assert runs_folder() == f"{expected}/plan"  # runs that are kept lie where the site looks for them


@pytest.mark.parametrize(
    "url, expected",
    [
        ("postgresql://u:p%40ss@db:5433/site", ("site", "u", "p@ss", "db", "5433", {})),
        ("postgres://db/site?sslmode=require", ("site", "", "", "db", "", {"sslmode": "require"})),
        ("postgresql://u@/site?host=/run/pg", ("site", "u", "", "/run/pg", "", {})),
    ],
)
def test_a_data_base_by_address(url: str, expected: tuple[object, ...], tmp_path: Path) -> None:
    found = database_of(url, tmp_path)
    assert expected == tuple(found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS"))


@pytest.mark.parametrize(
    "url", ["mysql://u:geheim@h/d", "postgresql://u:geheim@h", "postgresql://u:geheim@h:x/d", "geheim"]
)
def test_another_address_is_refused_without_repeating_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadDatabase) as refused:
        database_of(url, tmp_path)
    assert "geheim" not in str(refused.value)


def test_public_pages_touch_no_data_base_and_set_no_cookie(site: Client) -> None:
    from django.db import connection

    def refuse(*_: object) -> None:
        raise AssertionError("a public page asked the data base")

    with connection.execute_wrapper(refuse):
        for address in (QUESTION, "/", "/units", "/bodies/chinh-phu", "/data/", "/api/v1/openapi.json", "/x"):
            response = site.get(address, headers={"cookie": "sessionid=stale; csrftoken=" + "a" * 32})
            assert response.status_code in (200, 404)
            assert not response.cookies
            assert "Cookie" not in response.get("Vary", "")


def test_the_site_answers_where_nothing_can_be_kept() -> None:
    """Neither a folder nor a home: a stateless process on a read-only disk."""
    script = (
        "import django; django.setup(); from django.test import Client;"
        f"print(Client(headers={{'host': 'localhost'}}).get('{QUESTION}').status_code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={**os.environ, "PHANCAP_DATA": "/proc/none", "DJANGO_SETTINGS_MODULE": "phancap.web.settings"},
    )  # fmt: skip
    assert done.stdout.strip() == "200"


def test_models_and_migrations_agree(stored: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_what_is_written_is_there_and_gone_after_the_test(stored: None) -> None:
    from django.contrib.auth import get_user_model

    people = get_user_model().objects
    assert not people.exists()
    people.create_user("an", password="rất dài và khó đoán")
    assert people.get().check_password("rất dài và khó đoán")


def test_a_back_room_asks_who_you_are_and_is_kept_by_no_cache(stored: None, visitor: Client) -> None:
    response = visitor.get("/studio/")
    assert response.status_code == 302
    assert response["Location"] == "/studio/login?next=/studio/"
    shown = visitor.get("/studio/login")
    assert shown.status_code == 200
    assert "no-store" in shown["Cache-Control"]
    assert visitor.post("/studio/login", {"username": "a", "password": "b"}).status_code == 403, "no token"
