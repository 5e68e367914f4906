"""Walk an archive group by group: what lies where, and what is not as it must be; for reading, appending, verifying."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cleaner.archive import ledger as ledgers
from cleaner.archive.ledger import Ledger
from cleaner.archive.records import FIELDS
from cleaner.errors import ReadError
from cleaner.warc.captures import COMPANIONS, DOCUMENTS
from cleaner.warc.headers import media_type, one_line
from cleaner.warc.limits import OWN
from cleaner.warc.members import Damage, Member, walk
from cleaner.warc.record import identity
from cleaner.warc.window import Readable


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be.

    place    "byte 1234" or "byte 1234, URI"
    message  what is wrong
    damage   False where it is worth knowing but no damage
    whole    an original that is whole, though its group is not
    """

    place: str
    message: str
    damage: bool = True
    whole: Bare | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Information:
    """A `warcinfo` record, and the rule set and options that it tells, empty where it does not."""

    member: Member
    rule_set: str
    options: str

    @property
    def start(self) -> int:
        """The offset of the record."""
        return self.member.offset

    @property
    def end(self) -> int:
        """The offset behind the record."""
        return _end(self.member)


@dataclass(frozen=True, slots=True)
class Stored:
    """A complete group as it lies in its file.

    original     None where the group cleans an original that stands before, or in another file, at `at`
    at           the offset of the original's record
    payload      the offset of the record that holds its bytes: `at`, but for a revisit
    companions   records that came with the original
    conversion   None for a document that failed or was passed over
    record       the ledger's
    """

    original: Member | None
    at: int
    payload: int
    companions: tuple[Member, ...]
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
        return _end(self.record)


@dataclass(frozen=True, slots=True)
class Bare:
    """An original, with what came with it, in a file that has nothing but originals."""

    original: Member
    end: int

    @property
    def start(self) -> int:
        """The offset of the original."""
        return self.original.offset


@dataclass
class Places:
    """Offsets of originals by record ID; for revisits also of what has the bytes. About 200 bytes an original."""

    originals: dict[str, int] = field(default_factory=dict)
    payloads: dict[int, int] = field(default_factory=dict)
    dangling: set[int] = field(default_factory=set)  # revisits of what is not in this archive

    def note(self, member: Member) -> None:
        """Take note of an original."""
        self.originals[identity(member)] = member.offset
        if member.headers.get("WARC-Type") != "revisit":
            return
        first = self.originals.get(_refers_to(member))
        if first is None or first == member.offset:
            self.dangling.add(member.offset)
        else:
            self.payloads[member.offset] = self.payloads.get(first, first)

    def payload(self, offset: int) -> int:
        """The offset of the record that has the bytes of the original at an offset."""
        return self.payloads.get(offset, offset)


Item = Stored | Information | Finding


def scan(stream: Readable, places: Places | None = None, start: int = 0) -> Iterator[Item]:
    """Give an archive's groups, in order, and findings where they lie; one group in memory at a time.

    `places` are of originals that stand elsewhere; `start` is the offset at which the stream stands.
    """
    assembly = _Assembly(places or Places())
    for item in walk(stream, OWN, start):
        yield from assembly.broken(item) if isinstance(item, Damage) else assembly.take(item)
    yield from assembly.incomplete()


def scan_originals(stream: Readable, places: Places) -> Iterator[Bare | Information | Finding]:
    """Give the originals of the file that has nothing else, in order, and findings; fills `places`."""
    last: Bare | None = None
    for item in walk(stream, OWN):
        if isinstance(item, Member) and last and item.headers.get("WARC-Type") in COMPANIONS:
            last = Bare(last.original, _end(item))
            continue
        if last:
            yield last
        last = None
        if isinstance(item, Damage):
            yield Finding(f"byte {item.offset}", str(item.error))
        elif item.headers.get("WARC-Type") == "warcinfo":
            yield _information(item)
        elif item.headers.get("WARC-Type") in DOCUMENTS:
            places.note(item)
            last = Bare(item, _end(item))
        else:
            yield _finding(item, "no original, in a file of originals")
    if last:
        yield last


@dataclass
class _Assembly:
    """The group that is being put together."""

    places: Places
    original: Member | None = None
    companions: tuple[Member, ...] = ()
    conversion: Member | None = None

    def take(self, member: Member) -> Iterator[Item]:
        """Take the next record."""
        if not member.compressed:
            yield _finding(member, "shares its gzip member with other records")
        kind = member.headers.get("WARC-Type")
        if kind == "warcinfo":
            yield from self.incomplete()
            yield _information(member)
        elif kind in DOCUMENTS:
            yield from self.incomplete()
            self.original = member
            self.places.note(member)
        elif kind == "conversion":
            yield from self._converted(member)
        elif self._is_companion(member):
            self.companions += (member,)
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
            yield replace(_finding(member, f"an incomplete group: {missing} missing"), whole=self._whole())
        self._begin_anew()

    def _whole(self) -> Bare | None:
        if self.original is None or not self.original.compressed:
            return None
        return Bare(self.original, _end((self.original, *self.companions)[-1]))

    def _begin_anew(self) -> None:
        self.original = self.conversion = None
        self.companions = ()

    def _is_companion(self, member: Member) -> bool:
        here = self.original is not None and self.conversion is None
        return here and member.headers.get("WARC-Type") in COMPANIONS and not ledgers.is_ledger(member.block)

    def _converted(self, member: Member) -> Iterator[Finding]:
        if self.conversion is not None or (self.original and _refers_to(member) != identity(self.original)):
            yield from self.incomplete()
        if _refers_to(member) not in self.places.originals:
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
        refers_to = _refers_to(self.conversion) if self.conversion else _refers_to(member)
        at = self.places.originals.get(refers_to)
        if at is None:
            yield _finding(member, "a ledger that refers to no conversion and no original before it")
        elif at in self.places.dangling and ledger.source_digest:
            yield _finding(member, "a ledger of a revisit that refers to no original before it")
        else:
            payload = self.places.payload(at)
            yield Stored(self.original, at, payload, self.companions, self.conversion, member, ledger)
        self._begin_anew()


def _information(member: Member) -> Information | Finding:
    try:
        fields = dict(ledgers.fields(member.block))
    except ReadError as error:
        return _finding(member, str(error))
    return Information(member, fields.get("rule-set", ""), fields.get("options", ""))


def _end(member: Member) -> int:
    return member.offset + len(member.raw)


def _refers_to(member: Member) -> str:
    return one_line(member.headers.get("WARC-Refers-To"))


def _finding(member: Member, message: str) -> Finding:
    return Finding(place(member), message)


def place(member: Member) -> str:
    """Where a record lies, for messages."""
    return f"byte {member.offset}, {member.headers.get('WARC-Target-URI') or member.headers.get('WARC-Type')}"
