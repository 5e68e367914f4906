"""Captures: a document's record with the records that belong to it, a request before it or metadata after it.

They belong where they say so: by WARC-Concurrent-To, or by WARC-Refers-To (WARC 1.1, sections 5.6 and 5.7).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.warc.limits import MIB
from cleaner.warc.members import Damage, Member

DOCUMENTS = frozenset({"response", "resource", "revisit"})
COMPANIONS = frozenset({"request", "metadata"})
LEDGER = b"ledger: "  # how a ledger of our own archives begins: what was done to a document belongs to that doing
WAITING = 16  # records that may stand between a request and its response
MOST = 64 * MIB  # of companions that a capture takes along


@dataclass(frozen=True, slots=True)
class Capture:
    """A document's record, and those that belong to it, in the file's order."""

    record: Member
    companions: tuple[Member, ...] = ()


def captures(items: Iterable[Member | Damage]) -> Iterator[Capture | Damage]:
    """Bring together what belongs together; other records are passed over. Each capture is given once it is whole."""
    waiting: deque[Member] = deque(maxlen=WAITING)
    current: Capture | None = None
    for item in items:
        if isinstance(item, Damage):
            if current:
                yield current
            current = None
            yield item
        elif (kind := item.headers.get("WARC-Type")) in DOCUMENTS:
            if current:
                yield current
            current = Capture(item, tuple(other for other in waiting if _belongs(other, item)))
            waiting.clear()
        elif kind in COMPANIONS and not item.block.startswith(LEDGER) and len(item.block) <= MOST // WAITING:
            if current and _belongs(item, current.record):
                current = _with(current, item)
            else:
                waiting.append(item)
    if current:
        yield current


def _with(capture: Capture, other: Member) -> Capture:
    if sum(len(member.block) for member in capture.companions) + len(other.block) > MOST:
        return capture
    return Capture(capture.record, (*capture.companions, other))


def _belongs(other: Member, document: Member) -> bool:
    """Whether one of the two refers to the other."""
    return _id(document) in _named(other) or _id(other) in document.headers.all("WARC-Concurrent-To")


def _id(member: Member) -> str:
    return member.headers.get("WARC-Record-ID") or "none"


def _named(member: Member) -> list[str]:
    return [*member.headers.all("WARC-Concurrent-To"), member.headers.get("WARC-Refers-To")]
