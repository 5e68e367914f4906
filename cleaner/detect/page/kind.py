"""What type of page it is (an article, a forum thread, a product …), told from what its elements are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from cleaner.detect.page.tokens import name_hashes, word_hash
from cleaner.model import Outline

Floats = NDArray[np.float32]

KINDS = ("article", "forum", "product", "collection", "listing", "documentation", "service")

_WORD = re.compile(r"[^\W_]+")
_FACTS = 24  # words of a fact that are looked at


def kind_tokens(outline: Outline, url: str | None) -> NDArray[np.uint32]:
    """Sorted hashes of the names of elements, of the words of title and address, and of what the head says."""
    found: set[int] = set()
    for tag in set(outline.tags):
        found.add(word_hash("tag:" + tag))
    for names in set(outline.names):
        found.update(name_hashes(names))
    found.update(map(word_hash, _words(outline, url)))
    return np.array(sorted(found), np.uint32)


def _words(outline: Outline, url: str | None) -> Iterator[str]:
    for fact in outline.facts:
        name, _, value = fact.partition("=")
        words = _WORD.findall(value.lower())[:_FACTS]
        if name in ("@type", "og:type"):
            yield f"{name}:{value.lower().rpartition('/')[2]}"
        elif name == "generator":
            yield from (f"{name}:{word}" for word in words[:1])
        elif name == "title":
            yield from (f"{name}:{word}" for word in words)
    yield from _address(url)


def _address(url: str | None) -> Iterator[str]:
    """The words of the host and of the path, and the path's depth."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # an unclosed bracket
        return
    yield from (f"host:{word}" for word in _WORD.findall(parts.netloc.lower())[:8])
    steps = [step for step in parts.path.lower().split("/") if step]
    yield f"steps:{min(len(steps), 6)}"
    for step in steps[:-1]:
        yield from (f"path:{word}" for word in _WORD.findall(step)[:4])
    if steps:
        words = _WORD.findall(steps[-1])
        yield f"slug:{min(len(words), 8)}"
        yield from (f"last:{word}" for word in words[:8])


@dataclass(frozen=True)
class KindModel:
    """Multinomial logistic regression over tokens.

    hashes   sorted
    weights  hashes by KINDS
    bias     one a kind
    """

    hashes: NDArray[np.uint32]
    weights: Floats
    bias: Floats

    def chances(self, tokens: NDArray[np.uint32]) -> Floats:
        """The chance of each kind, together 1."""
        places = np.minimum(np.searchsorted(self.hashes, tokens), len(self.hashes) - 1)
        known = places[self.hashes[places] == tokens]
        scores = self.bias + self.weights[known].sum(0) / np.sqrt(max(len(known), 1))
        powers = np.exp(scores - scores.max())
        chances: Floats = (powers / powers.sum()).astype(np.float32)
        return chances

    def likeliest(self, outline: Outline, url: str | None) -> str:
        """The likeliest type, one of KINDS, of a page with this outline and address."""
        return KINDS[int(self.chances(kind_tokens(outline, url)).argmax())]
