"""What a page says of itself: in its JSON-LD, in its head, and where readers see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from cleaner.metadata import linked
from cleaner.metadata.facts import Facts, address, moment, names, words
from cleaner.model import Article
from cleaner.read.decode import decode
from cleaner.read.html.depth import limited
from cleaner.read.html.scripts import linked as linked_documents

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

#: A longer page is not given to trafilatura, whose time grows with it; its head and JSON-LD are read as of any other.
MAX_CHARACTERS = 5_000_000
MOST_METAS = 1000
#: No date is later; a moving limit, such as today, would make a document's result depend on when it was cleaned.
LAST_DAY = "2100-01-01"

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
        yield "page", _seen(html, article.source.url, open_)


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
    document = _tried(_examined, "".join(meta.html or "" for meta in metas), errors)
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
    found = _tried(lambda html: extract_sitename(_head(html)), title.html if title else "", errors)
    return {"site": words(found), "errors": errors}


def _head(html: str) -> Any:
    """An element tree of a page that has this in its head."""
    from lxml import html as lxml_html

    return lxml_html.document_fromstring(f"<html><head>{html}</head></html>")


def _examined(metas: str) -> Any:
    from trafilatura.metadata import examine_meta

    return examine_meta(_head(metas))


def _seen(html: str, url: str | None, wanted: Set[str]) -> Facts:
    """What trafilatura and htmldate find where readers see it, of what is wanted.

    What they stumble over is told under `errors`: it is their trouble, and must not cost the document.
    """
    from trafilatura import metadata
    from trafilatura.utils import load_html

    errors: list[str] = []
    tree = _tried(load_html, html, errors)
    if tree is None:
        return {"errors": errors}
    looks: dict[str, Callable[[Any], Any]] = {
        "title": lambda tree: words(metadata.extract_title(tree)),
        "authors": lambda tree: names((metadata.extract_author(tree) or "").split(";")),
        "tags": lambda tree: names(
            metadata.extract_catstags("tag", tree) or metadata.extract_catstags("category", tree)
        ),
    }
    found = {field: _tried(look, tree, errors) for field, look in looks.items() if field in wanted}
    if wanted & {"published", "modified"}:
        dates = _tried(partial(_dates, url), tree, errors) or {}
        found |= {field: date for field, date in dates.items() if field in wanted}
    return found | {"errors": errors}


def _tried(look: Callable[[Any], Any], page: Any, errors: list[str]) -> Any:
    """What a look at the page gives; None, and what went wrong, where it fails."""
    try:
        return look(page)
    except Exception as error:  # noqa: BLE001 - as told under `errors`
        errors.append(f"{type(error).__name__}: {words(str(error))[:200]}".removesuffix(": "))
        return None


def _dates(url: str | None, tree: Any) -> dict[str, str]:
    """The first and the last date that the page gives; one date alone is that of its publication."""
    from htmldate import find_date

    look = partial(find_date, tree, extensive_search=False, url=url, max_date=LAST_DAY)
    first, last = moment(look(original_date=True)), moment(look(original_date=False))
    return {"published": first, "modified": last if last > first else ""}
