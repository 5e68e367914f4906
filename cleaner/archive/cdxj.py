"""The lines of an index: key, time, and where a record lies, as pywb reads them (CDXJ).

Originals stand at their URI, cleaned versions at `urn:x-cleaner:URI`: at the original's own URI, replay tools would
take one for a later capture of the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.archive.parts import Part
from cleaner.archive.reader import Document
from cleaner.archive.surt import surt
from cleaner.errors import ReadError
from cleaner.read import warc
from cleaner.warc.headers import media_type
from cleaner.warc.members import Member

CLEANED = "urn:x-cleaner:"
REVISIT = "warc/revisit"
_NO_DIGIT = re.compile(r"\D")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its key, its time (14 digits), and the members of its object, all text as replay tools ask.

    Beside theirs (url, mime, status, digest, length, offset, filename) there are ours: `ordinal` of the document;
    `originalOffset` of a cleaned version's original; `ledgerOffset`, behind an original where its conversion
    and ledger begin; `payloadOffset`, of the record that has a revisit's bytes.
    """

    key: str
    time: str
    members: dict[str, str]

    def __str__(self) -> str:
        return f"{self.key} {self.time} {json.dumps(self.members, ensure_ascii=False)}"


def lines(document: Document, part: Part) -> Iterator[Line]:
    """The lines of a document: its original, where the group or a file of originals holds it; its cleaned version."""
    group, time = document.group, timestamp(document.date)
    if group.original or part.is_split:
        kind, status = _http(document)
        after = group.conversion or group.record
        yield Line(surt(document.uri), time, _place(document.record, part.originals, document.uri) | {
            "mime": kind,
            "status": status,
            "digest": document.ledger.source_digest,
            "ordinal": str(document.ordinal),
            "ledgerOffset": str(after.offset),
        } | ({"payloadOffset": str(group.payload)} if group.payload != group.at else {}))  # fmt: skip
    if group.conversion:
        uri = CLEANED + document.uri
        yield Line(surt(uri), time, _place(group.conversion, part.cleaned, uri) | {
            "mime": "text/markdown",
            "status": "200",
            "digest": document.ledger.output_digest,
            "ordinal": str(document.ordinal),
            "originalOffset": str(group.at),
        })  # fmt: skip


def parse(text: str) -> Line:
    """Read a line. Raises ReadError where it is none."""
    key, _, rest = text.partition(" ")
    time, _, members = rest.partition(" ")
    try:
        found: Any = json.loads(members)
    except ValueError as error:
        raise ReadError(f"not a line of an index: {text[:80]!r}") from error
    if not isinstance(found, dict):
        raise ReadError(f"not a line of an index: {text[:80]!r}")
    return Line(key, time, found)


def timestamp(date: str) -> str:
    """A WARC date as an index has it: 14 digits.

    >>> timestamp("2025-06-15T12:00:00.25Z")
    '20250615120000'
    """
    return _NO_DIGIT.sub("", date)[:14].ljust(14, "0")


def _place(member: Member, file: Path, uri: str) -> dict[str, str]:
    return {"url": uri, "length": str(len(member.raw)), "offset": str(member.offset), "filename": file.name}


def _http(document: Document) -> tuple[str, str]:
    """The media type and the HTTP status that an original is replayed with."""
    if document.record.headers.get("WARC-Type") == "revisit":
        return REVISIT, "200"
    try:
        source = document.source
    except ReadError:
        return "-", "-"
    status = next((value for name, value in source.headers if name == warc.STATUS), "200")
    return source.media_type or media_type(document.record.headers.get("Content-Type")) or "-", status
