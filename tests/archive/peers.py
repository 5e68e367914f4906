"""Other people's tools, where they are: in .venv-peers (`make peers`), in $CLEANER_PEERS, or beside this Python.

They live in an environment of their own, since pywb brings a `brotli` module that is not the one we use.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PLACES = (os.environ.get("CLEANER_PEERS", ""), str(ROOT / ".venv-peers" / "bin"), str(Path(sys.executable).parent))


def peer(name: str) -> str:
    """The path of a tool; skips the test, with the reason, where it is not there."""
    found = next((path for place in PLACES if place and (path := Path(place) / name).is_file()), None)
    if found is None:
        pytest.skip(f"{name} is not installed; `make peers` installs it")
    return str(found)


def run(name: str, *args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a tool to its end."""
    quiet = {**os.environ, "PYTHONWARNINGS": ""}
    return subprocess.run([peer(name), *args], capture_output=True, text=True, check=False, timeout=120, env=quiet)


def replaywebpage() -> Path:
    """The folder that ReplayWeb.page's files are in; skips the test, with the reason, where they are not there."""
    places = (
        Path(place) / "replaywebpage" for place in (os.environ.get("CLEANER_PEERS"), ROOT / ".venv-peers") if place
    )
    found = next((place for place in places if (place / "sw.js").is_file()), None)
    if found is None:
        pytest.skip("ReplayWeb.page is not installed; `make peers` installs it, with npm")
    return found


def chromium() -> str:
    """The path of a Chromium; skips the test, with the reason, where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not installed; on Debian, apt install chromium")
    return found
