"""A run that was interrupted, killed or had failures goes on, and ends with the bytes that one run would have made."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .conftest import CLEAN, COMMAND, DIRTY, ENVIRONMENT, Run

HAZARDS = Path(__file__).parents[2] / "benchmarks" / "hazards"
DATE = ("--date", "2025-06-15T12:00:00Z")
DOCUMENTS = 400


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(DOCUMENTS):
        (folder / f"{number:03}.txt").write_text(f"{DIRTY}\nBerth {number} was closed, too, and nobody came.\n")
    return folder


def entries(manifest: Path) -> list[dict[str, object]]:
    return [entry for line in manifest.read_text().splitlines() if "source" in (entry := json.loads(line))]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("[!.]*")}


def stopped(folder: Path, sign: int, done: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Start a run, send it a signal once its manifest has some entries, and wait for its end."""
    program = subprocess.Popen(
        [*COMMAND, *args], cwd=folder, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + 60
    while not done.exists() or done.read_bytes().count(b"\n") < 30:
        assert time.monotonic() < until
        assert program.poll() is None
        time.sleep(0.002)
    os.killpg(program.pid, sign)
    _, err = program.communicate(timeout=60)
    return subprocess.CompletedProcess(args, program.returncode, "", err)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_folder_is_gone_on_with(run: Run, tmp_path: Path, many: Path, sign: int) -> None:
    args = ("clean", "in", "--jobs", "2", *DATE)
    assert run(*args, "-o", "whole", "--archive", "whole.warc.gz").code == 0
    manifest = tmp_path / "out" / ".manifest.ndjson"
    ended = stopped(tmp_path, sign, manifest, *args, "-o", "out", "--archive", "out.warc.gz")
    if sign == signal.SIGINT:
        assert ended.returncode == 130
        assert "interrupted after" in ended.stderr
        assert "'cleaner retry out' goes on" in ended.stderr
        assert "Traceback" not in ended.stderr
    assert run("status", "out").code == 1
    done = len(entries(manifest))
    assert done < DOCUMENTS
    again = run("retry", "out")
    assert again.code == 0
    assert f"; {done} done before" in again.err
    assert files(tmp_path / "out") == files(tmp_path / "whole")
    assert (tmp_path / "out.warc.gz").read_bytes() == (tmp_path / "whole.warc.gz").read_bytes()
    assert len(entries(manifest)) == DOCUMENTS


def test_a_stream_is_gone_on_with_even_twice(run: Run, tmp_path: Path, many: Path) -> None:
    args = ("clean", "in", "--to", "ndjson", "--jobs", "2")
    assert run(*args, "-o", "whole.ndjson").code == 0
    manifest = tmp_path / ".out.ndjson.manifest.ndjson"
    stopped(tmp_path, signal.SIGKILL, manifest, *args, "-o", "out.ndjson")
    assert not (tmp_path / "out.ndjson").exists()
    stopped(tmp_path, signal.SIGKILL, manifest, *args, "-o", "out.ndjson", "--resume")
    assert run(*args, "-o", "out.ndjson", "--resume").code == 0
    assert (tmp_path / "out.ndjson").read_bytes() == (tmp_path / "whole.ndjson").read_bytes()
    assert [path.name for path in tmp_path.glob(".out*")] == [".out.ndjson.manifest.ndjson"]


def test_only_what_changed_or_failed_is_done_again(run: Run, tmp_path: Path, texts: Path) -> None:
    (texts / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    assert run("clean", "texts", "-o", "out").code == 3
    assert "3 documents: 2 ok, 1 failed; 1 changed; 2 done before" in run("clean", "texts", "-o", "out", "--resume").err
    (texts / "a.txt").write_text(CLEAN)
    (texts / "bad.txt").write_text(CLEAN)
    (tmp_path / "out" / "sub" / "b.md").unlink()
    ended = run("clean", "texts", "-o", "out", "--resume")
    assert (ended.code, "done before" in ended.err) == (0, False)
    assert "3 done before" in run("clean", "texts", "-o", "out", "--resume").err
    assert "done before" not in run("clean", "texts", "-o", "out", "--resume", "--keep", "ad").err


def test_a_stream_with_failures_is_retried_in_its_place(run: Run, tmp_path: Path, texts: Path) -> None:
    (texts / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    assert run("clean", "texts", "-o", "out.ndjson", "--to", "ndjson").code == 3
    (texts / "bad.txt").write_text(DIRTY)
    assert "2 done before" in run("retry", "out.ndjson").err
    run("clean", "texts", "-o", "whole.ndjson", "--to", "ndjson")
    assert (tmp_path / "out.ndjson").read_bytes() == (tmp_path / "whole.ndjson").read_bytes()


def test_status_tells_and_names_what_failed(run: Run, texts: Path) -> None:
    (texts / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    run("clean", "texts", "-o", "out")
    told = run("status", "out", "--group-by", "site")
    assert told.code == 3
    assert "out: finished" in told.out
    assert "documents 3: 2 ok, 1 failed" in told.out
    assert "texts/bad.txt: not text" in told.out
    assert "sub " in told.out
    assert run("status", "out", "--failed").out == "texts/bad.txt\n"
    assert run("status", "nowhere").code == 2


def test_retry_works_from_another_folder_and_not_on_a_pipe(run: Run, tmp_path: Path, texts: Path) -> None:
    run("clean", "texts", "-o", "out")
    ended = subprocess.run(
        [*COMMAND, "retry", str(tmp_path / "out")], cwd="/", env=ENVIRONMENT, capture_output=True, check=False
    )
    assert b"2 done before" in ended.stderr
    lines = json.dumps({"id": 1, "text": DIRTY})
    run("clean", "-", "--from", "ndjson", "-o", "piped/", stdin=lines)
    assert "standard input" in run("retry", "piped").err


def test_retry_asks_for_no_more_than_it_needs(run: Run, tmp_path: Path, texts: Path) -> None:
    assert run("clean", "texts", "-o", "out", "--report", "run.html").code == 0
    refused = run("retry", "out", "--timeout", "-1")
    assert (refused.code, "--timeout" in refused.err) == (2, True)
    assert run("retry", "out", "--timeout", "7.5").code == 0
    asked = json.loads((tmp_path / "out" / ".manifest.ndjson").read_text().splitlines()[0])["request"]
    assert (asked["highlights"], asked["limits"]["seconds"]) == (False, 7.5)


def test_fail_fast_ends_at_the_first_failure(run: Run, tmp_path: Path, many: Path) -> None:
    (many / "005.txt").write_bytes(b"\x00\x01\x02" * 100)
    ended = run("clean", "in", "-o", "out", "--fail-fast")
    assert ended.code == 3
    assert "stopped at the first failure" in ended.err
    assert sorted(files(tmp_path / "out")) == [f"{number:03}.md" for number in range(5)]


def test_documents_that_hang_crash_or_hoard_fail_alone(run: Run, tmp_path: Path, many: Path) -> None:
    for number, kind in ((3, "hang"), (77, "crash"), (150, "hoard"), (151, "hang")):
        (many / f"{number:03}.txt").write_text(f"HAZARD: {kind}")
    path = f"{HAZARDS}{os.pathsep}{ENVIRONMENT['PYTHONPATH']}"
    args = ("clean", "in", "-o", "out", "--timeout", "4", "--memory", "500M", "-j", "2")
    ended = run(*args, env={"PYTHONPATH": path})
    assert ended.code == 3
    assert f"{DOCUMENTS} documents: {DOCUMENTS - 4} ok, 4 failed" in ended.err
    assert "in/003.txt: took longer than 4 s" in ended.err
    assert "in/077.txt: the worker process died" in ended.err
    assert "in/150.txt: took more than 0.5 GB of memory" in ended.err
    assert len(files(tmp_path / "out")) == DOCUMENTS - 4


def test_one_document_has_its_limit_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("HAZARD: hang")
    path = f"{HAZARDS}{os.pathsep}{ENVIRONMENT['PYTHONPATH']}"
    ended = run("clean", "a.txt", "--timeout", "0.5", env={"PYTHONPATH": path})
    assert (ended.code, ended.out) == (4, "")
    assert "a.txt: took longer than 0.5 s" in ended.err
