"""Finding documents by an index, and what stands in it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from warc.foreign import PAGE, members, response

from archive.made import SETTINGS, archived, cleaned, crawled, failed, text
from cleaner.archive import Archive, index
from cleaner.archive.index import fresh_index
from cleaner.errors import ArchiveError, OutputError
from cleaner.model import Options, Source
from cleaner.warc.record import digest

PAGE_URI = "http://example.org/news/a.html"
KEYS = ("file:///sub/a.txt", "a.txt", "2", "c.bin", "other/b.txt", PAGE_URI, digest(b"\0\1")[7:20])


@pytest.fixture(params=[False, True], ids=["one file", "split"])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    first, second = (
        response(PAGE, PAGE_URI),
        response(PAGE + b"2", PAGE_URI),
    )
    archived(
        tmp_path / "x.warc.gz",
        text("sub/a.txt"),
        text("other/b.txt", b"other\n", "Other."),
        failed("c.bin"),
        *crawled(members(first)),
        *crawled(members(second.replace(b"2024-01-02", b"2024-05-06")), "Later."),
        cleaned(Source("d.txt", b"other\n", path="d.txt", media_type="text/plain"), "The same bytes."),
        settings=replace(SETTINGS, split=request.param),
    )
    return tmp_path / "x.warc.gz"


@pytest.mark.parametrize("key", KEYS)
def test_with_and_without_an_index_the_same_document_is_found(path: Path, key: str) -> None:
    archive = Archive.open(path)
    walked = archive.find(key)
    archive.write_index()
    looked_up = archive.find(key)
    assert (looked_up.uri, looked_up.ordinal, looked_up.date) == (walked.uri, walked.ordinal, walked.date)
    assert (looked_up.original, looked_up.markdown) == (walked.original, walked.markdown)
    assert looked_up.ledger == walked.ledger


@pytest.mark.parametrize("indexed", [False, True])
def test_a_date_chooses_a_capture(path: Path, indexed: bool) -> None:
    archive = Archive.open(path)
    if indexed:
        archive.write_index()
    assert archive.find(PAGE_URI).markdown == "Later.\n"
    assert archive.find(PAGE_URI, "2024-01").markdown == "Kept.\n"
    with pytest.raises(ArchiveError, match="no document"):
        archive.find(PAGE_URI, "2023")
    with pytest.raises(ArchiveError, match="no document"):
        archive.find("nothing.txt")


def test_an_index_that_is_older_than_its_archive_is_not_believed(path: Path) -> None:
    archive = Archive.open(path)
    archive.write_index()
    assert fresh_index(path)
    archived(path, text("new.txt", b"new"))
    later = path.stat().st_mtime_ns + 10**9
    os.utime(path, ns=(later, later))
    assert fresh_index(path) is None
    assert archive.find("new.txt").original == b"new"


def test_of_several_cleanings_the_last_is_in_the_index(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    source = Source("a.txt", b"x", path="a.txt")
    archived(path, cleaned(source, "First."), cleaned(source, "Second.", options=Options(language="en")))
    assert Archive.open(path).write_index() == 2
    assert Archive.open(path).find("a.txt").markdown == "Second.\n"


@pytest.mark.parametrize("indexed", [False, True])
def test_a_number_names_one_cleaning_and_a_uri_the_last(tmp_path: Path, indexed: bool) -> None:
    path = tmp_path / "x.warc.gz"
    source = Source("a.txt", b"x", path="a.txt")
    archived(path, cleaned(source, "First."), failed(), cleaned(source, "Third.", options=Options(language="en")))
    archive = Archive.open(path)
    if indexed:
        archive.write_index()
    assert [archive.find(key).markdown for key in ("1", "2", "3", "a.txt")] == [
        "First.\n",
        None,
        "Third.\n",
        "Third.\n",
    ]
    with pytest.raises(ArchiveError, match="no document"):
        archive.find("4")


def test_many_lines_are_sorted_by_way_of_files(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Archive.open(path).write_index()
    expected = path.with_name("x.cdxj").read_bytes()
    monkeypatch.setattr(index, "AT_ONCE", 3)
    Archive.open(path).write_index()
    assert path.with_name("x.cdxj").read_bytes() == expected
    assert expected.splitlines() == sorted(expected.splitlines())


def test_an_index_takes_the_place_of_an_index_only(path: Path) -> None:
    archive, before = Archive.open(path), path.read_bytes()
    notes = path.with_name("notes.txt")
    notes.write_text("mine\n")
    for other in (path, notes):
        with pytest.raises(OutputError, match="no index"):
            archive.write_index(other)
    assert (path.read_bytes(), notes.read_text()) == (before, "mine\n")
    assert archive.write_index(notes.with_name("y.cdxj")) == archive.write_index(notes.with_name("y.cdxj"))


def test_a_damaged_archive_is_not_indexed(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ArchiveError, match="archive repair"):
        Archive.open(path).write_index()
    assert not path.with_name("x.cdxj").exists()
