"""The app as Django knows it."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class StudioConfig(AppConfig):
    """People and the charter's back room; its tables are ``studio_*``."""

    name = "phancap.web.studio"
    label = "studio"
    verbose_name = _("Phòng làm việc")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name in Vietnamese the part of others that the administration shows."""
        apps.get_app_config("axes").verbose_name = _("Khóa đăng nhập")
