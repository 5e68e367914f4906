"""Bring a damaged or unfinished archive back to its complete groups; nothing is thrown away.

What lies behind the last complete group is cut off and kept in NAME.tail. Where damage has good groups behind it, what
is good goes into a new file (`salvage`), and the damaged one stays beside it as NAME.damaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cleaner.archive.disk import Piece, free_name, put_beside
from cleaner.archive.group import information
from cleaner.archive.growing import GrowingFile, draft, opened
from cleaner.archive.parts import Part, check_name, is_split, last_begun, part
from cleaner.archive.salvage import Salvage, ledger_without_version, survey
from cleaner.archive.scan import Bare, Finding, Information, Places, Stored, scan, scan_originals
from cleaner.archive.settings import Settings
from cleaner.errors import ArchiveError, writing
from cleaner.warc.members import Member
from cleaner.warc.record import identity

Look = Callable[[BinaryIO], Salvage]
ALL = 1 << 62  # an offset behind every original: a finished file whose groups are all lost had one for each


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

    Raises ArchiveError where another process writes to it, where a file of it is missing, or where it is no archive of
    ours; OutputError where it cannot be written.
    """
    check_name(path)
    if not (path.exists() or draft(path).exists()):
        raise ArchiveError(f"{path}: no such archive")
    split = is_split(path)
    for number in range(last_begun(path) + 1):
        yield from _part(part(path, number, split=split), settings, is_first=number == 0)


def _part(files: Part, settings: Settings, *, is_first: bool) -> Iterator[Repaired]:
    """Repair the file of a part, or its file of originals and then the one of their cleaned versions."""
    places, bare = Places(), list[Member]()

    def groups(stream: BinaryIO) -> Salvage:
        found = survey(scan(stream, places), places, settings)
        found.add([ledger_without_version(original, places, found.options, settings) for original in bare])
        return found

    def originals(stream: BinaryIO) -> Salvage:
        return survey(_begun(stream, places, _used(files), bare), places, settings)

    if files.is_split:
        yield from _repaired(files.originals, originals, settings, is_ours=not is_first)
    # What stands behind, or beside, a file of ours is ours by its name, be there nothing whole in it.
    yield from _repaired(files.cleaned, groups, settings, is_ours=files.is_split or not is_first)


def _used(files: Part) -> dict[str, int]:
    """The record IDs of the originals to which complete groups refer, and where they stand in a file of their own."""
    places = Places()
    for file, walk in ((files.originals, scan_originals), (files.cleaned, scan)):
        found = file if file.exists() else draft(file)
        if not found.exists():
            return {}
        with found.open("rb") as stream:
            ats = {item.at for item in walk(stream, places) if isinstance(item, Stored)}
    used = {name: at for name, at in places.originals.items() if at in ats}
    return used or ({"": ALL} if files.cleaned.exists() else {})


def _begun(
    stream: BinaryIO, places: Places, used: Mapping[str, int], bare: list[Member]
) -> Iterator[Bare | Information | Finding]:
    """The originals up to the last one that has a group; those among them that have none are added to `bare`.

    Those behind it, whose groups were never completed, are findings.
    """
    last = max(used.values(), default=-1)
    for item in scan_originals(stream, places):
        if isinstance(item, Bare) and item.start > last:
            places.originals.pop(identity(item.original), None)
            yield Finding(f"byte {item.start}", "an incomplete group: conversion and ledger missing")
            continue
        if isinstance(item, Bare) and identity(item.original) not in used:
            bare.append(item.original)
        yield item


def _repaired(path: Path, look: Look, settings: Settings, *, is_ours: bool) -> Iterator[Repaired]:
    file = opened(path, resume=True)
    unfinished, aside = file.is_new, None
    try:
        found = _looked_through(file, look, is_ours=is_ours or unfinished)
        if not (found.lost or found.added or unfinished):
            return
        if found.end is not None:
            aside = file.cut_aside(found.end)
        else:
            aside = _rebuilt(file, found.pieces)
            file.release()
            file = opened(path, resume=True)
        if not file.size:
            file.append(information("", "", settings))
        for member in found.added:
            file.append(member)
        file.finish()
    finally:
        file.release()
    yield Repaired(path, found.kept, tuple(found.lost), aside, unfinished)


def _looked_through(file: GrowingFile, look: Look, *, is_ours: bool) -> Salvage:
    try:
        with file.reader() as stream:
            found = look(stream)
    except ArchiveError as error:
        raise ArchiveError(f"{file.path}: {error}") from None
    if found.lost and not found.pieces and not is_ours:
        raise ArchiveError(f"{file.path}: {found.lost[0].place}: {found.lost[0].message}; no archive of ours")
    return found


def _rebuilt(file: GrowingFile, pieces: list[Piece]) -> Path:
    """Put a file of the good pieces in the place of a damaged one, which stays beside it."""
    with file.reader() as stream:
        made = put_beside(file.path, "repairing", stream, pieces)
    aside = free_name(file.path, "damaged")
    with writing(file.path):
        try:
            aside.hardlink_to(file.where)
        except OSError:  # a file system without hard links
            with file.reader() as stream:
                aside = put_beside(file.path, "damaged", stream, [(0, file.size)])
        made.replace(file.where)
    return aside
