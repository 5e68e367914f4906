"""The frames of a .warc.zst, decompressed by FastWARC where it is installed (RFC 8878, and IIPC's profile for WARC)."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from cleaner.errors import LimitError, ReadError
from cleaner.warc.inflate import BombError, MemberError
from cleaner.warc.limits import MIB, Limits
from cleaner.warc.window import CHUNK, Window

FRAME, DICTIONARY = b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
SLACK = 4 * MIB  # bytes beside a record that a frame may have
Open = Callable[[bytes], Any]


def opener() -> Open:
    """What opens frames to read. Raises ReadError where FastWARC is not installed."""
    try:
        from fastwarc.stream_io import ZstdReader
    except ImportError as error:
        raise ReadError(
            "Zstandard is not read without FastWARC 2; install it (pip install 'cleaner[fast]'), "
            "or decompress the file first: zstd -d FILE.warc.zst"
        ) from error
    return lambda frames: ZstdReader(BytesIO(frames), fsspec_args=False)


def frame(window: Window, limits: Limits) -> bytes:
    """Read one frame, or the one that holds the dictionary (RFC 8878, sections 3.1.1 and 3.1.2); the window is marked.

    Raises MemberError where there is none or it breaks off, LimitError where it is too long.
    """
    window.mark(limits.record + SLACK)
    most = window.offset + limits.record
    magic = window.peek(4)
    if magic not in {FRAME, DICTIONARY}:
        raise MemberError("these bytes are no Zstandard frame")
    _pass(window, 4, most)
    if magic == DICTIONARY:
        _pass(window, int.from_bytes(_pass(window, 4, most), "little"), most)
        return window.marked
    descriptor = _pass(window, 1, most)[0]
    single = descriptor >> 5 & 1
    content_size = (single, 2, 4, 8)[descriptor >> 6]
    _pass(window, 1 - single + (0, 1, 2, 4)[descriptor & 3] + content_size, most)
    last = 0
    while not last:
        block = int.from_bytes(_pass(window, 3, most), "little")
        last, kind, size = block & 1, block >> 1 & 3, block >> 3
        _pass(window, 1 if kind == 1 else size, most)
    _pass(window, 4 * (descriptor >> 2 & 1), most)
    return window.marked


def _pass(window: Window, size: int, most: int) -> bytes:
    if window.offset + size > most:
        raise LimitError("a Zstandard frame longer than a record may be")
    passed = window.read(size)
    if len(passed) < size:
        raise MemberError("the Zstandard frame is torn, the file ends inside it; fetch the file again")
    return passed


class FrameStream:
    """A stream of what frames hold. `read` raises MemberError where one is damaged, BombError where it is a bomb."""

    def __init__(self, frames: bytes, opened: Any, limits: Limits) -> None:
        self._consumed = len(frames)
        self._reader = opened
        self._limits = limits
        self._produced = 0

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; b"" at the end."""
        try:
            piece: bytes = self._reader.read(min(size, CHUNK))
        except (OSError, ValueError, EOFError) as error:
            raise MemberError(f"the Zstandard frame is damaged ({error}); fetch the file again") from error
        self._produced += len(piece)
        if self._limits.inflated_too_far(self._consumed, self._produced):
            raise BombError(f"{self._consumed} compressed bytes give {self._produced} and more: a decompression bomb")
        return piece
