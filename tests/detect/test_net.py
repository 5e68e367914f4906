"""The net and the token scores against plain reckonings of what they stand for."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.detect.net import DILATIONS, KERNEL, Floats, Ints, Net
from cleaner.detect.tokens import TokenScores

INPUTS, HIDDEN, GROUPS = 3, 4, 2


def weights(seed: int) -> Mapping[str, Floats]:
    random = np.random.default_rng(seed)
    shapes = {"enter.weight": (HIDDEN, INPUTS), "enter.bias": (HIDDEN,), "join.weight": (HIDDEN, 2 * HIDDEN)}
    shapes |= {"join.bias": (HIDDEN,), "leave.weight": (1, HIDDEN), "leave.bias": (1,)}
    for layer in range(len(DILATIONS)):
        shapes |= {f"along.{layer}.weight": (HIDDEN, HIDDEN, KERNEL), f"along.{layer}.bias": (HIDDEN,)}
        shapes[f"page.{layer}.weight"] = (HIDDEN, 2 * HIDDEN)
    shapes |= {f"group.{layer}.weight": (HIDDEN, GROUPS * HIDDEN) for layer in (0, 2)}
    return {name: random.normal(size=shape).astype(np.float32) / 2 for name, shape in shapes.items()}


def reckoned(net: Net, inputs: Floats, groups: list[Ints]) -> list[float]:
    """The forward pass line by line, as the modules of `training/net.py` define it."""
    w = net.weights
    relu = lambda values: np.maximum(values, 0)  # noqa: E731
    first = state = [relu(w["enter.weight"] @ ((row - net.mean) / net.spread) + w["enter.bias"]) for row in inputs]
    for layer, dilation in enumerate(DILATIONS):
        page = w[f"page.{layer}.weight"] @ np.concatenate((np.mean(state, 0), np.max(state, 0)))
        after = []
        for index, line in enumerate(state):
            mixed = w[f"along.{layer}.bias"] + page
            for step in range(KERNEL):
                other = index + (step - KERNEL // 2) * dilation
                if 0 <= other < len(state):
                    mixed = mixed + w[f"along.{layer}.weight"][:, :, step] @ state[other]
            if f"group.{layer}.weight" in w:
                means = [
                    np.mean([s for s, g in zip(state, group, strict=True) if g == group[index]], 0) for group in groups
                ]
                mixed = mixed + w[f"group.{layer}.weight"] @ np.concatenate(means)
            after.append(line + relu(mixed))
        state = after
    joined = [relu(w["join.weight"] @ np.concatenate(pair) + w["join.bias"]) for pair in zip(state, first, strict=True)]
    return [float(1 / (1 + np.exp(-(w["leave.weight"] @ line + w["leave.bias"])[0]))) for line in joined]


@pytest.mark.parametrize("size", [1, 2, 7, 40])
def test_the_net_is_what_its_modules_say(size: int) -> None:
    random = np.random.default_rng(size)
    net = Net(weights(size), np.full(INPUTS, 0.5, np.float32), np.full(INPUTS, 2, np.float32))
    inputs = random.normal(size=(size, INPUTS)).astype(np.float32)
    groups = [random.integers(0, 3, size), np.arange(size)]
    assert net.chances(inputs, groups) == pytest.approx(reckoned(net, inputs, groups), abs=1e-5)


@given(st.lists(st.sets(st.sampled_from(["w:ferry", "w:late", "b:ferry_late", "w:unknown"])), min_size=1))
def test_token_scores_are_sums_of_weights_by_channel(lines: list[set[str]]) -> None:
    known = {"w:ferry": (0.5, 0), "w:late": (-2.0, 0), "b:ferry_late": (1.25, 1)}
    entries = sorted((zlib.crc32(token.encode()), *entry) for token, entry in known.items())
    hashes, values, channels = zip(*entries, strict=True)
    scores = TokenScores(
        np.array(hashes, np.uint32), np.array(values, np.float32), np.array(channels, np.int64), bias=0.25, width=2
    )
    table = scores.sums([sorted(line) for line in lines])
    for line, row in zip(lines, table, strict=True):
        sums = [sum(known[token][0] for token in line if token in known and known[token][1] == n) for n in (0, 1)]
        assert row.tolist() == [*sums, sum(sums) + 0.25]
