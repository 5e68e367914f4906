"""WARC: `response` and `resource` records are documents, each with its record so that it can be archived as it lay.

So are `revisit` records, whose bytes are in another record and not read here. Requests and metadata come with the
document that they belong to.

What a record is, it says itself: images, stylesheets and error pages are given too, for the caller to pass over. The
HTTP status stands first among a response's headers, under the name that HTTP/2 gave it: `:status`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import chain
from pathlib import Path

from cleaner.errors import LimitError, ReadError
from cleaner.model import Failed, Record, Source
from cleaner.warc import headers, http
from cleaner.warc.captures import Capture, captures
from cleaner.warc.headers import Field
from cleaner.warc.http import Message
from cleaner.warc.limits import FOREIGN, Limits
from cleaner.warc.members import Damage, Member, walk
from cleaner.warc.record import identity
from cleaner.warc.window import Readable

REVISIT = "revisit"
STATUS = ":status"
PUBLISHED = ("http://", "https://")


def sources(opened: str | Path | Readable, name: str, limits: Limits = FOREIGN) -> Iterator[Source | Failed]:
    """Read the documents of a WARC file, one at a time.

    In: a path or a binary stream (gzip members, one gzip member around all, or plain), and its name for messages.
    Out: a `Source` for each `response`, `resource` and `revisit`, in order, its transfer and content encodings undone.
    A damaged stretch gives a `Failed` without bytes, a record whose encodings cannot be undone a `Failed` with its
    record; the reading goes on after both. Other records are passed over. Raises OSError where the path cannot be read.
    """
    with _stream(opened) as stream:
        items = walk(stream, limits)
        first = next(items, None)
        if first is None:
            yield Failed(Source(name, b""), ReadError(f"{name}: empty, not a WARC file"))
            return
        for item in captures(chain([first], items)):
            if isinstance(item, Damage):
                yield Failed(Source(f"{name}:{item.offset}", b""), _placed(item.error, f"{name}: byte {item.offset}"))
            else:
                yield _source(item, name, limits)


def _stream(opened: str | Path | Readable) -> AbstractContextManager[Readable]:
    return Path(opened).open("rb") if isinstance(opened, str | Path) else nullcontext(opened)


def _source(capture: Capture, name: str, limits: Limits) -> Source | Failed:
    member = capture.record
    companions = tuple(_record(other) for other in capture.companions)
    try:
        return _with_companions(source(member, limits), companions)
    except ReadError as error:
        undecoded = _with_companions(bare(member), companions)
        return Failed(undecoded, _placed(error, f"{name}: byte {member.offset}: {uri(member)}"))


def _with_companions(found: Source, companions: tuple[Record, ...]) -> Source:
    return replace(found, record=replace(found.record, companions=companions)) if found.record and companions else found


def _placed(error: ReadError, place: str) -> ReadError:
    """An error that says where it happened."""
    return (LimitError if isinstance(error, LimitError) else ReadError)(f"{place}: {error}")


def source(member: Member, limits: Limits = FOREIGN) -> Source:
    """Read the document in one record; a revisit has no bytes.

    Raises ReadError where its HTTP header or encodings cannot be read, LimitError where it is beyond a limit.
    """
    found = bare(member)
    if member.headers.get("WARC-Type") == REVISIT:
        return found
    content_type = member.headers.get("Content-Type")
    if not _is_http(member, content_type):
        return replace(_typed(found, content_type), data=member.block)
    response = http.message(member.block, limits)
    payload = http.payload(response, limits)
    return replace(
        _typed(found, response.headers.get("Content-Type")),
        data=payload.data,
        headers=(*_status(response), *response.headers.fields),
        record=_record(member, "" if payload.complete else "disconnect"),
    )


def _status(response: Message) -> tuple[Field, ...]:
    return ((STATUS, str(response.status)),) if response.status else ()


def uri(member: Member) -> str:
    """A record's target URI, out of the angle brackets that some writers put around it; else its ID."""
    target = member.headers.get("WARC-Target-URI") or identity(member)
    return target.removeprefix("<").removesuffix(">")


def address(target: str) -> str | None:
    """A target URI where it is an address that a page was published at."""
    return target if target.lower().startswith(PUBLISHED) else None


def bare(member: Member) -> Source:
    """What a record says of its document, without the document's bytes."""
    target = uri(member)
    return Source(
        uri=target,
        data=b"",
        url=address(target),
        date=member.headers.get("WARC-Date") or None,
        record=_record(member),
    )


def _record(member: Member, broken_off: str = "") -> Record:
    return Record(
        id=identity(member),
        type=member.headers.get("WARC-Type"),
        date=member.headers.get("WARC-Date"),
        raw=member.raw,
        compressed=member.compressed,
        truncated=member.headers.get("WARC-Truncated") or broken_off,
    )


def _is_http(member: Member, content_type: str) -> bool:
    if not content_type:
        return member.headers.get("WARC-Type") == "response"
    return headers.media_type(content_type) == "application/http"


def _typed(source: Source, content_type: str) -> Source:
    return replace(source, media_type=headers.media_type(content_type), charset=headers.charset(content_type))
