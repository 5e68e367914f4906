"""Append groups to an archive: no document twice, no original twice, on in a further file where one is full."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cleaner.archive.group import Group
from cleaner.archive.growing_part import GrowingPart, brief
from cleaner.archive.parts import check_name, is_split, last_begun, part
from cleaner.archive.settings import Settings
from cleaner.errors import ArchiveError, ConfigError


class Writer:
    """The one writer of an archive; `resume` continues what an interrupted run left, after its last complete group.

    Raises ArchiveError where a file is locked by another writer, damaged, no archive of ours, or left open by an
    interrupted run; OutputError where it cannot be written; ConfigError where its name does not end in .warc.gz, or
    where it shall be split and is not.
    """

    def __init__(self, path: Path, settings: Settings, *, resume: bool = False) -> None:
        check_name(path)
        split = is_split(path)
        if settings.split and not split and path.exists():
            raise ConfigError(f"{path}: it has originals and cleaned versions in one file; leave out --split")
        self.aside: list[Path] = []  # files that keep what was cut off on resuming
        self._path = path
        self._settings = replace(settings, split=split or settings.split)
        self._keys: set[int] = set()
        self._number = last_begun(path)
        self._held: list[GrowingPart] = []  # finished parts; the first one's lock is the archive's
        if self._number and not path.exists():
            raise ArchiveError(f"{path}: missing, though a further part of it is there")
        try:
            for number in range(self._number):
                self._hold(self._open(number))
            self._part = self._open(self._number, resume=resume)
        except BaseException:
            self._unlock()
            raise

    def append(self, group: Group) -> bool:
        """Append a group, wholly or not at all; returns whether it was new.

        Raises OutputError where there is no room.
        """
        key = brief(group.key)
        if key in self._keys:
            return False
        if not self._part.append(group, self._settings.max_size):
            self._next_part()
            self._part.append(group, self._settings.max_size)
        self._keys.add(key)
        return True

    def close(self) -> None:
        """Finish the archive: durable, and under its name. Raises OutputError where that cannot be."""
        try:
            self._part.finish()
        finally:
            self._part.release()
            self._unlock()

    def abandon(self) -> None:
        """Finish the archive with the groups that it has; a new one without any is removed."""
        if self._part.size:
            self.close()
        else:
            self._part.release()
            self._unlock()

    def _open(self, number: int, *, resume: bool = False) -> GrowingPart:
        """Open a part and learn what it holds."""
        opened = GrowingPart(part(self._path, number, split=self._settings.split), self._settings, resume=resume)
        try:
            self._keys.update(map(brief, opened.load(resume=resume)))
            self.aside += opened.aside
        except BaseException:
            opened.release()
            raise
        return opened

    def _hold(self, finished: GrowingPart) -> None:
        """Keep the first part locked, for as long as the archive is; the others are done with."""
        if self._held:
            finished.release()
        else:
            self._held.append(finished)

    def _next_part(self) -> None:
        self._part.finish()
        self._hold(self._part)
        self._number += 1
        self._part = GrowingPart(part(self._path, self._number, split=self._settings.split), self._settings)

    def _unlock(self) -> None:
        for finished in self._held:
            finished.release()
