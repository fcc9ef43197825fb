"""All tables of the back room in one place, so that Django finds them; each is written in its own module."""

from phancap.web.studio.firstrun import FirstRun
from phancap.web.studio.people import Holding, Post, Role, User

__all__ = ["FirstRun", "Holding", "Post", "Role", "User"]
