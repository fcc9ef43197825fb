"""Forms of people: the first run, the second factor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model, password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from phancap.web.portal.identity import LONGEST, dialled
from phancap.web.studio import firstrun

SITE_FIELDS = ("owner", "address", "hotlines", "email")


class Hotlines(forms.CharField):
    """Telephone numbers, separated by commas."""

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Each number apart; one without a digit is none."""
        text = super().to_python(", ".join(value) if isinstance(value, tuple) else value)
        numbers = tuple(part.strip() for part in text.split(",") if part.strip())
        if not all(dialled(number) for number in numbers):
            raise forms.ValidationError(_("Đường dây nóng là các số điện thoại cách nhau bởi dấu phẩy."))
        return numbers

    def prepare_value(self, value: Any) -> Any:
        """As it is typed."""
        return ", ".join(value) if isinstance(value, tuple) else value


class FirstRunForm(forms.Form):
    """Token, owner of the site, administrator."""

    token = forms.CharField(label=_("Mã in trên màn hình máy chủ"), max_length=100, strip=True,
                            widget=forms.TextInput({"autocomplete": "off"}))  # fmt: skip
    owner = forms.CharField(label=_("Đơn vị chủ quản"), max_length=200, required=False,
                            help_text=_("Để trống nếu đây là bản dùng thử: trang tự ghi là không chính thức."))  # fmt: skip
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    hotlines = Hotlines(label=_("Đường dây nóng"), max_length=200, required=False,
                               help_text=_("Nhiều số cách nhau bởi dấu phẩy."))  # fmt: skip
    email = forms.EmailField(label=_("Thư điện tử của đơn vị"), required=False)
    name = forms.CharField(label=_("Họ và tên người quản trị"), max_length=200,
                           widget=forms.TextInput({"autocomplete": "name"}))  # fmt: skip
    username = forms.CharField(label=_("Tên đăng nhập"), max_length=150, validators=[UnicodeUsernameValidator()],
                               widget=forms.TextInput({"autocomplete": "username"}))  # fmt: skip
    password = forms.CharField(label=_("Mật khẩu"), strip=False, help_text=_("Ít nhất 12 ký tự; một câu dài dễ nhớ là tốt."),
                               widget=forms.PasswordInput({"autocomplete": "new-password"}))  # fmt: skip
    again = forms.CharField(label=_("Mật khẩu, lần nữa"), strip=False,
                            widget=forms.PasswordInput({"autocomplete": "new-password"}))  # fmt: skip

    def clean_token(self) -> str:
        """The token of the console, before anything else is looked at."""
        token: str = self.cleaned_data["token"]
        if not firstrun.fits(token):
            raise forms.ValidationError(
                _("Không phải mã đang mở. Mã mới nhất nằm ở dòng cuối khi trang khởi động.")
            )
        return token

    def clean_username(self) -> str:
        """A name nobody has, in one spelling."""
        name: str = get_user_model().normalize_username(self.cleaned_data["username"])
        if get_user_model().objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("Tên này đã có người dùng."))
        return name

    def clean(self) -> dict[str, Any]:
        """Both passwords alike, and a good one."""
        told: dict[str, Any] = super().clean() or {}
        password, again = told.get("password"), told.get("again")
        if password and again and password != again:
            self.add_error("again", _("Hai mật khẩu không giống nhau."))
        elif password:
            person = get_user_model()(username=told.get("username", ""), name=told.get("name", ""))
            try:
                password_validation.validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return told

    def site(self) -> dict[str, Any]:
        """What was told about the owner."""
        return {field: self.cleaned_data[field] for field in SITE_FIELDS}


class OwnerForm(forms.Form):
    """What the frame of every page says of the site."""

    owner = forms.CharField(label=_("Đơn vị chủ quản"), max_length=LONGEST, required=False,
                            help_text=_("Để trống: trang tự ghi là không chính thức."))  # fmt: skip
    name = forms.CharField(label=_("Tên trang"), max_length=LONGEST, required=False)
    name_en = forms.CharField(label=_("Tên trang, tiếng Anh"), max_length=LONGEST, required=False)
    tagline = forms.CharField(label=_("Dòng dưới tên"), max_length=LONGEST, required=False)
    tagline_en = forms.CharField(label=_("Dòng dưới tên, tiếng Anh"), max_length=LONGEST, required=False)
    address = forms.CharField(label=_("Địa chỉ"), max_length=LONGEST, required=False)
    hotlines = Hotlines(label=_("Đường dây nóng"), max_length=LONGEST, required=False,
                        help_text=_("Nhiều số cách nhau bởi dấu phẩy."))  # fmt: skip
    copyright = forms.CharField(label=_("Dòng bản quyền"), max_length=LONGEST, required=False)
    managing_unit = forms.CharField(label=_("Đơn vị quản lý"), max_length=LONGEST, required=False)
    seat = forms.CharField(label=_("Trụ sở"), max_length=LONGEST, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=LONGEST, required=False)
    fax = forms.CharField(label=_("Fax"), max_length=LONGEST, required=False)
    email = forms.EmailField(label=_("Thư điện tử của đơn vị"), required=False)
    office = forms.CharField(label=_("Phòng phụ trách"), max_length=LONGEST, required=False)
    office_phone = forms.CharField(label=_("Điện thoại phòng phụ trách"), max_length=LONGEST, required=False)
    office_email = forms.EmailField(label=_("Thư điện tử phòng phụ trách"), required=False)
    attribution = forms.CharField(label=_("Yêu cầu ghi nguồn"), max_length=LONGEST, required=False)


class CodeForm(forms.Form):
    """One code: six digits of a phone, or a recovery code."""

    code = forms.CharField(label=_("Mã 6 chữ số, hoặc mã khôi phục"), max_length=40, strip=True,
                           widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text"}))  # fmt: skip


class PasswordForm(forms.Form):
    """The password once more, before something that weakens the account."""

    password = forms.CharField(label=_("Mật khẩu"), strip=False,
                               widget=forms.PasswordInput({"autocomplete": "current-password"}))  # fmt: skip
