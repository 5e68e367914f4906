"""Find a document by what people know of it: in the index where there is a fresh one, else by walking the archive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TypeVar

from cleaner.archive import index as indexes
from cleaner.archive.cdxj import CLEANED, Line, timestamp
from cleaner.archive.parts import Part, existing
from cleaner.archive.reader import Document, document, documents, member_at
from cleaner.archive.scan import Places, Stored, scan
from cleaner.errors import ArchiveError

MIN_DIGEST = 6  # hex digits that may stand for a digest
MANY = 6  # candidates that are kept, to be named in a message
Kind = TypeVar("Kind")
_HEX = re.compile(r"(?:sha256:)?[0-9a-f]+", re.IGNORECASE)


def find(path: Path, key: str, date: str = "") -> Document:
    """Find what `key` names: a URI, an ordinal, the start of a source digest, or the end of a URI's path.

    `date` narrows it to captures whose date begins so. Of several cleanings or captures the last is given. Raises
    ArchiveError where there is none, or several documents.
    """
    index = indexes.fresh_index(path)
    if index:
        return _indexed(path, index, key, date)
    return _walked(path, key, date)


def _walked(path: Path, key: str, date: str) -> Document:
    found: dict[int, dict[str, Document]] = {}
    damage: ArchiveError | None = None
    try:
        for candidate in documents(path):
            if candidate.date.startswith(date) and (rank := _rank(candidate, key)) is not None:
                named = found.setdefault(rank, {})
                if candidate.uri in named or len(named) < MANY:
                    named[candidate.uri] = candidate
    except ArchiveError as error:
        damage = error
    if not found:
        raise damage or _nothing(path, key)
    return _only(path, key, found[min(found)])


def _rank(candidate: Document, key: str) -> int | None:
    """How well a key names a document, 0 best; None where it does not."""
    named = (
        candidate.uri == key,
        str(candidate.ordinal) == key,
        _may_be_digest(key) and candidate.ledger.source_digest.startswith(_digest(key)),
        candidate.uri.endswith("/" + key.removeprefix("/")),
    )
    return named.index(True) if True in named else None


def _indexed(path: Path, index: Path, key: str, date: str) -> Document:
    for lines in _candidates(index, key):
        found = _several(line for line in lines if line.time.startswith(_digits(date)))
        if found:
            return _at(path, index, _only(path, key, found))
    numbered = _numbered(path, index, key) if key.isdecimal() else None
    if numbered is None or not numbered.date.startswith(date):
        raise _nothing(path, key)
    return numbered


def _candidates(index: Path, key: str) -> Iterator[Iterable[Line]]:
    """Lines of originals that a key names, the best way of naming first."""
    yield indexes.by_uri(index, key)
    if not key.isdecimal() and _may_be_digest(key):
        yield _originals(indexes.containing(index, f'"digest": "{_digest(key)}'))
    ending = "/" + key.removeprefix("/")
    found = _originals(indexes.containing(index, f'{ending}", "length"'))
    yield (line for line in found if not key.isdecimal() and line.members["url"].endswith(ending))


def _originals(lines: Iterable[Line]) -> Iterator[Line]:
    return (line for line in lines if not line.members["url"].startswith(CLEANED))


def _numbered(path: Path, index: Path, key: str) -> Document | None:
    """The document with an ordinal; an older cleaning, of which the index does not know, by walking the archive."""
    for line in indexes.containing(index, f'"ordinal": "{key}"'):
        uri, at = line.members["url"].removeprefix(CLEANED), line.members.get("originalOffset", line.members["offset"])
        for original in indexes.by_uri(index, uri):
            if (original.time, original.members["offset"]) == (line.time, at):
                found = _at(path, index, original)
                if str(found.ordinal) == key:
                    return found
    return next(islice(documents(path), int(key) - 1, None), None) if int(key) else None


def _at(path: Path, index: Path, original: Line) -> Document:
    """The current cleaning of the original that a line tells of."""
    cleaned = [
        line
        for line in indexes.by_uri(index, CLEANED + original.members["url"])
        if line.time == original.time and line.members.get("originalOffset") == original.members["offset"]
    ]
    line = cleaned[-1] if cleaned else original
    start = int(line.members["offset" if cleaned else "ledgerOffset"])
    part = next((part for part in existing(path) if original.members["filename"] == part.originals.name), None)
    if part is None:
        raise ArchiveError(f"{index}: not the index of this archive; `cleaner archive index {path}` makes it anew")
    at = int(original.members["offset"])
    stored = stored_at(part, at, start, int(original.members.get("payloadOffset", at)))
    found = document(int(line.members["ordinal"]), part, stored)
    if found.uri != original.members["url"]:
        raise ArchiveError(f"{index}: not the index of this archive; `cleaner archive index {path}` makes it anew")
    return found


def stored_at(part: Part, at: int, start: int, payload: int | None = None) -> Stored:
    """Read the conversion and ledger that begin at `start` and whose original is at `at`.

    `payload` is where a revisit's bytes are. Raises ArchiveError where there is none.
    """
    places = Places()
    places.note(member_at(part.originals, at))
    places.payloads[at] = at if payload is None else payload
    places.dangling.clear()
    with part.cleaned.open("rb") as stream:
        stream.seek(start)
        item = next(scan(stream, places, start), None)
    if not isinstance(item, Stored):
        raise ArchiveError(
            f"{part.cleaned}: byte {start}: no conversion and ledger; `cleaner archive verify` tells all"
        )
    return item


def _several(lines: Iterable[Line]) -> dict[str, Line]:
    """The last line of each URL, and no more URLs than a message names."""
    found: dict[str, Line] = {}
    for line in lines:
        if line.members["url"] in found or len(found) < MANY:
            found[line.members["url"]] = line
    return found


def _only(path: Path, key: str, found: dict[str, Kind]) -> Kind:
    if len(found) > 1:
        number = f"{len(found)} documents" + (" or more" if len(found) >= MANY else "")
        raise ArchiveError(f"{path}: {key!r} may be any of {number}: {', '.join([*found][:5])} …")
    return next(iter(found.values()))


def _nothing(path: Path, key: str) -> ArchiveError:
    return ArchiveError(f"{path}: no document {key!r}; `cleaner archive list` shows what there is")


def _may_be_digest(key: str) -> bool:
    return bool(_HEX.fullmatch(key)) and len(key.removeprefix("sha256:")) >= MIN_DIGEST


def _digest(key: str) -> str:
    return "sha256:" + key.lower().removeprefix("sha256:")


def _digits(date: str) -> str:
    return timestamp(date)[: sum(map(str.isdigit, date))]
