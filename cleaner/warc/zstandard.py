"""The decompressed bytes of a .warc.zst, by FastWARC where it is installed (RFC 8878, and IIPC's WARC zstd profile)."""

from __future__ import annotations

from typing import Any

from cleaner.errors import ReadError
from cleaner.warc.inflate import BombError, MemberError
from cleaner.warc.limits import Limits
from cleaner.warc.window import CHUNK, Window

# A frame, and the frame that holds the dictionary of a .warc.zst.
ZSTANDARD = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
REMEDY = "install FastWARC (pip install 'cleaner[fast]'), or decompress the file first: zstd -d FILE.warc.zst"


class Frames:
    """A stream of what all frames of a file hold. Raises ReadError where FastWARC is not installed.

    `read` raises MemberError where a frame is damaged, BombError where it gives far more than it holds.
    """

    def __init__(self, window: Window, limits: Limits) -> None:
        try:
            from fastwarc.stream_io import ZstdReader
        except ImportError as error:
            raise ReadError(f"Zstandard is not read without FastWARC 2; {REMEDY}") from error
        self._source = _Counted(window)
        self._limits = limits
        self._produced = 0
        self._reader = ZstdReader(self._source, fsspec_args=False)

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; b"" at the end of the file."""
        try:
            piece = self._reader.read(min(size, CHUNK))
        except (OSError, ValueError, EOFError) as error:
            raise MemberError(f"the Zstandard frame is damaged ({error}); fetch the file again") from error
        self._produced += len(piece)
        if self._limits.inflated_too_far(self._source.consumed, self._produced):
            raise BombError(f"{self._source.consumed} compressed bytes give {self._produced} and more: a bomb")
        return piece


class _Counted:
    """A window as the file that FastWARC asks for."""

    def __init__(self, window: Window) -> None:
        self._window = window
        self.consumed = 0

    def read(self, size: int = CHUNK) -> bytes:
        piece = self._window.read(min(size, CHUNK) if size > 0 else CHUNK)
        self.consumed += len(piece)
        return piece

    def tell(self) -> int:
        return self.consumed

    def seek(self, *_: Any) -> int:
        raise OSError("a stream that only goes forward")

    def close(self) -> None:
        """Nothing to close: the window is the caller's."""
