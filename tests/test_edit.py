"""Applying findings to a line: its text, and the marks that move with it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner import edit
from cleaner.model import Line, Mark, Removal, Repair


@st.composite
def edited_lines(draw: st.DrawFn) -> tuple[Line, list[Removal], list[Repair]]:
    """A line with marks, and settled findings: spans that do not overlap, each a removal or a repair."""
    text = draw(st.text("ab .", max_size=24))
    places = st.integers(0, len(text))
    cuts = sorted(draw(st.lists(places, max_size=8)))
    removals: list[Removal] = []
    repairs: list[Repair] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        if draw(st.booleans()) and start < end:
            removals.append(Removal(1, start, end, "ad.x", "why"))
        else:
            repairs.append(Repair(1, start, end, "glue.x", draw(st.sampled_from(("", " ", "XYZ")))))
    spans = draw(st.lists(st.tuples(places, places), max_size=4))
    marks = tuple(Mark(min(span), max(span), "strong") for span in spans if span[0] != span[1])
    return Line(1, text, marks=marks), removals, repairs


@given(edited_lines())
def test_the_text_is_what_is_left_with_the_replacements(case: tuple[Line, list[Removal], list[Repair]]) -> None:
    line, removals, repairs = case
    text, position = "", 0
    changes = sorted(
        [(f.start, f.end, None) for f in removals] + [(f.start, f.end, f.replacement) for f in repairs], key=str
    )
    for start, end, replacement in sorted(changes, key=lambda change: change[:2]):
        text += line.text[position:start]
        joins = line.text[max(start - 1, 0) : start].isalnum() and line.text[end : end + 1].isalnum()
        text += replacement if replacement is not None else " " if joins else ""
        position = end
    assert edit.apply(line, removals, repairs).text == text + line.text[position:]


@given(edited_lines())
def test_marks_stay_within_the_text_and_over_what_they_marked(case: tuple[Line, list[Removal], list[Repair]]) -> None:
    line, removals, repairs = case
    found = edit.apply(line, removals, repairs)
    assert all(0 <= mark.start < mark.end <= len(found.text) for mark in found.marks)
    assert len(found.marks) <= len(line.marks)
    untouched = not removals and not repairs
    assert not untouched or found == (line.text, line.marks)


@given(
    st.text("ab ", max_size=12),
    st.text("ab ", min_size=1, max_size=6),
    st.text("ab ", max_size=12),
    st.text("XY", max_size=4),
)
def test_a_mark_beside_a_change_covers_the_same_text(before: str, marked: str, after: str, replacement: str) -> None:
    line = Line(
        1, f"({before}){marked}({after})", marks=(Mark(len(before) + 2, len(before) + 2 + len(marked), "strong"),)
    )
    ends = (
        Repair(1, 1, 1 + len(before), "glue.x", replacement),
        Repair(1, len(line.text) - 1 - len(after), len(line.text), "glue.x", ""),
    )
    text, (mark,) = edit.apply(line, (), ends)
    assert text[mark.start : mark.end] == marked


def test_a_mark_over_what_goes_goes_too() -> None:
    line = Line(1, "read more here", marks=(Mark(5, 9, "link", "/x"), Mark(0, 4, "strong")))
    assert edit.apply(line, [Removal(1, 4, 9, "related.x", "why")], ()).marks == (Mark(0, 4, "strong"),)


def test_a_mark_around_a_repair_grows_with_it() -> None:
    line = Line(1, "see PresidentDonald now", marks=(Mark(4, 19, "link", "/x"),))
    text, (mark,) = edit.apply(line, (), [Repair(1, 4, 19, "glue.camel", "President Donald")])
    assert text[mark.start : mark.end] == "President Donald"


def test_a_mark_that_ends_in_a_repair_covers_no_more_than_it() -> None:
    line = Line(1, "abcdef", marks=(Mark(0, 3, "strong"),))
    text, marks = edit.apply(line, (), [Repair(1, 2, 5, "glue.x", "XY")])
    assert text == "abXYf"
    assert [text[mark.start : mark.end] for mark in marks] in (["ab"], ["abXY"])


def test_words_are_not_joined_over_what_goes() -> None:
    line = Line(1, "one (opens in new window)two")
    assert edit.apply(line, [Removal(1, 3, 25, "embed.x", "why")], ()).text == "one two"


def test_trimming_moves_the_marks() -> None:
    assert edit.trimmed("  a b ", (Mark(2, 3, "strong"), Mark(0, 6, "emphasis"), Mark(0, 2, "code"))) == (
        "a b",
        (Mark(0, 1, "strong"), Mark(0, 3, "emphasis")),
    )
