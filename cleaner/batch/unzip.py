"""The files in a zip file (APPNOTE.TXT), one at a time."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from cleaner.batch.guarded import Guarded
from cleaner.errors import LimitError, ReadError

MAX_MEMBERS = 1_000_000  # its directory is held in memory


def members(stream: BinaryIO, name: str) -> Iterator[tuple[str, io.BufferedReader | ReadError]]:
    """The files' paths and streams, or the errors that say why there is none. Raises ReadError where it is no zip."""
    if not stream.seekable():
        raise ReadError(f"{name}: a zip file is read from its end, and this is a pipe; save it as a file first")
    try:
        with ZipFile(stream) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_MEMBERS:
                raise LimitError(f"{name}: more than {MAX_MEMBERS:,} members; split the file")
            for entry in entries:
                if not entry.is_dir() and not _is_hidden(entry.filename):
                    yield _place(entry.filename), _member(archive, entry, f"{name}/{entry.filename}")
    except (BadZipFile, NotImplementedError, UnicodeDecodeError) as error:
        raise ReadError(f"{name}: damaged zip: {error}") from error


def _member(archive: ZipFile, entry: ZipInfo, name: str) -> io.BufferedReader | ReadError:
    try:
        opened = archive.open(entry)
    except (BadZipFile, NotImplementedError, RuntimeError) as error:  # RuntimeError: it is encrypted
        return ReadError(f"{name}: cannot be unpacked: {error}")
    return io.BufferedReader(Guarded(_Member(opened), _Sized(entry.compress_size), "zip", name))


def _place(path: str) -> str:
    """A member's path as one that leads nowhere else.

    >>> _place("../../etc/passwd"), _place("/a//b.txt")
    ('etc/passwd', 'a/b.txt')
    """
    return "/".join(part for part in path.replace("\\", "/").split("/") if part not in {"", ".", ".."}) or "member"


def _is_hidden(path: str) -> bool:
    """Whether a member is hidden, as a file of a folder would be; so is what macOS puts beside the files."""
    return any(
        (part.startswith(".") and part.strip(".")) or part == "__MACOSX" for part in path.replace("\\", "/").split("/")
    )


class _Member:
    """A member's bytes."""

    def __init__(self, opened: IO[bytes]) -> None:
        self._opened = opened

    def read(self, size: int, /) -> bytes:
        try:
            return self._opened.read(size)
        except BadZipFile as error:  # its checksum is wrong
            raise zlib.error(str(error)) from error


class _Sized(NamedTuple):
    """A compressed stream whose length is known."""

    consumed: int


def paths(name: str) -> list[str]:
    """The paths of the files in a zip file; none where it is damaged, which is told when it is read."""
    try:
        with ZipFile(name) as archive:
            entries = archive.infolist()
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, OSError):
        return []
    return [_place(entry.filename) for entry in entries if not entry.is_dir() and not _is_hidden(entry.filename)]
