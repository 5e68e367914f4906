"""Train the page model and write its weights: `python -m training.html --data ../shared/bench`.

Prints the word F1 on WCXB dev by page type, cross-validated by domain, and the snippets' F1, in the same way; then
trains on all pages and writes `cleaner/detect/page/weights.npz`. Everything is seeded: the same data and library versions
give the same file.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from statistics import mean

import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse

from cleaner.detect.page.features import Page as Described
from cleaner.detect.page.features import describe
from cleaner.detect.page.kind import KINDS, kind_tokens
from cleaner.detect.page.tokens import CHANNELS
from cleaner.model import Source
from cleaner.read.html import read
from training import align, linear
from training.pages import FOLDS, Page, wcxb
from training.weak import Marked, normal, snippets, weak_labels

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Example:
    """One page, read, described and labelled.

    kind     its type; "" where unknown
    texts    its lines, "" for titles, which the output does not count
    truth    1, 0 or -1 (unknown) a line
    tokens   (line, hash, channel) of all tokens, as three arrays
    gold     the gold text's words; None for a page with weak labels
    """

    name: str
    domain: str
    fold: int
    kind: str
    texts: tuple[str, ...]
    described: Described
    truth: NDArray[np.int8]
    tokens: tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.int8]]
    kind_tokens: NDArray[np.uint32]
    gold: Counter[str] | None
    marked: Marked | None


def example(page: Page | Marked) -> Example | None:
    """Read and describe; None for a page without text."""
    article = read(Source(page.url, page.html, media_type="text/html", url=page.url or None))
    outline = article.outline
    numbers = [index for index, line in enumerate(article.lines) if line.text.strip()]
    if outline is None or not outline.parents or not numbers:
        return None
    lines = [article.lines[index] for index in numbers]
    described = describe(lines, [outline.owners[index] for index in numbers], outline)
    titles = [line.role is not None and line.role.kind == "title" for line in lines]
    texts = ["" if title else line.text for line, title in zip(lines, titles, strict=True)]
    if isinstance(page, Page):
        shown = ["" if line.origin == "hidden" else text for line, text in zip(lines, texts, strict=True)]
        truth, reached = align.labels(texts, page.gold)
        cautious, reached_shown = align.labels(shown, page.gold)
        if reached < reached_shown + 0.01:
            truth = cautious
        labels, domain, kind, gold = [int(t) for t in truth], page.domain, page.kind, Counter(align.tokens(page.gold))
    else:
        labels, domain, kind, gold = weak_labels(texts, page), Page("", page.url, "", b"", "").domain, "", None
    labels = [-1 if title else label for label, title in zip(labels, titles, strict=True)]
    return Example(
        page.name if isinstance(page, Page) else page.url,
        domain,
        zlib.crc32(domain.encode()) % FOLDS,
        kind,
        tuple(texts),
        described,
        np.array(labels, np.int8),
        flat_tokens(described),
        kind_tokens(outline, page.url),
        gold,
        page if isinstance(page, Marked) else None,
    )


def flat_tokens(page: Described) -> tuple[NDArray[np.int32], NDArray[np.uint32], NDArray[np.int8]]:
    """All tokens of a page's lines; shared ones are repeated for each line that has a share in them."""
    rows, hashes, channels = [], [], []
    for bag in page.bags:
        lines, tokens = bag.rows, bag.tokens
        if bag.shares is not None and bag.lines is not None:
            starts = np.searchsorted(bag.rows, bag.shares)
            sizes = np.searchsorted(bag.rows, bag.shares, "right") - starts
            offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
            lines, tokens = np.repeat(bag.lines, sizes), bag.tokens[np.repeat(starts, sizes) + offsets]
        rows.append(lines)
        hashes.append(tokens)
        channels.append(np.full(len(lines), bag.channel, np.int8))
    return np.concatenate(rows).astype(np.int32), np.concatenate(hashes), np.concatenate(channels)


def examples(data: Path, workers: int) -> list[Example]:
    """All pages of both sets that have text."""
    pages: list[Page | Marked] = [*wcxb(data), *snippets(data)]
    with Pool(workers) as pool:
        return [made for made in pool.imap(example, pages, chunksize=16) if made]


LEAST_DOMAINS = 4
REACH = 8.0  # the token scores are clipped to plus and minus this


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
        np.unique(made.tokens[1]).astype(np.uint64) << np.uint64(32) | np.uint64(domains[made.domain]) for made in everything
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
