"""Articles, their versions and photos.

A version is never changed after it was written: title, text, photos, tags and the words for search hang on it,
and an article points at the newest (``head``), the one handed in (``review``), the one agreed to (``agreed``)
and the one that visitors see (``live``). Publishing is therefore one column of one row: whatever dies in
between, visitors see the old version or the new one, whole. Limit: photos lie as files beside the data base;
they are named by their content and written before the row that names them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

KINDS = (("news", _("Tin")), ("document", _("Tài liệu")))


class Photo(models.Model):
    """A photo that was taken in: named by the content of its widest size."""

    name = models.CharField(max_length=64, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.CharField(max_length=60)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    @property
    def all_widths(self) -> list[int]:
        """Widths made, narrowest first."""
        return [int(width) for width in self.widths.split()]

    def address(self, width: int | None = None) -> str:
        """Where one size is served."""
        return f"/photos/{self.name}-{width or self.width}.jpg"

    @property
    def src(self) -> str:
        """The size for a browser that knows no ``srcset``."""
        return self.address(min((w for w in self.all_widths if w >= 640), default=self.width))

    @property
    def address_small(self) -> str:
        """The narrowest size, for lists."""
        return self.address(self.all_widths[0])

    @property
    def small_height(self) -> int:
        """The height of a picture 320 px wide."""
        return round(self.height * 320 / self.width)

    @property
    def srcset(self) -> str:
        """All sizes for a browser to choose from."""
        return ", ".join(f"{self.address(width)} {width}w" for width in self.all_widths)


class Article(models.Model):
    """What keeps its address while its text changes."""

    slug = models.SlugField(_("địa chỉ"), max_length=120, unique=True)
    kind = models.CharField(_("loại"), max_length=10, choices=KINDS, default="news")
    old_id = models.PositiveIntegerField(
        _("mã ở trang cũ"), null=True, blank=True, unique=True,
        help_text=_("Số trong địa chỉ `/article/…/<số>.htm` của trang cũ."),
    )  # fmt: skip
    latest = models.PositiveIntegerField(default=0)
    head = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    review = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    live = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+")
    publish_at = models.DateTimeField(_("đăng lúc"), null=True)
    published_at = models.DateTimeField(_("đã đăng lúc"), null=True)
    live_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(_("gỡ lúc"), null=True)

    class Meta:
        verbose_name = _("bài")
        verbose_name_plural = _("bài")
        indexes = [models.Index(fields=["-published_at", "-id"], name="portal_article_newest")]

    def __str__(self) -> str:
        return self.head.title if self.head else self.slug

    @property
    def path(self) -> str:
        """Its address, which stays."""
        return f"/news/{self.slug}"


class Version(models.Model):
    """The text of an article as one person wrote it at one moment; never changed."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    lead = models.TextField()
    body = models.TextField(help_text="as typed")
    html = models.TextField(help_text="clean")
    byline = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    source_url = models.CharField(max_length=600, blank=True)
    tags = models.JSONField(default=list)
    act_number = models.CharField(max_length=80, blank=True)
    act_signed = models.DateField(null=True)
    act_issuer = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=300, blank=True)
    lead_en = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    html_en = models.TextField(blank=True)
    example = models.BooleanField(default=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="portal_version_number")]
        ordering = ["article", "number"]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"

    def in_language(self, lang: str) -> dict[str, Any]:
        """Title, lead and HTML in a language, and the language they really are in."""
        if lang == "en" and self.title_en:
            return {"title": self.title_en, "lead": self.lead_en, "html": self.html_en, "lang": "en"}
        return {"title": self.title, "lead": self.lead, "html": self.html, "lang": "vi"}


class Shown(models.Model):
    """A photo in a version: what it shows (alt) and what is said about it (caption) are two things."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="photos")
    photo = models.ForeignKey(Photo, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=300)
    caption = models.CharField(max_length=500, blank=True)
    alt_en = models.CharField(max_length=300, blank=True)
    caption_en = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="portal_shown_position")]
        ordering = ["version", "position"]


class Word(models.Model):
    """A token of a version with its weight: see :mod:`phancap.web.portal.news.words`."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="words")
    token = models.CharField(max_length=140)
    weight = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "version"], name="portal_word_once")]


class Deed(models.Model):
    """What somebody did to an article: appended, never changed."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="deeds")
    version = models.ForeignKey(Version, null=True, on_delete=models.SET_NULL, related_name="+")
    deed = models.CharField(max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["article", "id"]

    @property
    def words(self) -> str:
        """The deed in words."""
        return str(DEEDS.get(self.deed, self.deed))


DEEDS = {
    "saved": _("lưu"), "handed-in": _("gửi duyệt"), "sent-back": _("trả lại"), "agreed": _("duyệt"),
    "published": _("đăng"), "cancelled": _("hủy lịch đăng"), "withdrawn": _("gỡ"),
}  # fmt: skip


class OldAddress(models.Model):
    """An address of the old site that no rule explains, as ``tabid=120&id=45``, and where it leads now."""

    query = models.CharField(_("tham số ở trang cũ"), max_length=200, unique=True)
    leads_to = models.CharField(_("nay ở"), max_length=300)

    class Meta:
        verbose_name = _("địa chỉ cũ")
        verbose_name_plural = _("địa chỉ cũ")
        constraints = [
            models.CheckConstraint(
                condition=Q(leads_to__startswith="/") & ~Q(leads_to__startswith="//"),
                name="portal_old_stays_here",
            )
        ]

    def __str__(self) -> str:
        return self.query
