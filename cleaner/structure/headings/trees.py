"""The headings that trees find where rules do not decide."""

from __future__ import annotations

from collections.abc import Collection

from cleaner import trees
from cleaner.structure.headings import rules
from cleaner.structure.headings.features import NAMES, Surroundings

LEAST, LEAST_QUESTION = 0.4, 0.7  # the chances from which a line is a heading; questions are often rhetoric


def likely(text: rules.Layout, known: Collection[int] = ()) -> frozenset[int]:
    """The indices of the lines that are headings by the trees; those of which more is `known` are not asked about."""
    around = Surroundings(text)
    asked = (index for index, may_be in enumerate(around.candidates) if may_be and index not in known)
    return frozenset(index for index in asked if _is_heading(index, around))


def _is_heading(index: int, around: Surroundings) -> bool:
    text = around.text
    line = text.lines[index].text
    if not rules.may_be_heading(index, text) or not rules.speaks_of(line, text.body):
        return False
    least = LEAST_QUESTION if line[-1] in "?？" else LEAST
    return trees.load(__package__, NAMES).reaches(around.numbers(index), least)
