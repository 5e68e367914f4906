"""Walk a WARC file record by record, keeping each record's bytes as they lie in the file.

One gzip member a record is how WARC files are written; one member around all records, no gzip at all, and Zstandard are
read too.
After damage the walk goes on at the next record that it can find.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from cleaner.errors import LimitError, ReadError
from cleaner.warc import headers, quick, zstandard
from cleaner.warc.headers import Headers
from cleaner.warc.inflate import GZIP, GzipMember, MemberError, begins_with
from cleaner.warc.limits import FOREIGN, KIB, MIB, Limits
from cleaner.warc.window import CHUNK, Readable, Window

START = b"WARC/"
SLACK = 4 * MIB  # bytes beside the block: header, line ends, what compression adds to what it cannot compress
ENDING = b"\r\n\r\n"

_FIRST_LINES = re.compile(rb"WARC/\d+\.\d+\r?\n[A-Za-z-]+:")
_LENGTH = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Member:
    """One record as it lies in its file.

    offset      of its first byte; for a record within a larger gzip member, of that member
    raw         one whole gzip member where `compressed`, else the bare record
    headers     of the record
    block       as long as Content-Length says
    ending      the line ends after the block; the standard asks for CRLF CRLF
    """

    offset: int
    raw: bytes
    compressed: bool
    headers: Headers
    block: bytes
    ending: bytes


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of a file, from `offset` on, that holds no record that can be read, and why."""

    offset: int
    error: ReadError


def walk(stream: Readable, limits: Limits = FOREIGN, start: int = 0) -> Iterator[Member | Damage]:
    """Give every record of a WARC file, and every damaged stretch, in order.

    In: a binary stream, and the offset at which it stands. Memory is bounded by a few times `limits.record`.
    """
    window = Window(stream, start)
    return _container(window)(window, limits)


def _container(window: Window) -> Callable[[Window, Limits], Iterator[Member | Damage]]:
    ahead = window.peek(CHUNK)
    if ahead.startswith((zstandard.FRAME, zstandard.DICTIONARY)):
        return _zstandard
    return _records if START in ahead and not ahead.startswith(GZIP) else _members


def _zstandard(window: Window, limits: Limits) -> Iterator[Member | Damage]:
    """The records of a file of Zstandard frames; a dictionary that stands first is for all of them."""
    try:
        opened = zstandard.opener()
    except ReadError as error:
        yield Damage(window.offset, error)
        return
    dictionary = b""
    while window.peek():
        offset = window.offset
        try:
            frame = zstandard.frame(window, limits)
            if frame.startswith(zstandard.DICTIONARY):
                dictionary = frame
                continue
            stream = zstandard.FrameStream(frame, opened(dictionary + frame), limits)
            yield from _records(Window(stream), limits, offset)
        except ReadError as error:
            yield Damage(offset, error)
            window.rewind()
            window.unmark()
            window.skip(len(window.peek()))
            window.find(zstandard.FRAME)


def _members(window: Window, limits: Limits) -> Iterator[Member | Damage]:
    """The records of a file of gzip members."""
    while window.peek():
        if simple := _simple(window):
            yield simple
            continue
        offset = window.offset
        told = False
        window.mark(limits.record + SLACK)
        try:
            for item in _member(window, limits):
                told = isinstance(item, Damage)
                yield item
        except ReadError as error:
            if not told:
                yield Damage(offset, error)
            window.rewind()
            window.unmark()
            _to_next_member(window, offset)


def _simple(window: Window) -> Member | None:
    """The member at hand, where it holds one ordinary record; moves on behind it only then."""
    with window.view(quick.MOST) as ahead:
        found = quick.inflated(ahead)
        parsed = quick.record(found[0]) if found else None
        if found is None or parsed is None:
            return None
        raw = bytes(ahead[: found[1]])
    member = Member(window.offset, raw, True, *parsed, ENDING)
    window.skip(len(raw))
    return member


def _member(window: Window, limits: Limits) -> Iterator[Member | Damage]:
    """The records of one gzip member: one as a rule.

    Raises ReadError where it is no member or its compression is broken.
    """
    if window.peek(len(GZIP)) != GZIP:
        raise ReadError("these bytes are no gzip member")
    offset = window.offset
    inflated = Window(GzipMember(window, limits))
    if not inflated.peek():
        raise ReadError("an empty gzip member")
    alone = True
    for item in _records(inflated, limits, offset):
        if alone and isinstance(item, Member) and not inflated.peek():
            item = replace(item, raw=window.marked, compressed=True)
        if isinstance(item, Member):
            window.unmark()  # the bytes of a larger member are of no use, and many
        alone = False
        yield item


def _records(window: Window, limits: Limits, member: int | None = None) -> Iterator[Member | Damage]:
    """The records that stand bare in a window. Raises MemberError where the gzip member around them breaks off."""
    while window.peek():
        place = window.offset if member is None else member
        item: Member | Damage
        try:
            item = _record(window, place, limits)
        except MemberError:
            raise
        except ReadError as error:
            item = Damage(place, error)
        yield item
        if isinstance(item, Damage):
            window.rewind()
            window.unmark()
            _to_next_record(window)


def _record(window: Window, offset: int, limits: Limits) -> Member:
    window.mark(limits.record + SLACK)
    if window.peek(len(START)) != START:
        raise ReadError("these bytes are no WARC record")
    parsed = headers.parse(headers.head(window, limits))
    length = _length(parsed, limits)
    block = window.read(length)
    if len(block) < length:
        raise ReadError(f"Content-Length is {length}, but only {len(block)} bytes follow")
    ahead = window.peek(4 * len(ENDING))
    ending = ahead[: len(ahead) - len(ahead.lstrip(b"\r\n"))]
    window.skip(len(ending))
    if ending != ENDING and window.peek(len(START)) not in (b"", START):
        raise ReadError(f"Content-Length is {length}, but the record does not end there")
    return Member(offset, window.marked, False, parsed, block, ending)


def _length(parsed: Headers, limits: Limits) -> int:
    value = parsed.get("Content-Length")
    if not _LENGTH.fullmatch(value):
        raise ReadError(f"Content-Length is {value[:40]!r}, not a number")
    if int(value) > limits.record:
        raise LimitError(f"Content-Length is {value}, beyond the limit of {limits.record} bytes")
    return int(value)


def _to_next_record(window: Window) -> None:
    """Move beyond the position to what looks like a record's first lines, or to the end."""
    window.skip(len(window.peek()))
    while window.find(START) and not _FIRST_LINES.match(window.peek(128)):
        window.skip(1)


def _to_next_member(window: Window, failed: int) -> None:
    """Move beyond the member that failed to a gzip member that begins like a record, or to the end."""
    if window.offset == failed:
        window.skip(len(window.peek()))
    while window.find(GZIP) and not begins_with(window.peek(4 * KIB), START):
        window.skip(1)
