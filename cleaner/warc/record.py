"""Build a WARC record from its parts; name it and its content by digests."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable

from cleaner.warc import headers
from cleaner.warc.headers import Field
from cleaner.warc.members import ENDING, Member


def record(fields: Iterable[Field], block: bytes) -> bytes:
    """Serialise one record: header, block, and the two line ends after it. Content-Length is added."""
    return headers.serialise([*fields, ("Content-Length", str(len(block)))]) + block + ENDING


def digest(data: bytes) -> str:
    """A labelled digest as WARC headers and ledgers hold it: `sha256:` and 64 hex digits.

    >>> digest(b"")[:20]
    'sha256:e3b0c44298fc1'
    """
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def record_id(*facts: str) -> str:
    """The record ID that follows from what a record says: UUIDv5 (RFC 9562) of its type, URI, date, digest and rule set.

    >>> record_id("resource", "file:///a.txt") == record_id("resource", "file:///a.txt")
    True
    """
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, '\n'.join(facts))}>"


def identity(member: Member) -> str:
    """A record's own ID; for a record without one, an ID that follows from its block."""
    return member.headers.get("WARC-Record-ID") or record_id(digest(member.block))
