"""From the first draft to the page visitors see, and back.

Every function is one transaction that first takes the article's row; it changes pointers to versions and appends
a deed, nothing else. Two people at once: who saves second is told (:class:`Conflict`) and has lost nothing.
Whoever wrote a version cannot also agree to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from phancap.formats.folding import fold
from phancap.web.portal.news.drafts import Draft, PhotoLine, tidied
from phancap.web.portal.news.markup import plain
from phancap.web.portal.news.models import Article, Deed, Photo, Shown, Version, Word
from phancap.web.portal.news.words import tokens_of

TITLE, TAG, LEAD, BODY = 8, 5, 3, 1
"""How much a word weighs in search by where it stands."""


class Conflict(Exception):
    """Somebody else saved meanwhile; ``theirs`` is what stands now."""

    def __init__(self, theirs: Version) -> None:
        self.theirs = theirs
        super().__init__(f"version {theirs.number} was saved meanwhile")


class NotNow(Exception):
    """A step that cannot be taken from where the article stands; ``why`` names it for the page."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


def create(
    draft: Draft, by: Any, kind: str = "news", *, slug: str = "", old_id: int | None = None
) -> Article:
    """A new article with its first version."""
    for attempt in range(20):
        try:
            with transaction.atomic():
                article = Article.objects.create(
                    slug=_free_slug(slug or draft.title, attempt), kind=kind, old_id=old_id
                )
                _append(article, draft, by)
            return article
        except IntegrityError:
            if attempt == 19 or (old_id is not None and Article.objects.filter(old_id=old_id).exists()):
                raise
    raise AssertionError("the loop returns or raises")


def save(article_id: int, base: int, draft: Draft, by: Any) -> Version:
    """The next version, written upon version ``base``; :class:`Conflict` where that is no longer the newest."""
    with transaction.atomic():
        article = _locked(article_id)
        if article.latest != base:
            raise Conflict(article.versions.get(number=article.latest))
        return _append(article, draft, by)


def hand_in(article_id: int, number: int, by: Any, note: str = "") -> None:
    """Ask for agreement to a version, which must be the newest."""
    with transaction.atomic():
        article = _locked(article_id)
        version = _newest(article, number)
        article.review = version
        article.save(update_fields=["review"])
        _deed(article, version, "handed-in", by, note)


def send_back(article_id: int, number: int, by: Any, note: str) -> None:
    """Refuse agreement, with a reason."""
    if not note.strip():
        raise NotNow("reason")
    with transaction.atomic():
        article = _locked(article_id)
        version = _in_review(article, number)
        article.review = None
        article.save(update_fields=["review"])
        _deed(article, version, "sent-back", by, note)


def agree(article_id: int, number: int, by: Any, publish_at: datetime | None = None, note: str = "") -> bool:
    """Agree to the version in review; it is published now, or at a moment to come. True where it is out now."""
    now = timezone.now()
    with transaction.atomic():
        article = _locked(article_id)
        version = _in_review(article, number)
        if version.written_by_id is not None and version.written_by_id == by.pk:
            raise NotNow("own")
        article.review = None
        article.agreed = version
        article.publish_at = publish_at or now
        article.save(update_fields=["review", "agreed", "publish_at"])
        _deed(article, version, "agreed", by, note)
        if article.publish_at <= now:
            _publish(article, now)
            return True
    from phancap.web.portal.news.tasks import publish_due_articles

    publish_due_articles.using(run_after=article.publish_at).enqueue()
    return False


def publish_due(now: datetime | None = None) -> int:
    """Publish what is agreed to and due; how many. Done twice it does nothing the second time."""
    now = now or timezone.now()
    count = 0
    for pk in Article.objects.filter(agreed__isnull=False, publish_at__lte=now).values_list("pk", flat=True):
        with transaction.atomic():
            article = _locked(pk)
            if article.agreed_id is not None and article.publish_at is not None and article.publish_at <= now:
                _publish(article, now)
                count += 1
    return count


def cancel(article_id: int, by: Any, note: str = "") -> None:
    """Take back an agreement whose moment has not come."""
    with transaction.atomic():
        article = _locked(article_id)
        if article.agreed_id is None:
            raise NotNow("nothing-agreed")
        version = article.agreed
        article.agreed = article.publish_at = None
        article.save(update_fields=["agreed", "publish_at"])
        _deed(article, version, "cancelled", by, note)


