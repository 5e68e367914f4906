"""A small net over the lines of a text, run with numpy: which lines are the article.

Dilated convolutions along the lines (Yu & Koltun 2016, "Multi-scale context aggregation by dilated convolutions"), with
the means of groups of lines and of the whole page mixed in. Weights come from `training/`, which has the same forward
pass.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

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

    @cached_property
    def _kernels(self) -> Sequence[Floats]:
        """For each layer KERNEL matrices, inputs by outputs: as products want them in memory."""
        names = [f"along.{layer}.weight" for layer in range(len(DILATIONS))]
        return [np.ascontiguousarray(self.weights[name].transpose(2, 1, 0)) for name in names]

    def chances(self, inputs: Floats, groups: Sequence[Ints]) -> Floats:
        """N by inputs numbers, k arrays of n group numbers -> n chances, 0 to 1, that a line is the article."""
        with one_thread():
            return self._chances(inputs, groups)

    def _chances(self, inputs: Floats, groups: Sequence[Ints]) -> Floats:
        w = self.weights
        scaled = ((inputs - self.mean) / self.spread).astype(np.float32, copy=False)
        np.clip(scaled, -5, 5, out=scaled)
        state = first = _relu(scaled @ w["enter.weight"].T + w["enter.bias"])
        pools = _Pools(groups)
        for layer, dilation in enumerate(DILATIONS):
            mixed = _along(state, self._kernels[layer], dilation)
            page = np.concatenate((state.mean(0), state.max(0)))
            mixed += w[f"along.{layer}.bias"] + page @ w[f"page.{layer}.weight"].T
            if f"group.{layer}.weight" in w:
                mixed += pools.means(state) @ w[f"group.{layer}.weight"].T
            state = state + _relu(mixed)
        joined = _relu(np.concatenate((state, first), axis=1) @ w["join.weight"].T + w["join.bias"])
        logits = (joined @ w["leave.weight"].T + w["leave.bias"])[:, 0]
        chances: Floats = (1 / (1 + np.exp(-np.clip(logits, -30, 30)))).astype(np.float32)
        return chances


class _Pools:
    """The means of groups of lines, for several ways to group them at once."""

    def __init__(self, groups: Sequence[Ints]) -> None:
        lines = len(groups[0])
        orders = [np.argsort(group, kind="stable") for group in groups]
        changes = [np.diff(group[order], prepend=-1) != 0 for group, order in zip(groups, orders, strict=True)]
        self.order = np.concatenate(orders)
        self.starts = np.flatnonzero(np.concatenate(changes))
        sizes = np.diff(self.starts, append=len(self.order))
        self.sizes = sizes.astype(np.float32)[:, None]
        number = np.repeat(np.arange(len(sizes)), sizes)
        self.place = np.empty((lines, len(groups)), np.int64)
        for way, order in enumerate(orders):
            self.place[order, way] = number[way * lines : (way + 1) * lines]

    def means(self, state: Floats) -> Floats:
        """Each line gets the means of its groups, one after the other."""
        means = np.add.reduceat(state.take(self.order, 0), self.starts, axis=0)
        means /= self.sizes
        return means.take(self.place, 0).reshape(len(state), -1)


def _relu(values: Floats) -> Floats:
    return np.maximum(values, 0, out=values)


def _along(state: Floats, kernel: Floats, dilation: int) -> Floats:
    """Convolve along the lines; `kernel` is KERNEL by inputs by outputs, the ends are padded with zeros."""
    reach = dilation * (KERNEL // 2)
    size = len(state)
    padded = np.zeros((size + 2 * reach, state.shape[1]), np.float32)
    padded[reach : reach + size] = state
    total: Floats = padded[:size] @ kernel[0]
    for step in range(1, KERNEL):
        total += padded[step * dilation : step * dilation + size] @ kernel[step]
    return total
