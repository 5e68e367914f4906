"""The net over a text's lines: dilated convolutions along the lines, pooling over groups of lines and over the page.

Trained with PyTorch; `cleaner` runs it with numpy alone (see its `net.py`), so that the two forward passes must agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

KERNEL = 5
DILATIONS = (1, 3, 9)
POOLED = (0, 2)  # the layers that pool over groups
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Sample:
    """One page: n lines' inputs, group numbers (k arrays of n), gold labels, importance and word counts."""

    inputs: Floats
    groups: tuple[NDArray[np.int64], ...]
    truth: Floats
    importance: Floats
    weights: Floats
    gold_words: int


class LineNet(nn.Module):
    """n by `inputs` numbers to n logits."""

    def __init__(self, inputs: int, groups: int, hidden: int) -> None:
        super().__init__()
        self.enter = nn.Linear(inputs, hidden)
        self.along = nn.ModuleList(nn.Conv1d(hidden, hidden, KERNEL, padding=2 * d, dilation=d) for d in DILATIONS)
        self.page = nn.ModuleList(nn.Linear(2 * hidden, hidden, bias=False) for _ in DILATIONS)
        self.group = nn.ModuleDict({str(n): nn.Linear(groups * hidden, hidden, bias=False) for n in POOLED})
        self.join = nn.Linear(2 * hidden, hidden)
        self.leave = nn.Linear(hidden, 1)

    def forward(self, inputs: Tensor, groups: Sequence[Tensor]) -> Tensor:
        """One page at a time: lines of different pages never meet."""
        state = first = torch.relu(self.enter(inputs))
        for number, (along, page) in enumerate(zip(self.along, self.page, strict=True)):
            mixed = along(state.T.unsqueeze(0)).squeeze(0).T
            mixed = mixed + page(torch.cat((state.mean(0), state.amax(0))))
            if str(number) in self.group:
                mixed = mixed + self.group[str(number)](torch.cat([_pool(state, group) for group in groups], 1))
            state = state + torch.relu(mixed)
        return self.leave(torch.relu(self.join(torch.cat((state, first), 1)))).squeeze(1)


def _pool(state: Tensor, group: Tensor) -> Tensor:
    """Each line gets the mean of its group."""
    count = int(group.max()) + 1
    total = torch.zeros(count, state.shape[1]).index_add_(0, group, state)
    size = torch.zeros(count).index_add_(0, group, torch.ones(len(group)))
    return (total / size.unsqueeze(1))[group]


def line_weights(words: Floats, owner: NDArray[np.int64], gold_words: Sequence[int]) -> Floats:
    """How much a line matters for its page's F1: its words against the page's gold words, dampened; mean 1."""
    gold = np.array(gold_words, np.float32)
    total = np.bincount(owner, weights=words, minlength=len(gold))
    scale = np.minimum(gold + 0.3 * total, total + 50) + 30
    weights = ((words + 3) / scale[owner]) ** 0.7
    lines = np.bincount(owner, minlength=len(gold))
    return (weights / weights.mean() * lines[owner] / lines.mean()).astype(np.float32)


def _tensors(sample: Sample) -> tuple[Tensor, list[Tensor]]:
    return torch.from_numpy(sample.inputs), [torch.from_numpy(group) for group in sample.groups]


def predict(net: LineNet, sample: Sample) -> Floats:
    """The chance that each line is the article."""
    with torch.no_grad():
        chances: Floats = torch.sigmoid(net(*_tensors(sample))).numpy()
    return chances


def export(net: LineNet) -> dict[str, Floats]:
    """The net's arrays under their names, in 32-bit floats."""
    return {name: value.detach().numpy().astype(np.float32) for name, value in net.state_dict().items()}
