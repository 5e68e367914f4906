"""Names that nothing is overwritten by; files put beside others, durably."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import BinaryIO

from cleaner.errors import OutputError, writing
from cleaner.warc.limits import MIB

Stretch = tuple[int, int]  # from one offset up to another
Piece = Stretch | bytes


def rename(old: Path, new: Path) -> None:
    """Rename without ever overwriting.

    Raises OutputError where another file has the name, OSError where it cannot be.
    """
    try:
        new.hardlink_to(old)
    except FileExistsError:
        raise OutputError(f"{new}: there is such a file by now; what was written is in {old}") from None
    except OSError:  # a file system without hard links: claim the name, then put the file there
        os.close(os.open(new, os.O_CREAT | os.O_EXCL))
        old.replace(new)
    else:
        old.unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def put_beside(path: Path, kind: str, stream: BinaryIO, pieces: Iterable[Piece]) -> Path:
    """Put stretches of a stream, and bytes between them, durably into a new file beside `path`; returns its path.

    Raises OutputError where there is no room for it; nothing of it is left then.
    """
    beside = free_name(path, kind)
    with writing(beside):
        try:
            with beside.open("xb") as out:
                for piece in pieces:
                    if isinstance(piece, bytes):
                        out.write(piece)
                    else:
                        _copy(stream, piece, out)
                out.flush()
                os.fsync(out.fileno())
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    return beside


def free_name(path: Path, kind: str) -> Path:
    """A name beside a file that nothing has: NAME.kind, NAME.kind-1 and so on."""
    names = (path.with_name(f"{path.name}.{kind}" + (f"-{number}" if number else "")) for number in count())
    return next(name for name in names if not name.exists())


def _copy(stream: BinaryIO, stretch: Stretch, out: BinaryIO) -> None:
    start, end = stretch
    stream.seek(start)
    left = end - start
    while left and (chunk := stream.read(min(MIB, left))):
        out.write(chunk)
        left -= len(chunk)
