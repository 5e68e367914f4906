"""How far a sharded run is, and how it ends."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleaner.cli import ends
from cleaner.cli.wording import duration

if TYPE_CHECKING:
    from cleaner.batch.shards import Outcome, Undone

MOST_FAILURES = 20  # failed documents that are named
EVERY = 5.0  # seconds between two lines that say how far the run is


@dataclass(slots=True)
class Counts:
    """What became of a run's shards."""

    shards: int
    done: int = 0
    before: int = 0
    undone: int = 0
    documents: int = 0
    failed: int = 0
    size: int = 0
    named: int = 0
    begun: float = field(default_factory=time.monotonic)

    def follow(self, outcomes: Iterable[Outcome | Undone], *, quiet: bool) -> None:
        """Take note of outcomes as they come; what failed is said at once."""
        shown = 0.0
        for outcome in outcomes:
            self._count(outcome)
            if not quiet and time.monotonic() - self.begun - shown >= EVERY:
                shown = time.monotonic() - self.begun
                ends.say(self.summary)
        if not quiet:
            ends.say(self.summary)

    def _count(self, outcome: Outcome | Undone) -> None:
        from cleaner.batch.shards import Undone

        if isinstance(outcome, Undone):
            self.undone += 1
            ends.say(f"shard {outcome.name}: {outcome.error}")
            return
        self.done += 1
        self.before += outcome.done
        self.documents += outcome.documents
        self.failed += outcome.failed
        self.size += outcome.size
        for name, error in outcome.failures[: max(0, MOST_FAILURES - self.named)]:
            self.named += 1
            ends.say(ends.told(name, error))

    @property
    def summary(self) -> str:
        """How far the run is."""
        seconds = time.monotonic() - self.begun
        parts = [f"{self.done:,} of {self.shards:,} shards done"]
        parts += [f"{self.before:,} of them before"] * bool(self.before)
        parts += [f"{self.undone:,} could not be done"] * bool(self.undone)
        parts += [f"{self.documents:,} documents", f"{self.size / 1e6:,.1f} MB"]
        parts += [f"{self.failed:,} failed"] * bool(self.failed)
        return f"{', '.join(parts)}; {duration(seconds)}"

    @property
    def exit_code(self) -> int:
        """0 fine, 3 some documents or shards failed, 4 all."""
        if not self.failed and not self.undone:
            return 0
        nothing = self.failed == self.documents and (self.undone == self.shards or not self.undone)
        return ends.ALL_FAILED if nothing else ends.SOME_FAILED
