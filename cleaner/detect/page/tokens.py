"""Tokens that describe lines, as hashes: words of the line and around it, and what the elements around it are called.

Each token is a 32-bit number made of a word's hash and of the place that the word has ("own", "in the heading above" …).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cleaner.detect.page.letters import DIGIT, SPACE, UPPER, WORD, Hashes, Ints, Letters, Words, spans
from cleaner.model import Outline

Tokens = NDArray[np.uint32]
Mask = NDArray[np.bool_]

#: What the channels of the token scores sum up.
CHANNELS = ("names", "words", "shape", "long", "heading", "around")

SHORT = (
    12  # words of a line whose words are all looked at; of longer ones the ends, and with less weight the first LONG
)
LONG = 40
NEAR = 5  # words of a neighbour, as SHORT
SHAPE = 60  # characters

_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_MOST_NAMES = 12  # of an element
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True)
class Bag:
    """Tokens of one channel, and the row (a line, or an element) that each describes."""

    channel: int
    rows: Ints
    tokens: Tokens


def salted(hashes: Hashes, salt: int) -> Tokens:
    """Mix hashes with the place of their words (the finaliser of splitmix64, Steele et al. 2014)."""
    mixed = hashes + np.uint64((salt * 0x9E3779B97F4A7C15) % (1 << 64))
    mixed ^= mixed >> np.uint64(30)
    mixed *= _MIX[0]
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX[1]
    return (mixed >> np.uint64(32)).astype(np.uint32)


def text_bags(letters: Letters, words: Words, sections: Ints, headings: Mask) -> Iterator[Bag]:
    """What the lines and those around them say. `sections`: of each line the one that heads it, itself for a heading."""
    counts, first = words.counts, words.first
    every = np.arange(len(counts))
    short = counts <= SHORT
    yield from _parts(words, every[short], first[short], counts[short], ("words", 1))
    yield _pairs(words, short)
    yield Bag(1, every[short], salted(_openings(words)[short], 3))
    long = ~short
    rows = every[long]
    yield from _parts(words, rows, first[long], np.full(len(rows), 3), ("long", 4))
    yield from _parts(words, rows, first[long] + counts[long] - 2, np.full(len(rows), 2), ("long", 5))
    yield from _parts(words, rows, first[long], np.minimum(counts[long], LONG), ("long", 6))
    yield Bag(2, every, salted(_shapes(letters), 7))
    under = (sections >= 0) & ~headings
    above = sections[under]
    yield from _parts(words, every[under], first[above], np.minimum(counts[above], 8), ("heading", 8))
    yield Bag(4, every[under], salted(_openings(words)[above], 9))
    for distance, salt in ((-2, 10), (-1, 11), (1, 12), (2, 13)):
        rows = every[max(0, -distance) : len(every) - max(0, distance)]
        near = rows + distance
        size = np.where(counts[near] <= NEAR, counts[near], 3)
        yield from _parts(words, rows, first[near], size, ("around", salt))


def _parts(words: Words, rows: Ints, first: Ints, sizes: Ints, place: tuple[str, int]) -> Iterator[Bag]:
    """`sizes` words from `first` on for each row."""
    channel, salt = place
    total = int(sizes.sum())
    if total:
        offsets = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        chosen = words.hashes[np.repeat(first, sizes) + offsets]
        yield Bag(CHANNELS.index(channel), np.repeat(rows, sizes), salted(chosen, salt))


def _pairs(words: Words, short: Mask) -> Bag:
    """Neighbouring words of short lines."""
    lines = words.lines
    left = np.flatnonzero((lines[1:] == lines[:-1]) & short[lines[1:]]) if len(lines) else np.zeros(0, np.int64)
    joined = words.hashes[left] * np.uint64(3) + words.hashes[left + 1]
    return Bag(1, lines[left], salted(joined, 2))


def _openings(words: Words) -> Hashes:
    """A hash of each line's first five words together, and of whether there are more."""
    counts = np.minimum(words.counts, 5)
    total = np.minimum(words.counts, 6).astype(np.uint64)
    for step in range(5):
        inside = counts > step
        total[inside] = total[inside] * np.uint64(31) + words.hashes[words.first[inside] + step]
    return total


