"""All tables of the back room in one place, so that Django finds them; each is written in its own module."""

from phancap.web.studio.people import User

__all__ = ["User"]
