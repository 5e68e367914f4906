"""Lines that stay or go together: the rows of a table, the lines of a block of code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Line

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_WHOLE = frozenset(("row", "code"))


def wholes(lines: Sequence[Line]) -> Ints:
    """For each line the number of the table or block of code that it is of, -1 for none."""
    numbers: dict[tuple[str, int], int] = {}
    return np.array(
        [
            numbers.setdefault((line.role.kind, line.role.group), len(numbers))
            if line.role is not None and line.role.kind in _WHOLE
            else -1
            for line in lines
        ],
        np.int64,
    )


def together(chances: Floats, whole: Ints, sizes: Ints) -> Floats:
    """Give the lines of a whole the mean of their chances, weighed by their sizes."""
    inside = np.flatnonzero(whole >= 0)
    if not len(inside):
        return chances
    numbers, weights = whole[inside], sizes[inside] + 1.0
    means = np.bincount(numbers, chances[inside] * weights) / np.bincount(numbers, weights)
    joined = chances.copy()
    joined[inside] = means[numbers]
    return joined
