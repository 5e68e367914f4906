"""A linear model over tokens, which gives the net a few numbers a line.

Only tokens that occur on several domains are used, and the numbers that the net learns from come from models that did
not see the line's own fold, so that neither learns one site's words.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import SGDClassifier

LEAST_DOMAINS = 4
ALPHA = 2e-4
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """One weight a token; `channel` says which of the numbers it adds to."""

    vocabulary: dict[str, int]
    weights: Floats
    channel: NDArray[np.int8]
    bias: float


def vocabulary(documents: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> dict[str, int]:
    """Number the tokens of (domain, lines of tokens) that occur on LEAST_DOMAINS domains or more."""
    domains: dict[str, set[str]] = defaultdict(set)
    for domain, lines in documents:
        for token in {token for line in lines for token in line}:
            domains[token].add(domain)
    kept = sorted(token for token, seen in domains.items() if len(seen) >= LEAST_DOMAINS)
    return {token: number for number, token in enumerate(kept)}


def matrix(lines: Iterable[Sequence[str]], numbers: dict[str, int]) -> sparse.csr_matrix:
    """Lines by tokens, 1 where a token is in a line."""
    columns: list[int] = []
    ends = [0]
    for line in lines:
        columns += sorted({numbers[token] for token in line if token in numbers})
        ends.append(len(columns))
    shape = (len(ends) - 1, len(numbers))
    return sparse.csr_matrix((np.ones(len(columns), np.float32), np.array(columns, np.int32), np.array(ends)), shape)


def importance(words: Floats, owner: NDArray[np.int64]) -> Floats:
    """How much each line counts: the root of its words, each page alike, no line more than 20."""
    roots = np.sqrt(words + 1)
    shares = roots / np.bincount(owner, weights=roots)[owner]
    return np.minimum(shares * len(shares) / shares.sum(), 20).astype(np.float32)


def fit(tokens: sparse.csr_matrix, truth: NDArray[np.int8], importance: Floats) -> SGDClassifier:
    """Logistic regression by averaged stochastic gradient descent."""
    model = SGDClassifier(loss="log_loss", alpha=ALPHA, max_iter=8, tol=None, average=True, random_state=0)
    return model.fit(tokens, truth, sample_weight=importance)


def channels(tokens: sparse.csr_matrix, weights: Floats, channel: NDArray[np.int8], bias: float) -> Floats:
    """Each channel's sum of weights, and the sum of all with the bias: n by channels + 1."""
    count = int(channel.max()) + 1
    sums = [tokens @ (weights * (channel == number)) for number in range(count)]
    return np.stack([*sums, np.sum(sums, axis=0) + bias], axis=1).astype(np.float32)


def out_of_fold(
    tokens: sparse.csr_matrix,
    truth: NDArray[np.int8],
    importance: Floats,
    folds: NDArray[np.int8],
    channel: NDArray[np.int8],
) -> Floats:
    """Each line's channels from a model that was fitted on the other folds."""
    result = np.zeros((len(truth), int(channel.max()) + 2), np.float32)
    for fold in np.unique(folds):
        inside = folds == fold
        model = fit(tokens[~inside], truth[~inside], importance[~inside])
        weights = model.coef_[0].astype(np.float32)
        result[inside] = channels(tokens[inside], weights, channel, float(model.intercept_[0]))
    return result


def hashed(model: Linear, least: float) -> dict[str, NDArray[np.generic]]:
    """The arrays of `cleaner.detect.tokens.TokenScores`, tokens whose weight is below `least` left out."""
    entries = sorted(
        (zlib.crc32(token.encode()), model.weights[number], model.channel[number])
        for token, number in model.vocabulary.items()
        if abs(model.weights[number]) >= least
    )
    return {
        "tokens.hashes": np.array([entry[0] for entry in entries], np.uint32),
        "tokens.weights": np.array([entry[1] for entry in entries], np.float16),
        "tokens.channels": np.array([entry[2] for entry in entries], np.uint8),
        "tokens.bias": np.float32(model.bias),
        "tokens.width": np.int64(model.channel.max() + 1),
    }
