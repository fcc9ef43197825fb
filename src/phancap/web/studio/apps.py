"""The app as Django knows it."""

import logging

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class StudioConfig(AppConfig):
    """People and the charter's back room; its tables are ``studio_*``."""

    name = "phancap.web.studio"
    label = "studio"
    verbose_name = _("Phòng làm việc")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Name in Vietnamese the part of others that the administration shows."""
        from axes.signals import user_locked_out

        apps.get_app_config("axes").verbose_name = _("Khóa đăng nhập")
        post_migrate.connect(_first_roles, sender=self)
        user_locked_out.connect(_tell, dispatch_uid="phancap.studio.locked")


def _first_roles(**_named: object) -> None:
    """A site has the roles it begins with, also after its tables were emptied."""
    from phancap.web.studio.people import Role
    from phancap.web.studio.rights import beginning

    if not Role.objects.exists():
        made = (Role(id=slug, **told) for slug, told in beginning()["roles"].items())
        # Two sites may start on one data base at the same moment.
        Role.objects.bulk_create(made, ignore_conflicts=True)


def _tell(**_named: object) -> None:
    """That a log-in was closed is worth a line; whose and from where is nobody's business in a log."""
    logging.getLogger("phancap.studio").warning("a log-in was closed after too many wrong passwords")
