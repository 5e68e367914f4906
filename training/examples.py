"""Pages as the page model sees them, with the labels of their lines."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cleaner.detect.page.features import Page as Described
from cleaner.detect.page.features import describe
from cleaner.detect.page.kind import kind_tokens
from cleaner.detect.page.repeats import copies
from cleaner.detect.page.wholes import wholes
from cleaner.model import Line, Source
from cleaner.read.html import read
from training import align
from training.pages import FOLDS, Page, domain_of, wcxb
from training.weak import Marked, snippets, weak_labels

#: Hidden lines are labelled as the article's only where that raises a page's F1 by this.
HIDDEN_GAIN = 0.01


@dataclass(frozen=True)
class Example:
    """One page, read, described and labelled.

    kind     its type; "" where unknown
    texts    its lines, "" for titles, which the output does not count
    truth    1, 0 or -1 (unknown) a line
    tokens   (line, hash, channel) of all tokens, as three arrays
    copies   the indices of lines that say the same
    whole    the table or block of code that each line is of, -1 for none
    gold     the gold text's words; None for a page with weak labels
    """

    name: str
    domain: str
    fold: int
    kind: str
    texts: tuple[str, ...]
    copies: list[list[int]]
    whole: NDArray[np.int64]
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
    texts = ["" if _is_title(line) else line.text for line in lines]
    same = copies(lines)
    labels = _doubted(_labels(page, lines, texts), same)
    domain = domain_of(page.url, page.name if isinstance(page, Page) else page.url)
    return Example(
        page.name if isinstance(page, Page) else page.url,
        domain,
        zlib.crc32(domain.encode()) % FOLDS,
        page.kind if isinstance(page, Page) else "",
        tuple(texts),
        same,
        wholes(lines),
        described,
        np.array([label if text else -1 for label, text in zip(labels, texts, strict=True)], np.int8),
        flat_tokens(described),
        kind_tokens(outline, page.url),
        Counter(align.tokens(page.gold)) if isinstance(page, Page) else None,
        page if isinstance(page, Marked) else None,
    )


def _is_title(line: Line) -> bool:
    return line.role is not None and line.role.kind == "title"


def _doubted(labels: list[int], same: list[list[int]]) -> list[int]:
    """A line is not wrong because a copy of it is the article's: that only one stays is decided later."""
    doubted = list(labels)
    for indices in same:
        if any(labels[index] == 1 for index in indices):
            for index in indices:
                doubted[index] = labels[index] or -1
    return doubted


def _labels(page: Page | Marked, lines: list[Line], texts: list[str]) -> list[int]:
    """1 where a line is the article's, 0 where it is not, -1 where nobody knows."""
    if isinstance(page, Marked):
        return weak_labels(texts, page)
    shown = ["" if line.origin == "hidden" else text for line, text in zip(lines, texts, strict=True)]
    all_labels, reached = align.labels(texts, page.gold)
    labels, reached_shown = align.labels(shown, page.gold)
    return [int(label) for label in (all_labels if reached >= reached_shown + HIDDEN_GAIN else labels)]


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
