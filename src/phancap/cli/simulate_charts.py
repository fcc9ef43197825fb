"""``phancap simulate --charts``: the charts of a result as files."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from phancap.cli.common import Refused

if TYPE_CHECKING:
    from phancap.simulation import Result


def folder_for_charts(folder: str, png: bool, lang: str) -> None:
    """Make the folder, before anything long runs; refused where it cannot be, or where PNG cannot be drawn."""
    if png and find_spec("matplotlib") is None:
        raise Refused(
            f"`--png` {'cần phần thêm' if lang == 'vi' else 'needs the extra'} `plan`: pip install 'phancap[plan]'"
        )
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from None


def write_charts(result: Result, folder: str, png: bool, lang: str) -> list[Path]:
    """Write each chart as SVG, with ``png`` as PNG too; the files written."""
    from phancap.simulation import charts
    from phancap.simulation.course import charts_of

    written = []
    for name, chart in charts_of(result, lang).items():
        files = {f"{name}.svg": charts.svg(chart).encode()}
        if png:
            files[f"{name}.png"] = charts.png(chart)
        for file, data in files.items():
            path = Path(folder) / file
            try:
                path.write_bytes(data)
            except OSError as error:
                raise _unwritable(str(path), error) from None
            written.append(path)
    return written


def _unwritable(path: str, error: OSError) -> Refused:
    return Refused(f"`--charts`: `{path}`: {error.strerror or error}")
