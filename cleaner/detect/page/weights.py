"""Weights of tokens: a table that is looked up for all tokens of a page at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cleaner.detect.page.tokens import CHANNELS, Bag

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_BITS = 18  # of a hash that say where to begin to look


@dataclass(frozen=True)
class TokenWeights:
    """A linear model over tokens.

    hashes   sorted, distinct
    weights  one a token
    bias     what stands before the sum of all
    """

    hashes: NDArray[np.uint32]
    weights: Floats
    bias: float

    @cached_property
    def _starts(self) -> NDArray[np.int32]:
        """Where the hashes with each beginning begin."""
        beginnings = np.arange((1 << _BITS) + 1, dtype=np.uint64) << np.uint64(32 - _BITS)
        return np.searchsorted(self.hashes, beginnings).astype(np.int32)

    def of(self, tokens: NDArray[np.uint32]) -> Floats:
        """The weight of each token, 0 where it is unknown."""
        found = np.zeros(len(tokens), np.float32)
        beginnings = (tokens >> np.uint32(32 - _BITS)).astype(np.int32)
        places, ends = self._starts.take(beginnings), self._starts[1:].take(beginnings)
        left = np.flatnonzero(places < ends)  # no token that is known begins like most of the others
        places, ends, wanted = places[left], ends[left], tokens[left]
        while len(left):
            hit = self.hashes.take(places) == wanted
            found[left[hit]] = self.weights.take(places[hit])
            places = places + 1
            on = ~hit & (places < ends)
            left, places, ends, wanted = left[on], places[on], ends[on], wanted[on]
        return found

    def sums(self, bags: Sequence[Bag], size: int) -> Floats:
        """`size` lines by channels + 1: what the tokens of each channel add up to, and the sum of all with the bias."""
        weights = self.of(np.concatenate([bag.tokens for bag in bags]))
        sums = np.zeros((len(CHANNELS) + 1, size), np.float32)
        start = 0
        for bag in bags:
            end = start + len(bag.tokens)
            if bag.shares is None or bag.lines is None:
                sums[bag.channel] += np.bincount(bag.rows, weights[start:end], minlength=size)
            elif len(bag.shares):
                shared = np.bincount(bag.rows, weights[start:end], minlength=int(bag.shares.max()) + 1)
                sums[bag.channel] += np.bincount(bag.lines, shared[bag.shares], minlength=size)
            start = end
        sums[-1] = sums[:-1].sum(0) + self.bias
        return sums.T
