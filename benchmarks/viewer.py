"""How fast the viewer is: building its index, the first page, searching, opening a document.

    python -m benchmarks.viewer --documents 100000

The documents are made by chance from a fixed seed, about 2 KB of English-like prose each with ad markers, credits and
related blocks, from 200 sites over two years; they are cleaned and archived first, which is not measured. Pages are
asked of a real server over loopback, each several times; the median and the slowest are told, in milliseconds of wall
time, and the median CPU time of server and client together, in which a busy machine does not count. Building is told in
documents a second of CPU time.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

import cleaner
from cleaner.serve.build import build, index_path
from cleaner.serve.server import Running, running

RESIDUE = (
    "ADVERTISEMENT",
    "Image credits: Jane Doe/Example Agency",
    "RELATED:",
    "Sign up for our newsletter",
    "Follow us on Facebook and Twitter",
    "Share this article",
)
ROUNDS = 9


def texts(number: int) -> Iterator[cleaner.Source]:
    """Documents made of words that follow Zipf's law, with lines of residue between paragraphs."""
    chance = random.Random(7)  # noqa: S311 - no secret
    letters, weights = "etaoinshrdlucmfwypvbgkjqxz", [*accumulate(range(26, 0, -1))]
    words = ["".join(chance.choices(letters, cum_weights=weights, k=chance.randint(2, 10))) for _ in range(40_000)]
    zipf = [*accumulate(1 / rank for rank in range(1, len(words) + 1))]
    begin = datetime(2024, 1, 1, tzinfo=UTC)
    for index in range(number):
        drawn = chance.choices(words, cum_weights=zipf, k=320)
        lines = [" ".join(drawn[at : at + 40]).capitalize() + "." for at in range(0, 320, 40)]
        for line in chance.sample(RESIDUE, k=chance.randint(0, 4)):
            lines.insert(chance.randint(0, len(lines)), line)
        text = "\n\n".join([" ".join(drawn[:6]).title(), *lines])
        date = begin + timedelta(minutes=10 * index)
        yield cleaner.Source(
            f"{index}.txt",
            text.encode(),
            media_type="text/plain",
            url=f"https://site-{chance.randrange(200):03d}.example/{index}",
            date=date.isoformat(),
        )


def archived(path: Path, number: int) -> float:
    """Make the archive; returns the average length of a document in bytes."""
    size = 0
    with cleaner.Archive.open(path, "a") as archive:
        for source in texts(number):
            size += len(source.data)
            archive.add(cleaner.clean(source))
    return size / number


def asked(server: Running, path: str) -> tuple[float, float, float]:
    """Of some requests, in milliseconds: the median of the wall times, the longest, the median of the CPU times."""
    taken, worked = [], []
    for _ in range(ROUNDS):
        start, begun = time.perf_counter(), time.process_time()
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("GET", server.prefix + path)
        response = connection.getresponse()
        response.read()
        taken.append(1000 * (time.perf_counter() - start))
        worked.append(1000 * (time.process_time() - begun))
        connection.close()
        if response.status != 200:
            raise SystemExit(f"{path}: {response.status}")
    return statistics.median(taken), max(taken), statistics.median(worked)


def main() -> None:
    """Make, index, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--keep", type=Path, help="a folder for the archive, to be used again")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = (options.keep or Path(folder)) / f"viewer-{options.documents}.warc.gz"
        if not path.exists():
            print(f"documents of {archived(path, options.documents):,.0f} bytes on average")
        wall, cpu = time.perf_counter(), time.process_time()
        number = build(index_path([path]), [path])
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        sizes = (path.stat().st_size / 1e6, index_path([path]).stat().st_size / 1e6)
        print(f"index: {number / cpu:,.0f} documents a second of CPU time ({cpu:.1f} s, {wall:.1f} s wall)")
        print(f"archive {sizes[0]:,.0f} MB, index {sizes[1]:,.0f} MB")
        _measure(path, number)


def _measure(path: Path, number: int) -> None:
    drawn = next(texts(1)).data.decode().casefold().split()[6:-6]
    rare, common = max(drawn, key=len), max(drawn, key=drawn.count)
    pages = {
        "first page": "",
        "last page": f"?page={-(-number // 50)}",
        "by share removed": "?sort=-share",
        "one site": "?site=site-007.example",
        "one rule": "?rule=ad.marker",
        f"search, common word ({common})": f"?q={quote(common)}",
        f"search, another word ({rare})": f"?q={quote(rare)}",
        "search, two words": f"?q={quote(common + ' ' + rare)}",
        "search in removed lines": "?q=newsletter",
        "a document": f"d/{number // 2}",
        "overview": "overview",
    }
    with running([path]) as server:
        server.wait()
        for name, address in pages.items():
            middle, slowest, work = asked(server, address)
            print(f"{name:<40} {middle:7.1f} ms, slowest {slowest:7.1f} ms, CPU {work:6.1f} ms")


if __name__ == "__main__":
    main()
