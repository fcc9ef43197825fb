"""A made-up office world for the comparison: a city office and a district office, one procedure at two places.

With the pilot the district decides from day 0; without it, or with any other option, the city does.
"""

from __future__ import annotations

from phancap.simulation.model import (
    Assumption,
    Calendar,
    Demand,
    Desk,
    Limit,
    Model,
    Office,
    Phase,
    Procedure,
    Route,
    Step,
    Work,
)
from phancap.simulation.scenario import Scenario

WEEK = tuple([((420, 660), (780, 1020))] * 5 + [()] * 2)
PILOT = "pilot-ninh-kieu-cai-rang"


def build(options: tuple[str, ...], scenario: Scenario, year: str) -> Model:
    """The model of a year; ``year`` only names it."""
    decides = "district" if PILOT in options else "city"
    factor = scenario.demand_factor(0, 6, 0)
    posts = [4.0, 2.0]
    for change in scenario.staff:
        posts = [max(1.0, float(round(change.posts(n)))) for n in posts]
    offices = (("receive", "city"), ("decide", decides), ("*", decides))
    return Model(
        f"made up {year}", 250,
        (Calendar("week", ((0, WEEK),)),),
        (Office("city", "week", "city"), Office("district", "week", "district")),
        (Desk("city-desk", "city", ((0, posts[0]),), cost_a_year=2e8), Desk("district-desk", "district", ((0, posts[1]),), cost_a_year=1.8e8)),
        (Procedure("permit", (Step("receive", Work(10), "receive"), Step("decide", Work(150), rework=0.1)), "permit", Limit(15, "working_day")),),
        tuple(Route("permit", place, (Phase(0, offices),)) for place in ("a", "b")),
        tuple(Demand("permit", place, ((0, 1.6 * factor),), "online", laid_out=5.0) for place in ("a", "b")),
        assumptions=(Assumption("minutes of a permit", 150, 60, 300),),
    )  # fmt: skip
