"""Give an original's bytes back, checked."""

from __future__ import annotations

import os
from pathlib import Path

from cleaner.archive.reader import Document
from cleaner.errors import ArchiveError, OutputError
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
    try:
        with out.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        raise OutputError(f"{out}: there is such a file; choose another name") from None
    except OSError as error:
        raise OutputError(f"{out}: cannot be written: {error.strerror or error}") from error
    return len(data)
