"""The page model: which lines of a page are its article, and what type of page it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

import numpy as np

from cleaner.detect.net import Net
from cleaner.detect.page.features import Floats, describe
from cleaner.detect.page.kind import KINDS, KindModel, kind_tokens
from cleaner.detect.page.parts import Part, parts
from cleaner.detect.page.weights import TokenWeights
from cleaner.model import Article

WEIGHTS = "weights.npz"
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
        lines = [article.lines[index] for index in indices]
        owners = [outline.owners[index] for index in indices]
        chances = [self._chances(part, kinds) for part in parts(lines, owners, outline)]
        return Verdict(tuple([line.number for line in lines]), np.concatenate(chances), kinds)

    def _chances(self, part: Part, kinds: Floats) -> Floats:
        """The chances of a part's lines, judged by themselves."""
        size = len(part.lines)
        page = describe(part.lines, part.owners, part.outline)
        scores = np.clip(self.tokens.sums(page.bags, size), -REACH, REACH)
        inputs = np.concatenate((page.numbers, scores, np.tile(kinds, (size, 1))), axis=1)
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
