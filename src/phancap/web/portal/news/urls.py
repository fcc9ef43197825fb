"""Addresses of news, documents and photos, and of the old site."""

from django.urls import path, re_path

from phancap.web.portal.news import feeds, views

SLUG = r"(?P<slug>[a-z0-9-]{1,120})"

urlpatterns = [
    re_path(r"^news(?P<suffix>\.json)?$", views.news, name="news"),
    path("news/rss.xml", feeds.rss, name="news-rss"),
    path("news/atom.xml", feeds.atom, name="news-atom"),
    re_path(rf"^news/{SLUG}/print$", views.printed, name="article-print"),
    re_path(rf"^news/{SLUG}(?P<suffix>\.json)?$", views.article, name="article"),
    re_path(r"^photos/(?P<name>[0-9a-f]{64})-(?P<width>[0-9]{1,5})\.jpg$", views.photo, name="photo"),
    re_path(
        r"^(?:[a-z]{2}-[a-z]{2}/)?article/(?P<old_slug>[^/]{0,300})/(?P<old_id>[0-9]{1,9})\.html?$", views.old_article,
        name="old-article",
    ),
]  # fmt: skip
