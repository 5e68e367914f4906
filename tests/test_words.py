"""Words, stems and shapes of lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import words

TWELVE = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("one two", 2), ("  one\ttwo ", 2), ("渡轮九点离开码头", 5), ("it’s", 1)]
)
def test_word_count(text: str, count: int) -> None:
    assert words.word_count(text) == count


def test_stems_are_the_beginnings_of_long_words() -> None:
    assert words.stems("The Advertisement advertises, but 12345 cats do not") == ["adver", "adver", "cats"]


@pytest.mark.parametrize("text", ["Done.", "Done!”", "Done?)", "Done… ", "完了。", "Done.[3]", "Done.”)"])
def test_sentences_end(text: str) -> None:
    assert words.ends_sentence(text)


@pytest.mark.parametrize("text", ["", "Done", "Done:", "Done, (and", "3.5 m", "Photo: Jane Doe"])
def test_other_lines_do_not(text: str) -> None:
    assert not words.ends_sentence(text)


def test_prose_is_twelve_words_that_close_or_thirty() -> None:
    assert words.is_prose(f"{TWELVE}.")
    assert not words.is_prose(TWELVE)
    assert not words.is_prose("Eleven is not enough for a line to be called prose.")
    assert words.is_prose(f"{TWELVE} {TWELVE} {TWELVE}")


@pytest.mark.parametrize(
    "text", ["Highlights", "What now?", "“No”: a story", "2021 in pictures", "Mr. Doe goes to the U.S", "What a day!"]
)
def test_titles(text: str) -> None:
    assert words.is_title(text)


@pytest.mark.parametrize(
    "text", ["", "done", "It was done.", "First,", "Note:", "***", f"A {TWELVE} {TWELVE}", "A" * 161]
)
def test_no_titles(text: str) -> None:
    assert not words.is_title(text)


def test_overlap_is_the_share_of_stems_that_occur_elsewhere() -> None:
    line = "Ferry crew elected"
    assert words.Body([line]).overlap(line) == 0
    assert words.Body([line, "The ferry and her crew"]).overlap(line) == pytest.approx(2 / 3)
    assert words.Body([line, line]).overlap(line) == 1


def test_lines_beside_it_are_not_elsewhere() -> None:
    lines = ["Goat elected fireman", "Goat resigns as fireman"]
    body = words.Body([*lines, "The goat is well."])
    assert body.overlap(lines[0]) == pytest.approx(2 / 3)
    assert body.overlap(lines[0], beside=lines[1:]) == pytest.approx(1 / 3)


@given(st.lists(st.text("ab cdefg", max_size=30), min_size=1, max_size=5))
def test_overlap_is_a_share(lines: list[str]) -> None:
    body = words.Body(lines)
    for index, line in enumerate(lines):
        alone = body.overlap(line, beside=lines[:index] + lines[index + 1 :])
        assert 0 <= alone <= body.overlap(line) <= 1
        assert alone == 0


def test_speaks_of_counts_words_by_their_beginnings() -> None:
    assert words.Body(["Advertisers advertise ads", "The ad"]).speaks_of(("adver", "ads")) == 2


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("如何应对变化", ["如何", "何应", "应对", "对变", "变化"]),
        ("東京オリンピックへ", ["東京", "オリンピッ"]),
        ("정부가 국회의원을", ["정부", "국회"]),
        ("وقالت الحكومة إن للرئاسة", ["وقالت", "حكومة", "رئاسة"]),
    ],
)
def test_stems_of_scripts_without_spaces_or_with_bound_articles(text: str, stems: list[str]) -> None:
    assert words.stems(text) == stems


def test_pairs_across_words_do_not_count_against_a_heading() -> None:
    heading = "如何应对变化"
    assert words.Body([heading, "变化来了，如何看，应对得当。"]).overlap(heading) == 1
    assert words.Body([heading, "渡轮九点离开码头。"]).overlap(heading) == 0


@pytest.mark.parametrize("text", ["終わった。」", "هل انتهى؟", "Konec.“", "끝났다.", "ختم۔", "ｵﾜﾘ｡"])
def test_sentences_of_other_scripts_end(text: str) -> None:
    assert words.ends_sentence(text)


@pytest.mark.parametrize("text", ["第一，", "اولا،", "結論：", "終わった。"])
def test_statements_of_other_scripts_are_no_titles(text: str) -> None:
    assert not words.is_title(text)
