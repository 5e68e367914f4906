"""The README's examples do what it says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """The console examples in order: a command line and what it prints."""
    text = "".join(fenced("console"))
    return [(command, output) for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", text, re.MULTILINE)]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path


def test_console_examples(clone: Path) -> None:
    environment = {**os.environ, "PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"}
    assert commands()
    for command, expected in commands():
        bash = ["bash", "-c", command]
        run = subprocess.run(bash, cwd=clone, env=environment, capture_output=True, text=True, check=False)
        assert run.stdout == expected, f"$ {command}\n{run.stderr}"


def test_python_example(clone: Path) -> None:
    (example,) = fenced("python")
    run = subprocess.run([sys.executable, "-c", example], cwd=clone, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == "seeds/ice-deportations.txt ok\n"


def test_toml_examples(clone: Path) -> None:
    config, rule = fenced("toml")
    (clone / "cleaner.toml").write_text(config, encoding="utf-8")
    (clone / "mine.toml").write_text(rule.replace("ad.marker", "ad.mine"), encoding="utf-8")
    command = [sys.executable, "-m", "cleaner", "clean", "seeds/", "-o", "out", "--rules", "mine.toml"]
    run = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
