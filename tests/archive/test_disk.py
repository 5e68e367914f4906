"""The program's own end where the disk lets it down: a clear error, exit code 2, an archive that is whole."""

from __future__ import annotations

import ctypes
import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.made import archived, text
from cleaner.archive import Archive, settings, verify
from cleaner.archive.export import EXPORTERS
from cleaner.archive.repair import repair

ROOT = str(Path(__file__).parent.parent.parent)
CLEANER = (sys.executable, "-m", "cleaner")
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1  # linux/prctl.h, linux/capability.h
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


def like_others() -> None:
    """Take from root its right to write anywhere, for the program that is started next (Linux, prctl(2))."""
    if os.geteuid() == 0 and ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0):
        raise OSError("the right to write anywhere cannot be given up here")


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "in", "-o", "shut/new.warc.gz"),
        ("add", "in", "-o", "shut/x.warc.gz"),
        ("reclean", "shut/x.warc.gz"),
        ("repair", "shut/torn.warc.gz"),
        ("index", "shut/x.warc.gz"),
        ("restore", "x.warc.gz", "1", "-o", "shut/new.txt"),
        *(("export", "x.warc.gz", f"--{form}", "shut/new") for form in EXPORTERS),
    ],
    ids=" ".join,
)
def test_a_read_only_folder(folder: Path, arguments: tuple[str, ...]) -> None:
    shut = folder / "shut"
    shut.mkdir()
    whole = archived(folder / "x.warc.gz", text())
    (shut / "x.warc.gz").write_bytes(whole)
    (shut / "torn.warc.gz").write_bytes(whole[:-9])
    for file in shut.iterdir():
        file.chmod(0o400)
    shut.chmod(0o500)
    done = ended(folder, "archive", *arguments, limit=like_others)
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False), done.stderr
    assert re.search(r"cleaner: shut/\S+: cannot be written: .*ermission denied", done.stderr), done.stderr
    assert {file.name: file.read_bytes() for file in shut.iterdir()} == {
        "x.warc.gz": whole, "torn.warc.gz": whole[:-9]
    }  # fmt: skip


@pytest.mark.parametrize("damage", ["torn", "flipped"])
def test_a_full_disk_leaves_what_was_to_be_repaired(folder: Path, damage: str) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    whole = archived(folder / "x.warc.gz", *(text(f"{number}.txt", b"%d" % number) for number in range(3)))
    found = whole[:-9] if damage == "torn" else whole[:1000] + b"\0" * 9 + whole[1009:]
    (folder / "x.warc.gz").write_bytes(found)
    done = ended(folder, "archive", "repair", "x.warc.gz", limit=limited)
    assert (done.returncode, "cannot be written: File too large" in done.stderr) == (2, True), done.stderr
    assert (folder / "x.warc.gz").read_bytes() == found
    assert sorted(file.name for file in folder.iterdir()) == ["in", "x.warc.gz"]


@pytest.mark.parametrize("form", EXPORTERS)
def test_an_export_onto_a_full_disk_leaves_nothing_half(folder: Path, form: str) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    archived(folder / "x.warc.gz", text("a.txt", b"a" * 1000))
    done = ended(folder, "archive", "export", "x.warc.gz", f"--{form}", "out", limit=limited)
    assert (done.returncode, "cannot be written" in done.stderr) == (2, True), done.stderr
    assert not (folder / "out").is_file()
    assert [*(folder / "out").rglob("*.txt")] == []


def test_a_place_that_takes_no_files(folder: Path) -> None:
    for place in ("/proc/x.warc.gz", "in/00.txt/x.warc.gz"):
        done = ended(folder, "archive", "add", "in", "-o", place)
        assert (done.returncode, done.stdout, "cannot be written" in done.stderr) == (2, "", True), done.stderr


def test_what_is_cut_off_on_resuming_is_told(folder: Path) -> None:
    whole = archived(folder / "x.warc.gz", text(), text("b.txt", b"b"))
    (folder / "x.warc.gz").write_bytes(whole[:-9])
    done = ended(folder, "archive", "add", "in", "-o", "x.warc.gz", "--resume")
    assert (done.returncode, "it is in x.warc.gz.tail" in done.stderr) == (0, True), done.stderr
    assert (folder / "x.warc.gz.tail").read_bytes() in whole


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
