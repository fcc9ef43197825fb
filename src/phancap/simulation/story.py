"""The story of one dossier: where it went, how long it waited and why."""

from __future__ import annotations

from typing import Any, NamedTuple

from phancap.simulation import oracle, replay_all
from phancap.simulation import replay as general
from phancap.simulation.clocks import NEVER
from phancap.simulation.draw import Draw, draw
from phancap.simulation.errors import refuse
from phancap.simulation.layout import Layout
from phancap.simulation.measure import due_of
from phancap.simulation.model import DAY, Model
from phancap.simulation.oracle import BEGAN, DONE, ENDED, GATHERED, MOVED, WAITED, Event
from phancap.simulation.run import Prepared, prepare

_WORDS = {
    "vi": {
        "head": "hồ sơ số {number} · {power} · nộp tại {place}, kênh {channel}",
        "filed": "nộp", GATHERED: "chờ phiên họp", WAITED: "vào hàng chờ", BEGAN: "bắt đầu làm", ENDED: "làm xong",
        MOVED: "chuyển hồ sơ sang", DONE: "trả kết quả", "waited": "đã chờ {minutes:.0f} phút làm việc",
        "outside": "ngoài cơ quan", "due": "hạn", "late": "quá hạn", "in time": "đúng hạn", "open": "chưa xong khi hết thời gian",
        "worked": "{minutes:.0f} phút làm việc", "no due": "không rõ thời hạn", "desk": "trực tiếp", "online": "trực tuyến",
    },
    "en": {
        "head": "dossier {number} · {power} · filed at {place}, channel {channel}",
        "filed": "filed", GATHERED: "waits for a sitting", WAITED: "joins the line", BEGAN: "work begins", ENDED: "work ends",
        MOVED: "file moves to", DONE: "finished", "waited": "after waiting {minutes:.0f} office minutes",
        "outside": "somebody outside", "due": "due", "late": "late", "in time": "on time", "open": "unfinished at the end",
        "worked": "{minutes:.0f} minutes of work", "no due": "no known limit", "desk": "desk", "online": "online",
    },
}  # fmt: skip


class Story(NamedTuple):
    """What happened to one dossier, as lines to read and as data."""

    number: int
    lines: list[str]
    events: list[dict[str, Any]]
    about: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"dossier": self.number, **self.about, "events": self.events}


def watch(prepared: Prepared, drawn: Draw, number: int) -> list[Event]:
    """The events of dossier ``number`` (from 0)."""
    layout = prepared.layout
    if not (general.ready() and replay_all.ready()):
        story: list[Event] = []
        oracle.replay(layout, drawn, number, story)
        return story
    tables = replay_all.tables_of(layout, drawn)
    return general.replay_general(
        layout, drawn, list(prepared.parts), tables, general.buffers(layout, drawn), number
    )[1]


def tell(model: Model, seed: int, number: int, lang: str = "vi") -> Story:
    """The story of dossier ``number`` (from 1, in the order of the run) of the first replication."""
    prepared = prepare(model)
    layout = prepared.layout
    drawn = draw(layout, seed, 0, cells=prepared.cells)
    if not 1 <= number <= drawn.size:
        raise refuse("--trace", "known-lines", got=number, count=drawn.size)
    i = number - 1
    words = _WORDS[lang]
    stream = layout.streams[drawn.stream[i]]
    procedure = model.procedures[stream.power]
    filed = float(drawn.filed[i])
    due = float(due_of(layout, drawn.filed[i : i + 1], drawn.stream[i : i + 1])[0])
    lines = [
        words["head"].format(
            number=number,
            power=procedure.name or procedure.id,
            place=stream.place,
            channel=words[stream.channel],
        ),
        f"  {_when(layout, filed, lang)}  {words['filed']}"
        + (f" · {words['due']} {_when(layout, due, lang)}" if due < NEVER else ""),
    ]
    events: list[dict[str, Any]] = []
    came, began = filed, filed
    ended = False
    for event in watch(prepared, drawn, i):
        at = drawn.offset[i] + min(event.visit, drawn.offset[i + 1] - drawn.offset[i] - 1)
        step = procedure.steps[drawn.step[at]].id
        clock = int(layout.line_clock[event.line]) if event.line >= 0 else -1
        office = model.offices[layout.lines[event.line].office] if event.line >= 0 else None
        where = (office.name or office.id) if office else words["outside"]
        extra = ""
        if event.kind in (GATHERED, WAITED):
            came = event.at
        elif event.kind == BEGAN:
            began = event.at
            extra = (
                " · " + words["waited"].format(minutes=_office_minutes(layout, clock, came, event.at))
                if office
                else ""
            )
        elif event.kind == ENDED and office:
            extra = " · " + words["worked"].format(minutes=_office_minutes(layout, clock, began, event.at))
        ended = event.kind == DONE
        told = f"  {_when(layout, event.at, lang)}  {words[event.kind]}"
        lines.append(told if ended else f"{told}: {step} · {where}{extra}")
        events.append({
            "at": _when(layout, event.at, lang), "day": (event.at - layout.start) / DAY,
            "what": ("gathered", "waits", "begins", "ends", "moves", "done")[event.kind],
            "step": None if ended else step, "office": office.id if office else None,
        })  # fmt: skip
    last = events[-1]["day"] * DAY + layout.start if ended else layout.end
    if due >= NEVER:
        verdict = words["no due"] if ended else words["open"]
    else:
        verdict = words["late"] if last > due else words["in time"] if ended else words["open"]
    lines.append(f"  {verdict}")
    about = {
        "power": procedure.id, "place": stream.place, "channel": stream.channel, "filed": _when(layout, filed, lang),
        "due": _when(layout, due, lang) if due < NEVER else None, "finished": ended,
        "late": last > due if due < NEVER else None,
    }  # fmt: skip
    return Story(number, lines, events, about)


def _office_minutes(layout: Layout, clock: int, start: float, end: float) -> float:
    return layout.clocks.worked_at(clock, end)[0] - layout.clocks.worked_at(clock, start)[0]


_WEEK = {
    "vi": ("T2", "T3", "T4", "T5", "T6", "T7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def _when(layout: Layout, moment: float, lang: str = "vi") -> str:
    """A moment as people write it: on real dates, or as day and hour."""
    day, minute = divmod(int(moment - layout.start + 1e-6), DAY)
    clock = f"{minute // 60:02d}:{minute % 60:02d}"
    if layout.model.first_day:
        from phancap.formats.days import format_day

        return f"{format_day(layout.model.first_day + day)} {clock}"
    return f"{_WEEK[lang][day % 7]} {day:>4} {clock}"
