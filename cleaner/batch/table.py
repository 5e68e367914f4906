"""Parquet out: the NDJSON contract's object as a row, its lists and mappings as JSON."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from cleaner import write
from cleaner.errors import ConfigError
from cleaner.model import Failed, Result

ROWS = 256  # of a row group: what is in memory at a time
COLUMNS = (
    "source", "status", "error", "notes", "media_type", "language", "title", "metadata", "markdown", "text", "blocks",
    "removed", "repaired", "input",
)  # fmt: skip
LISTS = frozenset({"notes", "metadata", "blocks", "removed", "repaired", "input"})


def row(result: Result | Failed, written: str | None = None) -> bytes:
    """A result's row, as `Table.append` takes it. `written` is the markdown where known."""
    members = json.loads(write.json_line(result, written))
    values = [
        json.dumps(members[name], ensure_ascii=False) if name in LISTS and name in members else members.get(name)
        for name in COLUMNS
    ]
    return json.dumps(values).encode()


class Table:
    """A Parquet file that grows row group by row group, compressed with Zstandard."""

    def __init__(self, stream: BinaryIO) -> None:
        """Raises ConfigError where pyarrow is not installed."""
        try:
            import pyarrow as arrow  # type: ignore[import-untyped,import-not-found,unused-ignore]
            from pyarrow import parquet
        except ImportError as error:
            raise ConfigError("Parquet needs pyarrow; install it: pip install 'cleaner[parquet]'") from error
        self._arrow = arrow
        self._schema = arrow.schema([(name, arrow.string()) for name in COLUMNS])
        self._writer: Any = parquet.ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[list[bytes | None]] = []

    def append(self, data: bytes) -> None:
        """Add what `row` made."""
        self._rows.append([value if value is None else value.encode("utf-8", "replace") for value in json.loads(data)])
        if len(self._rows) == ROWS:
            self._write()

    def close(self) -> None:
        """Write what is left, and the file's end."""
        if self._rows:
            self._write()
        self._writer.close()

    def _write(self) -> None:
        arrays = [
            self._arrow.array(column, self._arrow.binary()).cast(self._arrow.string())
            for column in zip(*self._rows, strict=True)
        ]
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._rows.clear()
