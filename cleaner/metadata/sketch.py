"""Small pages, made of the few elements of a page that may tell who wrote it, when, and about what.

trafilatura and htmldate look at every element of a page, many times and in copies of it. What they could find there
stands in few of them; given those alone, they find the same in a fraction of the time. What is chosen here is more than
they take: they decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleaner.metadata import excerpt

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST = 1000  # elements of a kind: a bound against pages that are all cues
_MOST_WINDOWS, _AROUND = 1000, 64  # characters around what may be a date

_NAMES = ("class", "id", "itemprop", "rel", "data-testid", "data-component")
_NAMED = (
    "[class], [id], [itemprop], [rel=author], [data-testid^=Author], [data-component*=Byline], author, footer, small"
)
_TAGGED = (
    'a[href*="/tag"], a[href*="/categor"], meta[property="article:section"][content], meta[name*=subject][content]'
)
_DATING = (
    "meta[content], meta[datetime], link[rel=canonical], head > title, time, abbr, h1,"
    ' script[type="application/ld+json"], script[type="application/settings+json"]'
)
_SHOWN = frozenset(("time", "abbr", "h1"))
_OF_AUTHORS = re.compile(
    r"author|byl|bbl|username|screenname|writer|zuozhe|bianji|xiaobian|channel-name|submitted-by|posted-by"
    r"|journalist-name"
)
_OF_DATES = re.compile(
    r"[dD]ate|[dD]atum|[mM]eta|time|publi|footer|info|post_detail|block-content|byline|subline|posted|submitted"
    r"|created-post|author|autor|field-content|fa-clock-o|fa-calendar|fecha|parution"
)
_WITHOUT_TEXT = frozenset(("meta", "link", "script", "style", "img", "input", "iframe", "svg", "body", "html"))
_DATED = frozenset(("div", "h2", "h3", "h4", "li", "p", "span", "time", "ul"))
_ENDS = frozenset(("footer", "small"))  # htmldate reads them whatever they are called
_DIGITS, _BEGINNING = re.compile(r"\d"), 52  # the characters of an element that htmldate reads
_FEWEST_DIGITS = 4  # in a date

_CLOCK = re.compile(r":[0-9]{2}:[0-9]{2}")
_TIMESTAMP = re.compile(r"(?:199\d|20[0-3]\d)-\d\d?-\d\d?[T ]\d\d:\d\d:\d\d")
_NUMERIC = re.compile(r"[0-9]{1,4}[./][0-9]{1,2}[./][0-9]{2,4}")
_DAY = re.compile(r"(?:199\d|20[0-3]\d)-\d\d?-\d\d?")


class Cue(NamedTuple):
    """An element that its names make one of interest, and for what."""

    node: LexborNode
    of_authors: bool
    of_dates: bool


def cues(tree: LexborHTMLParser) -> list[Cue]:
    """The elements of a page that may tell an author or a date, in document order."""
    named = ((node, _kinds(node.tag, *map(node.attributes.get, _NAMES))) for node in tree.css(_NAMED))
    return [Cue(node, *kinds) for node, kinds in named if kinds is not None]


@lru_cache(maxsize=10_000)
def _kinds(tag: str | None, *names: str | None) -> tuple[bool, bool] | None:
    """Whether names are those of authors, and of dates; None where they are neither. A site has few and many times."""
    together = "\n".join(filter(None, names))
    of_authors = tag == "author" or _OF_AUTHORS.search(together.lower())
    of_dates = tag in _ENDS or (tag in _DATED and _OF_DATES.search(together))
    return (bool(of_authors), bool(of_dates)) if (of_authors or of_dates) and tag not in _WITHOUT_TEXT else None


def authors(found: Iterable[Cue]) -> str:
    """The elements that may name authors, in their places."""
    return excerpt.nested(islice((cue.node for cue in found if cue.of_authors), MOST))


def tags(tree: LexborHTMLParser) -> str:
    """The links to pages of tags and categories, in their places; the section that the head names."""
    found = tree.css(_TAGGED)
    sections = "".join(node.html or "" for node in found if node.tag == "meta")
    links = excerpt.nested(islice((node for node in found if node.tag == "a"), MOST))
    return excerpt.page(sections, links) if found else ""


def titles(tree: LexborHTMLParser) -> str:
    """The page's title and its headings that may be the document's."""
    title = tree.css_first("head > title")
    headings = tree.css("h1, h2, h3[class*=title], h3[id*=title], [class=entry-title], [class=post-title]")[:MOST]
    return excerpt.page((title.html or "") if title else "", "".join(map(excerpt.brief, headings)))


def dates(tree: LexborHTMLParser, found: Iterable[Cue]) -> str:
    """The head's `<meta>`, the JSON-LD that speaks of dates, and elements that begin with what may be one."""
    head, body = [], []
    for node in tree.css(_DATING)[: 4 * MOST]:
        tag = node.tag
        if tag in _SHOWN:
            body.append(excerpt.brief(node))
        elif tag != "script" or '"date' in node.text():
            head.append(node.html or "")
    dated = islice(filter(None, (_dated(cue.node) for cue in found if cue.of_dates)), MOST)
    return excerpt.page("".join(head), "".join((*dated, *body)))


def rest(tree: LexborHTMLParser, html: str) -> str:
    """What looks like a date anywhere else: as a time stamp in attributes and scripts too, else in the text."""
    image = tree.css_first('meta[property="og:image"][content]')
    stamp = _stamp(html) and _stamp(_without_comments(html))
    text = " ".join(excerpt.texts(tree.body.traverse(include_text=True))) if tree.body else ""
    day = _DAY.search(text)
    told = text[max(0, day.start() - 8) : day.end() + 16] if day else ""
    # In a script htmldate looks for some forms of dates, in a paragraph for all.
    script = "\n".join((stamp, *_numeric(text))).replace("<", " ")
    return excerpt.page((image.html or "") if image else "", f"<script>{script}</script><p>{escape(told)}</p>")


def _dated(node: LexborNode) -> str:
    """An element with its beginning; "" where that holds no date."""
    text = " ".join(excerpt.beginning(node, 2 * _BEGINNING)[0].split())
    title = node.attributes.get("title") or ""
    if max(len(_DIGITS.findall(told[:_BEGINNING])) for told in (text, title)) < _FEWEST_DIGITS:
        return ""
    tag = "span" if node.tag == "time" else node.tag  # as a time it is looked at later, with its attributes
    return f"{excerpt.start(node, tag)}{escape(text)}</{tag}>"


def _stamp(html: str) -> str:
    """The first time stamp with what is around it."""
    windows = (html[max(0, clock.start() - 14) : clock.end() + 16] for clock in _CLOCK.finditer(html))
    return next(filter(_TIMESTAMP.search, windows), "")


def _numeric(text: str) -> Iterator[str]:
    """What may be dates in numbers, with what is around them."""
    done = 0
    for match in islice(_NUMERIC.finditer(text), _MOST_WINDOWS):
        if match.start() >= done:
            done = match.end() + _AROUND
            yield text[max(0, match.start() - _AROUND) : done]


def _without_comments(html: str) -> str:
    shown, *commented = html.split("<!--")
    return shown + "".join(part.partition("-->")[2] for part in commented)
