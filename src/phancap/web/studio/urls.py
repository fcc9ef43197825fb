"""Addresses of the back room, all below ``/studio/``."""

from django.urls import include, path

from phancap.web.studio import read_desk, views
from phancap.web.studio.admin_site import site

urlpatterns = [
    path("", views.home, name="studio"),
    path("first", views.first, name="first"),
    path("login", views.LogIn.as_view(), name="login"),
    path("login/code", views.code, name="login-code"),
    path("logout", views.LogOut.as_view(), name="logout"),
    path("password", views.Password.as_view(), name="password"),
    path("second-factor", views.second_factor, name="second-factor"),
    path("second-factor/change", views.second_factor_change, name="second-factor-change"),
    path("site", views.owner, name="owner"),
    path("read", read_desk.desk, name="read"),
    path("read/<str:sha>", read_desk.one, name="read-one"),
    path("read/<str:sha>/act", read_desk.act, name="read-act"),
    path("charter/", include("phancap.web.studio.charter.urls")),
    path("admin/", site.urls),
]
