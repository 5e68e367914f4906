"""Parquet in and out: a row a document, whatever the size of the file."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow as arrow
import pytest
from pyarrow import parquet

import cleaner
from cleaner.batch import Request, plan, run
from cleaner.model import Failed

TEXT = "ADVERTISEMENT\n\nThe harbour was closed for two days after the storm, they said.\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    rows = [{"url": f"https://example.org/{n}", "text": TEXT, "raw": b"\xff", "n": n} for n in range(600)]
    rows[5] |= {"text": None}
    parquet.write_table(arrow.Table.from_pylist(rows), tmp_path / "in.parquet", row_group_size=100)
    return tmp_path / "in.parquet"


def test_every_row_is_a_document(table: Path) -> None:
    found = list(cleaner.clean_all(table))
    assert [result.status for result in found].count("ok") == 599
    assert isinstance(found[5], Failed)
    assert "in.parquet:6: no member" in str(found[5].error)
    assert found[7].source.url == "https://example.org/7"
    assert found[7].source.members == {"url": "https://example.org/7", "text": TEXT, "raw": "/w==", "n": 7}


def test_times_finer_than_microseconds_are_read(tmp_path: Path) -> None:
    times = arrow.array([1_750_000_000_123_456_789, None], arrow.timestamp("ns", "UTC"))
    columns = {"text": arrow.array([TEXT, TEXT]), "fetched": times, "n": arrow.array([1, 2])}
    parquet.write_table(arrow.table(columns), tmp_path / "in.parquet")
    found = list(cleaner.clean_all(tmp_path / "in.parquet"))
    assert [result.source.members for result in found] == [
        {"text": TEXT, "fetched": "2025-06-15T15:06:40.123456+00:00", "n": 1},
        {"text": TEXT, "fetched": None, "n": 2},
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_rows_out_say_what_ndjson_says(table: Path, tmp_path: Path, jobs: int) -> None:
    lines = io.BytesIO()
    list(run(plan(Request([str(table)], form="ndjson")), lambda: lines))
    out = tmp_path / "out.parquet"
    list(run(plan(Request([str(table)], output=str(out), form="parquet", jobs=jobs)), io.BytesIO))
    rows = parquet.read_table(out).to_pylist()
    assert parquet.ParquetFile(out).num_row_groups == 3
    for row, line in zip(rows, lines.getvalue().splitlines(), strict=True):
        document = json.loads(line)
        assert {name: row[name] for name in ("source", "status", "error", "markdown")} == {
            name: document[name] for name in ("source", "status", "error", "markdown")
        }
        assert json.loads(row["removed"]) == document["removed"]


def test_a_damaged_file_is_explained(table: Path) -> None:
    table.write_bytes(table.read_bytes()[:-100])
    (result,) = cleaner.clean_all(table)
    assert isinstance(result, Failed)
    assert "damaged Parquet" in str(result.error)
