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
    "article", "main", "section", "header", "footer", "nav", "aside", "form", "table", "ul", "dl", "figure", "blockquote",
    "details", "h1", "h2", "pre", "button", "a", "label", "dialog", "li", "p", "noscript",
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
    looks       of each element a number that it shares with all of its and its parent's tags and classes
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
    looks: Ints
    levels: Ints


def places(outline: Outline, owners: Ints) -> Places:
    """The places of lines that stand in these elements; there is at least one element."""
    parents = np.maximum(np.array(outline.parents, np.int64), 0)
    first, end = _spans(outline.parents, owners)
    tops, depth, around = _chains(outline, first, end)
    siblings, turn = _siblings(outline)
    kin, looks = _families(outline)
    blocks = _blocks(outline)[owners]
    levels = [np.array(tops, np.int64)[blocks]]
    top = np.array(tops, np.int64)[parents]
    for _ in range(LEVELS - 1):
        levels.append(top[levels[-1]])
    arrays = (np.array(values, np.int64) for values in (first, end, depth, around, siblings, turn, kin, looks))
    return Places(blocks, parents, *arrays, levels=np.stack(levels))


def _blocks(outline: Outline) -> Ints:
    """Of each element the innermost one around it that is no inline one; itself where it is none."""
    blocks: list[int] = []
    for number, (parent, inline) in enumerate(zip(outline.parents, outline.inline, strict=True)):
        blocks.append(blocks[parent] if inline and parent >= 0 else number)
    return np.array(blocks, np.int64)


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
    tops, depth, around = [0], [0], [0]
    bits = _BITS.get
    for number in range(1, len(outline.parents)):
        parent = outline.parents[number]
        same = first[number] == first[parent] and end[number] == end[parent]
        tops.append(tops[parent] if same else number)
        depth.append(depth[parent] + 1)
        around.append(around[parent] | bits(outline.tags[number], 0))
    return tops, depth, around


def _siblings(outline: Outline) -> tuple[list[int], list[int]]:
    """How many siblings of its kind each element has, itself among them, and its place among them."""
    counts: dict[tuple[int, str, str], int] = {}
    keys = []
    turn = []
    for key in zip(outline.parents, outline.tags, map(_first_name, outline.names), strict=True):
        keys.append(key)
        counts[key] = count = counts.get(key, 0) + 1
        turn.append(count)
    return [counts[key] for key in keys], turn


def _first_name(names: str) -> str:
    return names.partition(" ")[0] if names and names[0] not in " #" else ""


def _families(outline: Outline) -> tuple[list[int], list[int]]:
    """Of each element the numbers of its path and of its look: tags and classes, ids aside."""
    paths: dict[tuple[int, str, str], int] = {}
    pairs: dict[tuple[str, str], int] = {}
    looks: dict[tuple[int, int], int] = {}
    kin: list[int] = []
    own: list[int] = []
    look: list[int] = []
    for parent, tag, names in zip(outline.parents, outline.tags, outline.names, strict=True):
        classes = names.partition("#")[0]
        kin.append(paths.setdefault((kin[parent] if parent >= 0 else -1, tag, classes), len(paths)))
        own.append(pairs.setdefault((tag, classes), len(pairs)))
        look.append(looks.setdefault((own[-1], own[parent] if parent >= 0 else -1), len(looks)))
    return kin, look
