"""``python -m phancap.web.worker``: does the tasks that pages have put off; ends when its parent is gone."""

from __future__ import annotations

import os
import threading
import time

INTERVAL = 1  # seconds between two looks for work


def _end_with(parent: int) -> None:
    """A parent that was killed cannot say good-bye: without this its worker would live on."""
    while os.getppid() == parent:
        time.sleep(INTERVAL)
    os._exit(0)


def main() -> None:
    """Work until told to stop."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "phancap.web.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("db_worker", interval=INTERVAL, queue_name="*", verbosity=0)


if __name__ == "__main__":
    main()
