"""First run, log-in with its second factor, log-out, password, and the first page of the back room."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model, login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import login as confirm_device

from phancap.web.address import client_address
from phancap.web.limits import Limit
from phancap.web.studio import firstrun, secondfactor
from phancap.web.studio.forms import CodeForm, FirstRunForm, OwnerForm, PasswordForm
from phancap.web.studio.owner import stated, write_owner
from phancap.web.studio.rights import allowed, needs

# Between the password and the code: seconds.
WAITS = 300
WAITING = "waits_for_code"
BACKEND = "django.contrib.auth.backends.ModelBackend"
# The lock-out counts wrong passwords for one name; this also slows one who tries a few for every name.
TRIES = Limit(30, 60)

# What a person may find here: (right, what it is called, name of the address). A part adds its line.
ROOMS: list[tuple[str, str, str]] = [
    ("charter.edit", "Bộ thẩm quyền: bản nháp và bản công bố", "charter-home"),
    ("audit.read", "Nhật ký", "charter-log"),
    ("news.write", "Tin bài và văn bản", "news-desk"),
    ("feedback.answer", "Phản ánh, kiến nghị", "feedback-queue"),
    ("charter.edit", "Đọc văn bản", "read"),
    ("people.manage", "Người dùng, chức danh, vai trò", "admin:index"),
    ("site.manage", "Chủ quản và địa chỉ của trang", "owner"),
]


def _too_many(request: HttpRequest) -> HttpResponse | None:
    if request.method == "POST" and not TRIES.take(client_address(request)):
        response = render(request, "studio/wait.html", status=429)
        response["Retry-After"] = "60"
        return response
    return None


class LogIn(LoginView):
    """Name and password; too many wrong ones lock the name at that address for a while."""

    template_name = "studio/login.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        """Only so many tries a minute."""
        slow = _too_many(request)
        answer: HttpResponse = slow or super().dispatch(request, *args, **named)
        return answer

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in; where a second factor is on, only remember for a short time who has to show it."""
        person = form.get_user()
        if not secondfactor.is_on(person):
            answer: HttpResponse = super().form_valid(form)
            return answer
        self.request.session.cycle_key()
        self.request.session[WAITING] = {
            "id": person.pk, "until": time.time() + WAITS, "next": self.get_success_url(),
            "hash": person.get_session_auth_hash(),
        }  # fmt: skip
        return redirect("login-code")


class LogOut(LogoutView):
    """Only by POST, so that no foreign page can log anybody out."""


class Password(PasswordChangeView):
    """A new password; every other session of the account ends with it."""

    template_name = "studio/password.html"
    success_url = reverse_lazy("studio")

    def form_valid(self, form: Any) -> HttpResponse:
        """Say that it is done."""
        messages.success(self.request, _("Đã đổi mật khẩu."))
        answer: HttpResponse = super().form_valid(form)
        return answer


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step of a log-in; without the first there is none."""
    slow = _too_many(request)
    if slow:
        return slow
    waiting = request.session.get(WAITING)
    person = get_user_model().objects.filter(pk=waiting["id"], is_active=True).first() if waiting else None
    if (
        waiting is None or person is None or waiting["until"] < time.time()
        or waiting["hash"] != person.get_session_auth_hash()
    ):  # fmt: skip
        request.session.pop(WAITING, None)
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = secondfactor.check(person, form.cleaned_data["code"])
        if device is not None:
            del request.session[WAITING]
            login(request, person, backend=BACKEND)
            confirm_device(request, device)
            return redirect(waiting["next"])
        form.add_error("code", _("Mã không đúng hoặc đã dùng. Sau mỗi lần sai phải chờ lâu hơn."))
    return render(request, "studio/code.html", {"form": form})


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest) -> HttpResponse:
    """The wizard of the first run; not there once somebody can administer the site."""
    slow = _too_many(request)
    if slow:
        return slow
    if not firstrun.is_open():
        raise Http404
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        person = firstrun.begin(told["token"], form.site(), told["name"], told["username"], told["password"])
        if person is None:
            raise Http404
        login(request, person, backend=BACKEND)
        messages.success(request, _("Trang đã có người quản trị. Nên bật lớp bảo vệ thứ hai ngay bây giờ."))
        return redirect("studio")
    return render(request, "studio/first.html", {"form": form})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Switch it on: scan, type the first code, keep the recovery codes."""
    if secondfactor.is_on(request.user):
        return render(request, "studio/factor.html", {"on": True, "form": PasswordForm()})
    device = secondfactor.begin(request.user)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        confirmed = secondfactor.confirm(request.user, form.cleaned_data["code"])
        if confirmed is not None:
            device, codes = confirmed
            confirm_device(request, device)
            return render(request, "studio/factor.html", {"codes": codes})
        form.add_error("code", _("Mã không đúng. Xem lại giờ trên điện thoại, rồi gõ mã đang hiện."))
    shown = {
        "form": form,
        "picture": secondfactor.picture_of(device),
        "secret": secondfactor.secret_of(device),
    }
    return render(request, "studio/factor.html", shown)


@login_required
@require_POST
def second_factor_change(request: HttpRequest) -> HttpResponse:
    """Switch it off, or take new recovery codes; the password is asked again."""
    slow = _too_many(request)
    if slow:
        return slow
    form = PasswordForm(request.POST)
    if not form.is_valid() or not request.user.check_password(form.cleaned_data["password"]):
        if form.is_valid():
            form.add_error("password", _("Mật khẩu không đúng."))
        return render(request, "studio/factor.html", {"on": True, "form": form}, status=400)
    if "codes" in request.POST:
        return render(request, "studio/factor.html", {"codes": secondfactor.new_recovery_codes(request.user)})
    secondfactor.switch_off(request.user)
    messages.success(request, _("Đã tắt lớp bảo vệ thứ hai."))
    return redirect("studio")


@require_http_methods(["GET", "HEAD", "POST"])
@needs("site.manage")
def owner(request: HttpRequest) -> HttpResponse:
    """Whose site this is."""
    form = OwnerForm(request.POST or None, initial=stated()._asdict())
    if request.method == "POST" and form.is_valid():
        write_owner(form.cleaned_data)
        messages.success(request, _("Đã ghi. Mọi trang đổi theo ngay."))
        return redirect("owner")
    return render(request, "studio/owner.html", {"form": form}, status=400 if form.errors else 200)


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What this person can do here, and by which post."""
    rooms = []
    for right, label, address in ROOMS:
        try:
            link = reverse(address)
        except NoReverseMatch:
            continue
        decision = allowed(request.user, right)
        if decision:
            rooms.append({"label": _(label), "link": link, "reason": decision.reason})
    shown = {
        "rooms": rooms,
        "holdings": request.user.holdings_today(),
        "second_factor": secondfactor.is_on(request.user),
    }
    return render(request, "studio/home.html", shown)


def denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403, with the reason that the refusal gave."""
    return render(
        request, "portal/message.html", {"kind": "denied", "message": str(exception or "")}, status=403
    )


def bad_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that does not come from our own page."""
    message = _(
        "Biểu mẫu này đã cũ hoặc không gửi từ trang của chúng tôi (thiếu mã CSRF). Mở lại trang rồi gửi lại."
    )
    return render(request, "portal/message.html", {"kind": "denied", "message": message}, status=403)
