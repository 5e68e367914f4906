"""The pages: what each tells, put into its template. The same for the server and for the static export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cleaner.archive import Document
from cleaner.archive.judged import about
from cleaner.read.warc import address
from cleaner.serve import charts, framed, kinds, lines, markdown, snippets, suggestion
from cleaner.serve.catalogue import Row, Tally
from cleaner.serve.facts import site
from cleaner.serve.library import Library
from cleaner.serve.links import RECORDS, Links
from cleaner.serve.query import SHARES, SORTS, STATUSES, Query
from cleaner.serve.replay import replay

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_LEDGER = 200_000  # characters that a page shows
MOST_LISTED = 10
LEAST_READ = 500  # characters of what can be much cut
SHORT, LONG = 250, 1_000  # characters: cleaned to fewer, from at least so many, is suspicious


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a list a document is looked at.

    query     the list
    position  in it, from 0
    first     the first line that is shown
    beside    the documents before and after it, where these are known already
    """

    query: Query = field(default_factory=Query)
    position: int | None = None
    first: int = 1
    beside: tuple[Row | None, Row | None] | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a library.

    links    where they lead
    judging  whether verdicts are taken
    policy   a Content-Security-Policy that pages carry in themselves; empty where a server sends it
    notice   what every page tells at its top
    """

    library: Library
    links: Links
    judging: bool = False
    policy: str = ""
    notice: str = ""

    def list(self, query: Query) -> str:
        """A page of documents. Raises ArchiveError where the archive is no longer what was indexed."""
        catalogue = self.library.catalogue
        listing = catalogue.listing(query)
        outcomes = {row.id: self.library.outcome(row) for row in listing.rows} if query.q else {}
        first = (query.page - 1) * query.size
        return self._render(
            "list.html",
            query=query,
            listing=listing,
            snippets=snippets.snippets(outcomes, query.q),
            first=first,
            sorts=SORTS,
            shares=SHARES,
            statuses=STATUSES,
            sites=catalogue.sites(),
            rules=_by_category(catalogue.rules()),
            damage=catalogue.damage(),
            archives=self.library.archives,
        )

    def document(self, row: Row, document: Document, place: Place) -> str:
        """A document: as it is listed, and as the library has it."""
        replayed = replay(document)
        given = self.library.verdicts(row) if self.judging else ()
        here = about(document.uri, document.ledger.source_digest, given)
        on_site = [verdict for verdict in given if site(verdict.uri) == row.site]
        position = place.position
        if position is None:
            position = self.library.catalogue.position(place.query, row.id)
        before, after = place.beside or self._beside(place.query, position)
        return self._render(
            "document.html",
            row=row,
            document=document,
            ledger=document.ledger,
            ledger_text=document.ledger_text[:MAX_LEDGER],
            ledger_cut=len(document.ledger_text) > MAX_LEDGER,
            replayed=replayed,
            window=lines.window(replayed, place.first, here),
            cleaned=markdown.view(document.markdown or "", replayed.blocks),
            is_page=framed.is_html(document) and not replayed.problem,
            address=address(row.uri) or "",
            place=place,
            position=position,
            before=before,
            after=after,
            records=[kind for kind in RECORDS if kind != "conversion" or document.group.conversion],
            verdicts=here,
            rule=suggestion.to_toml(on_site, row.site) if on_site else "",
        )

    def overview(self) -> str:
        """The charts, and the documents that are worth a look."""
        catalogue = self.library.catalogue
        unit, columns = charts.over_time(catalogue.days())
        return self._render(
            "overview.html",
            statuses=catalogue.statuses(),
            total=catalogue.total(),
            rules=charts.by_rule(catalogue.rules()),
            sites=charts.by_site(catalogue.sites()),
            unit=unit,
            columns=columns,
            most_cut=catalogue.most_cut(MOST_LISTED, LEAST_READ),
            short=catalogue.short(MOST_LISTED, SHORT, LONG),
            limits={"least": LEAST_READ, "short": SHORT, "long": LONG},
        )

    def _beside(self, query: Query, position: int | None) -> tuple[Row | None, Row | None]:
        return (None, None) if position is None else self.library.catalogue.beside(query, position)

    def _render(self, name: str, **values: Any) -> str:
        shared = {
            "links": self.links,
            "library": self.library,
            "judging": self.judging,
            "policy": self.policy,
            "notice": self.notice,
            "home": Query(),
            "query": Query(),
        }
        return environment().get_template(name).render(shared | values)


def message(heading: str, text: str, asset: str, refresh: int | None = None) -> str:
    """A page that says one thing; `asset` is where the style lies, `refresh` in how many seconds it asks again."""
    return environment().get_template("message.html").render(heading=heading, text=text, asset=asset, refresh=refresh)


def warm() -> None:
    """Load what the first page would have to wait for: templates, reasons, the sanitiser, the parsers."""
    for name in ("list.html", "document.html", "overview.html"):
        environment().get_template(name)
    kinds.reason("")
    markdown.view("# A\n", ())


@cache
def environment() -> Environment:
    """The templates. Everything that they are given is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("cleaner.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["bytes"] = _bytes
    made.filters["percent"] = charts.percent
    made.filters["thousands"] = lambda number: f"{number:,}"
    return made


def _by_category(rules: Sequence[Tally]) -> Mapping[str, Sequence[Tally]]:
    """Rules by their categories, both in the order of their names."""
    ordered = sorted(rules, key=lambda rule: rule.name)
    return {name: list(group) for name, group in groupby(ordered, key=lambda rule: kinds.category(rule.name))}


def _bytes(number: int) -> str:
    """A size that people can read.

    >>> _bytes(512), _bytes(20480), _bytes(3145728)
    ('512 B', '20 KB', '3.1 MB')
    """
    if number < 1000:
        return f"{number} B"
    size, unit = (number / 1000, "KB") if number < 999_500 else (number / 1_000_000, "MB")
    return f"{size:.1f} {unit}" if size < 10 else f"{size:,.0f} {unit}"
