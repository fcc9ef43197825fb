"""``phancap serve``: the site on this machine."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from contextlib import nullcontext

import click

from phancap.cli.common import Refused, options, run_long, said, spoken

THREADS = 8  # in each process; each may hold a connection to the data base
BACKLOG = 2048


@click.command()
@click.option(
    "--port",
    "-p",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Cổng; 0: cổng trống bất kỳ.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ lắng nghe.")
@click.option("--data", type=click.Path(file_okay=False), metavar="DIR", help="Thư mục dữ liệu của trang.")
@click.option("--demo", is_flag=True, help="Tạo tài khoản mẫu cho từng vai trò, chỉ để dùng thử.")
@click.option(
    "--production",
    is_flag=True,
    help="Cho công chúng: chỉ HTTPS, sau một máy chủ proxy; tự kiểm trước khi mở.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Số tiến trình trả lời."
)
@options
def serve(
    port: int,
    host: str,
    data: str | None,
    demo: bool,
    production: bool,
    workers: int,
    workspace: str | None,
    option: tuple[str, ...],
    lang: str | None,
    as_json: bool,
) -> int:
    """Mở trang tra cứu. Dừng bằng Ctrl-C."""
    try:
        from granian import Granian
        from granian.constants import Interfaces
    except ImportError:
        raise Refused(said(
            "trang web cần thêm: pip install 'phancap[web]' (hoặc `make run` trong thư mục nguồn)",
            "the site needs more: pip install 'phancap[web]' (or `make run` in the source folder)",
        )) from None  # fmt: skip
    if workspace:
        os.environ["PHANCAP_WORKSPACE"] = os.path.abspath(workspace)
    if option:
        os.environ["PHANCAP_OPTIONS"] = ",".join(option)
    if data:
        os.environ["PHANCAP_DATA"] = os.path.abspath(data)
    run_long()
    _try_workspace(workspace, option, lang)
    chosen = _free_port(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
    if production:
        _for_the_public(demo)
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{chosen}/"
    told = _make_ready(address, demo)
    server = Granian(
        "phancap.web.wsgi:application",
        address=host,
        port=chosen,
        interface=Interfaces.WSGI,
        workers=workers,
        # While one request waits for its turn to write, others are answered.
        blocking_threads=THREADS,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        log_access=False,
        log_enabled=False,
    )
    from phancap.web.datafolder import data_folder, together
    from phancap.web.stage import worker

    with together(data_folder()) as free:
        if not free:
            raise Refused(said(f"`{data_folder()}` đang được khôi phục · đợi xong rồi mở trang", f"`{data_folder()}` is being restored · wait, then start the site"))
        lines = [said(f"phancap: {address}  (Ctrl-C để dừng)", f"phancap: {address}  (Ctrl-C stops it)"), *(told or ())]
        threading.Thread(target=_say_when_it_answers, args=(host, chosen, lines), daemon=True).start()
        with worker() if told is not None else nullcontext():
            server.serve()
    return 0


def _say_when_it_answers(host: str, port: int, lines: list[str]) -> None:
    """The address is told once somebody answers there: who reads it, a person or a program, may ask at once."""
    from http.client import HTTPConnection, HTTPException

    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # listening everywhere, asked here
    while True:
        asked = HTTPConnection(here, port, timeout=60)
        try:
            asked.request("GET", "/healthz/live")
            asked.getresponse().read()
            break
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            asked.close()
    for line in lines:
        click.echo(line)
    sys.stdout.flush()


def _for_the_public(demo: bool) -> None:
    """What must hold before the public may come; all that is wrong at once."""
    os.environ["PHANCAP_PRODUCTION"] = "1"
    from phancap.web.datafolder import data_folder, prepare
    from phancap.web.production import missing

    wrong = missing(demo, spoken())
    if not prepare(data_folder()):
        wrong.append(said(f"`{data_folder()}`: không ghi được · chọn thư mục dữ liệu khác: --data DIR",
                          f"`{data_folder()}`: cannot be written · choose another data folder: --data DIR"))  # fmt: skip
    if wrong:
        raise Refused("\n".join(wrong))


def _make_ready(address: str, demo: bool) -> list[str] | None:
    """The data folder and the data base, and what to say of people; none where the site only answers."""
    from phancap.web.database import BadDatabase
    from phancap.web.datafolder import data_folder, prepare
    from phancap.web.stage import let_go, migrate, welcome

    folder = data_folder()
    if not prepare(folder):
        click.echo(said(
            f"phancap: không ghi được vào `{folder}` · trang chỉ để tra cứu; chọn thư mục khác: --data DIR",
            f"phancap: `{folder}` cannot be written · the site only answers; choose another folder: --data DIR",
        ), err=True)  # fmt: skip
        return None
    try:
        migrate()
        told = welcome(address, demo, spoken())
        let_go()
    except BadDatabase as error:
        raise Refused(str(error)) from None
    except Exception as error:
        from django.db import Error

        if isinstance(error, Error):
            why = str(error).strip()
            raise Refused(said(f"không dùng được cơ sở dữ liệu: {why}", f"the data base cannot be used: {why}")) from None
        raise
    return told


def _try_workspace(workspace: str | None, option: tuple[str, ...], lang: str | None) -> None:
    """Errors of the workspace are told here, on the console, not on the first page."""
    from phancap.cli.common import language, open_snapshot

    open_snapshot(workspace, option, language(lang))


def _free_port(host: str, port: int) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(said(
                f"không mở được cổng {port} trên {host}: {error.strerror} · chọn cổng khác: --port 8001",
                f"port {port} on {host} cannot be opened: {error.strerror} · choose another: --port 8001",
            )) from None  # fmt: skip
        number: int = probe.getsockname()[1]
        return number
