"""Listing, finding and showing documents."""

from __future__ import annotations

from pathlib import Path

import pytest
from warc.foreign import PAGE, members, response

from archive.made import SETTINGS, archived, cleaned, crawled, failed, text
from cleaner.archive import Archive
from cleaner.errors import ArchiveError
from cleaner.model import Block, Options, Result, Source
from cleaner.pipeline import clean
from cleaner.warc.record import digest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    archived(
        tmp_path / "x.warc.gz",
        text("sub/a.txt"),
        text("b.txt", b"other\n", "Other."),
        failed("c.bin"),
        *crawled(members(response(PAGE, "http://example.org/news/a.html"))),
    )
    return tmp_path / "x.warc.gz"


def test_one_entry_a_document(path: Path) -> None:
    entries = list(Archive.open(path).entries())
    assert [entry.ordinal for entry in entries] == [1, 2, 3, 4]
    assert [entry.status for entry in entries] == ["ok", "ok", "failed", "ok"]
    first, _, third, _ = entries
    assert (first.uri, first.date) == ("file:///sub/a.txt", SETTINGS.date)
    assert (first.original_size, first.cleaned_size, first.removed, first.repaired) == (30, 6, 1, 1)
    assert (third.cleaned_size, third.error) == (None, "ReadError: file:///c.bin: no text")


def test_a_title_is_listed_as_it_reads(tmp_path: Path) -> None:
    titled = Result(text().article, blocks=(Block("title", "A *starred* title_"),), rule_set="0" * 16)
    archived(tmp_path / "x.warc.gz", titled)
    assert [entry.title for entry in Archive.open(tmp_path / "x.warc.gz").entries()] == ["A *starred* title_"]


def test_pairs_are_original_and_cleaned(path: Path) -> None:
    pairs = list(Archive.open(path).pairs())
    assert [(original.uri, original.data, version.markdown) for original, version in pairs] == [
        ("file:///sub/a.txt", b"ADVERTISEMENT\nJoeBloggs\nKept.\n", "Kept.\n"),
        ("file:///b.txt", b"other\n", "Other.\n"),
        ("http://example.org/news/a.html", PAGE, "Kept.\n"),
    ]
    assert pairs[0][1].ledger.removed[0]["rule"] == "ad.marker"


@pytest.mark.parametrize(
    ("key", "uri"),
    [
        ("file:///sub/a.txt", "file:///sub/a.txt"),
        ("a.txt", "file:///sub/a.txt"),
        ("sub/a.txt", "file:///sub/a.txt"),
        ("2", "file:///b.txt"),
        (digest(b"other\n"), "file:///b.txt"),
        (digest(b"other\n")[7:17], "file:///b.txt"),
        ("c.bin", "file:///c.bin"),
        ("news/a.html", "http://example.org/news/a.html"),
    ],
)
def test_a_document_is_found_by_any_of_its_names(path: Path, key: str, uri: str) -> None:
    assert Archive.open(path).find(key).uri == uri


def test_what_is_not_there_or_ambiguous_is_an_error(path: Path) -> None:
    archive = Archive.open(path)
    with pytest.raises(ArchiveError, match="no document 'txt'"):
        archive.find("txt")
    archived(path, text("other/a.txt", b"3"))
    with pytest.raises(ArchiveError, match="any of 2 documents"):
        archive.find("a.txt")


def test_of_two_cleanings_the_last_is_found(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    source = Source("a.txt", b"x", path="a.txt")
    archived(path, cleaned(source, "First."), cleaned(source, "Second.", options=Options(language="en")))
    document = Archive.open(path).find("a.txt")
    assert (document.markdown, document.original) == ("Second.\n", b"x")
    assert [document.markdown for document in Archive.open(path).documents()] == ["First.\n", "Second.\n"]


def test_a_document_shows_its_ledger_and_its_diff(path: Path) -> None:
    document = Archive.open(path).find("1")
    assert 'removed: {"line":1,' in document.ledger_text
    changed = [line for line in document.diff().splitlines() if line[:1] in {"+", "-"}]
    assert changed[:2] == ["--- file:///sub/a.txt\toriginal", "+++ file:///sub/a.txt\tcleaned"]
    assert changed[2:] == ["-ADVERTISEMENT", "-JoeBloggs"]
    with pytest.raises(ArchiveError, match="no cleaned version"):
        Archive.open(path).find("c.bin").diff()


def test_a_page_is_read_again_with_its_images(tmp_path: Path) -> None:
    page = b"<h1>Harbour</h1><p><img src='boat.jpg' alt='A boat'></p><p>The harbour was closed on Monday.</p>"
    options = Options(images=True)
    result = clean(Source("a.html", page, path="a.html", media_type="text/html"), options=options)
    archived(tmp_path / "x.warc.gz", result)
    document = Archive.open(tmp_path / "x.warc.gz").find("a.html")
    assert document.reading().lines == result.article.lines
    assert "A boat" in [line.text for line in document.reading().lines]
    assert "-A boat" in document.diff().splitlines()


def test_a_damaged_archive_gives_what_is_good_and_then_its_error(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])
    entries = Archive.open(path).entries()
    assert [next(entries).ordinal for _ in range(3)] == [1, 2, 3]
    with pytest.raises(ArchiveError, match="cleaner archive verify"):
        next(entries)
    assert Archive.open(path).find("b.txt").original == b"other\n"


def test_there_must_be_an_archive_to_read(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no such archive"):
        Archive.open(tmp_path / "x.warc.gz")


def test_an_unfinished_archive_says_what_finishes_it(path: Path) -> None:
    path.rename(path.with_name("x.warc.gz.open"))
    with pytest.raises(ArchiveError, match="archive repair"):
        Archive.open(path)


def test_an_archive_opened_to_read_takes_nothing(path: Path) -> None:
    with pytest.raises(ArchiveError, match="opened to read"):
        Archive.open(path).add(text())
