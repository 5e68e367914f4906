"""One line in the making: text whose whitespace is collapsed as it comes, and the marks over it."""

from __future__ import annotations

import re

from cleaner.model import Mark, MarkKind

# HTML's own whitespace; a no-break space is a character like any other.
_COLLAPSIBLE = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]")
_SPACE = " \t\n\f\r"
_collapse = _COLLAPSIBLE.sub


class Buffer:
    """Collects text and marks until `take` makes a line of them.

    Marks are opened and closed like the elements that they come from, hence they nest. A mark that is open when the
    line ends goes on in the next line. A mark inside another of its kind adds nothing and is not recorded.

    pieces  of the line's text so far
    """

    __slots__ = ("_length", "_marks", "_nesting", "_open", "_spaced", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._length = 0
        self._spaced = True  # whether a space now would be swallowed
        self._marks: list[tuple[int, int, int, MarkKind, str]] = []  # start, end, order of opening, kind, target
        self._open: list[tuple[int, MarkKind, str]] = []  # at most one of each kind
        self._nesting: list[bool] = []  # for each opened mark whether it is in `_open`

    def add(self, text: str) -> None:
        """Append text, each run of whitespace as one space, none at the beginning of a line or cell."""
        if self._spaced and not text.strip(_SPACE):
            return
        if "  " in text or not text.isprintable():
            text = _collapse(" ", text)
        if self._spaced and text[:1] == " ":
            text = text[1:]
        if text:
            self.pieces.append(text)
            self._length += len(text)
            self._spaced = text[-1] == " "

    def add_verbatim(self, text: str) -> None:
        """Append preformatted text as it is."""
        if text:
            self.pieces.append(text)
            self._length += len(text)
            self._spaced = False

    def separate(self) -> None:
        """End a table cell: no space before the tab, and no mark across it."""
        self._trim()
        self._break_marks()
        self.pieces.append("\t")
        self._length += 1
        self._spaced = True
        self._reopen(self._length)

    def open(self, kind: MarkKind, target: str = "") -> None:
        """Open a mark at the end of the text so far."""
        inside = any(mark[1] == kind for mark in self._open)
        self._nesting.append(not inside)
        if not inside:
            self._open.append((self._length, kind, target))

    def close(self) -> None:
        """Close the mark that was opened last."""
        if self._nesting.pop():
            self._record(self._open.pop(), len(self._open))

    def take(self) -> tuple[str, tuple[Mark, ...]]:
        """The line's text and marks; the buffer is then empty, with the open marks open from its beginning."""
        if not self.pieces:
            return "", ()
        self._trim()
        if self._open:
            self._break_marks()
        text = "".join(self.pieces)
        marks = _trimmed(text, self._marks) if self._marks else ()
        self.pieces = []
        self._marks = []
        self._length = 0
        self._spaced = True
        if self._open:
            self._reopen(0)
        return text, marks

    def _trim(self) -> None:
        if self.pieces and self._spaced and self.pieces[-1][-1] == " ":
            self.pieces[-1] = self.pieces[-1][:-1]
            self._length -= 1

    def _record(self, mark: tuple[int, MarkKind, str], order: int) -> None:
        start, kind, target = mark
        if start < self._length:
            self._marks.append((start, self._length, order, kind, target))

    def _break_marks(self) -> None:
        for order, mark in enumerate(self._open):
            self._record(mark, order)

    def _reopen(self, start: int) -> None:
        self._open = [(start, kind, target) for _, kind, target in self._open]


def _trimmed(text: str, marks: list[tuple[int, int, int, MarkKind, str]]) -> tuple[Mark, ...]:
    """Marks without whitespace at their edges and without empty ones, outer before inner."""
    kept = []
    for start, end, order, kind, target in marks:
        end = min(end, len(text))
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end:
            kept.append((start, -end, order, kind, target))
    if len(kept) > 1:
        kept.sort()
    return tuple([Mark(start, -end, kind, target) for start, end, _, kind, target in kept])
