"""Tokens that describe lines, as hashes: words in and around them, and what the elements around them are called.

Each token is a 32-bit number made of a word's hash and of the place that the word has (own, in the heading above …).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain as joined

import numpy as np
from numpy.typing import NDArray

from cleaner.detect.page.letters import DIGIT, SPACE, UPPER, WORD, Hashes, Ints, Letters, Words, spans
from cleaner.detect.page.places import Places
from cleaner.model import Outline

Tokens = NDArray[np.uint32]
Mask = NDArray[np.bool_]

#: What the channels of the token scores sum up.
CHANNELS = ("names", "nearest", "words", "shape", "long", "heading", "around")
_NAMES, _NEAREST, _WORDS, _SHAPE, _LONG, _HEADING, _AROUND = range(len(CHANNELS))

SHORT = (
    12  # words of a line whose words are all looked at; of longer ones the ends, and with less weight the first LONG
)
LONG = 40
NEAR = 5  # words of a neighbour, as SHORT
SHAPE = 60  # characters

_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
MOST_NAMES = 12  # of an element
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True)
class Bag:
    """Tokens of one channel.

    rows    what each token describes: a line, or something that lines share
    tokens  the tokens
    lines   where lines share them: some line, and
    shares  the row that it has a share in, once more for each time that it has
    """

    channel: int
    rows: Ints
    tokens: Tokens
    lines: Ints | None = None
    shares: Ints | None = None


def salted(hashes: Hashes, salt: int) -> Tokens:
    """Mix hashes with the place of their words (the finaliser of splitmix64, Steele et al. 2014)."""
    mixed = hashes + np.uint64((salt * 0x9E3779B97F4A7C15) % (1 << 64))
    mixed ^= mixed >> np.uint64(30)
    mixed *= _MIX[0]
    mixed ^= mixed >> np.uint64(27)
    mixed *= _MIX[1]
    return (mixed >> np.uint64(32)).astype(np.uint32)


def text_bags(letters: Letters, words: Words, sections: Ints, headings: Mask) -> Iterator[Bag]:
    """What the lines and those around them say. `sections`: of each line the heading over it, itself for a heading."""
    counts, first = words.counts, words.first
    every = np.arange(len(counts))
    short = counts <= SHORT
    yield from _parts(words, every[short], first[short], counts[short], (_WORDS, 1))
    yield _pairs(words, short)
    yield Bag(_WORDS, every[short], salted(_openings(words)[short], 3))
    long = ~short
    rows = every[long]
    yield from _parts(words, rows, first[long], np.full(len(rows), 3), (_LONG, 4))
    yield from _parts(words, rows, first[long] + counts[long] - 2, np.full(len(rows), 2), (_LONG, 5))
    yield from _parts(words, rows, first[long], np.minimum(counts[long], LONG), (_LONG, 6))
    yield Bag(_SHAPE, every, salted(_shapes(letters), 7))
    under = (sections >= 0) & ~headings
    above = sections[under]
    yield from _parts(words, every[under], first[above], np.minimum(counts[above], 8), (_HEADING, 8))
    yield Bag(_HEADING, every[under], salted(_openings(words)[above], 9))
    for distance, salt in ((-2, 10), (-1, 11), (1, 12), (2, 13)):
        rows = every[max(0, -distance) : len(every) - max(0, distance)]
        near = rows + distance
        size = np.where(counts[near] <= NEAR, counts[near], 3)
        yield from _parts(words, rows, first[near], size, (_AROUND, salt))


def _parts(words: Words, rows: Ints, first: Ints, sizes: Ints, place: tuple[int, int]) -> Iterator[Bag]:
    """`sizes` words from `first` on for each row."""
    channel, salt = place
    total = int(sizes.sum())
    if total:
        offsets = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        chosen = words.hashes[np.repeat(first, sizes) + offsets]
        yield Bag(channel, np.repeat(rows, sizes), salted(chosen, salt))


def _pairs(words: Words, short: Mask) -> Bag:
    """Neighbouring words of short lines."""
    lines = words.lines
    left = np.flatnonzero((lines[1:] == lines[:-1]) & short[lines[1:]]) if len(lines) else np.zeros(0, np.int64)
    pair = words.hashes[left] * np.uint64(3) + words.hashes[left + 1]
    return Bag(_WORDS, lines[left], salted(pair, 2))


def _openings(words: Words) -> Hashes:
    """A hash of each line's first five words together, and of whether there are more."""
    counts = np.minimum(words.counts, 5)
    total = np.minimum(words.counts, 6).astype(np.uint64)
    for step in range(5):
        inside = counts > step
        total[inside] = total[inside] * np.uint64(31) + words.hashes[words.first[inside] + step]
    return total


def _shapes(letters: Letters) -> Hashes:
    """A hash of the pattern of each line's beginning: "Photo: Doe" is capital, small, ":", space, capital, small."""
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


