"""So many a minute: a limit for one address in one process, for forms that cost us or hurt others."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

# Addresses remembered at most: an attacker with many must not fill the memory.
MOST_ADDRESSES = 20_000


class Limit:
    """``most`` at once, refilled evenly within ``seconds``."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._rate = float(most), most / seconds
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str) -> bool:
        """One of them; false when there is none left for ``who`` just now."""
        now = time.monotonic()
        with self._lock:
            left, then = self._left.pop(who, (self._most, now))
            left = min(self._most, left + (now - then) * self._rate)
            granted = left >= 1
            self._left[who] = (left - 1 if granted else left, now)
            if len(self._left) > MOST_ADDRESSES:
                self._left.popitem(last=False)
        return granted

    def clear(self) -> None:
        """Forget everyone."""
        with self._lock:
            self._left.clear()
