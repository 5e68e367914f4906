"""What markdown shows of links: all, their text alone, or their addresses as footnotes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, count, pairwise

from cleaner.model import Block, Links, Mark
from cleaner.write.marks import canonical


def shown(blocks: Sequence[Block], links: Links) -> Sequence[Block]:
    """The blocks with their links as asked for; "footnotes" adds a footnote for each address at the end."""
    match links:
        case "keep":
            return blocks
        case "text":
            return [_without_links(block) for block in blocks]
        case "footnotes":
            return _noted(blocks)


def _without_links(block: Block) -> Block:
    if not any(mark.kind == "link" for mark in block.marks):
        return block
    return replace(block, marks=tuple(mark for mark in block.marks if mark.kind != "link"))


def _noted(blocks: Sequence[Block]) -> list[Block]:
    taken = {block.label for block in blocks if block.kind == "footnote"}
    free = (str(number) for number in count(1) if str(number) not in taken)
    labels: dict[str, str] = {}  # by address
    noted = []
    for block in blocks:
        links = [mark for mark in canonical(block.text, block.marks) if mark.kind == "link"]
        for link in links:
            if link.target not in labels:
                labels[link.target] = next(free)
        noted.append(_with_references(block, links, labels) if links else _without_links(block))
    notes = (
        Block("footnote", address, label=label, marks=(Mark(0, len(address), "link", address),))
        for address, label in labels.items()
    )
    return [*noted, *notes]


def _with_references(block: Block, links: Sequence[Mark], labels: dict[str, str]) -> Block:
    """The block with a reference after each of its links; a mark that goes on behind a link's end takes it in."""
    ends, told = [link.end for link in links], [labels[link.target] for link in links]
    added = [0, *accumulate(map(len, told))]
    pieces = zip(pairwise([0, *ends]), told, strict=True)
    text = "".join(block.text[start:end] + label for (start, end), label in pieces) + block.text[ends[-1] :]
    marks = [
        replace(
            mark,
            start=mark.start + added[bisect_right(ends, mark.start)],
            end=mark.end + added[bisect_left(ends, mark.end)],
        )
        for mark in block.marks
        if mark.kind != "link"
    ]
    for end, before, after, label in zip(ends, added, added[1:], told, strict=False):
        marks.append(Mark(end + before, end + after, "footnote", label))
    return replace(block, text=text, marks=tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))
