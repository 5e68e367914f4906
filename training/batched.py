"""Training `LineNet` on pages laid one after the other: its forward pass, several times faster than page by page.

The weights are those of an exponential moving average over the steps (Polyak and Juditsky 1992), which judge pages that
the net has not seen better than the last step's do.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.net import DILATIONS, KERNEL, LineNet, Sample

DROP, DECAY = 0.1, 0.998
RATE = 3e-3
SIZE = 8  # pages of a batch
MOST_LINES = 3000  # of a page; those behind them are not trained on


@dataclass(frozen=True)
class Batch:
    """Pages one after the other: n lines of k pages.

    page    of each line
    shifts  for each dilation the n times KERNEL lines that the convolution takes; n where there is none on the page
    groups  for each grouping the group of each line, and how many there are
    """

    inputs: Tensor
    page: Tensor
    sizes: Tensor
    shifts: tuple[Tensor, ...]
    groups: tuple[tuple[Tensor, int], ...]
    truth: Tensor
    importance: Tensor
    words: Tensor
    gold: Tensor


def batch(samples: Sequence[Sample]) -> Batch:
    """Lay samples one after the other."""
    sizes = np.array([len(sample.truth) for sample in samples])
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    end = first + np.repeat(sizes, sizes)
    index = np.arange(sizes.sum())
    shifts = []
    for dilation in DILATIONS:
        taken = index[:, None] + (np.arange(KERNEL) - KERNEL // 2) * dilation
        inside = (taken >= first[:, None]) & (taken < end[:, None])
        shifts.append(torch.from_numpy(np.where(inside, taken, len(index)).ravel()))
    return Batch(
        torch.from_numpy(np.concatenate([sample.inputs for sample in samples])),
        torch.from_numpy(np.repeat(np.arange(len(samples)), sizes)),
        torch.from_numpy(sizes.astype(np.float32)),
        tuple(shifts),
        tuple(_grouped(samples, number) for number in range(len(samples[0].groups))),
        torch.from_numpy(np.concatenate([sample.truth for sample in samples])),
        torch.from_numpy(np.concatenate([sample.importance for sample in samples])),
        torch.from_numpy(np.concatenate([sample.weights for sample in samples])),
        torch.tensor([float(sample.gold_words) for sample in samples]),
    )


def _grouped(samples: Sequence[Sample], number: int) -> tuple[Tensor, int]:
    count, parts = 0, []
    for sample in samples:
        parts.append(sample.groups[number] + count)
        count += int(sample.groups[number].max()) + 1
    return torch.from_numpy(np.concatenate(parts)), count


def forward(net: LineNet, pages: Batch, drop: float = 0.0) -> Tensor:
    """The logits that `net` gives the lines of all pages."""
    state = first = torch.relu(net.enter(functional.dropout(pages.inputs, drop, net.training)))
    count, hidden = state.shape
    for number, (along, page) in enumerate(zip(net.along, net.page, strict=True)):
        near = torch.cat((state, torch.zeros(1, hidden))).index_select(0, pages.shifts[number])
        mixed = near.view(count, KERNEL * hidden) @ along.weight.permute(2, 1, 0).reshape(-1, hidden) + along.bias
        whole = torch.cat((_means(state, pages.page, len(pages.gold)), _largest(state, pages)), 1)
        mixed = mixed + page(whole).index_select(0, pages.page)
        if str(number) in net.group:
            parts = net.group[str(number)].weight.split(hidden, dim=1)
            for (group, size), part in zip(pages.groups, parts, strict=True):
                mixed = mixed + (_means(state, group, size) @ part.T).index_select(0, group)
        state = state + functional.dropout(torch.relu(mixed), 1.5 * drop, net.training)
    return net.leave(torch.relu(net.join(torch.cat((state, first), 1)))).squeeze(1)


def _means(state: Tensor, group: Tensor, count: int) -> Tensor:
    total = torch.zeros(count, state.shape[1]).index_add_(0, group, state)
    size = torch.zeros(count).index_add_(0, group, torch.ones(len(group)))
    return total / size.clamp(min=1).unsqueeze(1)  # numbers that no line has would give 0 / 0


def _largest(state: Tensor, pages: Batch) -> Tensor:
    """Each page's largest values; states are never below zero."""
    index = pages.page.unsqueeze(1).expand_as(state)
    return torch.zeros(len(pages.gold), state.shape[1]).scatter_reduce(0, index, state, "amax")


def loss(logits: Tensor, pages: Batch, soft: float) -> Tensor:
    """Weighted cross-entropy, and `soft` times one minus a page's F1 with chances for decisions; the pages' mean."""
    count = len(pages.gold)

    def summed(values: Tensor) -> Tensor:
        return torch.zeros(count).index_add_(0, pages.page, values)

    entropy = functional.binary_cross_entropy_with_logits(logits, pages.truth, pages.importance, reduction="none")
    chosen = torch.sigmoid(logits) * pages.words
    score = 2 * summed(chosen * pages.truth) / (summed(chosen) + pages.gold + 5.0)
    return (summed(entropy) / pages.sizes + soft * (1 - score) * (pages.gold > 0)).mean()


def train(samples: Sequence[Sample], soft: float, hidden: int = 64, epochs: int = 8, seed: int = 0) -> LineNet:
    """Train a net on batches of SIZE pages; AdamW, one-cycle learning rate, averaged weights.

    `soft` is how much a page's F1 counts beside the entropy of its lines.
    """
    torch.manual_seed(seed)
    order = random.Random(seed)  # noqa: S311 - it shuffles pages
    samples = [_cut(sample) for sample in samples]
    net = LineNet(samples[0].inputs.shape[1], len(samples[0].groups), hidden)
    mean = {name: value.detach().clone() for name, value in net.state_dict().items()}
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-2)
    steps = epochs * math.ceil(len(samples) / SIZE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.15)
    net.train()
    for step, pages in enumerate(_batches(samples, order, epochs), 1):
        optimiser.zero_grad()
        loss(forward(net, pages, DROP), pages, soft).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        decay = min(DECAY, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, value in net.state_dict().items():
                mean[name].mul_(decay).add_(value, alpha=1 - decay)
    net.load_state_dict(mean)
    return net.eval()


def _batches(samples: Sequence[Sample], order: random.Random, epochs: int) -> Iterator[Batch]:
    for _ in range(epochs):
        shuffled = order.sample(samples, len(samples))
        yield from (batch(shuffled[start : start + SIZE]) for start in range(0, len(shuffled), SIZE))


def _cut(sample: Sample) -> Sample:
    """The first MOST_LINES lines."""
    end = MOST_LINES
    groups = tuple(group[:end] for group in sample.groups)
    return Sample(
        sample.inputs[:end],
        groups,
        sample.truth[:end],
        sample.importance[:end],
        sample.weights[:end],
        sample.gold_words,
    )
