"""A forward stream that can be looked ahead in, searched, and taken back to a mark."""

from __future__ import annotations

from typing import Protocol

from cleaner.warc.limits import KIB, MIB

CHUNK = 64 * KIB


class Readable(Protocol):
    """Anything that gives up to `size` bytes, and b"" at its end."""

    def read(self, size: int, /) -> bytes:
        """Give up to `size` bytes."""


class Window:
    """Bytes of a stream around a position.

    `offset` is the position in the stream. From `mark` to `unmark` the bytes passed over are kept, so that they can be
    copied (`marked`) or read again (`rewind`).
    """

    def __init__(self, stream: Readable, offset: int = 0) -> None:
        self.offset = offset
        self._stream = stream
        self._buffer = bytearray()
        self._at = 0  # where `offset` is in the buffer
        self._keep = 0  # how many bytes may be kept behind the position
        self._ended = False

    def peek(self, size: int = 1) -> bytes:
        """Up to `size` bytes at the position; fewer only at the end of the stream."""
        self._fill(size)
        return bytes(memoryview(self._buffer)[self._at : self._at + size])

    def view(self, size: int) -> memoryview:
        """As `peek`, without a copy; the caller releases it before anything else is done with the window."""
        self._fill(size)
        return memoryview(self._buffer)[self._at : self._at + size]

    def available(self) -> bytes:
        """The bytes at hand from the position on, at least one and at most CHUNK; b"" at the end of the stream."""
        self._fill(1)
        return bytes(memoryview(self._buffer)[self._at : self._at + CHUNK])

    def skip(self, size: int) -> None:
        """Move on by `size` bytes, which must have been looked at."""
        self._at += size
        self.offset += size
        if self._at >= max(CHUNK, self._keep):
            self.unmark()
            self._forget()

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, moving on; fewer only at the end of the stream."""
        data = self.peek(size)
        self.skip(len(data))
        return data

    def mark(self, keep: int) -> None:
        """Keep what is passed over from here on, while it is shorter than `keep` bytes."""
        self._forget()
        self._keep = keep

    def unmark(self) -> None:
        """Keep no longer."""
        self._keep = 0

    @property
    def marked(self) -> bytes:
        """The bytes from the mark to the position."""
        return bytes(memoryview(self._buffer)[: self._at])

    def rewind(self) -> None:
        """Go back to the mark, if there is one."""
        if self._keep:
            self.offset -= self._at
            self._at = 0

    def find(self, pattern: bytes) -> bool:
        """Move to the next occurrence of `pattern` at or after the position, or to the end of the stream."""
        while True:
            found = self._buffer.find(pattern, self._at)
            if found >= 0:
                self.skip(found - self._at)
                return True
            # The pattern may begin in the last bytes at hand.
            self.skip(max(0, len(self._buffer) - self._at - len(pattern) + 1))
            if len(self.peek(len(pattern))) < len(pattern):
                self.skip(len(self._buffer) - self._at)
                return False

    def _fill(self, size: int) -> None:
        while (missing := size - len(self._buffer) + self._at) > 0 and not self._ended:
            # In steps: a declared length may promise more than there is, and `read` allocates what it is asked for.
            chunk = self._stream.read(min(max(CHUNK, missing), MIB))
            self._buffer += chunk
            self._ended = not chunk

    def _forget(self) -> None:
        del self._buffer[: self._at]
        self._at = 0
