"""Runs of the comparison that were kept: one JSON file a run, written whole or not at all, never changed.

They lie in the data folder of the site (:mod:`phancap.formats.datafolder`), where its pages find them; a run can be made again from its settings, byte for byte.
"""

from __future__ import annotations

import json
import os
import re
from typing import Any

from phancap.formats.datafolder import data_folder

NAME = re.compile(r"[0-9a-f]{16}\Z")
LIMIT = 64 * 1024 * 1024


def runs_folder() -> str | None:
    """Where runs are kept; ``None`` where there is nowhere."""
    data = data_folder()
    return os.path.join(data, "plan") if data else None


def keep(data: dict[str, Any], folder: str | None = None) -> str | None:
    """Keep a run under its own name; its path, ``None`` where there is nowhere to keep it."""
    home = folder or runs_folder()
    if home is None:
        return None
    path = os.path.join(home, f"{data['run']}.json")
    waiting = f"{path}.{os.getpid()}.part"
    try:
        os.makedirs(home, exist_ok=True)
        with open(waiting, "w", encoding="utf-8") as file:
            file.write(text_of(data))
        os.replace(waiting, path)
    except OSError:
        return None
    finally:
        if os.path.exists(waiting):
            os.unlink(waiting)
    return path


def text_of(data: dict[str, Any]) -> str:
    """A run as text: the same run is the same bytes."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def kept(folder: str | None = None) -> list[str]:
    """The names of the runs kept, newest first."""
    home = folder or runs_folder()
    try:
        found = [entry for entry in os.scandir(home or "") if entry.is_file() and NAME.match(entry.name.removesuffix(".json"))]
    except OSError:
        return []
    return [e.name.removesuffix(".json") for e in sorted(found, key=lambda e: (-e.stat().st_mtime, e.name))]


def load(run: str, folder: str | None = None) -> dict[str, Any] | None:
    """A run by its name; ``None`` where there is none, it is none of ours, or an older version kept less than a report reads."""
    data = _read(run, folder)
    return data if data is not None and _whole(data) else None


def made_by(run: str, folder: str | None = None) -> str | None:
    """The command that makes a run anew; ``None`` where no run of that name is kept, or it does not say how it was made.

    ``--assume`` and ``--workspace`` are not kept apart: whoever gave them gives them again.
    """
    data = _read(run, folder) or {}
    settings, groups = data.get("settings"), data.get("groups")
    if not isinstance(settings, dict) or not isinstance(groups, list) or not isinstance(data.get("options"), list):
        return None
    words = ["phancap compare", *(str(option) for option in data["options"] if option != "base")]
    words += [f"--scenario {scenario}" for scenario in data.get("scenarios", ())]
    words += [f"--{name} {settings[name]}" for name in ("replications", "seed") if name in settings]
    years = {str(group.get("year", "")) for group in groups if isinstance(group, dict)}
    words += [f"--year {year}" for year in years if len(years) == 1]
    words += ["--rank-all"] if settings.get("rank_all") else []
    words += [] if settings.get("sensitivity_runs", 1) else ["--no-sensitivity"]
    return " ".join(words)


def _read(run: str, folder: str | None) -> dict[str, Any] | None:
    home = folder or runs_folder()
    if home is None or not NAME.match(run):
        return None
    try:
        path = os.path.join(home, f"{run}.json")
        if os.path.getsize(path) > LIMIT:
            return None
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) and data.get("run") == run else None


def _whole(data: dict[str, Any]) -> bool:
    """Whether a run has all that a report reads: one kept before figures told their rows is made again instead."""
    about = data.get("about")
    return isinstance(about, dict) and all("kept" in found.get("ratios", {}) for found in about.values())
