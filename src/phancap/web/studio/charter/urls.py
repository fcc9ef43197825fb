"""Addresses of the workshop, below ``/studio/charter/``."""

from django.urls import path, re_path

from phancap.web.studio.charter import downloads, tables, views

DRAFT = "drafts/<str:key>/"

urlpatterns = [
    path("", views.home, name="charter-home"),
    path("begin", views.begin, name="charter-begin"),
    path("options", views.options, name="charter-options"),
    path("log", views.log, name="charter-log"),
    path("roll-back", views.roll_back, name="charter-roll-back"),
    path("call-off", views.call_off, name="charter-call-off"),
    re_path(r"^versions/(?P<version>[0-9a-f]{64})\.(?P<ending>xlsx|zip)$", downloads.version_file, name="charter-version-file"),
    re_path(r"^drafts/(?P<key>[0-9a-f]{12})\.(?P<ending>xlsx|zip)$", downloads.draft_file, name="charter-draft-file"),
    path(DRAFT, views.draft, name="charter-draft"),
    path(f"{DRAFT}upload", views.upload, name="charter-upload"),
    path(f"{DRAFT}drop", views.drop, name="charter-drop"),
    path(f"{DRAFT}findings", views.findings, name="charter-findings"),
    path(f"{DRAFT}changes", views.changes, name="charter-changes"),
    path(f"{DRAFT}bring-up", views.bring_up, name="charter-bring-up"),
    path(f"{DRAFT}publish", views.publish, name="charter-publish"),
    path(f"{DRAFT}tables/<str:table>", tables.table, name="charter-table"),
    path(f"{DRAFT}tables/<str:table>/row", tables.row, name="charter-row"),
]
