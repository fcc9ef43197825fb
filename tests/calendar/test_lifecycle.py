"""A dossier's clock: each rule on its own, then random lives against the wall calendar."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from phancap.calendar.deadlines import Limit, Office, due_moment
from phancap.calendar.errors import CalendarError
from phancap.calendar.lifecycle import EVENTS, Event, Policy, State, follow
from phancap.calendar.moments import format_moment
from tests.calendar import oracle
from tests.calendar.oracle import at, on

TEN = Limit(10, "working_day")
RECEIVED = at("2026-03-02T09:00")  # a Monday; ten working days end on 16 March
RESTART = Policy(supplement="restart")
PAUSE = Policy(supplement="pause")
# The building permit: 15 days for a house, 12 days to consult, at most 10 days more by a written reason.
HOUSE = Policy(
    supplement="pause",
    extension_most=Limit(10, "day"),
    consult=Limit(12, "day"),
    silence_consents=True,
    scope="giay-phep-xay-dung",
)


def event(text: str, kind: str, value: int = 0, note: str = "", body: str = "") -> Event:
    return Event(at(text), kind, value, note, body)


def live(office: Office, *events: Event, policy: Policy = PAUSE, limit: Limit = TEN, **more: object) -> State:
    return follow(limit, RECEIVED, events, policy, office, **more)  # type: ignore[arg-type]


def codes(state: State) -> list[str]:
    return [finding.code for finding in state.findings]


def due_of(state: State) -> str:
    assert state.due is not None
    return format_moment(state.due)


def test_nothing_happens(office: Office) -> None:
    state = live(office)
    assert (state.status, due_of(state), state.findings) == ("running", "2026-03-16T17:00", ())
    assert state.due == due_moment(TEN, RECEIVED, office)


def test_waiting_for_papers_has_no_due_moment(office: Office) -> None:
    state = live(office, event("2026-03-05T10:00", "asked"))
    assert (state.status, state.due) == ("waiting", None)
    assert state.closes is not None
    assert format_moment(state.closes) == "2026-03-26T17:00"  # 15 working days after 5 March


def test_a_supplement_restarts_from_zero(office: Office) -> None:
    state = live(
        office, event("2026-03-05T10:00", "asked"), event("2026-03-10T15:00", "supplemented"), policy=RESTART
    )
    assert (
        due_of(state) == format_moment(due_moment(TEN, at("2026-03-10T15:00"), office)) == "2026-03-24T17:00"
    )
    assert "supplement-restart" in [step.rule.rule for step in state.steps]


def test_a_supplement_lets_the_clock_run_on(office: Office) -> None:
    """3, 4, 5 March count; the wait to the 10th does not; seven more working days follow."""
    state = live(office, event("2026-03-05T10:00", "asked"), event("2026-03-10T15:00", "supplemented"))
    assert due_of(state) == "2026-03-19T17:00"


def test_what_nobody_stated_is_refused_when_it_is_needed(office: Office) -> None:
    with pytest.raises(CalendarError) as refused:
        live(office, event("2026-03-05T10:00", "asked"), policy=Policy())
    assert refused.value.code == "supplement-unknown"
    with pytest.raises(CalendarError):
        live(office, event("2026-03-05T10:00", "consulted"), policy=Policy())


def test_asked_once(office: Office) -> None:
    """A second request is a finding and stops nothing."""
    events = [
        event("2026-03-04T10:00", "asked"),
        event("2026-03-05T10:00", "supplemented"),
        event("2026-03-06T10:00", "asked"),
    ]
    state = live(office, *events)
    assert codes(state) == ["asked-twice"]
    assert state.status == "running"
    assert due_of(state) == "2026-03-17T17:00"


def test_closed_after_fifteen_working_days(office: Office) -> None:
    asked = event("2026-03-05T10:00", "asked")
    assert live(office, asked, now=at("2026-03-26T17:00")).status == "waiting"
    closed = live(office, asked, now=at("2026-03-26T17:01"))
    assert (closed.status, closed.due) == ("closed", None)
    assert closed.steps[-1].rule.rule == "supplement-closed"
    late = live(office, asked, event("2026-03-27T08:00", "supplemented"))
    assert (late.status, codes(late)) == ("closed", ["after-the-end"])


def test_asking_after_the_due_moment_stops_nothing(office: Office) -> None:
    state = live(office, event("2026-03-17T08:00", "asked"))
    assert (codes(state), due_of(state)) == (["asked-late"], "2026-03-16T17:00")


def test_time_left_out(office: Office) -> None:
    """Land: the time in which taxes are determined and paid is not the office's."""
    policy = Policy(supplement="pause", scope="dat-dai")
    running = live(office, event("2026-03-04T10:00", "excluded"), policy=policy)
    assert (running.status, running.due) == ("excluded", None)
    back = event("2026-04-01T10:00", "resumed")
    state = live(office, event("2026-03-04T10:00", "excluded"), back, policy=policy)
    assert due_of(state) == "2026-04-13T17:00"  # 3 and 4 March, then eight more from 2 April
    left_out = [step for step in state.steps if step.rule.rule == "excluded"]
    assert {step.rule.scope for step in left_out} == {"dat-dai"}
    assert {step.read for step in left_out} == {"read"}


