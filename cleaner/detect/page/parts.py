"""Parts of a page: one with very many lines is judged piece by piece, so that memory stays bounded and time linear."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Line, Outline

Ints = NDArray[np.int64]

MOST_LINES = 25_000  # of a part


class Part(NamedTuple):
    """Lines, the elements that they stand in, and the outline that has these elements."""

    lines: Sequence[Line]
    owners: Sequence[int]
    outline: Outline


def parts(lines: Sequence[Line], owners: Sequence[int], outline: Outline) -> Iterator[Part]:
    """A page as one part, or as many of MOST_LINES, each with an outline of its own elements alone."""
    if len(lines) <= MOST_LINES:
        yield Part(lines, owners, outline)
        return
    parents, looks = np.array(outline.parents, np.int64), np.array(outline.looks, np.int64)
    for start in range(0, len(lines), MOST_LINES):
        own = np.maximum(np.array(owners[start : start + MOST_LINES], np.int64), 0)
        used = _used(own, parents)
        number = np.cumsum(used) - 1
        elements = np.flatnonzero(used)
        seen, look = np.unique(looks[elements], return_inverse=True)
        yield Part(
            lines[start : start + MOST_LINES],
            number[own].tolist(),
            replace(
                outline,
                owners=(),
                parents=(-1, *number[parents[elements[1:]]].tolist()),
                looks=tuple(look.tolist()),
                tags=tuple([outline.tags[index] for index in seen.tolist()]),
                names=tuple([outline.names[index] for index in seen.tolist()]),
                inline=tuple([outline.inline[index] for index in seen.tolist()]),
            ),
        )


def _used(owners: Ints, parents: Ints) -> NDArray[np.bool_]:
    """Which elements lines stand in, or have such elements within them; the root is one."""
    used = np.zeros(len(parents), np.bool_)
    used[0] = True
    steps = np.unique(owners)
    while len(steps):
        used[steps] = True
        above = np.unique(parents[steps])
        steps = above[(above >= 0) & ~used[np.maximum(above, 0)]]
    return used
