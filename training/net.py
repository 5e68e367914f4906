"""The net over a text's lines: dilated convolutions along the lines, pooling over groups of lines and over the page.

Trained with PyTorch; `cleaner` runs it with numpy alone (see its `net.py`), so that the two forward passes must agree.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

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

    def forward(self, inputs: Tensor, groups: Sequence[Tensor], drop: float = 0.0) -> Tensor:
        """One page at a time: lines of different pages never meet."""
        state = first = torch.relu(self.enter(functional.dropout(inputs, drop, self.training)))
        for number, (along, page) in enumerate(zip(self.along, self.page, strict=True)):
            mixed = along(state.T.unsqueeze(0)).squeeze(0).T
            mixed = mixed + page(torch.cat((state.mean(0), state.amax(0))))
            if str(number) in self.group:
                mixed = mixed + self.group[str(number)](torch.cat([_pool(state, group) for group in groups], 1))
            state = state + functional.dropout(torch.relu(mixed), 1.5 * drop, self.training)
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


def loss(logits: Tensor, sample: Sample, soft: float) -> Tensor:
    """Weighted cross-entropy, and `soft` times one minus the page's F1 with probabilities for decisions."""
    truth = torch.from_numpy(sample.truth)
    weights = torch.from_numpy(sample.weights)
    entropy = functional.binary_cross_entropy_with_logits(logits, truth, torch.from_numpy(sample.importance))
    chance = torch.sigmoid(logits)
    score = 2 * (chance * weights * truth).sum() / ((chance * weights).sum() + sample.gold_words + 5.0)
    return entropy + soft * (1 - score) * (sample.gold_words > 0)


def train(samples: Sequence[Sample], hidden: int = 64, epochs: int = 10, seed: int = 0, batch: int = 8) -> LineNet:
    """Train a net; gradients are summed over `batch` pages; one-cycle learning rate."""
    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311  shuffling, no secret
    net = LineNet(samples[0].inputs.shape[1], len(samples[0].groups), hidden)
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-2)
    steps = epochs * math.ceil(len(samples) / batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=steps, pct_start=0.15)
    net.train()
    for _ in range(epochs):
        for pages in _batches(samples, order, batch):
            optimiser.zero_grad()
            total = torch.stack([loss(net(*_tensors(page), 0.1), page, 0.5) for page in pages]).mean()
            total.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return net.eval()


def _batches(samples: Sequence[Sample], order: random.Random, size: int) -> Iterator[list[Sample]]:
    shuffled = order.sample(samples, len(samples))
    yield from (shuffled[start : start + size] for start in range(0, len(shuffled), size))


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
