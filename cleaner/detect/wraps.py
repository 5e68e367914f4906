"""Paragraphs that were wrapped to a width: line breaks that nobody meant.

A program that wraps text breaks a line where the next word does not fit any more. Where nearly all breaks of a text are
such, it is wrapped; verse, lists and addresses break earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from cleaner.detect.view import View
from cleaner.model import Line, Repair

NARROWEST, WIDEST = 40, 120  # characters
LEAST_BREAKS = 3
LEAST_SHARE = 0.75  # of the breaks that the width explains

_SIGNS = "•◦▪▫●○■□‣∙*+-–—>#|"


def find(view: View) -> Iterator[Repair]:
    """Yield a repair for each line end of a wrapped plain text that goes on in the next line."""
    if any(line.role is not None for line in view.lines[:1]):
        return
    breaks = [(line, after) for line, after in pairwise(view.lines) if after.number == line.number + 1]
    breaks = [(line, after) for line, after in breaks if _may_go_on(line, after)]
    width = max((len(line.text.rstrip()) for line, _ in breaks), default=0)
    if len(breaks) < LEAST_BREAKS or not NARROWEST <= width <= WIDEST:
        return
    forced = [line for line, after in breaks if _is_full(line, after, width) or _hangs(line, after)]
    if len(forced) >= LEAST_SHARE * len(breaks):
        yield from (Repair(line.number, len(line.text), len(line.text), "wrap.line", " ") for line in forced)


def _may_go_on(line: Line, after: Line) -> bool:
    """Whether two neighbours can be one paragraph: the second opens with no list sign and is not set in further."""
    text = after.text.lstrip()
    number = text.split(maxsplit=1)[0].rstrip(".)")
    return text[0] not in _SIGNS and not number.isdigit() and _indent(after) <= _indent(line) + 2


def _is_full(line: Line, after: Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted."""
    return len(line.text.rstrip()) + 1 + len(after.text.split(maxsplit=1)[0]) > width


def _hangs(line: Line, after: Line) -> bool:
    """Whether the second line is set in under the text of a list item."""
    return line.text.lstrip()[0] in _SIGNS and _indent(after) > _indent(line)


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())
