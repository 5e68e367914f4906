"""Build a WARC record from its parts; name it and its content by digests."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Iterable

from cleaner.warc import headers
from cleaner.warc.headers import Field
from cleaner.warc.members import ENDING, Member

_NAMESPACE = uuid.NAMESPACE_URL.bytes
ALGORITHMS = frozenset({"md5", "sha1", "sha256", "sha512"})  # that WARC files are known to use


def record(fields: Iterable[Field], block: bytes) -> bytes:
    """Serialise one record: header, block, and the two line ends after it. Content-Length is added."""
    return b"".join((headers.serialise([*fields, ("Content-Length", str(len(block)))]), block, ENDING))


def digest(data: bytes) -> str:
    """A labelled digest as WARC headers and ledgers hold it: `sha256:` and 64 hex digits.

    >>> digest(b"")[:20]
    'sha256:e3b0c44298fc1'
    """
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def record_id(*facts: str) -> str:
    """The record ID that follows from what a record says, its type, URI, date and digest: UUIDv5 (RFC 9562).

    >>> record_id("resource", "file:///a.txt")
    '<urn:uuid:da5dff81-a9a8-5799-a4d8-299ed0366487>'
    """
    hashed = bytearray(hashlib.sha1(_NAMESPACE + "\n".join(facts).encode(), usedforsecurity=False).digest()[:16])
    hashed[6] = hashed[6] & 0x0F | 0x50  # version 5
    hashed[8] = hashed[8] & 0x3F | 0x80  # variant
    text = hashed.hex()
    return f"<urn:uuid:{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}>"


def identity(member: Member) -> str:
    """A record's own ID; for a record without one, an ID that follows from its block."""
    return headers.one_line(member.headers.get("WARC-Record-ID")) or record_id(digest(member.block))


def matches(label: str, data: bytes) -> bool | None:
    """Whether data has the digest that a WARC header labels, in base 16 or 32; None for an unknown algorithm."""
    algorithm, _, value = label.partition(":")
    if algorithm.lower().replace("-", "") not in ALGORITHMS:
        return None
    found = hashlib.new(algorithm.lower().replace("-", ""), data, usedforsecurity=False).digest()
    return value.lower() in {found.hex(), base64.b32encode(found).decode().lower()}
