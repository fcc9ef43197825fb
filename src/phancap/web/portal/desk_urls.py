"""Addresses of the desks of news and feedback, below ``/studio/``."""

from django.urls import path, re_path

from phancap.web.portal.feedback import moderation
from phancap.web.portal.news import editing

urlpatterns = [
    path("news/", editing.desk, name="news-desk"),
    path("news/new", editing.new, name="news-new"),
    path("news/<int:pk>/", editing.show, name="news-show"),
    path("news/<int:pk>/edit", editing.edit, name="news-edit"),
    path("news/<int:pk>/act", editing.act, name="news-act"),
    path("news/<int:pk>/preview/<int:number>", editing.preview, name="news-preview"),
    path("news/<int:pk>/compare/<int:one>/<int:other>", editing.compare, name="news-compare"),
    re_path(
        r"^photos/(?P<name>[0-9a-f]{64})-(?P<width>[0-9]{1,5})\.jpg$",
        editing.photo_behind,
        name="photo-behind",
    ),
    path("feedback/", moderation.queue, name="feedback-queue"),
    path("feedback/take", moderation.take, name="feedback-take"),
    re_path(r"^feedback/(?P<code>[0-9A-Za-z]{8})/$", moderation.report, name="feedback-report"),
    re_path(r"^feedback/(?P<code>[0-9A-Za-z]{8})/act$", moderation.act, name="feedback-act"),
]
