"""A small net over the lines of a text, run with numpy: which lines are the article.

Dilated convolutions along the lines (Yu & Koltun 2016, "Multi-scale context aggregation by dilated convolutions"), with
the means of groups of lines and of the whole page mixed in. Weights come from `training/`, which has the same forward
pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.detect.threads import one_thread

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

KERNEL = 5
DILATIONS = (1, 3, 9)


@dataclass(frozen=True)
class Net:
    """Weights by the names that PyTorch gave them, and the inputs' means and spreads."""

    weights: Mapping[str, Floats]
    mean: Floats
    spread: Floats

    def chances(self, inputs: Floats, groups: Sequence[Ints]) -> Floats:
        """N by inputs numbers, k arrays of n group numbers -> n chances, 0 to 1, that a line is the article."""
        with one_thread():
            return self._chances(inputs, groups)

    def _chances(self, inputs: Floats, groups: Sequence[Ints]) -> Floats:
        w = self.weights
        scaled = np.clip((inputs - self.mean) / self.spread, -5, 5).astype(np.float32)
        state = first = _relu(scaled @ w["enter.weight"].T + w["enter.bias"])
        pools = [_Pool(group) for group in groups]
        for layer, dilation in enumerate(DILATIONS):
            mixed = _along(state, w[f"along.{layer}.weight"], dilation) + w[f"along.{layer}.bias"]
            page = np.concatenate((state.mean(0), state.max(0)))
            mixed += page @ w[f"page.{layer}.weight"].T
            if f"group.{layer}.weight" in w:
                mixed += np.concatenate([pool.means(state) for pool in pools], axis=1) @ w[f"group.{layer}.weight"].T
            state = state + _relu(mixed)
        joined = _relu(np.concatenate((state, first), axis=1) @ w["join.weight"].T + w["join.bias"])
        logits = (joined @ w["leave.weight"].T + w["leave.bias"])[:, 0]
        chances: Floats = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
        return chances


class _Pool:
    """The means of groups of lines."""

    def __init__(self, groups: Ints) -> None:
        self.order = np.argsort(groups, kind="stable")
        ordered = groups[self.order]
        self.starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        self.sizes = np.diff(np.append(self.starts, len(groups))).astype(np.float32)
        self.place = np.empty(len(groups), np.int64)
        self.place[self.order] = np.repeat(np.arange(len(self.starts)), self.sizes.astype(np.int64))

    def means(self, state: Floats) -> Floats:
        """Each line gets the mean of its group."""
        sums = np.add.reduceat(state[self.order], self.starts, axis=0)
        means: Floats = (sums / self.sizes[:, None]).astype(np.float32)
        return means[self.place]


def _relu(values: Floats) -> Floats:
    return np.maximum(values, 0, out=values)


def _along(state: Floats, weight: Floats, dilation: int) -> Floats:
    """Convolve along the lines; `weight` is outputs by inputs by KERNEL, the ends are padded with zeros."""
    reach = dilation * (KERNEL // 2)
    padded = np.pad(state, ((reach, reach), (0, 0)))
    size = len(state)
    total: Floats = padded[:size] @ weight[:, :, 0].T
    for step in range(1, KERNEL):
        total += padded[step * dilation : step * dilation + size] @ weight[:, :, step].T
    return total
