"""Waiting for a page of a real browser: what is asked in the middle of a change of pages is asked again.

While one page goes and the next comes, the driver may answer a perfectly good question with an error ("node does
not belong to the document", "no such element", a script context that is gone). None of these says that the site
is wrong; only a page that never comes does, and that ends the wait.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

PATIENCE = 90.0
"""Seconds; a page on a laden machine may be slow, and a test does not measure."""


def until(window: Chrome, holds: Callable[[Chrome], Any], seconds: float = PATIENCE) -> Any:
    """What ``holds`` gives, once it gives something true on a page that is wholly there."""

    def settled(w: Chrome) -> Any:
        return holds(w) if w.execute_script("return document.readyState") == "complete" else False

    return WebDriverWait(window, seconds, ignored_exceptions=(WebDriverException,)).until(settled)


def gone(element: Any) -> bool:
    """Whether the page of this element is no longer the one shown."""
    try:
        element.tag_name  # noqa: B018 - asking is the point
    except WebDriverException:  # stale; or, in the middle of the change, "does not belong to the document"
        return True
    return False


def follow(window: Chrome, element: Any) -> None:
    """Click it; the page that follows is there when this returns."""
    page = window.find_element(By.TAG_NAME, "html")
    element.click()
    until(window, lambda _: gone(page))
