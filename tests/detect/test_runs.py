"""Short lines go with the company they keep, at the head and foot of a text only."""

from __future__ import annotations

from dataclasses import replace

from cleaner import detect
from cleaner.detect import phrases, runs
from cleaner.detect.examples import RULES_ALONE
from cleaner.model import Outline
from tests.detect import articles
from tests.detect.articles import PROSE

TAGS = ("Tags:", "Harbour", "Ferry lines", "City council")


def removed(*texts: str) -> list[str]:
    return [text for _, text in articles.removed(*texts)]


def test_tags_under_their_label_go() -> None:
    assert removed(*PROSE, *TAGS) == list(TAGS)
    assert removed(*PROSE, *TAGS, "© 2020 The Example") == [*TAGS, "© 2020 The Example"]


def test_a_label_alone_takes_nothing_with_it() -> None:
    assert removed(*PROSE, "Tags:", PROSE[0]) == ["Tags:"]
    assert removed(*PROSE, "Tags:", "Jane Doe") == ["Tags:"]


def test_scraps_between_residue_go_outside_of_the_prose() -> None:
    foot = ("Share this article", "Harbour news", "© 2020 The Example")
    assert removed(*PROSE, *foot) == list(foot)
    assert removed(PROSE[0], "Share this article", "Harbour news", "ADVERTISEMENT", PROSE[1]) == [
        "Share this article",
        "ADVERTISEMENT",
    ]


def test_sentences_and_long_runs_between_residue_stay() -> None:
    sentence = "The ferry came back."
    assert sentence not in removed(*PROSE, "Share this article", sentence, "© 2020 The Example")
    names = [f"Passenger {name}" for name in ("Doe", "Public", "Other", "Somebody")]
    assert not set(names) & set(removed(*PROSE, "Share this article", *names, "© 2020 The Example"))


def test_on_a_page_a_scrap_that_its_elements_vouch_for_stays() -> None:
    texts = (PROSE[0], "Share this article", "Harbour news", "ADVERTISEMENT", *PROSE[1:], "Share", "8 mm", "Tweet")
    page = replace(articles.article(*texts), outline=Outline())
    view = detect.seen(page, detect.rule_set(RULES_ALONE, "en"), RULES_ALONE, [phrases.find, runs.find])
    assert "8 mm" in [line.text for line in view.lines]
    plain = detect.seen(replace(page, outline=None), view.rules, RULES_ALONE, [phrases.find, runs.find])
    assert "8 mm" not in [line.text for line in plain.lines]


def test_categories_with_counts_in_order_go() -> None:
    categories = ["Boats (12)", "Ferries (3)", "Harbour (40)", "Islands (7)", "Weather (1)"]
    assert removed(*PROSE, "Share this article", *categories) == ["Share this article", *categories]
    goals = ["Doe (12)", "Public (40)", "Other (7)", "Somebody (9)", "Anyone (3)"]
    assert removed(*PROSE, "Share this article", *goals) == ["Share this article"]
