"""Addresses of the back room, all below ``/studio/``."""

from django.urls import path

from phancap.web.studio import views

urlpatterns = [
    path("", views.home, name="studio"),
    path("login", views.LogIn.as_view(), name="login"),
    path("logout", views.LogOut.as_view(), name="logout"),
]
