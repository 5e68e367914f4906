"""Words and their hashes, found with arrays, are those that a loop would find."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.detect.page import letters as chars

plain = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=40)


@given(st.lists(plain, min_size=1, max_size=6))
def test_words_are_runs_of_letters_and_digits(texts: list[str]) -> None:
    words = chars.words(chars.letters(texts))
    assert words.counts.tolist() == [len(re.findall(r"\w+", text)) for text in texts]


@given(st.lists(plain, min_size=1, max_size=6))
def test_equal_words_have_equal_hashes_wherever_they_stand(texts: list[str]) -> None:
    hashes = chars.words(chars.letters(texts)).hashes.tolist()
    words = [_lower(word) for text in texts for word in re.findall(r"\w+", text)]
    assert len(set(zip(words, hashes, strict=True))) == len(set(words)) == len(set(hashes))


def _lower(word: str) -> str:
    """Letter by letter, as the tables do."""
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in word)


def test_every_character_of_a_script_without_spaces_is_a_word() -> None:
    assert chars.words(chars.letters(["漢字と word"])).counts.tolist() == [4]


def test_kinds_are_counted_line_by_line() -> None:
    letters = chars.letters(["A, b.", "", "1 C"])
    assert letters.count(chars.UPPER).tolist() == [1, 0, 1]
    assert letters.count(chars.COMMA).tolist() == [1, 0, 0]
    assert letters.count(chars.DIGIT).tolist() == [0, 0, 1]
    assert letters.lengths.tolist() == [5, 0, 3]


def test_the_end_of_a_sentence_is_seen_behind_a_closing_quotation_mark() -> None:
    letters = chars.letters(['He said: "No."', "More", ""])
    assert (letters.last & chars.END != 0).tolist() == [True, False, False]


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_spans_of_equal_values_have_equal_hashes(left: int, right: int) -> None:
    values = np.array([left, right, 7, left, right], np.uint64)
    first, second = chars.spans(values, np.array([0, 3]), np.array([2, 5])).tolist()
    assert first == second
