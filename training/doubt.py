"""Grow the trees that doubt lines of articles: `python -m training.doubt --data BENCH`.

Silver labels from four sources: the article's element of pages with gold text, laid out as lines and aligned; pages of
many languages of which some passages are known; scraped articles, whose lines count as real unless rules remove them,
into which residue of other pages is inserted; and the development half of `benchmarks/labels.jsonl`, labelled by hand.
Sites of its other half are left out. Prints what is found and lost, cross-validated by site, and writes
`cleaner/detect/doubt/trees.json`. Everything is seeded.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from benchmarks import texts
from cleaner import detect, language, read
from cleaner.detect.doubt.decision import RULE
from cleaner.detect.doubt.features import NAMES, Described
from cleaner.errors import CleanerError
from cleaner.model import Options, Source
from training import align, boost
from training.pages import FOLDS, wcxb
from training.weak import Marked, snippets, weak_labels

SIZE = (100, 31)  # trees, leaves
KINDS = frozenset({"article", "documentation", "service"})
LABELS = Path("benchmarks/labels.jsonl")
REAL, RESIDUE, UNKNOWN = 1, 0, -1
SINGLES, RUNS = 0.3, 0.3  # the shares of scraped articles into which single titles and whole runs are inserted
MOST_SINGLES, LEAST_RUN, MOST_RUN = 3, 2, 25
AT_END = 0.75  # of runs that are inserted
HAND_MADE = 2.0  # how much more a label made by hand counts

Labels = Callable[[Described], list[int]]


@dataclass(frozen=True)
class Text:
    """One text to learn from: its label function gets the described lines."""

    site: str
    source: str
    text: str
    labels: Labels


@dataclass(frozen=True)
class Rows:
    """The lines of one text that rules left: numbers, truth, weights; and how many the rules found."""

    site: str
    source: str
    numbers: np.ndarray
    truth: list[int]
    weights: list[float]
    texts: list[str]
    found: int


def rows(text: Text) -> Rows | None:
    """Describe a text after the rules' findings. None where it is no text."""
    source = Source("-", text.text.encode("utf-8", "surrogatepass"), charset="utf-8", media_type="text/plain")
    options = Options(keep=frozenset({RULE}))
    try:
        article = read.article(source)
    except CleanerError:
        return None
    article = replace(article, language=language.guess(article))
    before = [find for name, find in takewhile(lambda entry: entry[0] != "doubt", detect.DETECTORS.items())]
    view = detect.seen(article, detect.rule_set(options, article.language), options, before)
    if len(view.facts.solid) < 3:
        return None
    described = Described(view)
    truth = text.labels(described)
    left = [index for index, gone in enumerate(described.gone) if not gone]
    weight = (HAND_MADE if text.source == "labelled" else 1.0) / max(len(truth), 8) ** 0.5
    return Rows(
        text.site,
        text.source,
        np.array([described.numbers(index) for index in left], np.float32).reshape(-1, len(NAMES)),
        [truth[index] for index in left],
        [weight] * len(left),
        [described.texts[index] for index in left],
        sum(label == RESIDUE and gone for label, gone in zip(truth, described.gone, strict=True)),
    )


@dataclass(frozen=True)
class Aligned:
    """Labels by alignment with gold text."""

    gold: str

    def __call__(self, described: Described) -> list[int]:
        """The label of each line."""
        return [int(real) for real in align.labels(described.texts, self.gold)[0]]


@dataclass(frozen=True)
class HandMade:
    """Labels of `benchmarks/labels.jsonl`; its line numbers count from 0."""

    drop: frozenset[int]
    optional: frozenset[int]

    def __call__(self, described: Described) -> list[int]:
        """The label of each line."""
        numbers = [line.number - 1 for line in described.lines]
        return [UNKNOWN if n in self.optional else RESIDUE if n in self.drop else REAL for n in numbers]


@dataclass(frozen=True)
class Scraped:
    """Labels of a scraped article into which these lines were inserted; what stands beside residue is unknown."""

    inserted: frozenset[str]

    def __call__(self, described: Described) -> list[int]:
        """The label of each line."""
        gone = described.gone
        labels = []
        for index, text in enumerate(described.texts):
            beside = any(gone[max(0, index - 1) : index + 2])
            real = UNKNOWN if beside and not described.prose[index] else REAL
            labels.append(RESIDUE if text in self.inserted or gone[index] else real)
        return labels


@dataclass(frozen=True)
class Weak:
    """Labels of pages of which some passages are known."""

    page: Marked

    def __call__(self, described: Described) -> list[int]:
        """The label of each line."""
        return weak_labels(described.texts, self.page)


def fold(site: str) -> int:
    """0 to 4."""
    return zlib.crc32(site.encode()) % FOLDS


def pages(data: Path, held: frozenset[str]) -> Iterator[Text]:
    """The article's element of pages with gold text, as lines."""
    for page in wcxb(data):
        if page.kind in KINDS and page.domain not in held:
            try:
                text = texts.dump(page.html)
            except ValueError:  # a page that is no page
                continue
            if text.strip():
                yield Text(page.domain, f"pages, {page.kind}", text, Aligned(page.gold))


