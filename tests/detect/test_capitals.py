"""Titles in capitals between paragraphs are links where they speak of other things."""

from __future__ import annotations

from tests.detect.articles import PROSE, removed

AD = "Advertisement"
LINK = "BAKERS OF VELDEN STRIKE OVER FLOUR PRICES AGAIN"


def test_a_link_in_capitals_goes() -> None:
    assert ("related.capitals", LINK) in removed(*PROSE[:2], AD, LINK, *PROSE[2:])


def test_what_the_article_speaks_of_stays() -> None:
    heading = "WHY THE FERRY LEFT THE HARBOUR IN THE MORNING RAIN"
    assert removed(*PROSE[:2], AD, heading, *PROSE[2:]) == [("ad.marker", AD)]


def test_short_headings_and_texts_without_residue_stay() -> None:
    assert removed(*PROSE[:2], AD, "BAKERS OF VELDEN", *PROSE[2:]) == [("ad.marker", AD)]
    assert removed(*PROSE[:2], LINK, *PROSE[2:]) == []


def test_a_text_in_capitals_stays() -> None:
    loud = [f"{LINK} {word}" for word in ("NOW", "TODAY", "HERE", "IN MAY")]
    assert removed(PROSE[0], AD, *loud, PROSE[1]) == [("ad.marker", AD)]
