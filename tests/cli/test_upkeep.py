"""`cleaner archive` beyond adding and showing: repair, restore, reclean, index, export; large and split archives."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import CLEAN, DIRTY, Run

DATE = ("--date", "2025-06-15T12:00:00Z")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of two texts, made once."""
    from cleaner import Archive, clean
    from cleaner.archive import settings
    from cleaner.model import Source

    folder = tmp_path_factory.mktemp("upkeep")
    texts = {"a.txt": DIRTY, "sub/b.txt": f"By Ann Miller\n\n{CLEAN}"}
    with Archive.open(folder / "kept.warc.gz", "a", settings=settings("2025-06-15")) as archive:
        for name, text in texts.items():
            archive.add(clean(Source(name, text.encode(), path=name)))
    return folder


@pytest.fixture
def kept(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made / "kept.warc.gz", tmp_path))


def test_repair_says_what_was_lost_and_where_it_is(run: Run, kept: Path) -> None:
    whole = kept.read_bytes()
    kept.write_bytes(whole[:-5])
    ended = run("archive", "repair", "kept.warc.gz")
    assert ended.code == 0
    assert "kept.warc.gz: byte " in ended.out
    assert "1 complete document; the rest is in kept.warc.gz.tail" in ended.err
    assert run("archive", "verify", "kept.warc.gz").code == 0
    assert "nothing to repair" in run("archive", "repair", "kept.warc.gz").err


def test_restore_gives_the_bytes_back(run: Run, kept: Path, tmp_path: Path) -> None:
    assert run("archive", "restore", "kept.warc.gz", "a.txt", "-o", "back.txt").code == 0
    assert (tmp_path / "back.txt").read_text() == DIRTY
    again = run("archive", "restore", "kept.warc.gz", "a.txt", "-o", "back.txt")
    assert (again.code, "there is such a file" in again.err) == (2, True)


def test_reclean_adds_a_version_and_reports_it(run: Run, kept: Path) -> None:
    ended = run("archive", "reclean", "kept.warc.gz", "--drop", "byline", "--diff")
    assert ended.code == 0
    assert ended.out.startswith("file:///sub/b.txt: was ok, 0 removed; now ok, 1 removed\n")
    assert "-By Ann Miller" in ended.out
    assert "2 originals; 2 further versions, 1 texts changed" in ended.err
    assert run("archive", "show", "kept.warc.gz", "b.txt").out == CLEAN
    assert run("archive", "verify", "kept.warc.gz", "--reclean").code == 0


def test_index_and_export(run: Run, kept: Path, tmp_path: Path) -> None:
    assert "4 lines" in run("archive", "index", "kept.warc.gz").err
    assert (tmp_path / "kept.cdxj").read_text().startswith("file:/a.txt 20250615000000 {")
    assert run("archive", "show", "kept.warc.gz", "a.txt").out == CLEAN
    ended = run(
        "archive", "export", "kept.warc.gz", "--ndjson", "kept.ndjson", "--dir", "trees", "--wet", "kept.wet.gz"
    )
    assert ended.code == 0
    rows = [json.loads(line) for line in (tmp_path / "kept.ndjson").read_text().splitlines()]
    assert rows[0]["markdown"] == (tmp_path / "trees" / "markdown" / "a.md").read_text() == CLEAN
    nothing = run("archive", "export", "kept.warc.gz")
    assert (nothing.code, "--wacz" in nothing.err) == (2, True)


def test_an_archive_in_several_and_in_split_files(run: Run, texts: Path, tmp_path: Path) -> None:
    ended = run("archive", "add", "texts", "-o", "x.warc.gz", "--split", "--max-size", "1K", "--level", "1", *DATE)
    assert ended.code == 0, ended.err
    names = {path.name for path in tmp_path.iterdir() if path.is_file()}
    assert {"x.warc.gz", "x.cleaned.warc.gz", "x-00001.warc.gz", "x-00001.cleaned.warc.gz"} <= names
    assert len(run("archive", "list", "x.warc.gz").out.splitlines()) == 2
    assert run("archive", "verify", "x.warc.gz").code == 0
    assert run("archive", "add", "texts", "-o", "y.warc.gz", "--max-size", "much").code == 2


def test_a_stale_archive_is_resumed_when_asked(run: Run, texts: Path, tmp_path: Path) -> None:
    assert run("archive", "add", "texts", "-o", "whole.warc.gz", *DATE).code == 0
    (tmp_path / "x.warc.gz.open").write_bytes((tmp_path / "whole.warc.gz").read_bytes()[:-7])
    refused = run("archive", "add", "texts", "-o", "x.warc.gz")
    assert (refused.code, "--resume" in refused.err) == (2, True)
    assert run("archive", "add", "texts", "-o", "x.warc.gz", "--resume", *DATE).code == 0
    assert (tmp_path / "x.warc.gz").read_bytes() == (tmp_path / "whole.warc.gz").read_bytes()


@pytest.mark.skipif(shutil.which("zstd") is None, reason="there is no zstd here to make the file")
def test_a_zstandard_warc_is_an_input(run: Run, kept: Path) -> None:
    plain = subprocess.run(["gzip", "-dc", kept], capture_output=True, check=True).stdout
    packed = subprocess.run(["zstd", "-c"], input=plain, capture_output=True, check=True).stdout
    kept.with_name("crawl.warc.zst").write_bytes(packed)
    ended = run("clean", "crawl.warc.zst", "--to", "ndjson")
    assert [json.loads(line)["source"] for line in ended.out.splitlines()] == ["file:///a.txt", "file:///sub/b.txt"]
