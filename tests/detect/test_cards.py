"""Cards that close with a link: the title above goes with it where it speaks of other things."""

from __future__ import annotations

import pytest

from tests.detect.articles import PROSE, removed

BEFORE, AFTER = PROSE[:2], PROSE[2:]
TITLE = "Dentist takes chess title"
TEASER = "After nine hours and two cups of cocoa the board was clear, and nobody in the hall dared to applaud."


def gone(*lines: str) -> list[str]:
    """What goes of lines that stand inside of an article."""
    return [text for _, text in removed(*BEFORE, *lines, *AFTER)]


@pytest.mark.parametrize("label", ["Read more", "Read the full story »", "Find out more"])
def test_the_title_above_a_lone_link_goes_with_it(label: str) -> None:
    assert gone(TITLE, label) == [TITLE, label]


def test_a_heading_that_speaks_of_the_article_stays() -> None:
    heading = "The ferry and the crew"
    assert heading not in gone(heading, "Read more")


@pytest.mark.parametrize("title", [TEASER, "chess", "“Dentist takes chess title,” it says."])
def test_what_is_no_title_stays(title: str) -> None:
    assert gone(title, "Read more") == ["Read more"]


def test_a_line_that_goes_on_from_the_one_before_stays() -> None:
    assert gone("The winners of the evening, in the order of the list:", TITLE, "Read more") == ["Read more"]


def test_cards_in_a_row_go_with_their_teasers() -> None:
    cards = [
        TITLE,
        TEASER,
        "Read more",
        "Old cinema becomes car park",
        TEASER,
        "Read more",
        "Put clocks back",
        TEASER,
        "Read more",
    ]
    assert gone(*cards) == cards


def test_prose_between_two_links_stays() -> None:
    between = [TEASER, TEASER.replace("nine", "ten")]
    assert not set(between) & set(gone("Read more", *between, "Read more"))


def test_an_opener_with_a_colon_closes_nothing() -> None:
    assert gone(TITLE, "Read more:") == ["Read more:"]