def _shapes(letters: Letters) -> Hashes:
    """A hash of the pattern of each line's beginning: "Photo: Jane Doe" is capital, small, ":", space, capital …"""
    sizes = np.minimum(letters.lengths, SHAPE)
    total = int(sizes.sum())
    offsets = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    index = np.repeat(letters.starts, sizes) + offsets
    kinds = letters.kinds[index]
    group = letters.lower[index] + np.uint32(8)
    for bit, number in ((WORD, 2), (SPACE, 4), (DIGIT, 3), (UPPER, 1)):
        group[(kinds & bit) != 0] = number
    row = np.repeat(np.arange(len(sizes)), sizes)
    change = np.ones(total, np.bool_)
    change[1:] = (group[1:] != group[:-1]) | (row[1:] != row[:-1])
    runs, rows = group[change], row[change]
    starts = np.searchsorted(rows, np.arange(len(sizes)))
    ends = np.minimum(np.searchsorted(rows, np.arange(len(sizes)), "right"), starts + 12)
    return spans(runs, starts, ends)


def element_bag(outline: Outline, leaves: Sequence[int]) -> Bag:
    """What the elements around lines are called; row r describes lines in element `leaves[r]`."""
    seen = _names_around(outline)
    keys: list[int] = []
    sizes = []
    for leaf in leaves:
        before = len(keys)
        keys += [_SALT[0] | name for name in seen[leaf]]
        keys += _own_keys(outline, leaf)
        sizes.append(len(keys) - before)
    hashes = np.array(keys, np.uint64)
    return Bag(0, np.repeat(np.arange(len(sizes)), sizes), salted(hashes, 0))


# Places of names above the lower 32 bits: anywhere around, own block, one and two above, inline; tags and pairs of tags.
_SALT = tuple(place << 32 for place in range(1, 17))


def _names_around(outline: Outline) -> list[frozenset[int]]:
    """Of each element all names that it and its ancestors have."""
    seen: list[frozenset[int]] = []
    for parent, names in zip(outline.parents, outline.names, strict=True):
        around = seen[parent] if parent >= 0 else frozenset()
        seen.append(around.union(name_hashes(names)) if names else around)
    return seen


def _own_keys(outline: Outline, leaf: int) -> Iterator[int]:
    """What a line's nearest elements are called."""
    parents, tags, names, inline = outline.parents, outline.tags, outline.names, outline.inline
    step = leaf
    while inline[step] and parents[step] >= 0:
        yield _SALT[3] | word_hash(tags[step])
        yield from (_SALT[3] | name for name in name_hashes(names[step]))
        step = parents[step]
    below = 0
    for level in range(6):
        if step < 0:
            return
        tag = word_hash(tags[step])
        if level < 3:
            yield from (_SALT[1 if level == 0 else 2] | name for name in name_hashes(names[step]))
        if level < 4:
            yield _SALT[4 + level] | tag
        if level:
            yield _SALT[8] | (tag * 31 + below) & 0xFFFFFFFF
        below = tag
        step = parents[step]


@lru_cache(1 << 16)
def name_hashes(names: str) -> tuple[int, ...]:
    """Hashes of the words in an element's classes, id and roles, and of those names that have two to four."""
    found: dict[str, None] = {}
    for name in names.split()[:_MOST_NAMES]:
        if "=" in name:
            found[name.lower()[:60]] = None
            continue
        parts = [part.lower() for part in _NAME.findall(name[:80]) if len(part) > 1][:6]
        found.update(dict.fromkeys(parts))
        if 1 < len(parts) <= 4:
            found["#" * (name[0] == "#") + "_".join(parts)] = None
    return tuple(word_hash(name) for name in found)


@lru_cache(1 << 14)
def word_hash(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))
