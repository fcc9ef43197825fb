"""A workspace of one province, two districts and three communes, as ``phancap init`` writes it, with tables added."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from phancap.cli.verbs import cli

BUDGET = "body,unit,field,kind,tier,from,to,amount,source\n"
YEAR = "2023-01-01,2024-01-01"
OPTION = "thi-diem"


def tiny(folder: Path, **tables: str) -> str:
    """The path of the workspace; ``tables`` are whole files by name, ``thi_diem__budget`` those of its option."""
    root = folder / "tiny"
    result = CliRunner().invoke(cli, ["init", str(root)])
    assert result.exit_code == 0, result.output
    for name, text in tables.items():
        option, _, table = name.rpartition("__")
        home = root / "options" / option.replace("_", "-") if option else root
        (home / f"{table}.csv").write_text(text, encoding="utf-8")
    return str(root)


def told(body: str, unit: str, kind: str, amount: int, field: str = "", year: str = YEAR) -> str:
    """A row of ``budget.csv``."""
    return f"{body},{unit},{field},{kind},,{year},{amount},assumption\n"


def spent(city: int, districts: tuple[int, int], communes: tuple[int, int, int], kind: str = "recurrent") -> str:
    """A budget in which every unit of every level is spoken of."""
    rows = [told("ubnd-tinh", "p99@2021-01-01", kind, city)]
    rows += [told("ubnd-huyen", f"d99{n}@2021-01-01", kind, amount) for n, amount in enumerate(districts)]
    rows += [told("ubnd-xa", f"c9900{n}@2021-01-01", kind, amount) for n, amount in enumerate(communes, start=1)]
    return "".join(rows)
