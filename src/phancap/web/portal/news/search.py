"""Finding articles: the same answer on every database, for words with and without accents."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Count, F, QuerySet, Sum

from phancap.formats.folding import fold
from phancap.web.portal.news.models import Article, Word
from phancap.web.portal.news.words import sought

FEW = 500
"""Versions that may be named one by one: SQLite takes only so many parameters."""


class Hit(NamedTuple):
    """An article with how well it fits."""

    article: int
    score: int


def live() -> QuerySet[Article]:
    """What visitors see, newest first."""
    return (
        Article.objects.filter(live__isnull=False)
        .select_related("live")
        .prefetch_related("live__photos__photo")
        .order_by("-published_at", "-id")
    )


def find(question: str) -> list[Hit]:
    """Live articles that hold every word and number of the question, the best first.

    ``[]`` also for a question without a word in it; whole numbers decide, so all databases sort alike.
    """
    asked = sought(question)
    if not asked.needed:
        return []
    words = Word.objects.filter(version=F("version__article__live"))
    rows = (
        words.filter(token__in=asked.needed)
        .values("version", article=F("version__article"), published=F("version__article__published_at"))
        .annotate(held=Count("token"), score=Sum("weight"))
        .filter(held=len(asked.needed))
        .order_by()
    )
    found = {row["version"]: row for row in rows}
    if asked.better:
        extra = words.filter(token__in=list(asked.better))
        if len(found) < FEW:
            extra = extra.filter(version__in=list(found))
        for version, token, weight in extra.values_list("version", "token", "weight"):
            if version in found:
                found[version]["score"] += asked.better[token] * weight
    ranked = sorted(
        found.values(), key=lambda row: (-row["score"], -row["published"].timestamp(), -row["article"])
    )
    return [Hit(row["article"], row["score"]) for row in ranked]


def in_order(hits: list[Hit]) -> list[Article]:
    """The articles of the hits, in their order."""
    by_id = {article.pk: article for article in live().filter(pk__in=[hit.article for hit in hits])}
    return [by_id[hit.article] for hit in hits if hit.article in by_id]


def related(article: Article, most: int = 4) -> list[Article]:
    """Live articles that share tags or cited numbers, those that share most first; never the article itself."""
    if article.live is None:
        return []
    tokens = [f"w:{part}" for tag in article.live.tags for part in fold(tag).split()]
    pairs = list(
        article.live.words.filter(token__startswith="n:").values_list(  # noqa: S106 - a kind of word
            "token", flat=True
        )[:40]
    )
    for tag in article.live.tags:
        parts = fold(tag).split()
        pairs += [f"b:{one} {other}" for one, other in zip(parts, parts[1:], strict=False)]
    wanted = pairs or tokens
    if not wanted:
        return []
    rows = (
        Word.objects.filter(version=F("version__article__live"), token__in=wanted)
        .exclude(version__article=article.pk)
        .values(article=F("version__article"), published=F("version__article__published_at"))
        .annotate(shared=Count("token"))
        .order_by()
    )
    ranked = sorted(rows, key=lambda row: (-row["shared"], -row["published"].timestamp(), -row["article"]))
    return in_order([Hit(row["article"], row["shared"]) for row in ranked[:most]])
