"""Blocks of related links: an opener removes itself; what stands under it goes only where it is surely links."""

from __future__ import annotations

import pytest

from cleaner.model import Role
from tests.detect.articles import PROSE, removed

BEFORE, AFTER = PROSE[:2], PROSE[2:]
LINKS = ("Ten hats that won an election", "Goat elected honorary fireman", "Why Anton Weiss gave back his medal")

MORE = ("Dentist takes chess title", "Old cinema becomes car park", "Put clocks back", "Singer cancels autumn tour")


def under(opener: str, *lines: str) -> list[str]:
    """What of the opener and the lines under it goes."""
    return [text for _, text in removed(*BEFORE, opener, *lines, *AFTER)]


@pytest.mark.parametrize("opener", ["RELATED:", "Read More", "  » See also", "You may also like", "[Related Stories]"])
def test_an_opener_alone_removes_only_itself(opener: str) -> None:
    assert under(opener) == [opener]


def test_links_under_an_opener_go() -> None:
    assert under("RELATED:", *LINKS) == ["RELATED:", *LINKS]


@pytest.mark.parametrize("sign", ["• ", "- ", "* ", "> ", "» ", ">> ", "    "])
def test_links_may_be_bulleted_or_indented(sign: str) -> None:
    assert under("RELATED:", *(sign + link for link in LINKS)) == ["RELATED:", *(sign + link for link in LINKS)]


def test_links_of_one_subject_are_links_too() -> None:
    about_goats = ("Goat elected honorary fireman", "Goat resigns as honorary fireman", "Fireman misses goat")
    assert under("RELATED:", *about_goats) == ["RELATED:", *about_goats]


def test_a_heading_is_no_link() -> None:
    assert under("RELATED:", "How the ferry crew saw the river") == ["RELATED:"]


def test_links_end_at_a_heading() -> None:
    assert under("RELATED:", *LINKS[:2], "Crew of the ferry and the river") == ["RELATED:", *LINKS[:2]]


def test_a_lone_title_that_speaks_of_other_things_is_no_sure_link() -> None:
    assert under("RELATED:", LINKS[0]) == ["RELATED:"]


@pytest.mark.parametrize("link", [">> Ten hats", "Ten hats »", "3 hours ago", "12.03.2021 Ten hats"])
def test_a_lone_title_with_the_sign_of_a_link_goes(link: str) -> None:
    link = link if "ago" not in link else "Ten hats 3 hours ago"
    assert under("RELATED:", link) == ["RELATED:", link]


def test_prose_ends_the_links() -> None:
    after = "And so it went on until the river was too high, the harbour was closed and the crew went home."
    assert under("RELATED:", *LINKS, after, *MORE) == ["RELATED:", *LINKS]


def test_a_list_without_an_end_is_no_list_of_links() -> None:
    assert under("RELATED:", *LINKS, *MORE[:3]) == ["RELATED:", *LINKS, *MORE[:3]]
    assert under("RELATED:", *LINKS, *MORE) == ["RELATED:"]


def test_an_opener_ends_the_links_of_another() -> None:
    assert under("RELATED:", LINKS[0], "MORE:", LINKS[1], LINKS[2]) == ["RELATED:", "MORE:", LINKS[1], LINKS[2]]


def test_each_link_says_what_it_stands_under() -> None:
    assert [rule for rule, _ in removed(*BEFORE, "RELATED:", *LINKS)] == ["related.opener", *["related.item"] * 3]


@pytest.mark.parametrize("kind", ["code", "row"])
def test_code_and_tables_hold_no_openers(kind: str) -> None:
    assert removed("RELATED:", role=Role(kind)) == []  # type: ignore[arg-type]
