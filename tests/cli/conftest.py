"""Runs the program as its users do: a process, its streams, its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import cleaner

ROOT = str(Path(cleaner.__file__).parent.parent)
COMMAND = [sys.executable, "-m", "cleaner"]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR"}},
    "PYTHONPATH": ROOT,
    "PYTHONWARNINGS": "",
}

DIRTY = "ADVERTISEMENT\n\nThe harbour was closed for two days after the storm, the port authority said.\n"
CLEAN = "The harbour was closed for two days after the storm, the port authority said.\n"


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `cleaner ARGS…` in an empty folder of its own, standard input from a pipe."""

    def run(*args: str, stdin: str | bytes = "", env: dict[str, str] | None = None) -> Ended:
        ended = subprocess.run(
            [*COMMAND, *args],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env=ENVIRONMENT | (env or {}),
            timeout=120,
            check=False,
        )
        assert b"Traceback" not in ended.stderr, ended.stderr.decode()
        return Ended(ended.returncode, ended.stdout.decode(), ended.stderr.decode())

    return run


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with two articles, one of them in a folder of its own, and a hidden file."""
    folder = tmp_path / "texts"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text(DIRTY)
    (folder / "sub" / "b.txt").write_text(CLEAN)
    (folder / ".hidden.txt").write_text(DIRTY)
    return folder
