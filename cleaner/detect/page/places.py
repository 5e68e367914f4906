"""Where a page's lines stand: the elements around them as arrays, measured by the lines that they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from cleaner.model import Outline

Ints = NDArray[np.int64]

LEVELS = 6  # ancestors of a line that are measured; those that hold the same lines count as one

# The ancestors that say what a line is part of, as bits.
ANCESTORS = (
    "article", "main", "section", "header", "footer", "nav", "aside", "form", "table", "ul", "dl", "figure",
    "blockquote", "details", "h1", "h2", "pre", "button", "a", "label", "dialog", "li", "p", "noscript",
)  # fmt: skip
_SAME = {"ol": "ul", "h3": "h2", "h4": "h2", "h5": "h2", "h6": "h2", "figcaption": "figure"}
_BITS: Mapping[str, int] = MappingProxyType(
    {tag: 1 << bit for bit, tag in enumerate(ANCESTORS)}
    | {tag: 1 << ANCESTORS.index(like) for tag, like in _SAME.items()}
)


@dataclass(frozen=True)
class Places:
    """n lines and m elements.

    blocks      of each line the innermost element that is no inline one
    parents     of each element; the root is its own
    first, end  of each element the lines in it, and all between
    depth       of each element below the root
    around      of each element which ANCESTORS it is or is in, as bits
    siblings    of each element how many siblings have its tag and first class, and
    turn        the how many-th of them it is
    kin         of each element a number that it shares with all of one path of tags and classes
    pairs       of each element a number that it shares with all of its and its parent's tags and classes
    levels      LEVELS by n: the line's block, then larger and larger ancestors
    """

    blocks: Ints
    parents: Ints
    first: Ints
    end: Ints
    depth: Ints
    around: Ints
    siblings: Ints
    turn: Ints
    kin: Ints
    pairs: Ints
    levels: Ints


def places(outline: Outline, owners: Ints) -> Places:
    """The places of lines that stand in these elements; there is at least one element."""
    parents = np.maximum(np.array(outline.parents, np.int64), 0)
    looks = np.array(outline.looks, np.int64)
    classes, firsts = _classes(outline)
    first, end = _spans(outline.parents, owners)
    tops, depth, around = _chains(outline, first, end)
    siblings, turn = _siblings(parents * (len(firsts) + 1) + firsts[looks])
    kin = _paths(outline.parents, classes[looks].tolist())
    pairs = np.unique(classes[looks] * (len(classes) + 1) + classes[looks[parents]], return_inverse=True)[1]
    blocks = _blocks(outline, looks)[owners]
    top = np.array(tops, np.int64)
    levels = [top[blocks]]
    above = top[parents]
    for _ in range(LEVELS - 1):
        levels.append(above[levels[-1]])
    return Places(
        blocks,
        parents,
        first=np.array(first, np.int64),
        end=np.array(end, np.int64),
        depth=np.array(depth, np.int64),
        around=np.array(around, np.int64),
        siblings=siblings,
        turn=turn,
        kin=kin,
        pairs=pairs,
        levels=np.stack(levels),
    )


def _classes(outline: Outline) -> tuple[Ints, Ints]:
    """Numbers of each look that it shares with all of its tag and classes, and with all of its tag and first class."""
    classes: dict[tuple[str, str], int] = {}
    firsts: dict[tuple[str, str], int] = {}
    own, first = [], []
    for tag, names in zip(outline.tags, outline.names, strict=True):
        name = names.partition("#")[0]
        own.append(classes.setdefault((tag, name), len(classes)))
        first.append(firsts.setdefault((tag, name.partition(" ")[0]), len(firsts)))
    return np.array(own, np.int64), np.array(first, np.int64)


def _blocks(outline: Outline, looks: Ints) -> Ints:
    """Of each element the innermost one around it that is no inline one; itself where it is none."""
    blocks = np.arange(len(looks))
    parents = np.maximum(np.array(outline.parents, np.int64), 0)
    inline = np.array(outline.inline, np.bool_)[looks]
    inline[0] = False
    while (inside := inline[blocks]).any():
        blocks = np.where(inside, parents[blocks], blocks)
    return blocks


def _siblings(keys: Ints) -> tuple[Ints, Ints]:
    """How many elements share each one's key, and the how many-th of them it is."""
    _, number, counts = np.unique(keys, return_inverse=True, return_counts=True)
    order = np.argsort(number, kind="stable")
    turn = np.empty(len(keys), np.int64)
    turn[order] = np.arange(len(keys)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    return counts[number], turn


def _paths(parents: Sequence[int], classes: list[int]) -> Ints:
    """Of each element a number that it shares with all whose tags and classes are the same up to the root."""
    paths: dict[tuple[int, int], int] = {}
    kin: list[int] = []
    for parent, own in zip(parents, classes, strict=True):
        kin.append(paths.setdefault((kin[parent] if parent >= 0 else -1, own), len(paths)))
    return np.array(kin, np.int64)


def _spans(parents: Sequence[int], owners: Ints) -> tuple[list[int], list[int]]:
    """The first line of each element, and that behind its last."""
    size = len(owners)
    first, end = [size] * len(parents), [0] * len(parents)
    for line, owner in enumerate(owners.tolist()):
        end[owner] = line + 1
        if first[owner] > line:
            first[owner] = line
    for number in range(len(parents) - 1, 0, -1):
        parent = parents[number]
        if first[number] < first[parent]:
            first[parent] = first[number]
        if end[number] > end[parent]:
            end[parent] = end[number]
    return first, end


def _chains(outline: Outline, first: list[int], end: list[int]) -> tuple[list[int], list[int], list[int]]:
    """Of each element: the topmost ancestor that holds the same lines, the depth, and the ancestors' bits."""
    bits = [_BITS.get(tag, 0) for tag in outline.tags]
    tops, depth, around = [0], [0], [0]
    for number in range(1, len(outline.parents)):
        parent = outline.parents[number]
        same = first[number] == first[parent] and end[number] == end[parent]
        tops.append(tops[parent] if same else number)
        depth.append(depth[parent] + 1)
        around.append(around[parent] | bits[outline.looks[number]])
    return tops, depth, around
