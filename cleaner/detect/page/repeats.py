"""Lines that a page says twice: a variant of a text for small screens, quotes of earlier posts, pulled quotes."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import Line

LEAST = 4  # words of a line whose repetition counts

_MAY_REPEAT = frozenset(("code", "row", "title"))


def copies(lines: Sequence[Line]) -> list[list[int]]:
    """The indices of lines that say the same, for each such text: those that are shown before those that are not.

    Short lines, code and the rows of tables may repeat.
    """
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if line.text.count(" ") >= LEAST - 1 and (line.role is None or line.role.kind not in _MAY_REPEAT):
            found.setdefault(line.text.lower(), []).append(index)
    return [sorted(same, key=lambda index: bool(lines[index].origin)) for same in found.values() if len(same) > 1]


def surplus(likely: Sequence[bool], same: Sequence[Sequence[int]]) -> set[int]:
    """The likely lines that repeat another likely one."""
    return {index for indices in same for index in [index for index in indices if likely[index]][1:]}
