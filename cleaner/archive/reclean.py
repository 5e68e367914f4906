"""Clean archived originals with today's rules: a further conversion and ledger beside each, the older ones stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import Any

from cleaner.archive.again import clean_again
from cleaner.archive.find import stored_at
from cleaner.archive.group import group
from cleaner.archive.growing_part import GrowingPart, brief
from cleaner.archive.judged import about, overruled
from cleaner.archive.ledger import Ledger, options_of
from cleaner.archive.parts import Part, existing
from cleaner.archive.reader import Document, document
from cleaner.archive.settings import Settings
from cleaner.archive.versions import last_versions
from cleaner.errors import ArchiveError
from cleaner.model import Failed
from cleaner.pipeline import Cleaned
from cleaner.verdicts import Verdict

Again = Callable[[Document], Cleaned | Failed | None]  # None: the rules of its own are not here

NO_LIMIT = 1 << 62  # a further version goes where its original is, be the file full


@dataclass(frozen=True, slots=True)
class Change:
    """What cleaning a document anew led to.

    before, after  its markdown, None where there is none
    ledger         of the version before
    status         of the new version, and its
    error          where it failed or was left as it is
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
        return "".join(unified_diff(old, new, f"{self.uri}\tbefore", f"{self.uri}\tafter"))


def reclean(
    path: Path, given: Mapping[str, Any], settings: Settings, verdicts: Sequence[Verdict] = ()
) -> Iterator[Change]:
    """Clean every original anew, and add what is not there yet.

    Each is cleaned with its own options, and with what is `given` in their place: fields of `Options`. One that was
    cleaned with rule files is left as it is, and that is told, unless `rules` are given. Readers' `verdicts` overrule
    the rules.

    Raises ArchiveError where the archive is damaged or another process writes to it, OutputError on a full disk.
    """
    held: list[GrowingPart] = []

    def again(current: Document) -> Cleaned | Failed | None:
        own = options_of(current.ledger, given.get("rules"))
        result = clean_again(current, replace(own, **given)) if own else None
        judged = about(current.uri, current.ledger.source_digest, verdicts)
        return overruled(result, judged) if isinstance(result, Cleaned) else result

    try:
        for found in existing(path):
            opened = GrowingPart(found, replace(settings, split=found.is_split))
            held.append(opened)
            known = set(map(brief, opened.load(resume=False)))
            yield from _recleaned(found, opened, known, again, settings)
            opened.finish()
    finally:
        for opened in held:
            opened.release()
    if not held:
        raise ArchiveError(f"{path}: no such archive")


def _recleaned(part: Part, opened: GrowingPart, known: set[int], again: Again, settings: Settings) -> Iterator[Change]:
    for at, (start, payload) in last_versions(part).items():
        stored = stored_at(part, at, start, payload)
        current = document(0, part, stored)
        if current.ledger.status == "skipped":
            continue
        result = again(current)
        yield _change(current, result, opened, known, settings) if result else _left(current)


def _left(current: Document) -> Change:
    """A document that is left as it is: its own rules are not here."""
    return Change(
        uri=current.uri,
        before=current.markdown,
        after=current.markdown,
        ledger=current.ledger,
        status=current.ledger.status,
        error="not cleaned again: its further rules are not in the archive; name them with --rules",
        removed=len(current.ledger.removed),
        added=False,
    )


def _change(
    current: Document, result: Cleaned | Failed, opened: GrowingPart, known: set[int], settings: Settings
) -> Change:
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
