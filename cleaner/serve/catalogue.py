"""The index, read: lists, counts, neighbours, and what an overview tells. Nothing is loaded whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from cleaner.serve.query import SORTS, Query
from cleaner.serve.tokens import match_of

MOST_RANKED = 5_000  # documents that a search puts in order by how well they fit; of more, the archive's order will do
MOST_NAMED = 300  # sites or rules that a form offers
TITLE_WEIGHT = 5.0

_BY_RULE = "d.id IN (SELECT document FROM found WHERE rule IN (SELECT id FROM rule WHERE name = ? OR category = ?))"
_SHARES = {"none": "d.share = 0", "1": "d.share > 0"}
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Row:
    """A document as it is listed; the members are the columns of the table `document` in schema.sql."""

    id: int
    archive: int
    part: int
    at: int
    start: int
    payload: int
    uri: str
    site: str
    title: str
    date: str
    status: str
    original_size: int
    cleaned_size: int | None
    findings: int
    repairs: int
    kept: int
    removed: int
    share: float


COLUMNS = tuple(field.name for field in fields(Row))
_SHOWN = ", ".join(f"d.{column}" for column in COLUMNS)
_SELECT = f"SELECT {_SHOWN} FROM document AS d"  # noqa: S608 - only names of our own are put together here and below


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, how many documents the whole of it has, and how many a page has."""

    rows: tuple[Row, ...]
    total: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class Tally:
    """What a name stands for: a site, a rule, a day or a status. Characters kept are of cleaned versions."""

    name: str
    documents: int
    findings: int = 0
    kept: int = 0
    removed: int = 0

    @property
    def share(self) -> float:
        """How much of its documents was removed, 0 to 1."""
        return self.removed / (self.removed + self.kept) if self.removed else 0.0


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of an archive that could not be read; `archive` is its number."""

    archive: int
    place: str
    message: str


class Catalogue:
    """An index that is there; each question opens it anew, so any thread may ask."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def listing(self, query: Query) -> Listing:
        """A page of documents."""
        with self._opened() as connection:
            total = _total(connection, query)
            rows = _rows(connection, query, total, query.size, (query.page - 1) * query.size)
            return Listing(rows, total, query.size)

    def row(self, number: int) -> Row | None:
        """The document with a number; None where there is none."""
        with self._opened() as connection:
            found = connection.execute(f"{_SELECT} WHERE d.id = ?", (number,)).fetchone()
        return Row(*found) if found else None

    def beside(self, query: Query, position: int) -> tuple[Row | None, Row | None]:
        """The documents before and after the one at a position, from 0, of a list."""
        with self._opened() as connection:
            first = max(position - 1, 0)
            total = _total(connection, query) if _is_unsorted_search(query) else 0
            rows = _rows(connection, query, total, position - first + 2, first)
        before = rows[0] if position > 0 and rows else None
        after = rows[position - first + 1] if len(rows) > position - first + 1 else None
        return before, after

    def position(self, query: Query, number: int) -> int | None:
        """Where a document is in the archive's order, from 0, for a list that is neither searched nor sorted."""
        if query.sort or query.q:
            return None
        conditions, values = _conditions(query)
        with self._opened() as connection:
            where = " AND ".join(["d.id < ?", *conditions])
            found: int = connection.execute(
                f"SELECT count(*) FROM document AS d WHERE {where}",  # noqa: S608
                (number, *values),
            ).fetchone()[0]
        return found

    def sites(self, most: int = MOST_NAMED) -> tuple[Tally, ...]:
        """The sites with the most documents."""
        return self._tallies("SELECT name, documents, 0, kept, removed FROM site LIMIT ?", most)

    def rules(self, most: int = MOST_NAMED) -> tuple[Tally, ...]:
        """The rules that removed the most characters."""
        wanted = "SELECT name, documents, findings, 0, characters FROM rule WHERE documents > 0"
        return self._tallies(f"{wanted} ORDER BY characters DESC, name LIMIT ?", most)

    def statuses(self) -> tuple[Tally, ...]:
        """How many documents have each status."""
        return self._tallies("SELECT name, documents, 0, 0, 0 FROM status LIMIT ?", MOST_NAMED)

    def days(self) -> tuple[Tally, ...]:
        """What was captured on each day, in order."""
        return self._tallies("SELECT name, documents, 0, kept, removed FROM day LIMIT ?", 100_000)

    def most_cut(self, most: int, least: int) -> tuple[Row, ...]:
        """The documents of which the largest share was removed, among those with some characters to begin with."""
        where = "WHERE d.status = 'ok' AND d.kept + d.removed >= ? ORDER BY d.share DESC, d.removed DESC LIMIT ?"
        return self._found(f"{_SELECT} {where}", (least, most))

    def short(self, most: int, below: int, least: int) -> tuple[Row, ...]:
        """Documents whose cleaned form has fewer than `below` characters, of at least `least` that were read."""
        where = "WHERE d.status IN ('ok', 'empty') AND d.kept < ? AND d.kept + d.removed >= ?"
        return self._found(f"{_SELECT} {where} ORDER BY d.kept, d.removed DESC LIMIT ?", (below, least, most))

    def damage(self) -> tuple[Damage, ...]:
        """What could not be read, the first of it."""
        with self._opened() as connection:
            found = connection.execute("SELECT archive, place, message FROM damage LIMIT 20").fetchall()
        return tuple(Damage(*row) for row in found)

    def total(self) -> int:
        """The number of documents."""
        with self._opened() as connection:
            return _total(connection, Query())

    def ids(self) -> Iterator[Row]:
        """Every document, in the archive's order."""
        with self._opened() as connection:
            yield from (Row(*found) for found in connection.execute(f"{_SELECT} ORDER BY d.id"))

    def _tallies(self, wanted: str, most: int) -> tuple[Tally, ...]:
        with self._opened() as connection:
            return tuple(Tally(*row) for row in connection.execute(wanted, (most,)))

    def _found(self, wanted: str, values: Sequence[Any]) -> tuple[Row, ...]:
        with self._opened() as connection:
            return tuple(Row(*row) for row in connection.execute(wanted, values))

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        uri = f"{self.path.absolute().as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, check_same_thread=False)) as connection:
            yield connection


