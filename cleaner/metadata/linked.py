"""What a page's JSON-LD says of the page (schema.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.metadata.facts import Facts, address, moment, names, words
from cleaner.read.html.scripts import MAX_DEPTH, MAX_VALUES

# The types that a page's main subject has, the surest first; others say something of the site around it.
_ARTICLES = (
    "Article NewsArticle BlogPosting ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle ReviewNewsArticle"
    " LiveBlogPosting Report ScholarlyArticle TechArticle SocialMediaPosting DiscussionForumPosting"
)
_SUBJECTS = "Recipe Product Question QAPage Review HowTo Event JobPosting VideoObject Book Movie Course"
_PAGES = "WebPage AboutPage ContactPage FAQPage ItemPage CollectionPage ProfilePage"
_RANKS = tuple(frozenset(types.split()) for types in (_ARTICLES, _SUBJECTS, _PAGES))


def facts(documents: Iterable[Any]) -> Facts:
    """The fields of the page's main subject, those that it leaves open filled by the page's own node."""
    nodes = list(_nodes(documents))
    merged: dict[str, Any] = {}
    for types in _RANKS:
        node = next((node for node in nodes if types & _types(node)), None)
        known = {name: value for name, value in (_fields(node) if node else {}).items() if value}
        merged = known | merged
    return merged


def _nodes(documents: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """All objects that have a type, outer ones first, within bounds."""
    level, seen = list(documents), 0
    for _ in range(MAX_DEPTH):
        following: list[Any] = []
        for value in level:
            seen += 1
            if seen > MAX_VALUES:
                return
            if isinstance(value, dict):
                if value.get("@type"):
                    yield value
                following += (member for member in value.values() if isinstance(member, dict | list))
            elif isinstance(value, list):
                following += (member for member in value if isinstance(member, dict | list))
        level = following


def _types(node: dict[str, Any]) -> set[str]:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rpartition("/")[2] for kind in kinds if isinstance(kind, str)}


def _fields(node: dict[str, Any]) -> dict[str, Any]:
    keywords = node.get("keywords")
    tags = keywords.split(",") if isinstance(keywords, str) else _listed(keywords)
    page = node.get("mainEntityOfPage")
    return {
        "title": words(node.get("headline")) or words(node.get("name")),
        "authors": names(_names_of(node.get("author") or node.get("creator"))),
        "published": moment(node.get("datePublished") or node.get("dateCreated") or node.get("uploadDate")),
        "modified": moment(node.get("dateModified")),
        "site": next(iter(names(_names_of(node.get("publisher")))), ""),
        "description": words(node.get("description")),
        "language": words(node.get("inLanguage"))[:2].lower(),
        "url": address(node.get("url")) or address(page.get("@id") if isinstance(page, dict) else page),
        "tags": names(tag.get("name") if isinstance(tag, dict) else tag for tag in tags),
    }


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _names_of(value: Any) -> Iterator[Any]:
    """The names of people and organisations, however a page gives them."""
    for one in _listed(value)[:1000]:
        if isinstance(one, dict):
            yield from _listed(one.get("name"))[:100]
        elif isinstance(one, str):
            yield from one.split(";") if ";" in one else [one]
