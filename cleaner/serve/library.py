"""Archives and the index over them: documents by their number, read from where the index says they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cleaner import verdicts
from cleaner.archive import Document, Ledger, ledger
from cleaner.archive.find import stored_at
from cleaner.archive.parts import Part, existing
from cleaner.archive.reader import document, member_at
from cleaner.errors import ArchiveError
from cleaner.serve.catalogue import Catalogue, Row
from cleaner.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Library:
    """Archives, in the order in which they were named, the parts of each, and their index."""

    archives: tuple[Path, ...]
    parts: tuple[tuple[Part, ...], ...]
    catalogue: Catalogue

    @classmethod
    def open(cls, archives: Sequence[Path], index: Path) -> Self:
        """Archives whose index is there."""
        return cls(tuple(archives), tuple(tuple(existing(path)) for path in archives), Catalogue(index))

    @property
    def name(self) -> str:
        """What a page calls it: the archives' file names."""
        return ", ".join(path.name for path in self.archives)

    def document(self, row: Row) -> Document:
        """Read a document. Raises ArchiveError where the archive is no longer the one that was indexed."""
        part = self._part(row)
        found = document(row.id, part, stored_at(part, row.at, row.start, row.payload))
        if found.uri != row.uri:
            raise ArchiveError(f"{part.originals}: byte {row.at}: not what was indexed; start the viewer anew")
        return found

    def outcome(self, row: Row) -> tuple[str, Ledger]:
        """A document's cleaned version, "" where there is none, and its ledger; its original is not read.

        Raises as `document` does, and ReadError where there is no ledger.
        """
        file = self._part(row).cleaned
        first = member_at(file, row.start)
        if row.cleaned_size is None:
            return "", ledger.parse(first.block)
        told = member_at(file, row.start + len(first.raw))
        return first.block.decode("utf-8", "replace"), ledger.parse(told.block)

    def verdict_file(self, row: Row) -> Path:
        """Where the verdicts on a document are kept."""
        return verdicts.path_beside(self.archives[row.archive])

    def verdicts(self, row: Row) -> Sequence[Verdict]:
        """The verdicts in a document's archive that hold. Raises ConfigError where their file is malformed."""
        path = self.verdict_file(row)
        return verdicts.load(path) if path.is_file() else ()

    def _part(self, row: Row) -> Part:
        parts = self.parts[row.archive]
        if row.part >= len(parts):
            path = self.archives[row.archive]
            raise ArchiveError(f"{path}: a part of it is gone since it was indexed; start the viewer anew")
        return parts[row.part]
