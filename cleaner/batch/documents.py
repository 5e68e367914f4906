"""Inputs to documents: a file is one, a container (NDJSON, Parquet, WARC, zip) holds many."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module

from cleaner.batch import defects, skip, streams, unpack
from cleaner.batch.inputs import Input
from cleaner.errors import CleanerError, ConfigError, LimitError, ReadError
from cleaner.model import Failed, Source
from cleaner.read import ndjson
from cleaner.read.magic import binary_type
from cleaner.read.sniff import container as sniffed
from cleaner.read.sniff import media_type as content_type

MAX_BYTES = 256 * 1024 * 1024  # of one document
MEDIA_TYPES = {"text": "text/plain", "md": "text/markdown", "html": "text/html"}
NDJSON, WARC, PARQUET, ZIP = (
    "application/x-ndjson", "application/warc", "application/vnd.apache.parquet", "application/zip"
)  # fmt: skip
CONTAINERS = {"ndjson": NDJSON, "warc": WARC, "parquet": PARQUET}
JSON = "application/json"
MOST_NESTED = 2  # a .gz in a .zip is unpacked, what is in that is not


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    form       "auto" (told by content), "text", "md", "html", "ndjson", "parquet" or "warc"
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
    """One document of an input, or why there is none. `contained` says that its input has no file for it alone."""

    item: Input
    source: Source | Failed
    contained: bool = False

    @property
    def weight(self) -> int:
        """About how many bytes it holds in memory."""
        source = self.source.source if isinstance(self.source, Failed) else self.source
        return len(source.data) + (len(source.record.raw) if source.record else 0)


def documents(items: Iterable[Input], reading: Reading = AUTO) -> Iterator[Document]:
    """Read the documents of all inputs, in order, one at a time.

    What cannot be read becomes a document whose source is `Failed`; the reading goes on.
    """
    for item in items:
        try:
            with streams.opened(item) as stream:
                yield from _documents(*streams.looked_at(stream), item, reading)
        except (ReadError, OSError) as error:
            yield _unread(item, _explained(item, error))
        except CleanerError:  # such as options that contradict the input: it ends the run
            raise
        except Exception as error:  # noqa: BLE001 - a defect of a reader costs one input, not the run
            yield _unread(item, defects.explained(item.name, error))


def settled(item: Input, reading: Reading = AUTO) -> tuple[Input, str | None]:
    """An input with the name that its output has, and the media type of the container that it is.

    None for a document, a pipe, what cannot be read: what a look at the beginning does not tell. The look can be
    repeated.
    """
    forced = CONTAINERS.get(reading.form)
    if item.is_stdin or not os.path.isfile(item.name):  # noqa: PTH113
        return item, forced
    try:
        with streams.opened(item) as stream:
            return _settled(*streams.looked_at(stream), item, reading)
    except (OSError, ReadError):  # it is reported when the input's turn comes
        return item, forced


def _settled(head: bytes, stream: io.BufferedReader, item: Input, reading: Reading) -> tuple[Input, str | None]:
    kind = _container(item, head, reading)
    compression = "" if kind == WARC else unpack.kind(head)
    if compression == ".zip":
        return item, ZIP
    if not compression:
        return item, kind
    inner = next(unpack.unpacked(stream, item.name, compression)).stream
    unpacked = replace(item, bare=unpack.inner_name(item.path))
    if isinstance(inner, ReadError):
        return unpacked, kind
    return unpacked, _container(unpacked, streams.looked_at(inner)[0], reading)


def passed_over(item: Input, reading: Reading = AUTO) -> str | None:
    """The media type that a folder's file has by its name, where such a file is passed over unread; else None."""
    if reading.form in MEDIA_TYPES or item.listed:
        return None
    guess = skip.guessed_type(item.bare or item.path)
    return guess if skip.other_kind(guess) else None


def _unread(item: Input, error: Exception) -> Document:
    return Document(item, Failed(Source(item.name, b"", path=item.path), error))


