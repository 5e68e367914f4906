"""What the trees are nearly sure of goes, and they are not asked where they know nothing."""

from __future__ import annotations

import pytest

from cleaner import Options, clean
from cleaner.detect.doubt import decision as doubt
from cleaner.detect.view import View
from tests.detect.articles import PROSE

MENU = ("Home", "News", "Sport", "Weather", "Login", "Contact us | About | Privacy policy | Imprint", "© Example Media")
RESIDUE = ("Share this article", "Sign in", "Read our privacy policy")


def removed(*texts: str, options: Options = Options()) -> dict[str, str]:  # noqa: B008
    result = clean("\n\n".join(texts), options=options)
    lines = {line.number: line.text for line in result.article.lines}
    return {lines[removal.line]: removal.rule for removal in result.removals}


def test_a_menu_that_no_rule_names_goes_from_below_an_article() -> None:
    gone = removed(*PROSE, *PROSE, *RESIDUE, *MENU)
    assert set(MENU) <= set(gone)
    assert doubt.RULE in gone.values()


def test_thousands_of_short_lines_are_data() -> None:
    menu = [f"Berth {number}" for number in range(doubt.MOST_DOUBTFUL + 1)]
    assert doubt.RULE not in removed(*PROSE, *PROSE, *RESIDUE, *menu).values()


def test_it_can_be_switched_off() -> None:
    gone = removed(*PROSE, *PROSE, *RESIDUE, *MENU, options=Options(keep=frozenset({doubt.RULE})))
    assert doubt.RULE not in gone.values()


@pytest.mark.parametrize("texts", [PROSE * 3, MENU[:4], ["The river runs by night", "the boats lie still"] * 8])
def test_it_is_not_asked_about_prose_alone_or_texts_without_prose(
    texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(_: object) -> None:
        raise AssertionError("the trees were asked")

    monkeypatch.setattr(doubt, "Described", asked)
    assert doubt.RULE not in removed(*texts).values()


def test_company_decides_between_thresholds() -> None:
    alone, beside, between = doubt.ALONE, doubt.BESIDE, doubt.BETWEEN
    chances = [0.9, alone - 0.01, 0.9, beside - 0.01, 1, between - 0.01, alone - 0.01, 0.9]
    residue = [number == 4 for number in range(8)]
    free, held = [False] * 8, [True] * 8
    assert doubt._gone(residue, chances, free) == [False, True, False, True, True, True, True, False]
    assert doubt._gone(residue, chances, held) == [number == 4 for number in range(8)]


def test_a_menu_of_starred_items_goes_and_a_starred_note_stays() -> None:
    menu = ("* Start", "* City", "+ Harbour", "+ Schools", "* Sport", "* Weather", "* Jobs", "* Contact")
    assert set(menu) <= set(removed(*menu, *PROSE, *PROSE, *RESIDUE))
    assert "* Figures of May" not in removed(*PROSE, *PROSE, *RESIDUE, "* Figures of May", *RESIDUE)


def test_the_title_above_an_article_stays_between_residue() -> None:
    title = " ".join(PROSE[0].split()[:7])
    assert title not in removed(*RESIDUE, *MENU, title, *RESIDUE, *PROSE, *PROSE)


def test_terse_data_that_end_a_text_without_residue_stay() -> None:
    assert not removed(*PROSE, *PROSE, "North: 12", "South: 40", "East: 9")


def test_the_line_model_is_asked_where_many_lines_are_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def second(view: View) -> list[float]:
        asked.append(view)
        return [1.0] * len(view.facts.solid)

    monkeypatch.setattr(doubt, "second_opinion", second)
    removed(*PROSE, *PROSE, *RESIDUE)
    assert not asked
    removed(*PROSE, *PROSE, *RESIDUE, *MENU)
    assert asked


def test_below_the_article_two_opinions_are_enough_and_prose_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (*PROSE, *PROSE, *RESIDUE, *MENU, "Boats of the week", "Boats of the month")
    gone = []
    for other in (1.0, 0.0):
        monkeypatch.setattr(doubt, "second_opinion", lambda view, other=other: [other] * len(view.facts.solid))
        gone.append(set(removed(*text)))
    assert gone[0] <= gone[1]
    assert not gone[1] & set(PROSE)


def test_two_opinions_lower_a_chance_and_never_raise_it() -> None:
    assert doubt._joined(0.5, 0.01) < doubt.ALONE
    assert doubt._joined(0.2, 0.9) == 0.2
    assert doubt._joined(doubt.OPEN, 0.01) == doubt.OPEN


@pytest.mark.parametrize(
    "line",
    [
        "“We wait”",
        "Doe: We wait",
        "[1] Annals of the quay",
        "Correction: it was noon",
        "…",
        "By Jane Doe",
        "4 May 2021",
    ],
)
def test_speech_notes_bylines_and_dates_are_never_doubted(line: str) -> None:
    assert line not in removed(*PROSE, *PROSE, *RESIDUE, line, *RESIDUE)


def test_the_page_profile_keeps_what_the_model_takes_for_the_article() -> None:
    result = clean("\n\n".join((*MENU, *PROSE, *PROSE, *MENU)), profile="page")
    assert all(prose in result.text for prose in PROSE)
    assert "Weather" not in result.text
    assert {removal.rule for removal in result.removals} >= {"text.outside-main"}
