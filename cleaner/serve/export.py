"""The viewer as files that open from disk: the same pages, their lists sorted and narrowed beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from cleaner.archive import Document
from cleaner.errors import OutputError, ReadError, writing
from cleaner.serve import framed, records
from cleaner.serve.app import ASSETS, asset
from cleaner.serve.catalogue import Row
from cleaner.serve.library import Library
from cleaner.serve.links import RECORDS, Shape, Static, shape
from cleaner.serve.pages import Pages, Place
from cleaner.serve.query import SORTS, Query

MOST_NARROWED = 100  # sites, and rules, that have lists of their own
MAX_PAGES = 200  # of a list that is sorted or narrowed; the list in the archive's order is never cut
# A page from disk has no headers, and no origin that "'self'" would name.
POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file:; frame-src 'self' file:"
)


@dataclass(frozen=True, slots=True)
class _Site:
    """A folder, and what goes into it."""

    out: Path
    library: Library
    lists: dict[Shape, str]

    def pages(self, root: str) -> Pages:
        """The pages as they are linked from a folder that `root` leads out of."""
        return Pages(self.library, Static(root, self.lists), policy=POLICY)

    def write(self, name: str, data: str | bytes) -> None:
        """Write a file; no part of its name comes from an archive."""
        path = self.out / name
        with writing(path):
            path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))


def export(library: Library, out: Path) -> int:
    """Write the pages to a new or empty folder; returns the number of documents.

    Raises OutputError where the folder holds something or cannot be written, ArchiveError where an archive is not as
    it was indexed.
    """
    try:
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise OutputError(f"{out}: not an empty folder; choose another")
        for folder in ("static", "d"):
            (out / folder).mkdir(parents=True)
    except OSError as error:
        raise error if isinstance(error, OutputError) else OutputError(f"{out}: {error.strerror or error}") from error
    site = _Site(out, library, _lists(library))
    for name in ASSETS:
        site.write(f"static/{name}", asset(name))
    site.write("overview.html", site.pages("").overview())
    for query, stem in _queries(library):
        _write_list(site, query, stem)
    number = 0
    for number, (before, row, after) in enumerate(_with_neighbours(library.catalogue.ids()), 1):
        _write_document(site, row, Place(position=number - 1, beside=(before, after)))
    return number


def _queries(library: Library) -> Iterator[tuple[Query, str]]:
    """The lists that there are, and the stems of their files' names."""
    yield Query(), "index"
    for column in SORTS:
        first = Query().sorted_by(column)
        for query in (first, first.sorted_by(column)):
            yield query, f"by-{column}" + ("-down" if query.is_descending else "")
    for number, rule in enumerate(library.catalogue.rules(MOST_NARROWED), 1):
        yield Query().with_rule(rule.name), f"rule-{number}"
    for number, site in enumerate(library.catalogue.sites(MOST_NARROWED), 1):
        yield Query().with_site(site.name), f"site-{number}"


def _lists(library: Library) -> dict[Shape, str]:
    return {shape(query): stem for query, stem in _queries(library)}


def _write_list(site: _Site, query: Query, stem: str) -> None:
    pages = site.library.catalogue.listing(query).pages
    most = pages if stem == "index" else min(pages, MAX_PAGES)
    for page in range(1, most + 1):
        name = f"{stem}.html" if page == 1 else f"{stem}-{page}.html"
        site.write(name, site.pages("").list(replace(query, page=page)))


def _with_neighbours(rows: Iterator[Row]) -> Iterator[tuple[Row | None, Row, Row | None]]:
    """Each row with the one before it and the one after it."""
    before, row = None, next(rows, None)
    while row:
        after = next(rows, None)
        yield before, row, after
        before, row = row, after


def _write_document(site: _Site, row: Row, place: Place) -> None:
    document = site.library.document(row)
    site.write(f"d/{row.id}.html", site.pages("../").document(row, document, place))
    for kind in RECORDS:
        if member := records.record(document, kind):
            site.write(f"d/{row.id}.{kind}.txt", records.text(member))
    if framed.is_html(document):
        site.write(f"d/{row.id}.page.html", _frame(document))


def _frame(document: Document) -> str:
    """The original as a page; where it cannot be read, a page that says why."""
    try:
        return framed.framed(document)
    except ReadError as error:
        return framed.page(f"<p>{escape(str(error))}</p>")
