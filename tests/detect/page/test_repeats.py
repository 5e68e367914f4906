"""What a page says twice stays once, and what belongs together stays together."""

from __future__ import annotations

import numpy as np

from cleaner.detect.page.repeats import copies, surplus
from cleaner.detect.page.wholes import together, wholes
from cleaner.model import Line, LineKind, Role


def line(number: int, text: str, kind: LineKind = "paragraph", origin: str = "") -> Line:
    return Line(number, text, Role(kind, group=9 if kind in ("row", "code") else number), origin=origin)


def test_of_likely_copies_the_first_that_is_shown_stays() -> None:
    text = "The ferry was late again today."
    lines = [
        line(1, text, origin="hidden"),
        line(2, text.upper()),
        line(3, "Another line of some words."),
        line(4, text),
    ]
    same = copies(lines)
    assert same == [[1, 3, 0]]
    assert surplus([True, True, True, True], same) == {0, 3}
    assert surplus([True, False, True, False], same) == set()


def test_short_lines_code_and_rows_may_repeat() -> None:
    lines = [line(1, "Read more"), line(2, "Read more"), *(line(n, "a = b + c + d", "code") for n in (3, 4))]
    assert copies(lines) == []


def test_the_rows_of_a_table_share_their_chance() -> None:
    lines = [line(1, "Prose"), line(2, "Hour\tStrokes", "row"), line(3, "1\t5", "row")]
    whole = wholes(lines)
    assert whole.tolist() == [-1, 0, 0]
    joined = together(np.array([0.9, 0.0, 1.0], np.float32), whole, np.array([5, 1, 2]))
    assert joined.tolist() == [np.float32(0.9), np.float32(0.6), np.float32(0.6)]
