"""One part of an archive while it is added to: its one or two files, and what is known of what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from cleaner.archive import records
from cleaner.archive.group import Group, information
from cleaner.archive.growing import opened
from cleaner.archive.parts import Part
from cleaner.archive.records import Subject
from cleaner.archive.scan import Bare, Finding, Information, Places, Stored, scan, scan_originals
from cleaner.archive.settings import Settings
from cleaner.errors import ArchiveError
from cleaner.read import warc
from cleaner.warc.limits import OWN
from cleaner.warc.members import Member, walk
from cleaner.warc.record import digest, identity

TRAILER = 8  # bytes: a gzip member ends with the CRC-32 and the length of what it holds


def brief(*facts: str) -> int:
    """16 bytes that stand for longer texts where millions are kept in mind."""
    return int.from_bytes(blake2b("\n".join(facts).encode("utf-8", "replace"), digest_size=16).digest(), "big")


class GrowingPart:
    """The files of a part, locked. Raises as `growing.opened` does."""

    def __init__(self, part: Part, settings: Settings, *, resume: bool = False) -> None:
        self.aside: list[Path] = []  # files that keep what was cut off on resuming
        self._settings = settings
        self._originals: dict[int, bytes] = {}  # the trailer of the last member with that record ID
        self._first: dict[int, int] = {}  # where an original with such bytes and media type stands in full
        self._told: tuple[str, str] | None = None  # rule set and options of the last warcinfo
        self._file = opened(part.originals, resume=resume)
        try:
            self._cleaned = opened(part.cleaned, resume=resume) if part.is_split else self._file
        except BaseException:
            self._file.release()
            raise

    @property
    def size(self) -> int:
        """Bytes of the larger of its files."""
        return max(self._file.size, self._cleaned.size)

    @property
    def is_split(self) -> bool:
        """Whether there are two files."""
        return self._cleaned is not self._file

    def append(self, group: Group, max_size: int) -> bool:
        """Append a group, wholly or not at all; returns whether there was room for it below `max_size`.

        The first group always has room. Raises OutputError where there is none on the disk.
        """
        told = (group.rule_set, group.options) if group.rule_set else self._told or ("", "")
        heading = b"" if told == self._told else information(*told, self._settings)
        original, is_full = self._original(group)
        if self._file.size and self.size + len(heading) + len(original) + len(group.cleaned) > max_size:
            return False
        if self.is_split:
            lead = b"" if self._file.size else information("", "", self._settings)
            at = self._file.size + len(lead)
            before = self._file.size
            self._file.append(lead + original)
            try:
                self._cleaned.append(heading + group.cleaned)
            except BaseException:
                self._file.cut(before)
                raise
        else:
            at = self._file.size + len(heading)
            self._file.append(heading + original + group.cleaned)
        self._told = told
        self._note(group, at if is_full else None)
        return True

    def load(self, *, resume: bool) -> Iterator[str]:
        """Learn what the part has; gives the keys of its groups. On resuming, put aside what a crash left at its end.

        Raises ArchiveError where it is damaged.
        """
        places = Places()
        if self.is_split:
            with self._file.reader() as stream:
                yield from self._learn(scan_originals(stream, places), resume=resume, cleaned=False)
        with self._cleaned.reader() as stream:
            yield from self._learn(scan(stream, places), resume=resume, cleaned=True)

    def finish(self) -> None:
        """Make the files durable, under their names, still locked. Raises OutputError where that cannot be."""
        if not self._cleaned.size:
            self._cleaned.append(information("", "", self._settings))
        if not self._file.size:
            self._file.append(information("", "", self._settings))
        if self.is_split:
            self._cleaned.finish()
        self._file.finish()

    def release(self) -> None:
        """Let go of the files as they are."""
        if self.is_split:
            self._cleaned.release()
        self._file.release()

    def _original(self, group: Group) -> tuple[bytes, bool]:
        """The members of an original that go in, and whether they hold it in full."""
        if not group.original or self._originals.get(brief(group.about.id)) == group.original[-TRAILER:]:
            return b"", False
        if group.found and (first := self._same(group)):
            made = records.revisit(group.about, first, group.found, group.content_type)
            return self._settings.compression.member(made), False
        return group.original + group.companions, True

    def _same(self, group: Group) -> Subject | None:
        """An original that stands in full and has the same bytes: looked at, not only believed."""
        at = self._first.get(brief(group.found, group.content_type))
        if at is None:
            return None
        with self._file.reader() as stream:
            stream.seek(at)
            member = next(walk(stream, OWN, at), None)
        if not isinstance(member, Member) or digest(member.block) != group.found:
            return None
        return Subject(warc.uri(member), member.headers.get("WARC-Date"), identity(member))

    def _note(self, group: Group, at: int | None) -> None:
        if group.original:
            self._originals[brief(group.about.id)] = group.original[-TRAILER:]
        if at is not None and group.found:
            self._first.setdefault(brief(group.found, group.content_type), at)

    def _learn(
        self, items: Iterator[Stored | Bare | Information | Finding], *, resume: bool, cleaned: bool
    ) -> Iterator[str]:
        file = self._cleaned if cleaned else self._file
        end = 0
        damaged: Finding | None = None
        for item in items:
            if isinstance(item, Finding):
                damaged = damaged or item
                continue
            if damaged:
                raise self._refusal(damaged)
            end = item.end
            if isinstance(item, Information):
                self._told = (item.rule_set, item.options) if cleaned else self._told
                continue
            if item.original:
                self._note_stored(item.original)
            if isinstance(item, Stored):
                yield item.ledger.key
        if damaged and not (resume and (end or file.is_new)):
            raise self._refusal(damaged)
        if damaged and (aside := file.cut_aside(end)):
            self.aside.append(aside)

    def _note_stored(self, member: Member) -> None:
        self._originals[brief(identity(member))] = member.raw[-TRAILER:]
        found = member.headers.get("WARC-Payload-Digest")
        if member.headers.get("WARC-Type") == "resource" and found:
            self._first.setdefault(brief(found, member.headers.get("Content-Type")), member.offset)

    def _refusal(self, damaged: Finding) -> ArchiveError:
        return ArchiveError(
            f"{self._file.path}: {damaged.place}: {damaged.message}; damaged or no archive of ours, so nothing is added"
        )
