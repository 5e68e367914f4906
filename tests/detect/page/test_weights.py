"""Looking tokens up all at once gives what a dictionary would give."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.detect.page.tokens import CHANNELS, Bag
from cleaner.detect.page.weights import TokenWeights

hashes = st.integers(0, 2**32 - 1)


@given(st.dictionaries(hashes, st.floats(-4, 4, width=32), min_size=1), st.lists(hashes, max_size=20))
def test_known_tokens_have_their_weight_and_others_none(known: dict[int, float], asked: list[int]) -> None:
    table = _table(known)
    tokens = [*asked, *list(known)[:5]]
    assert table.of(np.array(tokens, np.uint32)).tolist() == [known.get(token, 0.0) for token in tokens]


def test_each_channel_is_summed_by_itself_and_all_with_the_bias() -> None:
    table = _table({1: 1.0, 2: 2.0, 3: 4.0}, bias=0.5)
    words = Bag(CHANNELS.index("words"), np.array([0, 0, 1]), np.array([1, 2, 9], np.uint32))
    shared = Bag(
        CHANNELS.index("names"), np.array([0, 1]), np.array([3, 2], np.uint32), np.array([0, 1, 1]), np.array([0, 0, 1])
    )
    sums = table.sums([words, shared], 2)
    assert sums[:, CHANNELS.index("words")].tolist() == [3.0, 0.0]
    assert sums[:, CHANNELS.index("names")].tolist() == [4.0, 6.0]
    assert sums[:, -1].tolist() == [7.5, 6.5]


def _table(weights: dict[int, float], bias: float = 0.0) -> TokenWeights:
    ordered = sorted(weights)
    values = np.array([weights[token] for token in ordered], np.float32)
    return TokenWeights(np.array(ordered, np.uint32), values, bias)
