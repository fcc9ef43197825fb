"""Addresses of the site; they stay."""

from django.urls import include, path, re_path

from phancap.web import watch
from phancap.web.api.v1 import api
from phancap.web.portal import acts, bodies, changes, components, data, display, maps, powers, units, views

ENDING = r"(?P<suffix>\.json|\.csv|\.xlsx)?$"
KEY = r"/(?P<key>.+?)" + ENDING

urlpatterns = [
    path("", views.home, name="home"),
    path("who", views.who, name="who"),
    path("who.json", views.who_json, name="who-json"),
    path("who/card", views.card, name="who-card"),
    path("who/qr.svg", views.qr, name="who-qr"),
    path("display", display.display, name="display"),
    path("display.css", display.display_css, name="display-css"),
    path("banner", components.banner, name="banner"),
    path("components", components.components, name="components"),
    re_path(rf"^place{ENDING}", units.place, name="place"),
    path("map.svg", maps.picture, name="map-picture"),
    path("map.geojson", maps.as_geojson, name="map-geojson"),
    re_path(rf"^map{ENDING}", maps.chart, name="map"),
    re_path(rf"^units{ENDING}", units.units, name="units"),
    re_path(rf"^units{KEY}", units.unit, name="unit"),
    re_path(rf"^powers{ENDING}", powers.powers, name="powers"),
    re_path(rf"^powers{KEY}", powers.power, name="power"),
    re_path(rf"^bodies{ENDING}", bodies.bodies, name="bodies"),
    re_path(rf"^bodies{KEY}", bodies.body, name="body"),
    re_path(rf"^acts{ENDING}", acts.acts, name="acts"),
    re_path(rf"^acts{KEY}", acts.act, name="act"),
    re_path(rf"^agenda{ENDING}", changes.agenda, name="agenda"),
    re_path(rf"^findings{ENDING}", changes.findings, name="findings"),
    re_path(rf"^options{ENDING}", changes.options, name="options"),
    re_path(rf"^options{KEY}", changes.option, name="option"),
    re_path(rf"^diff{ENDING}", changes.diff, name="diff"),
    path("data/catalog.jsonld", data.dcat, name="dcat"),
    re_path(rf"^data/{ENDING}", data.catalogue, name="data"),
    re_path(rf"^data{KEY}", data.table, name="table"),
    path("api/v1/", api.urls),
    path("suggest.json", views.suggest, name="suggest"),
    path("studio/", include("phancap.web.studio.urls")),
    path("studio/", include("phancap.web.portal.desk_urls")),
    path("studio/", include("phancap.web.studio.plan_urls")),
    path("", include("phancap.web.portal.news.urls")),
    path("", include("phancap.web.portal.counter.urls")),
    path("", include("phancap.web.portal.feedback.urls")),
    path("healthz/live", watch.live, name="live"),
    path("healthz/ready", watch.ready, name="ready"),
    path("metrics", watch.metrics, name="metrics"),
    path("healthz", views.healthz, name="healthz"),
]
handler400 = "phancap.web.portal.views.not_understood"
handler403 = "phancap.web.studio.views.denied"
handler404 = "phancap.web.portal.views.not_found"
handler500 = "phancap.web.portal.views.failed"
