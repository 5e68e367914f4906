"""What goes into the net beside the lines' own numbers: token scores and page types, from models of other domains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from cleaner.detect.page.kind import KINDS, KindModel
from cleaner.detect.page.tokens import CHANNELS
from training import linear
from training.examples import Example
from training.pages import FOLDS

LEAST_DOMAINS = 4  # that a token occurs on
LEAST_PAGES = 5  # that a token of the page type occurs on
STRENGTH = 10.0  # the inverse of the page types' L2 penalty
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TokenModel:
    """Weights of tokens: hashes (sorted), a weight and a channel for each, and a bias."""

    hashes: NDArray[np.uint32]
    weights: Floats
    channels: NDArray[np.int8]
    bias: float


@dataclass(frozen=True)
class Table:
    """All lines of all examples as one matrix of tokens.

    owner   the example of each line
    truth, folds, importance, words  of each line
    """

    matrix: sparse.csr_matrix
    hashes: NDArray[np.uint32]
    channels: NDArray[np.int8]
    owner: Ints
    truth: NDArray[np.int8]
    folds: NDArray[np.int8]
    importance: Floats
    words: Floats


def table(everything: Sequence[Example]) -> Table:
    """Number the tokens that occur on LEAST_DOMAINS domains or more, and count them in each line."""
    sizes = [len(made.truth) for made in everything]
    starts = np.cumsum(sizes) - sizes
    owner = np.repeat(np.arange(len(everything)), sizes)
    domains = {domain: number for number, domain in enumerate(sorted({made.domain for made in everything}))}
    pairs = [
        np.unique(made.tokens[1]).astype(np.uint64) << np.uint64(32) | np.uint64(domains[made.domain])
        for made in everything
    ]
    tokens, spread = np.unique(np.unique(np.concatenate(pairs)) >> np.uint64(32), return_counts=True)
    hashes = tokens[spread >= LEAST_DOMAINS].astype(np.uint32)
    channels = np.zeros(len(hashes), np.int8)
    rows, columns = [], []
    for made, start in zip(everything, starts, strict=True):
        lines, found, channel = made.tokens
        places = np.minimum(np.searchsorted(hashes, found), len(hashes) - 1)
        known = hashes[places] == found
        rows.append(lines[known] + np.int32(start))
        columns.append(places[known].astype(np.int32))
        channels[columns[-1]] = channel[known]
    row, column = np.concatenate(rows), np.concatenate(columns)
    shape = (len(owner), len(hashes))
    matrix = sparse.coo_matrix((np.ones(len(row), np.float32), (row, column)), shape).tocsr()
    truth = np.concatenate([made.truth for made in everything])
    words = np.concatenate([made.described.words for made in everything]).astype(np.float32)
    folds = np.array([made.fold for made in everything], np.int8)[owner]
    return Table(matrix, hashes, channels, owner, truth, folds, _importance(words, owner, truth), words)


def _importance(words: Floats, owner: Ints, truth: NDArray[np.int8]) -> Floats:
    """How much each line counts: the root of its words, each page alike, no line more than 20; unknown ones nothing."""
    weights = linear.importance(words, owner)
    return np.where(truth < 0, 0, weights).astype(np.float32)


def token_scores(data: Table) -> tuple[Floats, TokenModel]:
    """Each line's channels and their sum from models that did not see its domain, and the model of all lines."""
    known = data.truth >= 0
    scores = np.zeros((len(data.truth), len(CHANNELS) + 1), np.float32)
    for fold in range(FOLDS):
        inside = data.folds == fold
        use = known & ~inside
        model = linear.fit(data.matrix[use], data.truth[use], data.importance[use])
        scores[inside] = linear.channels(
            data.matrix[inside], model.coef_[0].astype(np.float32), data.channels, float(model.intercept_[0])
        )
    final = linear.fit(data.matrix[known], data.truth[known], data.importance[known])
    return scores, TokenModel(data.hashes, final.coef_[0].astype(np.float32), data.channels, float(final.intercept_[0]))


def page_types(everything: Sequence[Example]) -> tuple[Floats, KindModel]:
    """The chances of each page's types from a model that did not see its domain, and the model of all pages."""
    kinds = np.array([KINDS.index(made.kind) if made.kind else -1 for made in everything])
    folds = np.array([made.fold for made in everything])
    known = [made.kind_tokens for made in everything if made.kind]
    tokens, spread = np.unique(np.concatenate(known), return_counts=True)
    vocabulary = tokens[spread >= LEAST_PAGES]
    matrix = _kind_matrix(everything, vocabulary)
    chances = np.zeros((len(kinds), len(KINDS)), np.float32)
    for fold in range(FOLDS):
        use = (folds != fold) & (kinds >= 0)
        chances[folds == fold] = _fit_kinds(matrix[use], kinds[use]).predict_proba(matrix[folds == fold])
    final = _fit_kinds(matrix[kinds >= 0], kinds[kinds >= 0])
    return chances, KindModel(vocabulary, final.coef_.T.astype(np.float32), final.intercept_.astype(np.float32))


def _kind_matrix(everything: Sequence[Example], vocabulary: NDArray[np.uint32]) -> sparse.csr_matrix:
    """Pages by tokens, each row of length 1."""
    rows, columns = [], []
    for row, made in enumerate(everything):
        places = np.minimum(np.searchsorted(vocabulary, made.kind_tokens), len(vocabulary) - 1)
        found = places[vocabulary[places] == made.kind_tokens]
        rows.append(np.full(len(found), row))
        columns.append(found)
    row, column = np.concatenate(rows), np.concatenate(columns)
    shape = (len(everything), len(vocabulary))
    return normalize(sparse.coo_matrix((np.ones(len(row), np.float32), (row, column)), shape).tocsr())


def _fit_kinds(matrix: sparse.csr_matrix, kinds: Ints) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=60, tol=1e-3).fit(matrix, kinds)
