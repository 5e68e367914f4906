"""Headings and the title of plain text."""

from __future__ import annotations

import pytest

from cleaner import clean
from tests.structure.shapes import PROSE, kinds


def second(line: str, *after: str) -> str:
    """The kind of a line between paragraphs."""
    return kinds(PROSE[0], "", line, "", *(after or PROSE[1:]))[1][0]


@pytest.mark.parametrize(
    "line", ["The crew", "What the crew saw", "Why was the ferry late?", "1. The ferry and the crew"]
)
def test_a_short_line_over_prose_is_a_heading(line: str) -> None:
    assert second(line) == "heading"


@pytest.mark.parametrize(
    "line",
    [
        "The crew went home.",
        "the crew",
        "The crew, the ferry,",
        "“The crew”",
        "– The crew",
        "By Jane Doe",
        "14:05",
        "3.15pm",
        "2:10 PM",
        "June 2020",
        "29. Juni 2020",
        "Miércoles 4 de mayo de 2022",
        "Por Agencia EFE",
        "Follow the ferry",
        "Figure 3: The ferry and the crew",
        "Abbildung 2: The ferry",
        "jane@example.org",
        "www.example.org/ferry",
        "A goat has been elected honorary fireman of Velden once again",
    ],
)
def test_other_short_lines_are_not(line: str) -> None:
    assert second(line) == "paragraph"


def test_nothing_follows_the_last_line() -> None:
    assert kinds(*PROSE, "The crew")[-1] == ("paragraph", "The crew")


def test_a_heading_stands_over_prose_or_a_list() -> None:
    assert second("Highlights", "• One ferry", "• Two ferries") == "heading"
    assert second("The crew", "jane doe", "john doe") == "paragraph"


def test_a_line_above_a_credit_is_a_heading_where_it_speaks_of_the_text() -> None:
    long = "The crew of the ferry counted the passengers in the harbour when the rain fell on the houses"
    assert kinds(*PROSE, long, "", "Photo: X", "", PROSE[0], gone=[6], category="credit")[3] == ("heading", long)
    other = "A goat is elected honorary fireman of Velden by a show of hands"
    assert kinds(*PROSE, other, "Photo: X", PROSE[0], gone=[5], category="credit")[3] == ("paragraph", other)


def test_a_line_whose_credit_was_cut_off_is_a_caption() -> None:
    found = clean("\n\n".join((*PROSE, "The crew (Photo: Jane Doe/AFP)", *PROSE)), media_type="text/plain")
    assert [block.kind for block in found.blocks if block.text == "The crew"] == ["paragraph"]


def test_labels_that_recur_are_speakers() -> None:
    lines = (
        "Q: Was the ferry late?",
        PROSE[0],
        "Q: Did the crew know?",
        PROSE[1],
        "Marsh: Why?",
        PROSE[2],
        "Marsh: Oh.",
    )
    assert {kind for kind, _ in kinds(*lines)} == {"paragraph"}
    assert second("The ferry: why it was late") == "heading"


def test_the_first_line_is_the_title_where_prose_speaks_of_the_same() -> None:
    assert kinds("Rain over the ferry in the harbour", *PROSE)[0][0] == "title"
    assert kinds("Goat elected honorary fireman", *PROSE)[0][0] != "title"
    assert kinds(*PROSE)[0][0] == "paragraph"
    assert kinds("« Rain over the ferry in the harbour", *PROSE)[0][0] == "paragraph"
    assert kinds("29. November 2022", "The ferry left on 29. November 2022.", *PROSE)[0][0] == "paragraph"


def test_there_is_one_title() -> None:
    assert [kind for kind, _ in kinds("Rain over the ferry in the harbour", "Rain over the ferry", *PROSE)].count(
        "title"
    ) == 1
