"""Originals and cleaned versions side by side in a WARC file: the only place that knows how its records are laid out.

    Result --group--> Group --Writer--> X.warc.gz --scan--> Stored --reader--> Document
                                                           `--verify--> Finding

WARC 1.1, one gzip member a record. A file begins with `warcinfo`; then each document is one contiguous group: the
original (its own record where it came from a WARC, else a `resource`), the cleaned version (`conversion`, in markdown)
and the ledger (`metadata`, in warc-fields).
"""

from cleaner.archive.archive import Archive
from cleaner.archive.group import Group, group
from cleaner.archive.ledger import Ledger
from cleaner.archive.reader import Document, Entry, Original, Version
from cleaner.archive.scan import Finding
from cleaner.archive.settings import Settings, settings
from cleaner.archive.verify import verify

__all__ = [
    "Archive",
    "Document",
    "Entry",
    "Finding",
    "Group",
    "Ledger",
    "Original",
    "Settings",
    "Version",
    "group",
    "settings",
    "verify",
]
