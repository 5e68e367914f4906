"""Plain text to Article: the decoded text's own lines."""

from __future__ import annotations

from cleaner.model import Article, Line, Source
from cleaner.read.decode import decode
from cleaner.read.lines import physical


def read(source: Source) -> Article:
    """Split decoded text into its lines (`cleaner.read.lines`). Raises ReadError where the bytes are not text."""
    decoded = decode(source)
    return Article(
        source=source,
        lines=tuple(Line(number, text) for number, text in enumerate(physical(decoded.text), 1)),
        media_type="text/plain",
        decoding=decoded.decoding,
        notes=decoded.notes,
    )
