"""Residue by its wording, and the look-alikes that surroundings tell apart."""

from __future__ import annotations

import pytest

from cleaner.model import Role
from tests.detect.articles import PROSE, removed

ABOUT_ADVERTISING = (
    "An advertisement on the wall of the harbour is seen by every passenger of the ferry, twice a day.",
    "Those who advertise there pay for the wall, and the advertisement is painted over at the end of the year.",
    "The oldest of the advertisements was for a soap that nobody in the town has ever seen in a shop.",
)


@pytest.mark.parametrize("line", ["ADVERTISEMENT", "Advertisement:", "- Advertisement -", "  [advertisement] ", "AD"])
def test_markers_go(line: str) -> None:
    assert [text for _, text in removed(*PROSE, line)] == [line]


def test_a_lone_marker_over_a_text_on_its_subject_is_a_heading() -> None:
    assert removed("Advertisement", *ABOUT_ADVERTISING) == []


@pytest.mark.parametrize("lines", [("ADVERTISEMENT",), ("Advertisement", "Advertisement")])
def test_capitals_and_repetition_give_a_marker_away_even_there(lines: tuple[str, ...]) -> None:
    assert [text for _, text in removed(*ABOUT_ADVERTISING, *lines)] == list(lines)


@pytest.mark.parametrize(
    "line",
    ["“Subscribe now!”", '"Advertisement"', "„Subscribe now!“", "— Listen.", "– Close.", "- Share it on Twitter!"],
)
def test_what_somebody_says_stays(line: str) -> None:
    assert removed(*PROSE, line) == []


def test_networks_go_in_company_only() -> None:
    assert removed(*PROSE[:2], "Twitter", *PROSE[2:]) == []
    assert len(removed(*PROSE[:2], "Twitter", "Facebook", *PROSE[2:])) == 2


def test_only_the_credit_goes_from_a_caption() -> None:
    assert removed("The ferry in the harbour on Monday. (Photo: Jane Doe/AFP)", *PROSE) == [
        ("credit.tail", " (Photo: Jane Doe/AFP)")
    ]


def test_a_prompt_in_the_middle_of_prose_is_prose() -> None:
    line = "Sign up, said the notice on the quay, and so the passengers of the ferry signed up, one after the other."
    assert removed(*PROSE, line) == []


def test_code_holds_no_residue() -> None:
    assert removed("ADVERTISEMENT", role=Role("code")) == []


@pytest.mark.parametrize("kind", ["heading", "list_item", "quote", "caption", "row"])
def test_residue_goes_whatever_a_page_takes_it_for(kind: str) -> None:
    assert removed("ADVERTISEMENT", role=Role(kind)) == [("ad.marker", "ADVERTISEMENT")]  # type: ignore[arg-type]
