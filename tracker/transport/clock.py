"""Whether the clock of this machine is plausible beside those of the hosts that answer.

History is dated by this clock, and a look that is dated wrongly would be believed for years. Every
answer tells the time of its host; of all hosts the one in the middle is believed.
"""

import datetime as dt
import threading
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

TOLERANCE = dt.timedelta(days=1)
"""By how much answers, which may be kept on the way for a while, are let differ from our clock."""


class HostClocks:
    """What the hosts of one run say that the time is; thread-safe."""

    def __init__(self) -> None:
        self._ahead: dict[str, float] = {}
        self._lock = threading.Lock()

    def heard(self, origin: str, headers: Mapping[str, str]) -> None:
        """Note by how much our clock is ahead of that of a host, as its answer tells."""
        try:
            their_time = parsedate_to_datetime(headers.get("date", "")).timestamp()
        except (ValueError, TypeError, OverflowError):
            return
        with self._lock:
            self._ahead[origin] = time.time() - their_time

    @property
    def trouble(self) -> str | None:
        """What is wrong with our clock, in words; None: nothing, or no host has told the time."""
        with self._lock:
            differences = sorted(self._ahead.values(), key=abs)
        ahead = differences[(len(differences) - 1) // 2] if differences else 0.0
        if abs(ahead) <= TOLERANCE.total_seconds():
            return None
        days = round(abs(ahead) / 86_400)
        side = "ahead of" if ahead > 0 else "behind"
        return f"the clock of this machine is {days} days {side} those of the hosts"
