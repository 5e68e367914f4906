"""WARC files as others write them: records by warcio's writer, containers and damage by hand."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from cleaner.errors import ReadError
from cleaner.model import Failed, Source
from cleaner.read.warc import sources
from cleaner.warc.limits import FOREIGN, Limits

PAGE = b"<p>A page of few words.</p>"


def response(
    body: bytes = PAGE,
    uri: str = "http://example.org/a",
    fields: Sequence[tuple[str, str]] = (),
    status: str = "200 OK",
    content_type: str = "text/html; charset=utf-8",
) -> bytes:
    """The bare bytes of a `response` record."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    http = StatusAndHeaders(status, [("Content-Type", content_type), *fields], protocol="HTTP/1.1")
    named = {
        "WARC-Date": "2024-01-02T03:04:05Z",
        "WARC-Record-ID": f"<urn:uuid:{uuid5(NAMESPACE_URL, uri + body.hex())}>",
    }
    writer.write_record(
        writer.create_warc_record(
            uri, "response", payload=BytesIO(body), length=len(body), http_headers=http, warc_headers_dict=named
        )
    )
    return out.getvalue()


def record(kind: str, block: bytes, uri: str = "http://example.org/a", content_type: str = "text/plain") -> bytes:
    """The bare bytes of a record of another type."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    writer.write_record(
        writer.create_warc_record(
            uri, kind, payload=BytesIO(block), length=len(block), warc_content_type=content_type,
            warc_headers_dict={"WARC-Date": "2024-01-02T03:04:05Z"},
        )
    )  # fmt: skip
    return out.getvalue()


def members(*records: bytes) -> bytes:
    """A file of one gzip member a record, as crawlers write it."""
    return b"".join(gzip.compress(item, mtime=1_700_000_000) for item in records)


def read(file: bytes, limits: Limits = FOREIGN) -> list[Source | Failed]:
    """All that is read from a file."""
    return list(sources(BytesIO(file), "crawl.warc.gz", limits))


def good(file: bytes, limits: Limits = FOREIGN) -> list[Source]:
    """The documents that are read from a file."""
    return [item for item in read(file, limits) if isinstance(item, Source)]


def errors(file: bytes, limits: Limits = FOREIGN) -> list[ReadError]:
    """What could not be read of a file."""
    found = [item.error for item in read(file, limits) if isinstance(item, Failed)]
    assert all(isinstance(error, ReadError) for error in found)
    return [error for error in found if isinstance(error, ReadError)]
