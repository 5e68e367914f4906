"""How fast plain text is cleaned, beside ftfy: `python benchmarks/text.py TEXTS.jsonl[.gz]`.

Both see the same texts in one process and one run, in turns, so that the ratio holds on a noisy machine. CPU time.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time

import ftfy

from cleaner import clean

ROUNDS = 5


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Megabytes of UTF-8 per CPU-second."""
    start = process_time()
    for text in texts:
        work(text)
    return sum(len(text.encode()) for text in texts) / 1e6 / (process_time() - start)


def main() -> None:
    """Print both rates and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--limit", type=int, default=500)
    arguments = parser.parse_args()
    opened = gzip.open if arguments.texts.suffix == ".gz" else open
    with opened(arguments.texts, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(arguments.limit), strict=False)]
    workers: dict[str, Callable[[str], object]] = {
        "cleaner": lambda text: clean(text, media_type="text/plain").text,
        "ftfy": ftfy.fix_text,
    }
    for work in workers.values():  # imports, rules and caches are not what is measured
        work(texts[0])
    rounds = [{name: rate(work, texts) for name, work in workers.items()} for _ in range(ROUNDS)]
    rates = {name: [round_[name] for round_ in rounds] for name in workers}
    for name, values in rates.items():
        print(f"{name:8} {median(values):6.2f} MB/s (min {min(values):.2f}, max {max(values):.2f})")
    ratios = [ours / theirs for ours, theirs in zip(rates["cleaner"], rates["ftfy"], strict=True)]
    print(f"ratio    {median(ratios):6.2f}")


if __name__ == "__main__":
    main()
