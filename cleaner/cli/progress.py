"""How far a run is: a moving line where stderr is a terminal, else a plain line every few seconds."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from cleaner.batch.figures import Tally, first
from cleaner.cli import ends
from cleaner.cli.wording import duration

EVERY = 5.0  # seconds between two plain lines
REFRESH = 0.2  # seconds between two moves of the moving line
MOST_KINDS = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """What has been done so far, and in how many seconds."""

    done: Tally
    seconds: float


class Display(Protocol):
    """Something that shows how far a run is."""

    def show(self, standing: Standing) -> None:
        """Take note of how far it is."""

    def close(self) -> None:
        """Be gone."""


def display(total: int | None) -> Display | None:
    """The display for this process's stderr, None where it has none; `total` is how many documents there are."""
    if sys.stderr is None:
        return None
    return Moving(total) if sys.stderr.isatty() else Plain(total)


class Plain:
    """A line every few seconds."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._shown = 0.0

    def show(self, standing: Standing) -> None:
        """Print a line where the last one was long ago."""
        if standing.seconds - self._shown >= EVERY:
            self._shown = standing.seconds
            ends.say(", ".join(parts(standing, self._total)))

    def close(self) -> None:
        """Nothing is left behind."""


class Moving:
    """A line with a bar that stays in its place; rich draws it, and is loaded only for it."""

    def __init__(self, total: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        self._total = total
        self._shown = 0.0
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=20),
            TextColumn("{task.description}", markup=False),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            auto_refresh=False,
        )
        self._task = self._progress.add_task("starting", total=total)
        self._progress.start()

    def show(self, standing: Standing) -> None:
        """Move on."""
        if standing.seconds - self._shown >= REFRESH:
            self._shown = standing.seconds
            told = " · ".join(parts(standing, self._total))
            self._progress.update(self._task, completed=standing.done.documents, description=told, refresh=True)

    def close(self) -> None:
        """Take the line away."""
        self._progress.stop()


def parts(standing: Standing, total: int | None) -> Iterator[str]:
    """What there is to say: documents, MB, rate, time left, failures, what was removed by kind."""
    done, seconds = standing.done, max(standing.seconds, 1e-9)
    yield f"{done.documents:,} of {total:,} documents" if total else f"{done.documents:,} documents"
    yield f"{done.size / 1e6:,.1f} MB"
    yield f"{done.documents / seconds:,.0f} documents/s"
    if total and done.documents:
        yield f"{duration(seconds / done.documents * max(0, total - done.documents))} left"
    if failed := done.statuses["failed"]:
        yield f"{failed:,} failed"
    if kinds := first(done.categories, MOST_KINDS):
        yield "removed " + " ".join(f"{name} {number:,}" for name, number in kinds)
