"""Bring a damaged or unfinished archive back to its complete groups; nothing is thrown away.

What lies behind the last complete group is cut off and kept in NAME.tail. Where damage has good groups behind it, these
are kept in a new file, and the damaged one stays beside it as NAME.damaged.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from typing import BinaryIO

from cleaner.archive.group import information
from cleaner.archive.growing import GrowingFile, draft, opened
from cleaner.archive.parts import Part, check_name, is_split, last_begun, part
from cleaner.archive.scan import Bare, Finding, Information, Places, Stored, scan, scan_originals
from cleaner.archive.settings import Settings
from cleaner.errors import ArchiveError
from cleaner.warc.limits import MIB
from cleaner.warc.record import identity

Walk = Callable[[BinaryIO], Iterable[Stored | Bare | Information | Finding]]


@dataclass(frozen=True, slots=True)
class Repaired:
    """What became of one file.

    path      of the file
    kept      complete groups that it has; originals where the archive is split
    lost      what was wrong, in the order of the file
    aside     the file that has what is no longer in the archive; None where nothing was cut
    finished  whether an interrupted run had left it unfinished
    """

    path: Path
    kept: int
    lost: tuple[Finding, ...]
    aside: Path | None
    finished: bool


def repair(path: Path, settings: Settings) -> Iterator[Repaired]:
    """Repair the files of an archive, one after the other; gives what was done to each that needed it.

    Raises ArchiveError where another process writes to it, or where it is no archive of ours; OutputError where it
    cannot be written.
    """
    check_name(path)
    if not (path.exists() or draft(path).exists()):
        raise ArchiveError(f"{path}: no such archive")
    split = is_split(path)
    for number in range(last_begun(path) + 1):
        files, places = part(path, number, split=split), Places()
        if files.is_split:
            walk = partial(_with_ledgers, places=places, used=_used(files))
            yield from _repaired(files.originals, settings, walk)
        yield from _repaired(files.cleaned, settings, partial(scan, places=places))


def _used(files: Part) -> set[int]:
    """Where the originals stand, in a file of their own, to which complete groups refer."""
    places = Places()
    for file, walk in ((files.originals, scan_originals), (files.cleaned, scan)):
        found = file if file.exists() else draft(file)
        if not found.exists():
            return set()
        with found.open("rb") as stream:
            ats = {item.at for item in walk(stream, places) if isinstance(item, Stored)}
    return ats


def _with_ledgers(stream: BinaryIO, places: Places, used: set[int]) -> Iterator[Bare | Information | Finding]:
    """The originals to which a ledger refers; those of groups that were never completed are findings."""
    for item in scan_originals(stream, places):
        if isinstance(item, Bare) and item.start not in used:
            places.originals.pop(identity(item.original), None)
            yield Finding(f"byte {item.start}", "an incomplete group: conversion and ledger missing")
        else:
            yield item


def _repaired(path: Path, settings: Settings, walk: Walk) -> Iterator[Repaired]:
    file = opened(path, resume=True)
    unfinished, aside = file.is_new, None
    try:
        good = _survey(file, walk)
        if good.lost and not good.stretches and not unfinished:
            raise ArchiveError(f"{path}: {good.lost[0].place}: {good.lost[0].message}; no archive of ours")
        if good.lost and len(good.stretches) <= 1 and good.begin == 0:
            aside = _cut(file, good.end)
        elif good.lost:
            aside = _rebuilt(file, good.stretches)
            file.release()
            file = opened(path, resume=True)
        if not file.size:
            file.append(information("", "", settings))
        if unfinished or good.lost:
            file.finish()
    finally:
        file.release()
    if unfinished or good.lost:
        yield Repaired(path, good.kept, tuple(good.lost), aside, unfinished)


@dataclass
class _Good:
    """What a file has: the stretches of it that are whole, and what was wrong between them."""

    stretches: list[tuple[int, int]] = field(default_factory=list)
    kept: int = 0
    lost: list[Finding] = field(default_factory=list)

    @property
    def begin(self) -> int:
        return self.stretches[0][0] if self.stretches else 0

    @property
    def end(self) -> int:
        return self.stretches[-1][1] if self.stretches else 0

    def add(self, start: int, end: int) -> None:
        if self.stretches and self.stretches[-1][1] == start:
            start = self.stretches.pop()[0]
        self.stretches.append((start, end))


def _survey(file: GrowingFile, walk: Walk) -> _Good:
    good = _Good()
    with file.reader() as stream:
        for item in walk(stream):
            if isinstance(item, Finding):
                good.lost.append(item)
                continue
            if isinstance(item, Stored) and not item.record.compressed:
                raise ArchiveError(
                    f"{file.path}: {item.record.offset}: records share a gzip member; no archive of ours"
                )
            good.kept += not isinstance(item, Information)
            good.add(item.start, item.end)
    return good


def _cut(file: GrowingFile, end: int) -> Path | None:
    """Cut a file off, having put what goes in a file beside it."""
    if file.size == end:
        return None
    aside = _free(file.path, "tail")
    with file.reader() as stream:
        _copy(stream, [(end, file.size)], aside)
    file.cut(end)
    return aside


def _rebuilt(file: GrowingFile, stretches: list[tuple[int, int]]) -> Path:
    """Put a file of the good stretches in the place of a damaged one, which stays beside it."""
    aside, made = _free(file.path, "damaged"), _free(file.path, "repairing")
    with file.reader() as stream:
        _copy(stream, stretches, made)
    try:
        aside.hardlink_to(file.where)
    except OSError:  # a file system without hard links
        with file.reader() as stream:
            _copy(stream, [(0, file.size)], aside)
    made.replace(file.where)
    return aside


def _copy(stream: BinaryIO, stretches: list[tuple[int, int]], to: Path) -> None:
    with to.open("xb") as out:
        for start, end in stretches:
            stream.seek(start)
            left = end - start
            while left and (chunk := stream.read(min(MIB, left))):
                out.write(chunk)
                left -= len(chunk)
        out.flush()
        os.fsync(out.fileno())


def _free(path: Path, kind: str) -> Path:
    """A name beside a file that nothing has: NAME.tail, NAME.tail-1 and so on."""
    names = (path.with_name(f"{path.name}.{kind}" + (f"-{number}" if number else "")) for number in count())
    return next(name for name in names if not name.exists())