def _documents(
    head: bytes, stream: io.BufferedReader, item: Input, reading: Reading, nested: int = 0
) -> Iterator[Document]:
    kind = _container(item, head, reading)
    compression = unpack.kind(head) if kind != WARC and nested < MOST_NESTED else ""
    if compression:
        yield from _packed(stream, item, compression, reading, nested)
    elif kind is None:
        yield Document(item, _source(head, stream, item, reading))
    elif reading.url:
        raise ConfigError(f"{item.name}: --url is the address of one document, and this holds several")
    else:
        yield from (Document(item, source, contained=True) for source in _RECORDS[kind](stream, item, reading))


def _packed(
    stream: io.BufferedReader, item: Input, compression: str, reading: Reading, nested: int
) -> Iterator[Document]:
    """The documents in a compressed input; what cannot be unpacked is one that failed."""
    for path, inner in unpack.unpacked(stream, item.name, compression):
        found = replace(item, bare=unpack.inner_name(item.bare or item.path)) if not path else member(item, path)
        try:
            if isinstance(inner, ReadError):
                raise inner
            yield from _documents(*streams.looked_at(inner), found, reading, nested + 1)
        except ReadError as error:
            yield _unread(found, error)


def member(item: Input, path: str) -> Input:
    """The input that a member of a zip file is: a file in a folder of that name."""
    bare = f"{unpack.inner_name(item.bare or item.path)}/{path}"
    return Input(f"{item.name}/{path}", f"{item.path}/{path}", listed=False, bare=bare)


def _container(item: Input, head: bytes, reading: Reading) -> str | None:
    if reading.form != "auto":
        return CONTAINERS.get(reading.form)
    if head.startswith(b"PAR1"):
        return PARQUET
    if kind := sniffed(item.bare or item.name, head):
        return kind
    return NDJSON if ndjson.looks_like(head) and not _without_text(item, head, reading) else None


def _without_text(item: Input, head: bytes, reading: Reading) -> bool:
    """Whether a folder's file is a JSON object that holds no text: data that lies beside the documents."""
    return not item.listed and ndjson.looks_like(head) and not ndjson.has_text(head, reading.field)


def _ndjson(stream: io.BufferedReader, item: Input, reading: Reading) -> Iterator[Source | Failed]:
    return ndjson.sources(stream, item.name, reading.field, path=None if item.is_stdin else item.path)


def _parquet(stream: io.BufferedReader, item: Input, reading: Reading) -> Iterator[Source | Failed]:
    rows: Iterator[Source | Failed] = import_module("cleaner.read.parquet").sources(
        stream, item.name, reading.field, path=None if item.is_stdin else item.path
    )
    return rows


def _warc(stream: io.BufferedReader, item: Input, _: Reading) -> Iterator[Source | Failed]:
    records: Iterator[Source | Failed] = import_module("cleaner.read.warc").sources(stream, item.name)
    return records


_RECORDS = {NDJSON: _ndjson, PARQUET: _parquet, WARC: _warc}


def _source(head: bytes, stream: io.BufferedReader, item: Input, reading: Reading) -> Source:
    if other := passed_over(item, reading):
        return Source(item.name, b"", media_type=other, path=item.path)
    if reading.form == "auto" and _without_text(item, head, reading):
        return Source(item.name, b"", media_type=JSON, path=item.path)
    if reading.form == "auto" and not item.listed and (binary := binary_type(head)):
        return Source(item.name, b"", media_type=binary, path=item.path)
    data = stream.read(reading.max_bytes + 1)
    if len(data) > reading.max_bytes:
        raise LimitError(f"{item.name}: larger than {reading.max_bytes:,} bytes; split the document")
    media_type = MEDIA_TYPES.get(reading.form)
    if item.bare and media_type is None:  # the name that the bytes are told by is the one without the compression
        media_type = content_type(Source(item.bare, data))
    return Source(
        item.name, data, media_type=media_type, url=reading.url, path=None if item.is_stdin else item.path
    )  # fmt: skip


def _explained(item: Input, error: ReadError | OSError) -> Exception:
    if isinstance(error, ReadError):
        return error
    return ReadError(f"{item.name}: cannot be read: {error.strerror or error}")
