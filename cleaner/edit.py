"""Applying findings to a line: the only place where text changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from cleaner.model import Line, Mark, Removal, Repair


class Edited(NamedTuple):
    """A line's text and marks after its removals and repairs."""

    text: str
    marks: tuple[Mark, ...]


def apply(line: Line, removals: Sequence[Removal], repairs: Sequence[Repair]) -> Edited:
    """Apply one line's settled findings (sorted, not overlapping) to its text and marks.

    A space is left where a removal would join two words.
    """
    if not removals and not repairs:
        return Edited(line.text, line.marks)
    changes = [(removal.start, removal.end, _seam(line.text, removal)) for removal in removals]
    changes += [(repair.start, repair.end, repair.replacement) for repair in repairs]
    changes.sort()
    pieces: list[str] = []
    # Offsets where the text after a change begins, before and after; between them positions move by a constant.
    before, after = [0], [0]
    position = length = 0
    for start, end, replacement in changes:
        pieces += (line.text[position:start], replacement)
        length += start - position + len(replacement)
        position = end
        before.append(end)
        after.append(length)
    pieces.append(line.text[position:])
    starts = [start for start, _, _ in changes]

    def moved(offset: int) -> int:
        change = bisect_right(starts, offset) - 1  # the last change that begins at or before the offset
        if change >= 0 and offset < changes[change][1]:  # inside a change: where its replacement begins
            return after[change + 1] - len(changes[change][2])
        return after[change + 1] + offset - before[change + 1]

    marks = (replace(mark, start=moved(mark.start), end=moved(mark.end)) for mark in line.marks)
    return Edited("".join(pieces), tuple(mark for mark in marks if mark.end > mark.start))


def _seam(text: str, removal: Removal) -> str:
    before, after = text[max(removal.start - 1, 0) : removal.start], text[removal.end : removal.end + 1]
    return " " if before.isalnum() and after.isalnum() else ""


def trimmed(text: str, marks: Sequence[Mark]) -> Edited:
    """Strip the whitespace at both ends and move the marks along."""
    return cut(text, marks, len(text) - len(text.lstrip()), len(text.rstrip()))


def cut(text: str, marks: Sequence[Mark], start: int, end: int) -> Edited:
    """Keep `text[start:end]` and the parts of the marks that lie over it."""
    if start <= 0 and end >= len(text):
        return Edited(text, tuple(marks))
    clipped = (
        replace(mark, start=max(mark.start - start, 0), end=min(mark.end, end) - start)
        for mark in marks
        if mark.end > start and mark.start < end
    )
    return Edited(text[start:end], tuple(clipped))
