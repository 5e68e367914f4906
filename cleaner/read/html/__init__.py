"""HTML to Article: the whole visible text of a page, linearised in reading order.

What is the article in it is not decided here; detectors do that on the lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cleaner.errors import ReadError
from cleaner.model import Article, Line, Outline, Role, Source
from cleaner.read.decode import decode
from cleaner.read.html import tags
from cleaner.read.html.data import page_data
from cleaner.read.html.depth import MAX_DEPTH, limited
from cleaner.read.html.facts import facts
from cleaner.read.html.links import Resolver
from cleaner.read.html.title import with_title
from cleaner.read.html.walk import linearise

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

#: A page that shows less than this without its scripts is read with its `<noscript>`.
FEW_CHARACTERS = 200

#: What lexbor's binding accepts, less what transcoding may add.
MAX_CHARACTERS = 500_000_000


def read(source: Source) -> Article:
    """The lines of a page, each with its role, its inline marks and its element's CSS path.

    Scripts and the values of form controls are not text of the page; what its elements hide is read with the origin
    "hidden", for a detector to judge. A page that shows hardly any text is read from its `<noscript>`, else from its
    scripts' data, and a note says so. Raises ReadError where the bytes are binary or beyond the parser's limit.
    """
    decoded = decode(source)
    if len(decoded.text) > MAX_CHARACTERS:
        raise ReadError(
            f"{source.uri}: a page of {len(decoded.text)} characters; split it, the limit is {MAX_CHARACTERS}"
        )
    html, flattened = limited(decoded.text)
    lines, outline = _reading(html, source.url, scripting=True)
    notes = decoded.notes
    if _is_bare(lines) and "<noscript" in html.lower():
        unscripted = _reading(html, source.url, scripting=False)
        if not _is_bare(unscripted[0]):
            lines, outline = unscripted
            notes += ("text from noscript",)
    if _is_bare(lines) and sum(len(line.text) for line in lines) < FEW_CHARACTERS:
        texts, origin = page_data(html)
        lines, outline = _with_data(lines, outline, texts, origin)
        notes += (f"text from {origin}",) if texts else ()
    if flattened:
        notes += (f"nested deeper than {MAX_DEPTH} elements",)
    return Article(
        source=source,
        lines=tuple(lines),
        media_type="text/html",
        decoding=decoded.decoding,
        notes=notes,
        outline=outline,
    )


def _reading(html: str, url: str | None, *, scripting: bool) -> tuple[list[Line], Outline]:
    """The lines as a browser that runs scripts shows them, or as one that does not and therefore shows `<noscript>`."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html, scripting=scripting)
    body = tree.body
    if body is None:  # a page of frames
        return [], Outline()
    invisible = tags.INVISIBLE if scripting else tags.INVISIBLE - {"noscript"}
    read = linearise(body, Resolver(url, _base_href(tree)), invisible)
    lines = with_title(read.lines, tree)
    return lines, read.outliner.outline(facts(tree), before=len(lines) - len(read.lines))


def _with_data(lines: list[Line], outline: Outline, texts: Sequence[str], origin: str) -> tuple[list[Line], Outline]:
    """Add paragraphs that stand in no element."""
    last = max((line.role.group for line in lines if line.role), default=0)
    added = [
        Line(len(lines) + number, text, Role("paragraph", group=last + number), origin=origin)
        for number, text in enumerate(texts, 1)
    ]
    return [*lines, *added], replace(outline, owners=outline.owners + (-1,) * len(added))


def _is_bare(lines: list[Line]) -> bool:
    """Whether a page shows next to nothing without its scripts."""
    return sum(len(line.text) for line in lines if not line.origin or line.origin == "noscript") < FEW_CHARACTERS


def _base_href(tree: LexborHTMLParser) -> str | None:
    base = tree.css_first("base[href]")
    return base.attributes.get("href") if base else None
