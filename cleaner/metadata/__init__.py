"""What is known of a document beside its text: title, authors, dates, site … and where each was found.

Computed only when an output asks for it: JSON, the archive's ledger, front matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from cleaner.metadata import front_matter
from cleaner.metadata.facts import Facts, address
from cleaner.model import Article

__all__ = ["collect"]

#: In this order they are given.
FIELDS = (
    "title",
    "authors",
    "published",
    "modified",
    "site",
    "description",
    "language",
    "url",
    "page_type",
    "tags",
)


def collect(
    article: Article, title: str | None, page_type: str | None, language: str | None = None
) -> Mapping[str, Any]:
    """A document's metadata: those of FIELDS that are known, and under `sources` where each was found.

    In: the reading, the title of what is left of it, the type of the page, the language where one was given. Sources:
    "front-matter", "json-ld", "meta" and "link" (the page's head), "page" (its visible parts), "text" (the document as
    cleaned), "model", "option", "source" (what the input's container says). `errors` says what a library stumbled over.
    """
    found: dict[str, Any] = {}
    sources: dict[str, str] = {}
    errors: list[str] = []
    for source, facts in _layers(article, title, page_type, language):
        for name, value in facts.items():
            if name == "errors":
                errors += value
            elif value and name not in found:
                found[name] = value
                sources[name] = source
    known: dict[str, Any] = {name: found[name] for name in FIELDS if name in found}
    if known:
        known["sources"] = {name: sources[name] for name in FIELDS if name in found}
    if errors:
        known["errors"] = errors
    return MappingProxyType(known)


def _layers(
    article: Article, title: str | None, page_type: str | None, language: str | None
) -> Iterator[tuple[str, Facts]]:
    """What each source says, the most trusted first."""
    yield "option", {"language": language}
    yield "front-matter", front_matter.facts(article.front_matter)
    yield "text", {"language": article.language}
    yield "model", {"page_type": page_type}
    if article.media_type == "text/html":
        from cleaner.metadata import page  # a text starts without what pages need

        yield from page.layers(article, title, page_type)
    yield "text", {"title": title}
    yield "source", {"url": address(article.source.url)}
