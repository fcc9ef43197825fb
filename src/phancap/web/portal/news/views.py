"""The news as visitors read it: list, search, article, print, photos."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext

from phancap.formats.folding import fold
from phancap.web.portal.news import search
from phancap.web.portal.news.citing import linked
from phancap.web.portal.news.files import photo_file
from phancap.web.portal.news.markup import split_at_photos
from phancap.web.portal.news.models import Article, Shown, Version
from phancap.web.portal.query import BadParameter, check_lengths
from phancap.web.portal.sheet import CACHED, json_text, refused
from phancap.web.reading import require_safe

ON_A_PAGE = 12
MOST_PAGES = 10_000


def language() -> str:
    """``vi`` or ``en``."""
    return "en" if get_language() == "en" else "vi"


def in_language(path: str, **query: str) -> str:
    """An address on this site that stays in the reader's language."""
    pairs = {key: value for key, value in query.items() if value}
    if language() == "en":
        pairs["lang"] = "en"
    return f"{path}?{urlencode(pairs)}" if pairs else path


def seen(article: Article) -> Version:
    """The version that visitors see; for articles that have one."""
    if article.live is None:
        raise Http404
    version: Version = article.live
    return version


def listed(article: Article) -> dict[str, Any]:
    """An article in a list."""
    version = seen(article)
    text = version.in_language(language())
    photos = list(version.photos.all())
    return {
        "title": text["title"], "lead": text["lead"], "lang": text["lang"], "href": in_language(article.path),
        "at": article.published_at, "tags": version.tags, "example": version.example, "kind": article.kind,
        "number": version.act_number, "photo": in_words(photos[0], text["lang"]) if photos else None,
    }  # fmt: skip


def in_words(shown: Shown, lang: str) -> dict[str, Any]:
    """A photo with its words in a language, the Vietnamese ones where there are no others."""
    english = lang == "en" and shown.alt_en
    return {
        "photo": shown.photo, "alt": shown.alt_en if english else shown.alt,
        "caption": shown.caption_en if english else shown.caption, "lang": "en" if english else "vi",
    }  # fmt: skip


def json_of(article: Article) -> dict[str, Any]:
    """An article as plain data."""
    version = seen(article)
    data: dict[str, Any] = {
        "slug": article.slug, "kind": article.kind, "title": version.title, "lead": version.lead, "html": version.html,
        "byline": version.byline, "source": {"name": version.source, "url": version.source_url}, "tags": version.tags,
        "published": _iso(article.published_at), "changed": _iso(article.live_at), "version": version.number,
        "example": version.example,
        "photos": [
            {"src": s.photo.address(), "alt": s.alt, "caption": s.caption, "width": s.photo.width,
             "height": s.photo.height} for s in version.photos.all()
        ],
    }  # fmt: skip
    if article.kind == "document":
        signed = version.act_signed.isoformat() if version.act_signed else None
        data["act"] = {"number": version.act_number, "signed": signed, "issuer": version.act_issuer}
    if version.title_en:
        data["en"] = {"title": version.title_en, "lead": version.lead_en, "html": version.html_en}
    return data


def _iso(moment: datetime | None) -> str | None:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else None


