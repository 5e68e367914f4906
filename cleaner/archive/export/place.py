"""Where an export is written: a new file, which appears when it is whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cleaner.archive.disk import rename
from cleaner.errors import OutputError, writing


@contextmanager
def new_file(out: Path) -> Iterator[Path]:
    """A draft's path in the same folder; at the end it gets the name `out`. Raises OutputError that names `out`."""
    draft = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    if out.exists():
        raise OutputError(f"{out}: there is such a file; choose another name")
    with writing(out):
        try:
            yield draft
            with draft.open("rb") as stream:
                os.fsync(stream.fileno())
            rename(draft, out)
        finally:
            draft.unlink(missing_ok=True)
