"""Whole folders: how fast, in how much memory, and whether anything is lost.

    python benchmarks/batch.py speed --data BENCH/wcxb/dev/html --documents 5000
    python benchmarks/batch.py memory --documents 50000
    python benchmarks/batch.py hazards --documents 20000
    python benchmarks/batch.py same --documents 2000

speed    documents and MB a second, of wall time and of a core, with 1 and 2 jobs, originals and cleaned versions
         archived, beside trafilatura's folder mode on the same pages; and what a Common Crawl snapshot would take
memory   the memory of all processes of a run over many texts, at each tenth of it
hazards  a run over many texts, one in a hundred of them bad: binary, too large, hanging, crashing its worker
same     the bytes of outputs with 1 job, with 2, killed and resumed, and from Ray
"""

from __future__ import annotations

import argparse
import ctypes
import gzip
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle, islice
from pathlib import Path

CLEANER = (sys.executable, "-m", "cleaner")
DATE = ("--date", "2025-06-15T12:00:00Z")
PEER = "trafilatura --parallel 2"
HAZARDS = Path(__file__).parent / "hazards"
PR_SET_CHILD_SUBREAPER = 36

# Common Crawl, a snapshot of 2025: https://commoncrawl.org/overview
WARCS, PAGES_A_WARC, WARC_BYTES = 90_000, 28_000, 0.9e9

SENTENCES = (
    "The harbour was closed for {} days after the storm, the port authority said on Tuesday.",
    "Nobody on the {} boats at the quay had expected the wind to turn so early in the year.",
    "A spokesman for the {} fishermen said that the nets would be mended by the end of the week.",
)


@dataclass(frozen=True)
class Ran:
    """How a command ran: exit code, seconds of wall time and of all its processes' CPU time, peak bytes of them."""

    code: int
    wall: float
    cpu: float
    peak: int


def command(*arguments: str | Path, environment: Mapping[str, str] | None = None) -> Ran:
    """Run a command to its end, with all processes that it starts."""
    before, begun = _cpu(), time.monotonic()
    process = subprocess.Popen(
        [str(argument) for argument in arguments],
        stdout=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
        start_new_session=True,
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, memory(process.pid))
        time.sleep(0.1)
    wall = time.monotonic() - begun
    reap()
    return Ran(process.returncode, wall, _cpu() - before, peak)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def adopt() -> None:
    """Become the parent of processes whose parents have ended, so that their CPU time is told to us."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap() -> None:
    """Wait for adopted processes."""
    for _ in range(100):
        try:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.05)
        except ChildProcessError:
            return


def memory(session: int) -> int:
    """Bytes of memory of all processes of a session, what they share counted once: proportional set sizes."""
    total = 0
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if int((path / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                line = next(
                    line for line in (path / "smaps_rollup").read_text().splitlines() if line.startswith("Pss:")
                )
                total += int(line.split()[1]) * 1024
        except (OSError, StopIteration, ValueError):
            continue
    return total


def texts(folder: Path, number: int) -> None:
    """Make scraped texts of some hundred bytes each, a thousand in a folder."""
    chance = random.Random(7)  # noqa: S311 - no secret
    for index in range(number):
        place = folder / f"{index // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        body = "\n\n".join(
            chance.choice(SENTENCES).format(chance.randrange(10**6)) for _ in range(chance.randint(2, 9))
        )
        (place / f"{index:06}.txt").write_text(f"ADVERTISEMENT\n\n{body}\n\nRELATED:\n", encoding="utf-8")


def pages(folder: Path, data: Path, number: int) -> int:
    """Copy pages, each as often as needed; returns how many bytes."""
    found = sorted(path for path in data.rglob("*") if path.name.endswith((".html", ".html.gz")))
    size = 0
    for index, path in enumerate(islice(cycle(found), number)):
        page = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        place = folder / f"{index // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{index:06}.html").write_bytes(page)
        size += len(page)
    return size


def digest(folder: Path) -> str:
    """SHA-256 of a folder's files, names and bytes, without hidden ones."""
    whole = sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")):
        whole.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return whole.hexdigest()