@require_safe
def news(request: HttpRequest, suffix: str | None = None) -> HttpResponse:
    """All articles, newest first; those that answer a question, the best first."""
    try:
        check_lengths(request.GET)
        number = _page_number(request)
        kind = request.GET.get("kind", "").strip()
        if kind not in ("", "news", "document"):
            raise BadParameter(f"`kind={kind}` · news, document")
        if suffix not in (None, "", ".json"):
            raise Http404
    except BadParameter as error:
        return refused(request, str(error), 400, suffix or "")
    question, tag = request.GET.get("q", "").strip(), request.GET.get("tag", "").strip()
    if question:
        found = search.in_order(search.find(question))
        total_of = [a for a in found if (not kind or a.kind == kind) and (not tag or _has_tag(a, tag))]
        total, shown = len(total_of), total_of[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    elif tag:
        tagged = [a for a in search.live() if (not kind or a.kind == kind) and _has_tag(a, tag)]
        total, shown = len(tagged), tagged[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    else:
        all_of = search.live().filter(kind=kind) if kind else search.live()
        total, shown = all_of.count(), list(all_of[(number - 1) * ON_A_PAGE : number * ON_A_PAGE])
    if suffix == ".json":
        response = json_text(
            {"format": 1, "total": total, "articles": [json_of(article) for article in shown]}
        )
    else:
        pages = max(1, -(-total // ON_A_PAGE))
        context = {
            "articles": [listed(article) for article in shown], "question": question, "tag": tag, "kind": kind,
            "total": total, "page": number,
            "newer": in_language("/news", q=question, tag=tag, kind=kind, page=str(number - 1)) if number > 1 else "",
            "older": in_language("/news", q=question, tag=tag, kind=kind, page=str(number + 1)) if number < pages else "",
        }  # fmt: skip
        response = render(request, "portal/news/list.html", context)
    response["Cache-Control"] = CACHED
    return response


def _has_tag(article: Article, tag: str) -> bool:
    return article.live is not None and fold(tag) in [fold(one) for one in article.live.tags]


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1") or "1"
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= MOST_PAGES:
        raise BadParameter(f"`page={text[:20]}`: 1 … {MOST_PAGES}")
    return int(text)


@require_safe
def article(request: HttpRequest, slug: str, suffix: str | None = None) -> HttpResponse:
    """One article."""
    found = search.live().filter(slug=slug).first()
    if found is None:
        return _no_article(request, slug, suffix or "")
    if suffix == ".json":
        response = json_text({"format": 1, **json_of(found)})
    elif suffix:
        raise Http404
    else:
        context = page_of(found, seen(found)) | {"related": [listed(one) for one in search.related(found)]}
        response = render(request, "portal/news/article.html", context)
    response["Cache-Control"] = CACHED
    return response


@require_safe
def printed(request: HttpRequest, slug: str) -> HttpResponse:
    """One article for paper: nothing but the article, its address and the notice of the source."""
    found = search.live().filter(slug=slug).first()
    if found is None:
        return _no_article(request, slug, "")
    context = page_of(found, seen(found)) | {"address": request.build_absolute_uri(found.path)}
    response = render(request, "portal/news/print.html", context)
    response["Cache-Control"] = CACHED
    return response


def page_of(article: Article, version: Version) -> dict[str, Any]:
    """What the page of a version shows."""
    lang = language()
    text = version.in_language(lang)
    written = article.published_at or version.written_at
    photos = {shown.position: in_words(shown, text["lang"]) for shown in version.photos.all()}
    pieces: list[dict[str, Any]] = []
    placed: set[int] = set()
    for piece in split_at_photos(text["html"]):
        if isinstance(piece, int):
            if piece in photos and piece not in placed:
                placed.add(piece)
                pieces.append({"photo": photos[piece]})
        else:
            pieces.append({"html": linked(piece, timezone.localtime(written).date(), lang)})
    rest = [photo for position, photo in photos.items() if position not in placed]
    # Who places no photo wants the first one on top, as newspapers have it.
    top = rest[:1] if not placed else []
    pieces = [{"photo": photo} for photo in top] + pieces + [{"photo": photo} for photo in rest[len(top) :]]
    return {
        "article": article, "version": version, "title": text["title"], "lead": text["lead"], "text_lang": text["lang"],
        "only_vi": lang == "en" and text["lang"] == "vi", "pieces": pieces, "at": article.published_at,
        "changed": _changed(article),
        "tags": [{"name": tag, "href": in_language("/news", tag=tag)} for tag in version.tags],
        "print": in_language(f"{article.path}/print"), "json": f"{article.path}.json", "here": in_language(article.path),
    }  # fmt: skip


def _changed(article: Article) -> datetime | None:
    """The moment of a later version, where it is later by more than the minute the page shows."""
    if (
        article.published_at
        and article.live_at
        and (article.live_at - article.published_at).total_seconds() > 60
    ):
        return article.live_at
    return None


def _no_article(request: HttpRequest, slug: str, suffix: str) -> HttpResponse:
    gone = Article.objects.filter(slug=slug, withdrawn_at__isnull=False, live__isnull=True).first()
    if gone is None:
        return refused(request, gettext("Không có bài nào ở địa chỉ này."), 404, suffix)
    message = gettext("Bài này đã được gỡ.")
    return refused(request, message, 410, suffix)


@require_safe
def photo(request: HttpRequest, name: str, width: str) -> HttpResponse | FileResponse:
    """One size of a photo; its name is its content, so it may be kept for ever."""
    path = photo_file(name, int(width))
    if path is None or not _is_public(name):
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _is_public(name: str) -> bool:
    """A photo is shown to everybody only with an article or a report that everybody may see."""
    from phancap.web.portal.feedback.models import Report

    shown = Shown.objects.filter(photo__name=name, version__article__live=F("version"))
    return shown.exists() or Report.objects.filter(photo__name=name, public=True).exists()


@require_safe
def old_article(request: HttpRequest, old_slug: str, old_id: str) -> HttpResponse:
    """``/article/<slug>/<id>.htm`` of the old site: to the article, else to a search for the words of its address."""
    return old_target(int(old_id), old_slug)


def old_target(old_id: int | None, words: str = "") -> HttpResponse:
    """Where an old address leads: for good where the article is known, for now to a search where it is not."""
    if old_id is not None and 0 < old_id < 2**31:
        known = Article.objects.filter(old_id=old_id).first()
        if known is not None:
            return HttpResponseRedirect(in_language(known.path), status=301)
    question = " ".join(fold(words).split()[:8])
    return HttpResponseRedirect(in_language("/news", q=question))