def test_stops_that_do_not_fit_are_findings(office: Office) -> None:
    assert codes(live(office, event("2026-03-04", "resumed"))) == ["not-stopped"]
    assert codes(live(office, event("2026-03-04", "supplemented"))) == ["not-asked"]
    both = live(office, event("2026-03-04", "excluded"), event("2026-03-05", "asked"))
    assert codes(both) == ["already-stopped"]


def test_extended_once_by_a_written_reason(office: Office) -> None:
    limit = Limit(15, "day")  # ends on 17 March
    once = event("2026-03-16T09:00", "extended", 10, "hồ sơ phức tạp")
    assert due_of(live(office, once, policy=HOUSE, limit=limit)) == "2026-03-27T17:00"
    again = event("2026-03-20T09:00", "extended", 5, "vẫn phức tạp")
    state = live(office, once, again, policy=HOUSE, limit=limit)
    assert (due_of(state), codes(state)) == ("2026-03-27T17:00", ["extended-twice"])


@pytest.mark.parametrize(
    "extension, due, finding",
    [
        (event("2026-03-16T09:00", "extended", 11, "lý do"), "2026-03-27T17:00", "extension-too-long"),
        (event("2026-03-16T09:00", "extended", 5), "2026-03-17T17:00", "extension-without-reason"),
        (event("2026-03-18T09:00", "extended", 5, "lý do"), "2026-03-17T17:00", "extended-late"),
        (event("2026-03-16T09:00", "extended", 0, "lý do"), "2026-03-17T17:00", "extension-not-allowed"),
    ],
)
def test_an_extension_the_law_does_not_allow(
    office: Office, extension: Event, due: str, finding: str
) -> None:
    state = live(office, extension, policy=HOUSE, limit=Limit(15, "day"))
    assert (due_of(state), codes(state)) == (due, [finding])


def test_no_extension_where_none_is_stated(office: Office) -> None:
    assert codes(live(office, event("2026-03-05", "extended", 5, "lý do"))) == ["extension-not-allowed"]


def test_a_wait_after_an_extension_moves_the_extended_end(office: Office) -> None:
    """15 days to 17 March, ten more to the 27th; a wait of five days inside the ten moves only those."""
    events = [
        event("2026-03-16T09:00", "extended", 10, "lý do"),
        event("2026-03-20T09:00", "asked"),
        event("2026-03-25T09:00", "supplemented"),
    ]
    assert due_of(live(office, *events, policy=HOUSE, limit=Limit(15, "day"))) == "2026-04-01T17:00"


def test_verification_grows_the_limit_to_its_maximum(office: Office) -> None:
    policy = Policy(verification_total=10, scope="ket-hon-nuoc-ngoai")
    five = Limit(5, "working_day")
    assert due_of(live(office, policy=policy, limit=five)) == "2026-03-09T17:00"
    state = live(office, event("2026-03-05T09:00", "verification"), policy=policy, limit=five)
    assert due_of(state) == "2026-03-16T17:00"
    late = live(office, event("2026-03-10T09:00", "verification"), policy=policy, limit=five)
    assert (due_of(late), codes(late)) == ("2026-03-09T17:00", ["verification-not-allowed"])


def test_remote_communes_get_more_time(office: Office) -> None:
    """Correcting a certificate: 8 working days, 18 in remote communes."""
    policy = Policy(remote_extra=10, scope="dat-dai")
    eight = Limit(8, "working_day")
    assert due_of(live(office, policy=policy, limit=eight)) == "2026-03-12T17:00"
    assert due_of(live(office, policy=policy, limit=eight, remote=True)) == "2026-03-26T17:00"
    assert codes(live(office, policy=Policy(), limit=eight, remote=True)) == ["remote-not-stated"]


def test_silence_is_consent_where_the_law_says_so(office: Office) -> None:
    ask = event("2026-03-03T09:00", "consulted", body="so-a")
    (waiting,) = live(office, ask, policy=HOUSE, now=at("2026-03-16T17:00")).consultations
    assert (waiting.outcome, format_moment(waiting.due)) == (
        "waiting",
        "2026-03-16T17:00",
    )  # 15 March is a Sunday
    state = live(office, ask, policy=HOUSE, now=at("2026-03-16T17:01"))
    assert state.consultations[0].outcome == "consent"
    (consent,) = [step for step in state.steps if step.rule.rule == "silence-consent"]
    assert (consent.act, consent.provision) == ("50/2014/QH13", "Đ.102 k.1")
    assert due_of(state) == "2026-03-16T17:00"  # consultation runs inside the limit


