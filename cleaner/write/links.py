"""What markdown shows of links: all, their text alone, or their addresses as footnotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from cleaner.edit import cut
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
    """The block with a reference after each of its links; marks around a link's end take it in."""
    text, marks = "", list[Mark]()
    at = 0
    for place, label in ((link.end, labels[link.target]) for link in links):
        text, marks = _appended(text, marks, block, at, place)
        marks.append(Mark(len(text), len(text) + len(label), "footnote", label))
        text += label
        at = place
    text, marks = _appended(text, marks, block, at, len(block.text))
    return replace(block, text=text, marks=tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end))))


def _appended(text: str, marks: list[Mark], block: Block, start: int, end: int) -> tuple[str, list[Mark]]:
    part, inside = cut(block.text, [mark for mark in block.marks if mark.kind != "link"], start, end)
    moved = [replace(mark, start=mark.start + len(text), end=mark.end + len(text)) for mark in inside]
    return text + part, marks + moved
