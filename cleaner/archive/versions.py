"""Of several cleanings of one original, the last is the current one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.archive.parts import Part, existing
from cleaner.archive.reader import Document, document, scan_part
from cleaner.archive.scan import Finding, Stored
from cleaner.errors import ArchiveError


def last_versions(part: Part) -> dict[int, tuple[int, int]]:
    """Where the last conversion and ledger of each original begin, and where its bytes are, by its offset."""
    return {item.at: (_begin(item), item.payload) for item in scan_part(part) if isinstance(item, Stored)}


def current(path: Path) -> Iterator[Document]:
    """Stream an archive's documents, each original once, with its last cleaning, in the order of these.

    Raises ArchiveError where the archive is damaged, before anything that lies behind the damage.
    """
    ordinal = 0
    for part in existing(path):
        last = last_versions(part)
        for item in scan_part(part):
            if isinstance(item, Finding):
                raise ArchiveError(f"{path}: {item.place}: {item.message}; `cleaner archive repair` first")
            if isinstance(item, Stored):
                ordinal += 1
                if last[item.at][0] == _begin(item):
                    yield document(ordinal, part, item)


def _begin(group: Stored) -> int:
    return (group.conversion or group.record).offset
