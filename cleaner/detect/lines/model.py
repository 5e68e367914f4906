"""The line model's weights, and what it says of a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from cleaner.detect.lines.features import Floats, TextLine, describe
from cleaner.detect.net import Net
from cleaner.detect.tokens import TokenScores

WEIGHTS = "weights.npz"
REACH = 8.0  # the token scores are clipped to plus and minus this


@dataclass(frozen=True)
class LineModel:
    """Token scores and net."""

    tokens: TokenScores
    net: Net

    def chances(self, lines: Sequence[TextLine]) -> Floats:
        """For each line of one text (at least one) the chance, 0 to 1, that it is the article."""
        described = describe(lines)
        scores = np.clip(self.tokens.sums(described.tokens), -REACH, REACH)
        return self.net.chances(np.concatenate((described.numbers, scores), axis=1), described.groups)


@cache
def shipped() -> LineModel:
    """The model that comes with the package."""
    with (
        (resources.files("cleaner.detect.lines") / WEIGHTS).open("rb") as file,
        np.load(file, allow_pickle=False) as arrays,
    ):
        tokens = TokenScores(
            arrays["tokens.hashes"],
            arrays["tokens.weights"].astype(np.float32),
            arrays["tokens.channels"].astype(np.int64),
            float(arrays["tokens.bias"]),
            int(arrays["tokens.width"]),
        )
        names = [name for name in arrays.files if name.startswith("net.")]
        weights = {name.removeprefix("net."): arrays[name].astype(np.float32) for name in names}
        return LineModel(tokens, Net(weights, arrays["mean"], arrays["spread"]))
