"""The lines of a decoded text, and of a reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cleaner.model import Line


def physical(text: str) -> list[str]:
    r"""Split at "\n"; a "\r" before it belongs to the line ending. A text without any "\n" is split at "\r".

    A line ending at the end of the text ends the last line and begins no further one.

    >>> physical("a\r\nb\rc\n"), physical("a\rb\r")
    (['a', 'b\rc'], ['a', 'b'])
    """
    ending = "\r" if "\r" in text and "\n" not in text else "\n"
    texts = text.split(ending)
    if not texts[-1]:
        texts.pop()
    return [line.removesuffix("\r") for line in texts]


def bounded(lines: Iterable[Line], budget: int) -> Iterator[Line]:
    """The lines, without links once their addresses are longer than the budget: one may be repeated for ever."""
    for line in lines:
        budget -= sum(len(mark.target) for mark in line.marks)
        yield line if budget >= 0 else replace(line, marks=tuple(mark for mark in line.marks if not mark.target))
