"""``make bench``: every benchmark in one run, beside others' engines and measured limits, into ``RESULTS.md``.

The peers live in an environment of their own (``.venv/peers``, made here from ``peers.txt``), in which this
project is installed as well, so that all are measured by one interpreter in turns. ``--only NAME`` runs one part
and prints it without touching the file.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parent / ".venv" / "peers"
RESULTS = HERE / "RESULTS.md"
NEEDED = ("casbin", "cedarpy", "ciw", "duckdb", "eyecite", "highspy", "hyperscan", "numba", "simpy", "z3", "zen", "phancap")
SHOWN = ("numpy", "numba", "click", "cedarpy", "casbin", "zen-engine", "duckdb", "z3-solver", "eyecite", "hyperscan", "simpy", "ciw")


def among_peers() -> None:
    """Go on in the environment of the peers, made now if it is not there."""
    if all(find_spec(name) for name in NEEDED):
        return
    python = HOME / ("Scripts" if os.name == "nt" else "bin") / "python"
    if Path(sys.executable) == python:
        missing = ", ".join(name for name in NEEDED if not find_spec(name))
        sys.exit(f"phancap: {HOME} lacks {missing}; remove the folder and run again")
    if not python.exists():
        print(f"phancap: cài các công cụ để so sánh vào {HOME} / installing the peers", file=sys.stderr)
        venv.create(HOME, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "--requirement", str(HERE / "peers.txt"), "--editable", str(HERE.parent)], check=False)
    if done.returncode:
        sys.exit("phancap: không cài được các công cụ để so sánh, cần mạng / the peers could not be installed, a network is needed")
    os.execv(python, [str(python), *sys.argv])  # noqa: S606


def parts() -> dict[str, Callable[[], list[tuple[str, list[object]]]]]:
    """Each part by name; what it needs is imported when it runs."""

    def start() -> list[tuple[str, list[object]]]:
        import start as part
        from measure import Row

        return [("Start", [Row(what, figure, bar, _reached(figure, bar)) for what, figure, bar in part.measure()])]

    def answers() -> list[tuple[str, list[object]]]:
        import answers as part

        return list(part.run())

    def proofs() -> list[tuple[str, list[object]]]:
        import proofs as part

        return list(part.run())

    def difference() -> list[tuple[str, list[object]]]:
        import difference as part

        return list(part.run())

    def national() -> list[tuple[str, list[object]]]:
        import answers as city
        import national as part
        from workload import make, questions

        ours = city.Ours(make())
        return list(part.run(ours.packed, ours.batch(questions(part.MANY))))

    def citations() -> list[tuple[str, list[object]]]:
        import citations as part

        return list(part.run())

    def deadlines() -> list[tuple[str, list[object]]]:
        import deadline as part
        from measure import Row

        return [("Deadlines, a CPU second", [Row(what, f"{speed:,.0f}", guide) for what, speed, guide in part.measure()])]

    def optimiser() -> list[tuple[str, list[object]]]:
        import optimiser as part
        from measure import within

        rows: list[object] = []
        for what, equal in (("alike everywhere", True), ("each district may differ", False)):
            found = part.measured(equal)
            name = f"500 powers x 3 levels x 92 offices, {what}, {found['gap']:.2%} from the bound"
            rows.append(within(name, found["cpu_seconds"], part.BAR_SECONDS, "CPU s"))
        return [("Optimiser", rows)]

    def simulation() -> list[tuple[str, list[object]]]:
        import simulation as part

        return list(part.run_all())

    def sweep() -> list[tuple[str, list[object]]]:
        import sweep as part

        return list(part.run())

    return {
        "start": start, "answers": answers, "proofs": proofs, "difference": difference, "national": national,
        "citations": citations, "deadlines": deadlines, "optimiser": optimiser, "simulation": simulation, "sweep": sweep,
    }  # fmt: skip


def _reached(figure: str, bar: str) -> bool | None:
    """Whether ``8.2x`` is within ``<= 8x``."""
    if not bar.startswith("<="):
        return None
    return float(figure.rstrip("x s")) <= float(bar.removeprefix("<=").strip().rstrip("x s"))


def main() -> None:
    """Run, print, and keep the tables."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", nargs="+", default=[], choices=tuple(parts()), metavar="PART", help=", ".join(parts()))
    chosen = asked.parse_args().only
    among_peers()
    sys.path.insert(0, str(HERE))
    begun = time.strftime("%Y-%m-%d")
    lines = [
        "# Measured", "",
        "Written by `make bench`. CPU seconds, warm, medians of rounds in which all programs take turns; equal answers are",
        "checked before anything is timed. Ratios are bars, absolute figures are a guide.", "",
        f"{begun}, {platform.system()} {platform.machine()}, {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
        f"Python {platform.python_version()}, {', '.join(_versions())}", "",
    ]  # fmt: skip
    print("\n".join(lines))
    for name, part in parts().items():
        if chosen and name not in chosen:
            continue
        for title, rows in part():
            table = [f"## {title}", "", "| what | figure | bar | |", "| --- | --- | --- | --- |"]
            table += [f"| {row.what} | {row.figure} | {row.bar} | {_mark(row.reached)} |" for row in rows]  # type: ignore[attr-defined]
            print("\n".join(table), end="\n\n", flush=True)
            lines += [*table, ""]
    if not chosen:
        notes = HERE / "NOTES.md"
        lines += [notes.read_text(encoding="utf-8").rstrip()] if notes.exists() else []
        RESULTS.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _mark(reached: bool | None) -> str:
    return "" if reached is None else "yes" if reached else "**no**"


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "unknown processor"


def _versions() -> list[str]:
    found = []
    for name in SHOWN:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


if __name__ == "__main__":
    main()
