"""The rules as data: what was read, by whom they are in force, and which one a dossier's day picks."""

from __future__ import annotations

import re

import pytest

from phancap.calendar.rules import READ, all_rules, rule_on
from tests.calendar.oracle import on


def test_every_row_is_whole() -> None:
    for row in all_rules():
        assert row.read in READ, row
        assert row.vi, row
        assert row.en, row
        assert row.start is None or row.end is None or row.start < row.end, row
        assert re.fullmatch(r"(Đ\.\d+( k\.\d+)?( đ\.[a-zđ])?)?", row.provision), row
        if row.read == "read":
            assert row.act or row.source, row  # what was read has an act, or at least where it was read
        if row.provision:
            assert row.act, row


def test_what_was_not_read_has_no_article() -> None:
    """Nobody read article 19 of 61/2018 or articles 17 to 20 of 118/2025: none is named."""
    for row in all_rules():
        if row.read in ("unread", "reported") and row.act != "10/2012/QH13":
            assert row.provision == "", row


def test_one_rule_a_scope_and_day() -> None:
    rows = all_rules()
    for index, one in enumerate(rows):
        for other in rows[index + 1 :]:
            if (one.rule, one.scope) == (other.rule, other.scope):
                assert (one.end is not None and other.start is not None and one.end <= other.start) or (
                    other.end is not None and one.start is not None and other.end <= one.start
                ), (one, other)


def test_every_scoped_rule_that_counting_uses_has_a_general_one() -> None:
    general = {row.rule for row in all_rules() if row.scope == "*"}
    scoped = {row.rule for row in all_rules() if row.scope != "*"}
    assert scoped - general == {"online-notice", "online-completeness", "review", "guidance", "refusal"}


@pytest.mark.parametrize(
    "rule, day, scope, act, read",
    [
        ("apology", "2025-06-30", "", "61/2018/NĐ-CP", "reported"),
        ("apology", "2025-07-01", "", "118/2025/NĐ-CP", "unread"),
        ("reappointed", "2024-01-01", "", "61/2018/NĐ-CP", "reported"),
        ("last-hour", "2025-11-16", "lien-thong-karaoke", "", "unread"),  # signed a day later
        ("last-hour", "2025-11-17", "lien-thong-karaoke", "297/2025/NĐ-CP", "read"),
        ("last-hour", "2026-01-01", "", "", "unread"),
        ("supplement-restart", "2026-01-01", "lien-thong-karaoke", "297/2025/NĐ-CP", "read"),
        ("supplement-pause", "2026-01-01", "lien-thong-karaoke", "", "unread"),
        ("silence-consent", "2022-06-20", "giay-phep-xay-dung", "50/2014/QH13", "read"),
        ("silence-consent", "2014-12-31", "giay-phep-xay-dung", "", "unread"),
        ("receipt-not-counted", "2016-12-31", "", "", "unread"),  # the Civil Code of 2015 counts from 2017
        ("no-such-rule", "2026-01-01", "", "", "unread"),
    ],
)
def test_the_dossiers_day_and_kind_pick_the_rule(
    rule: str, day: str, scope: str, act: str, read: str
) -> None:
    found = rule_on(rule, on(day), scope)
    assert (found.act, found.read) == (act, read)
