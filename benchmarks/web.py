"""`make bench-web`: what a look-up page costs beside a view that does nothing, and a minute of many clients.

The same server, in turns: `/empty`, the page of a question asked before (kept), the page of one that was not. Ratios
are of throughput and of the server's own processor time, so that a busy machine does not decide. Then 50 clients on
SQLite and 200 on a PostgreSQL of our own read and write for a minute: no error, and every write that was acknowledged
is in the data base afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from scripts.postgres import postgres, programs  # noqa: E402

COUNT = """
import django; django.setup()
from phancap.web.portal.counter.tally import totals
from phancap.web.portal.feedback.models import Report
print(totals().all, Report.objects.count())
"""


def free_port() -> int:
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def site(folder: str, url: str, workers: int) -> Iterator[tuple[int, int, dict[str, str]]]:
    """A site of its own: port, process and environment."""
    environment = {
        **os.environ, "PHANCAP_DATA": folder, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "phancap.web.settings",
        "PHANCAP_API_RATE": "", "PHANCAP_OPEN311_RATE": "999999/s", "PHANCAP_OPEN311_POST_RATE": "999999/s",
        "PYTHONPATH": str(HERE.parent),
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "phancap.web", "migrate", "-v0"], env=environment, check=True)
    port = free_port()
    command = [sys.executable, str(HERE / "web_site.py"), str(port), str(workers)]
    server = subprocess.Popen(command, env=environment, start_new_session=True)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/who?power=1.013225&at=ninh+kieu&on=2026-01-01", timeout=60)
                break
            except OSError:
                time.sleep(0.1)
        yield port, server.pid, environment
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def processor_seconds(group: int) -> float:
    """Of all processes of a group."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def clients(port: int, number: int, seconds: float, kind: str) -> dict[str, Any]:
    """What the clients saw."""
    command = [sys.executable, str(HERE / "web_clients.py"), str(port), str(number), str(seconds), kind]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def throughput(rounds: int, seconds: float) -> list[str]:
    """Rows: kind, requests a second, its share of the empty view, processor time a request, its share, p95."""
    seen: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in ("empty", "kept", "fresh")}
    with tempfile.TemporaryDirectory() as folder, site(folder, "", 1) as (port, group, _environment):
        for kind in seen:
            clients(port, 8, max(1.0, seconds), kind)  # what is lazily made is made, on questions of its own kind
        for _ in range(rounds):
            for kind, found in seen.items():
                before = processor_seconds(group)
                saw = clients(port, 8, seconds, kind)
                if saw["errors"]:
                    raise SystemExit(f"{kind}: {saw['samples']}")
                used = (processor_seconds(group) - before) / saw["requests"]
                found.append((saw["requests"] / saw["seconds"], used, saw["p95"]))
    middle = {kind: [statistics.median(column) for column in zip(*found, strict=True)] for kind, found in seen.items()}
    names = {"empty": "empty view", "kept": "look-up page, kept", "fresh": "look-up page, not kept"}
    bars = {"empty": "", "kept": ">= 50 %", "fresh": ">= 30 %"}
    rows = ["| page | a second | of the empty view | CPU ms | empty view's CPU of it | p95 ms | bar |",
            "| --- | --- | --- | --- | --- | --- | --- |"]  # fmt: skip
    for kind, (rate, used, p95) in middle.items():
        rows.append(
            f"| {names[kind]} | {rate:.0f} | {rate / middle['empty'][0]:.0%} | {used * 1000:.2f} | "
            f"{middle['empty'][1] / used:.0%} | {p95 * 1000:.1f} | {bars[kind]} |"
        )
    return rows


def minute(number: int, seconds: float, on_postgres: bool) -> tuple[str, bool]:
    """One row of the load, and whether all was well."""
    with tempfile.TemporaryDirectory() as folder, postgres() if on_postgres else nullcontext("") as url, \
            site(folder, url, 2) as (port, _group, environment):  # fmt: skip
        saw = clients(port, number, seconds, "mixed")
        counted = subprocess.run([sys.executable, "-c", COUNT], env=environment, capture_output=True, text=True, check=True)
        visits, reports = map(int, counted.stdout.split())
    # A write whose answer was lost may be there all the same; one that was acknowledged has to be.
    lost = max(0, saw["visits"] - visits) + max(0, saw["reports"] - reports)
    base = "PostgreSQL" if on_postgres else "SQLite"
    row = (
        f"| {number} clients, {base} | {saw['seconds']:.0f} s | {saw['requests']} | {saw['visits'] + saw['reports']} | "
        f"{saw['errors']} | {lost} | {saw['p50'] * 1000:.0f} | {saw['p95'] * 1000:.0f} |"
    )
    for sample in saw["samples"]:
        print(f"  {sample}", file=sys.stderr)
    return row, not saw["errors"] and not lost


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of a round")
    parser.add_argument("--minute", type=float, default=60.0, help="seconds of the load")
    parser.add_argument("--only", choices=["throughput", "load"])
    given = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    if given.only != "load":
        print("\n".join(throughput(given.rounds, given.seconds)) + "\n")
    if given.only == "throughput":
        return 0
    print("| load | for | requests | writes | errors | lost writes | p50 ms | p95 ms |\n" + "| --- " * 8 + "|")
    well = True
    for number, on_postgres in ((50, False), (200, True)):
        if on_postgres and programs() is None:
            print("no PostgreSQL on this machine: sudo apt-get install postgresql", file=sys.stderr)
            return 1
        row, fine = minute(number, given.minute, on_postgres)
        print(row, flush=True)
        well &= fine
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
