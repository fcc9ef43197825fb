"""``python -m phancap.web``: Django's own commands (``makemigrations``, ``check --deploy``) on this site."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
    execute_from_command_line(["python -m phancap.web", *sys.argv[1:]])
