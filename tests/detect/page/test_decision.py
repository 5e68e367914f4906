"""What the page model keeps of a page, and what it says of the rest."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings

import cleaner
from cleaner.detect.page.kind import KINDS
from cleaner.detect.page.model import shipped
from cleaner.errors import ReadError
from cleaner.model import Article, Options, Source
from cleaner.read.html import read
from tests.read.pages import tag_soup

PARAGRAPHS = (
    "The council voted on Tuesday to rebuild the old bridge, which has been closed since the flood three years ago.",
    "Engineers had warned for months that the pillars would not hold another winter, and the mayor said she agreed.",
    "Work is to begin in spring. Until then the ferry will run every half hour, as it did when the bridge was new.",
    "Not all are content: shopkeepers on the far bank fear that the works will keep their customers away for longer.",
)
PAGE = f"""<!DOCTYPE html><html><head><title>Old bridge to be rebuilt - The Valley Gazette</title></head><body>
<header class="site-header"><nav class="main-nav"><ul>
<li><a href="/">Home</a></li><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article class="post"><h1>Old bridge to be rebuilt</h1>
{"".join(f"<p>{text}</p>" for text in PARAGRAPHS)}
</article></main>
<aside class="sidebar related"><h3>Most read</h3><ul><li><a href="/a">Ten walks for autumn</a></li>
<li><a href="/b">Where to eat this week</a></li></ul></aside>
<div class="cookie-banner" style="display: none">We use cookies to improve your experience.</div>
<footer class="site-footer"><p>© The Valley Gazette. All rights reserved.</p><a href="/privacy">Privacy</a></footer>
</body></html>"""


def article(html: str, url: str | None = None) -> Article:
    return read(Source("page", html.encode("utf-8", "surrogatepass"), url=url))


def test_an_article_is_kept_and_what_is_around_it_goes() -> None:
    result = cleaner.clean(PAGE, media_type="text/html")
    assert result.text == "\n\n".join(PARAGRAPHS) + "\n"
    assert result.title == "Old bridge to be rebuilt"


def test_a_removal_says_how_sure_the_model_is_and_where_the_line_stood() -> None:
    result = cleaner.clean(PAGE, media_type="text/html")
    lines = {line.number: line for line in result.article.lines}
    gone = {lines[removal.line].text: removal for removal in result.removals}
    assert gone["Sport"].rule == "html.outside-main"
    assert "on this article page" in gone["Sport"].reason
    assert lines[gone["Sport"].line].path.endswith("nav.main-nav > ul > li:nth-of-type(3)")


def test_hidden_text_goes_whoever_decides() -> None:
    for options in (Options(), Options(engine="trafilatura"), Options(profile="article")):
        assert "cookies" not in cleaner.clean(PAGE, media_type="text/html", options=options).text


def test_a_whole_page_is_kept_as_an_article_when_asked() -> None:
    assert "Sport" in cleaner.clean(PAGE, media_type="text/html", profile="article").text


def test_what_type_a_page_is() -> None:
    verdict = shipped().judge(article(PAGE, "https://gazette.example/news/2024/old-bridge-to-be-rebuilt"))
    assert verdict is not None
    assert verdict.kind == "article"
    assert float(verdict.kinds.sum()) == pytest.approx(1, abs=1e-5)
    assert len(verdict.kinds) == len(KINDS)


def test_a_verdict_does_not_depend_on_the_pages_before() -> None:
    model = shipped()
    alone = model.judge(article(PAGE))
    model.judge(article("<div class='post main-nav'><p>Something else</p></div>" * 50))
    again = model.judge(article(PAGE))
    assert alone is not None
    assert again is not None
    assert alone.chances.tolist() == again.chances.tolist()


def test_a_page_without_text_has_no_verdict() -> None:
    assert shipped().judge(article("<html><body><div></div></body></html>")) is None
    assert cleaner.clean("<html><title>Only a title</title><body></body></html>", media_type="text/html").text == ""


@settings(deadline=None, max_examples=60)
@given(tag_soup)
def test_any_soup_gets_a_chance_for_every_line_with_text(html: str) -> None:
    try:
        page = article(html)
    except ReadError:  # so many control characters that it is no text
        assume(False)
    verdict = shipped().judge(page)
    texts = [line.number for line in page.lines if line.text.strip() and not line.text.isspace()]
    if verdict is not None:
        assert list(verdict.numbers) == texts
        assert ((verdict.chances >= 0) & (verdict.chances <= 1)).all()
