"""Addresses of the site; they stay."""

from django.urls import path

from phancap.web.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("who", views.who, name="who"),
    path("who.json", views.who_json, name="who-json"),
    path("suggest.json", views.suggest, name="suggest"),
    path("healthz", views.healthz, name="healthz"),
]
handler404 = "phancap.web.portal.views.not_found"
handler500 = "phancap.web.portal.views.failed"
