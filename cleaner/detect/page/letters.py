"""The characters of a page's lines as arrays: their kinds, and the words that they form."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Codes = NDArray[np.uint32]

HEAD = 3000  # characters of a line that are looked at

# Kinds of characters, as bits.
WORD, UPPER, LOWER, DIGIT, SPACE, END, COMMA, CLOSER = (1 << bit for bit in range(8))
IDEOGRAPH, QUOTE, BULLET, CURRENCY, AT, PIPE, COPYRIGHT, COLON = (1 << bit for bit in range(8, 16))

_MARKS = (
    (END, ".!?。！？…؟।"),
    (COMMA, ",،、，"),
    (CLOSER, "\"'”’)]»*"),
    (QUOTE, "\"“‘'«„"),
    (BULLET, "-–—•·*▪●"),
    (CURRENCY, "$€£¥₹"),
    (AT, "@"),
    (PIPE, "|"),
    (COPYRIGHT, "©"),
    (COLON, ":："),
)
_TESTS = ((WORD, str.isalnum), (UPPER, str.isupper), (LOWER, str.islower), (DIGIT, str.isdigit), (SPACE, str.isspace))
# Scripts without spaces, where every character counts as a word: Thai, kana, Han, Hangul.
_UNSPACED = ((0x0E00, 0x0F00), (0x3040, 0x3100), (0x3400, 0xA000), (0xAC00, 0xD7B0))
_PLANE = 0x10000

_BASE = 0x9E3779B97F4A7C15  # odd, hence it has an inverse modulo 2 ** 64
_INVERSE = pow(_BASE, -1, 1 << 64)


@dataclass(frozen=True)
class Letters:
    """The lines' characters one after the other, each line with a line feed behind it.

    kinds   of each character, as bits
    lower   each character's code in lower case
    starts  where each line begins
    """

    kinds: NDArray[np.uint16]
    lower: Codes
    starts: Ints

    def count(self, kind: int) -> Ints:
        """How many characters of a kind each line has."""
        hits = ((self.kinds & np.uint16(kind)) != 0).view(np.uint8)
        counts: Ints = np.add.reduceat(hits, self.starts, dtype=np.int64)
        return counts

    @cached_property
    def lengths(self) -> Ints:
        """The characters of each line."""
        return np.diff(np.append(self.starts, len(self.kinds))) - 1

    @cached_property
    def last(self) -> NDArray[np.uint16]:
        """The kinds of each line's last character, quotation marks and brackets behind it aside."""
        ends = self.starts + np.maximum(self.lengths - 1, 0)
        before = np.maximum(ends - 1, self.starts)
        closed = (self.kinds[ends] & CLOSER) != 0
        return self.kinds[np.where(closed, before, ends)]


@dataclass(frozen=True)
class Words:
    """The words of all lines: where they begin and end, a hash of each in lower case, and how many each line has."""

    starts: Ints
    ends: Ints
    hashes: Hashes
    counts: Ints

    @cached_property
    def first(self) -> Ints:
        """The number of each line's first word."""
        return np.cumsum(self.counts) - self.counts

    @cached_property
    def lines(self) -> Ints:
        """The line of each word."""
        return np.repeat(np.arange(len(self.counts)), self.counts)


def letters(texts: list[str]) -> Letters:
    """The letters of at least one line."""
    heads = [text[:HEAD] if len(text) > HEAD else text for text in texts]
    joined = "\n".join(heads) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    lengths = np.fromiter(map(len, heads), np.int64, len(heads)) + 1
    kinds, lower = _tables()
    inside = np.minimum(codes, _PLANE - 1)
    return Letters(kinds[inside], np.where(codes < _PLANE, lower[inside], codes), np.cumsum(lengths) - lengths)


def words(letters: Letters) -> Words:
    """The words: runs of letters and digits, and single characters in scripts without spaces."""
    in_word = (letters.kinds & WORD) != 0
    alone = (letters.kinds & IDEOGRAPH) != 0
    border = np.empty(len(in_word) + 1, np.bool_)  # between the characters
    border[0] = border[-1] = True
    border[1:-1] = (in_word[1:] != in_word[:-1]) | alone[1:] | alone[:-1]
    starts = np.flatnonzero(in_word & border[:-1])
    ends = np.flatnonzero(in_word & border[1:]) + 1
    counts = np.diff(np.append(np.searchsorted(starts, letters.starts), len(starts)))
    return Words(starts, ends, spans(letters.lower, starts, ends), counts)


def spans(values: NDArray[np.unsignedinteger], starts: Ints, ends: Ints) -> Hashes:
    """A polynomial hash of `values[start:end]` for each span (Rabin and Karp 1987), from one running sum."""
    powers, inverses = _powers(len(values))
    sums = np.zeros(len(values) + 1, np.uint64)
    np.cumsum((values.astype(np.uint64) + np.uint64(1)) * powers[: len(values)], out=sums[1:])
    hashes: Hashes = (sums[ends] - sums[starts]) * inverses[starts]
    return hashes


def _powers(size: int) -> tuple[Hashes, Hashes]:
    """The powers of the base and of its inverse, `size` or more of each."""
    return _power_table(1 << max(size, 1 << 16).bit_length())


@cache
def _power_table(size: int) -> tuple[Hashes, Hashes]:
    tables = []
    for base in (_BASE, _INVERSE):
        table = np.full(size, base, np.uint64)
        table[0] = 1
        tables.append(np.cumprod(table, dtype=np.uint64))
    return tables[0], tables[1]


@cache
def _tables() -> tuple[NDArray[np.uint16], Codes]:
    """For each character of the basic plane its kinds and its code in lower case."""
    characters = [chr(code) for code in range(_PLANE)]
    kinds = np.zeros(_PLANE, np.uint16)
    for kind, test in _TESTS:
        kinds |= np.fromiter(map(test, characters), np.bool_, _PLANE).astype(np.uint16) * np.uint16(kind)
    kinds[ord("_")] |= WORD
    for kind, members in _MARKS:
        for member in members:
            kinds[ord(member)] |= kind
    for start, end in _UNSPACED:
        kinds[start:end] |= (kinds[start:end] & WORD) * np.uint16(IDEOGRAPH)
    small = (character.lower() for character in characters)
    lower = np.fromiter((ord(form) if len(form) == 1 else code for code, form in enumerate(small)), np.uint32, _PLANE)
    return kinds, lower
