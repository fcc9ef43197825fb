"""``phancap``: the command. Kept small, since it may be the one module that is compiled at every start."""

from __future__ import annotations

import gc
import os
import sys


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; exit codes 0, 1, 2, 70 and 130 as the contract has them."""
    # Starting makes many objects and frees few: looking for circles among them only takes time.
    gc.disable()
    _keep_bytecode()
    from phancap.cli.common import run
    from phancap.cli.verbs import cli

    sys.exit(run(cli, arguments))


def _keep_bytecode() -> None:
    """Where Python may not write beside the sources, keep our bytecode in our own cache folder.

    Else every start would compile the package anew (a read-only installation, or
    ``PYTHONDONTWRITEBYTECODE``): that takes longer than the answer. Nothing is written beside the sources,
    and without a cache folder nothing is written at all.
    """
    beside = globals().get("__cached__")
    if not sys.dont_write_bytecode or sys.pycache_prefix or (beside and os.path.exists(beside)):
        return
    from phancap.formats.cache import cache_folder

    folder = cache_folder()
    if folder:
        sys.pycache_prefix = os.path.join(folder, "bytecode")
        sys.dont_write_bytecode = False


if __name__ == "__main__":
    main()
