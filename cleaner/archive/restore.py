"""Give an original's bytes back, checked."""

from __future__ import annotations

from pathlib import Path

from cleaner.archive.export.place import new_file
from cleaner.archive.reader import Document
from cleaner.errors import ArchiveError
from cleaner.warc.record import digest


def checked(document: Document) -> bytes:
    """An original's bytes, encodings undone. Raises ArchiveError where they are not what the ledger says."""
    data, expected = document.original, document.ledger.source_digest
    if expected and digest(data) != expected:
        raise ArchiveError(f"{document.uri}: the original is damaged: {digest(data)}, its ledger says {expected}")
    return data


def restore(document: Document, out: Path) -> int:
    """Write an original's bytes to a new file, durably; returns how many.

    Raises ArchiveError where they are damaged, OutputError where there is such a file or it cannot be written.
    """
    data = checked(document)
    with new_file(out) as draft, draft.open("xb") as stream:
        stream.write(data)
    return len(data)
