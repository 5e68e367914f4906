"""Append groups to an archive: no document twice, no original twice, a `warcinfo` wherever rules or options change."""

from __future__ import annotations

from pathlib import Path

from cleaner.archive.group import Group, information
from cleaner.archive.growing import opened
from cleaner.archive.scan import Finding, Information, Stored, scan
from cleaner.archive.settings import Settings
from cleaner.errors import ArchiveError, ConfigError
from cleaner.warc.record import identity

SUFFIX = ".warc.gz"
TRAILER = 8  # bytes: a gzip member ends with the CRC-32 and the length of what it holds


class Writer:
    """The one writer of an archive; `resume` continues what an interrupted run left, after its last complete group.

    Raises ArchiveError where the file is locked by another writer, damaged, no archive of ours, or left open by an
    interrupted run; OutputError where it cannot be written; ConfigError where its name does not end in .warc.gz.
    """

    def __init__(self, path: Path, settings: Settings, *, resume: bool = False) -> None:
        if not path.name.endswith(SUFFIX):
            raise ConfigError(f"{path}: an archive's name ends in {SUFFIX}")
        self._settings = settings
        self._keys: set[str] = set()
        self._originals: dict[str, bytes] = {}  # the trailer of the last member with that record ID
        self._told: tuple[str, str] | None = None  # rule set and options of the last warcinfo
        self._file = opened(path, resume=resume)
        try:
            self._load(resume=resume)
        except BaseException:
            self._file.release()
            raise

    def append(self, group: Group) -> bool:
        """Append a group, wholly or not at all; returns whether it was new.

        Raises OutputError where there is no room.
        """
        if group.key in self._keys:
            return False
        told = (group.rule_set, group.options) if group.rule_set else self._told or ("", "")
        trailer = group.original[-TRAILER:]
        self._file.append(
            (b"" if told == self._told else information(*told, self._settings))
            + (b"" if self._originals.get(group.original_id) == trailer else group.original)
            + group.cleaned
        )
        self._keys.add(group.key)
        self._originals[group.original_id] = trailer
        self._told = told
        return True

    def close(self) -> None:
        """Finish the archive: durable, and under its name. Raises OutputError where that cannot be."""
        if not self._file.size:
            self._file.append(information("", "", self._settings))
        self._file.close()

    def abandon(self) -> None:
        """Finish the archive with the groups that it has; a new one without any is removed."""
        if self._file.size:
            self._file.close()
        else:
            self._file.release()

    def _load(self, *, resume: bool) -> None:
        """Learn what the archive has. On resuming, cut off a group that a crash left incomplete at its end."""
        end = 0
        damaged: Finding | None = None
        with self._file.reader() as stream:
            for item in scan(stream):
                if isinstance(item, Finding):
                    damaged = damaged or item
                elif damaged:
                    raise self._refusal(damaged)
                else:
                    end = item.end
                    self._learn(item)
        if damaged and not (resume and (end or self._file.is_new)):
            raise self._refusal(damaged)
        if damaged:
            self._file.cut(end)

    def _learn(self, item: Stored | Information) -> None:
        if isinstance(item, Information):
            self._told = item.rule_set, item.options
            return
        self._keys.add(item.ledger.key)
        if item.original:
            self._originals[identity(item.original)] = item.original.raw[-TRAILER:]

    def _refusal(self, damaged: Finding) -> ArchiveError:
        return ArchiveError(
            f"{self._file.path}: {damaged.place}: {damaged.message}; damaged or no archive of ours, so nothing is added"
        )
