"""Django's administration, in Vietnamese, for people, posts, roles, lock-outs and the owner of the site."""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django import forms
from django.contrib import admin
from django.contrib.admin import AdminSite, ModelAdmin, TabularInline
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from phancap.web.studio.people import Holding, Post, Role, User
from phancap.web.studio.rights import ADMIN_PAGES, allowed, rights


class Administration(AdminSite):
    """The administration pages; they open by a right of a post, through our own log-in."""

    site_header = _("Quản trị trang")
    site_title = _("Quản trị trang")
    index_title = _("Dữ liệu dùng chung")
    site_url = "/studio/"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Our log-in for those who are unknown; the reason for those who are known."""
        if request.user.is_authenticated:
            raise PermissionDenied(allowed(request.user, next(iter(ADMIN_PAGES))).reason)
        return redirect(f"/studio/login?next={request.path}")


site = Administration(name="admin")


class RoleForm(forms.ModelForm):
    """Rights by their sentences."""

    rights = forms.MultipleChoiceField(
        label=_("Quyền"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(right, f"{what} ({right})") for right, what in rights().items()],
    )  # fmt: skip

    class Meta:
        model = Role
        fields = ("id", "name", "rights")


class HoldingInline(TabularInline):
    """The posts of a person."""

    model = Holding
    extra = 0
    autocomplete_fields = ("post",)


class PersonChange(UserChangeForm):
    """A person, without a way to read the password."""

    class Meta(UserChangeForm.Meta):
        model = User
        fields = "__all__"
        field_classes: dict[str, Any] = {}


class PersonNew(AdminUserCreationForm):
    """A new person."""

    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "name")
        field_classes: dict[str, Any] = {}


@admin.register(User, site=site)
class PersonPage(UserAdmin):
    """People; they are switched off, not deleted, since what they did keeps their name."""

    form, add_form = PersonChange, PersonNew
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "email", "is_active")}),
        (_("Đã ghi nhận"), {"fields": ("last_login",)}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("username", "name", "usable_password", "password1", "password2")}),)  # fmt: skip
    readonly_fields = ("last_login",)
    list_display = ("username", "name", "posts_today", "is_active", "last_login")
    list_filter = ("is_active", "holdings__post")
    search_fields = ("username", "name")
    ordering = ("username",)
    filter_horizontal = ()
    inlines = (HoldingInline,)

    @admin.display(description=_("chức danh hôm nay"))
    def posts_today(self, person: User) -> str:
        """What this person holds today."""
        return "; ".join(str(holding.post) for holding in person.holdings_today())

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: see above."""
        return False


@admin.register(Role, site=site)
class RolePage(ModelAdmin):
    """Roles and their rights."""

    form = RoleForm
    list_display = ("id", "name", "rights_shown")

    @admin.display(description=_("quyền"))
    def rights_shown(self, role: Role) -> str:
        """The rights by their names."""
        return ", ".join(role.rights)

    def get_readonly_fields(self, request: HttpRequest, obj: Role | None = None) -> tuple[str, ...]:
        """A role keeps its id."""
        return ("id",) if obj else ()


@admin.register(Post, site=site)
class PostPage(ModelAdmin):
    """Posts and the roles that come with them."""

    list_display = ("name", "body", "roles_shown")
    search_fields = ("name", "body")
    filter_horizontal = ("roles",)

    @admin.display(description=_("vai trò"))
    def roles_shown(self, post: Post) -> str:
        """The roles by their names."""
        return ", ".join(str(role) for role in post.roles.all())


@admin.register(AccessAttempt, site=site)
class LockOutPage(ModelAdmin):
    """Log-ins that failed; deleting a row opens the log-in again."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    fields = ("username", "ip_address", "failures_since_start", "attempt_time")
    readonly_fields = fields
    search_fields = ("username", "ip_address")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They arise by themselves."""
        return False
