"""Grow the trees that find headings in plain text: `python -m training.headings --data BENCH`.

The pages' own heading elements are the labels: each page is cleaned, its blocks are written as plain text the way
scrapers write it (with and without blank lines, bullets and captions), and each line that may be a heading is
described. Sites of `benchmarks/labels.jsonl` are left out, so that the hand-made labels there measure. Prints precision
and recall, cross-validated by site, and writes `cleaner/structure/headings/trees.json`. Everything is seeded.
"""

from __future__ import annotations

import argparse
import json
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np

import cleaner
from cleaner.errors import CleanerError
from cleaner.model import Block
from cleaner.structure import lists
from cleaner.structure.headings import layout
from cleaner.structure.headings.features import NAMES, Surroundings
from cleaner.structure.kept import Kept
from training import align, boost
from training.pages import FOLDS, wcxb
from training.weak import snippets

KINDS = frozenset({"article", "documentation", "service"})  # pages with running text
BULLETS = ("• ", "* ", "- ", "· ", "", "")
VARIANTS = 2  # of each page
LEAST_LINES = 5
SHORT_STRONG = 120  # characters: a bold paragraph so short may be a heading or not
HEADING, OTHER, UNKNOWN = 1, 0, -1
SIZE = (120, 16)  # trees, leaves
LABELS = Path("benchmarks/labels.jsonl")


@dataclass(frozen=True)
class Task:
    """One page: its name and site, its bytes, and its gold text where that is known."""

    name: str
    site: str
    html: bytes
    gold: str


@dataclass(frozen=True)
class Described:
    """The lines of one text that may be headings; `missed` headings are not among them."""

    site: str
    numbers: list[list[float]]
    truth: list[int]
    missed: int


def tasks(data: Path) -> Iterator[Task]:
    """The pages to learn from."""
    entries = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    measured = {entry["site"] for entry in entries}
    for page in wcxb(data):
        if page.kind in KINDS and page.domain not in measured:
            yield Task(page.name, page.domain, page.html, page.gold)
    for marked in snippets(data):
        if marked.site not in measured:
            yield Task(marked.url, marked.site, marked.html, "")


def described(task: Task) -> list[Described]:
    """The page as VARIANTS plain texts, described."""
    try:
        blocks = list(cleaner.clean(task.html, media_type="text/html").blocks)
    except CleanerError:  # a page that is no page
        return []
    if task.gold:
        gold, _ = align.labels([block.text.replace("\n", " ") for block in blocks], task.gold)
        blocks = [block for block, is_gold in zip(blocks, gold, strict=True) if is_gold or block.kind == "title"]
    if sum(block.kind == "paragraph" for block in blocks) < 3:
        return []
    texts = (_text(blocks, random.Random(f"{task.name}{variant}")) for variant in range(VARIANTS))  # noqa: S311
    return [_described(task.site, lines, truth) for lines, truth in texts if len(lines) >= LEAST_LINES]


def _text(blocks: Sequence[Block], chance: random.Random) -> tuple[list[Kept], list[int]]:
    """The blocks as a scraper's lines, and for each whether it is a heading."""
    style = _Style(chance)
    lines: list[Kept] = []
    truth: list[int] = []
    before = ""
    for block in blocks:
        for number, (text, label) in enumerate(style.written(block)):
            text = " ".join(text.split())
            if text:
                gap = not lines or (style.gap(block, before) and not number)
                lines.append(Kept(len(lines) + 1, text, gap=gap))
                truth.append(label)
        before = block.kind
    return lines, truth


class _Style:
    """One way of writing blocks as lines."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.blank_lines = chance.random() < 0.75
        self.bullet = chance.choice(BULLETS)
        self.flat = chance.random() < 0.3
        self.captions = chance.random() < 0.5
        self.title = chance.random() < 0.5

    def gap(self, block: Block, before: str) -> bool:
        inside = block.kind == before == "list_item"
        return self.blank_lines and (not inside or self.chance.random() < 0.2)

    def written(self, block: Block) -> Iterator[tuple[str, int]]:
        """The block's lines with their labels."""
        lines = block.text.split("\n")
        if block.kind == "heading":
            yield block.text, HEADING
        elif block.kind == "title":
            yield from [(block.text, UNKNOWN)] * self.title
        elif block.kind == "caption":
            yield from [(line, OTHER) for line in lines] * self.captions
        elif block.kind == "list_item":
            numbered = block.ordered and block.number is not None and not self.flat
            yield (f"{block.number}. " if numbered else self.bullet) + lines[0], OTHER
            yield from ((line, OTHER) for line in lines[1:])
        elif block.kind == "table" and self.flat:
            yield from ((cell, OTHER) for line in lines for cell in line.split("\t"))
        elif block.kind != "rule":
            strong = any(
                mark.kind in {"strong", "emphasis"} and mark.end >= len(block.text) - 1 for mark in block.marks
            )
            label = UNKNOWN if strong and len(block.text) < SHORT_STRONG else OTHER
            yield from ((line, label) for line in lines)


def _described(site: str, lines: Sequence[Kept], truth: Sequence[int]) -> Described:
    around = Surroundings(layout(lines, lists.find(lines).keys()))
    chosen = [index for index, may_be in enumerate(around.candidates) if may_be and truth[index] != UNKNOWN]
    missed = sum(label == HEADING and not may_be for label, may_be in zip(truth, around.candidates, strict=True))
    return Described(site, [around.numbers(index) for index in chosen], [truth[index] for index in chosen], missed)


def main() -> None:
    """Describe, cross-validate, grow on all, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds wcxb/ and snippets/")
    parser.add_argument("--output", type=Path, default=Path("cleaner/structure/headings/trees.json"))
    arguments = parser.parse_args()
    with Pool() as pool:
        made = [text for texts in pool.imap(described, tasks(arguments.data), chunksize=8) for text in texts]
    sizes = [len(text.truth) for text in made]
    numbers = np.array([row for text in made for row in text.numbers], np.float32)
    truth = np.array([label for text in made for label in text.truth], np.int64)
    weights = np.repeat([1 / max(LEAST_LINES, size) ** 0.5 for size in sizes], sizes)
    folds = np.repeat([zlib.crc32(text.site.encode()) % FOLDS for text in made], sizes)
    print(f"{len(made)} texts, {len(truth):,} lines that may be headings, {truth.sum():,} that are", flush=True)
    chances = boost.out_of_fold(numbers, truth, weights, folds, SIZE)
    every = truth.sum() + sum(text.missed for text in made)
    for least in (0.4, 0.5, 0.6, 0.7):
        said = chances >= least
        print(f"chance {least}: precision {truth[said].mean():.3f}, recall {truth[said].sum() / every:.3f}")
    boost.write(arguments.output, NAMES, boost.grow(numbers, truth, weights, SIZE))


if __name__ == "__main__":
    main()
