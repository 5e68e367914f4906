"""Archives in other forms: what comes out is what went in."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from warc.foreign import PAGE, members, response
from warcio.archiveiterator import ArchiveIterator

from archive.made import archived, cleaned, crawled, failed, text
from cleaner.archive import Archive
from cleaner.archive.export import EXPORTERS
from cleaner.errors import ArchiveError, ConfigError, OutputError
from cleaner.model import Options, Source
from cleaner.warc.record import digest


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    source = Source("sub/a.txt", b"one", path="sub/a.txt")
    archived(
        tmp_path / "x.warc.gz",
        cleaned(source, "First."),
        cleaned(source, "# Last.", "Words."),
        text("b.txt", b"one"),
        failed("b.bin"),
        *crawled(members(response(PAGE, "http://example.org/news/"))),
        *crawled(members(response(PAGE, "http://example.org/News/index.html"))),
        cleaned(Source("x", b"evil", url="http://example.org/../../etc/passwd"), "Evil."),
        cleaned(Source("a.txt", b"ADVERTISEMENT", path="empty.txt"), options=Options(language="en")),
    )
    return Archive.open(tmp_path / "x.warc.gz")


def test_two_trees_mirror_each_other(archive: Archive, tmp_path: Path) -> None:
    assert archive.export("dir", tmp_path / "out") == 7
    found = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    files = {path.relative_to(tmp_path / "out").as_posix(): path.read_bytes() for path in found}
    assert files["originals/sub/a.txt"] == b"one"
    assert files["markdown/sub/a.md"] == b"\\# Last.\n\nWords.\n"
    assert files["originals/b.bin"] == b"\0\1"
    assert files["markdown/empty.md"] == b""
    assert files["originals/example.org/etc/passwd.txt"] == b"evil"
    assert len([name for name in files if name.startswith("originals/")]) == 7
    assert len({name.lower() for name in files}) == len(files) == 13
    with pytest.raises(OutputError, match="empty folder"):
        archive.export("dir", tmp_path / "out")


def test_ndjson_has_one_object_a_document(archive: Archive, tmp_path: Path) -> None:
    archive.export("ndjson", tmp_path / "out.ndjson")
    rows = [json.loads(line) for line in (tmp_path / "out.ndjson").read_text().splitlines()]
    assert [row["source"] for row in rows][:2] == ["file:///sub/a.txt", "file:///b.txt"]
    assert (rows[0]["markdown"], rows[0]["text"]) == ("\\# Last.\n\nWords.\n", "# Last.\n\nWords.\n")
    assert rows[0]["removed"][0]["rule"] == "ad.marker"
    assert (rows[2]["status"], rows[2]["markdown"]) == ("failed", None)
    assert rows[2]["error"] == "ReadError: file:///b.bin: no text"


def test_parquet_has_both_versions(archive: Archive, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    archive.export("parquet", tmp_path / "out.parquet")
    rows = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["source"] for row in rows][:2] == ["file:///sub/a.txt", "file:///b.txt"]
    assert [row["original"] for row in rows][:2] == [b"one", b"one"]
    assert rows[1]["markdown"] == "Kept.\n"


def test_parquet_without_pyarrow_says_what_to_install(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"cleaner\[parquet\]"):
        archive.export("parquet", tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


def test_wet_has_plain_texts(archive: Archive, tmp_path: Path) -> None:
    assert archive.export("wet", tmp_path / "out.warc.wet.gz") == 6
    records = [
        (record.rec_type, record.rec_headers["Content-Type"], record.content_stream().read())
        for record in ArchiveIterator(BytesIO((tmp_path / "out.warc.wet.gz").read_bytes()), check_digests=True)
    ]
    assert records[0][0] == "warcinfo"
    assert records[1] == ("conversion", "text/plain", b"# Last.\n\nWords.\n")


def test_a_wacz_holds_the_archive_and_is_the_same_each_time(archive: Archive, tmp_path: Path) -> None:
    archive.export("wacz", tmp_path / "one.wacz")
    archive.export("wacz", tmp_path / "two.wacz")
    assert (tmp_path / "one.wacz").read_bytes() == (tmp_path / "two.wacz").read_bytes()
    with ZipFile(tmp_path / "one.wacz") as package:
        assert package.testzip() is None
        assert package.read("archive/x.warc.gz") == archive.path.read_bytes()
        described = json.loads(package.read("datapackage.json"))
        for resource in described["resources"]:
            assert resource["hash"] == digest(package.read(resource["path"]))
        pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
    assert [page.get("url") for page in pages][:3] == [None, "file:///sub/a.txt", "file:///b.txt"]
    assert pages[1]["text"] == "# Last.\n\nWords.\n"


@pytest.mark.parametrize("form", EXPORTERS)
def test_nothing_is_overwritten_and_nothing_half_is_left(archive: Archive, tmp_path: Path, form: str) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(OutputError, match="out"):
        archive.export(form, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"mine"
    if form == "dir":
        return
    archive.path.write_bytes(archive.path.read_bytes()[:-9])
    with pytest.raises(ArchiveError, match="archive repair"):
        archive.export(form, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "x.warc.gz"]
