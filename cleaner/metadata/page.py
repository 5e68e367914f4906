"""What a page says of itself: in its JSON-LD, in its head, and where readers see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from cleaner.metadata import linked, seen
from cleaner.metadata.facts import Facts, address, moment, names, words
from cleaner.metadata.tried import tree_of, tried
from cleaner.model import Article
from cleaner.read.decode import decode
from cleaner.read.html.depth import limited
from cleaner.read.html.scripts import linked as linked_documents

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

#: A longer page is not given to trafilatura, whose time grows with it; its head and JSON-LD are read as of any other.
MAX_CHARACTERS = 5_000_000
MOST_METAS = 1000

_PUBLISHED = ("article:published_time", "article:published", "datepublished", "date", "dc.date", "citation_date")
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified", "dcterms.modified")
#: What is looked for where readers see it, on pages of every type and on those whose visible author, dates and tags are
#: the document's: on others they are those of reviews, pictures and menus.
_ANYWHERE = frozenset({"title"})
_OF_TEXTS = _ANYWHERE | {"authors", "published", "modified", "tags"}
_TEXTS = frozenset({"article", "forum", "documentation", None})


def layers(article: Article, title: str | None, page_type: str | None) -> Iterator[tuple[str, Facts]]:
    """What the parts of a page say, by source, the most trusted first.

    trafilatura's look at the whole page is the slowest by far and taken only for what the head leaves open, where pages
    of the type have it.
    """
    from selectolax.lexbor import LexborHTMLParser

    html, _ = limited(decode(article.source).text)
    tree = LexborHTMLParser(html)
    found: list[tuple[str, Facts]] = [
        ("link", {"url": _canonical(tree, article.source.url)}),
        ("json-ld", linked.facts(linked_documents(tree))),
        ("meta", _metas(tree)),
        ("text", {"title": title}),
    ]
    yield from found
    known = {name for _, facts in found for name, value in facts.items() if value}
    if "site" not in known:
        yield "page", _site(tree)
    open_ = (_OF_TEXTS if page_type in _TEXTS else _ANYWHERE) - known
    if open_ and len(html) <= MAX_CHARACTERS:
        yield "page", seen.facts(tree, html, article.source.url, open_)


def _canonical(tree: LexborHTMLParser, url: str | None) -> str:
    link = tree.css_first('link[rel~="canonical"][href]')
    try:
        return address(urljoin(url or "", (link.attributes.get("href") or "").strip())) if link else ""
    except ValueError:  # an unclosed bracket
        return ""


def _metas(tree: LexborHTMLParser) -> Facts:
    """The head's `<meta>`: trafilatura's reading of them, and their dates."""
    metas = tree.css("meta[content]")[:MOST_METAS]
    if not metas:
        return {}
    errors: list[str] = []
    document = tried(_examined, "".join(meta.html or "" for meta in metas), errors)
    if document is None:
        return {"errors": errors}
    dates: dict[str, str] = {}
    for meta in metas:
        attributes = meta.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        dates.setdefault(name.lower(), moment(attributes.get("content")))
    return {
        "title": words(document.title),
        "authors": names((document.author or "").split(";")),
        "published": next((dates[name] for name in _PUBLISHED if dates.get(name)), ""),
        "modified": next((dates[name] for name in _MODIFIED if dates.get(name)), ""),
        "site": words(document.sitename).lstrip("@"),
        "description": words(document.description),
        "url": address(document.url),
        "tags": names(tag for tags in document.tags or () for tag in tags.split(",")),
    }


def _site(tree: LexborHTMLParser) -> Facts:
    """The name of the site in the page's title, as trafilatura finds it."""
    from trafilatura.metadata import extract_sitename

    title = tree.css_first("head > title")
    errors: list[str] = []
    found = tried(lambda html: extract_sitename(_head(html)), title.html if title else "", errors)
    return {"site": words(found), "errors": errors}


def _head(html: str) -> Any:
    """An element tree of a page that has this in its head."""
    return tree_of(f"<html><head>{html}</head></html>")


def _examined(metas: str) -> Any:
    from trafilatura.metadata import examine_meta

    return examine_meta(_head(metas))
