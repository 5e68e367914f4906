"""Comments under an article go with the labels between them; the article and what looks like a thread stay."""

from __future__ import annotations

from dataclasses import replace

from cleaner import detect
from cleaner.detect.examples import RULES_ALONE
from cleaner.model import Outline
from tests.detect import articles
from tests.detect.articles import PROSE

COMMENTS = (
    "John Public said:",
    "I was on that ferry, and it was not the wind that made it late.",
    "Neither was I.",
    "Who repaired it in the end?",
)
THREAD = ("3 comments", *COMMENTS[:2], "Reply", COMMENTS[2], "Reply", COMMENTS[3], "Reply")


def removed(*texts: str) -> list[str]:
    return [text for rule, text in articles.removed(*texts) if rule == "comments.thread"]


def test_comments_go_with_their_labels() -> None:
    assert removed(*PROSE, *THREAD) == list(COMMENTS)
    assert removed(*PROSE, *THREAD, "Harbour news is written in the harbour by the people of the harbour.") == list(
        COMMENTS
    )


def test_other_languages_label_them_too() -> None:
    page = articles.article(
        *PROSE,
        "3 Kommentare",
        *COMMENTS[:2],
        "Antworten",
        COMMENTS[2],
        "Antworten",
        "Das glaube ich nicht.",
        "Antworten",
    )
    found = detect.findings(page, detect.rule_set(RULES_ALONE, "de"), RULES_ALONE)
    assert sum(removal.rule == "comments.thread" for removal in found.removals) == 4


def test_a_thread_without_an_article_is_the_text() -> None:
    assert removed(*THREAD) == []
    assert removed(PROSE[0], *THREAD) == []


def test_a_few_labels_part_nothing() -> None:
    assert removed(*PROSE[:3], "Reply", PROSE[3], "Reply") == []


def test_what_is_too_long_for_a_comment_stays() -> None:
    between = [text for _ in range(6) for text in PROSE]
    assert removed(*PROSE, "Reply", *between, "Reply", *between, "Reply") == []


def test_of_pages_the_page_model_decides() -> None:
    page = replace(articles.article(*PROSE, *THREAD), outline=Outline())
    found = detect.findings(page, detect.rule_set(RULES_ALONE, "en"), RULES_ALONE)
    assert not any(removal.rule == "comments.thread" for removal in found.removals)


def test_dates_with_the_time_part_a_thread_under_its_label() -> None:
    stamped = ("1. Jane on 9 June 2017 at 13:22", COMMENTS[1], "2. John on 10 June 2017 at 15:26", COMMENTS[3])
    assert removed(*PROSE, "2 comments", *stamped) == list(stamped)
    assert removed(*PROSE, *stamped) == []


def test_a_ticker_that_follows_no_label_stays() -> None:
    ticker = ("9 June 2017, 13:22", PROSE[0], "9 June 2017, 15:26", PROSE[1])
    assert removed("24 comments", *PROSE, *ticker) == []
    assert removed("24 comments", *ticker) == []
