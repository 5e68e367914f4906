"""HTML to Article: the whole visible text of a page, linearised in reading order.

What is the article in it is not decided here; detectors do that on the lines.
"""

from __future__ import annotations

from cleaner.errors import ReadError
from cleaner.model import Article, Source
from cleaner.read.decode import decode
from cleaner.read.html.depth import MAX_DEPTH, limited
from cleaner.read.html.links import Resolver
from cleaner.read.html.title import with_title
from cleaner.read.html.walk import linearise

#: What lexbor's binding accepts, less what transcoding may add.
MAX_CHARACTERS = 500_000_000


def read(source: Source) -> Article:
    """The lines of a page, each with its role, its inline marks and its element's CSS path.

    Hidden elements, scripts and the values of form controls are not text of the page. Raises ReadError where the bytes
    are binary or beyond the parser's limit.
    """
    from selectolax.lexbor import LexborHTMLParser

    decoded = decode(source)
    if len(decoded.text) > MAX_CHARACTERS:
        raise ReadError(f"{source.uri}: a page of {len(decoded.text)} characters; split it, the limit is {MAX_CHARACTERS}")
    html, flattened = limited(decoded.text)
    # As in a browser that runs scripts: what <noscript> holds is no part of the page.
    tree = LexborHTMLParser(html, scripting=True)
    body = tree.body
    lines = with_title(linearise(body, Resolver(source.url, _base_href(tree))), tree) if body is not None else []
    notes = (f"nested deeper than {MAX_DEPTH} blocks",) if flattened else ()
    return Article(
        source=source,
        lines=tuple(lines),
        media_type="text/html",
        decoding=decoded.decoding,
        notes=decoded.notes + notes,
    )


def _base_href(tree: "LexborHTMLParser") -> str | None:
    base = tree.css_first("base[href]")
    return base.attributes.get("href") if base else None
