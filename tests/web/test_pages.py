"""Every page, its JSON and CSV twins, in two languages; what garbage gets; what the pages say of known cases."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from click.testing import CliRunner
from django.http import HttpResponse
from django.test import Client

from phancap.formats.xlsx import read_xlsx

PAGES = [
    "/units", "/units?state=former&level=district", "/units?q=an+phu&state=all", "/units/d916@2021-01-01",
    "/units/c31141@2021-01-01", "/units/p92@2025-07-01", "/place", "/place?at=an+phu,+ninh+kieu&on=2022-06-20",
    "/place?at=khong+dau+ca", "/powers", "/powers?q=giay+phep+xay+dung", "/powers/1.013225", "/powers/1.013236",
    "/powers/1.013225?at=c31135&on=2026-06-20", "/powers/1.013225?role=receive", "/bodies",
    "/bodies?class=ubnd-xa&q=ninh+kieu", "/bodies/ubnd-xa/c31135@2025-07-01", "/bodies/ubnd-huyen/d916@2021-01-01",
    "/bodies/so-xay-dung/p92@2025-07-01", "/bodies/chinh-phu",
    "/bodies/trung-tam-phuc-vu-hanh-chinh-cong/p92@2025-07-01", "/acts", "/acts?q=dat+dai&standing=yes",
    "/acts/140/2025/" + quote("NĐ-CP"), "/acts/50/2014/QH13", "/agenda", "/agenda?from=2025-01-01&to=2025-07-02",
    "/findings", "/findings?code=PC001", "/options", "/diff", "/data/", "/data/grants", "/data/units",
]  # fmt: skip


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "a" and names.get("href"):
            self.found.append(str(names["href"]))
        self.forbidden += [name for name in names if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.forbidden.append(tag)


def twin(address: str, ending: str) -> str:
    path, _, query = address.partition("?")
    return f"{path}{ending}" + (f"?{query}" if query else "")


def text_of(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_answers_in_its_language_with_nothing_inline(site: Client, address: str, lang: str) -> None:
    response = site.get(address + ("&" if "?" in address else "?") + f"lang={lang}")
    assert response.status_code == 200
    page = response.content.decode()
    assert f'<html lang="{lang}">' in page
    seen = Links()
    seen.feed(page)
    assert seen.forbidden == []
    assert response["Content-Security-Policy"]


@pytest.mark.parametrize("address", [page for page in PAGES if page != "/place"])
def test_a_page_has_a_json_twin_and_its_first_table_as_csv(site: Client, address: str) -> None:
    data = json.loads(site.get(twin(address, ".json")).content)
    assert isinstance(data, dict)
    assert "error" not in data
    response = site.get(twin(address, ".csv"))
    assert response.status_code == 200
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len({len(row) for row in rows}) == 1
    assert "attachment" in response["Content-Disposition"]


def test_every_link_of_every_page_leads_somewhere(site: Client) -> None:
    links: set[str] = set()
    for address in PAGES:
        seen = Links()
        seen.feed(site.get(address).content.decode())
        # One of a kind is enough of the long lists.
        links |= {link for link in seen.found if link.startswith("/")}
    rooms: dict[str, list[str]] = {}
    for link in sorted(links):
        rooms.setdefault(re.sub(r"[^/]*$", "", link.partition("?")[0])[:14], []).append(link)
    for group in rooms.values():
        for link in group[:12]:
            assert site.get(link).status_code == 200, unquote(link)


@pytest.mark.parametrize("room", ["units", "powers", "bodies", "acts", "options", "data"])
@pytest.mark.parametrize(
    "key",
    ["x", "../../etc/passwd", "%00", "%FF%FE", "a" * 3000, "<script>", "%23", "c31141@", "ubnd-xa/", "ubnd-xa/p92@2021-01-01",
     "//", "1.013225.json.json", "' OR 1=1 --", "{{7*7}}", "\u202e"],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
def test_a_foreign_key_is_not_found(site: Client, room: str, key: str, ending: str) -> None:
    response = site.get(f"/{room}/{quote(key, safe='%/')}{ending}")
    assert response.status_code == 404
    if not ending:
        assert b"<script>" not in response.content


@pytest.mark.parametrize(
    "query",
    ["on=x", "on=0000-00-00", "on=99999-01-01", "on=2026-02-30", "page=0", "page=-1", "page=x", "page=" + "9" * 50,
     "page=²", "q=" + "x" * 401, "q=%00", "level=town", "state=gone", "field=none", "class=x", "standing=no",
     "role=king", "code=PC999", "severity=x", "from=2027-01-01&to=2026-01-01", "a=zz", "a=base@x",
     "b=base@1900-01-01", "at=khong-dau-ca", "table=x"],
)  # fmt: skip
def test_a_garbled_parameter_is_refused_or_ignored_never_an_error_of_ours(site: Client, query: str) -> None:
    refused = 0
    for address in ("/units", "/powers", "/powers/1.013225", "/bodies", "/bodies/chinh-phu", "/acts", "/agenda",
                    "/findings", "/diff", "/data/", "/data/acts", "/place", "/units/c31141@2021-01-01",
                    "/acts/50/2014/QH13"):  # fmt: skip
        for ending in ("", ".json", ".csv"):
            response = site.get(f"{twin(address, ending)}?{query}")
            assert response.status_code in (200, 400), address
            refused += response.status_code == 400
    assert refused


@pytest.mark.parametrize(
    "day", ["0001-01-01", "0001-01-02", "1900-01-01", "2021-01-01", "2027-12-31", "2028-01-01", "9999-12-31"]
)
def test_any_day_there_is_may_be_asked(site: Client, day: str) -> None:
    for address in PAGES:
        path = address.partition("?")[0]
        if path in ("/place", "/agenda", "/diff"):
            continue
        assert site.get(f"{path}?on={day}").status_code == 200, (path, day)
    assert site.get(f"/place?at=ninh+kieu&on={day}").status_code == 200
    assert site.get(f"/agenda?from={day}").status_code in (200, 400)


def test_only_reading_is_allowed(site: Client) -> None:
    for address in ("/powers", "/units/d916@2021-01-01", "/agenda", "/data/"):
        for method in (site.post, site.put, site.delete, site.patch):
            assert method(address).status_code == 405
        assert site.head(address).status_code == 200


def test_what_did_not_change_is_not_sent_again(site: Client) -> None:
    first = site.get("/powers/1.013225.json")
    again = site.get("/powers/1.013225.json", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "words, address",
    [
        (
            ["place", "an phú, ninh kiều", "--on", "2022-06-20"],
            "/place.json?at=an+phú,+ninh+kiều&on=2022-06-20",
        ),
        (["agenda", "--from", "2026-12-01"], "/agenda.json?from=2026-12-01"),
        (["diff", "base@2025-06-30", "base@2025-07-01"], "/diff.json?a=base@2025-06-30&b=base@2025-07-01"),
        (["check"], "/findings.json"),
    ],
)
def test_the_json_is_that_of_the_command_line(site: Client, words: list[str], address: str) -> None:

    result = CliRunner().invoke(_command(words[0]), [*words[1:], "--json"], standalone_mode=False)
    assert site.get(address).content.decode() == result.output


def _command(name: str):  # type: ignore[no-untyped-def]
    from importlib import import_module

    return getattr(import_module(f"phancap.cli.{name}"), name)


def test_the_page_of_the_house_permit_tells_its_history(site: Client) -> None:
    data = json.loads(site.get("/powers/1.013225.json").content)
    row = data["holders"][0]
    assert (row["from"], row["to"], row["holders"][0]["id"]) == ("2021-01-01", "2025-07-01", "ubnd-huyen")
    assert row["chain"][0]["act"] == "50/2014/QH13"
    page = site.get("/powers/1.013225")
    assert "khoản 3 Điều 103" in text_of(page)
    assert b'class="band"' in page.content


def test_a_power_at_a_place_keeps_to_that_place(site: Client) -> None:
    data = json.loads(site.get("/powers/1.013225.json?at=c31135&on=2026-06-20").content)
    assert data["place"]["uid"] == "c31135@2025-07-01"
    assert [row["from"] for row in data["holders"]] == sorted(row["from"] for row in data["holders"])


def test_a_body_page_is_what_the_powers_command_prints_and_more(site: Client) -> None:
    data = json.loads(site.get("/bodies/ubnd-xa/c31135@2025-07-01.json?on=2026-06-20").content)
    result = CliRunner().invoke(
        _command("powers"),
        ["--of", "ubnd-xa/c31135@2025-07-01", "--on", "2026-06-20", "--json"],
        standalone_mode=False,
    )
    printed = json.loads(result.output)
    assert {key: data[key] for key in printed} == printed
    assert [organ["id"] for organ in data["above"]] == ["ubnd-tinh/p92@2025-07-01"]
    before = {kind["class"]: kind for kind in data["before"]["kinds"]}
    assert "ubnd-huyen/d916@2021-01-01" in [body["id"] for body in before["ubnd-huyen"]["bodies"]]


def test_a_former_unit_says_what_it_became_and_by_what_act(site: Client) -> None:
    data = json.loads(site.get("/units/c31141@2021-01-01.json").content)
    assert [(row["uid"], row["part"], row["act"]) for row in data["after"]] == [
        ("c31123@2024-11-01", "whole", "1192/NQ-UBTVQH15")
    ]
    assert data["alive"] is False
    assert "không tồn tại" in text_of(site.get("/units/c31141@2021-01-01"))


def test_a_lapsing_decree_says_what_falls(site: Client) -> None:
    data = json.loads(site.get("/acts/140/2025/" + quote("NĐ-CP") + ".json").content)
    falls = data["falls"]
    assert (falls["on"], falls["supposed"]) == ("2027-03-01", False)
    assert any(row["falls"] for row in falls["rows"])
    # An act that states no end is tried as if it ended that day, and the page says so.
    assert (
        json.loads(site.get("/acts/217/2026/" + quote("NĐ-CP") + ".json").content)["falls"]["supposed"]
        is True
    )
    assert "tính như thể" in text_of(site.get("/acts/217/2026/" + quote("NĐ-CP")))


def test_searching_powers_needs_no_accents(site: Client) -> None:
    plain = json.loads(site.get("/powers.json?q=dang+ky+khai+sinh").content)["powers"]
    marked = json.loads(site.get("/powers.json?q=đăng+ký+khai+sinh").content)["powers"]
    assert plain == marked != []


def test_lists_are_cut_into_pages_and_exports_are_whole(site: Client) -> None:
    total = len(json.loads(site.get("/bodies.json").content)["bodies"])
    page = site.get("/bodies?page=2").content.decode()
    assert page.count("<tr>") == 101
    assert len(site.get("/bodies.csv").content.decode().strip().splitlines()) == total + 1


def test_a_long_difference_is_shown_in_pages(site: Client) -> None:
    address = "/diff?a=base@2025-06-30&b=base@2025-07-01"
    rows = json.loads(site.get(twin(address, ".json")).content)["rows"]
    page = site.get(address + "&page=2").content.decode()
    assert page.count("<tr>") == 101
    assert f"({len(rows)})" in page


def test_workbooks_open_and_hold_every_table(site: Client) -> None:
    sheets = read_xlsx(site.get("/powers/1.013225.xlsx").content)
    assert {"holders", "grants", "codes"} <= set(sheets)


def test_open_data_names_nobody_and_lists_every_table(site: Client) -> None:
    catalogue = json.loads(site.get("/data/catalog.jsonld").content)
    names = [dataset["dct:identifier"] for dataset in catalogue["dcat:dataset"]]
    assert {"powers", "grants", "acts", "units", "sources"} <= set(names)
    for name in names:
        for ending in (".csv", ".json"):
            assert site.get(f"/data/{name}{ending}").status_code == 200
    assert b'"author"' not in site.get("/data/.json").content


def test_every_sentence_of_the_site_is_translated() -> None:
    web = Path(__file__).resolve().parents[2] / "src" / "phancap" / "web"
    known: set[str] = set()
    for catalogue in web.rglob("en/LC_MESSAGES/django.po"):
        known |= set(re.findall(r'^msgid "(.+)"$', catalogue.read_text("utf-8"), re.M))
    used: set[str] = set()
    for file in web.rglob("*.py"):
        for double, single in re.findall(
            r"""\b(?:_|gettext)\(\s*(?:"([^"]*)"|'([^']*)')""", file.read_text("utf-8")
        ):
            used.add(double or single)
    for file in web.rglob("*.html"):
        used |= set(re.findall(r"""\{% translate ["'](.*?)["'] %\}""", file.read_text("utf-8")))
    assert used - known == set()


