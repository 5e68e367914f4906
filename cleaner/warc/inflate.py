"""The decompressed bytes of one gzip member, read piece by piece under limits (RFC 1952)."""

from __future__ import annotations

from cleaner.errors import LimitError, ReadError
from cleaner.warc.compress import inflate_error, inflater
from cleaner.warc.limits import MIB, Limits
from cleaner.warc.window import Window

GZIP = b"\x1f\x8b\x08"
IDLE = MIB  # compressed bytes that may pass without giving any


class MemberError(ReadError):
    """The compression of a member is damaged: nothing more can be read from it."""


class BombError(MemberError, LimitError):
    """A member gives far more than it holds, or far less."""


class GzipMember:
    """A stream of what one gzip member holds; the window stands exactly behind the member once it has ended.

    `read` raises MemberError where the member is damaged or torn, BombError where it breaks a limit, and again at each
    further call. The library checks the trailer's CRC-32 and length.
    """

    def __init__(self, window: Window, limits: Limits) -> None:
        self._window = window
        self._limits = limits
        self._inflater = inflater()
        self._error = inflate_error()
        self._consumed = 0
        self._produced = 0
        self._broken: MemberError | None = None

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; b"" once the member has ended and its checksum was right."""
        if self._broken:
            raise self._broken
        try:
            while not self._inflater.eof:
                if piece := self._step(size):
                    return piece
        except MemberError as error:
            self._broken = error
            raise
        return b""

    def _step(self, size: int) -> bytes:
        compressed = self._window.available()
        try:
            piece: bytes = self._inflater.decompress(compressed, size)
        except self._error as error:
            raise MemberError(f"the gzip member is damaged ({error}); fetch the file again") from error
        if not (compressed or piece or self._inflater.eof):
            raise MemberError("the gzip member is torn, the file ends inside it; fetch the file again")
        left = self._inflater.unused_data if self._inflater.eof else self._inflater.unconsumed_tail
        taken = len(compressed) - len(left)
        self._window.skip(taken)
        self._consumed += taken
        self._produced += len(piece)
        if self._limits.inflated_too_far(self._consumed, self._produced):
            raise BombError(f"{self._consumed} compressed bytes give {self._produced} and more: a decompression bomb")
        if self._consumed > self._produced + IDLE:
            raise BombError(f"{self._consumed} compressed bytes give only {self._produced}")
        return piece


def begins_with(compressed: bytes, prefix: bytes) -> bool:
    """Whether the first bytes of a gzip member inflate to `prefix`."""
    try:
        return bool(inflater().decompress(compressed, len(prefix)) == prefix)
    except inflate_error():
        return False