def speed(root: Path, asked: argparse.Namespace) -> None:
    """Measure throughput, and estimate a snapshot of Common Crawl from it."""
    size = pages(root / "in", asked.data, asked.documents)
    print(f"{asked.documents:,} pages, {size / 1e6:,.0f} MB")
    runs: dict[str, Ran] = {}
    for jobs in (1, 2):
        out = root / f"out-{jobs}"
        runs[f"cleaner --jobs {jobs}"] = command(
            *CLEANER,
            "clean",
            root / "in",
            "-o",
            out,
            "--archive",
            root / f"{jobs}.warc.gz",
            *DATE,
            "-q",
            "-j",
            str(jobs),
        )
    peer = shutil.which("trafilatura", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if peer:
        (root / "peer").mkdir()
        folders = ("--input-dir", root / "in", "--output-dir", root / "peer")
        runs[PEER] = command(peer, *folders, "--parallel", "2", "--markdown")
    for name, ran in runs.items():
        print(row(name, ran, asked.documents, size / 1e6))
    one, two = runs["cleaner --jobs 1"], runs["cleaner --jobs 2"]
    print(f"2 jobs are {one.wall / two.wall:.2f} times as fast as 1, in {two.cpu / one.cpu:.2f} times the CPU time")
    if other := runs.get(PEER):
        print(f"{PEER} takes {other.wall / two.wall:.2f} times the wall, {other.cpu / two.cpu:.2f} times the CPU time")
    written = (_bytes(root / "out-1"), _bytes(root / "1.warc.gz"))
    estimate(one.cpu / asked.documents, written[0] / asked.documents, written[1] / asked.documents)


def row(name: str, ran: Ran, documents: int, megabytes: float) -> str:
    """A line of figures."""
    return (
        f"{name:<26}{ran.wall:>8.1f} s {documents / ran.wall:>8.1f} documents/s {megabytes / ran.wall:>6.2f} MB/s; "
        f"a core: {documents / ran.cpu:.1f} documents/s {megabytes / ran.cpu:.2f} MB/s; memory {ran.peak / 1e6:,.0f} MB"
    )


def _bytes(path: Path) -> int:
    return sum(file.stat().st_size for file in path.rglob("*.md")) if path.is_dir() else path.stat().st_size


def estimate(seconds: float, cleaned: float, archived: float) -> None:
    """What one snapshot of Common Crawl would take, from the CPU seconds and bytes of a page."""
    number = WARCS * PAGES_A_WARC
    hours = number * seconds / 3600
    print(f"one Common Crawl snapshot: {WARCS:,} WARCs of {PAGES_A_WARC:,} pages, {number / 1e9:.2f} billion pages")
    print(f"  {seconds * 1000:.1f} ms of CPU a page: {hours:,.0f} core-hours; on 1,000 cores {hours / 1000:,.0f} hours")
    print(f"  in: {WARCS * WARC_BYTES / 1e12:,.0f} TB; cleaned text {number * cleaned / 1e12:,.1f} TB uncompressed;")
    print(f"  archives of originals and cleaned versions {number * archived / 1e12:,.1f} TB")


def flat(root: Path, asked: argparse.Namespace) -> None:
    """Measure the memory of a run at each tenth of it; an archive keeps some 450 bytes a document in mind."""
    texts(root / "in", asked.documents)
    archive = () if asked.no_archive else ("--archive", root / "x.warc.gz", *DATE)
    process = subprocess.Popen(
        [*CLEANER, "clean", root / "in", "-o", root / "out", "-q", "-j", "2", *archive], start_new_session=True
    )
    manifest, mark = root / "out" / ".manifest.ndjson", 1
    while process.poll() is None:
        time.sleep(0.2)
        done = manifest.read_bytes().count(b"\n") if manifest.exists() else 0
        if done >= mark * asked.documents // 10:
            print(f"{done:>8,} documents: {memory(process.pid) / 1e6:,.0f} MB", flush=True)
            mark = done * 10 // asked.documents + 1
    reap()
    print(f"exit code {process.returncode}")


def hazards(root: Path, asked: argparse.Namespace) -> None:
    """Count what becomes of a run with one bad document in a hundred."""
    texts(root / "in", asked.documents)
    every = sorted((root / "in").rglob("*.txt"))
    bad = random.Random(11).sample(every, asked.documents // 100)  # noqa: S311 - no secret
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: bytes(range(256)) * 40,
        lambda: b"",
        lambda: b"HAZARD: hang",
        lambda: b"HAZARD: crash",
        lambda: b"HAZARD: hoard",
    )
    for number, path in enumerate(bad):
        path.write_bytes(kinds[number % len(kinds)]())
        if number % len(kinds) == 1:
            with path.open("r+b") as stream:  # beyond the limit of a document, and sparse on the disk
                stream.truncate(300 * 1024**2)
    errors = root / "stderr"
    with errors.open("wb") as stream:
        process = subprocess.Popen(
            [*CLEANER, "clean", root / "in", "-o", root / "out", "--timeout", "8", "--memory", "1G", "-j", "2"],
            stderr=stream,
            env={**os.environ, "PYTHONPATH": f"{HAZARDS}{os.pathsep}{Path(__file__).parent.parent}"},
        )
        code = process.wait()
    told = errors.read_text()
    explained = sum(any(str(path) in line for line in told.splitlines()) for path in bad)
    results = sum(1 for _ in (root / "out").rglob("*.md"))
    print(f"exit code {code}, {results:,} results, {explained:,} of {len(bad):,} bad documents explained")
    others = [line for line in told.splitlines() if "/in/" in line and not any(str(path) in line for path in bad)]
    print(*others, sep="\n")
    assert (code, results, explained) == (3, asked.documents - len(bad), len(bad))  # noqa: S101


def same(root: Path, asked: argparse.Namespace) -> None:
    """Compare the bytes of four ways to one output."""
    texts(root / "in", asked.documents)
    os.chdir(root)
    found: dict[str, tuple[str, ...]] = {}
    for jobs in ("1", "2"):
        run = ("clean", "in", "-o", f"out{jobs}", "--archive", f"{jobs}.warc.gz", *DATE, "-q", "-j", jobs)
        command(*CLEANER, *run)
        found[f"jobs {jobs}"] = (
            digest(root / f"out{jobs}"),
            sha256((root / f"{jobs}.warc.gz").read_bytes()).hexdigest(),
        )
    run = ("clean", "in", "-o", "out3", "--archive", "3.warc.gz", *DATE, "-q", "-j", "2")
    process = subprocess.Popen([*CLEANER, *run], start_new_session=True)
    while sum(1 for _ in (root / "out3").rglob("*.md")) < asked.documents // 2:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    command(*CLEANER, *run, "--resume")
    found["killed"] = (digest(root / "out3"), sha256((root / "3.warc.gz").read_bytes()).hexdigest())
    for name, digests in found.items():
        print(f"{name:<8} output {digests[0][:16]} archive {digests[1][:16]}")
    command(*CLEANER, "clean", "in", "-o", "one.ndjson", "--to", "ndjson", "-q", "-j", "2")
    command(*CLEANER, "run", "in", "-o", "ray", "--engine", "ray", "-j", "2", "-q", "--slice", "200")
    one = sha256((root / "one.ndjson").read_bytes()).hexdigest()
    ray = sha256(b"".join(path.read_bytes() for path in sorted((root / "ray").glob("*.ndjson")))).hexdigest()
    print(f"one run  NDJSON {one[:16]}\nRay      NDJSON {ray[:16]}")
    assert len(set(found.values())) == 1 and one == ray  # noqa: S101


MEASURES: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "speed": speed, "memory": flat, "hazards": hazards, "same": same
}  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=MEASURES)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--data", type=Path, help="a folder of .html or .html.gz files, for speed")
    parser.add_argument("--no-archive", action="store_true", help="for memory: write the output alone")
    asked = parser.parse_args()
    adopt()
    with tempfile.TemporaryDirectory() as name:
        MEASURES[asked.measure](Path(name), asked)


if __name__ == "__main__":
    main()
