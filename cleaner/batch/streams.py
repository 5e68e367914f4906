"""Streams that can be looked at before they are read, whether they can seek or not."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from cleaner.batch.inputs import Input

HEAD = 4096  # bytes by which a container is told


@contextmanager
def opened(item: Input) -> Iterator[BinaryIO]:
    """The bytes of an input."""
    if item.is_stdin:
        yield sys.stdin.buffer
    elif "://" in item.name:
        from cleaner.batch.shards.store import filesystem  # what lies here is read without fsspec

        files, path = filesystem(item.name)
        with files.open(path, "rb") as stream:
            yield stream
    else:
        with open(item.name, "rb") as stream:  # noqa: PTH123 - the name as it was given
            yield stream


def looked_at(stream: BinaryIO) -> tuple[bytes, io.BufferedReader]:
    """The first bytes of a stream, and the stream from its start again.

    As many bytes as are there without waiting for a slow writer's whole HEAD.
    """
    head = _head(stream)
    if stream.seekable():
        stream.seek(-len(head), io.SEEK_CUR)
        # Remote files have all that a raw stream has, but not its type.
        return head, stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[arg-type]
    return head, io.BufferedReader(_Joined(head, stream))


def _head(stream: BinaryIO) -> bytes:
    read1 = getattr(stream, "read1", stream.read)
    head = b""
    while len(head) < HEAD // 4 and (chunk := read1(HEAD - len(head))):
        head += chunk
    return head


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._read1 = getattr(rest, "read1", rest.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        chunk = self._head[: len(buffer)] or self._read1(len(buffer))
        self._head = self._head[len(chunk) :]
        buffer[: len(chunk)] = chunk
        return len(chunk)
