"""Boosted decision trees (Friedman 2001, "Greedy function approximation"), walked without any library.

The trees are data in JSON, grown by scripts in `training/`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any

# An inner node: which number, its threshold, the node below where it is no more, and where it is. Or a leaf's value.
Node = tuple[int, float, "Node", "Node"] | float


@dataclass(frozen=True)
class Trees:
    """Trees whose leaves add up to a logit.

    names  the numbers that the trees ask for, in their order
    roots  the trees
    rest   for each tree the least and the most that those after it can add
    """

    names: Sequence[str]
    roots: Sequence[Node]
    rest: Sequence[tuple[float, float]]

    def chance(self, numbers: Sequence[float]) -> float:
        """What the trees say of one thing, described by the numbers of `names`: a chance, 0 to 1."""
        return 1 / (1 + math.exp(-sum(_leaf(root, numbers) for root in self.roots)))

    def reaches(self, numbers: Sequence[float], chance: float) -> bool:
        """Whether the trees give it at least this chance; told as soon as the trees left cannot change it."""
        needed = math.log(chance / (1 - chance))
        for root, (least, most) in zip(self.roots, self.rest, strict=True):
            needed -= _leaf(root, numbers)
            if not least < needed <= most:
                return needed <= least
        return needed <= 0


def _leaf(node: Node, numbers: Sequence[float]) -> float:
    """The value of the leaf that the numbers lead to."""
    while isinstance(node, tuple):
        number, threshold, low, high = node
        node = low if numbers[number] <= threshold else high
    return node


@cache
def load(package: str, names: tuple[str, ...]) -> Trees:
    """The trees.json of a package. Raises ValueError where they were grown on other numbers than `names`.

    There a tree's inner nodes are columns, and a child of -n - 1 is leaf n.
    """
    data = json.loads((resources.files(package) / "trees.json").read_text(encoding="utf-8"))
    if tuple(data["names"]) != names:
        raise ValueError(f"{package}/trees.json was grown on other numbers than the program gives: grow them again")
    least = accumulate((min(tree["leaves"]) for tree in reversed(data["trees"])), initial=0.0)
    most = accumulate((max(tree["leaves"]) for tree in reversed(data["trees"])), initial=0.0)
    rest = list(zip(least, most, strict=True))[-2::-1]
    return Trees(names, tuple(_node(tree, 0) for tree in data["trees"]), rest)


def _node(tree: Mapping[str, Sequence[Any]], place: int) -> Node:
    if place < 0:
        return float(tree["leaves"][-place - 1])
    number, threshold = tree["features"][place], tree["thresholds"][place]
    return number, threshold, _node(tree, tree["left"][place]), _node(tree, tree["right"][place])
