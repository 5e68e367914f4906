"""Inputs to documents: a file is one, a container (NDJSON, WARC) holds many."""

from __future__ import annotations

import io
import os
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import BadGzipFile, GzipFile
from importlib import import_module
from typing import BinaryIO

from cleaner.batch import defects, skip
from cleaner.batch.inputs import Input
from cleaner.errors import CleanerError, ConfigError, LimitError, ReadError
from cleaner.model import Failed, Source
from cleaner.read import ndjson
from cleaner.read.sniff import container as sniffed

MAX_BYTES = 256 * 1024 * 1024  # of one document
HEAD = 4096  # bytes by which a container is told
MEDIA_TYPES = {"text": "text/plain", "md": "text/markdown", "html": "text/html"}
CONTAINERS = {"ndjson": "application/x-ndjson", "warc": "application/warc"}
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    form       "auto" (told by content), "text", "md", "html", "ndjson" or "warc"
    field      the member of NDJSON objects that holds the text; None: html, else text
    url        the address of the one document that there is
    max_bytes  the largest document that is read
    """

    form: str = "auto"
    field: str | None = None
    url: str | None = None
    max_bytes: int = MAX_BYTES


AUTO = Reading()


@dataclass(frozen=True, slots=True)
class Document:
    """One document of an input, or why there is none. `contained` says that its input is a container."""

    item: Input
    source: Source | Failed
    contained: bool = False


def documents(items: Iterable[Input], reading: Reading = AUTO) -> Iterator[Document]:
    """Read the documents of all inputs, in order, one at a time.

    What cannot be read becomes a document whose source is `Failed`; the reading goes on.
    """
    for item in items:
        try:
            yield from _documents(item, reading)
        except (ReadError, OSError) as error:
            yield _unread(item, _explained(item, error))
        except CleanerError:  # such as options that contradict the input: it ends the run
            raise
        except Exception as error:  # noqa: BLE001 - a defect of a reader costs one input, not the run
            yield _unread(item, defects.explained(item.name, error))


def container(item: Input, reading: Reading = AUTO) -> str | None:
    """The media type of a container that can be looked at twice; None for a document, a pipe, what cannot be read."""
    if reading.form != "auto":
        return CONTAINERS.get(reading.form)
    if item.is_stdin or not os.path.isfile(item.name):  # noqa: PTH113
        return None
    try:
        with _opened(item) as stream:
            return _container(item, stream.read(HEAD))
    except OSError:  # it is reported when the input's turn comes
        return None


def passed_over(item: Input, reading: Reading = AUTO) -> str | None:
    """The media type that a folder's file has by its name, where such a file is passed over unread; else None."""
    if reading.form in MEDIA_TYPES or item.listed:
        return None
    guess = skip.guessed_type(item.path)
    return guess if skip.other_kind(guess) else None


def _unread(item: Input, error: Exception) -> Document:
    return Document(item, Failed(Source(item.name, b"", path=item.path), error))


def _documents(item: Input, reading: Reading) -> Iterator[Document]:
    with _opened(item) as stream:
        head = _head(stream)
        stream = _rewound(stream, head)
        kind = CONTAINERS.get(reading.form) if reading.form != "auto" else _container(item, head)
        if kind is None:
            yield Document(item, _source(stream, item, reading))
            return
        if reading.url:
            raise ConfigError(f"{item.name}: --url is the address of one document, and this holds several")
        found = _RECORDS[kind](stream, item, reading)
        yield from (Document(item, source, contained=True) for source in found)


def _container(item: Input, head: bytes) -> str | None:
    return sniffed(item.name, head) or (CONTAINERS["ndjson"] if ndjson.looks_like(head) else None)


def _ndjson(stream: io.BufferedReader, item: Input, reading: Reading) -> Iterator[Source | Failed]:
    packed = stream.peek(len(GZIP)).startswith(GZIP)
    lines = io.BufferedReader(GzipFile(fileobj=stream)) if packed else stream
    try:
        yield from ndjson.sources(lines, item.name, reading.field, path=None if item.is_stdin else item.path)
    except (EOFError, BadGzipFile, zlib.error) as error:
        raise ReadError(f"{item.name}: damaged gzip: {error}; what stood before the damage was read") from error


def _warc(stream: io.BufferedReader, item: Input, _: Reading) -> Iterator[Source | Failed]:
    records: Iterator[Source | Failed] = import_module("cleaner.read.warc").sources(stream, item.name)
    return records


_RECORDS = {CONTAINERS["ndjson"]: _ndjson, CONTAINERS["warc"]: _warc}


def _source(stream: io.BufferedReader, item: Input, reading: Reading) -> Source:
    if other := passed_over(item, reading):
        return Source(item.name, b"", media_type=other, path=item.path)
    media_type = MEDIA_TYPES.get(reading.form)
    data = stream.read(reading.max_bytes + 1)
    if len(data) > reading.max_bytes:
        raise LimitError(f"{item.name}: larger than {reading.max_bytes:,} bytes; split the document")
    path = None if item.is_stdin else item.path
    return Source(item.name, data, media_type=media_type, url=reading.url, path=path)


@contextmanager
def _opened(item: Input) -> Iterator[BinaryIO]:
    if item.is_stdin:
        yield sys.stdin.buffer
    else:
        with open(item.name, "rb") as stream:  # noqa: PTH123 - the name as it was given
            yield stream


def _head(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, as many as are there without waiting for a slow writer's whole HEAD."""
    read1 = getattr(stream, "read1", stream.read)
    head = b""
    while len(head) < HEAD // 4 and (chunk := read1(HEAD - len(head))):
        head += chunk
    return head


def _rewound(stream: BinaryIO, head: bytes) -> io.BufferedReader:
    """The stream from its start again, whether it can seek or not."""
    return io.BufferedReader(_Joined(head, stream))


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


def _explained(item: Input, error: ReadError | OSError) -> Exception:
    if isinstance(error, ReadError):
        return error
    return ReadError(f"{item.name}: cannot be read: {error.strerror or error}")
