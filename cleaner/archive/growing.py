"""A file that grows by whole pieces and appears under its name when it is finished.

A new file grows as `NAME.open`, an existing one in place. One `write` a piece; what a failing one left is cut off, so a
crash leaves whole pieces and at most one torn at the end.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from cleaner.archive.disk import put_beside, rename, sync_folder
from cleaner.archive.lock import locked
from cleaner.errors import ArchiveError, writing

OPEN = ".open"
SYNC_EVERY = 64 * 1024 * 1024  # bytes that a power cut may take of a run, beside the group at hand


class GrowingFile:
    """The file and its lock.

    path    that it has, or will have once it is closed
    is_new  whether it has it not yet
    size    bytes, up to the end of the last whole piece
    """

    def __init__(self, path: Path, grown: Path, descriptor: int) -> None:
        self.path = path
        self.is_new = grown != path
        self._grown = grown
        self._descriptor = descriptor
        self.size = self._synced = os.fstat(descriptor).st_size

    @property
    def where(self) -> Path:
        """The path that it has now."""
        return self._grown

    def reader(self) -> BinaryIO:
        """Open a stream of what is there, for the caller to close; one at a time."""
        stream = os.fdopen(os.dup(self._descriptor), "rb")
        stream.seek(0)
        return stream

    def append(self, piece: bytes) -> None:
        """Append a piece, wholly or not at all. Raises OutputError where there is no room."""
        try:
            with writing(self.path):
                written = os.write(self._descriptor, piece)
                while written < len(piece):  # the rest, or the error that stopped it
                    written += os.write(self._descriptor, piece[written:])
        except BaseException:
            self.cut(self.size)
            raise
        self.size += len(piece)
        if self.size - self._synced > SYNC_EVERY:
            self._sync()

    def cut(self, size: int) -> None:
        """Cut the file off."""
        os.ftruncate(self._descriptor, size)
        self.size = size

    def cut_aside(self, size: int) -> Path | None:
        """Cut the file off, having put what goes in a file beside it; returns that file, None where nothing goes.

        Raises OutputError where there is no room for it.
        """
        if self.size == size:
            return None
        with self.reader() as stream:
            aside = put_beside(self.path, "tail", stream, [(size, self.size)])
        self.cut(size)
        return aside

    def finish(self) -> None:
        """Make the file durable and give it its name; it stays locked until it is released.

        Raises OutputError where that cannot be, or another file has the name.
        """
        self._sync()
        with writing(self.path):
            if self.is_new:
                rename(self._grown, self.path)
                self._grown, self.is_new = self.path, False
            sync_folder(self.path.parent)

    def _sync(self) -> None:
        with writing(self.path):
            os.fsync(self._descriptor)
        self._synced = self.size

    def release(self) -> None:
        """Let go of the file as it is; one that is still empty and has no name yet is removed."""
        if self.is_new and not self.size:
            self._grown.unlink(missing_ok=True)
        os.close(self._descriptor)


def opened(path: Path, *, resume: bool = False) -> GrowingFile:
    """Open a file to append to, or create it; `resume` takes up one that an interrupted run left open.

    Raises ArchiveError where another process writes to it, or an interrupted run left it open, OutputError where it
    cannot be opened.
    """
    with writing(path):
        if path.exists():
            descriptor = locked(path, os.O_RDWR | os.O_APPEND)
            _settle(path, descriptor)
            return GrowingFile(path, path, descriptor)
        return GrowingFile(path, draft(path), _begin(draft(path), resume=resume))


def draft(path: Path) -> Path:
    """The name that a new file has while it grows."""
    return path.with_name(path.name + OPEN)


def _begin(grown: Path, *, resume: bool) -> int:
    try:
        return locked(grown, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL)
    except FileExistsError:
        descriptor = locked(grown, os.O_RDWR | os.O_APPEND)
        if not resume and os.fstat(descriptor).st_size:
            os.close(descriptor)
            raise ArchiveError(
                f"{grown}: left by an interrupted run; --resume continues it, `cleaner archive repair` finishes it"
            ) from None
        return descriptor


def _settle(path: Path, descriptor: int) -> None:
    """Finish a rename that broke off between its two steps. Raises ArchiveError where the draft is another file."""
    left = draft(path)
    if not left.exists():
        return
    if left.samefile(path):
        left.unlink()
        return
    os.close(descriptor)
    raise ArchiveError(f"{left}: left by an interrupted run beside a finished {path.name}; move one of them away")
