"""Decompression under limits: what comes out is bounded by what went in, and damage is explained."""

from __future__ import annotations

import io
import zlib
from gzip import BadGzipFile
from typing import BinaryIO, Protocol

from cleaner.errors import LimitError, ReadError
from cleaner.warc.limits import FOREIGN


class Readable(Protocol):
    """What a decompressor gives."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; b"" at the end."""


class Consumed(Protocol):
    """Something that knows how many compressed bytes have been read."""

    @property
    def consumed(self) -> int:
        """How many."""


class Counted(io.RawIOBase):
    """A stream that counts what was read of it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.consumed = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """As `io.RawIOBase` has it."""
        piece = self._stream.read(len(buffer))
        buffer[: len(piece)] = piece
        self.consumed += len(piece)
        return len(piece)


class Guarded(io.RawIOBase):
    """What a decompressor gives, with its errors explained and bombs refused."""

    def __init__(self, opened: Readable, compressed: Consumed, form: str, name: str) -> None:
        """`form` and `name` are the compression and the file for messages."""
        self._opened = opened
        self._format = form
        self._compressed = compressed
        self._name = name
        self._produced = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """As `io.RawIOBase` has it."""
        try:
            piece = self._opened.read(len(buffer))
        except (EOFError, BadGzipFile, zlib.error) as error:
            raise self._damaged(error) from error
        buffer[: len(piece)] = piece
        self._produced += len(piece)
        if FOREIGN.inflated_too_far(self._compressed.consumed, self._produced):
            raise LimitError(
                f"{self._name}: {self._compressed.consumed:,} compressed bytes give {self._produced:,} and more: "
                "a decompression bomb; unpack it yourself if you trust it"
            )
        return len(piece)

    def _damaged(self, error: Exception) -> ReadError:
        return ReadError(f"{self._name}: damaged {self._format}: {error}; what stood before the damage was read")
