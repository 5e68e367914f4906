"""Formulas in markdown: TeX between dollar signs, `$x$` within a line and `$$x$$` displayed.

The rule is pandoc's (`tex_math_dollars`), which markdown-it's dollarmath follows, too: sums of money are no formulas.
"""

from __future__ import annotations


def formula_end(text: str, start: int) -> int | None:
    """Where the formula ends that opens with the dollar sign at `start`; None where none does.

    No space stands inside of a single dollar sign, and no digit before the first or after the last one.
    """
    sign = "$$" if text.startswith("$$", start) else "$"
    begin = start + len(sign)
    if text[begin : begin + 1].isspace() and sign == "$":
        return None
    close = closing(text, begin, sign)
    if close <= begin or (text[close - 1].isspace() and sign == "$"):
        return None
    end = close + len(sign)
    digits = (start > 0 and text[start - 1].isdigit()) or text[end : end + 1].isdigit()
    return None if digits else end


def closing(text: str, begin: int, sign: str) -> int:
    """Where the next `sign` stands that is not escaped; -1 for nowhere."""
    found = text.find(sign, begin)
    while found >= 0 and is_escaped(text, found):
        found = text.find(sign, found + 1)
    return found


def is_escaped(text: str, place: int) -> bool:
    """Whether an odd number of backslashes stands before a place."""
    first = place
    while first and text[first - 1] == "\\":
        first -= 1
    return (place - first) % 2 == 1
