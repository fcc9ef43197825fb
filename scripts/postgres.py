"""A PostgreSQL of one's own for as long as a command runs: in a new folder, on a socket there, gone afterwards.

    python scripts/postgres.py COMMAND...       runs COMMAND with DATABASE_URL set
    python scripts/postgres.py --need           only says whether the programs are there

Run by root it gives the server to an unprivileged user, since PostgreSQL refuses root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/usr/pgsql-*/bin")
PATIENCE = 60  # seconds


def programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres``, the newest version first; none where there is none."""
    named = os.environ.get("PHANCAP_POSTGRES")
    found = [Path(named)] if named else []
    for place in PLACES:
        found += sorted(Path("/").glob(place.lstrip("/")), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).parent)
    return next((path for path in found if (path / "initdb").is_file() and (path / "postgres").is_file()), None)


def _version(path: Path) -> float:
    text = path.parent.name.removeprefix("pgsql-")
    return float(text) if text.replace(".", "", 1).isdigit() else 0.0


def _owner() -> str | None:
    """Who runs the server: we ourselves, or where we are root somebody who can do no harm."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a fresh, empty data base.

    Raises:
        RuntimeError: the programs are missing, or the server did not come up; the message ends with its log.
    """
    where, owner = programs(), _owner()
    if where is None:
        raise RuntimeError("thử trên PostgreSQL cần / tests on PostgreSQL need: sudo apt-get install postgresql")
    # Short: the path of a socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    server: subprocess.Popen[bytes] | None = None
    try:
        if owner:
            shutil.chown(folder, owner)
        data, log = folder / "data", folder / "log"
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
        made = subprocess.run(
            [where / "initdb", "-D", data, "-U", "phancap", "-A", "trust", "-E", "UTF8", "--no-sync"],
            user=owner, env=environment, cwd=folder, capture_output=True, text=True,
        )  # fmt: skip
        if made.returncode:
            raise RuntimeError(made.stderr)
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(folder), "max_connections": "100",
            "shared_buffers": "64MB", "fsync": "off" if os.environ.get("PHANCAP_POSTGRES_FAST") else "on",
        }  # fmt: skip
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with open(log, "wb") as out:
            server = subprocess.Popen(
                [where / "postgres", "-D", data, *options], user=owner, env=environment, cwd=folder,
                stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        _wait(server, where, folder, log)
        create = [where / "createdb", "-h", folder, "-U", "phancap", "phancap"]
        subprocess.run(create, check=True, env=environment, cwd=folder, capture_output=True)
        yield f"postgresql://phancap@/phancap?host={folder}"
    finally:
        if server is not None and server.poll() is None:
            server.send_signal(signal.SIGINT)  # "fast": open connections are ended
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: subprocess.Popen[bytes], where: Path, folder: Path, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    ready = [where / "pg_isready", "-q", "-h", folder, "-U", "phancap"]
    while subprocess.run(ready, capture_output=True).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.1)


def main(command: list[str]) -> int:
    """Run a command beside a data base of its own."""
    if command == ["--need"]:
        if programs() is None:
            print("phancap: sudo apt-get install postgresql", file=sys.stderr)
            return 1
        return 0
    try:
        with postgres() as url:
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode
    except RuntimeError as error:
        print(f"phancap: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
