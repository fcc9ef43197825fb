"""Where the public comes: Django's own deployment check without a warning, health, metrics, logs, what is shipped."""

from __future__ import annotations

import configparser
import json
import logging
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FOR_THE_PUBLIC = {"PHANCAP_PRODUCTION": "1", "PHANCAP_HOSTS": "cchc.example.vn", "PHANCAP_PROXIES": "1"}


def run(code: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PHANCAP_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "phancap.web.settings",
                   "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **more}  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, encoding="utf-8"
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from phancap.web.datafolder import prepare

    made = tmp_path_factory.mktemp("public") / "data"
    assert prepare(made)
    return made


def test_the_deployment_check_has_nothing_to_say(folder: Path) -> None:
    check = "import sys; sys.argv[1:] = ['check', '--deploy', '--fail-level', 'DEBUG']; import runpy; runpy.run_module('phancap.web', run_name='__main__')"
    done = run(check, folder, **FOR_THE_PUBLIC)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout


PUBLIC = """
import json, django; django.setup()
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
site = Client(raise_request_exception=False, headers={"host": "cchc.example.vn"})
plain = site.get("/who", {"power": "x"})
safe = site.get("/", headers={"x-forwarded-proto": "https"})
login = site.get("/studio/login", headers={"x-forwarded-proto": "https"})
other = site.get("/", headers={"host": "evil.example", "x-forwarded-proto": "https"})
live = Client(headers={"host": "cchc.example.vn"}).get("/healthz/live")
print(json.dumps({"plain": [plain.status_code, plain["Location"]], "safe": dict(safe.headers), "code": safe.status_code,
    "cookies": {name: dict(morsel) for name, morsel in login.cookies.items()}, "other": other.status_code, "live": live.status_code}))
"""


def test_the_public_gets_https_alone_and_cookies_of_this_host_alone(folder: Path) -> None:
    done = run(PUBLIC, folder, **FOR_THE_PUBLIC)
    told = json.loads(done.stdout)
    assert told["plain"] == [301, "https://cchc.example.vn/who?power=x"]
    assert told["code"] == 200
    assert told["safe"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert told["other"] == 400
    assert told["live"] == 200
    assert set(told["cookies"]) == {"__Host-csrf"}
    for cookie in told["cookies"].values():
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"]) == (
            True,
            True,
            "/",
            "",
        )


@pytest.mark.parametrize(
    "more, options, said",
    [
        ({"PHANCAP_HOSTS": ""}, [], "PHANCAP_HOSTS"),
        ({"PHANCAP_HOSTS": "*"}, [], "PHANCAP_HOSTS"),
        ({"PHANCAP_PROXIES": "0"}, [], "PHANCAP_PROXIES"),
        ({"PHANCAP_PROXIES": "many"}, [], "PHANCAP_PROXIES"),
        ({}, ["--demo"], "--demo"),
        ({}, ["--data", "/proc/none"], "/proc/none"),
    ],
)
def test_a_site_that_is_not_ready_for_the_public_does_not_open(
    more: dict[str, str], options: list[str], said: str, folder: Path
) -> None:
    command = (
        f"from phancap.cli.main import main; main({['serve', '--production', '--port', '0', *options]!r})"
    )
    done = run(command, folder, **{**FOR_THE_PUBLIC, "PHANCAP_PRODUCTION": "", **more})
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


# --- health ------------------------------------------------------------------------------------------------


def test_health_says_what_is_missing(stored: None, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from phancap.web import watch

    assert visitor.get("/healthz/live").content == b"ok\n"
    well = visitor.get("/healthz/ready")
    assert (well.status_code, well.json()) == (
        200, {"status": "ok", "workspace": "ok", "database": "ok", "folder": "ok"}
    )  # fmt: skip
    monkeypatch.setattr(watch.settings, "PHANCAP_DATA", Path("/proc/none"))
    ill = visitor.get("/healthz/ready")
    assert (ill.status_code, ill.json()["folder"], ill.json()["database"]) == (503, "failing", "ok")


NO_BASE = """
import json, django; django.setup()
from django.test import Client
site = Client(raise_request_exception=False, headers={"host": "localhost"})
told = {address: site.get(address).status_code for address in ("/healthz/live", "/healthz/ready", "/", "/studio/login")}
site.cookies["sessionid"] = "x" * 32
told["behind"] = [site.get("/studio/").status_code, site.get("/studio/").get("Retry-After")]
print(json.dumps(told))
"""


def test_without_a_data_base_public_pages_live_and_the_others_say_so() -> None:
    done = run(NO_BASE, Path("/proc/none"), DATABASE_URL="")
    assert json.loads(done.stdout) == {
        "/healthz/live": 200, "/healthz/ready": 503, "/": 200, "/studio/login": 200, "behind": [503, "30"]
    }  # fmt: skip


# --- metrics -----------------------------------------------------------------------------------------------

METRICS = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
site = Client(raise_request_exception=False, headers={"host": "localhost"})
for _ in range(3):
    site.get("/who", {"power": "1.013225", "at": "Nguyễn Văn Riêng 0901234567", "on": "2022-06-20"})
site.get("/nothing-here")
print(site.get("/metrics").status_code, site.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code)
print(site.get("/metrics", headers={"authorization": "Bearer geheim"}).content.decode())
"""


def series(text: str) -> dict[str, float]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _space, value in (line.rpartition(" ") for line in lines)}


def test_metrics_count_and_know_nobody(folder: Path) -> None:
    for time in (1, 2):
        done = run(METRICS, folder, PHANCAP_METRICS="geheim")
        first, _newline, text = done.stdout.partition("\n")
        assert first == "404 404", done.stderr
        assert re.fullmatch(r"(?:#[^\n]*\n|[a-z_]+(?:\{[a-z]+=\"[^\"\n]*\"(?:,[a-z]+=\"[^\"\n]*\")*\})? [0-9.e-]+\n)+", text.strip() + "\n")  # fmt: skip
        found = series(text)
        # Two processes wrote; who asks gets the sum.
        assert found['phancap_requests_total{room="who",status="2xx"}'] == 3 * time
        assert found['phancap_request_seconds_count{room="who"}'] == 3 * time
        assert found['phancap_request_seconds_bucket{room="who",le="+Inf"}'] == 3 * time
        assert found["phancap_tasks_waiting"] == 0
        buckets = [
            value
            for name, value in found.items()
            if name.startswith('phancap_request_seconds_bucket{room="who"')
        ]
        assert buckets == sorted(buckets)
        for secret in ("Riêng", "0901234567", "1.013225", "geheim", "127.0.0.1"):
            assert secret not in text


def test_metrics_are_not_there_unasked(site: Client) -> None:
    assert site.get("/metrics").status_code == 404
    assert site.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize(
    "path, method, room",
    [("/who", "GET", "who"), ("/who.json", "HEAD", "who"), ("/studio/news/", "POST", "studio"), ("/api/v1/who", "POST", "api"),
     ("/feedback", "POST", "form"), ("/data/acts.csv", "GET", "data"), ("/", "GET", "page"), ("/open311/v2/x", "GET", "api")],
)  # fmt: skip
def test_a_request_is_counted_by_its_kind(path: str, method: str, room: str) -> None:
    from phancap.web.watch import room_of

    assert room_of(path, method) == room


# --- logs --------------------------------------------------------------------------------------------------

LOGS = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
site = Client(raise_request_exception=False, headers={"host": "localhost"}, REMOTE_ADDR="203.0.113.77")
site.get("/who", {"power": "1.013225", "at": "Riêng 0901234567", "on": "2022-06-20"})
site.get("/bodies/so-xay-dung/p92@2025-07-01")
site.get("/studio/", headers={"host": "evil.example"})
for number in range(11):
    site.post("/studio/login", {"username": "nguyen-van-rieng", "password": "0901234567"})
"""


def test_log_lines_are_json_and_name_nobody(folder: Path) -> None:
    done = run(LOGS, folder, PHANCAP_LOG="requests")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert {"who", "^bodies/(?P<key>.+?)(?P<suffix>\\.json|\\.csv|\\.xlsx)?$"} <= {
        line.get("route") for line in lines
    }
    assert any(line["message"] == "a log-in was closed after too many wrong passwords" for line in lines)
    assert {line["status"] for line in lines if "status" in line} >= {200, 400, 429}
    for secret in ("Riêng", "0901234567", "nguyen-van-rieng", "203.0.113.77", "so-xay-dung"):
        assert secret not in done.stderr


def test_an_error_of_ours_tells_kind_and_place_alone() -> None:
    from phancap.web.logs import JsonLine

    try:
        raise ValueError("Nguyễn Văn Riêng")
    except ValueError:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "Internal Server Error: %s", ("/who?at=Riêng",), sys.exc_info()
        )
    line = JsonLine().format(record)
    assert "Riêng" not in line
    assert json.loads(line)["error"] == "ValueError"


# --- what is shipped for operators ---------------------------------------------------------------------------


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parser.optionxform = str  # type: ignore[method-assign, assignment]  # names of directives have capitals
    parser.read_string((DEPLOY / name).read_text(encoding="utf-8"))
    return parser


def command_of(words: list[str]) -> Any:
    """The command that a line of a unit or of the container file runs, its options parsed but nothing run."""
    from phancap.cli.verbs import cli

    assert words[0] == "/opt/phancap/bin/phancap"
    command = cli.get_command(None, words[1])  # type: ignore[arg-type]  # no context is needed to look it up
    assert command is not None
    return command.make_context(words[1], words[2:])


@pytest.mark.parametrize("name", ["phancap.service", "phancap-backup.service"])
def test_a_unit_runs_a_command_that_there_is_and_is_shut_in(name: str) -> None:
    service = unit(name)["Service"]
    words = shlex.split(service["ExecStart"])
    if words[0] == "/bin/sh":
        words = shlex.split(words[2].removeprefix("exec "))
    context = command_of(words)
    assert service["User"] == "phancap"
    for guard in ("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices"):
        assert service[guard] == "yes"
    assert (service["ProtectSystem"], service["UMask"], service["CapabilityBoundingSet"]) == (
        "strict",
        "0077",
        "",
    )
    assert service["StateDirectoryMode"] == "0700"
    if name == "phancap.service":
        assert context.params["production"] is True
        assert context.params["host"] == "127.0.0.1"


def test_every_night_has_its_backup() -> None:
    timer = unit("phancap-backup.timer")
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_the_container_runs_as_nobody_what_there_is_from_the_locks() -> None:
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    steps = [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert {word for word, _rest in steps} <= {
        "FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD"
    }  # fmt: skip
    told = dict((word, rest) for word, rest in steps)
    assert told["USER"] == "10001"
    context = command_of([*json.loads(told["ENTRYPOINT"]), *json.loads(told["CMD"])])
    assert context.params["production"] is True
    for word, rest in steps:
        if word == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (ROOT / source).exists(), source
        for lock in re.findall(r"-r (\S+)", rest):
            assert (ROOT / lock).is_file(), lock
    assert "--require-hashes" in text
    assert "/healthz/ready" in told["HEALTHCHECK"]


def test_the_server_before_the_site_sets_what_the_site_believes() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for line in ("proxy_set_header X-Forwarded-Proto $scheme;", "proxy_set_header Host $host;",
                 "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;", "location = /metrics { deny all; }"):  # fmt: skip
        assert line in text
    assert text.count("{") == text.count("}")


def test_every_test_that_the_security_checklist_names_is_there() -> None:
    text = (ROOT / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    named = re.findall(r"`(test_\w+)(…|\.py)?`", text)
    assert len(named) > 25
    for name, ending in named:
        there = (ROOT / "tests" / "web" / f"{name}.py").is_file() if ending == ".py" else f"def {name}" in sources
        assert there, name
