"""``python -m phancap``: the same as the command ``phancap``."""

from phancap.cli.main import main

main()
