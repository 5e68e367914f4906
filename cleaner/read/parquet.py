"""Parquet: each row is a document, as a line of NDJSON is; read batch by batch, so that no file is too large."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, BinaryIO

from cleaner.errors import ReadError
from cleaner.model import Failed, Source
from cleaner.read import ndjson

ROWS = 64  # that are in memory at a time


def sources(
    stream: BinaryIO, name: str, field: str | None = None, path: str | None = None
) -> Iterator[Source | Failed]:
    """Read the documents of a Parquet file, one at a time.

    In: a seekable stream, its name for messages, the column that holds the text (default: "html", else "text"), and the
    path of its file below the input folder. Out: as `ndjson.sources`, a row's number in place of a line's. The values
    of other columns return under `input` as JSON has them: times in ISO 8601, bytes as UTF-8 or else in base64.
    Raises ReadError where the file is no Parquet, is damaged, or pyarrow is not installed.
    """
    try:
        import pyarrow as arrow  # type: ignore[import-untyped,import-not-found,unused-ignore]
        from pyarrow import parquet
    except ImportError as error:
        raise ReadError(f"{name}: Parquet needs pyarrow; install it: pip install 'cleaner[parquet]'") from error
    if not stream.seekable():
        raise ReadError(f"{name}: Parquet is read from its end, and this is a pipe; save it as a file first")
    number = 0
    try:
        with parquet.ParquetFile(stream) as table:
            for batch in table.iter_batches(batch_size=ROWS):
                for row in _in_microseconds(batch, arrow).to_pylist():
                    number += 1
                    unnamed = Source(f"{name}:{number}", b"", path=path and f"{path}:{number}")
                    yield ndjson.document(unnamed, _members(row), path, field)
    except (arrow.ArrowException, OSError) as error:
        told = str(error).partition("\n")[0]
        raise ReadError(f"{name}: damaged Parquet: {told}; {number:,} rows before the damage were read") from error


def _in_microseconds(batch: Any, arrow: Any) -> Any:
    """A batch with its times in the unit that Python's have, where they are finer; what is finer is cut off."""
    for index, column in enumerate(batch.schema):
        if arrow.types.is_timestamp(column.type) and column.type.unit == "ns":
            cast = batch.column(index).cast(arrow.timestamp("us", column.type.tz), safe=False)
            batch = arrow.RecordBatch.from_arrays(
                [*batch.columns[:index], cast, *batch.columns[index + 1 :]], names=batch.schema.names
            )
    return batch


def _members(row: dict[str, Any]) -> dict[str, Any]:
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return b64encode(value).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return _members(value)
    if isinstance(value, list | tuple):
        return [_value(item) for item in value]
    return str(value)
