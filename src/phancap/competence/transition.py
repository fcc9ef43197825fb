"""A matter received on one day and decided on a later one: who finishes it.

The transition of the grant that makes the new holder decides; without one, ``successor`` (the old organ
goes on while it exists).
"""

from __future__ import annotations

from phancap.competence.oracle import Holding, Point, holding


def holding_when_decided(point: Point, decided: int) -> Holding:
    """The organ that decides on ``decided`` what was received on the point's day."""
    if decided <= point.day:
        return holding(point)
    then = holding(point)
    now = holding(point._replace(day=decided))
    if then.status != "competent" or now.status != "competent" or then.body == now.body:
        return now
    rule = now.chain[-1].grant.transition or "successor"
    old_goes_on = point.view.exists(then.body, decided)
    if rule.startswith("assign:"):
        organ = point.view.body_at(rule.removeprefix("assign:"), point.atom, decided)
        return now._replace(status="to-be-assigned", body=organ, answerable=(organ or now.body,))
    if rule == "filing-law" or (rule == "stay" and old_goes_on):
        return then
    if rule == "successor" and old_goes_on:
        return now._replace(body=then.body)
    return now
