"""One JSON object a line and document, with the NDJSON contract's names, and what only an archive knows."""

from __future__ import annotations

import json
from pathlib import Path

from cleaner.archive.export.place import new_file
from cleaner.archive.export.rows import row
from cleaner.archive.versions import current


def write(path: Path, out: Path) -> int:
    """Write an archive as NDJSON, in UTF-8."""
    number = 0
    with new_file(out) as draft, draft.open("x", encoding="utf-8", errors="replace", newline="\n") as stream:
        for document in current(path):
            stream.write(json.dumps(row(document), ensure_ascii=False, separators=(",", ":")) + "\n")
            number += 1
    return number
