"""Train the page model and write its weights: `python -m training.html --data BENCH`.

Prints the word F1 on WCXB dev by page type, and the snippets' F1, both cross-validated by domain; then trains on all
pages and writes `cleaner/detect/page/weights.npz`. Everything is seeded: the same data and library versions give the
same file.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np
import torch
from numpy.typing import NDArray

from cleaner.detect.page.decision import threshold
from cleaner.detect.page.kind import KindModel
from cleaner.detect.page.model import REACH, WEIGHTS
from cleaner.detect.page.repeats import surplus
from cleaner.detect.page.wholes import together
from training import align, batched, net, scores
from training.examples import Example, examples
from training.pages import FOLDS
from training.weak import normal

LEAST_WEIGHT = 0.008  # token weights nearer to zero are left out of the file
# How much a page's F1 counts beside the entropy of its lines. Cross-validated with one seed: 0.884 at 0.5, 0.886 at 1,
# 0.888 at 2, 0.889 at 4.
SOFT = 4.0
WEAK_LINES = 3  # a weak page counts as much as another where it has so many known lines
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Prepared:
    """All pages as the net takes them, and what the file needs beside the net."""

    samples: list[net.Sample]
    chances: Floats
    mean: Floats
    spread: Floats
    tokens: scores.TokenModel
    kinds: KindModel


def prepare(everything: Sequence[Example]) -> Prepared:
    """Fit the token scores and page types, scale the inputs, weigh the lines."""
    table = scores.table(everything)
    sums, tokens = scores.token_scores(table)
    chances, kinds = scores.page_types(everything)
    numbers = np.concatenate([made.described.numbers for made in everything])
    inputs = np.concatenate((numbers, np.clip(sums, -REACH, REACH), chances[table.owner]), axis=1)
    average, spread = inputs.mean(0), inputs.std(0) + 1e-3
    inputs = np.clip((inputs - average) / spread, -5, 5).astype(np.float32)
    importance = line_importance(everything, table)
    samples = []
    end = 0
    for made in everything:
        start, end = end, end + len(made.truth)
        known = made.truth >= 0
        samples.append(
            net.Sample(
                inputs[start:end],
                made.described.groups,
                (made.truth == 1).astype(np.float32),
                importance[start:end],
                (made.described.words * known).astype(np.float32),
                made.gold.total() if made.gold is not None else 0,
            )
        )
    return Prepared(samples, chances, average.astype(np.float32), spread.astype(np.float32), tokens, kinds)


def line_importance(everything: Sequence[Example], table: scores.Table) -> Floats:
    """How much each line counts: by its words; nothing where unknown; on weak pages alike."""
    owner, known = table.owner, table.truth >= 0
    strong = np.array([made.gold is not None for made in everything])
    gold = [made.gold.total() if made.gold is not None else 0 for made in everything]
    weights = net.line_weights(table.words, owner, gold)
    page = np.bincount(owner, weights=weights)[strong].mean()
    lines = np.maximum(np.bincount(owner, weights=known), WEAK_LINES)
    return np.where(known, np.where(strong[owner], weights, page / lines[owner]), 0).astype(np.float32)


def f1(made: Example, chosen: NDArray[np.bool_]) -> float:
    """The word F1 of the chosen lines, as the benchmark counts it."""
    texts = (text for text, choice in zip(made.texts, chosen, strict=True) if choice)
    found = Counter(word for text in texts for word in align.tokens(text))
    gold = made.gold or Counter()
    if not found or not gold:
        return float(not found and not gold)
    return 2 * (found & gold).total() / (found.total() + gold.total())


def passages(made: Example, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many of a weak page's passages are rightly in the output, wrongly in it, and missing."""
    if made.marked is None:
        return np.zeros(3, np.int64)
    text = normal("\n".join(text for text, choice in zip(made.texts, chosen, strict=True) if choice))
    right = sum(normal(passage) in text for passage in made.marked.has)
    wrong = sum(normal(passage) in text for passage in made.marked.has_not)
    return np.array((right, wrong, len(made.marked.has) - right))


def cross_validate(everything: Sequence[Example], prepared: Prepared, arguments: argparse.Namespace) -> None:
    """Print the F1 by page type, each page judged by models that did not see its domain."""
    table: dict[str, list[float]] = defaultdict(list)
    found = np.zeros(3, np.int64)
    for fold in range(FOLDS):
        training = [sample for made, sample in zip(everything, prepared.samples, strict=True) if made.fold != fold]
        fitted = batched.train(training, SOFT, arguments.hidden, arguments.epochs, arguments.seed)
        for made, sample, kinds in zip(everything, prepared.samples, prepared.chances, strict=True):
            if made.fold != fold:
                continue
            sizes = np.array([len(text) for text in made.texts], np.int64)
            chosen = together(net.predict(fitted, sample), made.whole, sizes) >= threshold(kinds)
            chosen[list(surplus(chosen.tolist(), made.copies))] = False
            if made.gold is None:
                found += passages(made, chosen)
            else:
                for row in ("all", made.kind):
                    table[row].append(f1(made, chosen))
        report(fold, table, found)


def report(fold: int, table: dict[str, list[float]], found: NDArray[np.int64]) -> None:
    """Print the table as far as it goes."""
    right, wrong, missing = (int(count) for count in found)
    print(
        f"folds 0 to {fold}, {len(table['all'])} pages with text: "
        + "  ".join(f"{row} {mean(values):.4f}" for row, values in sorted(table.items()))
    )
    print(f"  snippets F1 {2 * right / max(2 * right + wrong + missing, 1):.4f}, {right} {wrong} {missing}", flush=True)


def write(path: Path, prepared: Prepared, fitted: net.LineNet) -> None:
    """Write the model, 16-bit floats; the weakest token weights are left out."""
    tokens, kinds = prepared.tokens, prepared.kinds
    kept = np.abs(tokens.weights) >= LEAST_WEIGHT
    np.savez_compressed(
        path,
        mean=prepared.mean,
        spread=prepared.spread,
        **{f"net.{name}": value.astype(np.float16) for name, value in net.export(fitted).items()},
        **{"tokens.hashes": tokens.hashes[kept], "tokens.weights": tokens.weights[kept].astype(np.float16)},
        **{"tokens.bias": np.float32(tokens.bias), "kinds.hashes": kinds.hashes, "kinds.bias": kinds.bias},
        **{"kinds.weights": kinds.weights.astype(np.float16)},
    )
    print(f"{path}: {path.stat().st_size:,} bytes, {int(kept.sum()):,} token weights")


def main() -> None:
    """Cross-validate, train on all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds wcxb/ and snippets/")
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2, help="processes that read pages")
    parser.add_argument("--no-validation", action="store_true", help="train and write only")
    parser.add_argument("--output", type=Path, default=Path("cleaner/detect/page") / WEIGHTS)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # threads would make sums, and so the file, depend on the machine
    everything = examples(arguments.data, arguments.workers)
    prepared = prepare(everything)
    print(f"{len(everything)} pages, {sum(len(made.truth) for made in everything):,} lines", flush=True)
    if not arguments.no_validation:
        cross_validate(everything, prepared, arguments)
    fitted = batched.train(prepared.samples, SOFT, arguments.hidden, arguments.epochs, arguments.seed)
    write(arguments.output, prepared, fitted)


if __name__ == "__main__":
    main()
