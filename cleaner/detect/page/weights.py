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
    def _starts(self) -> Ints:
        """Where the hashes with each beginning begin."""
        return np.searchsorted(self.hashes, (np.arange((1 << _BITS) + 1, dtype=np.uint64) << np.uint64(32 - _BITS)))

    @cached_property
    def _deepest(self) -> int:
        return int(np.diff(self._starts).max(initial=0))

    def of(self, tokens: NDArray[np.uint32]) -> Floats:
        """The weight of each token, 0 where it is unknown."""
        found = np.zeros(len(tokens), np.float32)
        last = len(self.hashes) - 1
        places = np.minimum(self._starts[tokens >> np.uint32(32 - _BITS)], last)
        for step in range(self._deepest):
            here = np.minimum(places + step, last)
            hit = self.hashes[here] == tokens
            found[hit] = self.weights[here[hit]]
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