def _conditions(query: Query) -> tuple[list[str], list[Any]]:
    """What a document must be, the search aside."""
    conditions: list[str] = []
    values: list[Any] = []
    if query.site:
        conditions.append("d.site = ?")
        values.append(query.site)
    if query.rule:
        conditions.append(_BY_RULE)
        values += [query.rule, query.rule]
    if query.status:
        conditions.append("d.status = ?")
        values.append(query.status)
    if query.share:
        conditions.append(_SHARES.get(query.share, "d.share >= ?"))
        values += [] if query.share in _SHARES else [int(query.share) / 100]
    return conditions, values


def _source(query: Query) -> tuple[str, list[Any]]:
    """The FROM and WHERE of a query."""
    conditions, values = _conditions(query)
    match = match_of(query.q)
    tables = "document AS d"
    if query.q:
        tables = "words JOIN document AS d ON d.id = words.rowid"
        conditions = ["words MATCH ?", *conditions] if match else ["0"]
        values = [match, *values] if match else []
    return f"FROM {tables}" + (f" WHERE {' AND '.join(conditions)}" if conditions else ""), values


def _total(connection: sqlite3.Connection, query: Query) -> int:
    source, values = _source(query)
    found: int = connection.execute(f"SELECT count(*) {source}", values).fetchone()[0]
    return found


def _rows(connection: sqlite3.Connection, query: Query, total: int, most: int, first: int) -> tuple[Row, ...]:
    source, values = _source(query)
    order = _order(query, total)
    wanted = f"SELECT {_SHOWN} {source} ORDER BY {order} LIMIT ? OFFSET ?"
    return tuple(Row(*found) for found in connection.execute(wanted, (*values, most, first)))


def _is_unsorted_search(query: Query) -> bool:
    return bool(query.q) and query.column not in SORTS


def _order(query: Query, total: int) -> str:
    """The order of a list; `total` is how many documents it has, which matters to an unsorted search alone."""
    if query.column in SORTS:
        direction = "DESC" if query.is_descending else "ASC"
        return f"{SORTS[query.column]} {direction}, d.id {direction}"
    if not query.q:
        return "d.id"
    return f"bm25(words, {TITLE_WEIGHT}), d.id" if total <= MOST_RANKED else "words.rowid"
