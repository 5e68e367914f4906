"""Data that lies beside documents is passed over; data that was named itself must be a document."""

from __future__ import annotations

from pathlib import Path

import pytest

import cleaner
from cleaner.model import Failed


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ('{"license": "CC0"}', "skipped"),
        ('{\n  "license": "CC0"\n}', "skipped"),
        ('{"meta": "' + "x" * 9000 + '"}', "skipped"),
        ('{"text": "The ferry was late."}', "ok"),
        ('{"text": "' + "The ferry was late. " * 900 + '"}', "ok"),
        ("[1, 2]", "skipped"),
    ],
)
def test_a_folder_s_json_is_a_document_where_it_holds_a_text(tmp_path: Path, data: str, status: str) -> None:
    (tmp_path / "a.json").write_text(data)
    (result,) = cleaner.clean_all(tmp_path)
    assert result.status == status


def test_json_without_a_text_that_was_named_is_explained(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"license": "CC0"}')
    (result,) = cleaner.clean_all(tmp_path / "a.json")
    assert isinstance(result, Failed)
    assert "--field" in str(result.error)
