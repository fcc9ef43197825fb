"""News: from draft to page, two at once, search, feeds, old addresses, photos, and what a kill leaves behind."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

pytestmark = pytest.mark.usefixtures("stored")

BODY = (
    "Quốc hội đã ban hành Nghị quyết số 131/2020/QH14 ngày 16-11-2020 về TP Hồ Chí Minh và Nghị quyết số "
    "45/2022/QH15 ngày 11-1-2022.\n\n## Thí điểm tại quận Ninh Kiều\n\nNgười dân phường Thới Hòa nói về đất đai."
)


def draft(**changes: Any) -> Any:
    from phancap.web.portal.news.drafts import Draft

    given: dict[str, Any] = {
        "title": "Phân cấp chính quyền đô thị", "lead": "Cần Thơ chuẩn bị đề án.", "body": BODY, "byline": "Bài: AN",
        "source": "phancap", "tags": ["phân cấp", "đô thị"],
    }  # fmt: skip
    return Draft(**(given | changes))


@pytest.fixture
def people(stored: None) -> dict[str, Any]:
    from phancap.web.studio.people import Holding, Post, Role, User

    made = {}
    for name, role in (
        ("editor", "editor"),
        ("second", "editor"),
        ("approver", "approver"),
        ("stranger", ""),
    ):
        made[name] = User.objects.create_user(name, password="một mật khẩu dài")
        if role:
            post, _made = Post.objects.get_or_create(name=role)
            post.roles.set(Role.objects.filter(pk=role))
            Holding.objects.create(user=made[name], post=post)
    return made


@pytest.fixture
def publish(people: dict[str, Any]) -> Callable[..., Any]:
    def make(
        slug: str = "",
        old_id: int | None = None,
        kind: str = "news",
        at: datetime | None = None,
        **changes: Any,
    ) -> Any:
        from phancap.web.portal.news import workflow

        article = workflow.create(draft(**changes), people["editor"], kind, slug=slug, old_id=old_id)
        workflow.hand_in(article.pk, 1, people["editor"])
        workflow.agree(article.pk, 1, people["approver"], at)
        article.refresh_from_db()
        return article

    return make


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), **more: Any) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise(size, 30).convert("RGB").save(out, kind, **more)
    return out.getvalue()


# -- the way to the page -------------------------------------------------------------------------


def test_only_what_was_agreed_to_is_seen(site: Client, people: dict[str, Any]) -> None:
    from phancap.web.portal.news import workflow

    article = workflow.create(draft(), people["editor"])
    assert site.get(article.path).status_code == 404
    with pytest.raises(workflow.NotNow, match="not-in-review"):
        workflow.agree(article.pk, 1, people["approver"])
    workflow.hand_in(article.pk, 1, people["editor"])
    assert site.get(article.path).status_code == 404
    assert workflow.agree(article.pk, 1, people["approver"]) is True
    assert "Phân cấp chính quyền đô thị" in site.get(article.path).content.decode()
    # A new version waits for agreement; visitors go on seeing the old one.
    workflow.save(article.pk, 1, draft(title="Tiêu đề mới của bài"), people["editor"])
    assert "Tiêu đề mới của bài" not in site.get(article.path).content.decode()
    assert "Tiêu đề mới của bài" not in site.get("/news").content.decode()
    assert json.loads(site.get("/news.json?q=moi").content)["total"] == 0


def test_nobody_agrees_to_their_own_text(people: dict[str, Any]) -> None:
    from phancap.web.portal.news import workflow

    article = workflow.create(draft(), people["approver"])
    workflow.hand_in(article.pk, 1, people["approver"])
    with pytest.raises(workflow.NotNow, match="own"):
        workflow.agree(article.pk, 1, people["approver"])


def test_an_approver_agrees_to_the_version_looked_at(people: dict[str, Any]) -> None:
    from phancap.web.portal.news import workflow

    article = workflow.create(draft(), people["editor"])
    workflow.hand_in(article.pk, 1, people["editor"])
    workflow.save(article.pk, 1, draft(lead="Đổi đoạn dẫn."), people["second"])
    workflow.hand_in(article.pk, 2, people["second"])
    with pytest.raises(workflow.Conflict):
        workflow.agree(article.pk, 1, people["approver"])


def test_the_second_to_save_is_told_and_loses_nothing(people: dict[str, Any]) -> None:
    from phancap.web.portal.news import workflow

    article = workflow.create(draft(), people["editor"])
    workflow.save(article.pk, 1, draft(lead="Của người thứ nhất."), people["editor"])
    with pytest.raises(workflow.Conflict) as told:
        workflow.save(article.pk, 1, draft(lead="Của người thứ hai."), people["second"])
    assert told.value.theirs.lead == "Của người thứ nhất."
    assert [v.lead for v in article.versions.all()] == ["Cần Thơ chuẩn bị đề án.", "Của người thứ nhất."]


def form(article: Any = None, **changes: str) -> dict[str, str]:
    fields = {"title": "Phân cấp chính quyền đô thị", "lead": "Đoạn dẫn.", "body": BODY, "base": "1"}
    return fields | changes


@pytest.fixture
def behind(people: dict[str, Any]) -> Callable[[str], Client]:
    def log_in(name: str) -> Client:
        client = Client(raise_request_exception=True, headers={"host": "localhost"})
        client.force_login(people[name], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return log_in


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_shows_both_texts(
    people: dict[str, Any], behind: Callable[[str], Client], lang: str
) -> None:
    from phancap.web.portal.news import workflow

    article = workflow.create(draft(), people["editor"])
    address = f"/studio/news/{article.pk}/edit?lang={lang}"
    assert behind("editor").post(address, form(lead="Lời của người <b>thứ nhất</b>")).status_code == 302
    second = behind("second")
    response = second.post(address, form(lead="Lời của người thứ hai"))
    page = response.content.decode()
    assert response.status_code == 409
    assert "Lời của người &lt;b&gt;thứ nhất&lt;/b&gt;" in page
    assert "Lời của người thứ hai</textarea>" in page
    assert '<input type="hidden" name="base" value="2">' in page
    # Saving again, in sight of both, stands behind the first one's version.
    assert second.post(address, form(lead="Lời của cả hai", base="2")).status_code == 302
    assert [v.lead for v in article.versions.order_by("number")][1:] == [
        "Lời của người <b>thứ nhất</b>",
        "Lời của cả hai",
    ]


def test_every_desk_page_opens_for_its_keepers_only(
    people: dict[str, Any], behind: Callable[[str], Client], publish: Any
) -> None:
    article = publish()
    addresses = ["/studio/news/", "/studio/news/new", f"/studio/news/{article.pk}/", f"/studio/news/{article.pk}/edit",
                 f"/studio/news/{article.pk}/preview/1", f"/studio/news/{article.pk}/compare/1/1"]  # fmt: skip
    for lang in ("", "?lang=en"):
        for address in addresses:
            assert behind("editor").get(address + lang).status_code == 200
            assert behind("stranger").get(address + lang).status_code == 403
            assert Client(headers={"host": "localhost"}).get(address + lang).status_code == 302
    for do in ("agree", "withdraw", "cancel", "send-back"):
        assert (
            behind("editor").post(f"/studio/news/{article.pk}/act", {"do": do, "number": "1"}).status_code
            == 403
        )
    assert (
        behind("editor").post(f"/studio/news/{article.pk}/act", {"do": "x", "number": "1"}).status_code == 404
    )


def test_doubts_must_be_seen_before_publishing(
    people: dict[str, Any], behind: Callable[[str], Client]
) -> None:
    """The bait of the old article: a number of 2020 dated 2019."""
    from phancap.web.portal.news import workflow

    article = workflow.create(
        draft(body="Nghị quyết số 131/2020/QH14 ngày 16-11-2019 của Quốc hội."), people["editor"]
    )
    workflow.hand_in(article.pk, 1, people["editor"])
    desk = behind("approver")
    page = desk.get(f"/studio/news/{article.pk}/").content.decode()
    assert "PC101" in page
    desk.post(f"/studio/news/{article.pk}/act", {"do": "agree", "number": "1"})
    article.refresh_from_db()
    assert article.live is None
    desk.post(f"/studio/news/{article.pk}/act", {"do": "agree", "number": "1", "seen": "on"})
    article.refresh_from_db()
    assert article.live is not None


def test_a_unit_that_is_gone_is_told(people: dict[str, Any]) -> None:
    from phancap.web.portal.news import workflow
    from phancap.web.portal.news.citing import doubts_of

    article = workflow.create(
        draft(body="Trụ sở ở phường An Phú, quận Ninh Kiều, thành phố Cần Thơ."), people["editor"]
    )
    told = [doubt.message for doubt in doubts_of(article.head)["vi"]]
    assert any("phường An Phú" in message and "phường Ninh Kiều" in message for message in told)


def test_a_publication_waits_for_its_moment(site: Client, people: dict[str, Any], publish: Any) -> None:
    from django_tasks_db.models import DBTaskResult

    from phancap.web.portal.news import workflow

    later = timezone.now() + timedelta(hours=3)
    article = publish(at=later)
    assert site.get(article.path).status_code == 404
    assert DBTaskResult.objects.filter(run_after=later).count() == 1
    assert workflow.publish_due() == 0
    assert workflow.publish_due(later + timedelta(seconds=1)) == 1
    assert workflow.publish_due(later + timedelta(seconds=1)) == 0
    article.refresh_from_db()
    assert article.published_at == later
    assert site.get(article.path).status_code == 200


def test_a_scheduled_version_can_be_taken_back(people: dict[str, Any], publish: Any) -> None:
    from phancap.web.portal.news import workflow

    later = timezone.now() + timedelta(hours=3)
    article = publish(at=later)
    workflow.cancel(article.pk, people["approver"])
    assert workflow.publish_due(later + timedelta(days=1)) == 0


def test_withdrawn_is_gone_with_a_word_and_comes_back(
    site: Client, people: dict[str, Any], publish: Any
) -> None:
    from phancap.web.portal.news import workflow

    article = publish()
    with pytest.raises(workflow.NotNow, match="reason"):
        workflow.withdraw(article.pk, people["approver"], " ")
    workflow.withdraw(article.pk, people["approver"], "sai số liệu")
    assert site.get(article.path).status_code == 410
    assert article.path not in site.get("/news").content.decode()
    workflow.hand_in(article.pk, 1, people["editor"])
    workflow.agree(article.pk, 1, people["approver"])
    assert site.get(article.path).status_code == 200


def test_an_old_version_is_brought_back_as_a_new_one(
    people: dict[str, Any], behind: Callable[[str], Client]
) -> None:
    from phancap.web.portal.news import workflow

    article = workflow.create(draft(), people["editor"])
    workflow.save(article.pk, 1, draft(lead="Đã sửa."), people["editor"])
    behind("editor").post(f"/studio/news/{article.pk}/act", {"do": "bring-back", "number": "1"})
    assert [v.lead for v in article.versions.order_by("number")] == [
        "Cần Thơ chuẩn bị đề án.",
        "Đã sửa.",
        "Cần Thơ chuẩn bị đề án.",
    ]
    assert article.versions.get(number=3).words.count() == article.versions.get(number=1).words.count()


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"title": "Hi"}, "title"), ({"title": "x" * 301}, "title"), ({"lead": " "}, "lead"), ({"body": "<p></p>"}, "body"),
        ({"source_url": "javascript:alert(1)"}, "source_url"), ({"title_en": "Only a title"}, "title_en"),
        ({"act_signed": "31-02-2026"}, "act_signed"),
    ],
)  # fmt: skip
def test_a_draft_with_a_fault_is_not_saved_and_not_lost(
    behind: Callable[[str], Client], changes: dict[str, str], field: str
) -> None:
    from phancap.web.portal.news.models import Article

    response = behind("editor").post("/studio/news/new", form(**changes))
    assert response.status_code == 400
    assert f'href="#f-{field}"' in response.content.decode()
    assert BODY.split("\n")[0][:40] in response.content.decode() or "body" in changes
    assert not Article.objects.exists()


# -- what visitors read ----------------------------------------------------------------------------


def test_the_article_has_the_parts_of_the_old_page(site: Client, publish: Any) -> None:
    article = publish(
        source="baocantho.com.vn", source_url="https://baocantho.com.vn/x", byline="Bài, ảnh: AN KHOA"
    )
    page = site.get(article.path).content.decode()
    local = timezone.localtime(article.published_at)
    for part in (local.strftime("%H:%M - %d/%m/%Y"), '<p class="lead">Cần Thơ chuẩn bị đề án.</p>',
                 "<h2>Thí điểm tại quận Ninh Kiều</h2>", "Bài, ảnh: AN KHOA", "https://baocantho.com.vn/x", "Lượt truy cập",
                 'rel="tag"'):  # fmt: skip
        assert part in page


def test_citations_lead_to_the_register(site: Client, publish: Any) -> None:
    page = site.get(publish().path).content.decode()
    assert 'href="/acts/131/2020/QH14' in page
    assert 'href="/acts/45/2022/QH15' in page
    import re

    for address in set(re.findall(r'href="(/acts/[^"]+)"', page)):
        assert site.get(address.replace("&amp;", "&")).status_code == 200


def test_a_link_within_a_link_is_never_made(site: Client, publish: Any) -> None:
    page = site.get(
        publish(body="[Nghị quyết số 131/2020/QH14](https://vidu.vn/a) và Nghị quyết số 45/2022/QH15.").path
    ).content.decode()
    story = page.partition('<div class="story">')[2].partition("</div>")[0]
    assert story.count("<a ") == story.count("</a>") == 2


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>xin chào", "<p onclick=alert(1)>xin chào</p>", '<a href="javascript:alert(1)">xin chào</a>',
        "<img src=x onerror=alert(1)>xin chào", "<iframe src=//x></iframe>xin chào", "<p style='position:fixed'>xin chào</p>",
        "<svg><script>alert(1)</script></svg>xin chào", "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>xin chào",
        "<p>xin chào</p><base href=//x>", "<form action=//x><p>xin chào</p><input name=password></form>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>xin chào", "[xin chào](javascript:alert(1))",
        "<p>xin chào<!--><img src=x onerror=alert(1)>--></p>", "<a href='&#106;avascript:alert(1)'>xin chào</a>",
        "xin chào \u202egnol\u202c \x00\x1b[31m",
    ],
)  # fmt: skip
def test_hostile_html_is_harmless(site: Client, publish: Any, hostile: str) -> None:
    from html.parser import HTMLParser

    article = publish(
        body=hostile, title="Một <script>alert(1)</script> tiêu đề", lead="<img src=x onerror=alert(1)>"
    )

    class Eyes(HTMLParser):
        bad: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            names = dict(attrs)
            if tag in ("iframe", "object", "embed", "base", "math", "style") or (
                tag == "script" and not str(names.get("src", "")).startswith("/static/")
            ):
                self.bad.append(tag)
            self.bad += [name for name in names if name.startswith("on") or name == "style"]
            self.bad += [
                str(value)
                for value in names.values()
                if value and value.lower().lstrip().startswith(("javascript:", "data:", "vbscript:"))
            ]

    for address in (article.path, article.path + "/print", "/news"):
        page = site.get(address).content.decode()
        eyes = Eyes()
        eyes.bad = []
        eyes.feed(page)
        assert eyes.bad == [], address
        assert "\u202e" not in page
        assert "\x00" not in page
    assert "xin chào" in site.get(article.path).content.decode()
    for feed in ("/news/rss.xml", "/news/atom.xml"):
        ElementTree.fromstring(site.get(feed).content)


def test_an_example_bears_its_stamp_everywhere(site: Client, publish: Any) -> None:
    article = publish(example=True)
    stamp = "PHƯƠNG ÁN GIẢ ĐỊNH / DIỄN TẬP - không phải văn bản của cơ quan nhà nước"
    for address in (article.path, article.path + "/print"):
        assert stamp in site.get(address).content.decode()
    assert "VÍ DỤ" in site.get("/news").content.decode()
    assert "[VÍ DỤ]" in site.get("/news/rss.xml").content.decode()
    assert json.loads(site.get(article.path + ".json").content)["example"] is True


def test_feeds_are_well_formed_and_lead_to_articles(site: Client, publish: Any) -> None:
    article = publish(title="Phân cấp & ủy quyền <1>", tags=["đô thị"])
    rss = ElementTree.fromstring(site.get("/news/rss.xml").content)
    assert rss.findtext("channel/item/title") == "Phân cấp & ủy quyền <1>"
    assert rss.findtext("channel/item/link") == f"http://localhost{article.path}"
    atom = ElementTree.fromstring(site.get("/news/atom.xml?lang=en").content)
    name = "{http://www.w3.org/2005/Atom}"
    assert atom.findtext(f"{name}entry/{name}title") == "Phân cấp & ủy quyền <1>"
    assert site.get("/news/rss.xml")["Content-Type"].startswith("application/rss+xml")
    assert site.get("/news/atom.xml")["Content-Type"].startswith("application/atom+xml")


def test_related_share_tags_or_citations_and_never_itself(site: Client, publish: Any) -> None:
    first = publish(slug="mot", tags=["nước sạch"], body="Bài một.")
    publish(slug="hai", tags=["nước sạch"], body="Bài hai.")
    publish(slug="ba", tags=["giáo dục"], body="Bài ba.")
    aside = site.get(first.path).content.decode().partition('id="related"')[2]
    assert "/news/hai" in aside
    assert "/news/ba" not in aside.partition("</section>")[0]
    assert 'href="/news/mot"' not in aside.partition("</section>")[0]


def test_english_where_there_is_english(site: Client, publish: Any) -> None:
    both = publish(
        slug="ca-hai",
        title_en="Decentralised government",
        lead_en="A scheme.",
        body_en="Text of the article.",
    )
    only = publish(slug="chi-viet")
    page = site.get(both.path + "?lang=en").content.decode()
    assert "Decentralised government</h1>" in page
    assert "Text of the article." in page
    page = site.get(only.path + "?lang=en").content.decode()
    assert "This article is in Vietnamese only" in page
    assert '<h1 lang="vi">' in page


# -- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question, found",
    [
        ("hòa", True), ("hoà", True), ("hoa", True), ("HOÀ", True), ("đất đai", True), ("dat dai", True), ("ĐẤT ĐAI", True),
        ("131/2020/QH14", True), ("131/2020/qh14", True), ("131/2020", True), ("nghi quyet 131/2020/QH14", True),
        ("nghị quyết số 45/2022/QH15", True), ("131", False), ("qh14", False), ("132/2020/QH14", False), ("31/2020/QH14", False),
        ("đất nước", False), ("phan cap", True), ("do thi", True), ("dô thị", True), ("không hề có chữ này", False), ("", False),
        ("   ", False), ("%", False), ("' OR 1=1 --", False), ("\u0300", False), ("đ", False), ("x" * 5000, False),
    ],
)  # fmt: skip
def test_search_with_and_without_accents(publish: Any, question: str, found: bool) -> None:
    from phancap.web.portal.news.search import find

    article = publish()
    assert [hit.article for hit in find(question)] == ([article.pk] if found else [])


def test_search_puts_exact_words_and_pairs_first(publish: Any) -> None:
    from phancap.web.portal.news.search import find

    loose = publish(slug="a", body="Ma trận. Mà cả. Đi chợ với thợ.", title="Bài thứ nhất", tags=[])
    exact = publish(slug="b", body="Má nói. Cần Thơ gạo trắng.", title="Bài thứ hai", tags=[], lead="Một.")
    assert [h.article for h in find("má")][0] == exact.pk
    assert {h.article for h in find("ma")} == {loose.pk, exact.pk}
    one = publish(slug="c", body="thị trường và đô la", title="Bài thứ ba", tags=[], lead="Một.")
    two = publish(slug="d", body="đô thị", title="Bài thứ tư", tags=[], lead="Một.")
    assert [h.article for h in find("do thi")] == [two.pk, one.pk]


def test_the_search_page_answers_everything_put_to_it(site: Client, publish: Any) -> None:
    publish()
    assert "1 bài cho" in site.get("/news?q=dat+dai").content.decode()
    assert site.get("/news?tag=phan+cap").content.decode().count("<article") == 1
    for query in ("page=0", "page=x", "kind=y", "q=%00", "q=" + "x" * 401, "page=²"):
        assert site.get("/news?" + query).status_code == 400
        assert site.get("/news.json?" + query).status_code == 400
    for query in ("page=999", "tag=none", "kind=document", "q=none"):
        assert site.get("/news?" + query).status_code == 200
    for method in (site.post, site.put, site.delete):
        assert method("/news").status_code == 405


# -- addresses of the old site ---------------------------------------------------------------------


def test_addresses_of_the_old_site_lead_on(site: Client, publish: Any) -> None:
    from phancap.web.portal.news.models import OldAddress

    article = publish(old_id=532)
    OldAddress.objects.create(query="tabid=77", leads_to="/agenda")
    OldAddress.objects.create(query="id=9&tabid=77", leads_to="/acts")
    for address, status, target in (
        ("/article/Phan-cap-chinh-quyen/532.htm", 301, article.path),
        ("/article/x/532.html?lang=en", 301, article.path + "?lang=en"),
        ("/article/Phan-cap-chinh-quyen-do-thi/999.htm", 302, "/news?q=phan+cap+chinh+quyen+do+thi"),
        ("/?tabid=77", 301, "/agenda"), ("/Default.aspx?tabid=77&id=9", 301, "/acts"),
        ("/?tabid=12&ItemID=532", 301, article.path), ("/default.aspx?TabId=12&ItemID=1", 302, "/news"),
        ("/?tabid=%00%27", 302, "/news"), ("/?tabid=77&language=vi-VN", 301, "/agenda"),
        ("/article//7.htm", 302, "/news"), ("/article/x/99999999999.htm", 404, ""),
    ):  # fmt: skip
        response = site.get(address)
        assert (response.status_code, response.get("Location", "")) == (status, target), address
    assert site.get("/?tab=1").status_code == 200


def test_an_old_address_leads_nowhere_else(stored: None) -> None:
    from django.db import IntegrityError, transaction

    from phancap.web.portal.news.models import OldAddress

    for address in ("https://x.example/", "//x.example", "javascript:alert(1)"):
        with pytest.raises(IntegrityError), transaction.atomic():
            OldAddress.objects.create(query="tabid=1", leads_to=address)


# -- photos --------------------------------------------------------------------------------------


def test_a_photo_is_made_in_sizes_without_metadata(
    site: Client, people: dict[str, Any], behind: Callable[[str], Client]
) -> None:
    from PIL import Image

    from phancap.web.portal.news import workflow
    from phancap.web.portal.news.models import Article, Photo

    exif = Image.Exif()
    exif[0x010F] = "Máy ảnh"
    exif[0x8825] = {1: "N", 2: (10.0, 2.0, 3.0), 3: "E", 4: (105.0, 47.0, 1.0)}
    exif[0x0112] = 6  # turned: the photo comes out upright
    photo = io.BytesIO(picture(size=(1600, 900), exif=exif))
    photo.name = "IMG_Nguyen_Van_A.jpg"
    desk = behind("editor")
    sent = form() | {
        "photo-0-file": photo,
        "photo-0-alt": "Cổng chào phường",
        "photo-0-caption": "Ảnh của phường",
    }
    assert desk.post("/studio/news/new", sent).status_code == 302
    kept = Photo.objects.get()
    assert (kept.width, kept.height) == (900, 1600)
    assert kept.all_widths == [320, 640, 900]
    # Not public before its article is.
    assert site.get(kept.address()).status_code == 404
    assert desk.get("/studio" + kept.address()).status_code == 200
    article = Article.objects.get()
    workflow.hand_in(article.pk, 1, people["editor"])
    workflow.agree(article.pk, 1, people["approver"])
    for width in kept.all_widths:
        response = site.get(kept.address(width))
        data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
        with Image.open(io.BytesIO(data)) as shown:
            assert shown.width == width
            assert not shown.getexif()
            assert set(shown.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
        assert b"Exif" not in data
    page = site.get(article.path).content.decode()
    assert 'alt="Cổng chào phường"' in page
    assert "<figcaption>Ảnh của phường</figcaption>" in page
    assert "Nguyen_Van_A" not in page


def test_what_a_photo_says_and_shows_are_two_things(behind: Callable[[str], Client]) -> None:
    photo = io.BytesIO(picture())
    photo.name = "a.jpg"
    sent = form() | {"photo-0-file": photo, "photo-0-alt": "Cổng chào", "photo-0-caption": "cổng chào."}
    response = behind("editor").post("/studio/news/new", sent)
    assert response.status_code == 400
    assert "nghe hai lần" in response.content.decode()
    assert 'name="photo-0-id"' in response.content.decode(), "the photo is kept for the second try"


def test_photos_stand_where_the_text_puts_them(publish: Any, site: Client, people: dict[str, Any]) -> None:
    from phancap.web.portal.news.drafts import PhotoLine
    from phancap.web.portal.news.files import take_photo

    photo = take_photo(picture(), people["editor"])
    other = take_photo(picture("PNG"), people["editor"])
    lines = [PhotoLine(photo.pk, "Một", "Chú thích một"), PhotoLine(other.pk, "Hai", "Chú thích hai")]
    page = site.get(publish(body="Đoạn đầu.\n\n[ảnh 2]\n\nĐoạn cuối.", photos=lines).path).content.decode()
    order = [page.index(text) for text in ("Đoạn đầu.", "Chú thích hai", "Đoạn cuối.", "Chú thích một")]
    assert order == sorted(order)


def test_documents_have_number_day_and_issuer(site: Client, publish: Any) -> None:
    publish(
        kind="document",
        act_number="12/2026/QĐ-UBND",
        act_signed=date(2026, 3, 1),
        act_issuer="UBND thành phố",
    )
    data = json.loads(site.get("/news.json?kind=document&q=12/2026/qd-ubnd").content)
    assert data["articles"][0]["act"] == {
        "number": "12/2026/QĐ-UBND",
        "signed": "2026-03-01",
        "issuer": "UBND thành phố",
    }


def test_a_photo_far_too_big_is_not_even_read_whole(
    behind: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.files.uploadedfile import UploadedFile

    asked: list[int | None] = []
    plain_read = UploadedFile.read

    def read(self: Any, *size: int) -> bytes:
        asked.append(size[0] if size else None)
        return bytes(plain_read.fget(self)(*size))

    monkeypatch.setattr(UploadedFile, "read", property(lambda self: lambda *size: read(self, *size)))
    photo = io.BytesIO(picture() + b"\x00" * (13 * 1024 * 1024))
    photo.name = "a.jpg"
    response = behind("editor").post(
        "/studio/news/new", form() | {"photo-0-file": photo, "photo-0-alt": "Cổng"}
    )
    assert response.status_code == 400
    assert "nhiều nhất 12 MB" in response.content.decode()
    assert asked == [12 * 1024 * 1024 + 1]
