"""``python -m phancap.web``: Django's own commands (``makemigrations``, ``check --deploy``) on this site."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from phancap.web.datafolder import data_folder, prepare

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
    prepare(data_folder())
    execute_from_command_line(["python -m phancap.web", *sys.argv[1:]])
