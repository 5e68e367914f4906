"""The files of an archive: X.warc.gz, then X-00001.warc.gz … where it is large, and X.cleaned.warc.gz if split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from cleaner.archive.growing import draft
from cleaner.errors import ArchiveError, ConfigError

SUFFIX = ".warc.gz"
CLEANED = ".cleaned"
GAP = 100  # further parts that are looked for behind a missing one


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an archive; no record of it refers to another part.

    originals  the file of the originals, and of all else where the archive is not split
    cleaned    the file of conversions and ledgers
    """

    originals: Path
    cleaned: Path

    @property
    def is_split(self) -> bool:
        """Whether there are two files."""
        return self.originals != self.cleaned

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the part."""
        return (self.originals, self.cleaned) if self.is_split else (self.originals,)


def part(path: Path, number: int, *, split: bool) -> Part:
    """Name the files of a part; 0 is the first, which has the archive's own name.

    >>> part(Path("x.warc.gz"), 2, split=True).cleaned.name
    'x-00002.cleaned.warc.gz'
    """
    stem = path.name.removesuffix(SUFFIX) + (f"-{number:05d}" if number else "")
    originals = path.with_name(stem + SUFFIX) if number else path
    return Part(originals, path.with_name(stem + CLEANED + SUFFIX) if split else originals)


def existing(path: Path) -> Iterator[Part]:
    """The finished parts of an archive, in order. Raises ArchiveError where a file of it is missing."""
    number = 0
    for found in present(path):
        yield found
        number += 1
    if missing := gap(path, number):
        raise ArchiveError(missing)


def present(path: Path) -> Iterator[Part]:
    """The finished parts up to the first one that is not there, or not wholly."""
    split = is_split(path)
    for number in count():
        found = part(path, number, split=split)
        if not all(file.is_file() for file in found.files):
            return
        yield found


def gap(path: Path, number: int) -> str:
    """What is missing of an archive whose part of that number is not there; empty where it ends before."""
    further = (part(path, after, split=False).originals for after in range(number + 1, number + GAP))
    lost = part(path, number, split=is_split(path))
    found = next((file for file in further if file.is_file()), None)
    if found and not _begun(lost.originals):
        return f"{lost.originals}: missing, though a further part of the archive is there, {found.name}; put it back"
    return _without_cleaned(lost)


def _without_cleaned(found: Part) -> str:
    """What is missing of a part that has its originals alone: of the two files they are finished last."""
    if not found.originals.is_file() or _begun(found.cleaned):
        return ""
    return f"{found.cleaned}: missing, though {found.originals.name} is there; put it back"


def last_begun(path: Path) -> int:
    """The number of the last part that is there or was begun; 0 for a new archive. Raises as `existing` does."""
    numbers = count(1)
    missing = next(number for number in numbers if not _begun(part(path, number, split=False).originals))
    split = is_split(path)
    lost = (_without_cleaned(part(path, number, split=split)) for number in range(missing))
    if message := next(filter(None, lost), "") or gap(path, missing):
        raise ArchiveError(message)
    return missing - 1


def is_split(path: Path) -> bool:
    """Whether cleaned versions lie in a file of their own beside the archive."""
    return path.name.endswith(SUFFIX) and _begun(part(path, 0, split=True).cleaned)


def check_name(path: Path) -> None:
    """Raises ConfigError where a file cannot be an archive by its name."""
    if not path.name.endswith(SUFFIX) or path.name == SUFFIX:
        raise ConfigError(f"{path}: an archive's name ends in {SUFFIX}")


def _begun(path: Path) -> bool:
    return path.exists() or draft(path).exists()
