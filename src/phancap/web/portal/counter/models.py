"""What the visit counter keeps: today's salt, today's hashes, and one number a day.

Yesterday's salt and hashes are gone, so nothing that is kept tells who came, or whether two days' visitors were
the same. The foreign key does real work: a hash can only be stored under a salt that still exists, so a visit
that crosses midnight is refused by the data base and counted again for the new day, never lost, never twice.
"""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Salt(models.Model):
    """The random salt of the day that is running."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)


class Seen(models.Model):
    """One visitor of the running day."""

    day = models.ForeignKey(Salt, on_delete=models.CASCADE)
    digest = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "digest"], name="portal_seen_once")]


class Day(models.Model):
    """How many visitors a day had that is over."""

    day = models.DateField(_("ngày"), primary_key=True)
    visits = models.PositiveIntegerField(_("lượt"))

    class Meta:
        verbose_name = _("lượt truy cập một ngày")
        verbose_name_plural = _("lượt truy cập theo ngày")

    def __str__(self) -> str:
        return f"{self.day}: {self.visits}"


class CarriedOver(models.Model):
    """What the counter of the old site had reached: a line each, the note says where the figure is from."""

    visits = models.PositiveBigIntegerField(_("số lượt"), validators=[MaxValueValidator(10**12)])
    note = models.CharField(_("nguồn của con số"), max_length=300)

    class Meta:
        verbose_name = _("lượt của trang cũ")
        verbose_name_plural = _("lượt của trang cũ")

    def __str__(self) -> str:
        return f"{self.visits}: {self.note}"
