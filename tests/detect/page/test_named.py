"""Elements whose classes say what they are go; layouts whose classes merely mention it stay."""

from __future__ import annotations

import pytest

from cleaner.detect.page.named import outside, telling
from cleaner.model import Line, Outline, Role

TEXT = "The ferry will run every half hour until the bridge is open again, the harbour said."


def outline(*names: str, inline: bool = False) -> Outline:
    """A body, and an element with each of these names in it."""
    elements = len(names) + 1
    return Outline(
        parents=(-1, *[0] * len(names)),
        looks=tuple(range(elements)),
        tags=("body", *["div"] * len(names)),
        names=("", *names),
        inline=(False, *[inline] * len(names)),
    )


@pytest.mark.parametrize(
    "names", ["post-signature", "box relatedPosts", "c-trending__list", "RecommendedBlock", "related_stories_2"]
)
def test_classes_that_say_it(names: str) -> None:
    assert telling(names) in names.split()


@pytest.mark.parametrize(
    "names", ["", "story", "signature-collection", "#related-posts", "role=trending", "not-recommended", "relatedness"]
)
def test_classes_and_ids_that_do_not(names: str) -> None:
    assert telling(names) == ""


def test_what_stands_in_such_an_element_goes() -> None:
    lines = [Line(1, TEXT), Line(2, TEXT), Line(3, "Jo, who sails"), Line(4, "Ports", Role("title", 1))]
    page = outline("post", "signature")
    assert outside(lines, [1, 1, 2, 2], page, [True] * 4) == {2: "signature"}
    assert outside(lines, [1, 1, 2, 2], page, [True, True, False, True]) == {}


def test_an_element_that_holds_much_of_the_page_is_its_layout() -> None:
    lines = [Line(1, TEXT), Line(2, TEXT)]
    assert outside(lines, [1, 2], outline("related-posts", "story"), [True, True]) == {}


def test_an_inline_element_says_nothing_of_the_line_that_begins_in_it() -> None:
    lines = [Line(1, TEXT), Line(2, TEXT), Line(3, "Jo, who sails")]
    assert outside(lines, [0, 0, 1], outline("signature", inline=True), [True] * 3) == {}
