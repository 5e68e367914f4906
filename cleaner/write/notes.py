"""Footnotes: which of them can be written as such, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from cleaner.model import Block, Mark
from cleaner.write.marks import canonical, tidy
from cleaner.write.table import marked_cells


def settled(blocks: Sequence[Block]) -> list[Block]:
    """Blocks whose footnotes are all referred to, once each, and whose references all lead to a footnote.

    A reference that leads nowhere is its own text. A footnote that nothing refers to is an item of a list where its
    label is a number, else a paragraph.
    """
    defined = {block.label for block in blocks if block.kind == "footnote" and tidy(block.text, ())[0]}
    if not defined and not any(mark.kind == "footnote" for block in blocks for mark in block.marks):
        return list(blocks)
    used = {mark.target for block in blocks for mark in _references(block) if mark.target in defined}
    referring = [replace(block, marks=_resolved(block.marks, used)) if block.marks else block for block in blocks]
    return list(_once_each(referring, used))


def _references(block: Block) -> list[Mark]:
    """The references that will be written: not those in code."""
    if block.kind in ("code", "rule") or not any(mark.kind == "footnote" for mark in block.marks):
        return []
    texts = chain.from_iterable(marked_cells(block)) if block.kind == "table" else ((block.text, block.marks),)
    return [mark for text, marks in texts for mark in canonical(*tidy(text, marks)) if mark.kind == "footnote"]


def _resolved(marks: Iterable[Mark], used: set[str]) -> tuple[Mark, ...]:
    """Marks without references that lead nowhere, and without the superscript that a reference has by itself."""
    kept = [mark for mark in marks if mark.kind != "footnote" or mark.target in used]
    raised = {(mark.start, mark.end) for mark in kept if mark.kind == "footnote"}
    return tuple(mark for mark in kept if mark.kind != "superscript" or (mark.start, mark.end) not in raised)


def _once_each(blocks: Iterable[Block], used: set[str]) -> Iterable[Block]:
    written: set[str] = set()
    label = ""  # of the footnote that is being written
    for block in blocks:
        if block.kind != "footnote":
            label = ""
            yield block
        elif block.label == label or (block.label in used and block.label not in written):
            label = block.label
            written.add(label)
            yield block
        else:
            label = ""
            yield _as_text(block)


def _as_text(block: Block) -> Block:
    number = int(block.label) if block.label.isascii() and block.label.isdigit() and len(block.label) < 10 else None
    if number is None:
        return replace(block, kind="paragraph", label="", level=0)
    return replace(block, kind="list_item", label="", level=1, ordered=True, number=number)