def name_bags(outline: Outline, where: Places, owners: Ints) -> Iterator[Bag]:
    """What the elements around lines are called: all of them, the nearest ones, and those within the line."""
    looks = np.array(outline.looks, np.int64)
    names, named = _look_names(outline)
    tags = np.array([word_hash(tag) for tag in outline.tags], np.uint64)
    every = np.arange(len(owners))
    chain = list(_ancestors(where, where.blocks, 6))
    yield _around(outline, owners)
    yield Bag(_NEAREST, named, salted(names, 21), every, looks[where.blocks])
    for level in (1, 2):
        if len(chain) > level:
            rows, element = chain[level]
            yield Bag(_NEAREST, named, salted(names, 22), rows, looks[element])
    inner, inline = _inline(where, owners)
    yield Bag(_NEAREST, named, salted(names, 23), inner, looks[inline])
    yield Bag(_NEAREST, np.arange(len(tags)), salted(tags, 24), inner, looks[inline])
    for level, (rows, element) in enumerate(chain):
        own = tags[looks[element]]
        if level < 4:
            yield Bag(_NEAREST, rows, salted(own, 25 + level))
        if level < 5:
            yield Bag(_NEAREST, rows, salted(own * np.uint64(31) + tags[looks[where.parents[element]]], 29))


def _around(outline: Outline, owners: Ints) -> Bag:
    """The names of all elements around each line, once each: a line shares the names that each step adds."""
    above, added, places = _steps(outline)
    sizes = [len(names) for names in added]
    names = np.fromiter(joined.from_iterable(added), np.uint64, sum(sizes))
    up = np.array(above, np.int64)
    lines, steps = np.arange(len(owners)), np.array(places, np.int64)[owners]
    found = []
    while (inside := steps > 0).any():
        lines, steps = lines[inside], steps[inside]
        found.append((lines, steps))
        steps = up[steps]
    lines, shares = map(np.concatenate, zip(*found, strict=True)) if found else (lines[:0], steps[:0])
    return Bag(_NAMES, np.repeat(np.arange(len(added)), sizes), salted(names, 20), lines, shares)


def _steps(outline: Outline) -> tuple[list[int], list[frozenset[int]], list[int]]:
    """The ways down from the root, as steps that add names; siblings of one look share theirs.

    Of each step the one above it and the names that it adds, and of each element the last step to it; 0 is the root's.
    """
    hashed = [frozenset(name_hashes(names)) for names in outline.names]
    above, added = [0], [frozenset[int]()]
    around: dict[int, frozenset[int]] = {0: frozenset()}  # all names down to a step, as soon as one below it asks
    steps: dict[tuple[int, int], int] = {}
    places: list[int] = []
    for parent, look in zip(outline.parents, outline.looks, strict=True):
        key = (places[parent] if parent >= 0 else 0, look)
        step = steps.get(key)
        if step is None:
            up = step = key[0]
            if up not in around:
                around[up] = around[above[up]] | added[up]
            if new := hashed[look] - around[up]:
                step = len(added)
                above.append(up)
                added.append(new)
            steps[key] = step
        places.append(step)
    return above, added, places


def _look_names(outline: Outline) -> tuple[Hashes, Ints]:
    """Hashes of the names of each look, and the look that each belongs to."""
    found = [name_hashes(names) if names else () for names in outline.names]
    sizes = [len(names) for names in found]
    hashes = np.fromiter(joined.from_iterable(found), np.uint64, sum(sizes))
    return hashes, np.repeat(np.arange(len(found)), sizes)


def _ancestors(where: Places, elements: Ints, most: int) -> Iterator[tuple[Ints, Ints]]:
    """Lines and elements: each line's own element first, then the parents of those, up to below the root."""
    rows = np.arange(len(elements))
    for _ in range(most):
        inside = elements > 0
        if not inside.all():
            rows, elements = rows[inside], elements[inside]
        if not len(rows):
            return
        yield rows, elements
        elements = where.parents[elements]


def _inline(where: Places, owners: Ints) -> tuple[Ints, Ints]:
    """Lines and the inline elements around their first text."""
    rows = np.arange(len(owners))
    found = [(rows[:0], owners[:0])]
    blocks, elements = where.blocks, owners
    while (inside := elements != blocks).any():
        rows, elements, blocks = rows[inside], elements[inside], blocks[inside]
        found.append((rows, elements))
        elements = where.parents[elements]
    return np.concatenate([rows for rows, _ in found]), np.concatenate([elements for _, elements in found])


@lru_cache(1 << 16)
def name_hashes(names: str) -> tuple[int, ...]:
    """Hashes of the words in an element's classes, id and roles, and of those names that have two to four."""
    return tuple(dict.fromkeys(joined.from_iterable(map(_name_hashes, names.split()[:MOST_NAMES]))))


@lru_cache(1 << 16)
def _name_hashes(name: str) -> tuple[int, ...]:
    if "=" in name:
        return (word_hash(name.lower()[:60]),)
    parts = [part for part in name_words(name) if len(part) > 1][:6]
    whole = ["#" * (name[0] == "#") + "_".join(parts)] if 1 < len(parts) <= 4 else []
    return tuple(map(word_hash, parts + whole))


def name_words(name: str) -> list[str]:
    """The words of a class or id, in lower case: "postBody__main" has post, body and main."""
    return [word.lower() for word in _NAME.findall(name[:80])]


@lru_cache(1 << 14)
def word_hash(word: str) -> int:
    """A word's 32-bit hash."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))
