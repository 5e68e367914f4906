"""Inline marks in the one form that markdown can say and that reads back as itself.

Markdown has no crossing marks, none over a line break, none that begin or end with a space, none inside code. What a
page marks otherwise is put into that form: marks are clipped, cut where they cross, and joined where they touch.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import itemgetter

from cleaner.model import Mark, MarkKind
from cleaner.read.labels import label_of
from cleaner.read.maths import formula_end

# CommonMark 2.1, "Unicode whitespace", without the controls, which `tidy` has replaced.
WHITESPACE = " \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# A byte order mark at the start of a file would not come back.
TRIM = WHITESPACE + "\ufeff"
_CONTROLS = re.compile("[\t\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]")

# Outer to inner, where two marks cover the same text.
_NESTING: tuple[MarkKind, ...] = (
    "link", "emphasis", "strong", "strikethrough", "superscript", "subscript", "image", "code", "math", "footnote",
)  # fmt: skip
# Who is cut where two cross: the later.
_PRECEDENCE: tuple[MarkKind, ...] = (
    "image", "math", "footnote", "code", "link", "emphasis", "strong", "strikethrough", "superscript", "subscript",
)  # fmt: skip
_JOINED_OVER_SPACES = frozenset({"link", "emphasis", "strong", "strikethrough"})
_WHOLE = frozenset({"code", "math", "footnote"})  # one cut in two says something else
_ATOMS = _WHOLE | {"image"}
_NEVER_JOINED = frozenset({"image", "math", "footnote"})
# Readers refuse these, and show the brackets instead.
_UNSAFE = re.compile(r"\s*(?:javascript|vbscript|file|data):", re.IGNORECASE)


def tidy(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """Lines without spaces at their ends, none of them blank, and the marks that follow them, cut at the line breaks.

    Controls that are whitespace become spaces, one for one, and NUL becomes U+FFFD, as CommonMark 2.3 has it.
    """
    if (
        text.isprintable()
        and text.strip(TRIM) == text
        and all(0 <= mark.start < mark.end <= len(text) for mark in marks)
    ):
        return text, list(marks)  # most texts: one line, and nothing odd
    text = _CONTROLS.sub(" ", text).replace("\0", "\ufffd")
    places: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        start = at + len(line) - len(line.lstrip(TRIM))
        end = at + len(line.rstrip(TRIM))
        if start < end:
            places.append((start, end))
        at += len(line) + 1
    moved: list[Mark] = []
    length = 0
    for (start, end), on_line in zip(places, clip(marks, places), strict=True):
        moved += [replace(mark, start=mark.start + length, end=mark.end + length) for mark in on_line]
        length += end - start + 1
    return "\n".join(text[start:end] for start, end in places), moved


def clip(marks: Iterable[Mark], places: Sequence[tuple[int, int]]) -> list[list[Mark]]:
    """For each of the places (start and end, sorted, disjoint) the marks over it, clipped, counted from its start."""
    clipped: list[list[Mark]] = [[] for _ in places]
    for mark in marks:
        index = max(bisect_right(places, mark.start, key=itemgetter(0)) - 1, 0)
        while index < len(places) and places[index][0] < mark.end:
            start, end = places[index]
            low, high = max(start, mark.start), min(end, mark.end)
            if low < high:
                clipped[index].append(replace(mark, start=low - start, end=high - start))
            index += 1
    return clipped


def canonical(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks that can be written over a tidy text, in the order in which they open.

    They nest, lie on one line, have no space at an end and no mark of their own kind inside or beside them. Applied to
    its own outcome it changes nothing.
    """
    settled: list[list[Mark]] = []
    wanted: dict[MarkKind, list[Mark]] = {}
    for mark in marks:
        if _can_be_written(text, mark) and (trimmed := _trim(text, mark)):
            wanted.setdefault(mark.kind, []).append(trimmed)
    for kind in sorted(wanted, key=_PRECEDENCE.index):
        joined = _join(text, sorted(wanted[kind], key=_place))
        settled.append([piece for mark in joined for piece in _fit(text, mark, settled)] if settled else joined)
    return tuple(sorted((mark for kind in settled for mark in kind), key=_place))


def _place(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, _NESTING.index(mark.kind)


def _can_be_written(text: str, mark: Mark) -> bool:
    match mark.kind:
        case "link" | "image":
            return bool(mark.target.strip()) and not _UNSAFE.match(mark.target)
        case "math":
            opens = text.startswith("$", mark.start)
            return opens and formula_end(text, mark.start) == mark.end and "\n" not in text[mark.start : mark.end]
        case "footnote":
            return bool(mark.target) and label_of(text[mark.start : mark.end]) == mark.target
        case _:
            return True


def _trim(text: str, mark: Mark) -> Mark | None:
    """The mark without the spaces at its ends; None where nothing is left: an image without words is not written."""
    inside = text[mark.start : mark.end]
    if inside and inside[0] not in TRIM and inside[-1] not in TRIM:
        return mark
    start = mark.start + len(inside) - len(inside.lstrip(TRIM))
    end = mark.start + len(inside.rstrip(TRIM))
    return replace(mark, start=start, end=end) if start < end else None


def _join(text: str, marks: Sequence[Mark]) -> list[Mark]:
    """Marks of one kind, sorted, made disjoint: what overlaps or touches is one mark."""
    joined: list[Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        if last and (last.target, last.title) == (mark.target, mark.title) and _touch(text, last, mark):
            joined[-1] = replace(last, end=max(last.end, mark.end))
        elif not last or last.end <= mark.start:
            joined.append(mark)
    return joined


def _touch(text: str, last: Mark, mark: Mark) -> bool:
    if mark.kind in _NEVER_JOINED:
        return False
    gap = text[last.end : mark.start]
    return not (gap.strip(WHITESPACE) if mark.kind in _JOINED_OVER_SPACES else gap)


def _fit(text: str, mark: Mark, settled: Sequence[Sequence[Mark]]) -> list[Mark]:
    """The parts of a mark that nest with all marks settled before it."""
    pieces = [mark]
    for others in settled:
        pieces = [part for piece in pieces for part in _cut(piece, others)]
    return sorted((trimmed for piece in pieces if (trimmed := _trim(text, piece))), key=_place)


def _cut(mark: Mark, others: Sequence[Mark]) -> list[Mark]:
    """Cut a mark where it crosses one of others (disjoint, sorted, of one kind). Nothing is marked inside an atom."""
    if mark.kind in _WHOLE:
        return [] if _overlapped(mark, others) else [mark]
    first, last = _covering(mark.start, others), _covering(mark.end - 1, others)
    start, end = mark.start, mark.end
    for other in filter(None, (first, last)):
        if other.start <= start and end <= other.end:
            return [mark] if other.kind not in _ATOMS or (other.start, other.end) == (start, end) else []
    inside = []
    if first and first.start < start:
        inside.append(replace(mark, end=first.end))
        start = first.end
    if last and last.end > end:
        inside.append(replace(mark, start=last.start))
        end = last.start
    if others and others[0].kind in _ATOMS:
        inside.clear()
    return [*inside, replace(mark, start=start, end=end)]


def _covering(position: int, others: Sequence[Mark]) -> Mark | None:
    index = bisect_right(others, position, key=lambda mark: mark.start) - 1
    return others[index] if index >= 0 and position < others[index].end else None


def _overlapped(mark: Mark, others: Sequence[Mark]) -> bool:
    index = bisect_left(others, mark.end, key=lambda other: other.start) - 1
    return index >= 0 and others[index].end > mark.start
