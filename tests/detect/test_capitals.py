"""Titles in capitals between paragraphs are links where they speak of other things."""

from __future__ import annotations

from dataclasses import replace

from cleaner import detect
from cleaner.detect.examples import RULES_ALONE
from tests.detect.articles import PROSE, article, removed

AD = "Advertisement"
LINK = "BAKERS OF VELDEN STRIKE OVER FLOUR PRICES AGAIN"


def test_a_link_in_capitals_goes() -> None:
    assert ("related.capitals", LINK) in removed(*PROSE[:2], AD, LINK, *PROSE[2:])


def test_a_link_whose_words_have_capitals_goes_from_an_english_text() -> None:
    link = "Bakers of Velden Strike Over Flour Prices for Third Time"
    for language, gone in (("en", True), ("de", False)):
        lines = article(*PROSE[:2], AD, link, *PROSE[2:])
        spoken = replace(lines, language=language)
        removals = detect.findings(spoken, detect.rule_set(RULES_ALONE, language), RULES_ALONE).removals
        assert any(removal.rule == "related.capitals" for removal in removals) == gone


def test_credits_and_quotations_stay() -> None:
    for line in (
        "Bakers of Velden Strike Over Prices, Jane Doe/Example Harbour",
        "“Bakers Velden Strike Over Flour Prices Once Again”",
    ):
        assert removed(*PROSE[:2], AD, line, *PROSE[2:]) == [("ad.marker", AD)]


def test_what_the_article_speaks_of_stays() -> None:
    heading = "WHY THE FERRY LEFT THE HARBOUR IN THE MORNING RAIN"
    assert removed(*PROSE[:2], AD, heading, *PROSE[2:]) == [("ad.marker", AD)]


def test_short_headings_and_texts_without_residue_stay() -> None:
    assert removed(*PROSE[:2], AD, "BAKERS OF VELDEN", *PROSE[2:]) == [("ad.marker", AD)]
    assert removed(*PROSE[:2], LINK, *PROSE[2:]) == []


def test_a_text_in_capitals_stays() -> None:
    loud = [f"{LINK} {word}" for word in ("NOW", "TODAY", "HERE", "IN MAY")]
    assert removed(PROSE[0], AD, *loud, PROSE[1]) == [("ad.marker", AD)]
