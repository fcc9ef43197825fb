"""People who may log in, the posts they hold, and the roles that come with a post."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from phancap.web.studio.rights import ADMIN_PAGES, rights


class Role(models.Model):
    """What goes together: a name and the rights it has."""

    id = models.SlugField(_("mã"), primary_key=True, max_length=40)
    name = models.CharField(_("tên"), max_length=100)
    rights = models.JSONField(_("quyền"), default=list)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        ordering = ["id"]

    def __str__(self) -> str:
        return gettext(self.name)  # the names a site begins with are known in English too

    def clean(self) -> None:
        """Only rights that some page asks for."""
        unknown = [right for right in self.rights if right not in rights()]
        if unknown:
            raise ValidationError(
                {"rights": _("không có quyền `%(name)s` · có: %(known)s")
                 % {"name": unknown[0], "known": ", ".join(rights())}}
            )  # fmt: skip


class Post(models.Model):
    """A post in a body, as the charter's ``posts`` name it; its roles say what its holder may do here."""

    name = models.CharField(_("chức danh"), max_length=200)
    body = models.CharField(
        _("cơ quan"), max_length=200, blank=True, help_text=_("Mã cơ quan trong bộ thẩm quyền, ví dụ ubnd-xa/c31135.")
    )  # fmt: skip
    roles = models.ManyToManyField(Role, verbose_name=_("vai trò"), related_name="posts", blank=True)

    class Meta:
        verbose_name = _("chức danh")
        verbose_name_plural = _("chức danh")
        ordering = ["name", "body"]
        constraints = [models.UniqueConstraint(fields=["name", "body"], name="one_post_a_name_and_body")]

    def __str__(self) -> str:
        return f"{self.name} ({self.body})" if self.body else str(self.name)


class Accounts(BaseUserManager):
    """How accounts are made and found."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> User:
        """A new account; without a password nobody can log in with it yet."""
        person = self.model(username=self.model.normalize_username(username), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class User(AbstractBaseUser):
    """Someone with a log-in name and a password; what they may do follows from the posts they hold.

    There is no superuser and no right on a person: Django's own models for those are left out.
    """

    username = models.CharField(
        _("tên đăng nhập"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("Tên này đã có người dùng.")},
    )  # fmt: skip
    name = models.CharField(_("họ và tên"), max_length=200, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    is_active = models.BooleanField(_("đang hoạt động"), default=True, help_text=_("Bỏ chọn thay vì xóa: việc đã làm vẫn còn tên người làm."))  # fmt: skip
    is_demo = models.BooleanField(_("tài khoản mẫu"), default=False, editable=False)
    date_joined = models.DateTimeField(_("ngày tạo"), default=now, editable=False)
    posts = models.ManyToManyField(
        Post, through="Holding", verbose_name=_("chức danh"), related_name="people"
    )

    objects = Accounts()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")
        ordering = ["username"]

    def __str__(self) -> str:
        return self.get_full_name()

    def clean(self) -> None:
        """Names that look alike are one name."""
        super().clean()
        self.username = self.normalize_username(self.username)

    def get_full_name(self) -> str:
        """The name as it is written here: family name first, one field."""
        return str(self.name or self.username)

    def get_short_name(self) -> str:
        """The same: a Vietnamese name is not cut."""
        return self.get_full_name()

    def holdings_today(self) -> list[Holding]:
        """The posts held today, asked once an object."""
        if not hasattr(self, "_holdings"):
            self._holdings: list[Holding] = list(
                Holding.objects.on(localdate()).filter(user=self).select_related("post").prefetch_related("post__roles")
            )  # fmt: skip
        return self._holdings

    def rights_today(self) -> frozenset[str]:
        """All rights of all roles of all posts held today."""
        if not self.is_active:
            return frozenset()
        roles = (role for holding in self.holdings_today() for role in holding.post.roles.all())
        return frozenset(right for role in roles for right in role.rights)

    @property
    def is_staff(self) -> bool:
        """Whether Django's administration opens for this person: by a right, never by a mark."""
        return bool(self.rights_today() & ADMIN_PAGES.keys())

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions (``studio.change_user``) follow from rights; nothing else gives them."""
        room, _dot, action = perm.partition(".")
        model = action.partition("_")[2]
        open_by = [ADMIN_PAGES[right] for right in self.rights_today() if right in ADMIN_PAGES]
        return any(model in pages.get(room, ()) for pages in open_by)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether any page of an app is open to this person."""
        return any(app_label in ADMIN_PAGES.get(right, ()) for right in self.rights_today())


class HoldingQuery(models.QuerySet):
    """Questions about who holds what."""

    def on(self, day: date) -> HoldingQuery:
        """Those that hold on a day: ``[since, until)``."""
        return self.filter(since__lte=day).filter(models.Q(until__isnull=True) | models.Q(until__gt=day))


class Holding(models.Model):
    """A person in a post, from a day on, until (not including) another."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="holdings", verbose_name=_("người dùng")
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, related_name="holdings", verbose_name=_("chức danh")
    )
    since = models.DateField(_("từ ngày"), default=localdate)
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)
    basis = models.CharField(
        _("căn cứ"), max_length=200, blank=True, help_text=_("Quyết định bổ nhiệm, nếu có.")
    )

    objects = HoldingQuery.as_manager()

    class Meta:
        verbose_name = _("giữ chức danh")
        verbose_name_plural = _("giữ chức danh")
        ordering = ["since"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
                name="a_holding_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.since:%d-%m-%Y}"


def administrators() -> Any:
    """The real people who can name other people today."""
    able = [role.pk for role in Role.objects.all() if "people.manage" in role.rights]
    held = Holding.objects.on(localdate()).filter(post__roles__in=able)
    return User.objects.filter(is_active=True, is_demo=False, holdings__in=held).distinct()
