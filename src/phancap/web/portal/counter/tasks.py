"""What happens at midnight."""

from __future__ import annotations

from django_tasks import task

from phancap.web.portal.counter.tally import close_days


@task()
def close_counter_days() -> int:
    """Write the day's number, destroy its salt and hashes."""
    return close_days()
