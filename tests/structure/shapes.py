"""Short ways from lines to blocks."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner import structure
from cleaner.model import Article, Block, Line, Removal, Source

PROSE = (
    "The ferry left the quay at nine in the morning, and nobody in the harbour thought that it would be late.",
    "By noon the wind had turned, and the crew of the ferry took in the awnings before the rain fell on the deck.",
    "When the lamps were lit, the passengers of the ferry stood at the rail and counted the houses in the harbour.",
)


def structured(lines: Sequence[Line], *removals: Removal) -> tuple[Block, ...]:
    """The blocks of these lines."""
    return structure.blocks(Article(Source("-", b""), tuple(lines)), removals, ())


def blocks(*texts: str, gone: Sequence[int] = (), category: str = "ad") -> tuple[Block, ...]:
    """The blocks of plain lines; those whose numbers are `gone` are removed."""
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    removals = [
        Removal(line.number, 0, len(line.text), f"{category}.x", "why") for line in lines if line.number in gone
    ]
    return structured(lines, *removals)


def kinds(*texts: str, gone: Sequence[int] = (), category: str = "ad") -> list[tuple[str, str]]:
    """The kind and the text of each block."""
    return [(block.kind, block.text) for block in blocks(*texts, gone=gone, category=category)]
