"""The administration's pages for reference data of news and counter: old addresses, what the old counter had reached."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin, register
from django.http import HttpRequest

from phancap.web.portal.counter.models import CarriedOver, Day
from phancap.web.portal.news.models import OldAddress
from phancap.web.studio.admin_site import site


@register(OldAddress, site=site)
class OldAddressPage(ModelAdmin):
    """Addresses of the old site and where they lead now."""

    list_display = ("query", "leads_to")
    search_fields = ("query", "leads_to")


@register(CarriedOver, site=site)
class CarriedOverPage(ModelAdmin):
    """What the counter of the old site had reached, with where the figure is from."""

    list_display = ("visits", "note")


@register(Day, site=site)
class DayPage(ModelAdmin):
    """Visits by day: to be read, never written."""

    list_display = ("day", "visits")
    ordering = ("-day",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Days are counted."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Day | None = None) -> bool:
        """A figure is what was counted."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Day | None = None) -> bool:
        """A figure stays."""
        return False
