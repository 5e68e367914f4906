"""An archive as one object: opened to read, or to add to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from cleaner.archive import reader
from cleaner.archive.again import Check, replays
from cleaner.archive.export import export
from cleaner.archive.find import find
from cleaner.archive.group import Group, group
from cleaner.archive.growing import draft
from cleaner.archive.index import write_index
from cleaner.archive.reader import Document, Entry, Original, Version
from cleaner.archive.scan import Finding
from cleaner.archive.settings import Settings
from cleaner.archive.settings import settings as default_settings
from cleaner.archive.verify import verify
from cleaner.archive.writer import Writer
from cleaner.errors import ArchiveError, CleanerError
from cleaner.model import Failed, Result

Mode = Literal["r", "a"]


class Archive:
    """Originals and cleaned versions side by side in a WARC file.

    with Archive.open("kept.warc.gz", "a") as archive:
        archive.add(cleaner.clean(data))
    for original, version in Archive.open("kept.warc.gz").pairs():
        ...
    """

    def __init__(self, path: Path, settings: Settings, writer: Writer | None) -> None:
        self.path = path
        self.settings = settings
        self._writer = writer

    @classmethod
    def open(
        cls, path: str | Path, mode: Mode = "r", *, settings: Settings | None = None, resume: bool = False
    ) -> Self:
        """Open an archive to read ("r"), or to add to ("a"), which creates it where there is none.

        In: how groups are made (default: now, file:///, the fastest compression), and whether to continue what an
        interrupted run left open. Raises ArchiveError where there is no such archive to read, or one that cannot be
        added to (locked, damaged, not ours, left open); OutputError where it cannot be written.
        """
        place = Path(path)
        chosen = settings or default_settings()
        if mode == "a":
            return cls(place, chosen, Writer(place, chosen, resume=resume))
        if not place.is_file():
            unfinished = draft(place).exists()
            remedy = "left unfinished; `cleaner archive repair` finishes it" if unfinished else "no such archive"
            raise ArchiveError(f"{path}: {remedy}")
        return cls(place, chosen, None)

    @property
    def aside(self) -> tuple[Path, ...]:
        """Files that keep what an interrupted run had left incomplete, and what was cut off to continue behind it."""
        return tuple(self._writer.aside) if self._writer else ()

    def add(self, result: Result | Failed) -> bool:
        """Add a result's group; returns whether it was new. Raises as `append` and `group` do."""
        return self.append(group(result, self.settings))

    def append(self, ready: Group) -> bool:
        """Append a group that was made elsewhere; returns whether it was new.

        Raises OutputError where there is no room: the archive then ends with the group before it.
        """
        if self._writer is None:
            raise ArchiveError(f'{self.path}: opened to read; open it with mode "a" to add to it')
        return self._writer.append(ready)

    def documents(self) -> Iterator[Document]:
        """Stream the documents. Raises ArchiveError after the last where a part of the archive is damaged."""
        return reader.documents(self.path)

    def entries(self) -> Iterator[Entry]:
        """Stream what a listing says of each document. Raises as `documents` does."""
        return (document.entry() for document in self.documents())

    def pairs(self) -> Iterator[tuple[Original, Version]]:
        """Stream originals beside their cleaned versions. Raises as `documents` does."""
        return reader.pairs(self.path)

    def find(self, key: str, date: str = "") -> Document:
        """Find a document by URI, ordinal, start of its source digest, or end of its path; `date` narrows it.

        At once where there is a fresh index. Raises ArchiveError where there is none, or several.
        """
        return find(self.path, key, date)

    def write_index(self, out: str | Path | None = None) -> int:
        """Write the index for replay tools and for `find`, X.cdxj or `out`; returns the number of its lines.

        Raises ArchiveError where the archive is damaged.
        """
        return write_index(self.path, Path(out) if out else None)

    def verify(self, *further: Check) -> Iterator[Finding]:
        """Stream what is wrong with the archive; nothing where all is well.

        Ledgers are replayed on their originals; `cleans_the_same` as a further check cleans every original again.
        """
        return verify(self.path, (replays, *further))

    def export(self, form: str, out: str | Path) -> int:
        """Write the archive in another form, a key of `export.EXPORTERS`; returns the number of documents.

        Raises ArchiveError where it is damaged, OutputError where `out` is there already or cannot be written.
        """
        return export(self.path, form, Path(out))

    def close(self) -> None:
        """Finish what was added: durable and under its name. Raises OutputError where that cannot be."""
        writer, self._writer = self._writer, None
        if writer:
            writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        elif self._writer:
            # What was added before the error is whole and is kept; the first error is the one to tell.
            with suppress(CleanerError):
                self._writer.abandon()
            self._writer = None
