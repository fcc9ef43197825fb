"""What ``phancap serve`` does around the server: make the data base ready, keep the worker of tasks alive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from phancap.formats.say import Catalogue, say

# A worker that dies at once is started again, but not in a busy loop: seconds.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
LONG_LIFE = 60.0  # one that lived longer than this did not die at once


def migrate() -> None:
    """Bring the data base to the form this version needs; nothing where it has it already."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


SAID: Catalogue = {
    "vi": {
        "made": "phancap: tài khoản mẫu, mật khẩu mới mỗi lần mở:",
        "real-people": "phancap: đã có người dùng thật, không tạo tài khoản mẫu",
        "shut": "phancap: đã khóa các tài khoản mẫu",
        "first": "phancap: chưa có người quản trị · mở {address}studio/first và nhập mã: {token}",
    },
    "en": {
        "made": "phancap: accounts to try, with new passwords at each start:",
        "real-people": "phancap: there are real users, so no accounts to try were made",
        "shut": "phancap: the accounts to try are closed",
        "first": "phancap: there is no administrator yet · open {address}studio/first and enter the code: {token}",
    },
}


def welcome(address: str, demo: bool, lang: str = "vi") -> list[str]:
    """What the console has to say about people: how the first one begins, and the accounts to try roles with."""
    from django.conf import settings

    from phancap.web.studio import firstrun
    from phancap.web.studio.demo import make_demo, shut_demo

    shutil.rmtree(settings.PHANCAP_DATA / "metrics", ignore_errors=True)  # counts begin with the site
    lines = []
    if demo:
        made = make_demo()
        lines += [f"  {role}: {name} / {password}" for role, name, password in made]
        lines.insert(0, say(SAID, lang, "made" if made else "real-people"))
        if made:
            from phancap.web.portal.news.trial import load_examples

            load_examples()
    elif shut_demo():
        lines.append(say(SAID, lang, "shut"))
    token = firstrun.open_door()
    if token:
        lines.append(say(SAID, lang, "first", address=address, token=token))
    return lines


def let_go() -> None:
    """Close the data base in this process, before the server makes its own."""
    from django.db import connections

    connections.close_all()


@contextmanager
def worker() -> Iterator[None]:
    """While this holds, one worker runs; another takes its place when it dies."""
    over = threading.Event()
    started: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        pause = FIRST_PAUSE
        while not over.is_set():
            # A group of its own: Ctrl-C on the console reaches the server, which then ends the worker.
            child = subprocess.Popen(
                [sys.executable, "-m", "phancap.web.worker"], start_new_session=True
            )  # our own module
            started[:] = [child]
            if over.is_set():
                child.terminate()
            born = time.monotonic()
            child.wait()
            if time.monotonic() - born > LONG_LIFE:
                pause = FIRST_PAUSE
            over.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        for child in started:
            child.terminate()
        keeper.join(timeout=10)
        for child in started:
            if child.poll() is None:
                child.kill()
