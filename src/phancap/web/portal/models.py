"""All tables of the public site in one place, so that Django finds them; each is written in its own room."""

from phancap.web.portal.counter.models import CarriedOver, Day, Salt, Seen
from phancap.web.portal.feedback.models import Report, Sender, Step
from phancap.web.portal.news.models import Article, Deed, OldAddress, Photo, Shown, Version, Word

__all__ = [
    "Article", "CarriedOver", "Day", "Deed", "OldAddress", "Photo", "Report", "Salt", "Seen", "Sender", "Shown",
    "Step", "Version", "Word",
]  # fmt: skip