def test_findings_show_every_reading_where_lawyers_differ(site: Client) -> None:
    page = text_of(site.get("/findings"))
    assert "Những chỗ có hai cách hiểu" in page
    assert "gpxd-140-39" in page


def test_a_body_says_what_the_decree_asks_and_the_data_lacks(site: Client) -> None:
    page = text_of(site.get("/bodies/ubnd-xa/c31135@2025-07-01"))
    assert "Chưa ghi: trụ sở, điện thoại, thư điện tử" in page
    assert "42/2022/NĐ-CP" in page


def test_the_catalogue_counts_assumptions_and_clauses_read(site: Client) -> None:
    data = json.loads(site.get("/data/.json").content)
    assert data["assumptions"] == sum(table["assumptions"] for table in data["tables"]) > 0
    assert 0 < data["provisions"]["verified"] <= data["provisions"]["all"]
    report = json.loads(site.get("/findings.json").content)["provisions"]
    assert data["provisions"] == report


def test_every_table_is_harvested_in_three_forms(site: Client) -> None:
    catalogue = json.loads(site.get("/data/catalog.jsonld").content)
    kinds = {d["dcat:mediaType"] for d in catalogue["dcat:dataset"][0]["dcat:distribution"]}
    assert len(kinds) == 3
    assert "dct:publisher" not in catalogue  # nobody owns this site
    for dataset in catalogue["dcat:dataset"]:
        rows = json.loads(site.get(f"/data/{dataset['dct:identifier']}.json").content)["rows"]
        lines = list(
            csv.reader(
                io.StringIO(site.get(f"/data/{dataset['dct:identifier']}.csv").content.decode("utf-8-sig"))
            )
        )
        book = read_xlsx(site.get(f"/data/{dataset['dct:identifier']}.xlsx").content)
        assert len(lines) - 1 == len(rows)
        assert list(book) == [dataset["dct:identifier"][:31]]


