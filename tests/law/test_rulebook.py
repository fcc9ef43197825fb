"""The dated rule book: pairs by the signing day, hops, form, and what nobody has read."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from phancap.law import rulebook
from phancap.law.rulebook import LEVELS, RELATIONS, TRANSFERS, Party, reach_of, relation_of, vn

KINDS = ("council", "committee", "chair", "agency", "agency_head", "office", "service_unit", "civil_servant")
EDITION_DAYS = ("2010-05-05", "2016-01-01", "2020-07-01", "2025-03-01", "2025-06-16")


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def party(text: str) -> Party:
    kind, level = text.split()
    return Party(kind, level)


# instrument, giver, receiver, signed, verdict: yes, no (a closed list that was read), unread
PAIRS = [
    # one switch a day: the same pair on each side of 16-6-2025
    ("delegate", "committee province", "agency province", "2025-06-15", "yes"),
    ("delegate", "committee province", "agency province", "2025-06-16", "no"),  # the head, not the agency
    ("delegate", "committee province", "agency_head province", "2025-06-15", "no"),
    ("delegate", "committee province", "agency_head province", "2025-06-16", "yes"),
    ("delegate", "chair commune", "civil_servant commune", "2025-06-16", "yes"),
    ("delegate", "committee commune", "civil_servant commune", "2025-06-16", "no"),
    ("delegate", "agency_head province", "chair commune", "2026-01-01", "yes"),
    ("delegate", "agency province", "committee commune", "2026-01-01", "no"),
    ("delegate", "agency province", "committee district", "2025-04-01", "yes"),
    ("delegate", "council province", "committee province", "2026-01-01", "no"),
    ("delegate", "committee commune", "committee province", "2026-01-01", "no"),  # never upwards
    ("delegate", "chair province", "chair commune", "2026-01-01", "yes"),
    ("delegate", "chair province", "committee commune", "2026-01-01", "no"),
    # before 1-3-2025 only the directly lower level
    ("delegate", "committee province", "committee district", "2022-06-20", "yes"),
    ("delegate", "committee province", "committee commune", "2022-06-20", "no"),
    ("delegate", "committee district", "committee commune", "2022-06-20", "yes"),
    ("delegate", "committee province", "committee commune", "2025-03-01", "yes"),  # any lower level
    ("delegate", "chair province", "agency_head province", "2022-06-20", "unread"),
    (
        "delegate",
        "committee province",
        "committee commune",
        "2018-06-20",
        "unread",
    ),  # before the change of 2019
    # decentralisation
    ("decentralise", "committee province", "agency province", "2025-11-20", "yes"),
    ("decentralise", "chair province", "agency province", "2025-11-17", "yes"),
    ("decentralise", "committee province", "chair commune", "2025-11-20", "yes"),
    ("decentralise", "committee province", "service_unit province", "2025-11-20", "yes"),
    ("decentralise", "committee province", "agency_head province", "2025-11-20", "no"),
    ("decentralise", "committee commune", "agency commune", "2025-11-20", "no"),  # communes may not
    ("decentralise", "agency province", "committee commune", "2025-11-20", "no"),
    ("decentralise", "council province", "committee commune", "2025-12-01", "yes"),
    ("decentralise", "council province", "council commune", "2025-12-01", "unread"),
    ("decentralise", "committee province", "committee district", "2025-06-20", "unread"),
    ("decentralise", "committee province", "committee district", "2022-06-20", "yes"),
    ("decentralise", "committee province", "committee commune", "2022-06-20", "yes"),
    ("decentralise", "committee commune", "committee district", "2022-06-20", "no"),
    ("decentralise", "committee province", "civil_servant province", "2022-06-20", "no"),
    ("decentralise", "committee province", "committee commune", "2025-04-01", "yes"),
    ("decentralise", "council province", "committee commune", "2025-04-01", "unread"),
    # the centre, by the Government law of 2025
    ("decentralise", "agency_head none", "committee province", "2025-06-12", "yes"),
    ("decentralise", "agency_head none", "chair commune", "2025-06-12", "yes"),
    ("decentralise", "agency_head none", "agency province", "2025-06-12", "no"),
    ("delegate", "agency_head none", "chair province", "2025-06-12", "yes"),
    ("delegate", "agency_head none", "chair commune", "2025-06-12", "no"),  # provincial only
    ("delegate", "agency_head none", "agency none", "2025-06-12", "unread"),
    # nothing was read before 2016
    ("decentralise", "committee province", "committee district", "2015-12-31", "unread"),
    ("delegate", "committee province", "agency province", "2006-01-01", "unread"),
    # not transfers
    ("assign", "council province", "committee commune", "2022-06-20", "yes"),
    ("withdraw", "committee province", "committee commune", "2022-06-20", "yes"),
    ("substitute", "committee commune", "chair province", "2026-01-01", "yes"),
    ("substitute", "committee commune", "committee province", "2026-01-01", "no"),
    ("substitute", "committee commune", "chair province", "2022-06-20", "unread"),
]


@pytest.mark.parametrize(("instrument", "giver", "receiver", "signed", "answer"), PAIRS)
def test_pair(instrument: str, giver: str, receiver: str, signed: str, answer: str) -> None:
    verdict = vn().pair(instrument, party(giver), party(receiver), day(signed))
    assert ("yes" if verdict.allowed else "no" if verdict.read else "unread") == answer
    assert verdict.severity == {"yes": "", "no": "error", "unread": "warning"}[answer]
    if answer == "no":
        assert verdict.provision, "what is barred by a text names the text"


@pytest.mark.parametrize("signed", EDITION_DAYS)
def test_every_pair_has_one_answer(signed: str) -> None:
    """Rows that say equally much about a pair agree, so their order carries no meaning."""
    book = vn()
    edition = book.edition(day(signed)).edition
    for giver_kind, giver_level, kind, level in product(KINDS, LEVELS, KINDS, LEVELS):
        giver, receiver = Party(giver_kind, giver_level), Party(kind, level)
        reach = reach_of(giver, receiver)
        for instrument in TRANSFERS:
            fitting = [
                row
                for row in book._pairs[edition, relation_of(giver)]
                if row.instrument & {"*", instrument}
                and row.giver_kind & {"*", giver_kind}
                and row.giver_level & {"*", giver_level}
                and row.receiver_kind & {"*", kind}
                and row.reach & ({"*"} | reach)
            ]
            assert fitting, (signed, instrument, giver, receiver)
            best = max(row.weight for row in fitting)
            answers = {(row.verdict.allowed, row.verdict.read) for row in fitting if row.weight == best}
            assert len(answers) == 1, (signed, instrument, giver, receiver, fitting)
            verdict = book.pair(instrument, giver, receiver, day(signed))
            assert (verdict.allowed, verdict.read) in answers


def test_editions_follow_each_other() -> None:
    editions = vn().editions
    assert [edition.start for edition in editions] == [None, *(day(text) for text in EDITION_DAYS[1:])]
    assert [edition.end for edition in editions] == [*(day(text) for text in EDITION_DAYS[1:]), None]


def test_one_hop_since_march_2025() -> None:
    for relation in RELATIONS:
        assert vn().max_hops(day("2025-02-28"), relation) is None
        assert vn().max_hops(day("2025-03-01"), relation) == 1
        assert vn().max_hops(day("2026-11-24"), relation) == 1


def test_passing_on() -> None:
    book, now, then = vn(), day("2026-01-01"), day("2022-06-20")
    assert book.onward("delegate", "delegate", now, "local-local").severity == "error"
    assert book.onward("delegate", "decentralise", then, "local-local").severity == "error"
    assert book.onward("decentralise", "decentralise", now, "local-local", hops=2).severity == "error"
    assert book.onward("decentralise", "decentralise", then, "local-local", hops=2).severity == "warning"
    assert book.onward("decentralise", "delegate", now, "local-local") == book.delegate_of_decentralised(now)
    assert book.delegate_of_decentralised(now).severity == "warning"
    assert book.onward("devolve", "decentralise", now, "local-local").allowed


def test_rules_read_only_for_the_government_are_unread_between_local_bodies() -> None:
    for governs in ("resources", "answer-decentralise", "answer-delegate", "procedure"):
        centre = vn().rule(governs, day("2025-06-12"), "centre-local")
        local = vn().rule(governs, day("2025-06-12"), "local-local")
        assert centre is not None
        assert centre.read
        assert local is not None
        assert not local.read


@pytest.mark.parametrize(
    ("instrument", "type_", "issuer", "number", "signed", "has_end", "defects"),
    [
        ("delegate", "quyết định", "UBND", "2568/QĐ-UBND", "2025-11-21", True, []),
        ("delegate", "quyết định", "UBND", "2568/QĐ-UBND", "2025-11-21", False, ["error"]),
        ("delegate", "quyết định", "UBND", "145/2025/QĐ-UBND", "2025-11-21", True, ["note"]),
        ("delegate", "quyết định", "UBND", "145/2025/QĐ-UBND", "2025-11-21", False, ["error", "note"]),
        ("decentralise", "quyết định", "UBND", "38/2025/QĐ-UBND", "2025-11-20", False, []),
        ("decentralise", "quyết định", "UBND", "38/QĐ-UBND", "2025-11-20", False, ["error"]),
        ("decentralise", "quyết định", "UBND", "38/QĐ-UBND", "2006-11-20", False, ["warning"]),
        ("devolve", "luật", "Quốc hội", "31/2024/QH15", "2024-01-18", False, []),
        ("devolve", "nghị quyết", "Quốc hội", "136/2024/QH15", "2024-06-26", False, ["error"]),
        ("devolve", "nghị quyết", "Quốc hội", "190/2025/QH15", "2025-03-01", False, []),
        ("devolve", "nghị định", "Chính phủ", "121/2025/NĐ-CP", "2025-06-11", False, ["error"]),
        ("assign", "nghị định", "Chính phủ", "140/2025/NĐ-CP", "2025-06-12", False, []),
    ],
)
def test_form(
    instrument: str, type_: str, issuer: str, number: str, signed: str, has_end: bool, defects: list[str]
) -> None:
    found = vn().form(instrument, type_, issuer, number, day(signed), has_end)
    assert [finding.severity for finding in found] == defects


def test_a_higher_act_may_let_another_devolve() -> None:
    number, authority = "121/2025/NĐ-CP", "72/2025/QH15 Đ.54 k.1"
    assert not vn().form("devolve", "nghị định", "Chính phủ", number, day("2025-06-20"), False, authority)


def test_ways_to_make_a_change() -> None:
    now = day("2026-11-24")
    ways = vn().needs(Party("committee", "province"), Party("committee", "commune"), now)
    assert [way.instrument for way in ways] == ["decentralise", "delegate", "devolve"]
    assert ways[0].act == "quyết định (văn bản quy phạm pháp luật)"
    ways = vn().needs(Party("committee", "commune"), Party("agency", "commune"), now)
    assert [way.instrument for way in ways] == ["devolve"]
    assert [way.instrument for way in vn().needs(None, Party("committee", "commune"), now)] == ["devolve"]
    back = vn().needs(Party("agency_head", "province"), Party("committee", "province"), now, "delegate")
    assert back[0].instrument == "withdraw"


def test_load() -> None:
    assert rulebook.load() is vn()
    with pytest.raises(LookupError, match=r"`nowhere`.*vn"):
        rulebook.load("nowhere")


def test_every_row_with_a_text_behind_it_names_its_source() -> None:
    sources = {row["source"] for row in rulebook._rows("vn", "sources")}
    for table in ("pairs", "rules"):
        for row in rulebook._rows("vn", table):
            assert not row["source"] or row["source"] in sources, row
            if row["read"] == "yes" and row.get("rule") != "R2":
                assert row["source"], row
