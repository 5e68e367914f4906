"""A WET file, as Common Crawl has it: the text of each document as a `conversion` of type text/plain."""

from __future__ import annotations

from pathlib import Path

from cleaner.archive import records
from cleaner.archive.export.place import new_file
from cleaner.archive.export.rows import plain
from cleaner.archive.reader import Document
from cleaner.archive.versions import current
from cleaner.warc.compress import compression
from cleaner.warc.record import digest, identity, record, record_id


def write(path: Path, out: Path) -> int:
    """Write an archive's cleaned texts as a .warc.wet.gz; documents without a cleaned version are left out."""
    number, member = 0, compression().member
    with new_file(out) as draft, draft.open("xb") as stream:
        for document in current(path):
            if document.markdown is None:
                continue
            if not number:
                stream.write(member(records.information([], document.date)))
            stream.write(member(_conversion(document, plain(document.markdown).encode("utf-8", "replace"))))
            number += 1
    return number


def _conversion(document: Document, text: bytes) -> bytes:
    found, original = digest(text), identity(document.record)
    language = document.ledger.language
    fields = [
        ("WARC-Type", "conversion"),
        ("WARC-Record-ID", record_id("wet", original, document.uri, document.date, found)),
        ("WARC-Date", document.date),
        ("WARC-Target-URI", document.uri),
        ("WARC-Refers-To", original),
        *([("WARC-Identified-Content-Language", language)] if language else []),
        ("Content-Type", "text/plain"),
        ("WARC-Block-Digest", found),
    ]
    return record(fields, text)
