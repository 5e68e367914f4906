"""What a run says on stderr: failures as they happen, progress meanwhile, a table at the end."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from cleaner.batch.figures import Figures, first
from cleaner.cli import ends
from cleaner.cli.progress import Display, Standing, display
from cleaner.cli.wording import duration

if TYPE_CHECKING:
    from cleaner.batch import Plan, Product

MOST_KINDS = 8  # kinds of removals that a table names
MOST_SITES = 20


class Report:
    """Adds up a run's products and tells of them; a context manager."""

    def __init__(self, plan: Plan, *, quiet: bool, by_site: bool = False) -> None:
        """`quiet` leaves only what failed; `by_site` adds a table of the sites."""
        self.figures = Figures()
        self._plan = plan
        self._quiet = quiet
        self._by_site = by_site
        self._begun = time.monotonic()
        self._display: Display | None = None

    def __enter__(self) -> Self:
        for path in () if self._quiet else self._plan.odd:
            ends.say(f"{path}: passed over: no file, or a broken link")
        if self._plan.several and not self._quiet:
            self._display = display(None if self._plan.contained else len(self._plan.items))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._display:
            self._display.close()
        if kind is None:
            self.conclude()

    def conclude(self) -> None:
        """Say what became of all documents."""
        if self._quiet or not (self._plan.several or not self._plan.items):
            return
        ends.say(self.summary)
        if self.figures.total.documents > 1:
            for line in table(self.figures, self.seconds):
                ends.put(line)
        if self._by_site:
            for line in sites(self.figures):
                ends.put(line)

    @property
    def seconds(self) -> float:
        """Since the beginning of the run."""
        return time.monotonic() - self._begun

    def tell(self, product: Product) -> None:
        """Take note of one product. What failed is said at once; notes are, where there is only one document."""
        self.figures.add(product)
        for message in self._messages(product):
            ends.say(ends.told(product.name, message))
        if self._display:
            self._display.show(Standing(self.figures.total, self.seconds))

    def _messages(self, product: Product) -> list[str]:
        if product.status == "failed":
            return [product.error]
        if self._quiet:
            return []
        if self._plan.request.check:
            return ["would change"] if product.changes else ["would change, in structure alone"] * product.reshaped
        if self._plan.several:
            return []
        return [*product.notes, *_emptiness(product)]

    @property
    def summary(self) -> str:
        """How many documents there were, and what became of them."""
        total = self.figures.total
        noun = "document" if total.documents == 1 else "documents"
        what = f"{total.documents:,} {noun}: {', '.join(total.parts) or 'nothing to do'}"
        return what + self._changes + self._kept + self._growth if total.documents else what

    @property
    def _changes(self) -> str:
        if self._plan.request.check:
            return f"; {self._findings:,} would change"
        return f"; {self.figures.total.changed:,} changed"

    @property
    def _kept(self) -> str:
        return f"; {self.figures.kept:,} done before" if self.figures.kept else ""

    @property
    def _growth(self) -> str:
        """What came into the archive, where there is one."""
        archive = self._plan.request.archive
        return f"; {self.figures.added or 'nothing'} added to {archive}" if archive else ""

    @property
    def _findings(self) -> int:
        return self.figures.total.changed + self.figures.reshaped

    @property
    def exit_code(self) -> int:
        """0 fine, 1 a finding of --check, 3 some failed, 4 all failed."""
        total = self.figures.total
        finding = ends.FINDING if self._plan.request.check and self._findings else 0
        return ends.failure_code(total.statuses["failed"], total.documents) or finding


def table(figures: Figures, seconds: float) -> list[str]:
    """A run's figures as lines of text."""
    total = figures.total
    speed = f"{total.documents / seconds:,.1f} documents and {total.size / 1e6 / seconds:,.1f} MB a second"
    return [f"  read      {total.size / 1e6:,.1f} MB in {duration(seconds)}: {speed}", *outcome(figures)]


def outcome(figures: Figures) -> list[str]:
    """What was removed, and what was skipped for which reason, as lines of text; none where nothing was."""
    total, lines = figures.total, []
    if total.removed:
        kinds = ", ".join(f"{name} {number:,}" for name, number in first(total.categories, MOST_KINDS))
        lines.append(f"  removed   {total.share:.1%} of {total.characters:,} characters: {kinds}")
    for reason, number in first(figures.skipped, MOST_KINDS):
        lines.append(f"  skipped   {number:,}: {reason}")
    return lines


def sites(figures: Figures) -> list[str]:
    """A line a site, those with most documents first."""
    ranked = figures.ranked_sites
    width = max((len(name) for name, _ in ranked[:MOST_SITES]), default=0)
    lines = [f"  {'site':<{width}}  documents  failed      MB  removed  most of all"]
    for name, tally in ranked[:MOST_SITES]:
        most = ", ".join(rule for rule, _ in tally.removed.most_common(2))
        lines.append(
            f"  {name:<{width}} {tally.documents:>10,} {tally.statuses['failed']:>7,} {tally.size / 1e6:>7,.1f} "
            f"{tally.share:>8.1%}  {most}".rstrip()
        )
    rest = len(ranked) - MOST_SITES
    return [*lines, f"  and {rest:,} more; --report has all of them"] if rest > 0 else lines


def _emptiness(product: Product) -> list[str]:
    if product.status != "empty":
        return []
    return ["nothing but residue in it, the result is empty" if product.changes else "empty: there is no text in it"]
