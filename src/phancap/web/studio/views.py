"""Log-in, log-out, and the first page of the back room."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


class LogIn(LoginView):
    """Name and password; too many wrong ones lock the name at that address for a while."""

    template_name = "studio/login.html"
    redirect_authenticated_user = True


class LogOut(LogoutView):
    """Only by POST, so that no foreign page can log anybody out."""


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What this person can do here."""
    return render(request, "studio/home.html")
