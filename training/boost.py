"""Growing trees, and writing them as `cleaner.trees` walks them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import lightgbm
import numpy as np
from numpy.typing import NDArray

from training.pages import FOLDS

PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.09,
    "min_child_samples": 80,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "max_bin": 63,
    "seed": 1,
    "deterministic": True,
    "num_threads": 1,
    "verbose": -1,
}
Floats = NDArray[np.float32]
Labels = NDArray[np.int64]
Weights = NDArray[np.float64]
Size = tuple[int, int]


def grow(numbers: Floats, truth: Labels, weights: Weights, size: Size) -> lightgbm.Booster:
    """Grow `size` = (trees, leaves of each) on n rows of numbers."""
    trees, leaves = size
    return lightgbm.train({**PARAMETERS, "num_leaves": leaves}, lightgbm.Dataset(numbers, truth, weight=weights), trees)


def out_of_fold(
    numbers: Floats,
    truth: NDArray[np.int64],
    weights: NDArray[np.float64],
    folds: NDArray[np.int64],
    size: tuple[int, int],
) -> Weights:
    """Each row's chance from trees grown on the other folds; rows of negative truth are judged and not learnt."""
    chances = np.zeros(len(truth))
    for fold in range(FOLDS):
        learnt = (folds != fold) & (truth >= 0)
        model = grow(numbers[learnt], truth[learnt], weights[learnt], size)
        chances[folds == fold] = model.predict(numbers[folds == fold])
    return chances


def write(path: Path, names: Sequence[str], model: lightgbm.Booster) -> None:
    """Write the trees as JSON."""
    trees = [_tree(entry["tree_structure"]) for entry in model.dump_model()["tree_info"]]
    text = json.dumps({"names": list(names), "trees": trees}, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    print(f"{path}: {path.stat().st_size:,} bytes")


def _tree(root: dict[str, object]) -> dict[str, list[float]]:
    """A tree of LightGBM's dump as columns."""
    columns: dict[str, list[float]] = {name: [] for name in ("features", "thresholds", "left", "right", "leaves")}

    def add(node: dict[str, object]) -> int:
        if "leaf_value" in node:
            columns["leaves"].append(round(float(str(node["leaf_value"])), 5))
            return -len(columns["leaves"])
        place = len(columns["features"])
        columns["features"].append(int(str(node["split_feature"])))
        columns["thresholds"].append(float(f"{float(str(node['threshold'])):.6g}"))
        for side in ("left", "right"):
            columns[side].append(0)
        for side in ("left", "right"):
            child = node[f"{side}_child"]
            assert isinstance(child, dict)  # noqa: S101 - the shape of LightGBM's dump
            columns[side][place] = add(child)
        return place

    if "leaf_value" in root:  # a tree that found nothing to part
        columns = {
            "features": [0],
            "thresholds": [0.0],
            "left": [-1],
            "right": [-1],
            "leaves": [float(str(root["leaf_value"]))],
        }
    else:
        add(root)
    return columns
