"""``python -m phancap.web erase_sender``: take the personal data of reports away for good."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phancap.web.portal.feedback.models import Report
from phancap.web.portal.feedback.reports import erase, erase_older


class Command(BaseCommand):
    """Erase by code, or everything closed longer ago than a number of days."""

    help = "Xóa dữ liệu cá nhân của phản ánh: theo mã, hoặc mọi phản ánh đã đóng quá N ngày."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Codes, or an age."""
        parser.add_argument("codes", nargs="*", metavar="MÃ")
        parser.add_argument("--older-than", type=int, metavar="N", help="ngày kể từ lần xử lý cuối")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many."""
        codes = [code.upper() for code in options["codes"]]
        days = options["older_than"]
        if not codes and days is None:
            raise CommandError("cần mã phản ánh, hoặc `--older-than N`")
        if days is not None and days < 0:
            raise CommandError(f"`--older-than {days}`: số ngày không âm")
        missing = set(codes) - set(Report.objects.filter(code__in=codes).values_list("code", flat=True))
        if missing:
            raise CommandError(f"không có phản ánh `{sorted(missing)[0]}` · chưa xóa gì")
        for code in codes:
            erase(code)
        count = len(codes) + (erase_older(days) if days is not None else 0)
        self.stdout.write(f"đã xóa dữ liệu cá nhân của {count} phản ánh")