def withdraw(article_id: int, by: Any, note: str) -> None:
    """Take an article off the site, with a reason; its address then says so."""
    if not note.strip():
        raise NotNow("reason")
    with transaction.atomic():
        article = _locked(article_id)
        if article.live_id is None:
            raise NotNow("not-live")
        version = article.live
        article.live, article.withdrawn_at = None, timezone.now()
        article.save(update_fields=["live", "withdrawn_at"])
        _deed(article, version, "withdrawn", by, note)


def draft_of(version: Version) -> Draft:
    """A version as a draft again: to go on writing, or to bring an old one back."""
    names = (
        "title", "lead", "body", "byline", "source", "source_url", "act_number", "act_signed", "act_issuer",
        "title_en", "lead_en", "body_en", "example",
    )  # fmt: skip
    lines = [PhotoLine(s.photo_id, s.alt, s.caption, s.alt_en, s.caption_en) for s in version.photos.all()]
    return Draft(**{name: getattr(version, name) for name in names}, tags=list(version.tags), photos=lines)


def _locked(article_id: int) -> Article:
    return Article.objects.select_for_update().get(pk=article_id)


def _newest(article: Article, number: int) -> Version:
    version = article.versions.get(number=article.latest)
    if version.number != number:
        raise Conflict(version)
    return version


def _in_review(article: Article, number: int) -> Version:
    if article.review_id is None:
        raise NotNow("not-in-review")
    review: Version = article.review
    if review.number != number:
        raise Conflict(review)
    return review


def _append(article: Article, draft: Draft, by: Any) -> Version:
    draft = tidied(draft)
    version = Version.objects.create(
        article=article, number=article.latest + 1, title=draft.title, lead=draft.lead, body=draft.body.replace("\0", ""), html=draft.html,
        byline=draft.byline, source=draft.source, source_url=draft.source_url, tags=draft.tags,
        act_number=draft.act_number, act_signed=draft.act_signed, act_issuer=draft.act_issuer, title_en=draft.title_en,
        lead_en=draft.lead_en, body_en=draft.body_en.replace("\0", ""), html_en=draft.html_en, example=draft.example,
        written_by=by, written_at=timezone.now(), note=draft.note,
    )  # fmt: skip
    known = set(
        Photo.objects.filter(pk__in=[line.photo for line in draft.photos]).values_list("pk", flat=True)
    )
    Shown.objects.bulk_create(
        Shown(version=version, photo_id=line.photo, position=at, alt=line.alt, caption=line.caption,
              alt_en=line.alt_en, caption_en=line.caption_en)
        for at, line in enumerate((line for line in draft.photos if line.photo in known), 1)
    )  # fmt: skip
    parts = [
        (draft.title, TITLE), (draft.title_en, TITLE), (" \n ".join(draft.tags), TAG), (draft.act_number, TITLE),
        (draft.lead, LEAD), (draft.lead_en, LEAD), (plain(version.html), BODY), (plain(version.html_en), BODY),
        (" \n ".join(f"{line.caption} \n {line.caption_en}" for line in draft.photos), BODY),
        (" \n ".join((draft.byline, draft.source, draft.act_issuer)), BODY),
    ]  # fmt: skip
    Word.objects.bulk_create(
        [Word(version=version, token=token, weight=weight) for token, weight in tokens_of(parts).items()],
        batch_size=400,
    )
    article.latest, article.head = version.number, version
    article.save(update_fields=["latest", "head"])
    _deed(article, version, "saved", by, draft.note)
    return version


def _publish(article: Article, now: datetime) -> None:
    """One statement on one row: this is the moment at which visitors see the new version."""
    version = article.agreed
    Article.objects.filter(pk=article.pk).update(
        live=F("agreed"), agreed=None, published_at=Coalesce("published_at", "publish_at"), live_at=now,
        publish_at=None, withdrawn_at=None,
    )  # fmt: skip
    _deed(article, version, "published", None, "")


def _deed(article: Article, version: Version | None, deed: str, by: Any, note: str) -> None:
    Deed.objects.create(
        article=article, version=version, deed=deed, by=by, at=timezone.now(), note=note.strip()
    )


def _free_slug(title: str, attempt: int) -> str:
    base = "-".join(fold(title).split())[:100].strip("-")
    base = "".join(char for char in base if char.isascii()) or "bai"
    taken = set(Article.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken and attempt == 0:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number + attempt}"
