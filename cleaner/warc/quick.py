"""The common case made fast: a gzip member at hand that holds one well-formed record and nothing else.

Whatever is large, odd or damaged gives None here, has moved nothing, and goes the long way through `members`.
"""

from __future__ import annotations

import re

from cleaner.warc.compress import inflate_error, inflater
from cleaner.warc.headers import Headers
from cleaner.warc.limits import KIB

FIRST, MOST = 16 * KIB, 256 * KIB  # compressed bytes that are tried, first and at most
INFLATED = 2048 * KIB
HEADER = 8 * KIB  # which is below every limit of a header and a header line
ENDING = b"\r\n\r\n"

_VERSION = re.compile(rb"WARC/\d+\.\d+")
_FIELD = re.compile(r"^([!-9;-~]+): *((?:[!-~](?:[ -~]*[!-~])?)?) *\r\n", re.MULTILINE)
_LENGTH = re.compile(r"[0-9]{1,7}")


def inflated(ahead: memoryview) -> tuple[bytes, int] | None:
    """What the gzip member at the start of `ahead` holds, and the member's length; None where it is not so simple."""
    stream = inflater()
    try:
        data = stream.decompress(ahead[:FIRST], INFLATED)
        if stream.eof:
            return data, min(FIRST, len(ahead)) - len(stream.unused_data)
        if len(ahead) <= FIRST or stream.unconsumed_tail:
            return None
        data += stream.decompress(ahead[FIRST:], INFLATED)
    except inflate_error():
        return None
    return (data, len(ahead) - len(stream.unused_data)) if stream.eof else None


def record(data: bytes) -> tuple[Headers, bytes] | None:
    """A record's header and block; None where it is not exactly one record of an ordinary header."""
    end = data.find(ENDING, 0, HEADER)
    headers = _headers(data[:end]) if end > 0 else None
    if headers is None:
        return None
    length = headers.get("Content-Length")
    start = end + len(ENDING)
    if not _LENGTH.fullmatch(length) or not data.endswith(ENDING):
        return None
    if start + int(length) + len(ENDING) != len(data):
        return None
    return headers, data[start : -len(ENDING)]


def _headers(head: bytes) -> Headers | None:
    """Fields of one line each, all in ASCII: what is folded, encoded or malformed goes the long way."""
    first, _, rest = (head + b"\r\n").partition(b"\r\n")
    if not head.isascii() or not _VERSION.fullmatch(first):
        return None
    fields = _FIELD.findall(rest.decode("ascii"))
    return Headers(first.decode("ascii"), tuple(fields)) if len(fields) == rest.count(b"\n") else None
