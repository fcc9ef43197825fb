"""Dossiers through offices: what an option does to people's waiting, to the desks and to the late list.

A user declares a :class:`Model` (or reads one from a file, or builds it from a workspace), runs it, and reads the
:class:`Result`::

    from phancap.simulation import read_model, run

    result = run(read_model("examples/mmc.toml"), replications=20, seed=1)
    result.measures["wait_minutes"]        # one value a replication
    result.as_json()                       # what `phancap simulate --json` prints

All randomness is drawn first and keyed by dossier, so replication ``r`` of two models with the same seed is the same
year with the same people, and differences may be taken replication by replication.
"""

from phancap.simulation.errors import ModelError
from phancap.simulation.model import (
    Assumption,
    Batch,
    Calendar,
    Demand,
    Desk,
    Learning,
    Limit,
    Model,
    Office,
    Phase,
    Procedure,
    Route,
    Season,
    Step,
    Stock,
    Work,
)
from phancap.simulation.model_file import read_model
from phancap.simulation.output import Result, interval
from phancap.simulation.run import run
from phancap.simulation.scenario import Scenario, read_scenario, scenario_ids, scenario_of

__all__ = [
    "Assumption", "Batch", "Calendar", "Demand", "Desk", "Learning", "Limit", "Model", "ModelError", "Office", "Phase",
    "Procedure", "Result", "Route", "Scenario", "Season", "Step", "Stock", "Work", "interval", "read_model",
    "read_scenario", "run", "scenario_ids", "scenario_of",
]  # fmt: skip
