"""What stands where a page's readers see it is found on the few elements that tell it, as on the whole page."""

from __future__ import annotations

import time
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from cleaner.metadata import seen, sketch

TEXT = "The last ferry left at nine, and nobody on the pier knew that it would not be back for a week, or longer. "
FIELDS = {"title", "authors", "tags", "published", "modified"}


def page(body: str, head: str = "") -> str:
    return f"<html><head><title>Ferry</title>{head}</head><body><p>{TEXT}</p>{body}<p>{TEXT}</p></body></html>"


def found(html: str, *fields: str) -> Any:
    facts = seen.facts(LexborHTMLParser(html), html, None, set(fields) or FIELDS)
    assert facts["errors"] == []
    return {field: value for field, value in facts.items() if value}


def whole(html: str) -> Any:
    """What trafilatura and htmldate find when they look at all of a page."""
    from htmldate import find_date
    from trafilatura.metadata import extract_author, extract_catstags, extract_title
    from trafilatura.utils import load_html

    tree = load_html(html)
    first, last = (
        find_date(tree, extensive_search=False, original_date=original, max_date=seen.LAST_DAY) or ""
        for original in (True, False)
    )
    facts = {
        "title": extract_title(tree),
        "authors": [name for name in (extract_author(tree) or "").split("; ") if name],
        "tags": extract_catstags("tag", tree) or extract_catstags("category", tree),
        "published": first,
        "modified": last if last > first else "",
    }
    return {field: value for field, value in facts.items() if value}


BYLINES = (
    '<p class="byline">By <a rel="author" href="/jane">Jane Doe</a></p>',
    '<div class="AuthorCard"><span class="authorName">Jane Doe</span><p>Writes of ships.</p></div>',
    '<div class="sidebar"><span class="author">Rose Roe</span></div><h4 class="posted-by">Jane Doe</h4>',
    f'<div class="author-page"><p>{TEXT}</p><p>{TEXT}</p><span itemprop="author name">Jane Doe</span></div>',
    '<figure><span class="author">Rose Roe</span></figure><b data-component="Byline">Jane Doe</b>',
    '<span class="author"><time>1 May 2024</time>Jane Doe</span>',
    '<div class="comments"><p class="author">Rose Roe</p></div>',
    "<author>Jane Doe</author>",
)
TAGS = (
    '<div class="tags"><a href="/tag/sea/">Sea</a><a href="/tag/ships/">Ships</a><a href="/about">About</a></div>',
    '<ul class="row"><a href="/tag/sea/">Sea</a></ul><div class="post-info"><a href="/category/ships/">Ships</a></div>',
    '<p><a href="/tag/sea/">Sea</a></p>',
)
DATES = (
    '<time datetime="2024-05-01T10:00:00Z">a year ago</time>',
    '<time class="entry-date" datetime="2024-05-01">May</time><time class="updated" datetime="2024-05-03">May</time>',
    '<span class="post-date">1 May 2024</span><span class="date">3 May 2024</span>',
    '<div class="meta">By Jane Doe <span>on 2024-05-01</span></div>',
    f'<div class="post-info"><p>{TEXT}</p><p class="date">2024-05-01</p></div>',
    "<small>Created 01.05.2024</small>",
    "<footer>© 2024 The Harbour <span>2024-05-01</span></footer>",
    '<abbr class="published" title="2024-05-01">May</abbr>',
    "<p>The log of 2024-05-01 says so.</p>",
    "<p>Veröffentlicht am: 01.05.2024</p>",
    '<script>var state = {"created": "2024-05-01T10:00:00Z"}</script>',
    "<!-- cached 2024-05-01 10:00:00 -->",
    '<p class="date"><label>2020-01-01</label></p>',
    "",
)
HEADS = (
    '<meta name="created" content="2024-05-01">',
    '<meta property="og:image" content="https://harbour.example/2024/05/01/ferry.jpg">',
    '<script type="application/ld+json">{"broken": "datePublished": "2024-05-01"}</script>',
    '<link rel="canonical" href="https://harbour.example/2024/05/01/ferry">',
    '<meta property="article:section" content="Sea">',
)


@pytest.mark.parametrize("body", [*BYLINES, *TAGS, *DATES, "".join((BYLINES[2], TAGS[0], DATES[4], DATES[1]))])
def test_the_elements_that_tell_say_what_the_whole_page_says(body: str) -> None:
    assert found(page(body)) == whole(page(body))


@pytest.mark.parametrize("head", HEADS)
def test_so_does_the_head(head: str) -> None:
    assert found(page("", head)) == whole(page("", head))


@pytest.mark.parametrize("body", ["<h1>One</h1>", "<h1>One</h1><h1 class='headline'>Two</h1>", "<h3 id=title>One</h3>"])
def test_so_do_the_headings(body: str) -> None:
    assert found(page(body)) == whole(page(body))


def test_only_what_is_wanted_is_looked_for() -> None:
    html = page(BYLINES[0] + TAGS[0] + DATES[0])
    assert found(html, "authors") == {"authors": ["Jane Doe"]}
    assert found(html, "tags") == {"tags": ["Sea", "Ships"]}
    assert found(html, "published") == {"published": "2024-05-01"}


def test_a_small_page_is_made_of_a_large_one() -> None:
    html = page(f"<p>{TEXT}</p>" * 1000 + BYLINES[0] + DATES[2])
    tree = LexborHTMLParser(html)
    named = sketch.cues(tree)
    assert len(sketch.authors(named)) + len(sketch.dates(tree, named)) < 1000


@pytest.mark.parametrize(
    "body",
    [
        '<span class="author date">Jane Doe, 1 May</span>' * 100_000,
        '<div class="author date">' * 500 + f"<p>{TEXT}</p>" * 20_000,
        '<div class="author date">' * 500 + TEXT * 20_000,
        '<div class="author date"><div>' * 250 + '<b class="author"></b>' * 100_000,
        '<a href="/tag/x/">x</a>' * 100_000,
        "<time>1 May</time>" * 100_000,
        "1.1.2024 :00:00 <!-- " * 100_000,
        '<meta name="x" content="y">' * 100_000,
    ],
)
def test_a_page_that_is_all_cues_takes_no_longer_than_it_must(body: str) -> None:
    html = page(body)
    tree = LexborHTMLParser(html)
    begun = time.process_time()
    seen.facts(tree, html, None, FIELDS)
    assert time.process_time() - begun < 5
