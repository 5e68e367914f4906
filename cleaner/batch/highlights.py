"""Which documents of a run are worth a look: the slowest, and those of which most was removed.

A worker cannot know what others do: it shows every document that is among the first of those that it has done itself.
That is few, and holds all that are first among all.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from cleaner.batch.facts import Facts

MOST = 10


@dataclass(slots=True)
class Highlights:
    """The longest times and the largest cuts that one process has seen; each list has `most` at most."""

    most: int = MOST
    seconds: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    def concerns(self, facts: Facts) -> bool:
        """Take note of a document; whether it is among the first."""
        slow = self._enters(self.seconds, facts.seconds)
        cut = self._enters(self.shares, facts.share) if facts.cut else False
        return slow or cut

    def _enters(self, first: list[float], value: float) -> bool:
        if len(first) < self.most:
            heapq.heappush(first, value)
            return True
        return heapq.heappushpop(first, value) != value
