"""Check an archive: every member, length, digest and link, and each ledger against its original and cleaned version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from cleaner.archive.again import Check
from cleaner.archive.group import CONVERTED
from cleaner.archive.parts import Part, gap, present
from cleaner.archive.reader import Document, document
from cleaner.archive.scan import Bare, Finding, Information, Item, Places, Stored, place, scan, scan_originals
from cleaner.archive.settings import TOOL
from cleaner.archive.targets import normal
from cleaner.errors import ReadError
from cleaner.read import warc
from cleaner.warc.headers import one_line
from cleaner.warc.members import Member
from cleaner.warc.record import digest, identity, matches

Kind = TypeVar("Kind", bound=Stored | Bare | Information | Finding)


def verify(path: Path, checks: Sequence[Check] = ()) -> Iterator[Finding]:
    """Give what is wrong with an archive, in the order of its bytes; nothing where all is well.

    Members, lengths, digests and links always; `checks` look further into each document (`again.replays`). A finding
    whose `damage` is False tells a difference that is none. Raises OSError where a file cannot be read.
    """
    parts = list(present(path))
    for part in parts:
        for file, finding in _part(part, checks):
            yield (
                finding if len(parts) + part.is_split == 1 else replace(finding, place=f"{file.name}: {finding.place}")
            )
    if missing := gap(path, len(parts)):
        yield Finding("the archive", missing)


def _part(part: Part, checks: Sequence[Check]) -> Iterator[tuple[Path, Finding]]:
    places = Places()
    if part.is_split:
        with part.originals.open("rb") as stream:
            for finding in _originals(scan_originals(stream, places)):
                yield part.originals, finding
    awaited = set(places.originals)
    with part.cleaned.open("rb") as stream:
        for finding in _groups(part, scan(stream, places), awaited, checks):
            yield part.cleaned, finding
    for name in sorted(awaited, key=places.originals.__getitem__) if part.is_split else ():
        at = places.originals[name]
        yield part.originals, Finding(f"byte {at}", f"{name} has no ledger in {part.cleaned.name}")


def _originals(items: Iterator[Bare | Information | Finding]) -> Iterator[Finding]:
    for item in _headed(items):
        if isinstance(item, Finding):
            yield item
        else:
            yield from _digests(item.member if isinstance(item, Information) else item.original)


def _groups(part: Part, items: Iterator[Item], awaited: set[str], checks: Sequence[Check]) -> Iterator[Finding]:
    for item in _headed(items):
        if isinstance(item, Finding):
            yield item
        elif isinstance(item, Information):
            yield from _digests(item.member)
        else:
            found = document(0, part, item)
            awaited.discard(identity(found.record))
            damaged = False
            for finding in _group(found):
                damaged = damaged or finding.damage
                yield finding
            for check in () if damaged else checks:
                yield from check(found)


def _headed(items: Iterator[Kind]) -> Iterator[Kind | Finding]:
    """The same, with a finding first where there is no `warcinfo` first."""
    first = next(items, None)
    if first is None:
        yield Finding("byte 0", "the file is empty")
        return
    if not isinstance(first, Information):
        yield Finding("byte 0", "the archive does not begin with a warcinfo record")
    yield first
    yield from items


def _group(found: Document) -> Iterator[Finding]:
    group = found.group
    for member in (group.original, *group.companions, group.conversion, group.record):
        if member:
            yield from _digests(member)
    yield from _links(found.record, group)
    yield from _cleaned(group)
    yield from _source(found)


def _digests(member: Member) -> Iterator[Finding]:
    label = member.headers.get("WARC-Block-Digest")
    if label and matches(label, member.block) is False:
        yield Finding(place(member), f"the block is not what its digest says ({label})")


def _links(original: Member, group: Stored) -> Iterator[Finding]:
    """Conversion and ledger are about the original's URI, and the conversion is of its date, where it has one."""
    uri = normal(warc.uri(original))
    for member in (group.conversion, group.record):
        if member and normal(warc.uri(member)) != uri:
            yield Finding(place(member), f"the original is at another URI, {uri}")
    date = _date(original)
    if (member := group.conversion) and date and _date(member) != date:
        yield Finding(place(member), f"dated {_date(member)}, its original {date}")


def _date(member: Member) -> str:
    return one_line(member.headers.get("WARC-Date"))


def _cleaned(group: Stored) -> Iterator[Finding]:
    """A conversion stands where the status asks for one, and is what the ledger says."""
    expected = group.ledger.status in CONVERTED
    if expected and group.conversion is None:
        yield Finding(place(group.record), f"status {group.ledger.status}, but the conversion is missing")
    elif group.conversion and not expected:
        yield Finding(place(group.conversion), f"a conversion of a document with status {group.ledger.status}")
    elif group.conversion and digest(group.conversion.block) != group.ledger.output_digest:
        yield Finding(place(group.conversion), "the cleaned version is not what its ledger says (output-digest)")


def _source(found: Document) -> Iterator[Finding]:
    """The original, read again, has the digest in the ledger."""
    expected = found.ledger.source_digest
    if not expected:
        return
    try:
        read = digest(found.original)
    except ReadError as error:
        read = str(error)
    if read == expected:
        return
    unencoded = read == digest(found.payload.block)  # then no reader can read it differently
    if unencoded or found.ledger.tool == TOOL:
        yield Finding(place(found.record), f"the original is not what its ledger says (source-digest): {read}")
    else:
        message = f"read differently by {found.ledger.tool} than by {TOOL}; the record itself is whole"
        yield Finding(place(found.record), message, damage=False)
