"""Who may do what with news and feedback: the rights of the back room, by the names they have here."""

from __future__ import annotations

from phancap.web.studio.rights import allowed as may
from phancap.web.studio.rights import needs as keeper

WRITE = "news.write"
APPROVE = "news.approve"  # an approver still cannot agree to a text of their own
MODERATE = "feedback.answer"
ERASE = "feedback.moderate"

__all__ = ["APPROVE", "ERASE", "MODERATE", "WRITE", "keeper", "may"]
