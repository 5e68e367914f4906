"""Walk an archive group by group: what lies where, and what is not as it must be; for reading, appending, verifying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cleaner.archive import ledger as ledgers
from cleaner.archive.group import FIELDS
from cleaner.archive.ledger import Ledger
from cleaner.errors import ReadError
from cleaner.warc.headers import media_type, one_line
from cleaner.warc.limits import OWN
from cleaner.warc.members import Damage, Member, walk
from cleaner.warc.record import identity
from cleaner.warc.window import Readable

ORIGINALS = frozenset({"response", "resource"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be.

    place    "byte 1234" or "byte 1234, URI"
    message  what is wrong
    damage   False where it is worth knowing but no damage
    """

    place: str
    message: str
    damage: bool = True


@dataclass(frozen=True, slots=True)
class Information:
    """A `warcinfo` record, and the rule set and options that it tells, empty where it does not."""

    member: Member
    rule_set: str
    options: str

    @property
    def end(self) -> int:
        """The offset behind the record."""
        return self.member.offset + len(self.member.raw)


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete group as it lies in its file.

    original     None where the group cleans an original anew that stands before, at `at`
    at           the original's offset
    conversion   None for a document that failed or was passed over
    end          the offset behind the group
    """

    original: Member | None
    at: int
    conversion: Member | None
    record: Member
    ledger: Ledger

    @property
    def start(self) -> int:
        """The offset of the group's first record."""
        return (self.original or self.conversion or self.record).offset

    @property
    def end(self) -> int:
        """The offset behind the group."""
        return self.record.offset + len(self.record.raw)


Item = Stored | Information | Finding


def scan(stream: Readable) -> Iterator[Item]:
    """Give an archive's groups, in order, and findings where they lie. Memory: one group, and 100 bytes an original."""
    assembly = _Assembly()
    for item in walk(stream, OWN):
        yield from assembly.broken(item) if isinstance(item, Damage) else assembly.take(item)
    yield from assembly.incomplete()


@dataclass
class _Assembly:
    """The group that is being put together."""

    original: Member | None = None
    conversion: Member | None = None
    offsets: dict[str, int] = field(default_factory=dict)  # of originals, by record ID

    def take(self, member: Member) -> Iterator[Item]:
        """Take the next record."""
        if not member.compressed:
            yield _finding(member, "shares its gzip member with other records")
        kind = member.headers.get("WARC-Type")
        if kind == "warcinfo":
            yield from self.incomplete()
            yield _information(member)
        elif kind in ORIGINALS:
            yield from self.incomplete()
            self.original = member
            self.offsets[identity(member)] = member.offset
        elif kind == "conversion":
            yield from self._converted(member)
        elif kind == "metadata" and media_type(member.headers.get("Content-Type")) == FIELDS:
            yield from self._closed(member)
        else:
            yield _finding(member, f"a record of type {kind[:40]!r} that belongs to no group")

    def broken(self, damage: Damage) -> Iterator[Finding]:
        """Take a stretch that cannot be read; a group that it lies in is lost."""
        yield from self.incomplete()
        yield Finding(f"byte {damage.offset}", str(damage.error))

    def incomplete(self) -> Iterator[Finding]:
        """Give up the group at hand, which has no ledger."""
        if member := self.original or self.conversion:
            missing = "ledger" if self.conversion else "conversion and ledger"
            yield _finding(member, f"an incomplete group: {missing} missing")
        self.original = self.conversion = None

    def _converted(self, member: Member) -> Iterator[Finding]:
        if self.conversion is not None or (self.original and _refers_to(member) != identity(self.original)):
            yield from self.incomplete()
        if _refers_to(member) not in self.offsets:
            yield _finding(member, "a conversion that refers to no original before it")
        else:
            self.conversion = member

    def _closed(self, member: Member) -> Iterator[Item]:
        try:
            ledger = ledgers.parse(member.block)
        except ReadError as error:
            yield _finding(member, str(error))
            return
        expected = self.conversion or self.original
        if expected and _refers_to(member) != identity(expected):
            yield from self.incomplete()
        original = _refers_to(self.conversion) if self.conversion else _refers_to(member)
        if original in self.offsets:
            yield Stored(self.original, self.offsets[original], self.conversion, member, ledger)
        else:
            yield _finding(member, "a ledger that refers to no conversion and no original before it")
        self.original = self.conversion = None


def _information(member: Member) -> Information | Finding:
    try:
        fields = dict(ledgers.fields(member.block))
    except ReadError as error:
        return _finding(member, str(error))
    return Information(member, fields.get("rule-set", ""), fields.get("options", ""))


def _refers_to(member: Member) -> str:
    return one_line(member.headers.get("WARC-Refers-To"))


def _finding(member: Member, message: str) -> Finding:
    return Finding(place(member), message)


def place(member: Member) -> str:
    """Where a record lies, for messages."""
    return f"byte {member.offset}, {member.headers.get('WARC-Target-URI') or member.headers.get('WARC-Type')}"
