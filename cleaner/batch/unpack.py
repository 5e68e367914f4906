"""Compressed inputs, read under limits: a .gz or .zst file is the file in it, a .zip file is a folder.

gzip (RFC 1952) and zip (APPNOTE.TXT) by the standard library, Zstandard (RFC 8878) by the package of that name. WARC
files are compressed record by record, and are not unpacked here.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from gzip import GzipFile
from typing import Any, NamedTuple

from cleaner.batch.guarded import Counted, Guarded, Readable
from cleaner.errors import ReadError

GZIP, ZSTD, ZIP = b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
SUFFIXES = (".gz", ".zst", ".zip")
_FORMATS = {".gz": "gzip", ".zst": "Zstandard"}
MAX_WINDOW = 128 * 1024**2  # bytes that a Zstandard frame may refer back
ZSTD_STEP = 1024  # compressed bytes at a time: a block of 4 may stand for 128 KiB

# A zip file that begins with one of these is a document of another format: OOXML, ODF and EPUB, Java.
_OTHER_FORMATS = (b"[Content_Types].xml", b"_rels/", b"mimetype", b"META-INF/", b"docProps/", b"word/", b"xl/", b"ppt/")
_NAME = 30  # where the first member's name is


class Packed(NamedTuple):
    """A file out of a compressed one.

    path    below the compressed file for a member of a zip, empty where that holds one file only
    stream  of its bytes, or the error that says why there is none
    """

    path: str
    stream: io.BufferedReader | ReadError


def kind(head: bytes) -> str:
    """The suffix of the compression of a file that begins so; empty for a file that is not compressed."""
    if head.startswith(ZIP):
        return "" if head.startswith(_OTHER_FORMATS, _NAME) else ".zip"
    return ".gz" if head.startswith(GZIP) else ".zst" if head.startswith(ZSTD) else ""


def inner_name(name: str) -> str:
    """A name without the suffix of its compression.

    >>> inner_name("news/a.html.gz"), inner_name("b.zip"), inner_name("c.txt")
    ('news/a.html', 'b', 'c.txt')
    """
    return next((name[: -len(suffix)] for suffix in SUFFIXES if name.lower().endswith(suffix)), name)


def unpacked(stream: io.BufferedReader, name: str, compression: str) -> Iterator[Packed]:
    """The files in a compressed one, one at a time; each stream is read before the next is asked for.

    In: its stream, its name for messages, and what `kind` says of it. The streams raise ReadError where the file is
    damaged, LimitError where it is a bomb. Raises ReadError where it cannot be opened at all.
    """
    if compression == ".zip":
        from cleaner.batch import unzip  # few inputs are zip files

        yield from (Packed(*member) for member in unzip.members(stream, name))
    else:
        opened = _gzip if compression == ".gz" else _zstandard
        counted = Counted(stream)
        yield Packed("", io.BufferedReader(Guarded(opened(counted, name), counted, _FORMATS[compression], name)))


def _gzip(stream: Counted, name: str) -> Readable:
    return GzipFile(fileobj=stream)


def _zstandard(stream: Counted, name: str) -> Readable:
    try:
        import zstandard
    except ImportError as error:
        raise ReadError(
            f"{name}: Zstandard is not read without the package zstandard; install it (pip install 'cleaner[fast]'), "
            "or decompress the file first: unzstd FILE"
        ) from error
    return _Frames(stream, zstandard)


class _Frames:
    """What the Zstandard frames of a stream hold. The package's own reader takes a torn frame for a whole one."""

    def __init__(self, stream: Counted, library: Any) -> None:
        self._stream = stream
        self._library = library
        self._decompressor = library.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._frame = self._decompressor.decompressobj()
        self._ready = memoryview(b"")
        self._begun = False

    def read(self, size: int, /) -> bytes:
        while not self._ready:
            if not (compressed := self._stream.read(ZSTD_STEP)):
                if self._begun:
                    raise EOFError("the file ends inside a frame")
                return b""
            self._ready = memoryview(b"".join(self._inflated(compressed)))
        piece = bytes(self._ready[:size])
        self._ready = self._ready[size:]
        return piece

    def _inflated(self, compressed: bytes) -> Iterator[bytes]:
        while compressed:
            try:
                yield self._frame.decompress(compressed)
            except self._library.ZstdError as error:
                raise zlib.error(str(error)) from error
            self._begun = not self._frame.eof
            compressed = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame = self._decompressor.decompressobj()