def test_silence_without_that_rule_is_only_silence(office: Office) -> None:
    policy = HOUSE._replace(silence_consents=False)
    ask = event("2026-03-03T09:00", "consulted", body="so-a")
    assert live(office, ask, policy=policy, now=at("2026-04-01")).consultations[0].outcome == "silent"


def test_answers_in_time_and_too_late(office: Office) -> None:
    ask = event("2026-03-03T09:00", "consulted", body="so-a")
    in_time = live(office, ask, event("2026-03-10T09:00", "answered", body="so-a"), policy=HOUSE)
    assert in_time.consultations[0].outcome == "answered"
    late = live(office, ask, event("2026-03-20T09:00", "answered", body="so-a"), policy=HOUSE)
    assert (late.consultations[0].outcome, codes(late)) == ("consent", ["answered-late"])
    assert codes(live(office, event("2026-03-20", "answered", body="so-b"), policy=HOUSE)) == [
        "not-consulted"
    ]


def test_the_apology_comes_a_working_day_before(office: Office) -> None:
    state = live(office)
    assert state.apology_by is not None
    assert format_moment(state.apology_by) == "2026-03-13T17:00"
    assert codes(live(office, event("2026-03-13T16:00", "apology"))) == []
    assert codes(live(office, event("2026-03-16T08:00", "apology"))) == ["apology-late"]


def test_re_appointed_once_and_the_limit_stands(office: Office) -> None:
    events = [
        event("2026-03-13T10:00", "apology"),
        event("2026-03-13T10:00", "reappointed", on("2026-03-21")),  # a Saturday: promised for Monday
        event("2026-03-20T10:00", "reappointed", on("2026-03-27")),
    ]
    state = live(office, *events)
    assert state.promised is not None
    assert (format_moment(state.promised), due_of(state)) == ("2026-03-23T17:00", "2026-03-16T17:00")
    assert codes(state) == ["reappointed-twice"]
    assert codes(live(office, events[1])) == ["reappointed-without-apology"]


def test_done_late_is_found(office: Office) -> None:
    assert codes(live(office, event("2026-03-16T17:00", "done"))) == []
    assert codes(live(office, event("2026-03-16T17:01", "done"))) == ["late"]
    after = live(office, event("2026-03-10T09:00", "done"), event("2026-03-11T09:00", "asked"))
    assert (after.status, codes(after)) == ("done", ["after-the-end"])


def test_an_event_that_does_not_exist(office: Office) -> None:
    with pytest.raises(CalendarError) as refused:
        live(office, event("2026-03-05", "forgotten"))
    assert all(kind in str(refused.value) for kind in EVENTS)


def test_events_may_come_in_any_order(office: Office) -> None:
    events = [event("2026-03-10T15:00", "supplemented"), event("2026-03-05T10:00", "asked")]
    assert live(office, *events) == live(office, *events[::-1])


def test_hours_wait_by_the_minute(office: Office) -> None:
    limit = Limit(8, "hour")  # from 09:00: two hours before noon's break, six more
    events = [event("2026-03-02T10:00", "asked"), event("2026-03-03T14:30", "supplemented")]
    assert due_of(live(office, limit=limit)) == "2026-03-03T09:00"
    assert due_of(live(office, *events, limit=limit)) == "2026-03-04T13:30"


def test_a_wait_longer_than_the_rest_of_the_limit(office: Office) -> None:
    events = [event("2026-03-16T08:00", "asked"), event("2026-03-31T08:00", "supplemented")]
    assert due_of(live(office, *events)) == "2026-03-16T17:00"  # asked on the last day: all ten were counted


@pytest.mark.parametrize("unit", ["working_day", "day"])
def test_random_lives_equal_the_wall_calendar(office: Office, unit: str) -> None:
    dice = random.Random(f"lives {unit}")
    policy = Policy(supplement="pause", closed_after=None)
    tried = 0
    for _ in range(1500):
        begin = date(2025, 11, 1) + timedelta(days=dice.randrange(0, 150))
        value, day, waits, events = dice.randrange(1, 40), begin, [], []
        for kind in ("asked", *["excluded"] * dice.randrange(0, 3)):
            stop = day + timedelta(days=dice.randrange(0, 12))
            start = stop + timedelta(days=dice.randrange(0, 25))
            waits.append((stop, start))
            back = "supplemented" if kind == "asked" else "resumed"
            events += [
                Event(stop.toordinal() * 1440 + 600, kind),
                Event(start.toordinal() * 1440 + 660, back),
            ]
            day = start + timedelta(days=1)
        received = begin.toordinal() * 1440 + 540
        state = follow(Limit(value, unit), received, events, policy, office)
        if state.findings:
            continue  # asked after the end: another test's matter
        expected = oracle.due_with_waits(value, unit, begin, waits, None)
        assert state.due is not None
        assert date.fromordinal(state.due // 1440) == expected, (begin, value, waits)
        numbers = [step.number for step in state.steps if step.counted]
        assert numbers == list(range(1, value + 1))
        tried += 1
    assert tried > 500
