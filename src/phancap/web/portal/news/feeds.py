"""RSS and Atom of the news: a whole lead, the photo's words, no tracking."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import gettext as _

from phancap.web.portal.news.search import live
from phancap.web.portal.news.views import in_language, language
from phancap.web.portal.sheet import CACHED
from phancap.web.reading import require_safe

IN_A_FEED = 30


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    """RSS 2.0."""
    return _feed(request, Rss201rev2Feed, "/news/rss.xml")


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """Atom 1.0."""
    return _feed(request, Atom1Feed, "/news/atom.xml")


def _feed(request: HttpRequest, kind: type[SyndicationFeed], path: str) -> HttpResponse:
    lang = language()
    feed = kind(
        title=_("Tin cải cách hành chính"), link=request.build_absolute_uri(in_language("/news")),
        description=_("Tin và tài liệu về phân cấp và cải cách hành chính."), language=lang,
        feed_url=request.build_absolute_uri(in_language(path)),
        feed_copyright="CC BY 4.0",
    )  # fmt: skip
    for article in live()[:IN_A_FEED]:
        version = article.live
        text = version.in_language(lang)
        title = f"[{_('VÍ DỤ')}] {text['title']}" if version.example else text["title"]
        address = request.build_absolute_uri(in_language(article.path))
        feed.add_item(
            title=title, link=address, description=text["lead"], unique_id=request.build_absolute_uri(article.path),
            pubdate=article.published_at, updateddate=article.live_at, categories=version.tags,
            author_name=version.byline or None,
        )  # fmt: skip
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    response["Cache-Control"] = CACHED
    return response
