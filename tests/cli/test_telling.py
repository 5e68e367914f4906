"""What a run says while it goes on and at its end, and what it starts with."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from cleaner.batch.facts import Facts
from cleaner.batch.figures import Tally
from cleaner.cli.progress import EVERY, Plain, Standing, parts
from cleaner.cli.wording import duration

from .conftest import CLEAN, COMMAND, DIRTY, ENVIRONMENT, Run


def tally() -> Tally:
    done = Tally()
    for _ in range(40):
        done.add("ok", Facts(size=500_000, removed={"ad.marker": 2, "credit.line": 1}))
    done.add("failed", Facts())
    return done


def test_progress_says_all_that_there_is_to_say() -> None:
    said = list(parts(Standing(tally(), 20.0), 123))
    assert said == [
        "41 of 123 documents", "20.0 MB", "2 documents/s", "40.0 s left", "1 failed", "removed ad 80 credit 40"
    ]  # fmt: skip
    assert next(parts(Standing(tally(), 20.0), None)) == "41 documents"


def test_plain_lines_come_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    display = Plain(100)
    for tenth in range(120):
        display.show(Standing(tally(), tenth / 10))
    assert len(capsys.readouterr().err.splitlines()) == int(11.9 // EVERY)


def test_durations() -> None:
    assert [duration(seconds) for seconds in (0.04, 59.9, 60, 3600)] == ["0.0 s", "59.9 s", "1 min 00 s", "1 h 00 min"]


def test_the_table_tells_removals_skips_and_sites(run: Run, tmp_path: Path, texts: Path) -> None:
    (texts / "notes.json").write_text('{"license": "CC0"}')
    ended = run("clean", "texts", "-o", "out", "--group-by", "site", "--report", "run.html")
    assert ended.code == 0
    assert "cleaner: 3 documents: 2 ok, 1 skipped; 1 changed\n" in ended.err
    assert "  removed   7.8% of 167 characters: ad 1\n" in ended.err
    assert "  skipped   1: application/json holds no article\n" in ended.err
    assert "  (no site)          2       0     0.0    14.4%  ad.marker\n" in ended.err
    assert "<svg" in (tmp_path / "run.html").read_text()
    assert run("clean", "texts", "-o", "out", "--group-by", "site", "-q").err == ""


def test_a_terminal_shows_a_moving_line(tmp_path: Path, texts: Path) -> None:
    for number in range(300):
        (texts / f"{number}.txt").write_text(DIRTY * 20)
    ours, theirs = pty.openpty()
    environment = ENVIRONMENT | {"TERM": "xterm", "COLUMNS": "200"}
    command = [*COMMAND, "clean", "texts", "-o", "out"]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=theirs) as program:
        os.close(theirs)
        shown = b""
        while True:
            try:
                shown += os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
    os.close(ours)
    assert program.returncode == 0
    assert b"of 302 documents" in shown
    assert b"302 documents: 302 ok" in shown


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        (CLEAN, 0, ""),
        (DIRTY, 1, "would change\n"),
        (
            "The fleet:\n\n• two ferries lay at the quay\n• one barge was in the dock\n",
            1,
            "would change, in structure alone\n",
        ),
        ("# The fleet\n\n- two ferries lay at the quay\n- one barge was in the dock\n", 0, ""),
    ],
)
def test_check_finds_what_differs_in_structure_alone(run: Run, tmp_path: Path, text: str, code: int, says: str) -> None:
    (tmp_path / "a.md" if text.startswith("#") else tmp_path / "a.txt").write_text(text)
    name = "a.md" if text.startswith("#") else "a.txt"
    ended = run("clean", name, "--check")
    assert ended.code == code
    assert ended.err == (f"cleaner: {name}: {says}" if says else "")


def test_a_pattern_stands_for_what_it_matches(run: Run, tmp_path: Path, texts: Path) -> None:
    assert run("clean", "texts/**/*.txt", "-o", "out").code == 0
    assert sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.md")) == [
        "a.md", "sub/b.md"
    ]  # fmt: skip
    assert "nothing matches" in run("clean", "texts/*.rst", "-o", "out").err


def test_two_runs_do_not_write_to_one_output(run: Run, tmp_path: Path, texts: Path) -> None:
    run("clean", "texts", "-o", "out")
    code = (
        "import fcntl, subprocess, sys; s = open('out/.manifest.ndjson', 'ab'); fcntl.flock(s, fcntl.LOCK_EX);"
        f"sys.exit(subprocess.run([*{COMMAND!r}, 'clean', 'texts', '-o', 'out']).returncode)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, "another run writes to this output" in ended.stderr) == (2, True)


def imported(*args: str, stdin: str = "") -> set[str]:
    code = f"import sys; sys.argv = ['cleaner', *{list(args)!r}]\nfrom cleaner.cli import main\n"
    code += "try:\n    main()\nfinally:\n    import json; print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    ended = subprocess.run(
        [sys.executable, "-c", code], input=stdin, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    return set(json.loads(ended.stderr.splitlines()[-1]))


def test_help_and_a_small_text_start_without_what_they_do_not_need() -> None:
    heavy = {"numpy", "pydantic", "rich", "trafilatura", "lxml", "selectolax", "multiprocessing", "fsspec"}
    assert imported("--help") & {*heavy, "cleaner.pipeline", "cleaner.batch"} == set()
    assert imported("clean", "-", stdin=DIRTY) & {*heavy, "cleaner.cli.archive", "cleaner.batch.unzip"} == set()
