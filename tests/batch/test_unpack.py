"""Compressed inputs are read as what is in them, and bombs and damage are failures of their own."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.batch import Request, plan, unpack, unzip
from cleaner.errors import ConfigError, LimitError
from cleaner.model import Failed

TEXT = "ADVERTISEMENT\n\nThe harbour was closed for two days after the storm, they said.\n"
KEPT = "The harbour was closed for two days after the storm, they said.\n"
PAGE = f"<html><body><article><p>{KEPT * 12}</p></article></body></html>"


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def results(folder: Path) -> dict[str, cleaner.Cleaned | Failed]:
    return {result.source.path or "": result for result in cleaner.clean_all(folder)}


@pytest.mark.parametrize(("suffix", "compress"), [("gz", gzip.compress), ("zst", zstd)])
def test_a_compressed_file_is_the_file_in_it(tmp_path: Path, suffix: str, compress: object) -> None:
    assert callable(compress)
    (tmp_path / f"a.txt.{suffix}").write_bytes(compress(TEXT.encode()))
    (tmp_path / f"b.md.{suffix}").write_bytes(compress(b"# Storm\n\n- one\n"))
    (tmp_path / f"c.html.{suffix}").write_bytes(compress(PAGE.encode()))
    (tmp_path / f"d.jsonl.{suffix}").write_bytes(compress(json.dumps({"id": "d", "text": TEXT}).encode()))
    (tmp_path / f"e.png.{suffix}").write_bytes(compress(b"\x89PNG"))
    found = list(cleaner.clean_all(tmp_path))
    assert [result.status for result in found] == ["ok", "ok", "ok", "ok", "skipped"]
    kinds = [result.article.media_type for result in found if isinstance(result, cleaner.Cleaned)]
    assert kinds[:4] == ["text/plain", "text/markdown", "text/html", "text/plain"]
    assert isinstance(found[0], cleaner.Cleaned)
    assert found[0].markdown == KEPT


@pytest.mark.parametrize(
    "torn", [gzip.compress(TEXT.encode() * 50)[:-9], zstd(TEXT.encode() * 50)[:-9], b"\x1f\x8b\x08rest"]
)
def test_a_torn_file_is_explained(tmp_path: Path, torn: bytes) -> None:
    (tmp_path / "a.txt.gz").write_bytes(torn)
    (result,) = cleaner.clean_all(tmp_path)
    assert isinstance(result, Failed)
    assert "a.txt.gz: damaged" in str(result.error)


@pytest.mark.parametrize(("suffix", "compress"), [("gz", gzip.compress), ("zst", zstd)])
def test_a_bomb_is_refused(tmp_path: Path, suffix: str, compress: object) -> None:
    assert callable(compress)
    (tmp_path / f"a.txt.{suffix}").write_bytes(compress(b"a" * 80_000_000))
    (result,) = cleaner.clean_all(tmp_path)
    assert isinstance(result, Failed)
    assert isinstance(result.error, LimitError)
    assert "bomb" in str(result.error)


def test_a_zip_file_is_a_folder(tmp_path: Path) -> None:
    members = {
        "news/a.txt": TEXT.encode(),
        "b.txt.gz": gzip.compress(TEXT.encode()),
        "c.ndjson": json.dumps({"id": "c", "text": TEXT}).encode(),
        "d.png": b"\x89PNG",
        ".hidden.txt": TEXT.encode(),
        "__MACOSX/._a.txt": b"\0\1",
        "../../outside.txt": TEXT.encode(),
    }
    (tmp_path / "box.zip").write_bytes(zipped(members))
    found = results(tmp_path)
    assert {name: result.status for name, result in found.items()} == {
        "box.zip/news/a.txt": "ok",
        "box.zip/b.txt.gz": "ok",
        "box.zip/c.ndjson": "ok",
        "box.zip/d.png": "skipped",
        "box.zip/outside.txt": "ok",
    }


def test_members_that_would_share_an_output_are_refused(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT.encode())
    (tmp_path / "box.zip").write_bytes(zipped({"b.txt": b"Another text.\n", "b.txt.gz": packed}))
    with pytest.raises(
        ConfigError, match=r"box\.zip/b\.txt and .*box\.zip/b\.txt\.gz would both be written to box/b\.md"
    ):
        plan(Request([str(tmp_path / "box.zip")], output=str(tmp_path / "out/")))
    (tmp_path / "box.zip").write_bytes(
        zipped({"b.txt": TEXT.encode(), "c.txt.gz": packed, "b.warc.gz": b"", "b.zip": b""})
    )
    assert plan(Request([str(tmp_path / "box.zip")], output=str(tmp_path / "out/"))).folder


def test_a_damaged_member_costs_itself_alone(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode() * 20, "b.txt": TEXT.encode()}))
    data[60:64] = b"\xff\xff\xff\xff"
    (tmp_path / "box.zip").write_bytes(data)
    assert [result.status for result in results(tmp_path).values()] == ["failed", "ok"]


def test_documents_that_are_zip_files_inside_are_no_folders(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}))
    (tmp_path / "b.epub").write_bytes(zipped({"mimetype": b"application/epub+zip", "a.html": PAGE.encode()}))
    assert [result.status for result in results(tmp_path).values()] == ["skipped", "skipped"]


@given(st.binary(max_size=300))
def test_whatever_follows_a_magic_number_ends_in_a_result(rest: bytes) -> None:
    for magic in (unpack.GZIP, unpack.ZSTD, unpack.ZIP):
        data = magic + rest
        kind = unpack.kind(data)
        if kind:
            try:
                for _, stream in unpack.unpacked(io.BufferedReader(io.BytesIO(data)), "x", kind):  # type: ignore[arg-type]
                    if not isinstance(stream, cleaner.ReadError):
                        stream.read(10_000)
            except cleaner.ReadError as error:
                assert str(error).startswith("x")


def test_no_member_leads_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"/etc/x": b"1", "..\\..\\y": b"2", "a/../../z": b"3"}))
    assert unzip.paths(str(tmp_path / "a.zip")) == ["etc/x", "y", "a/z"]
