"""A document as a row of plain values, with the names of the NDJSON contract where it has them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cleaner import read, structure, write
from cleaner.archive.reader import Document
from cleaner.errors import ReadError
from cleaner.model import Result, Source


def row(document: Document) -> dict[str, Any]:
    """What an archive knows of a document: identity, status, title, both versions' facts, findings."""
    ledger, entry = document.ledger, document.entry()
    markdown = document.markdown
    return {
        "source": document.uri,
        "date": document.date,
        "status": ledger.status,
        "error": ledger.error or None,
        "notes": list(ledger.notes),
        "media_type": ledger.media_type or None,
        "language": ledger.language or None,
        "title": entry.title or None,
        "markdown": markdown,
        "text": None if markdown is None else plain(markdown),
        "removed": [dict(found) for found in ledger.removed],
        "repaired": [dict(found) for found in ledger.repaired],
        "original_size": entry.original_size,
        "source_digest": ledger.source_digest or None,
        "output_digest": ledger.output_digest or None,
        "rule_set": ledger.rule_set or None,
        "tool": ledger.tool,
    }


def plain(markdown: str) -> str:
    """The text of a cleaned version, as `--to text` has it."""
    source = Source("-", markdown.encode("utf-8", "replace"), media_type="text/markdown", charset="utf-8")
    article = read.article(source)
    return write.text(Result(article, blocks=structure.blocks(article, (), ())))


def original_text(document: Document) -> str | None:
    """The original's reading, line by line; None where it cannot be read."""
    try:
        source = replace(document.source, media_type=document.ledger.media_type or document.source.media_type)
        return "\n".join(line.text for line in read.article(source).lines)
    except ReadError:
        return None
