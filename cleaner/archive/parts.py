"""The files of an archive: X.warc.gz, then X-00001.warc.gz … where it is large, and X.cleaned.warc.gz if split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from cleaner.archive.growing import draft
from cleaner.errors import ConfigError

SUFFIX = ".warc.gz"
CLEANED = ".cleaned"


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
    """The finished parts of an archive, in order."""
    split = is_split(path)
    for number in count():
        found = part(path, number, split=split)
        if not found.originals.is_file():
            return
        yield found


def last_begun(path: Path) -> int:
    """The number of the last part that is there or was begun; 0 for a new archive."""
    numbers = count(1)
    return next(number for number in numbers if not _begun(part(path, number, split=False).originals)) - 1


def is_split(path: Path) -> bool:
    """Whether cleaned versions lie in a file of their own beside the archive."""
    return path.name.endswith(SUFFIX) and _begun(part(path, 0, split=True).cleaned)


def check_name(path: Path) -> None:
    """Raises ConfigError where a file cannot be an archive by its name."""
    if not path.name.endswith(SUFFIX) or path.name == SUFFIX:
        raise ConfigError(f"{path}: an archive's name ends in {SUFFIX}")


def _begun(path: Path) -> bool:
    return path.exists() or draft(path).exists()
