"""Archives in other forms: one module for each, and the table of them.

An exporter takes an archive's path and where to write, and gives the number of documents that it wrote. Each original
comes once, with its current cleaned version. Files appear whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

Exporter = Callable[[Path, Path], int]

# Named, not imported: pyarrow is heavy, and an extra.
EXPORTERS: Mapping[str, str] = MappingProxyType({
    "wacz": "cleaner.archive.export.wacz",
    "dir": "cleaner.archive.export.folders",
    "ndjson": "cleaner.archive.export.ndjson",
    "parquet": "cleaner.archive.export.parquet",
    "wet": "cleaner.archive.export.wet",
})  # fmt: skip


def export(path: Path, form: str, out: Path) -> int:
    """Write an archive in another form; returns the number of documents.

    Raises ArchiveError where the archive is damaged, OutputError where there is such a file already or it cannot be
    written, ConfigError where what the form needs is not installed.
    """
    exporter: Exporter = import_module(EXPORTERS[form]).write
    return exporter(path, out)
