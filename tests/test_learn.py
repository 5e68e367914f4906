"""What recurs over a site's articles is learned; refrains, headings and copies are not."""

from __future__ import annotations

import re
import tomllib

import pytest

from cleaner import learn
from cleaner.detect.rulefile import parse
from cleaner.model import Options
from cleaner.pipeline import Cleaned, clean

BOATS = ("ferry", "barge", "trawler", "yacht", "steamer", "dinghy", "canoe")
PROSE = (
    "The {boat} left the quay at nine, and nobody on the {boat} thought that the trip would take until the evening.",
    "By noon the wind had turned for the {boat}, and the crew took in the awnings before the first rain fell on deck.",
)


def article(n: int, *lines: str) -> Cleaned:
    """An article of its own about a boat, with these lines below it."""
    return clean("\n\n".join((*(prose.format(boat=BOATS[n]) for prose in PROSE), *lines)))


def learned(*articles: Cleaned) -> list[str]:
    return [line.examples[0] for line in learn.learn(articles).lines]


def test_lines_that_recur_are_learned() -> None:
    line = "The Harbour Gazette is read in nine towns"
    found = learn.learn(article(n, line) for n in range(4))
    assert [(entry.documents, entry.examples) for entry in found.lines] == [(4, [line])]
    assert found.documents == 4


@pytest.mark.parametrize("documents", [1, 2])
def test_too_few_documents_teach_nothing(documents: int) -> None:
    assert learned(*(article(n, "The Harbour Gazette is read in nine towns") for n in range(documents))) == []


def test_a_refrain_of_one_document_is_not_learned() -> None:
    refrain = "Row, sailors, row to the far side"
    assert (
        learned(article(0, *[refrain, "The boats were slow that year, all but one."] * 5), *map(article, range(1, 5)))
        == []
    )


def test_copies_of_one_article_count_once() -> None:
    assert learned(*(article(1, "The Harbour Gazette is read in nine towns") for _ in range(5))) == []


def test_headings_that_articles_share_stay() -> None:
    under = PROSE[0].replace("trip", "way")
    assert learned(*(article(n, "What the crew says", under.format(boat=BOATS[n])) for n in range(5))) == []


def test_what_rules_remove_already_is_not_learned() -> None:
    assert learned(*(article(n, "ADVERTISEMENT") for n in range(5))) == []


def test_lines_that_differ_in_names_and_numbers_make_a_pattern() -> None:
    names = ("Jane Doe", "John Public", "Ann Other", "Max Mustermann")
    lines = [f"{name} writes for the paper since 20{n:02}" for n, name in enumerate(names)]
    ((pattern, found),) = learn.learn(article(n, line) for n, line in enumerate(lines)).patterns
    assert found.documents == 4
    assert all(re.fullmatch(pattern, line, re.IGNORECASE) for line in lines)
    assert not re.fullmatch(pattern, "Nobody writes for the paper", re.IGNORECASE)


def test_the_file_is_a_rules_file_that_removes_what_was_learned() -> None:
    odd = 'The "Harbour" Gazette \\ is read in nine towns'
    results = [article(n, odd, f"Desk {n} of the paper can be called until {n} o'clock") for n in range(4)]
    text = learn.to_toml(learn.learn(results))
    assert {rule.name for rule in parse(text, "any", "site.toml")} == {"site.line", "site.pattern-1"}
    tomllib.loads(text)
    again = clean(results[0].source, options=Options(rules=(text,)))
    assert [removal.rule for removal in again.removals] == ["site.line", "site.pattern-1"]


def test_what_was_seen_once_long_ago_is_forgotten_and_what_recurs_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learn, "MOST_COUNTED", 20)
    monkeypatch.setattr(learn, "RECENT", 2)
    results = [
        article(n % 7, "The Harbour Gazette is read in nine towns", f"Note {'abcdefghijkl'[n] * 5}") for n in range(7)
    ]
    assert [line.examples[0] for line in learn.learn(results).lines] == ["The Harbour Gazette is read in nine towns"]


def test_nothing_learned_is_an_empty_rules_file() -> None:
    text = learn.to_toml(learn.learn([article(0)]))
    assert parse(text, "any", "site.toml") == ()
