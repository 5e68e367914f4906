"""Bytes to Article: one module for each format, and the table of them.

A reader takes a `Source` and gives an `Article`. A container (NDJSON, WARC) holds many documents and is not read here:
its module gives `Source` after `Source`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib import import_module
from types import MappingProxyType

from cleaner.model import Article, Source
from cleaner.read import sniff

Reader = Callable[[Source], Article]

# Named, not imported: plain text must not pay for an HTML parser.
READERS: Mapping[str, str] = MappingProxyType(
    {
        "text/plain": "cleaner.read.text",
        "text/markdown": "cleaner.read.markdown",
        "text/html": "cleaner.read.html",
        "application/xhtml+xml": "cleaner.read.html",
    }
)


def article(source: Source, *, images: bool = False) -> Article:
    """Read a source as what it is declared to be, else as what its bytes look like; pages with their images if asked.

    Raises ReadError where no reader fits, or where the bytes are not a document.
    """
    media_type = source.media_type or sniff.media_type(source)
    module = import_module(READERS.get(media_type, "cleaner.read.text"))
    reader: Reader = getattr(module, "read_with_images", module.read) if images else module.read
    return _noted(reader(source))


def _noted(found: Article) -> Article:
    """The reading, with a note where its record says that it holds only the beginning of the document."""
    record = found.source.record
    if record is None or not record.truncated:
        return found
    return replace(found, notes=(*found.notes, f"truncated ({record.truncated}): only its beginning is in the record"))
