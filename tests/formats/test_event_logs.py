"""XES, OCEL and CSV logs: there and back, what people's programs write, and files made to do harm."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phancap.formats import event_log
from phancap.formats.event_csv import read_event_csv
from phancap.formats.event_log import BadLog, Case, Event, EventLog, parse_stamp, show_stamp
from phancap.formats.ocel import Change, Happening, Link, ObjectLog, Thing, flatten, read_ocel, write_ocel
from phancap.formats.xes import read_xes, write_xes

HEAD = '<?xml version="1.0" encoding="UTF-8"?><log xmlns="http://www.xes-standard.org/">'


def xes(text: str) -> EventLog:
    return read_xes(io.BytesIO(text.encode()))


def table(*lines: str, **more: Any) -> EventLog:
    return read_event_csv("\n".join(lines).encode(), **more)


# --- there and back ---------------------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufffe\uffff"), max_size=12
)
NAMES = TEXTS.filter(lambda text: bool(text))
ZONES = st.integers(-14 * 4, 14 * 4).map(lambda quarter: timezone(timedelta(minutes=15 * quarter)))
STAMPS = st.datetimes(
    min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.none() | ZONES
)
MOMENTS = STAMPS | st.dates()
VALUES = (
    TEXTS
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | MOMENTS
)
RESERVED = {"concept:name", "org:resource", "time:timestamp", "lifecycle:transition"}
ATTRIBUTES = st.dictionaries(NAMES.filter(lambda key: key not in RESERVED), VALUES, max_size=3)
EVENTS = st.builds(Event, TEXTS, st.none() | MOMENTS, st.none(), TEXTS, TEXTS, ATTRIBUTES)
LOGS = st.lists(st.builds(Case, TEXTS, ATTRIBUTES, st.lists(EVENTS, max_size=4)), max_size=4)


@given(LOGS)
def test_xes_there_and_back(cases: list[Case]) -> None:
    assert xes(write_xes(EventLog(cases, []))) == EventLog(cases, [])


def test_line_breaks_in_an_attribute_survive() -> None:
    cases = [Case("a\nb\r\tc", {"k\n": "<&>\"'"}, [])]
    assert xes(write_xes(EventLog(cases, []))).cases == cases


def test_a_start_is_written_as_an_event_of_its_own() -> None:
    """As the standard has it; reading does not pair them again, for pairing is a judgement."""
    event = Event("check", datetime(2024, 5, 2, 9), datetime(2024, 5, 2, 8), "an", "complete", {})
    back = xes(write_xes(EventLog([Case("1", {}, [event])], []))).cases[0].events
    assert [(e.transition, e.when) for e in back] == [("start", event.begun), ("complete", event.when)]


AWARE = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=ZONES)


@st.composite
def object_logs(draw: st.DrawFn) -> ObjectLog:
    ids = draw(st.lists(NAMES, max_size=4, unique=True))
    links = (
        st.lists(st.builds(Link, st.sampled_from(ids), TEXTS), max_size=3).map(tuple)
        if ids
        else st.just(tuple[Link, ...]())
    )
    one_kind = st.dictionaries(
        NAMES, st.integers(-9, 9), max_size=3
    )  # one kind of value a name, as OCEL declares
    things = {
        id_: Thing(
            id_, draw(NAMES),
            tuple(Change(name, value, draw(AWARE)) for name, value in draw(one_kind).items()),
            draw(links),
        )
        for id_ in ids
    }  # fmt: skip
    happenings = draw(st.lists(st.builds(Happening, NAMES, NAMES, AWARE, one_kind, links), max_size=4))
    return ObjectLog(things, happenings, [])


@given(object_logs())
def test_ocel_there_and_back(log: ObjectLog) -> None:
    assert read_ocel(io.BytesIO(write_ocel(log).encode())) == log


@pytest.mark.parametrize("value", ["words", 7, 1.5, True, datetime(2024, 5, 2, 9, tzinfo=UTC), date(2024, 5, 2)])  # fmt: skip
def test_every_kind_of_value_survives_ocel(value: event_log.Value) -> None:
    happening = Happening("e", "check", datetime(2024, 5, 2, tzinfo=UTC), {"v": value}, ())
    back = read_ocel(io.BytesIO(write_ocel(ObjectLog({}, [happening], [])).encode()))
    assert back.happenings[0].attributes == {"v": value}


@given(MOMENTS)
def test_stamps_there_and_back(moment: datetime | date) -> None:
    assert parse_stamp(show_stamp(moment)) == moment


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2011-10-11T13:45:40.276+02:00", datetime(2011, 10, 11, 13, 45, 40, 276000, timezone(timedelta(hours=2)))),
        ("2011-10-11T13:45:40.2761234567+0200", None),  # ten digits: no clock writes them
        ("2011-10-11T13:45:40.276123456+0200", datetime(2011, 10, 11, 13, 45, 40, 276123, timezone(timedelta(hours=2)))),
        ("2011-10-11 13:45", datetime(2011, 10, 11, 13, 45)),
        ("2011-10-11 13:45:09Z", datetime(2011, 10, 11, 13, 45, 9, 0, UTC)),
        ("2011-10-11", date(2011, 10, 11)),
        ("2011-02-30", None), ("20111011", None), ("2011-W41-2", None), ("2011-10-11T25:00", None), ("", None),
        ("2011-10-11T13:45+99:00", None), ("٢٠١١-١٠-١١", None),
    ],
)  # fmt: skip
def test_stamps(text: str, expected: datetime | date | None) -> None:
    assert parse_stamp(text) == expected


# --- XES --------------------------------------------------------------------------------------------------------


def test_nested_attributes_and_statistics_are_left_out_with_a_remark() -> None:
    log = xes(
        HEAD + '<extension name="Time"/><global scope="event"><string key="x" value="UNKNOWN"/></global>'
        '<classifier name="a" keys="concept:name"/><float key="mean" value="4"><float key="in" value="1"/></float>'
        '<trace><string key="concept:name" value="c1"><string key="deep" value="d"/></string>'
        '<list key="parts"><values><string key="p" value="q"/></values></list>'
        '<event><string key="concept:name" value="go"/><date key="time:timestamp" value="2024-05-02"/></event></trace></log>'
    )
    assert log.cases == [Case("c1", {}, [Event("go", date(2024, 5, 2))])]
    assert [(r.id, r.more) for r in log.remarks] == [("nested-left-out", "4")]


def test_an_attribute_given_twice_keeps_the_first_and_says_so() -> None:
    log = xes(HEAD + '<trace>\n<string key="k" value="a"/>\n<string key="k" value="b"/></trace></log>')
    assert (log.cases[0].attributes, log.remarks[0][:4]) == ({"k": "a"}, ("twice", 3, "k", "b"))


BOMB = "<!DOCTYPE log [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"


@pytest.mark.parametrize(
    "text, problem, row",
    [
        (BOMB + "<log><trace><string key='k' value='&b;'/></trace></log>", "xml-entities", 1),
        ("<!DOCTYPE log SYSTEM 'file:///etc/passwd'><log/>", "xml-entities", 1),
        ("<html/>", "not-xes", 1), ("", "not-xml", 1), ("<log>", "not-xml", 1), ("<log>\n\n<trace></log>", "not-xml", 3),
        ("<log><trace><string key='k' value='&b;'/></trace></log>", "not-xml", 1),
        ("\n<log><trace>\n<date key='d' value='yesterday'/></trace></log>", "bad-value", 3),
        ("<log><trace><int key='d' value='1_0'/></trace></log>", "bad-value", 1),
        ("<log><trace><int key='d' value='1" + "0" * 5000 + "'/></trace></log>", "bad-value", 1),
        ("<log><trace><string value='v'/></trace></log>", "no-key", 1),
        ("<log><trace><string key='k' value='" + "x" * 30_000 + "'/></trace></log>", "cell-too-long", 1),
        ("<log>" + "<a>" * 100 + "</a>" * 100 + "</log>", "too-deep", 1),
        ("<?xml version='1.0' encoding='klingon'?><log/>", "not-xml", 1),
        ("<log><trace><event><string key='time:timestamp' value='now'/></event></trace></log>", "bad-value", 1),
    ],
)  # fmt: skip
def test_xes_that_is_refused(text: str, problem: str, row: int) -> None:
    with pytest.raises(BadLog) as refused:
        xes(text.lstrip("\n") if problem == "not-xml" else text)
    assert (refused.value.remark.id, refused.value.remark.row) == (problem, row)


def test_a_gzip_bomb_stops_early() -> None:
    """A gigabyte of blanks in a megabyte; refused long before it is unpacked."""
    inner = gzip.compress(b" " * (64 << 20), 9)
    with pytest.raises(BadLog) as refused:
        list(event_log.unpacked(io.BytesIO(inner)))
    assert refused.value.remark.id == "unpacks-too-large"
    assert int(refused.value.remark.more.split()[0]) < 40
    with pytest.raises(BadLog, match="unpacks-too-large"):
        list(event_log.unpacked(io.BytesIO(b"x" * 2000), limit=1000))


def test_a_damaged_gzip_is_refused() -> None:
    packed = gzip.compress(write_xes(EventLog([], [])).encode())
    assert read_xes(io.BytesIO(packed)).cases == []
    for damaged in (packed[:-9], packed[:12] + b"\xff\xff" + packed[14:], b"\x1f\x8b"):
        with pytest.raises(BadLog, match="not-gzip"):
            read_xes(io.BytesIO(damaged))


GOOD = write_xes(EventLog([Case("c", {"k": 1}, [Event("a", datetime(2024, 5, 2))])], [])).encode()


@given(
    st.binary(max_size=60)
    | st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=4)
)
def test_no_bytes_make_the_readers_stumble(broken: bytes | list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    if isinstance(broken, bytes):
        data = bytearray(broken)
    else:
        for place, byte in broken:
            data[place] = byte
    for read in (read_xes, read_ocel):
        try:
            read(io.BytesIO(bytes(data)))
        except BadLog:
            pass
    try:
        read_event_csv(bytes(data))
    except BadLog:
        pass


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["id", "type", "name", "value", "time", "attributes", "relationships", "objectId", "qualifier"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(
    st.fixed_dictionaries({}, optional={k: JSON for k in ("objectTypes", "eventTypes", "objects", "events")})
)
def test_no_json_makes_the_reader_stumble(root: dict[str, Any]) -> None:
    try:
        read_ocel(io.BytesIO(json.dumps(root).encode()))
    except BadLog:
        pass


# --- OCEL -------------------------------------------------------------------------------------------------------

ORDERS = {
    "objectTypes": [{"name": "dossier", "attributes": [{"name": "days", "type": "integer"}]}, {"name": "person", "attributes": []}],
    "eventTypes": [{"name": "take", "attributes": [{"name": "fee", "type": "float"}]}],
    "objects": [
        {"id": "d1", "type": "dossier", "attributes": [
            {"name": "days", "time": "1970-01-01T00:00:00Z", "value": "5"},
            {"name": "days", "time": "2024-06-01T00:00:00Z", "value": "7"}]},
        {"id": "d2", "type": "dossier"}, {"id": "an", "type": "person"},
    ],
    "events": [
        {"id": "e2", "type": "give", "time": "2024-05-03T09:00:00Z", "relationships": [
            {"objectId": "d1", "qualifier": "of"}, {"objectId": "d2", "qualifier": "of"}, {"objectId": "an", "qualifier": "by"}]},
        {"id": "e1", "type": "take", "time": "2024-05-02T09:00:00Z", "attributes": [{"name": "fee", "value": "2"}],
         "relationships": [{"objectId": "d1", "qualifier": "of"}]},
    ],
}  # fmt: skip


def test_an_ocel_log_flattened_to_one_type_of_object() -> None:
    log = flatten(read_ocel(io.BytesIO(json.dumps(ORDERS).encode())), "dossier")
    assert [case.id for case in log.cases] == ["d1", "d2"]
    first, second = log.cases
    assert first.attributes == {"days": 5}  # as it was at first
    assert [(e.activity, e.resource, e.attributes) for e in first.events] == [
        ("take", "", {"fee": 2.0}),
        ("give", "an", {}),
    ]
    assert [e.activity for e in second.events] == ["give"]
    with pytest.raises(BadLog, match="no-such-type objectTypes case dossier, person"):
        flatten(read_ocel(io.BytesIO(json.dumps(ORDERS).encode())), "case")


@pytest.mark.parametrize(
    "change, problem, column",
    [
        (lambda r: r["events"][0]["relationships"].append({"objectId": "d9"}), "no-such-object", "event `e2`"),
        (lambda r: r["events"][0].update(time="soon"), "bad-value", "events[0].time"),
        (lambda r: r["events"][0].pop("type"), "bad-value", "events[0].type"),
        (lambda r: r["objects"].append({"id": "d1", "type": "dossier"}), "twice", "objects[3].id"),
        (lambda r: r.pop("events"), "not-ocel", ""),
        (lambda r: r.update(events={}), "bad-value", "events"),
        (lambda r: r["objects"][0]["attributes"][0].update(value=[1]), "bad-value", "objects[0].attributes[0].value"),
    ],
)  # fmt: skip
def test_ocel_that_is_refused(change: Any, problem: str, column: str) -> None:
    root = json.loads(json.dumps(ORDERS))
    change(root)
    with pytest.raises(BadLog) as refused:
        read_ocel(io.BytesIO(json.dumps(root).encode()))
    assert (refused.value.remark.id, refused.value.remark.column) == (problem, column)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a": NaN}', "{", "[]", '{"events": [], "objects": [], "x": Infinity}']
)
def test_json_that_is_refused(text: str) -> None:
    with pytest.raises(BadLog):
        read_ocel(io.BytesIO(text.encode()))


# --- CSV --------------------------------------------------------------------------------------------------------


def test_columns_are_known_by_their_names() -> None:
    log = table(
        "Case ID,Activity,Complete Timestamp,Resource,channel,note",
        "1,take,2024-05-02 09:00,an,desk,x",
        "1,give,2024-05-03 09:00,ba,desk,",
        "2,take,2024-05-02 10:00,an,web,y",
    )
    assert [(c.id, c.attributes) for c in log.cases] == [
        ("1", {"channel": "desk", "note": "x"}), ("2", {"channel": "web", "note": "y"}),
    ]  # fmt: skip
    assert [(e.activity, e.resource) for e in log.cases[0].events] == [("take", "an"), ("give", "ba")]


def test_other_names_come_from_the_caller() -> None:
    text = ("Mã HS;Bước;Bắt đầu;Xong", "1;nhận;02/05/2024 08:00;02/05/2024 09:30")
    names = {"case": ["mã hs"], "activity": ["bước"], "begun": ["bắt đầu"], "when": ["xong"]}
    event = table(*text, names=names).cases[0].events[0]
    assert (event.activity, event.begun, event.when) == (
        "nhận", datetime(2024, 5, 2, 8), datetime(2024, 5, 2, 9, 30),
    )  # fmt: skip
    chosen = table(*text, chosen={"case": "ma hs", "when": "xong"})
    assert chosen.cases[0].attributes["Bước"] == "nhận"


@pytest.mark.parametrize(
    "texts, expected",
    [
        (["16/11/2019", "03/04/2019"], [date(2019, 11, 16), date(2019, 4, 3)]),  # the day is first
        (["11/16/2019", "03/04/2019"], [date(2019, 11, 16), date(2019, 3, 4)]),  # an American column
        (["3-4-2019 8:05"], [datetime(2019, 4, 3, 8, 5)]),
        (["16.11.2019 08:30:01.5"], [datetime(2019, 11, 16, 8, 30, 1, 500_000)]),
        (["16/11/2019 08:30 CH", "16/11/2019 12:30 SA"], [datetime(2019, 11, 16, 20, 30), datetime(2019, 11, 16, 0, 30)]),
        (["08:30 16/11/2019"], [datetime(2019, 11, 16, 8, 30)]),
        (["43785", "43785.354166666664"], [date(2019, 11, 16), datetime(2019, 11, 16, 8, 30)]),
        (["2019-11-16T08:30:00+07:00"], [datetime(2019, 11, 16, 8, 30, tzinfo=timezone(timedelta(hours=7)))]),
    ],
)  # fmt: skip
def test_dates_as_people_have_them(texts: list[str], expected: list[Any]) -> None:
    log = table("case;time", *(f"{number};{text}" for number, text in enumerate(texts)))
    assert [case.events[0].when for case in log.cases] == expected


def test_a_doubtful_order_of_day_and_month_is_told() -> None:
    log = table("case,time", "1,03/04/2019")
    assert log.cases[0].events[0].when == date(2019, 4, 3)
    assert [(r.id, r.row, r.column, r.value) for r in log.remarks] == [
        ("day-first-assumed", 2, "time", "03/04/2019")
    ]


@pytest.mark.parametrize(
    "lines, problem, row, column",
    [
        (["case,time", "1,16/11/2019", "2,11/16/2019"], "both-date-orders", 2, "time"),
        (["case,time", "1,31/02/2019"], "bad-moment", 2, "time"),
        (["case,time", "1,2019-11-16", "2,soon"], "bad-moment", 3, "time"),
        (["case,time", ",2019-11-16"], "no-case", 2, "case"),
        (["id,when?", "1,2019-11-16"], "no-column", 1, "case"),
        (["case,action", "1,go"], "no-column", 1, "when"),
        ([""], "no-column", 0, "case"),
        (["case,time", '1,"2019'], "bad-csv", 2, ""),
    ],
)
def test_csv_that_is_refused(lines: list[str], problem: str, row: int, column: str) -> None:
    with pytest.raises(BadLog) as refused:
        table(*lines)
    assert refused.value.remark[:3] == (problem, row, column)


def test_a_column_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(BadLog, match="no-such-column 1 case caseid case_id"):
        table("case_id,time", "1,2019-11-16", chosen={"case": "caseid"})


def test_a_case_may_be_known_by_several_columns() -> None:
    """In the Dutch permits of 2015 two numbers occur in two municipalities."""
    lines = ("town,number,time", "a,7,2019-11-16", "b,7,2019-11-17", "a,7,2019-11-18")
    assert [case.id for case in table(*lines, chosen={"case": "number"}).cases] == ["7"]
    log = table(*lines, chosen={"case": "town+number"})
    assert [(case.id, len(case.events), case.attributes["town"]) for case in log.cases] == [
        ("a/7", 2, "a"),
        ("b/7", 1, "b"),
    ]
    with pytest.raises(BadLog, match="no-such-column"):
        table(*lines, chosen={"case": "town+nr"})


def test_an_attribute_is_a_moment_only_where_all_its_values_are() -> None:
    log = table("case,time,due,fee", "1,2019-11-16,20/11/2019,43785", "2,2019-11-16,,12")
    assert [case.attributes for case in log.cases] == [
        {"due": date(2019, 11, 20), "fee": "43785"},
        {"fee": "12"},
    ]


# --- real logs, where they are at hand -----------------------------------------------------------------------------

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "workload" / "eventlogs"
OWN = b"case,activity,time\n1,a,2024-05-02\n"
# (cases, events, activities) as counted by others: of each log that is here, and of one that always is.
COUNTED = {
    "receipt.xes.gz": (1_434, 8_577, 27), "road_traffic_fines_10k.csv.gz": (10_000, 34_724, 11),
}  # fmt: skip


@pytest.mark.parametrize("name", ["own.csv", *(name for name in COUNTED if (SHARED / name).exists())])
def test_a_log_is_read_whole(name: str) -> None:
    if name.endswith(".xes.gz"):
        log = read_xes(io.BytesIO((SHARED / name).read_bytes()))
    else:
        log = read_event_csv(OWN if name == "own.csv" else gzip.decompress((SHARED / name).read_bytes()))
    activities = {event.activity for case in log.cases for event in case.events}
    assert (len(log.cases), log.events, len(activities)) == COUNTED.get(name, (1, 1, 1))
