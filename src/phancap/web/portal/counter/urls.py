"""Addresses of the visit counter."""

from django.urls import path, re_path

from phancap.web.portal.counter import views

urlpatterns = [
    path("counter/visit.gif", views.beacon, name="visit"),
    re_path(r"^counter(?P<suffix>\.json)?$", views.counter, name="counter"),
]
