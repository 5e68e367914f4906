"""HTML to Article: the whole visible text of a page, linearised in reading order.

What is the article in it is not decided here; detectors do that on the lines.
"""

from __future__ import annotations

from cleaner.errors import ReadError
from cleaner.model import Article, Source
from cleaner.read.decode import decode
from cleaner.read.html.depth import MAX_DEPTH, limited
from cleaner.read.html.reading import Way, reading
from cleaner.read.html.unshown import fullest, is_bare, with_body

#: What lexbor's binding accepts, less what transcoding may add.
MAX_CHARACTERS = 500_000_000


def read(source: Source) -> Article:
    """The lines of a page, each with its role, its inline marks and its element's CSS path.

    Scripts and the values of form controls are not text of the page; what its elements hide is read with the origin
    "hidden", for a detector to judge. A page that shows hardly any text is read from its `<noscript>`, else from its
    templates, else from its scripts' data; to one that does not show the article in its JSON-LD that article is added.
    A note says so. Raises ReadError where the bytes are binary or beyond the parser's limit.
    """
    return _page(source, Way(source.url))


def read_with_images(source: Source) -> Article:
    """The same with images: a mark over the alternative text, or over the file's name where there is none."""
    return _page(source, Way(source.url, images=True))


def _page(source: Source, way: Way) -> Article:
    decoded = decode(source)
    if len(decoded.text) > MAX_CHARACTERS:
        raise ReadError(
            f"{source.uri}: a page of {len(decoded.text)} characters; split it, the limit is {MAX_CHARACTERS}"
        )
    html, flattened = limited(decoded.text)
    read, notes = reading(html, way), decoded.notes
    read, origin = (fullest if is_bare(read.lines) else with_body)(read, html, way)
    notes += (f"text from {origin}",) if origin else ()
    if flattened:
        notes += (f"nested deeper than {MAX_DEPTH} elements",)
    return Article(
        source=source,
        lines=tuple(read.lines),
        media_type="text/html",
        decoding=decoded.decoding,
        notes=notes,
        outline=read.outline,
    )
