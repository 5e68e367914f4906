"""Plain text to Article: the decoded text's own lines."""

from __future__ import annotations

from cleaner.model import Article, Line, Source
from cleaner.read.decode import decode


def read(source: Source) -> Article:
    r"""Split decoded text at "\n"; a "\r" before it belongs to the line ending.

    A line ending at the end of the text ends the last line and begins no further one. Raises ReadError where the bytes
    are not text.
    """
    decoded = decode(source)
    texts = decoded.text.split("\n")
    if not texts[-1]:
        texts.pop()
    return Article(
        source=source,
        lines=tuple(Line(number, text.removesuffix("\r")) for number, text in enumerate(texts, 1)),
        media_type="text/plain",
        decoding=decoded.decoding,
        notes=decoded.notes,
    )
