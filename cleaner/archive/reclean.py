"""Clean archived originals with today's rules: a further conversion and ledger beside each, the older ones stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path

from cleaner.archive.again import clean_again, options_of
from cleaner.archive.find import stored_at
from cleaner.archive.group import group
from cleaner.archive.growing_part import GrowingPart, brief
from cleaner.archive.ledger import Ledger
from cleaner.archive.parts import Part, existing
from cleaner.archive.reader import Document, document
from cleaner.archive.settings import Settings
from cleaner.archive.versions import last_versions
from cleaner.errors import ArchiveError
from cleaner.model import Failed, Options

NO_LIMIT = 1 << 62  # a further version goes where its original is, be the file full


@dataclass(frozen=True, slots=True)
class Change:
    """What cleaning a document anew led to.

    before, after  its markdown, None where there is none
    ledger         of the version before
    status         of the new version, and its
    error          where it failed
    removed        number of removals of the new version
    added          whether a further version was added: the rules, the options or the outcome are others
    """

    uri: str
    before: str | None
    after: str | None
    ledger: Ledger
    status: str
    error: str
    removed: int
    added: bool

    def diff(self) -> str:
        """A unified diff from the older cleaned version to the new one."""
        old, new = ((text or "").splitlines(keepends=True) for text in (self.before, self.after))
        return "".join(unified_diff(old, new, f"{self.uri}\\tbefore", f"{self.uri}\\tafter"))


def reclean(path: Path, options: Options | None, settings: Settings) -> Iterator[Change]:
    """Clean every original anew, with its own options or with `options`, and add what is not there yet.

    Raises ArchiveError where the archive is damaged or another process writes to it, OutputError on a full disk.
    """
    held: list[GrowingPart] = []
    try:
        for found in existing(path):
            opened = GrowingPart(found, replace(settings, split=found.is_split))
            held.append(opened)
            known = set(map(brief, opened.load(resume=False)))
            yield from _recleaned(found, opened, known, options, settings)
            opened.finish()
    finally:
        for opened in held:
            opened.release()
    if not held:
        raise ArchiveError(f"{path}: no such archive")


def _recleaned(
    part: Part, opened: GrowingPart, known: set[int], options: Options | None, settings: Settings
) -> Iterator[Change]:
    for at, (start, payload) in last_versions(part).items():
        stored = stored_at(part, at, start, payload)
        current = document(0, part, stored)
        if current.ledger.status == "skipped":
            continue
        yield _change(current, opened, known, options or options_of(current.ledger) or Options(), settings)


def _change(current: Document, opened: GrowingPart, known: set[int], options: Options, settings: Settings) -> Change:
    result = clean_again(current, options)
    made = replace(group(result, settings), original=b"", companions=b"", found="")
    added = brief(made.key) not in known
    if added:
        opened.append(made, NO_LIMIT)
        known.add(brief(made.key))
    return Change(
        uri=current.uri,
        before=current.markdown,
        after=None if isinstance(result, Failed) else result.markdown,
        ledger=current.ledger,
        status=result.status,
        error=str(result.error) if isinstance(result, Failed) else "",
        removed=0 if isinstance(result, Failed) else len(result.removals),
        added=added,
    )
