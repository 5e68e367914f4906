"""The records of a group, from facts to bytes: which headers each type has, how its ID follows from what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cleaner.archive.settings import TOOL
from cleaner.warc.headers import Field
from cleaner.warc.record import digest, record, record_id

MARKDOWN = "text/markdown; charset=utf-8"
FIELDS = "application/warc-fields"
CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


@dataclass(frozen=True, slots=True)
class Subject:
    """What the records of a group are about: the original's target URI, its WARC date and its record ID."""

    uri: str
    date: str
    id: str


def subject(uri: str, date: str, found: str) -> Subject:
    """The subject of an original that has no record yet; `found` is the digest of its bytes."""
    return Subject(uri, date, record_id("resource", uri, date, found))


def resource(about: Subject, block: bytes, fields: Sequence[Field]) -> bytes:
    """An original's record: its bytes, and what is known of them."""
    return record([*_head("resource", about), *fields], block)


def revisit(about: Subject, first: Subject, found: str, content_type: str) -> bytes:
    """An original's record where `first` has the same bytes, read the same way (WARC 1.1, section 6.7.2)."""
    fields = [
        *_head("revisit", about),
        ("WARC-Profile", IDENTICAL),
        ("WARC-Refers-To", first.id),
        ("WARC-Refers-To-Target-URI", first.uri),
        ("WARC-Refers-To-Date", first.date),
        ("Content-Type", content_type),
        ("WARC-Payload-Digest", found),
    ]
    return record(fields, b"")


def conversion(about: Subject, block: bytes, found: str, made_by: Sequence[str]) -> tuple[str, bytes]:
    """The cleaned version's record ID and record; `made_by` is what it depends on beside the original.

    Its date is the original's, or it would pass for a later capture.
    """
    name = record_id("conversion", about.id, about.uri, about.date, found, *made_by)
    fields = [
        *_head("conversion", Subject(about.uri, about.date, name)),
        ("WARC-Refers-To", about.id),
        ("Content-Type", MARKDOWN),
        ("WARC-Block-Digest", found),
    ]
    return name, record(fields, block)


def ledger(uri: str, refers_to: str, block: bytes, date: str) -> bytes:
    """The ledger's record. In JSON it would be shown in place of the page; warc-fields are passed over by all tools."""
    found = digest(block)
    fields = [
        *_head("metadata", Subject(uri, date, record_id("metadata", refers_to, uri, date, found))),
        ("WARC-Refers-To", refers_to),
        ("Content-Type", FIELDS),
        ("WARC-Block-Digest", found),
    ]
    return record(fields, block)


def information(facts: Iterable[Field], date: str) -> bytes:
    """A `warcinfo` record; it holds for the groups after it, up to the next."""
    block = warc_fields([("software", TOOL), ("format", "WARC File Format 1.1"), ("conformsTo", CONFORMS_TO), *facts])
    found = digest(block)
    fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", record_id("warcinfo", date, found)),
        ("WARC-Date", date),
        ("Content-Type", FIELDS),
        ("WARC-Block-Digest", found),
    ]
    return record(fields, block)


def warc_fields(facts: Iterable[Field]) -> bytes:
    """A block of type application/warc-fields. An unpaired surrogate is escaped as JSON and Python have it."""
    return "".join([f"{name}: {value}\r\n" for name, value in facts]).encode("utf-8", "backslashreplace")


def _head(kind: str, about: Subject) -> tuple[Field, ...]:
    return (
        ("WARC-Type", kind),
        ("WARC-Record-ID", about.id),
        ("WARC-Date", about.date),
        ("WARC-Target-URI", about.uri),
    )
