"""A document's records as they are shown and handed out."""

from __future__ import annotations

from cleaner.archive import Document
from cleaner.serve.links import RecordKind
from cleaner.warc.members import Member

MAX_TEXT = 4_000_000  # characters of a record that are shown


def record(document: Document, kind: RecordKind) -> Member | None:
    """One of a document's records; None where it has none of that kind."""
    found = {"original": document.record, "conversion": document.group.conversion, "ledger": document.group.record}
    return found[kind]


def text(member: Member) -> str:
    """A record to be read: its header fields, an empty line, its block; what is no text is replaced."""
    fields = "\n".join((member.headers.first, *(f"{name}: {value}" for name, value in member.headers.fields)))
    block = member.block[: 4 * MAX_TEXT].decode("utf-8", "replace")
    cut = "\n… it goes on\n" if len(block) > MAX_TEXT or len(member.block) > 4 * MAX_TEXT else ""
    return f"{fields}\n\n{block[:MAX_TEXT]}{cut}"
