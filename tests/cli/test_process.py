"""The program as a process of its own, without what a test runner has imported before."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_a_folder_is_cleaned_into_another(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ferry.txt").write_text(
        "The ferry left at nine.\n\nADVERTISEMENT\n\nIt rained.\n", encoding="utf-8"
    )
    command = [sys.executable, "-m", "cleaner", "clean", "in", "-o", "out", "--archive", "kept.warc.gz"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "out" / "ferry.md").read_text(encoding="utf-8") == "The ferry left at nine.\n\nIt rained.\n"
    entries = (tmp_path / "out" / ".manifest.ndjson").read_text(encoding="utf-8").splitlines()
    assert any(json.loads(entry).get("source", "").endswith("ferry.txt") for entry in entries)
