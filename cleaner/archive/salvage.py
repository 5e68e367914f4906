"""What of a damaged file is kept: complete groups, and originals that are whole though their group is not.

Such an original, where complete groups follow it, gets a ledger that says what happened, so that nothing which refers
to it is lost and `reclean` can clean it again. One behind the last complete group was never finished, and is not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cleaner.archive import ledger as ledgers
from cleaner.archive import records
from cleaner.archive.disk import Piece
from cleaner.archive.group import information
from cleaner.archive.ledger import Ledger
from cleaner.archive.scan import Bare, Finding, Information, Places, Stored
from cleaner.archive.settings import TOOL, Settings
from cleaner.archive.targets import normal
from cleaner.errors import ArchiveError, ReadError
from cleaner.read import warc
from cleaner.warc.limits import OWN
from cleaner.warc.members import Member
from cleaner.warc.record import digest, identity

LOST = "RepairError: its cleaned version was damaged and cut off; `cleaner archive reclean` cleans it again"


@dataclass
class Salvage:
    """What a file has.

    pieces  what is kept of it, in order, and what comes in between
    kept    documents in them, or originals in a file of originals
    lost    what was wrong, in the order of the file
    added   members that go behind it
    options of the last `warcinfo`, with which an original whose ledger is lost was cleaned
    """

    pieces: list[Piece] = field(default_factory=list)
    kept: int = 0
    lost: list[Finding] = field(default_factory=list)
    added: list[bytes] = field(default_factory=list)
    options: str = ""
    _waiting: list[Piece] = field(default_factory=list)  # originals without a group: kept once a complete one follows

    @property
    def end(self) -> int | None:
        """Where the file can be cut so that it has just what is kept; None where that takes a new file."""
        match self.pieces:
            case []:
                return 0
            case [(0, end)]:
                return end
        return None

    def keep(self, item: Stored | Bare | Information) -> None:
        """Keep what is whole; with a complete group also the originals without one before it."""
        if isinstance(item, Information):
            self.options = item.options
        else:
            self.kept += 1 + len(self._waiting) // 2
            for piece in self._waiting:
                self._put(piece)
            self._waiting.clear()
        self._put((item.start, item.end))

    def lose(self, finding: Finding, ledger: bytes) -> None:
        """Take note of damage, and of an original that it left whole, with the ledger that this would get."""
        self.lost.append(replace(finding, whole=None))
        if whole := finding.whole:
            self._waiting += [(whole.start, whole.end), ledger]

    def add(self, ledgers: list[bytes]) -> None:
        """Complete originals that stand in another file with ledgers that say that their cleaned version is lost."""
        self.added += ledgers
        self.kept += len(ledgers)

    def head(self, settings: Settings) -> None:
        """Begin with a `warcinfo` record where what is kept does not."""
        self.lost.append(Finding("byte 0", "the archive does not begin with a warcinfo record"))
        self.pieces.insert(0, information("", "", settings))

    def _put(self, piece: Piece) -> None:
        last = self.pieces[-1] if self.pieces else b""
        if isinstance(piece, tuple) and isinstance(last, tuple) and last[1] == piece[0]:
            self.pieces[-1] = (last[0], piece[1])
        else:
            self.pieces.append(piece)


def survey(items: Iterable[Stored | Bare | Information | Finding], places: Places, settings: Settings) -> Salvage:
    """Look through a file; `places` are those that the items' walk fills.

    Raises ArchiveError where its records share gzip members: it is none of ours then.
    """
    found, headed = Salvage(), False
    for item in items:
        if isinstance(item, Finding):
            whole = item.whole
            found.lose(item, ledger_without_version(whole.original, places, found.options, settings) if whole else b"")
            continue
        if isinstance(item, Stored) and not item.record.compressed:
            raise ArchiveError(f"byte {item.record.offset}: records share a gzip member; no archive of ours")
        if not headed and not isinstance(item, Information):
            found.head(settings)
        headed = True
        found.keep(item)
    return found


def ledger_without_version(original: Member, places: Places, options: str, settings: Settings) -> bytes:
    """The member of a ledger for an original whose cleaned version is lost; `skipped` where it has no bytes here."""
    if original.headers.get("WARC-Type") == warc.REVISIT:
        status, found = "failed" if original.offset in places.payloads else "skipped", ""
    else:
        status, found = "failed", _digest(original)
    ledger = Ledger(TOOL, status, source_digest=found, options=options, error=LOST)
    told = records.ledger(normal(warc.uri(original)), identity(original), ledgers.serialise(ledger), settings.date)
    return settings.compression.member(told)


def _digest(original: Member) -> str:
    try:
        return digest(warc.source(original, OWN).data)
    except ReadError:
        return ""
