"""One writer a file: an advisory lock (flock) that the system drops with the process that held it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from cleaner.errors import ArchiveError


def locked(path: Path, flags: int) -> int:
    """Open a file and lock it for writing; returns the descriptor, which holds the lock until it is closed.

    Raises ArchiveError where another process writes to it or has just finished it, OSError where it cannot be opened.
    """
    descriptor = os.open(path, flags | os.O_CLOEXEC, 0o666)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not _is(descriptor, path):
            raise BlockingIOError
    except BlockingIOError:
        os.close(descriptor)
        raise ArchiveError(
            f"{path}: another process is writing to it; wait for its end or choose another name"
        ) from None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _is(descriptor: int, path: Path) -> bool:
    """Whether the path still leads to the open file: its writer may have renamed it while we waited."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
