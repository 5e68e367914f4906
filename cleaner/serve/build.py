"""Build the index over archives: whole or not at all, once, beside the first of them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from importlib import resources
from operator import attrgetter
from pathlib import Path
from typing import Any

from cleaner.archive.parts import SUFFIX, Part, existing
from cleaner.archive.reader import document, scan_part
from cleaner.archive.scan import Finding, Stored
from cleaner.errors import OutputError
from cleaner.serve.catalogue import COLUMNS
from cleaner.serve.facts import Facts, facts
from cleaner.serve.kinds import category
from cleaner.serve.tokens import encodable, parted

SUFFIX_OF_INDEX = ".viewer.sqlite"
FORMAT = "1"  # of the index; another one is made anew
EDGE = 65_536  # bytes at each end of a file that its fingerprint covers
SAY_EVERY = 500  # documents
AT_ONCE = 200  # documents whose rows go in together
HASH = 32 * 1024 * 1024  # bytes of memory in which words gather before they are written

Tell = Callable[[int], None]
Values = tuple[str | int | float | None, ...]

# Of an original that was cleaned again the last row takes the place of the others.
_NAMES, _VALUES = ", ".join(COLUMNS), ", ".join("?" * len(COLUMNS))
_DOCUMENT = f"INSERT OR REPLACE INTO document ({_NAMES}) VALUES ({_VALUES})"  # noqa: S608 - only names of our own
_OF_FACTS = attrgetter(*COLUMNS[COLUMNS.index("uri") :])  # the columns before it say where a document lies
_WORDS = "INSERT INTO words (rowid, title, cleaned, removed) VALUES (?, ?, ?, ?)"
_FOUND = "INSERT INTO found VALUES (?, ?, ?, ?)"
_RULE = "INSERT INTO rule (id, name, category) VALUES (?, ?, ?)"


def index_path(archives: Sequence[Path]) -> Path:
    """Where the index over archives lies: X.viewer.sqlite beside the first, which says how many more there are.

    >>> index_path([Path("kept.warc.gz")]).name
    'kept.viewer.sqlite'
    """
    first, *others = archives
    more = ""
    if others:
        names = "\n".join(str(path.absolute()) for path in archives)
        more = f"+{len(others)}-{sha256(names.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
    return first.with_name(first.name.removesuffix(SUFFIX) + more + SUFFIX_OF_INDEX)


def fingerprint(archives: Sequence[Path]) -> str:
    """What tells that archives are the same as they were: of each file its name, size, time, and its edges' digest."""
    files = [file for path in archives for part in existing(path) for file in part.files]
    return json.dumps([FORMAT, *map(_file, files)])


def is_fresh(index: Path, archives: Sequence[Path]) -> bool:
    """Whether there is an index, and of these archives as they are now."""
    if not index.is_file():
        return False
    try:
        with closing(sqlite3.connect(f"{index.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT value FROM meta WHERE name = 'fingerprint'").fetchone()
    except sqlite3.DatabaseError:  # not an index of ours, or of an older form
        return False
    return found is not None and found[0] == fingerprint(archives)


def build(index: Path, archives: Sequence[Path], tell: Tell = lambda number: None) -> int:
    """Write the index over archives and return the number of documents; what is damaged is noted in it.

    `tell` hears how many documents are in so far. Raises OutputError where the index cannot be written, OSError where
    an archive cannot be read.
    """
    draft = index.with_name(f".{index.name}.{os.getpid()}.tmp")
    before = fingerprint(archives)
    try:
        draft.unlink(missing_ok=True)
        with closing(sqlite3.connect(draft)) as connection:
            number = _fill(connection, archives, tell)
            connection.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (before,))
            connection.commit()
        draft.replace(index)
    except (sqlite3.OperationalError, PermissionError) as error:
        raise OutputError(f"{index}: the index cannot be written: {error}; say where with --index FILE") from error
    finally:
        draft.unlink(missing_ok=True)
    return number


def _fill(connection: sqlite3.Connection, archives: Sequence[Path], tell: Tell) -> int:
    # The draft is thrown away when anything fails, so it needs no journal.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
    connection.executescript(_sql("schema.sql"))
    connection.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (HASH,))
    inserting = _Inserting(connection)
    for number, path in enumerate(archives):
        for part_number, part in enumerate(existing(path)):
            for item in _items(part):
                inserting.take((number, part_number), part, item)
                if isinstance(item, Stored) and not inserting.number % SAY_EVERY:
                    tell(inserting.number)
    inserting.flush()
    connection.executescript(_sql("finish.sql"))
    found: int = connection.execute("SELECT count(*) FROM document").fetchone()[0]
    tell(found)
    return found


def _items(part: Part) -> Iterator[Stored | Finding]:
    if not part.cleaned.stat().st_size:
        yield Finding("byte 0", f"{part.cleaned.name} is empty")
    for item in scan_part(part):
        if isinstance(item, Stored | Finding):
            yield item


class _Inserting:
    """The rows as they go in, some hundred at once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.number = 0
        self._connection = connection
        self._rules: dict[str, int] = {}
        self._waiting: dict[str, list[Values]] = {statement: [] for statement in (_DOCUMENT, _WORDS, _FOUND, _RULE)}

    def take(self, place: tuple[int, int], part: Part, item: Stored | Finding) -> None:
        """Take a group, or a damaged stretch."""
        if isinstance(item, Finding):
            self._connection.execute("INSERT INTO damage VALUES (?, ?, ?)", (place[0], item.place, item.message))
            return
        self.number += 1
        where = (*place, item.at, (item.conversion or item.record).offset, item.payload)
        self._add(where, facts(document(self.number, part, item)))
        if not self.number % AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        for statement, rows in self._waiting.items():
            self._connection.executemany(statement, map(_encodable, rows))
            rows.clear()

    def _add(self, where: tuple[int, ...], known: Facts) -> None:
        row = self.number
        self._waiting[_DOCUMENT].append((row, *where, *_OF_FACTS(known)))
        self._waiting[_WORDS].append((row, parted(known.title), parted(known.cleaned), parted(known.residue)))
        self._waiting[_FOUND] += [(self._rule(rule), row, *counted) for rule, counted in known.counted.items()]

    def _rule(self, name: str) -> int:
        if name not in self._rules:
            self._rules[name] = len(self._rules) + 1
            self._waiting[_RULE].append((self._rules[name], name, category(name)))
        return self._rules[name]


def _encodable(values: Values) -> Values:
    return tuple(encodable(value) if isinstance(value, str) else value for value in values)


def _sql(name: str) -> str:
    return (resources.files("cleaner.serve") / name).read_text(encoding="utf-8")


def _file(path: Path) -> list[Any]:
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        ends = sha256(stream.read(EDGE))
        stream.seek(max(size - EDGE, 0))
        ends.update(stream.read(EDGE))
        return [str(path.absolute()), size, os.fstat(stream.fileno()).st_mtime_ns, ends.hexdigest()]
