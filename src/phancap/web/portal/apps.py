"""The app as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """The public site; its tables are ``portal_*``."""

    name = "phancap.web.portal"
    label = "portal"
    verbose_name = _("Trang công khai")
    default_auto_field = "django.db.models.BigAutoField"
