"""Kept lines to Blocks: headings, lists, quotes, tables and paragraphs.

Marked-up readings bring a role for each line; plain text's roles are inferred. From there on both go the same way.
"""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.model import Article, Block, Removal, Repair
from cleaner.structure.assemble import assemble
from cleaner.structure.infer import infer
from cleaner.structure.kept import kept_lines

__all__ = ["blocks"]


def blocks(article: Article, removals: Sequence[Removal], repairs: Sequence[Repair]) -> tuple[Block, ...]:
    """Structure what settled removals and repairs leave of an article.

    Every line of which something is left is in exactly one block.
    """
    return assemble(infer(kept_lines(article, removals, repairs)))
