"""``/api/v1``: reads only, no log-in, no personal data; the batch of questions is a read in a body."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query, Schema
from ninja.renderers import BaseRenderer
from ninja.throttling import AnonRateThrottle
from pydantic import Field, StringConstraints

from phancap.charter.model import ROLES
from phancap.competence import organs, pages
from phancap.competence.given import BadQuestion
from phancap.competence.inquiry import Put
from phancap.formats.days import format_day, today
from phancap.territory.places import describe
from phancap.web.portal.changes import ends_between, report_in
from phancap.web.portal.data import table_data, tables_listed
from phancap.web.portal.desk import desk, desk_for, snapshot, view, workspace
from phancap.web.portal.query import LONGEST, MOST_FACTS, MOST_OPTIONS, BadParameter, day_of
from phancap.web.portal.sheet import as_text

MOST_QUESTIONS = 500
MOST_ITEMS = 1000

Text = Annotated[str, StringConstraints(max_length=LONGEST, strip_whitespace=True, pattern=r"^[^\x00]*$")]
Given = Annotated[
    str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=True, pattern=r"^[^\x00]*$")
]
Day = Annotated[
    str,
    StringConstraints(max_length=10, pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$"),
    Field(description="YYYY-MM-DD; empty: today", examples=["2026-06-20"]),
]
Language = Literal["vi", "en"]
Level = Literal["", "province", "district", "commune"]
Role = Literal[ROLES]  # type: ignore[valid-type]
Json = dict[str, Any]
# Parameters whose names are words of Python, or that need a word of their own in the description.
FROM = Query("", alias="from")
TO = Query("", alias="to")
CLASS = Query("", alias="class")
STANDING = Query(False, description="only those in force on the day")
OPTIONS = Query([], description="an option counted in", max_length=MOST_OPTIONS)
FACTS = Query([], description="NAME=VALUE", max_length=MOST_FACTS)


class Renderer(BaseRenderer):
    """JSON as the command line prints it, byte for byte."""

    media_type = "application/json"
    charset = "utf-8"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> str:
        """The text of an answer."""
        return as_text(data)


class Question(Schema):
    """One question of a batch, with the names of the command line."""

    power: Given
    at: Given
    on: Day = ""
    role: Role = "decide"
    decided: Day = ""
    known: Day = ""
    facts: dict[Given, Text] = Field(default_factory=dict, max_length=MOST_FACTS)


class Batch(Schema):
    """Questions to be answered in their order."""

    questions: list[Question] = Field(max_length=MOST_QUESTIONS)
    lang: Language = "vi"


class Cut(Schema):
    """Which part of a list."""

    limit: int = Field(100, ge=1, le=MOST_ITEMS)
    offset: int = Field(0, ge=0, le=1_000_000)


api = NinjaAPI(
    title="phancap",
    version="1",
    description="Who is competent, by what law and until when. The answers are those of the command line.",
    urls_namespace="api-1",
    docs_url=None,
    renderer=Renderer(),
    throttle=[AnonRateThrottle(settings.PHANCAP_API_RATE)] if settings.PHANCAP_API_RATE else [],
)


@api.exception_handler(BadParameter)
@api.exception_handler(BadQuestion)
def bad(request: HttpRequest, error: Exception) -> HttpResponse:
    """A parameter that is well formed and means nothing."""
    return api.create_response(request, {"error": str(error)}, status=400)


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Exception) -> HttpResponse:
    """Nothing of that name."""
    return api.create_response(request, {"error": str(error) or "not found"}, status=404)


def _day(text: str, name: str = "on") -> int:
    found = day_of({name: text}, name)
    return today() if found is None else found


def _maybe(text: str, name: str) -> int | None:
    return day_of({name: text}, name)


def _cut(rows: list[Json], cut: Cut, **head: Any) -> Json:
    items = rows[cut.offset : cut.offset + cut.limit]
    return {"format": 1, **head, "total": len(rows), "limit": cut.limit, "offset": cut.offset, "items": items}


def _known(key: str, among: Callable[[str], bool]) -> str:
    if not among(key):
        raise Http404(f"`{key[:100]}`")
    return key


@api.get("/", response=Json, summary="Where the description is")
def root(request: HttpRequest) -> Json:
    """The address of the description, and what is answered from."""
    return {
        "format": 1,
        "openapi": "/api/v1/openapi.json",
        "snapshot": snapshot().id,
        "city": snapshot().name,
    }


@api.get("/who", response=Json, summary="Who is competent")
def who(
    request: HttpRequest,
    power: Query[Given],
    at: Query[Given],
    on: Day = "",
    role: Role = "decide",
    decided: Day = "",
    known: Day = "",
    fact: list[Given] = FACTS,
    lang: Language = "vi",
    option: list[Given] = OPTIONS,
) -> Json:
    """The JSON of ``phancap who --json``."""
    facts = []
    for text in fact:
        name, sign, value = text.partition("=")
        if not sign or not name.strip() or not value.strip():
            raise BadParameter(f"`fact={text}`: NAME=VALUE")
        facts.append((name.strip(), value.strip()))
    put = Put(
        power, at, _day(on), role, _maybe(decided, "decided"), _maybe(known, "known"), tuple(facts),
        tuple(sorted(set(option))),
    )  # fmt: skip
    return desk_for(put, lang).answer(put)


@api.post("/who", response=Json, summary="A batch of questions")
def batch(request: HttpRequest, asked: Batch) -> Json:
    """Every question has its answer, whatever it is; a question that cannot be read says why."""
    answers: list[Json] = []
    for q in asked.questions:
        try:
            put = Put(q.power, q.at, _day(q.on), q.role, _maybe(q.decided, "decided"), _maybe(q.known, "known"),
                      tuple(q.facts.items()))  # fmt: skip
            answers.append(desk(asked.lang).answer(put))
        except (BadParameter, BadQuestion) as error:
            answers.append({"error": str(error)})
    return {"format": 1, "snapshot": snapshot().id, "answers": answers}


@api.get("/place", response=Json, summary="What a place in words may mean")
def place(request: HttpRequest, at: Query[Given], on: Day = "", lang: Language = "vi") -> Json:
    """The JSON of ``phancap place --json``."""
    found = desk(lang).place(at, _day(on))
    return describe(found, snapshot().land(), today(), lang, snapshot().lineage())


@api.get("/units", response=Json, summary="Units of a day, former ones too")
def units(
    request: HttpRequest,
    cut: Query[Cut],
    q: Text = "",
    level: Level = "",
    state: Literal["now", "former", "all"] = "now",
    on: Day = "",
) -> Json:
    """Unit versions by name, level and state."""
    day = _day(on)
    return _cut(organs.unit_rows(view(), day, q, level, state), cut, on=format_day(day))


@api.get("/units/{uid}", response=Json, summary="One unit version")
def unit(request: HttpRequest, uid: Path[Given], on: Day = "", lang: Language = "vi") -> Json:
    """Life, lineage, what lies in it, its bodies."""
    _known(uid, lambda key: key in view().territory.units)
    return organs.unit_page(view(), uid, _day(on), lang, workspace().tables.get("measures", []))


@api.get("/powers", response=Json, summary="Powers")
def powers(
    request: HttpRequest,
    cut: Query[Cut],
    q: Text = "",
    field: Text = "",
    on: Day = "",
    lang: Language = "vi",
) -> Json:
    """Powers by words and field, with who decides on the day."""
    day = _day(on)
    return _cut(pages.power_rows(view(), day, q, field, lang), cut, on=format_day(day))


@api.get("/powers/{power}", response=Json, summary="One power")
def power(
    request: HttpRequest,
    power: Path[Given],
    role: Role = "decide",
    on: Day = "",
    lang: Language = "vi",
) -> Json:
    """Holders over time, limits, codes, facts, grants, tensions."""
    _known(power, lambda key: key in view().powers)
    return pages.power_page(view(), power, role, _day(on), lang)


@api.get("/bodies", response=Json, summary="Bodies that exist on a day")
def bodies(
    request: HttpRequest,
    cut: Query[Cut],
    q: Text = "",
    cls: Text = CLASS,
    level: Literal["", "none", "province", "district", "commune"] = "",
    on: Day = "",
    lang: Language = "vi",
) -> Json:
    """Bodies by class, level and name."""
    day = _day(on)
    return _cut(organs.body_rows(view(), day, q, cls, level, lang), cut, on=format_day(day))


@api.get("/bodies/{path:body}", response=Json, summary="One body and its powers")
def body(request: HttpRequest, body: Path[Given], on: Day = "", lang: Language = "vi") -> Json:
    """What it holds and by what law, organs above and below, who held before and holds after."""
    _known(body, lambda key: organs.is_body(view(), key))
    return organs.body_page(view(), body, _day(on), lang)


@api.get("/acts", response=Json, summary="Acts")
def acts(
    request: HttpRequest,
    cut: Query[Cut],
    q: Text = "",
    standing: bool = STANDING,
    on: Day = "",
) -> Json:
    """The register of acts."""
    day = _day(on)
    return _cut(pages.act_rows(view(), q, day if standing else None), cut, on=format_day(day))


@api.get("/acts/{path:act}", response=Json, summary="One act")
def act(request: HttpRequest, act: Path[Given], on: Day = "", lang: Language = "vi") -> Json:
    """What stands on it and what falls when it ends."""
    _known(act, lambda key: key in view().acts)
    return pages.act_page(view(), act, _day(on), lang)


@api.get("/agenda", response=Json, summary="What ends when")
def agenda(
    request: HttpRequest,
    start: Day = FROM,
    end: Day = TO,
    lang: Language = "vi",
) -> Json:
    """The JSON of ``phancap agenda --json``."""
    last = _maybe(end, "to")
    return ends_between(_day(start, "from"), view().horizon.end if last is None else last, lang)


@api.get("/findings", response=Json, summary="Findings of the check")
def findings(request: HttpRequest, lang: Language = "vi") -> Json:
    """The JSON of ``phancap check --json``."""
    return report_in(lang)


@api.get("/data", response=Json, summary="The tables")
def data(request: HttpRequest) -> Json:
    """Every table with its columns."""
    return tables_listed()


@api.get("/data/{table}", response=Json, summary="One table as the files state it")
def table(request: HttpRequest, cut: Query[Cut], table: Path[Given]) -> Json:
    """Rows of a table, in pages."""
    _known(table, lambda key: any(listed["table"] == key for listed in tables_listed()["tables"]))
    found = table_data(table)
    head = {key: found[key] for key in ("snapshot", "license", "table")}
    return _cut(found["rows"], cut, **head)
