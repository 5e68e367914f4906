"""One reading of a page's markup, in one of the ways that there are to read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from cleaner.model import Line, Outline
from cleaner.read.html import maths, tags
from cleaner.read.html.facts import facts
from cleaner.read.html.footnotes import with_footnotes
from cleaner.read.html.links import Resolver
from cleaner.read.html.title import with_title
from cleaner.read.html.walk import linearise
from cleaner.read.lines import bounded

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

#: Characters of addresses that marks may add to a page: its own length and these. A link around a whole page is a mark
#: in each of its lines.
_EXPANSION = 1_000_000


@dataclass(frozen=True, slots=True)
class Way:
    """How a page is read.

    url        the address that its links are resolved against
    scripting  as a browser that runs scripts, or as one that does not and therefore shows `<noscript>`
    images     whether images are read, as their alternative texts
    """

    url: str | None = None
    scripting: bool = True
    images: bool = False


class Reading(NamedTuple):
    """The lines of a page, the elements that they stand in, and the tree that they were read from."""

    lines: list[Line]
    outline: Outline
    tree: LexborHTMLParser


def reading(html: str, way: Way) -> Reading:
    """Read a page's markup: its lines with their roles, marks and places."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html, scripting=way.scripting)
    body = tree.body
    if body is None:  # a page of frames
        return Reading([], Outline(), tree)
    maths.expose(tree, html)
    invisible = tags.INVISIBLE if way.scripting else tags.INVISIBLE - {"noscript"}
    resolver = Resolver(way.url, _base_href(tree))
    read = linearise(body, resolver, invisible, images=way.images)
    outline = read.outliner.outline(facts(tree))
    lines = with_footnotes(maths.with_formulas(read.lines, html), outline)
    if resolver.longest * sum(len(line.marks) for line in lines) > len(html) + _EXPANSION:
        lines = list(bounded(lines, len(html) + _EXPANSION))
    titled = with_title(lines, tree)
    before = len(titled) - len(lines)
    return Reading(titled, replace(outline, owners=(-1,) * before + outline.owners) if before else outline, tree)


def _base_href(tree: LexborHTMLParser) -> str | None:
    base = tree.css_first("base[href]")
    return base.attributes.get("href") if base else None
