"""What an HTTP message in a record holds: status, headers, and the body with its encodings undone (RFC 9110, 9112)."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

from cleaner.errors import LimitError, ReadError
from cleaner.warc import headers
from cleaner.warc.compress import GZIP_WBITS
from cleaner.warc.headers import Headers
from cleaner.warc.limits import KIB, Limits
from cleaner.warc.window import Window

STEP = 64 * KIB
_CHUNK = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\n]{0,1024})?\r\n")


class _CodingError(Exception):
    """Coded data is damaged or breaks off."""


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP response.

    status     the code, 0 where the status line has none
    body       as it was sent, encodings and all
    """

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Payload:
    """A body with its encodings undone; `complete` is false where it broke off before its end."""

    data: bytes
    complete: bool = True


def message(block: bytes, limits: Limits) -> Message:
    """Part a block of type application/http into its header and body. Raises ReadError where it has no header."""
    lines = headers.head(Window(BytesIO(block)), limits)
    parsed = headers.parse(lines)
    words = parsed.first.split(" ")
    status = int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() else 0
    return Message(status, parsed, block[len(lines) :])


def payload(response: Message, limits: Limits) -> Payload:
    """Undo the transfer coding, then the content codings, last applied first.

    A body that is not coded although its header says so, as many crawlers store it, is taken as it is.
    Raises LimitError beyond `limits`, ReadError for a coding that is unknown.
    """
    result = Payload(response.body)
    if "chunked" in _tokens(response.headers, "Transfer-Encoding"):
        result = _dechunked(response.body)
    for coding in reversed(_tokens(response.headers, "Content-Encoding")):
        decoded = _decoded(result.data, coding, limits)
        result = Payload(decoded.data, result.complete and decoded.complete)
    if len(result.data) > limits.payload:
        raise LimitError(f"the document is longer than {limits.payload} bytes")
    return result


def _tokens(fields: Headers, name: str) -> list[str]:
    return [token.strip().lower() for value in fields.all(name) for token in value.split(",") if token.strip()]


def _dechunked(body: bytes) -> Payload:
    """RFC 9112, section 7.1; trailers are passed over."""
    chunks: list[bytes] = []
    at = 0
    while size := _CHUNK.match(body, at):
        start, end = size.end(), size.end() + int(size[1], 16)
        if start == end:
            return Payload(b"".join(chunks))
        if not chunks and end < len(body) and not body.startswith(b"\r\n", end):
            break  # a text whose first line happens to be a hexadecimal number
        chunks.append(body[start:end])
        at = end + 2
    return Payload(b"".join(chunks), complete=False) if chunks else Payload(body)


def _decoded(body: bytes, coding: str, limits: Limits) -> Payload:
    if coding not in DECODERS:
        known = ", ".join(DECODERS)
        raise ReadError(f"the content coding {coding[:40]!r} is not read (known: {known}); fetch the page without it")
    pieces: list[bytes] = []
    length = 0
    try:
        for piece in DECODERS[coding](body):
            pieces.append(piece)
            length += len(piece)
            if length > limits.payload or limits.inflated_too_far(len(body), length):
                raise LimitError(f"{len(body)} bytes in coding {coding} give {length} and more: beyond the limit")
    except _CodingError:
        return Payload(b"".join(pieces), complete=False) if length else Payload(body)
    return Payload(b"".join(pieces))


def _gzip(body: bytes) -> Iterator[bytes]:
    return _inflated(body, GZIP_WBITS)


def _deflate(body: bytes) -> Iterator[bytes]:
    """Zlib's format, as the standard asks, or the bare stream that some servers send instead."""
    wrapped = len(body) > 1 and body[0] & 15 == zlib.DEFLATED and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflated(body, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)


def _inflated(body: bytes, wbits: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj(wbits)
    try:
        for piece in _pieces(body):
            while not inflater.eof:
                decoded = inflater.decompress(piece, STEP)
                piece = inflater.unconsumed_tail
                if not (decoded or piece):
                    break
                yield decoded
    except zlib.error as error:
        raise _CodingError from error
    if not inflater.eof:
        raise _CodingError


def _brotli(body: bytes) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]

    decoder = brotli.Decompressor()
    try:
        for piece in _pieces(body):
            decoded = decoder.process(piece, output_buffer_limit=STEP)
            while decoded:
                yield decoded
                decoded = decoder.process(b"", output_buffer_limit=STEP)
    except brotli.error as error:
        raise _CodingError from error
    if not decoder.is_finished():
        raise _CodingError


def _identity(body: bytes) -> Iterator[bytes]:
    return iter((body,))


def _pieces(body: bytes) -> Iterator[bytes]:
    return (body[at : at + STEP] for at in range(0, len(body), STEP))


DECODERS: Mapping[str, Callable[[bytes], Iterator[bytes]]] = MappingProxyType(
    {
        "gzip": _gzip,
        "x-gzip": _gzip,
        "deflate": _deflate,
        "br": _brotli,
        "identity": _identity,
    }
)
