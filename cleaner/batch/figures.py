"""The figures of a run, added up as its documents finish: for progress, summary and report."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from cleaner.batch.facts import Facts
from cleaner.batch.highlights import MOST
from cleaner.batch.manifest import Entry
from cleaner.batch.task import Product
from cleaner.model import Status

STATUSES: tuple[Status, ...] = ("ok", "empty", "skipped", "failed")
MOST_FAILURES = 1000  # that are shown; all are counted
MOST_SITES = 10_000  # that are counted one by one: a crawl may have millions
OTHER_SITES = "(other sites)"


@dataclass(slots=True)
class Tally:
    """What became of some documents.

    statuses    how many of each status
    size        bytes that came in
    seconds     of work
    removed     removals, by rule
    repaired    repairs, by rule
    changed     documents in which something was removed or repaired
    characters  that were read, and
    cut         that were removed
    """

    statuses: Counter[str] = field(default_factory=Counter)
    size: int = 0
    seconds: float = 0.0
    removed: Counter[str] = field(default_factory=Counter)
    repaired: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    characters: int = 0
    cut: int = 0

    @property
    def documents(self) -> int:
        """How many documents."""
        return self.statuses.total()

    @property
    def parts(self) -> list[str]:
        """How many of each status there are, of those that there are: ["41 ok", "1 failed"]."""
        return [f"{self.statuses[status]:,} {status}" for status in STATUSES if self.statuses[status]]

    @property
    def share(self) -> float:
        """How much of what was read was removed, 0 to 1."""
        return self.cut / self.characters if self.characters else 0.0

    @property
    def categories(self) -> Counter[str]:
        """Removals by category: the part of a rule's name before the first dot."""
        found: Counter[str] = Counter()
        for rule, number in self.removed.items():
            found[rule.partition(".")[0]] += number
        return found

    def add(self, status: Status, facts: Facts) -> None:
        """Count one document."""
        self.statuses[status] += 1
        self.size += facts.size
        self.seconds += facts.seconds
        self.removed.update(facts.removed)
        self.repaired.update(facts.repaired)
        self.changed += bool(facts.removed or facts.repaired)
        self.characters += facts.characters
        self.cut += facts.cut


@dataclass(frozen=True, slots=True, order=True)
class Shown:
    """A document that is worth a look: by its seconds, or by the share of it that was removed."""

    measure: float
    name: str
    facts: Facts = field(compare=False)
    diff: str = field(compare=False, default="")


@dataclass(slots=True)
class Figures:
    """All figures of a run.

    total     of all documents
    sites     of each site's
    slowest   and
    most_cut  documents, as heaps; `slow_first` and `cut_first` have them in order
    failures  names and errors of the first that failed
    skipped   why documents were skipped, and how many
    reshaped  how many would change in structure alone
    added     how many came into the archive
    kept      how many an earlier run had done
    """

    total: Tally = field(default_factory=Tally)
    sites: dict[str, Tally] = field(default_factory=dict)
    slowest: list[Shown] = field(default_factory=list)
    most_cut: list[Shown] = field(default_factory=list)
    failures: list[tuple[str, str]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    reshaped: int = 0
    added: int = 0
    kept: int = 0

    def add(self, product: Product) -> None:
        """Count one product."""
        self._count(product.name, product.status, product.facts, product.error or " ".join(product.notes))
        self.reshaped += product.reshaped
        self.added += product.added
        self.kept += product.kept is not None
        if product.highlight:
            _push(self.slowest, Shown(product.facts.seconds, product.name, product.facts, product.highlight))
            if product.facts.cut:
                _push(self.most_cut, Shown(product.facts.share, product.name, product.facts, product.highlight))

    def add_entry(self, entry: Entry) -> None:
        """Count one entry of a manifest."""
        self._count(entry.source, entry.status, entry.facts, entry.error or " ".join(entry.notes))

    @property
    def slow_first(self) -> list[Shown]:
        """The slowest documents, the slowest first."""
        return sorted(self.slowest, reverse=True)

    @property
    def cut_first(self) -> list[Shown]:
        """The documents of which most was removed, in shares, the most first."""
        return sorted(self.most_cut, reverse=True)

    @property
    def ranked_sites(self) -> list[tuple[str, Tally]]:
        """The sites and what became of their documents, those with most first."""
        return sorted(self.sites.items(), key=lambda entry: (-entry[1].documents, entry[0]))

    def _count(self, name: str, status: Status, facts: Facts, why: str) -> None:
        self.total.add(status, facts)
        known = facts.site in self.sites or len(self.sites) < MOST_SITES
        self.sites.setdefault(facts.site if known else OTHER_SITES, Tally()).add(status, facts)
        if status == "skipped":
            self.skipped[why.removeprefix("skipped: ")] += 1
        if status == "failed" and len(self.failures) < MOST_FAILURES:
            self.failures.append((name, why))


def _push(heap: list[Shown], shown: Shown) -> None:
    if len(heap) < MOST:
        heapq.heappush(heap, shown)
    else:
        heapq.heappushpop(heap, shown)


def first(counts: Mapping[str, int], most: int) -> list[tuple[str, int]]:
    """The largest counts, the rest as one: [("ad", 9), ("credit", 4), ("5 more", 7)]."""
    ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    rest = ranked[most:]
    return ranked[:most] + ([(f"{len(rest)} more", sum(number for _, number in rest))] if rest else [])
