"""What trafilatura and htmldate find where a page's readers see it: title, authors, dates, tags."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from typing import TYPE_CHECKING, Any

from cleaner.metadata import sketch
from cleaner.metadata.facts import Facts, moment, names, words
from cleaner.metadata.tried import tree_of, tried

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

#: No date is later; a moving limit, such as today, would make a document's result depend on when it was cleaned.
LAST_DAY = "2100-01-01"
_DATES = frozenset({"published", "modified"})


def facts(tree: LexborHTMLParser, html: str, url: str | None, wanted: Set[str]) -> Facts:
    """What they find of what is wanted.

    What they stumble over is told under `errors`: it is their trouble, and must not cost the document.
    """
    errors: list[str] = []
    found: dict[str, Any] = {}
    if "title" in wanted:
        found["title"] = tried(_title, sketch.titles(tree), errors)
    if "tags" in wanted:
        found["tags"] = tried(_tags, sketch.tags(tree), errors)
    named = sketch.cues(tree) if wanted & (_DATES | {"authors"}) else []
    if "authors" in wanted:
        found["authors"] = tried(_authors, sketch.authors(named), errors)
    if wanted & _DATES:
        dates = tried(partial(_dates, tree, html, url, wanted), named, errors) or {}
        found |= {field: date for field, date in dates.items() if field in wanted}
    return found | {"errors": errors}


def _title(html: str) -> str:
    from trafilatura.metadata import extract_title

    return words(extract_title(tree_of(html)))


def _authors(html: str) -> list[str]:
    from trafilatura.metadata import extract_author

    return names((extract_author(tree_of(html)) or "").split(";")) if html else []


def _tags(html: str) -> list[str]:
    from trafilatura.metadata import extract_catstags

    tree = tree_of(html) if html else None
    return [] if tree is None else names(extract_catstags("tag", tree) or extract_catstags("category", tree))


def _dates(
    tree: LexborHTMLParser, html: str, url: str | None, wanted: Set[str], found: list[sketch.Cue]
) -> dict[str, str]:
    """The first and the last date that the page gives; one date alone is that of its publication."""
    from htmldate import find_date

    look = partial(find_date, extensive_search=False, url=url, max_date=LAST_DAY)
    small = tree_of(sketch.dates(tree, found))
    first = look(small, original_date=True)
    last = look(small, original_date=False) if "modified" in wanted else first
    if not (first and last):  # seldom; what is left to look at is the same for both
        any_ = look(tree_of(sketch.rest(tree, html)), original_date=True)
        first, last = first or any_, last or any_
    first, last = moment(first), moment(last)
    return {"published": first, "modified": last if last > first else ""}
