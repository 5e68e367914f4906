"""Documents out of an archive, streamed: one entry each, and originals beside their cleaned versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cleaner import read, write
from cleaner.archive.ledger import Ledger, options_of
from cleaner.archive.parts import Part, existing
from cleaner.archive.scan import Finding, Item, Places, Stored, scan, scan_originals
from cleaner.errors import ArchiveError
from cleaner.model import Article, Options, Source
from cleaner.read import warc
from cleaner.warc.limits import OWN
from cleaner.warc.members import Member, walk

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(frozen=True, slots=True)
class Original:
    """An original: its document's bytes, encodings undone, and how it was declared."""

    uri: str
    date: str
    data: bytes
    media_type: str | None = None
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A cleaned version: exactly the bytes of the .md file, as text, and how it came about."""

    markdown: str
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Entry:
    """What a listing says of a document.

    ordinal        from 1, in the archive's order
    title          the cleaned version's
    original_size  bytes of the original record's block
    cleaned_size   bytes of the cleaned version; None where there is none
    removed        number of removals
    file           of the archive that the group is in
    offset         of the group's first record in it, in bytes
    """

    ordinal: int
    uri: str
    date: str
    status: str
    title: str
    error: str
    original_size: int
    cleaned_size: int | None
    removed: int
    repaired: int
    source_digest: str
    file: str
    offset: int


@dataclass(frozen=True, slots=True)
class Document:
    """One cleaning of one document; what it holds is decoded when it is asked for.

    record   the original's record
    payload  the record that has its bytes: the same, but for a revisit
    group    where it lies, its conversion and its ledger
    file     that the group is in
    """

    ordinal: int
    record: Member
    payload: Member
    group: Stored
    file: Path

    @property
    def uri(self) -> str:
        """The original's target URI."""
        return warc.uri(self.record)

    @property
    def date(self) -> str:
        """The original's WARC date."""
        return self.record.headers.get("WARC-Date")

    @property
    def ledger(self) -> Ledger:
        """What was done to it and why."""
        return self.group.ledger

    @property
    def ledger_text(self) -> str:
        """The ledger as it stands in the archive."""
        return self.group.record.block.decode("utf-8", "replace").replace("\r\n", "\n")

    @property
    def markdown(self) -> str | None:
        """The cleaned version; None for a document that failed or was passed over."""
        return self.group.conversion.block.decode() if self.group.conversion else None

    @property
    def source(self) -> Source:
        """The document as it was read. Raises ReadError where its encodings cannot be undone."""
        found = warc.source(self.payload, OWN)
        if self.payload is self.record:
            return found
        return replace(found, uri=self.uri, url=warc.address(self.uri), date=self.date or None)

    @property
    def original(self) -> bytes:
        """The document's bytes, encodings undone. Raises as `source` does."""
        return self.source.data

    def reading(self) -> Article:
        """The original, read again as it was read for this cleaning. Raises as `source` does."""
        options = options_of(self.ledger, rules=()) or Options()
        source = replace(self.source, media_type=self.ledger.media_type or None)
        return replace(read.article(source, images=options.images), language=self.ledger.language)

    def diff(self) -> str:
        """A unified diff from the reading to the cleaned version. Raises ArchiveError where there is none."""
        if self.markdown is None:
            raise ArchiveError(f"{self.uri}: {self.ledger.status}, so there is no cleaned version to compare")
        return write.diff_to(self.reading(), self.markdown)

    def entry(self) -> Entry:
        """What a listing says of it."""
        cleaned = self.markdown
        return Entry(
            ordinal=self.ordinal,
            uri=self.uri,
            date=self.date,
            status=self.ledger.status,
            title=_title(cleaned or ""),
            error=self.ledger.error,
            original_size=len(self.payload.block),
            cleaned_size=len(self.group.conversion.block) if self.group.conversion else None,
            removed=len(self.ledger.removed),
            repaired=len(self.ledger.repaired),
            source_digest=self.ledger.source_digest,
            file=self.file.name,
            offset=self.group.start,
        )


def documents(path: Path) -> Iterator[Document]:
    """Give an archive's documents in order, one in memory at a time; one that was cleaned twice comes twice, last last.

    Raises ArchiveError after the last document where a part of the archive is damaged, OSError where it cannot be read.
    """
    damaged: tuple[Path, Finding] | None = None
    ordinal = 0
    for part in existing(path):
        if not part.cleaned.stat().st_size:
            damaged = damaged or (part.cleaned, Finding("byte 0", "the file is empty"))
        for item in scan_part(part):
            if isinstance(item, Stored):
                ordinal += 1
                yield document(ordinal, part, item)
            elif isinstance(item, Finding):
                damaged = damaged or (part.cleaned, item)
    if damaged:
        file, finding = damaged
        raise ArchiveError(f"{file}: {finding.place}: {finding.message}; `cleaner archive verify` tells all")


def scan_part(part: Part) -> Iterator[Item]:
    """Give the groups of a part, and findings; in a split one the findings of both files."""
    places = Places()
    if part.is_split:
        with part.originals.open("rb") as stream:
            yield from (item for item in scan_originals(stream, places) if isinstance(item, Finding))
    with part.cleaned.open("rb") as stream:
        yield from scan(stream, places)


def document(ordinal: int, part: Part, group: Stored) -> Document:
    """A group and its original, wherever in the part it stands."""
    record = group.original or member_at(part.originals, group.at)
    payload = record if group.payload == group.at else member_at(part.originals, group.payload)
    return Document(ordinal, record, payload, group, part.cleaned)


def pairs(path: Path) -> Iterator[tuple[Original, Version]]:
    """Give originals beside their cleaned versions; documents without one are left out. Raises as `documents` does."""
    for document in documents(path):
        if document.markdown is not None:
            source = document.source
            original = Original(document.uri, document.date, source.data, source.media_type, source.charset)
            yield original, Version(document.markdown, document.ledger)


def member_at(path: Path, offset: int) -> Member:
    """Read the one record at an offset. Raises ArchiveError where there is none."""
    with path.open("rb") as stream:
        stream.seek(offset)
        for item in walk(stream, OWN, offset):
            if isinstance(item, Member):
                return item
            raise ArchiveError(f"{path}: byte {offset}: {item.error}")
    raise ArchiveError(f"{path}: byte {offset}: the archive was cut while it was read")


def _title(markdown: str) -> str:
    first = markdown.partition("\n")[0]
    return _ESCAPED.sub(r"\1", first.removeprefix("# ")) if first.startswith("# ") else ""
