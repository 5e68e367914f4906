"""A Parquet file, one row a document: the original's bytes beside the cleaned version."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

from cleaner.archive.export.place import new_file
from cleaner.archive.export.rows import row
from cleaner.archive.reader import Document
from cleaner.archive.versions import current
from cleaner.errors import ConfigError, ReadError

ROWS = 256  # that are in memory at a time: one row group
LISTS = frozenset({"notes", "removed", "repaired"})  # as JSON: their members differ from rule to rule
NUMBERS = frozenset({"original_size"})


def write(path: Path, out: Path) -> int:
    """Write an archive as Parquet, compressed with Zstandard. Raises ConfigError where pyarrow is not installed."""
    try:
        import pyarrow as arrow  # type: ignore[import-untyped,import-not-found,unused-ignore]
        from pyarrow import parquet
    except ImportError as error:
        raise ConfigError("Parquet needs pyarrow; install it: pip install 'cleaner[parquet]'") from error
    number, documents = 0, current(path)
    with new_file(out) as draft:
        writer = None
        while rows := list(islice(map(_row, documents), ROWS)):
            schema = _schema(arrow, rows[0])
            writer = writer or parquet.ParquetWriter(draft, schema, compression="zstd")
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))
            number += len(rows)
        if writer is None:
            raise ConfigError(f"{path}: no documents in it, and a table without rows has no columns")
        writer.close()
    return number


def _row(document: Document) -> dict[str, Any]:
    values = row(document)
    lists = {name: json.dumps(values[name], ensure_ascii=False) for name in LISTS}
    return values | lists | {"original": _original(document)}


def _original(document: Document) -> bytes | None:
    try:
        return document.original
    except ReadError:
        return None


def _schema(arrow: Any, values: dict[str, Any]) -> Any:
    kinds = {"original": arrow.binary()} | {name: arrow.int64() for name in NUMBERS}
    return arrow.schema([(name, kinds.get(name, arrow.string())) for name in values])
