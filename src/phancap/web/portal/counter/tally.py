"""Counting: a visit is one row under the day's salt; a day that is over becomes one number and its salt dies.

Today's figure is the number of rows, so there is nothing to add up and nothing to lose: the data base's unique
constraint decides who is new, however many come at once and in however many processes. Each process remembers
whom it has stored, so that of a visitor's many pages only the first reaches the data base.
"""

from __future__ import annotations

import secrets
import threading
from contextlib import nullcontext
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Sum
from django.utils import timezone

from phancap.web.portal.counter.models import CarriedOver, Day, Salt, Seen
from phancap.web.portal.counter.visitor import digest

MOST_REMEMBERED = 50_000
_lock = threading.Lock()
# SQLite lets whoever tries at the right moment write next; of many threads some would wait until they give up.
_turn = threading.Lock()
_salt: tuple[date, bytes] | None = None
_stored: set[str] = set()


class Totals(NamedTuple):
    """The block of the page: visitors of yesterday, today, this ISO week, and all ever."""

    yesterday: int
    today: int
    week: int
    all: int


def local_day() -> date:
    """Today in Asia/Ho_Chi_Minh, the zone of the settings."""
    return timezone.localdate()


def next_midnight() -> datetime:
    """When the running day is over."""
    return timezone.make_aware(datetime.combine(local_day() + timedelta(days=1), time()))


def visit(address: str, agent: str) -> bool:
    """Count a visitor of today; true where they are new. A visit on the stroke of midnight counts once, for one day."""
    for _attempt in range(4):
        day = local_day()
        who = digest(_salt_of(day), address, agent)
        with _lock:
            if who in _stored:
                return False
        try:
            with _turn if connection.vendor == "sqlite" else nullcontext():
                _row, created = Seen.objects.get_or_create(day_id=day, digest=who)
        except IntegrityError:
            forget()  # the day was closed between the salt and the row: it is tomorrow now
            continue
        with _lock:
            if len(_stored) < MOST_REMEMBERED:
                _stored.add(who)
        return created
    return False


def forget() -> None:
    """Drop what this process remembers of the day."""
    global _salt
    with _lock:
        _salt = None
        _stored.clear()


def _salt_of(day: date) -> bytes:
    global _salt
    with _lock:
        if _salt is not None and _salt[0] == day:
            return _salt[1]
    forget()
    close_days(day)
    row, created = Salt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(32)})
    if created:
        from phancap.web.portal.counter.tasks import close_counter_days

        close_counter_days.using(run_after=next_midnight()).enqueue()
    salt = bytes(row.salt)
    with _lock:
        _salt = day, salt
    return salt


def close_days(today: date | None = None) -> int:
    """Turn every day that is over into its number and destroy its salt and hashes; how many days."""
    today = today or local_day()
    closed = 0
    if connection.vendor == "sqlite" and Salt.objects.filter(day__lt=today).exists():
        with connection.cursor() as cursor:
            # Deleted rows are overwritten with zeros: a salt must not be read out of the file afterwards.
            cursor.execute("PRAGMA secure_delete = ON")
    for day in list(Salt.objects.filter(day__lt=today).values_list("day", flat=True)):
        with transaction.atomic():
            # Who comes first closes the day; a visit that is just being stored waits, and is then refused.
            salt = Salt.objects.select_for_update().filter(day=day).first()
            if salt is None:
                continue
            count = Seen.objects.filter(day=day).count()
            Seen.objects.filter(day=day).delete()
            salt.delete()
            row, created = Day.objects.get_or_create(day=day, defaults={"visits": count})
            if not created:
                Day.objects.filter(day=day).update(visits=F("visits") + count)
            closed += 1
    if closed:
        _forget_on_disk()
    return closed


def _forget_on_disk() -> None:
    """A deleted row is still in the files: in SQLite's log until it is emptied, in PostgreSQL's table until it is vacuumed.

    The table of one row is written anew and its old file removed, which takes milliseconds. What PostgreSQL still
    has in its write-ahead log, and in back-ups of it, goes with their own rotation.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        elif connection.vendor == "postgresql":
            cursor.execute(f"VACUUM FULL {connection.ops.quote_name(Salt._meta.db_table)}")


def totals(today: date | None = None) -> Totals:
    """The figures of now."""
    today = today or local_day()
    close_days(today)
    monday = today - timedelta(days=today.weekday())
    now = Seen.objects.filter(day=today).count()
    yesterday = (
        Day.objects.filter(day=today - timedelta(days=1)).values_list("visits", flat=True).first() or 0
    )
    week = Day.objects.filter(day__gte=monday, day__lt=today).aggregate(n=Sum("visits"))["n"] or 0
    before = Day.objects.filter(day__lt=today).aggregate(n=Sum("visits"))["n"] or 0
    carried = CarriedOver.objects.aggregate(n=Sum("visits"))["n"] or 0
    return Totals(yesterday, now, week + now, carried + before + now)
