"""Reports of residents, what was done with them, and - apart, so that it can be erased - who sent them.

A report is known by its ``code``, which anybody may see; what its sender alone may do (open it again, rate it,
erase the personal data) asks for the ``key``, of which only a hash is kept. Public is what a moderator let
through: the text with personal data masked, never the text as it came.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

CHANNELS = (
    ("web", _("trang web")), ("1022", _("đường dây nóng 1022")), ("zalo", _("Zalo")), ("counter", _("tại quầy")),
    ("mail", _("thư, email")), ("open311", _("ứng dụng khác (Open311)")), ("other", _("khác")),
)  # fmt: skip
STATES = (
    ("received", _("đã nhận, chờ kiểm duyệt")), ("sent", _("đã chuyển cơ quan giải quyết")),
    ("answered", _("đã trả lời")), ("reopened", _("người gửi đề nghị xem lại")),
    ("joined", _("ghép với phản ánh khác")), ("declined", _("không tiếp nhận")),
)  # fmt: skip
OPEN_STATES = ("received", "sent", "reopened")


class Report(models.Model):
    """One report (phản ánh, kiến nghị)."""

    code = models.CharField(_("mã"), max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    service = models.CharField(_("loại việc"), max_length=40)
    text = models.TextField(_("nội dung"))
    public_text = models.TextField(_("nội dung công khai"), blank=True)
    public = models.BooleanField(_("công khai"), default=False)
    place = models.CharField(_("nơi"), max_length=300)
    public_place = models.CharField(_("nơi, công khai"), max_length=300, blank=True)
    unit = models.CharField(_("đơn vị"), max_length=40, blank=True)
    unit_name = models.CharField(max_length=200, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    channel = models.CharField(_("kênh"), max_length=10, choices=CHANNELS, default="web")
    lang = models.CharField(max_length=2, default="vi")
    photo = models.ForeignKey("portal.Photo", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(_("tình trạng"), max_length=10, choices=STATES, default="received")
    body = models.CharField(_("cơ quan"), max_length=120, blank=True)
    body_name = models.CharField(_("cơ quan"), max_length=300, blank=True)
    routing = models.JSONField(default=dict)
    received_at = models.DateTimeField(_("nhận lúc"))
    due_at = models.DateTimeField(_("hạn trả lời"), null=True)
    answer = models.TextField(_("trả lời"), blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    rating = models.PositiveSmallIntegerField(_("đánh giá"), null=True)
    joined_to = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="joined")
    words = models.TextField(blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("phản ánh")
        verbose_name_plural = _("phản ánh")
        indexes = [
            models.Index(fields=["state", "due_at"], name="portal_report_queue"),
            models.Index(fields=["public", "-received_at"], name="portal_report_public"),
            models.Index(fields=["unit", "service", "-received_at"], name="portal_report_near"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def path(self) -> str:
        """The page that tells how far it is."""
        return f"/feedback/{self.code}"


class Sender(models.Model):
    """Who sent a report: only what they chose to give, and only until it is erased."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="sender", primary_key=True)
    name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.CharField(max_length=200, blank=True)


class Step(models.Model):
    """What happened to a report; ``public`` steps stand on its page. Appended, never changed."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(blank=True)
    public = models.BooleanField(default=True)

    class Meta:
        ordering = ["report", "id"]
