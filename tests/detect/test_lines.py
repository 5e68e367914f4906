"""What the line model sees of a text, and what its verdict does."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.detect.lines.features import OWN, PLACE, describe, shape, text_lines

TEXTS = st.lists(st.text(), min_size=1, max_size=30)


@given(TEXTS)
def test_lines_are_the_solid_ones_with_their_gaps(texts: list[str]) -> None:
    lines, indices = text_lines(texts)
    assert [" ".join(texts[index].split()) for index in indices] == [line.text for line in lines]
    assert all(line.text for line in lines)
    assert len(lines) == sum(bool(text.split()) for text in texts)


@given(TEXTS)
def test_any_text_can_be_described(texts: list[str]) -> None:
    lines, _ = text_lines(texts)
    if lines:
        described = describe(lines)
        assert described.numbers.shape == (len(lines), len(OWN) + len(PLACE))
        assert np.isfinite(described.numbers).all()
        assert all(len(group) == len(lines) and group.min() >= 0 for group in described.groups)
        assert all(len(set(tokens)) == len(tokens) for tokens in described.tokens)


def test_gaps_and_indentation_are_counted() -> None:
    lines, _ = text_lines(["", "", "  a", "b", "", "c"])
    assert [(line.gap, line.indent) for line in lines] == [(2, 2), (0, 0), (1, 0)]


def test_lines_of_one_kind_have_one_shape() -> None:
    assert shape("Photo: Jane Doe") == shape("Image: John Public")
    assert shape("Photo: Jane Doe") != shape("By Jane Doe")
    assert shape("12:40") == shape("7:05")
