"""What is outside of a page's main content goes, with its reason; what is inside stays."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleaner.detect import outside_main
from cleaner.detect.align import matched
from cleaner.model import Article, Source
from cleaner.read.html import read

PROSE = [
    "The mill at the river had stood empty for thirty years before anyone thought of the wheel again.",
    "Then two brothers came, carpenters both, and asked the council what the old building would cost.",
    "Nobody remembered who held the key, so the lock was cut on a wet morning in early spring.",
    "Today the wheel turns for four hours each day, and the flour is sold in the market hall.",
]
PAGE = f"""<html><head><title>The mill turns again</title></head><body>
<nav><ul><li><a href=/>Front page</a><li><a href=/mill>The mill turns again</a><li><a href=/s>Sport today</a></ul></nav>
<main><article><h1>The mill turns again</h1><p>{PROSE[0]}</p><h2>Two brothers</h2><p>{PROSE[1]}</p><p>{PROSE[2]}</p>
<ul><li>Built in the year 1790</ul><p>{PROSE[3]}</p></article></main>
<footer><p>Imprint and privacy of the valley gazette</p></footer></body></html>"""


def article(html: str = PAGE) -> Article:
    return read(Source("page.html", html.encode(), media_type="text/html", url="https://example.org/mill"))


def removed(reading: Article) -> list[str]:
    texts = {line.number: line.text for line in reading.lines}
    return [texts[removal.line][removal.start : removal.end] for removal in outside_main.find(reading)]


def test_navigation_and_footer_go_and_the_article_stays() -> None:
    gone = removed(article())
    assert {"Front page", "Sport today", "Imprint and privacy of the valley gazette"} <= set(gone)
    assert not {*PROSE, "Two brothers", "Built in the year 1790"} & set(gone)


def test_of_a_line_in_navigation_and_article_the_article_s_stays() -> None:
    gone = {removal.line for removal in outside_main.find(article())}
    first, title = (line for line in article().lines if line.text == "The mill turns again")
    assert first.number in gone
    assert title.number not in gone


def test_removals_cover_whole_lines_and_say_why() -> None:
    lengths = {line.number: len(line.text) for line in article().lines}
    for removal in outside_main.find(article()):
        assert (removal.start, removal.end) == (0, lengths[removal.line])
        assert removal.rule == "html.outside-main"
        assert removal.reason


def test_the_result_does_not_depend_on_other_documents() -> None:
    alone = removed(article())
    for _ in range(4):
        assert removed(article()) == alone
        removed(article(PAGE.replace("mill", "forge")))


def test_a_page_of_which_nothing_is_told_keeps_everything() -> None:
    assert removed(article("<p>x")) == []
    assert removed(article("")) == []


words = st.lists(st.sampled_from("abcdefgh"), max_size=40)


@given(words, words)
def test_an_alignment_is_a_common_subsequence(page: list[str], extract: list[str]) -> None:
    found = matched(page, extract)
    rest = iter(extract)
    assert all(word in rest for word, hit in zip(page, found, strict=True) if hit)


@given(st.lists(st.integers().map(str), unique=True, min_size=1), st.data())
def test_an_extract_of_unlike_words_is_found_whole(page: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(page) - 1))
    end = data.draw(st.integers(start, len(page)))
    found = matched(page, page[start:end])
    if end - start > 1 or len(page) <= 12:
        assert [bool(hit) for hit in found] == [start <= at < end for at in range(len(page))]


def test_a_page_that_repeats_everything_is_still_aligned() -> None:
    text = " ".join(PROSE).split()
    assert sum(matched(text + text, text)) == len(text)
