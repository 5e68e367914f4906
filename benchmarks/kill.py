"""Kill an archiving run at random moments, many times, and look at what is left.

    python benchmarks/kill.py --rounds 200

Each round cleans a folder into another and into an archive, with two jobs, and is killed (SIGKILL) at a random moment
of its run; a run that had ended by then does not count. Then the archive is repaired, or the run is resumed, in turn.
Afterwards `verify` must find no damage, and every document that had its output must be in the archive with the same
bytes; after resuming, every document must.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import count
from pathlib import Path

from cleaner.archive import Archive

CLEANER = (sys.executable, "-m", "cleaner")
ENDED = "ended before"
PARAGRAPH = "The harbour was closed for two days after the storm, the port authority said on day {}.\n\n"


def inputs(folder: Path, number: int) -> None:
    """Make scraped texts of some kilobytes each."""
    chance = random.Random(5)  # noqa: S311 - no secret
    folder.mkdir()
    for index in range(number):
        paragraphs = (PARAGRAPH.format(chance.randrange(10**6)) for _ in range(chance.randint(5, 120)))
        (folder / f"{index:03}.txt").write_text(f"ADVERTISEMENT\n\n{''.join(paragraphs)}RELATED:\n")


def clean(folder: Path, *options: str) -> list[str | Path]:
    """The command of a run."""
    kept = folder / "kept.warc.gz"
    return [*CLEANER, "clean", folder.parent / "in", "-o", folder / "out", "--archive", kept, "-j", "2", "-q", *options]


def one_round(folder: Path, moment: float, *, resume: bool) -> str:
    """Run, kill after `moment` seconds, mend, check; returns what the kill left, or ENDED."""
    folder.mkdir()
    run = subprocess.Popen(clean(folder), stderr=subprocess.DEVNULL)
    time.sleep(moment)
    ended = run.poll() is not None
    run.kill()
    run.wait()
    if ended:
        return ENDED
    kept, outputs = folder / "kept.warc.gz", {path.stem: path.read_bytes() for path in (folder / "out").glob("*.md")}
    left = next((name for name in (f"{kept.name}.open", kept.name) if (folder / name).exists()), "nothing")
    if left == "nothing":
        assert not outputs, outputs  # noqa: S101
        return left
    if resume:
        again = [*CLEANER, "archive", "add", folder.parent / "in", "-o", kept, "--resume", "-j", "2", "-q"]
        subprocess.run(again, check=True)
    else:
        subprocess.run([*CLEANER, "archive", "repair", kept, "-q"], check=True, capture_output=True)
    subprocess.run([*CLEANER, "archive", "verify", kept, "-q"], check=True)
    found = {Path(document.uri).stem: document.markdown for document in Archive.open(kept).documents()}
    for name, output in outputs.items():
        assert (found[name] or "").encode() == output, name  # noqa: S101
    if resume:
        assert len(found) == len(list((folder.parent / "in").iterdir()))  # noqa: S101
    return left


def main() -> None:
    """Measure how long a run takes, then kill runs of that length."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--documents", type=int, default=200)
    asked = parser.parse_args()
    chance, left = random.Random(), Counter[str]()  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        inputs(root / "in", asked.documents)
        (root / "whole").mkdir()
        begun = time.monotonic()
        subprocess.run(clean(root / "whole"), check=True)
        length = time.monotonic() - begun
        longest = length
        for index in count():
            if left.total() == asked.rounds:
                break
            moment = chance.uniform(0.2, 1) * length
            found = one_round(root / str(index), moment, resume=bool(index % 2))
            if found == ENDED:
                length = moment
            else:
                left[found] += 1
                length = min(longest, length * 1.05)  # where the machine was quick for a while
            shutil.rmtree(root / str(index))
    print(
        f"{asked.rounds} kills of running processes: left {dict(left)}; after repair or resume no archive is damaged,"
    )
    print("and every document that had its output is in it")


if __name__ == "__main__":
    main()
