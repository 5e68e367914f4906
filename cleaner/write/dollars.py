"""Dollar signs that are text and that a reader might take for a formula's (`cleaner.read.maths`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleaner.model import Mark

_DOLLAR = re.compile(r"\$")
_BREAK = re.compile("\n")


def stray(text: str, marks: Sequence[Mark]) -> Iterator[int]:
    """Where a dollar sign outside of formulas might open one.

    What stands beside a mark's edge or a line's end will be a delimiter or a backslash, and may be anything. A reader
    looks no further than the next sign that is not escaped; hence from the last to the first.
    """
    places = [match.start() for match in _DOLLAR.finditer(text)]
    if len(places) < 2:
        return
    edges = {edge for mark in marks for edge in (mark.start, mark.end)}
    edges.update(match.start() for match in _BREAK.finditer(text))
    formulas = {place for mark in marks if mark.kind == "math" for place in range(mark.start, mark.end)}
    following = beyond = -1  # the next sign that is not escaped, and the one after it
    for place in reversed(places):
        closed = beyond >= 0 and following == place + 1
        if following > place + 1 or place + 1 in edges:
            closed = closed or (following >= 0 and _may_close(text, following, edges))
        if closed and place not in formulas and _may_open(text, place, edges):
            yield place
        else:
            following, beyond = place, following


def _may_open(text: str, place: int, edges: set[int]) -> bool:
    before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
    return (place in edges or not before.isdigit()) and (place + 1 in edges or bool(after.strip()))


def _may_close(text: str, place: int, edges: set[int]) -> bool:
    """Whether a sign closes what is open, or, being escaped inside of code, might be passed over."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if before == "\\":
        return True
    return (place in edges or bool(before.strip())) and (place + 1 in edges or not after.isdigit())
