"""The golden cases: a folder each in fixtures/, with an input and what a careful editor makes of it.

input.txt, input.html or input.md   the document; else `sample` in expected.json names a file of seeds/
expected.md                         the markdown
expected.json                       status, removed and repaired, as in the NDJSON contract but without offsets,
                                    on HTML without line numbers; `xfail` says why a case fails as yet
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cleaner.model import Source
from cleaner.pipeline import Cleaned, clean

ROOT = Path(__file__).parent.parent
MEDIA_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".html": "text/html"}


@dataclass(frozen=True)
class Case:
    """A golden case, as its folder says it."""

    name: str
    source: Source
    markdown: str
    expected: Mapping[str, Any]


def _case(folder: Path) -> Case:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    sample = expected.get("sample")
    path = ROOT / sample if sample else next(folder.glob("input.*"))
    source = Source(uri=path.name, data=path.read_bytes(), media_type=MEDIA_TYPES[path.suffix])
    return Case(folder.name, source, (folder / "expected.md").read_text(encoding="utf-8"), expected)


CASES = tuple(_case(folder) for folder in sorted((ROOT / "fixtures").iterdir()) if folder.is_dir())


@cache
def cleaned(name: str) -> Cleaned:
    """A case's result, made once for all the tests that look at it."""
    return clean(next(case.source for case in CASES if case.name == name))
