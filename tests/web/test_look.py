"""The look-up page beyond the bare answer - counter, due date, card, QR, lasting link - and how the site looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from phancap.web.portal.display import CHOICES
from phancap.web.portal.identity import BadIdentity, Identity, read_identity
from phancap.web.portal.views import suggested

HOUSE = "/who?power=1.013225&at=51+ly+tu+trong,+an+phu,+ninh+kieu&on=2026-06-22"


def text_of(page: bytes) -> str:
    whole = re.sub(r"</?span\b[^>]*>", "", page.decode())  # stands within a sentence
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", whole))


def links(page: bytes, part: str) -> list[str]:
    return [
        x.replace("&amp;", "&") for x in re.findall(rf'href="([^"]*{re.escape(part)}[^"]*)"', page.decode())
    ]


# -- the answer ----------------------------------------------------------------------------------------


def test_the_answer_says_where_to_hand_in_and_by_when_in_each_case(site: Client) -> None:
    said = text_of(site.get(HOUSE).content)
    assert "Trung tâm Phục vụ hành chính công phường Ninh Kiều" in said
    assert "109 Nguyễn Trãi, phường Ninh Kiều" in said
    # 22-6-2026 is a Monday; the limits of that day are 15 and 20 days, the day of receipt not counted.
    assert "15 ngày nộp đủ hồ sơ ngày 22-06-2026: trả lời chậm nhất 17:00 07-07-2026" in said
    assert "20 ngày nộp đủ hồ sơ ngày 22-06-2026: trả lời chậm nhất 17:00 13-07-2026" in said
    # A gap has no counter and no due date.
    gap = text_of(site.get("/who?power=2.000620&at=phuong+ninh+kieu&on=2027-03-01").content)
    assert "trả lời chậm nhất" not in gap
    assert "Nộp ở đâu" not in gap


def test_what_is_not_recorded_is_said_to_be_not_recorded(site: Client) -> None:
    said = text_of(site.get("/who?power=thanh-lap-truong-tieu-hoc&at=c31135&on=2026-06-22").content)
    assert "Nộp ở đâu chưa ghi" in said


def test_a_question_that_is_not_understood_says_what_to_do_and_nothing_of_days(site: Client) -> None:
    for asked, room in (("power=%F0%9F%98%80&at=c31135", "/powers"), ("power=1.013225&at=khong+dau+ca", "/units")):
        for lang in ("vi", "en"):
            page = site.get(f"/who?{asked}&lang={lang}").content
            said = text_of(page).partition("Hỏi việc khác")[0].partition("Ask something else")[0]
            assert "Hiệu lực" not in said
            assert "Trước đây và sau này" not in said
            assert links(page.partition(b"<article")[2].partition(b"</article>")[0], f"{room}{'?lang=en' if lang == 'en' else ''}")
        assert site.get(f"/who.json?{asked}").json()["valid"]["from"] == "2021-01-01"  # data keep the contract
    near = site.get("/who?power=1.013225&at=phường+Ninh+Kìu&on=2026-06-22").content
    assert any("at=ph%C6%B0%E1%BB%9Dng+Ninh+Ki%E1%BB%81u" in link for link in links(near, "/who?power=1.013225"))


@pytest.mark.parametrize(
    "day", ["2022-06-20", "20-06-2022", "20/6/2022", "20.6.2022", "20 6 2022", "ngày 20 tháng 6 năm 2022", "20 thang 6 nam 2022"]
)
def test_a_day_is_understood_as_people_write_it(site: Client, day: str) -> None:
    assert site.get("/who.json", {"power": "1.013225", "at": "c31141", "on": day}).json()["on"] == "2022-06-20"


def test_today_in_words_and_what_is_no_day(site: Client) -> None:
    now = site.get("/who.json", {"power": "1.013225", "at": "c31135"}).json()["on"]
    for word in ("hôm nay", "Hom nay", "today"):
        assert site.get("/who.json", {"power": "1.013225", "at": "c31135", "on": word}).json()["on"] == now
    for day in ("31/2/2024", "20-6-22", "2022", "mai", "6/20/2022", "20/6/2022 x"):
        answer = site.get("/who", {"power": "1.013225", "at": "c31135", "on": day})
        assert answer.status_code == 400
        assert f"không hiểu được ngày `{day}` · viết ngày, tháng, năm như 20-06-2022" in answer.content.decode()


def test_the_lasting_link_pins_day_power_place_and_snapshot(site: Client) -> None:
    page = site.get(HOUSE.replace("1.013225", "cap+phep+xay+dung+nha+o")).content
    lasting = links(page, "snapshot=")[0]
    query = parse_qs(urlsplit(lasting).query)
    assert (query["power"], query["at"], query["on"]) == (["1.013225"], ["c31141@2021-01-01"], ["2026-06-22"])
    assert "Liên kết này được tạo từ bản dữ liệu" not in text_of(site.get(lasting).content)
    older = lasting.replace(query["snapshot"][0], "0123456789ab")
    assert "Liên kết này được tạo từ bản dữ liệu 0123456789ab" in text_of(site.get(older).content)
    # The JSON does not know the pin: it names its snapshot itself.
    assert (
        site.get(lasting.replace("/who?", "/who.json?")).content
        == site.get(older.replace("/who?", "/who.json?")).content
    )


def test_a_place_in_words_that_says_more_than_a_unit_keeps_its_words(site: Client) -> None:
    page = site.get("/who?power=1.013225&at=phường+Bùi+Hữu+Nghĩa&on=2026-06-22").content
    assert parse_qs(urlsplit(links(page, "snapshot=")[0]).query)["power"] == ["1.013225"]


def test_the_card_carries_the_answer_and_a_code_that_leads_back(site: Client) -> None:
    page = site.get(HOUSE.replace("/who?", "/who/card?"))
    assert page.status_code == 200
    said = text_of(page.content)
    for part in (
        "UBND phường Ninh Kiều",
        "07-07-2026",
        "140/2025/NĐ-CP",
        "http://localhost/who?power=1.013225",
    ):
        assert part in said
    code = site.get(HOUSE.replace("/who?", "/who/qr.svg?"))
    assert code["Content-Type"] == "image/svg+xml"
    assert b"<svg" in code.content
    assert not re.search(rb"<style|<script|style=|\bon\w+=", code.content)
    # Another question is another code.
    assert code.content != site.get(HOUSE.replace("/who?", "/who/qr.svg?").replace("06-22", "06-23")).content


@pytest.mark.parametrize("path", ["/who/card", "/who/qr.svg", "/map.svg"])
@pytest.mark.parametrize(
    "query", ["", "power=1.013225", "power=x&at=y&on=z", "power=a&at=" + "x" * 401, "on=%00&power=a&at=b"]
)
def test_a_card_of_no_question_is_refused(site: Client, path: str, query: str) -> None:
    assert site.get(f"{path}?{query}").status_code in (400, 404)


def test_words_that_fit_no_power_offer_the_nearest_as_links(site: Client) -> None:
    page = site.get("/who?power=giay+phep+nha&at=c31135&on=2026-06-22").content
    near = [
        x for x in links(page, "/who?power=") if "c31135" in x and "snapshot" not in x and "card" not in x
    ]
    assert "Có phải là" in text_of(page) or "UBND" in text_of(page)
    assert near


def test_a_form_in_the_middle_of_a_question_keeps_what_was_asked(site: Client) -> None:
    address = "/who?power=1.013236&at=c31135&on=2026-06-22&known=2026-06-01&lang=en"
    page = site.get(address).content.decode()
    ask = page[page.index('class="ask"') : page.index("</form>")]
    assert '<input type="hidden" name="known" value="2026-06-01">' in ask
    assert '<input type="hidden" name="lang" value="en">' in ask


@pytest.mark.parametrize(
    "typed, first",
    [
        ("an phu", "An Phú"),
        ("phu an", "An Phú"),
        ("ninh kieu an phu", "An Phú, Ninh Kiều"),
        ("zz", None),
        ("dinh mon", "Định Môn"),
    ],
)
def test_suggestions_put_whole_words_before_beginnings(typed: str, first: str | None) -> None:
    names = [
        ("phuong an cu", "An Cư phường"),
        ("an phu", "An Phú"),
        ("an phu ninh kieu", "An Phú, Ninh Kiều"),
        ("dinh mon", "Định Môn"),
    ]
    assert (suggested(names, typed) or [None])[0] == first


# -- how it looks --------------------------------------------------------------------------------------


def test_the_choice_of_display_reaches_the_pages_by_one_stylesheet(site: Client) -> None:
    client = Client(headers={"host": "localhost"})
    assert client.get("/display.css").content == b""
    done = client.post(
        "/display", {"theme": "dark", "contrast": "more", "text": "larger", "back": "/acts?q=dat"}
    )
    assert (done.status_code, done["Location"]) == (302, "/acts?q=dat")
    css = client.get("/display.css")
    assert b"color-scheme:dark" in css.content
    assert b"131.25%" in css.content
    assert b"--ink: light-dark(#000, #fff)" in css.content
    assert css["Cache-Control"] == "private, no-cache"
    # The page itself is the same for everybody.
    assert client.get("/acts").content == site.get("/acts").content
    assert b'value="dark" checked' in client.get("/display").content


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "/\\evil.example", "", "x" * 3000, "/display", "\r\nX: y"],
)  # fmt: skip
def test_after_choosing_one_stays_on_this_site(back: str, site: Client) -> None:
    done = site.post("/display", {"theme": "zebra", "back": back})
    assert (done.status_code, done["Location"]) == (302, "/")
    assert done.cookies["phancap_display"].value == "auto.auto.normal"


@pytest.mark.parametrize(
    "cookie", ["", "dark", "dark.more", "a.b.c", "dark;}*{}.more.x", "x" * 4000, "dark.more.largest.more"]
)
def test_a_spoilt_cookie_is_no_choice(cookie: str) -> None:
    client = Client(headers={"host": "localhost", "cookie": f"phancap_display={cookie}"})
    css = client.get("/display.css").content.decode()
    assert set(re.findall(r"color-scheme:(\w+)", css)) <= set(CHOICES["theme"])
    assert "*{}" not in css


@pytest.fixture
def data() -> Iterator[Path]:
    """The data folder of the run, without a `site.toml` again afterwards."""
    folder = Path(settings.PHANCAP_DATA)
    folder.mkdir(parents=True, exist_ok=True)
    yield folder
    for name in ("site.toml", "banner.png"):
        (folder / name).unlink(missing_ok=True)


SEED = """
owner = "Sở mẫu của thành phố"
name = "Trang mẫu Cải cách hành chính"
address = "51 Lý Tự Trọng, phường An Phú, quận Ninh Kiều, thành phố Cần Thơ"
hotlines = ["0931.015.119", "0931.016.119"]
banner = "banner.png"
banner_alt = "Bến Ninh Kiều"
copyright = "Cải cách hành chính thành phố Cần Thơ"
managing_unit = "Đơn vị mẫu"
email = "mau@example.vn"
attribution = 'Ghi rõ nguồn: "Trang mẫu" khi phát hành lại.'
"""


def test_the_site_is_nobody_s_until_an_owner_is_named(site: Client, data: Path) -> None:
    assert "Không phải trang chính thức" in text_of(site.get("/").content)
    assert site.get("/banner").status_code == 404
    (data / "site.toml").write_text(SEED, encoding="utf-8")
    (data / "banner.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    page = site.get("/acts")
    said = text_of(page.content)
    assert "Không phải trang chính thức" not in said
    for part in (
        "Trang mẫu Cải cách hành chính",
        "51 Lý Tự Trọng",
        "© Cải cách hành chính",
        "Đơn vị quản lý : Đơn vị mẫu".replace(" :", ":"),
        "Ghi rõ nguồn",
    ):
        assert part in said
    assert b'href="tel:0931015119"' in page.content
    assert b'alt="B\xe1\xba\xbfn Ninh Ki\xe1\xbb\x81u"' in page.content
    assert site.get("/banner")["Content-Type"] == "image/png"
    # A spoilt file closes nothing: the site is nobody's again.
    (data / "site.toml").write_text("owner = [", encoding="utf-8")
    assert "Không phải trang chính thức" in text_of(site.get("/acts").content)


@pytest.mark.parametrize(
    "stated, said",
    [("owner = 3", "một dòng chữ"), ("onwer = 'x'", "gần nhất: `owner`"), ("owner = 'x", "site.toml"), ("hotlines = '113'", "danh sách"),
     ("hotlines = ['mười']", "danh sách"), ("banner = '../../etc/passwd'", "cạnh site.toml"), ("banner = 'x.svg'", "tệp ảnh"),
     ("name = '" + "x" * 401 + "'", "400 ký tự")],
)  # fmt: skip
def test_a_spoilt_identity_says_what_is_wrong(tmp_path: Path, stated: str, said: str) -> None:
    (tmp_path / "site.toml").write_text(stated, encoding="utf-8")
    with pytest.raises(BadIdentity, match=re.escape(said)):
        read_identity(tmp_path / "site.toml")


def test_the_identity_is_escaped(site: Client, data: Path) -> None:
    (data / "site.toml").write_text(
        "owner = '<script>'\nname = '<script>alert(1)</script>'\n", encoding="utf-8"
    )
    assert b"<script>alert" not in site.get("/").content
    assert Identity(hotlines=("0931.015.119",)).calls == [("0931015119", "0931.015.119")]


def test_every_token_is_a_plain_colour_first_and_every_component_is_shown(site: Client) -> None:
    page = site.get("/components").content.decode()
    for part in ("ground", "sun", "step-4", "space-7"):
        assert part in page
    css = (Path(__file__).parents[2] / "src/phancap/web/portal/static/portal/tokens.css").read_text("utf-8")
    plain, _, both = css.partition("@supports")
    # A browser that does not know `light-dark` must find each colour before it.
    assert "light-dark(" not in plain
    assert set(re.findall(r"(--[a-z0-9-]+): light-dark", both)) <= set(re.findall(r"(--[a-z0-9-]+):", plain))
