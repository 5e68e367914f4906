"""Which lines of a page are its gold text: labels by alignment.

A line is gold where at least half of its words lie in four-word sequences of the gold text, or where it is a line of
the gold text; then single lines are turned over as long as the word F1 of the selected lines against the gold text
rises.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

GRAM = 4
MARGIN = 4  # lines around the first and last gold line in which a bare equal line counts
PASSES = 4
_WORD = re.compile(r"\w+")


def tokens(text: str) -> list[str]:
    """Lower-case words, as WCXB's own measure counts them."""
    return _WORD.findall(text.lower())


def labels(lines: Sequence[str], gold: str) -> tuple[list[bool], float]:
    """Whether each line is gold, and the word F1 that the gold lines together reach (the oracle)."""
    words = [tokens(line) for line in lines]
    truth = tokens(gold)
    shares = _covered(words, truth)
    equal = {" ".join(tokens(line)) for line in gold.split("\n")} - {""}
    same = [" ".join(word) in equal for word in words]
    chosen = [share >= 0.5 for share in shares]
    inside = [index for index, choice in enumerate(chosen) if choice]
    first, last = (inside[0] - MARGIN, inside[-1] + MARGIN) if inside else (0, len(lines))
    may_join = [share >= 0.25 or (first <= n <= last and same[n]) for n, share in enumerate(shares)]
    return _climb(words, truth, chosen, may_join)


def _covered(words: Sequence[list[str]], truth: list[str]) -> list[float]:
    """For each line, the share of its words that lie in a sequence of GRAM words which the truth has too."""
    grams = set(zip(*(truth[shift:] for shift in range(GRAM)), strict=False))
    stream = [word for line in words for word in line]
    hit = bytearray(len(stream))
    for start, gram in enumerate(zip(*(stream[shift:] for shift in range(GRAM)), strict=False)):
        if gram in grams:
            hit[start : start + GRAM] = b"\1" * GRAM
    ends = list(accumulate(map(len, words)))
    return [sum(hit[end - len(line) : end]) / len(line) if line else 0.0 for line, end in zip(words, ends, strict=True)]


def _climb(
    words: Sequence[list[str]], truth: list[str], chosen: list[bool], may_join: Sequence[bool]
) -> tuple[list[bool], float]:
    """Turn lines over while the F1 rises."""
    goal = Counter(truth)
    counts = [Counter(line) for line in words]
    have = Counter(word for line, choice in zip(words, chosen, strict=True) if choice for word in line)
    size, hits = have.total(), (have & goal).total()
    best = _f1(hits, size, len(truth))
    for _ in range(PASSES):
        before = best
        for index, count in enumerate(counts):
            if not count or (not chosen[index] and not may_join[index]):
                continue
            sign = -1 if chosen[index] else 1
            gain = sum(
                min(have[word] + sign * n, goal[word]) - min(have[word], goal[word])
                for word, n in count.items()
                if word in goal
            )
            score = _f1(hits + gain, size + sign * len(words[index]), len(truth))
            if score > best + 1e-12:
                chosen[index] = not chosen[index]
                best, hits, size = score, hits + gain, size + sign * len(words[index])
                (have.update if sign > 0 else have.subtract)(count)
        if best == before:
            break
    return chosen, best


def _f1(hits: int, size: int, truth: int) -> float:
    return 2 * hits / (size + truth) if size and truth else 0.0
