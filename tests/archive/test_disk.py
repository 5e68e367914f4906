"""The program's own end where the disk lets it down: a clear error, exit code 2, an archive that is whole."""

from __future__ import annotations

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaner.archive import Archive, settings, verify
from cleaner.archive.repair import repair

ROOT = str(Path(__file__).parent.parent.parent)
CLEANER = (sys.executable, "-m", "cleaner")
ENVIRONMENT = {**os.environ, "PYTHONPATH": ROOT, "PYTHONWARNINGS": ""}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of texts, in a folder to work in."""
    (tmp_path / "in").mkdir()
    chance = random.Random(3)  # noqa: S311 - no secret
    for number in range(24):
        words = " ".join(f"{chance.randrange(10**9)}" for _ in range(300))
        (tmp_path / "in" / f"{number:02}.txt").write_text(f"ADVERTISEMENT\n\nThe numbers of the day were {words}.\n")
    return tmp_path


def command(*arguments: str | Path) -> list[str | Path]:
    return [*CLEANER, *arguments]


def ended(
    folder: Path, *arguments: str | Path, limit: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, preexec_fn=limit, timeout=120,
        check=False,
    )  # fmt: skip


def test_a_full_disk(folder: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    done = ended(folder, "archive", "add", "in", "-o", "x.warc.gz", limit=limited)
    assert (done.returncode, done.stdout) == (2, "")
    assert "x.warc.gz: cannot be written: File too large" in done.stderr
    assert [*verify(folder / "x.warc.gz")] == []
    assert 0 < len([*Archive.open(folder / "x.warc.gz").documents()]) < 24


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to any folder")
def test_a_read_only_folder(folder: Path) -> None:
    (folder / "shut").mkdir(mode=0o500)
    done = ended(folder, "archive", "add", "in", "-o", "shut/x.warc.gz")
    assert (done.returncode, "shut/x.warc.gz: cannot be written" in done.stderr) == (2, True)


def test_a_place_that_takes_no_files(folder: Path) -> None:
    for place in ("/proc/x.warc.gz", "in/00.txt/x.warc.gz"):
        done = ended(folder, "archive", "add", "in", "-o", place)
        assert (done.returncode, done.stdout, "cannot be written" in done.stderr) == (2, "", True), done.stderr


def test_a_folder_that_vanishes(folder: Path) -> None:
    (folder / "out").mkdir()
    writer = subprocess.Popen(
        command("archive", "add", "-", "-o", "out/x.warc.gz", "--from", "ndjson"),
        cwd=folder, env=ENVIRONMENT, stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert writer.stdin
    writer.stdin.write(b'{"text": "The first words of a text."}\n' * 3)
    writer.stdin.flush()
    draft = folder / "out" / "x.warc.gz.open"
    for _ in range(300):
        if draft.exists():
            break
        time.sleep(0.05)
    draft.unlink()
    (folder / "out").rmdir()
    _, told = writer.communicate()
    assert (writer.returncode, b"x.warc.gz: cannot be written" in told) == (2, True), told


def test_a_second_process_is_refused(folder: Path) -> None:
    first = Archive.open(folder / "x.warc.gz", "a")
    done = ended(folder, "archive", "add", "in", "-o", "x.warc.gz")
    assert (done.returncode, "another process is writing to it" in done.stderr) == (2, True)
    first.close()


@pytest.mark.parametrize("moment", [0.9, 1.3, 1.7, 2.2])
def test_a_run_that_is_killed(folder: Path, moment: float) -> None:
    run = subprocess.Popen(
        command("clean", "in", "-o", "out", "--archive", "x.warc.gz", "--jobs", "2", "-q"),
        cwd=folder, env=ENVIRONMENT, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(moment)
    run.send_signal(signal.SIGKILL)
    run.wait()
    path, outputs = folder / "x.warc.gz", {made.stem: made.read_bytes() for made in (folder / "out").glob("*.md")}
    if not (path.exists() or path.with_name("x.warc.gz.open").exists()):
        assert not outputs
        return
    for _ in repair(path, settings()):
        pass
    archive = Archive.open(path)
    assert [*archive.verify()] == []
    kept = {Path(document.uri).stem: (document.markdown or "").encode() for document in archive.documents()}
    assert outputs.items() <= kept.items()
