"""The page model: which lines of a page are its article, and what type of page it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np

from cleaner.detect.net import Net
from cleaner.detect.page.features import Floats, describe
from cleaner.detect.page.kind import KINDS, KindModel, kind_tokens
from cleaner.detect.page.weights import TokenWeights
from cleaner.model import Article, Outline

WEIGHTS = "weights.npz"
MOST_LINES = 100_000  # that are judged at once; a longer page is judged in parts, so that memory stays bounded
REACH = 8.0  # the token scores are clipped to plus and minus this


class Verdict(NamedTuple):
    """What the model says of a page.

    numbers  of the lines that it judged: those with text
    chances  of each, 0 to 1, that it is the article
    kinds    the chance of each of KINDS
    """

    numbers: tuple[int, ...]
    chances: Floats
    kinds: Floats

    @property
    def kind(self) -> str:
        """The likeliest type of the page."""
        return KINDS[int(self.kinds.argmax())]


@dataclass(frozen=True)
class PageModel:
    """Token weights, type model and net."""

    tokens: TokenWeights
    kinds: KindModel
    net: Net

    def judge(self, article: Article) -> Verdict | None:
        """Judge the lines of a page; None where no element has text."""
        outline = article.outline
        indices = [index for index, line in enumerate(article.lines) if line.text and not line.text.isspace()]
        if outline is None or not outline.parents or not indices:
            return None
        kinds = self.kinds.chances(kind_tokens(outline, article.source.url))
        chances = [
            self._chances(article, outline, indices[start : start + MOST_LINES], kinds)
            for start in range(0, len(indices), MOST_LINES)
        ]
        return Verdict(tuple(article.lines[index].number for index in indices), np.concatenate(chances), kinds)

    def _chances(self, article: Article, outline: Outline, indices: Sequence[int], kinds: Floats) -> Floats:
        """The chances of these lines, judged by themselves."""
        page = describe(
            [article.lines[index] for index in indices], [outline.owners[index] for index in indices], outline
        )
        scores = np.clip(self.tokens.sums(page.bags, len(indices)), -REACH, REACH)
        inputs = np.concatenate((page.numbers, scores, np.tile(kinds, (len(indices), 1))), axis=1)
        return self.net.chances(inputs, page.groups)


@cache
def shipped() -> PageModel:
    """The model that comes with the package."""
    place = resources.files("cleaner.detect.page") / WEIGHTS
    with place.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
        names = [name for name in arrays.files if name.startswith("net.")]
        net = Net(
            {name.removeprefix("net."): arrays[name].astype(np.float32) for name in names},
            arrays["mean"],
            arrays["spread"],
        )
        tokens = TokenWeights(
            arrays["tokens.hashes"], arrays["tokens.weights"].astype(np.float32), float(arrays["tokens.bias"])
        )
        kinds = KindModel(arrays["kinds.hashes"], arrays["kinds.weights"].astype(np.float32), arrays["kinds.bias"])
        return PageModel(tokens, kinds, net)