def test_a_cell_that_looks_like_a_formula_is_none_in_a_spreadsheet() -> None:
    from phancap.web.portal.sheet import Cell, Sheet, Table, _csv, _xlsx

    evil = ["=1+1", "+1", "-1+1", "@SUM(A1)", "'=1", "=cmd|' /C calc'!A0"]
    table = Table("t", "t", ("a",), [[[Cell(text)]] for text in evil])
    lines = _csv(table, "/t").content.decode("utf-8-sig").splitlines()[1:]
    assert all(line.lstrip('"').startswith("'") for line in lines)
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(_xlsx(Sheet("t", "/t", {}, tables=(table,))).content))
    assert {cell.data_type for row in book["t"].iter_rows() for cell in row} == {"s"}


def test_while_one_difference_is_worked_out_others_are_asked_to_come_again(
    site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from phancap.web.portal import changes

    monkeypatch.setattr(changes, "PATIENCE", 0.01)
    address = "/diff?a=base@2024-03-03&b=base@2024-03-04"
    with changes._ONE_AT_A_TIME:
        for ending in ("", ".json", ".csv"):
            response = site.get(twin(address, ending))
            assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert site.get(address).status_code == 200
    with changes._ONE_AT_A_TIME:  # what was worked out once is given at once
        assert site.get(address).status_code == 200


@pytest.mark.parametrize("query, said", [
    ("power=1.013225&at=c31135&role=king", "no role `king`"), ("power=1.013236&at=c31135&fact=in_zone%3Dmaybe", "`yes` or `no` is needed"),
    ("power=1.013225&at=c31135&on=2026-06-20&decided=2026-06-01", "the day of decision 01-06-2026 is before"),
    ("power=1.013225&at=c31135&on=20261", "is not understood · write day, month, year"), ("power=1.013225&at=c31135&fact=x", "write `fact=NAME=VALUE`"),
    ("power=1.013225&at=" + "x" * 401, "is longer than 400"), ("power=1.013225", "is missing"),
    ("power=dieu-chuyen-tai-san-cong&at=p92&fact=value%3Dmany", "a whole number is needed"),
])  # fmt: skip
def test_errors_speak_the_language_of_the_page(site: Client, query: str, said: str) -> None:
    response = site.get(f"/who.json?{query}&lang=en")
    assert response.status_code == 400
    assert said in json.loads(response.content)["error"]
