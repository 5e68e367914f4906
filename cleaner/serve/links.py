"""Where a page's links lead: to the server, or from file to file in a static export."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from cleaner.serve.catalogue import Row
from cleaner.serve.query import Query

RecordKind = Literal["original", "conversion", "ledger"]
RECORDS: tuple[RecordKind, ...] = ("original", "conversion", "ledger")


class Links(Protocol):
    """Addresses of pages; None for what there is not."""

    def asset(self, name: str) -> str:
        """A file of the style."""

    def list(self, query: Query) -> str | None:
        """A list of documents."""

    def document(self, row: Row, query: Query, position: int | None, first: int = 1) -> str | None:
        """A document, as it stands in a list; `first` is the first line that is shown."""

    def frame(self, row: Row) -> str:
        """An HTML original as a page."""

    def record(self, row: Row, kind: RecordKind) -> str:
        """A record, to be read."""

    def download(self, row: Row, kind: RecordKind) -> str | None:
        """A record, as it lies in the archive."""

    def overview(self) -> str:
        """The charts."""

    def judge(self, row: Row) -> str | None:
        """Where verdicts are sent."""


@dataclass(frozen=True, slots=True)
class Served:
    """Links below a server's secret prefix, "/TOKEN/"."""

    prefix: str

    def asset(self, name: str) -> str:
        """See Links."""
        return f"{self.prefix}static/{name}"

    def list(self, query: Query) -> str | None:
        """See Links."""
        return self.prefix + query.encoded

    def document(self, row: Row, query: Query, position: int | None, first: int = 1) -> str | None:
        """See Links."""
        asked = query.encoded
        if position is not None:
            asked += f"{'&' if asked else '?'}at={position}"
        if first > 1:
            asked += f"{'&' if asked else '?'}from={first}"
        return f"{self.prefix}d/{row.id}{asked}"

    def frame(self, row: Row) -> str:
        """See Links."""
        return f"{self.prefix}d/{row.id}/page"

    def record(self, row: Row, kind: RecordKind) -> str:
        """See Links."""
        return f"{self.prefix}d/{row.id}/{kind}.txt"

    def download(self, row: Row, kind: RecordKind) -> str | None:
        """See Links."""
        return f"{self.prefix}d/{row.id}/{kind}.warc.gz"

    def overview(self) -> str:
        """See Links."""
        return f"{self.prefix}overview"

    def judge(self, row: Row) -> str | None:
        """See Links."""
        return f"{self.prefix}d/{row.id}/judge"


Shape = tuple[str, str, str]


def shape(query: Query) -> Shape:
    """What tells the lists of a static export apart, their pages aside."""
    return query.sort, query.site, query.rule


@dataclass(frozen=True, slots=True)
class Static:
    """Links from file to file. `root` leads from the page to the top; `lists` names the files of each list."""

    root: str = ""
    lists: Mapping[Shape, str] = field(default_factory=dict)

    def asset(self, name: str) -> str:
        """See Links."""
        return f"{self.root}static/{name}"

    def list(self, query: Query) -> str | None:
        """See Links."""
        stem = self.lists.get(shape(query))
        if stem is None or query.q or query.status or query.share:
            return None
        return f"{self.root}{stem}{'' if query.page == 1 else f'-{query.page}'}.html"

    def document(self, row: Row, query: Query, position: int | None, first: int = 1) -> str | None:
        """See Links."""
        return f"{self.root}d/{row.id}.html" if first == 1 else None

    def frame(self, row: Row) -> str:
        """See Links."""
        return f"{self.root}d/{row.id}.page.html"

    def record(self, row: Row, kind: RecordKind) -> str:
        """See Links."""
        return f"{self.root}d/{row.id}.{kind}.txt"

    def download(self, row: Row, kind: RecordKind) -> str | None:
        """See Links."""
        return None

    def overview(self) -> str:
        """See Links."""
        return f"{self.root}overview.html"

    def judge(self, row: Row) -> str | None:
        """See Links."""
        return None
