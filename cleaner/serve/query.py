"""What a list shows: a search, filters, an order and a page, as they stand in an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import get_args
from urllib.parse import urlencode

from cleaner.model import Status

PAGE_SIZE = 50  # documents of a list
SEARCH_SIZE = 25  # of a search, each with the stretches that were found
MAX_TEXT = 500  # characters of a value
MAX_PAGE = 1_000_000

# Columns that a list can be sorted by, and how SQLite names them.
SORTS: Mapping[str, str] = MappingProxyType(
    {
        "title": "d.title COLLATE NOCASE",
        "site": "d.site",
        "date": "d.date",
        "size": "d.original_size",
        "share": "d.share",
        "status": "d.status",
    }
)
STATUSES: tuple[Status, ...] = get_args(Status)
# Shares in percent that a list can be narrowed to, and what they are called.
SHARES: Mapping[str, str] = MappingProxyType(
    {"none": "nothing", "1": "something", "10": "10 % or more", "25": "25 % or more", "50": "half or more",
     "75": "75 % or more", "90": "90 % or more"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """One list.

    q         what is searched for
    site      a site, as the index names it
    rule      a rule's name, or a category
    status    one of STATUSES
    share     one of SHARES
    sort      one of SORTS, with "-" before it for the largest first; empty for the archive's order, or the best first
    page      from 1
    """

    q: str = ""
    site: str = ""
    rule: str = ""
    status: str = ""
    share: str = ""
    sort: str = ""
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.q or self.site or self.rule or self.status or self.share)

    @property
    def size(self) -> int:
        """How many documents a page has."""
        return SEARCH_SIZE if self.q else PAGE_SIZE

    @property
    def column(self) -> str:
        """The name of the column that it is sorted by."""
        return self.sort.removeprefix("-")

    @property
    def is_descending(self) -> bool:
        """Whether the largest come first."""
        return self.sort.startswith("-")

    @property
    def encoded(self) -> str:
        """As the query part of an address, with its "?"; empty where all is by default."""
        values = {
            "q": self.q, "site": self.site, "rule": self.rule, "status": self.status, "share": self.share,
            "sort": self.sort, "page": "" if self.page == 1 else str(self.page),
        }  # fmt: skip
        given = {name: value for name, value in values.items() if value}
        return f"?{urlencode(given)}" if given else ""

    def sorted_by(self, column: str) -> Query:
        """The list by a column; by the other end first where it is sorted by it already."""
        largest_first = column in {"date", "size", "share"}
        first, second = (f"-{column}", column) if largest_first else (column, f"-{column}")
        return replace(self, sort=second if self.sort == first else first, page=1)

    def on_page(self, page: int) -> Query:
        """Another page of the list."""
        return replace(self, page=page)

    def with_rule(self, rule: str) -> Query:
        """The list narrowed to a rule."""
        return replace(self, rule=rule, page=1)

    def with_site(self, site: str) -> Query:
        """The list narrowed to a site."""
        return replace(self, site=site, page=1)


def parse(values: Mapping[str, str]) -> Query:
    """The query of an address's parameters; what they do not know is passed over.

    >>> parse({"q": " ferry ", "sort": "-share", "status": "gone", "page": "x"}).encoded
    '?q=ferry&sort=-share'
    """
    text = {name: values.get(name, "").strip()[:MAX_TEXT] for name in ("q", "site", "rule", "status", "share", "sort")}
    return Query(
        q=text["q"],
        site=text["site"],
        rule=text["rule"],
        status=text["status"] if text["status"] in STATUSES else "",
        share=text["share"] if text["share"] in SHARES else "",
        sort=text["sort"] if text["sort"].removeprefix("-") in SORTS else "",
        page=number(values.get("page", ""), 1, MAX_PAGE) or 1,
    )


def number(text: str, least: int, most: int) -> int | None:
    """A whole number between two others; None where a text is none."""
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        return None
    return min(max(int(text), least), most)
