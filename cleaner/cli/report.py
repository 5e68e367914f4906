"""What a run says on stderr: failures as they happen, progress on a terminal, one line at the end."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from cleaner.cli import ends

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from cleaner.batch import Plan, Product

STATUSES = ("ok", "empty", "skipped", "failed")


class Report:
    """Counts a run's products and tells of them; a context manager."""

    def __init__(self, plan: Plan, *, quiet: bool) -> None:
        """`quiet` leaves only what failed."""
        self._plan = plan
        self._quiet = quiet
        self._counts: Counter[str] = Counter()
        self._changed = 0
        self._added = 0
        self._stack = ExitStack()
        self._progress: tuple[Progress, TaskID] | None = None

    def __enter__(self) -> Self:
        for path in () if self._quiet else self._plan.odd:
            ends.say(f"{path}: passed over: no file, or a broken link")
        if self._plan.several and not self._quiet and sys.stderr is not None and sys.stderr.isatty():
            progress = self._stack.enter_context(_progress())
            total = None if self._plan.contained else len(self._plan.items)
            self._progress = progress, progress.add_task("cleaning", total=total)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._stack.close()
        if kind is None and (self._plan.several or not self._plan.items) and not self._quiet:
            ends.say(self.summary)

    def tell(self, product: Product) -> None:
        """Take note of one product. What failed is said at once; notes are, where there is only one document."""
        self._counts[product.status] += 1
        self._changed += bool(product.changes)
        self._added += product.added
        for message in self._messages(product):
            ends.say(ends.told(product.name, message))
        if self._progress:
            progress, bar = self._progress
            progress.advance(bar)

    def _messages(self, product: Product) -> list[str]:
        if product.status == "failed":
            return [product.error]
        if self._quiet:
            return []
        if self._plan.request.check:
            return ["would change"] if product.changes else []
        if self._plan.several:
            return []
        return [*product.notes, *_emptiness(product)]

    @property
    def summary(self) -> str:
        """How many documents there were, and what became of them."""
        total = self._counts.total()
        parts = [f"{self._counts[status]:,} {status}" for status in STATUSES if self._counts[status]]
        changes = f"; {self._changed:,} {'would change' if self._plan.request.check else 'changed'}" if total else ""
        what = f"{total:,} document{'' if total == 1 else 's'}: {', '.join(parts) or 'nothing to do'}"
        return what + changes + (self._growth if total else "")

    @property
    def _growth(self) -> str:
        """What came into the archive, where there is one."""
        archive = self._plan.request.archive
        return f"; {self._added or 'nothing'} added to {archive}" if archive else ""

    @property
    def exit_code(self) -> int:
        """0 fine, 1 a finding of --check, 3 some failed, 4 all failed."""
        failed = self._counts["failed"]
        if failed:
            return ends.ALL_FAILED if failed == self._counts.total() else ends.SOME_FAILED
        return ends.FINDING if self._plan.request.check and self._changed else 0


def _emptiness(product: Product) -> list[str]:
    if product.status != "empty":
        return []
    return ["nothing but residue in it, the result is empty" if product.changes else "empty: there is no text in it"]


def _progress() -> Progress:
    """A progress display on stderr; rich is loaded only here, where a terminal shows it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