def annotated(data: Path, held: frozenset[str], labelled: Mapping[str, HandMade]) -> Iterator[Text]:
    """Pages of which some passages are known, and those that are labelled by hand."""
    for page in snippets(data):
        if page.site in held:
            continue
        text = texts.dump(page.html)
        name = f"snip/{page.url}"
        if name in labelled:
            yield Text(page.site, "labelled", text, labelled[name])
        elif text.strip():
            yield Text(page.site, "annotated", text, Weak(page))


def scraped(
    data: Path, held: frozenset[str], labelled: Mapping[str, HandMade], residue: Mapping[int, Sequence[Sequence[str]]]
) -> Iterator[Text]:
    """Scraped articles; residue of pages of the same fold goes into some, so that no fold learns another's."""
    chance = random.Random(1)  # noqa: S311 - it shuffles
    with gzip.open(data / "scraped/articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for entry in map(json.loads, lines):
            if entry["site"] in held:
                continue
            if entry["id"] in labelled:
                yield Text(entry["site"], "labelled", entry["text"], labelled[entry["id"]])
                continue
            text, inserted = _inserted(entry["text"], residue[fold(entry["site"])], chance)
            yield Text(entry["site"], "scraped", text, Scraped(inserted))


def _inserted(text: str, residue: Sequence[Sequence[str]], chance: random.Random) -> tuple[str, frozenset[str]]:
    """A text with residue inserted, or as it is; and the lines that were inserted."""
    lines = text.split("\n")
    solid = [index for index, line in enumerate(lines) if line.strip()]
    kind = chance.random()
    if len(solid) < 6 or kind >= SINGLES + RUNS:
        return text, frozenset()
    run = chance.choice(residue)
    if kind < SINGLES:
        runs = [[chance.choice(chance.choice(residue))] for _ in range(chance.randint(1, MOST_SINGLES))]
        places = [chance.choice(solid[2:]) for _ in runs]
    else:
        runs = [list(run)]
        places = [len(lines) if chance.random() < AT_END else chance.choice(solid[2:])]
    blank = [""] if not all(line.strip() for line in lines[:-1]) else []
    for place, new in sorted(zip(places, runs, strict=True), reverse=True):
        lines[place:place] = [part for line in new for part in (line, *blank)]
    return "\n".join(lines), frozenset(line.strip() for new in runs for line in new)


def residue_of(made: Sequence[Rows]) -> dict[int, list[list[str]]]:
    """By fold: the runs of lines that are no article."""
    found: dict[int, list[list[str]]] = defaultdict(list)
    for text in made:
        run: list[str] = []
        for line, label in zip((*text.texts, ""), (*text.truth, REAL), strict=True):
            if label == RESIDUE:
                run.append(line)
                continue
            if len(run) >= LEAST_RUN:
                found[fold(text.site)].append(run[:MOST_RUN])
            run = []
    return found


def report(made: Sequence[Rows], chances: np.ndarray) -> None:
    """Print by source what thresholds find and lose."""
    truth = np.concatenate([text.truth for text in made])
    sources = np.repeat([text.source for text in made], [len(text.truth) for text in made])
    for source in sorted(set(sources)):
        inside = sources == source
        found = sum(text.found for text in made if text.source == source)
        residue, real = inside & (truth == RESIDUE), inside & (truth == REAL)
        print(f"{source}: {found} lines found by rules, {residue.sum()} left, {real.sum()} real")
        for least in (0.05, 0.1, 0.2, 0.3):
            gone = chances < least
            share = (found + (gone & residue).sum()) / max(found + residue.sum(), 1)
            print(f"    below {least}: found {share:.3f}, lost {(gone & real).sum() / max(real.sum(), 1):.4f}")


def main() -> None:
    """Describe, cross-validate, grow on all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds wcxb/, snippets/ and scraped/")
    parser.add_argument("--output", type=Path, default=Path("cleaner/detect/doubt/trees.json"))
    arguments = parser.parse_args()
    entries = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    held = frozenset(entry["site"] for entry in entries if entry["half"] == "held")
    labelled = {
        entry["id"]: HandMade(frozenset(entry["drop"]), frozenset(entry["optional"]))
        for entry in entries
        if entry["half"] == "dev"
    }
    with Pool() as pool:
        made = [found for found in pool.imap(rows, pages(arguments.data, held), chunksize=8) if found]
        residue = residue_of(made)
        further = (
            *annotated(arguments.data, held, labelled),
            *scraped(arguments.data, held, labelled, residue),
        )
        made += [found for found in pool.imap(rows, further, chunksize=16) if found]
    numbers = np.concatenate([text.numbers for text in made])
    truth = np.concatenate([np.array(text.truth, np.int64) for text in made])
    weights = np.concatenate([np.array(text.weights) for text in made])
    folds = np.repeat([fold(text.site) for text in made], [len(text.truth) for text in made])
    print(f"{len(made)} texts, {len(truth):,} lines that rules left", flush=True)
    report(made, boost.out_of_fold(numbers, truth, weights, folds, SIZE))
    known = truth >= 0
    boost.write(arguments.output, NAMES, boost.grow(numbers[known], truth[known], weights[known], SIZE))


if __name__ == "__main__":
    main()
