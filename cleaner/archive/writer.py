"""Append groups to an archive so that a crash at any moment leaves complete groups and at most one torn at the end.

A new archive grows as `X.warc.gz.open` and gets its name when it is closed; an existing one is appended to in place. One
`write` a group; what a failing one left is cut off.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cleaner.archive.group import Group, identity, information
from cleaner.archive.lock import locked
from cleaner.archive.scan import Finding, Information, Stored, scan
from cleaner.archive.settings import Settings
from cleaner.errors import ArchiveError, OutputError
from cleaner.warc.record import identity as record_identity

OPEN = ".open"


class Writer:
    """The one writer of an archive.

    path      that the archive has, or will have once it is closed
    settings  of its own records
    """

    def __init__(self, path: Path, settings: Settings, *, resume: bool = False) -> None:
        """Open or create the archive. `resume` continues an `.open` file that an interrupted run left.

        Raises ArchiveError where it is locked, damaged, not an archive, or left open by an interrupted run; OutputError
        where it cannot be written.
        """
        self.path = path
        self.settings = settings
