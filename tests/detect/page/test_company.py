"""Images and captions stay where what stands around them does."""

from __future__ import annotations

from cleaner.detect.page.company import in_company
from cleaner.model import Line, Mark, Role


def caption(text: str) -> Line:
    return Line(1, text, Role("caption"))


TEXT = Line(1, "Some words of prose.", Role("paragraph"))
SHORT, LONG = caption("Jane Doe"), caption("The ferry leaves at dusk.")
IMAGE = Line(1, "a map", Role("paragraph"), (Mark(0, 5, "image", "m.png"),))


def test_a_caption_between_lines_that_stay_stays() -> None:
    assert in_company([TEXT, LONG, TEXT], [True, False, True]) == [True, True, True]
    assert in_company([TEXT, LONG, LONG, TEXT], [True, False, False, True]) == [True] * 4
    assert in_company([TEXT, SHORT, TEXT], [True, False, True]) == [True, False, True]


def test_at_the_end_of_the_article_it_goes_unless_it_is_likely_itself() -> None:
    assert in_company([TEXT, LONG, TEXT], [True, False, False]) == [True, False, False]
    assert in_company([TEXT, LONG, TEXT], [True, True, False]) == [True, True, False]


def test_an_image_goes_where_its_neighbours_go() -> None:
    assert in_company([TEXT, IMAGE, TEXT], [True, False, True]) == [True, True, True]
    assert in_company([TEXT, IMAGE, TEXT], [False, True, False]) == [False, False, False]


def test_a_term_stays_where_its_definition_does() -> None:
    term, other = (
        Line(1, name, Role("list_item"), path="html > body > dl > dt:nth-of-type(2)") for name in ("Ramp", "Bridge")
    )
    definition = Line(1, "What leads on board.", Role("paragraph"), path="html > body > dl > dd")
    assert in_company([term, definition], [False, True]) == [True, True]
    assert in_company([term, other, definition], [False, False, True]) == [True, True, True]
    assert in_company([term, definition, TEXT], [False, False, True]) == [False, False, True]
    assert in_company([TEXT, term, TEXT], [True, False, True]) == [True, False, True]
