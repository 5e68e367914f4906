"""Train the line model and write its weights: `python -m training.text --data BENCH`.

Prints the word F1 on WCXB dev dumps, cross-validated by domain, then trains on all pages and writes
`cleaner/detect/lines/weights.npz`. Everything is seeded: the same data and library versions give the same file.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from statistics import mean

import numpy as np
import torch
from numpy.typing import NDArray

from cleaner.detect.lines.decision import THRESHOLD
from cleaner.detect.lines.features import Described, describe, text_lines
from cleaner.detect.lines.model import REACH, WEIGHTS
from training import align, batched, linear, net
from training.pages import FOLDS, Page, dumper, wcxb

DUMPS = ("inscriptis", "bs4")
SOFT = 2.0  # how much a page's F1 counts beside the entropy of its lines
CHANNELS = {"w": 0, "b": 0, "a": 0, "s": 1, "l": 2, "e": 2, "z": 2}  # all others, of neighbours: 3
LEAST_WEIGHT = 0.01  # token weights nearer to zero are left out of the file
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Dump:
    """One page's text as one dumper gives it, described and labelled."""

    page: Page
    kind: str
    lines: tuple[str, ...]
    described: Described
    truth: Floats
    gold: Counter[str]


def dumps(data: Path, kinds: Sequence[str] = DUMPS) -> list[Dump]:
    """All pages' dumps that have a line at all."""
    tasks = [(page, kind) for kind in kinds for page in wcxb(data)]
    with Pool() as pool:
        return [dump for dump in pool.imap(_dump, tasks, chunksize=16) if dump]


def _dump(task: tuple[Page, str]) -> Dump | None:
    page, kind = task
    try:
        text = dumper(kind)(page.html)
    except ValueError:  # a page that is no page: the scorer counts it as empty too
        return None
    lines, _ = text_lines(text.split("\n"))
    if not lines:
        return None
    texts = tuple(line.text for line in lines)
    truth, _ = align.labels(texts, page.gold)
    return Dump(page, kind, texts, describe(lines), np.array(truth, np.float32), Counter(align.tokens(page.gold)))


@dataclass(frozen=True)
class Prepared:
    """All dumps as the net takes them, and what the shipped file needs beside the net."""

    samples: list[net.Sample]
    mean: Floats
    spread: Floats
    tokens: linear.Linear


def prepare(everything: Sequence[Dump]) -> Prepared:
    """Fit the token scores (out of fold for the net, on all for the file), scale the inputs, weigh the lines."""
    sizes = [len(dump.truth) for dump in everything]
    owner = np.repeat(np.arange(len(everything)), sizes)
    truth = np.concatenate([dump.truth for dump in everything]).astype(np.int8)
    words = np.concatenate([dump.described.weights for dump in everything])
    folds = np.array([dump.page.fold for dump in everything], np.int8)[owner]
    vocabulary = linear.vocabulary((dump.page.domain, dump.described.tokens) for dump in everything)
    tokens = linear.matrix((line for dump in everything for line in dump.described.tokens), vocabulary)
    channel = np.array([CHANNELS.get(token[0], 3) for token in vocabulary], np.int8)
    importance = linear.importance(words, owner)
    scores = linear.out_of_fold(tokens, truth, importance, folds, channel)
    final = linear.fit(tokens, truth, importance)
    numbers = np.concatenate([dump.described.numbers for dump in everything])
    inputs = np.concatenate((numbers, np.clip(scores, -REACH, REACH)), axis=1)
    average, spread = inputs.mean(0), inputs.std(0) + 1e-3
    inputs = np.clip((inputs - average) / spread, -5, 5).astype(np.float32)
    weights = net.line_weights(words, owner, [dump.gold.total() for dump in everything])
    ends = np.cumsum(sizes)
    samples = [
        net.Sample(
            inputs[end - size : end],
            dump.described.groups,
            dump.truth,
            weights[end - size : end],
            dump.described.weights,
            dump.gold.total(),
        )
        for dump, size, end in zip(everything, sizes, ends, strict=True)
    ]
    fitted = linear.Linear(vocabulary, final.coef_[0].astype(np.float32), channel, float(final.intercept_[0]))
    return Prepared(samples, average.astype(np.float32), spread.astype(np.float32), fitted)


def score(dump: Dump, chosen: NDArray[np.bool_]) -> float:
    """The word F1 of the chosen lines, as the benchmark counts it."""
    found = Counter(
        word for line, choice in zip(dump.lines, chosen, strict=True) if choice for word in align.tokens(line)
    )
    if not found or not dump.gold:
        return float(not found and not dump.gold)
    return 2 * (found & dump.gold).total() / (found.total() + dump.gold.total())


def cross_validate(everything: Sequence[Dump], samples: Sequence[net.Sample], arguments: argparse.Namespace) -> None:
    """Print the F1 by dump and page type, each page judged by nets that did not see its domain."""
    table: dict[tuple[str, str], list[float]] = defaultdict(list)
    for fold in range(FOLDS):
        training = [sample for dump, sample in zip(everything, samples, strict=True) if dump.page.fold != fold]
        fitted = batched.train(training, SOFT, arguments.hidden, arguments.epochs, arguments.seed)
        for dump, sample in zip(everything, samples, strict=True):
            if dump.page.fold == fold:
                result = score(dump, net.predict(fitted, sample) >= THRESHOLD)
                table[dump.kind, "all"].append(result)
                table[dump.kind, dump.page.kind].append(result)
        print(
            f"fold {fold}: " + "  ".join(f"{k} {mean(table[k, 'all']):.4f}" for k in DUMPS if table[k, "all"]),
            flush=True,
        )
    for (kind, page_type), values in sorted(table.items()):
        print(f"{kind:12} {page_type:14} {len(values):5} {mean(values):.4f}")


def write(path: Path, prepared: Prepared, fitted: net.LineNet) -> None:
    """Write the model as 16-bit floats; token scores by hash, the weakest left out."""
    arrays = {f"net.{name}": value.astype(np.float16) for name, value in net.export(fitted).items()}
    arrays |= linear.hashed(prepared.tokens, LEAST_WEIGHT)
    np.savez_compressed(path, mean=prepared.mean, spread=prepared.spread, **arrays)
    print(f"{path}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Cross-validate, train on all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds wcxb/")
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--no-validation", action="store_true", help="train and write only")
    parser.add_argument("--output", type=Path, default=Path("cleaner/detect/lines") / WEIGHTS)
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # threads would make sums, and so the file, depend on the machine
    random.seed(arguments.seed)
    everything = dumps(arguments.data)
    prepared = prepare(everything)
    print(f"{len(everything)} dumps, {sum(len(dump.truth) for dump in everything):,} lines", flush=True)
    if not arguments.no_validation:
        cross_validate(everything, prepared.samples, arguments)
    fitted = batched.train(prepared.samples, SOFT, arguments.hidden, arguments.epochs, arguments.seed)
    write(arguments.output, prepared, fitted)


if __name__ == "__main__":
    main()
