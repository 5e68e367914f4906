"""How a reader of markdown pairs the delimiters `*`, `**`, `_` and `~~`: CommonMark 0.31.2, section 6.2, and GFM 6.5.

The writer asks it before it writes: a mark whose delimiters would not pair is not written, and a character of the text
is escaped only where it would pair.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cleaner.write.marks import WHITESPACE

_SPACES = frozenset(WHITESPACE + "\t\n\f\r\v")
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


@dataclass(frozen=True, slots=True)
class Delimiter:
    """One delimiter: a single `*` or `_`, or the two tildes of `~~`.

    owner   the mark it belongs to        run     the number of its delimiter run
    length  of that run, in characters    opens   whether the run may open, and
    closes  whether it may close
    """

    char: str
    owner: int
    run: int
    length: int
    opens: bool
    closes: bool


def is_space(char: str) -> bool:
    """Whether a neighbour counts as white space; the text's ends ("") do."""
    return not char or char in _SPACES


def is_punctuation(char: str) -> bool:
    """Whether a neighbour counts as punctuation: ASCII punctuation, or of the Unicode categories P and S."""
    return bool(char) and (char in _PUNCTUATION or unicodedata.category(char)[0] in "PS")


def flanks(char: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of `char` between two neighbours may open and may close. "" stands for the text's ends."""
    spaced_before, spaced_after = is_space(before), is_space(after)
    pointed_before, pointed_after = is_punctuation(before), is_punctuation(after)
    left = not spaced_after and (not pointed_after or spaced_before or pointed_before)
    right = not spaced_before and (not pointed_before or spaced_after or pointed_after)
    if char != "_":
        return left, right
    return left and (not right or pointed_before), right and (not left or pointed_after)


def misread(delimiters: Iterable[Delimiter]) -> set[int]:
    """The owners whose delimiters a reader would not pair with each other, in one context (a block, a link's text).

    The algorithm of CommonMark's appendix, "process emphasis", one delimiter at a time.
    """
    total: Counter[int] = Counter()
    paired: Counter[int] = Counter()
    stack: list[tuple[int, Delimiter]] = []
    bottom: dict[tuple[str, bool, int], int] = {}
    starts: dict[int, int] = {}
    for number, closer in enumerate(delimiters):
        total[closer.owner] += 1
        start = starts.setdefault(closer.run, number)
        key = closer.char, closer.opens, closer.length % 3
        found = _opener(stack, closer, bottom.get(key, -1)) if closer.closes else None
        if found is not None:
            paired[closer.owner] += 2 * (stack[found][1].owner == closer.owner)
            del stack[found:]
            continue
        if closer.closes:
            bottom[key] = start - 1
        if closer.opens:
            stack.append((number, closer))
    return {owner for owner, count in total.items() if paired[owner] != count}


def _opener(stack: list[tuple[int, Delimiter]], closer: Delimiter, bottom: int) -> int | None:
    for index in range(len(stack) - 1, -1, -1):
        number, opener = stack[index]
        if number <= bottom:
            return None
        if opener.char == closer.char and opener.run != closer.run and not _odd(opener, closer):
            return index
    return None


def _odd(opener: Delimiter, closer: Delimiter) -> bool:
    """The rule of three: a run that may open and close pairs with none where the lengths add up to a multiple of 3."""
    if closer.char == "~" or not (opener.closes or closer.opens):
        return False
    return (opener.length + closer.length) % 3 == 0 and bool(opener.length % 3 or closer.length % 3)
