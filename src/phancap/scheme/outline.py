"""The outline of a page: which paragraphs stand below which, and what only heads what follows."""

from __future__ import annotations

from typing import NamedTuple

from phancap.scheme import phrases as say
from phancap.scheme.page import Page, Paragraph

_LONGEST_TITLE = 200


class Heading(NamedTuple):
    """Bodies whose tasks are listed below: who leads, who coordinates, the level the list hangs on (a paragraph of
    that level or above ends it), whether it names them for this list alone (``firm``) or for all items to come, whether its items
    have lost their indent (``flat``)."""

    lead: tuple[str, ...]
    coordinate: tuple[str, ...] = ()
    level: float = 0
    firm: bool = True
    flat: bool = False


class Outline:
    """The paragraphs of a page by place."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.paragraphs = page.paragraphs
        self._places = {paragraph.start: place for place, paragraph in enumerate(page.paragraphs)}

    def index(self, paragraph: Paragraph) -> int:
        """The place of a paragraph."""
        return self._places[paragraph.start]

    def child(self, index: int) -> Paragraph | None:
        """The first paragraph below the one at ``index``: with a deeper opener, or, below one that has an opener or
        ends in a colon, a line that begins with a task."""
        if index + 1 >= len(self.paragraphs):
            return None
        own, following = self.paragraphs[index], self.paragraphs[index + 1]
        if following.level > own.level:
            return following
        begins = say.VERB.match(self.page.low, following.words, following.end) is not None
        if not following.level and begins and (own.level or self.page.low[own.end - 1] == ":"):
            return following
        return None

    def goes_flat(self, index: int) -> bool:
        """Whether the list below a paragraph has lost its indent: tasks with openers of the same level."""
        own, *below = self.paragraphs[index : index + 2]
        if not below or not own.level or below[0].level != own.level:
            return False
        first, low = below[0], self.page.low
        return say.VERB.match(low, first.words, first.end) is not None and say.ORDER.match(low, first.words) is None

    def hangs_on(self, index: int) -> float:
        """The level of a list headed by the paragraph at ``index``."""
        own, child = self.paragraphs[index], self.child(index)
        if own.level:
            return own.level
        return child.level - 0.5 if child is not None and child.level else 0

    def is_title(self, index: int) -> bool:
        """Whether a paragraph only names what stands below it: "2. Cắt giảm thủ tục hành chính"."""
        own = self.paragraphs[index]
        text = self.page.plain[own.words : own.end]
        if not own.level or len(text) > _LONGEST_TITLE or text.rstrip().endswith((".", ";", "…")):
            return text.isupper()
        following = self.paragraphs[index + 1] if index + 1 < len(self.paragraphs) else None
        if following is None:
            return False
        return own.level <= 3 and (following.level > own.level or not following.level)
