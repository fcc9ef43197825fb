"""The site killed at any moment: no report that was acknowledged is lost, none is there by half."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException
from pathlib import Path

from hypothesis import settings

KILLS = 200 if settings.get_current_profile_name() == "torture" else 4
CLIENTS = 4
CHECK = """
import json, django; django.setup()
from django.db import connection
from phancap.web.portal.feedback.models import Report
found = {report.code: bool(report.text and report.routing and report.service) for report in Report.objects.all()}
whole = "ok"
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA integrity_check").fetchone()[0]
print(json.dumps([found, whole]))
"""


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ, "PHANCAP_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "phancap.web.settings", "PYTHONUNBUFFERED": "1",
        "PHANCAP_OPEN311_RATE": "999999/s", "PHANCAP_OPEN311_POST_RATE": "999999/s",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }  # fmt: skip


def start(folder: Path) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "phancap", "serve", "--port", "0"]
    server = subprocess.Popen(
        command, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip
    assert server.stdout
    for line in server.stdout:
        if address := re.search(r"http://[\w.:]+", line):
            return server, address.group()
    raise AssertionError("the site did not start")


class Writers:
    """Clients that report one thing after another and note what was acknowledged."""

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self.address = ""
        self.over = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(number,)) for number in range(CLIENTS)]

    def __enter__(self) -> Writers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        for thread in self._threads:
            thread.join()

    def _write(self, number: int) -> None:
        turn = 0
        while not self.over.is_set():
            turn += 1
            form = {"service_code": "lighting", "description": f"Đèn đường hỏng {number}.{turn}",
                    "address_string": "phường Ninh Kiều"}  # fmt: skip
            try:
                form["service_code"] = self._service()
                with urllib.request.urlopen(
                    f"{self.address}/open311/v2/requests.json",
                    urllib.parse.urlencode(form).encode(),
                    timeout=20,
                ) as answer:
                    self.acknowledged.add(json.load(answer)[0]["service_request_id"])
            except urllib.error.HTTPError as error:
                raise AssertionError(error.read()) from None
            except (OSError, HTTPException, ValueError, EOFError):
                time.sleep(0.02)  # killed, or not there yet

    def _service(self) -> str:
        with urllib.request.urlopen(f"{self.address}/open311/v2/services.json", timeout=20) as answer:
            return str(json.load(answer)[0]["service_code"])


def test_nothing_acknowledged_is_lost_and_nothing_is_there_by_half(tmp_path: Path) -> None:
    folder, chance = tmp_path / "data", random.Random(11)
    before = 0
    with Writers() as writers:
        for _ in range(KILLS):
            server, writers.address = start(folder)
            until = time.monotonic() + 120
            while len(writers.acknowledged) <= before and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(chance.random() * 0.5)
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
            assert len(writers.acknowledged) > before, "nothing was written between two kills"
            before = len(writers.acknowledged)
    done = subprocess.run(
        [sys.executable, "-c", CHECK], env=environment(folder), capture_output=True, text=True, check=True, encoding="utf-8"
    )  # fmt: skip
    found, whole = json.loads(done.stdout)
    assert whole == "ok"
    assert writers.acknowledged <= found.keys()
    assert all(found.values())
