"""The modules that a wheel brings compiled: what decides it, and that they do what their source files say."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("hatchling")
import hatch_build

ROOT = Path(hatch_build.__file__).parent
PAGES = sorted(str(path) for folder in ("fixtures", "seeds") for path in (ROOT / folder).rglob("*") if path.is_file())

SAY = """
import json, sys
import cleaner, cleaner.read.html.walk, cleaner.write.markdown
from cleaner.errors import CleanerError

def said(path):
    try:
        result = cleaner.clean(open(path, "rb").read(), url="https://example.org/a/b")
        return result.markdown, result.to_dict(), repr(result.article.lines), repr(result.article.outline)
    except CleanerError as error:
        return str(error)

files = [sys.modules[name].__file__ for name in ("cleaner.read.html.walk", "cleaner.write.markdown")]
print(json.dumps([files, [said(path) for path in sys.argv[1:]]]))
"""


def test_every_compiled_module_is_a_source_file() -> None:
    assert [name for name in hatch_build.COMPILED if not (ROOT / f"cleaner/{name}.py").is_file()] == []


def test_nothing_is_compiled_where_that_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_PURE", "1")
    assert hatch_build.why_pure() == "CLEANER_PURE is set"


def test_nothing_is_compiled_in_an_editable_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLEANER_PURE", raising=False)
    assert "editable" in hatch_build.why_pure("editable")


def test_nothing_is_compiled_without_a_compiler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CLEANER_PURE", raising=False)
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hatch_build.why_pure() == "no C compiler is there"


@pytest.mark.skipif(bool(hatch_build.why_pure()) or find_spec("mypyc") is None, reason="nothing to compile with")
def test_compiled_modules_say_what_their_sources_say(tmp_path: Path) -> None:
    made = hatch_build.compiled(ROOT, tmp_path, level=0)
    assert len(made) == len(hatch_build.COMPILED) + 1
    files, compiled = saying(tmp_path)
    assert not any(name.endswith(".py") for name in files)
    files, interpreted = saying(ROOT)
    assert all(name.endswith(".py") for name in files)
    assert compiled == interpreted


def saying(place: Path) -> tuple[list[str], list[object]]:
    """The files that are run, and what the package in `place` says of all fixtures."""
    environment = {**os.environ, "PYTHONPATH": str(place)}
    command = [sys.executable, "-P", "-c", SAY, *PAGES]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    files, said = json.loads(done.stdout)
    return files, said
