"""Check an archive: every member, length, digest and link, and each ledger against its original and cleaned version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cleaner.archive.group import CONVERTED
from cleaner.archive.reader import member_at
from cleaner.archive.scan import Finding, Information, Stored, place, scan
from cleaner.archive.settings import TOOL
from cleaner.archive.targets import normal
from cleaner.errors import ReadError
from cleaner.read import warc
from cleaner.warc.limits import OWN
from cleaner.warc.members import Member
from cleaner.warc.record import digest, matches


def verify(path: Path) -> Iterator[Finding]:
    """Give what is wrong with an archive, in the order of its bytes; nothing where all is well.

    A finding whose `damage` is False tells a difference that is none. Raises OSError where the file cannot be read.
    """
    first = True
    with path.open("rb") as stream:
        for item in scan(stream):
            if first and not isinstance(item, Information):
                yield Finding("byte 0", "the archive does not begin with a warcinfo record")
            first = False
            if isinstance(item, Finding):
                yield item
            elif isinstance(item, Information):
                yield from _digests(item.member)
            else:
                yield from _group(path, item)
    if first:
        yield Finding("byte 0", "the file is empty")


def _group(path: Path, group: Stored) -> Iterator[Finding]:
    original = group.original or member_at(path, group.at)
    for member in (group.original, group.conversion, group.record):
        if member:
            yield from _digests(member)
    yield from _links(original, group)
    yield from _cleaned(group)
    yield from _source(original, group)


def _digests(member: Member) -> Iterator[Finding]:
    label = member.headers.get("WARC-Block-Digest")
    if label and matches(label, member.block) is False:
        yield Finding(place(member), f"the block is not what its digest says ({label})")


def _links(original: Member, group: Stored) -> Iterator[Finding]:
    """Conversion and ledger are about the original's URI, and the conversion is of its date."""
    uri = normal(warc.uri(original))
    for member in (group.conversion, group.record):
        if member and normal(warc.uri(member)) != uri:
            yield Finding(place(member), f"the original is at another URI, {uri}")
    if (member := group.conversion) and _date(member) != _date(original):
        yield Finding(place(member), f"dated {_date(member)}, its original {_date(original)}")


def _date(member: Member) -> str:
    return member.headers.get("WARC-Date")


def _cleaned(group: Stored) -> Iterator[Finding]:
    """A conversion stands where the status asks for one, and is what the ledger says."""
    expected = group.ledger.status in CONVERTED
    if expected and group.conversion is None:
        yield Finding(place(group.record), f"status {group.ledger.status}, but the conversion is missing")
    elif group.conversion and not expected:
        yield Finding(place(group.conversion), f"a conversion of a document with status {group.ledger.status}")
    elif group.conversion and digest(group.conversion.block) != group.ledger.output_digest:
        yield Finding(place(group.conversion), "the cleaned version is not what its ledger says (output-digest)")


def _source(original: Member, group: Stored) -> Iterator[Finding]:
    """The original, read again, has the digest in the ledger."""
    expected = group.ledger.source_digest
    if not expected:
        return
    try:
        found = digest(warc.source(original, OWN).data)
    except ReadError as error:
        found = str(error)
    if found == expected:
        return
    unencoded = found == digest(original.block)  # then no reader can read it differently
    if unencoded or group.ledger.tool == TOOL:
        yield Finding(place(original), f"the original is not what its ledger says (source-digest): {found}")
    else:
        message = f"read differently by {group.ledger.tool} than by {TOOL}; the record itself is whole"
        yield Finding(place(original), message, damage=False)
