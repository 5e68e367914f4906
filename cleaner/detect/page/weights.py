"""Weights of tokens: a table that is looked up for all tokens of a page at once."""

from __future__ import annotations

from collections.abc import Iterable
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

    def sums(self, names: Bag, lines: Iterable[Bag], leaves: Ints) -> Floats:
        """n lines -> n by channels + 1: each channel's sum, and the sum of all with the bias.

        `names` describes leaves, and `leaves` tells each line's; the bags of `lines` describe the lines themselves.
        """
        bags = (names, *lines)
        weights = np.split(self.of(np.concatenate([bag.tokens for bag in bags])), np.cumsum([len(bag.tokens) for bag in bags])[:-1])
        size = len(leaves)
        sums = np.zeros((len(CHANNELS) + 1, size), np.float32)
        sums[0] = np.bincount(names.rows, weights[0], minlength=int(leaves.max()) + 1)[leaves]
        for bag, weight in zip(bags[1:], weights[1:], strict=True):
            sums[bag.channel] += np.bincount(bag.rows, weight, minlength=size)
        sums[-1] = sums[:-1].sum(0) + self.bias
        return sums.T
