"""The index: built once, made anew when an archive changes, true to the archive, whatever state that is in."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import cleaner
from cleaner.archive import Archive, settings
from cleaner.archive.parts import existing
from cleaner.archive.reclean import reclean
from cleaner.errors import ConfigError, OutputError
from cleaner.serve.build import build, fingerprint, index_path, is_fresh
from cleaner.serve.catalogue import Catalogue, Row
from cleaner.serve.library import Library
from cleaner.serve.query import PAGE_SIZE, SORTS, Query
from cleaner.serve.shelf import Shelf
from serve import documents


def indexed(*archives: Path) -> Catalogue:
    path = index_path(archives)
    build(path, archives)
    return Catalogue(path)


def uris(catalogue: Catalogue, query: Query) -> list[str]:
    return [row.uri for row in catalogue.listing(query).rows]


def test_it_says_what_the_archive_says(harbour: Path) -> None:
    catalogue = indexed(harbour)
    library = Library.open([harbour], catalogue.path)
    entries = list(Archive.open(harbour).entries())
    rows = catalogue.listing(Query()).rows
    assert [row.uri for row in rows] == [entry.uri for entry in entries]
    for row, entry in zip(rows, entries, strict=True):
        assert (row.status, row.findings, row.repairs) == (entry.status, entry.removed, entry.repaired)
        assert (row.original_size, row.cleaned_size) == (entry.original_size, entry.cleaned_size)
        document = library.document(row)
        assert document.uri == row.uri
        assert row.removed == sum(len(found["text"]) for found in document.ledger.removed)
        assert row.kept == len(document.markdown or "")
        assert library.outcome(row) == (document.markdown or "", document.ledger)


def test_lists_are_sorted_and_filtered(harbour: Path) -> None:
    catalogue = indexed(harbour)
    rows = catalogue.listing(Query()).rows
    keys = {"size": lambda row: row.original_size, "title": lambda row: row.title.casefold()}
    for column in SORTS:
        key = keys.get(column, lambda row, column=column: getattr(row, column))
        values = [key(row) for row in catalogue.listing(Query(sort=column)).rows]
        assert values == sorted(values)
        assert [key(row) for row in catalogue.listing(Query(sort=f"-{column}")).rows] == values[::-1]
    assert uris(catalogue, Query(status="failed")) == ["https://harbourpost.example/broken.bin"]
    assert uris(catalogue, Query(site="muehlbote.example")) == ["https://muehlbote.example/bruecke"]
    assert uris(catalogue, Query(share="50")) == ["https://harbourpost.example/empty"]
    assert uris(catalogue, Query(share="none")) == [row.uri for row in rows if not row.removed]
    assert uris(catalogue, Query(rule="newsletter")) == uris(catalogue, Query(rule="newsletter.prompt"))
    assert uris(catalogue, Query(rule="newsletter")) == ["https://harbourpost.example/sea/lighthouse"]
    assert catalogue.listing(Query(site="'; DROP TABLE document; --")).total == 0
    assert catalogue.listing(Query(page=99)).rows == ()


def test_full_text_search(harbour: Path) -> None:
    catalogue = indexed(harbour)
    assert uris(catalogue, Query(q="lens")) == ["https://harbourpost.example/sea/lighthouse"]
    assert uris(catalogue, Query(q="灯塔")) == ["https://gangwan.example/dengta"]
    assert uris(catalogue, Query(q="muhlbach")) == ["https://muehlbote.example/bruecke"]
    # What was removed from the originals is found as well; the title counts most.
    both = uris(catalogue, Query(q="lighthouse"))
    assert both == ["https://harbourpost.example/sea/lighthouse", "https://harbourpost.example/sea/reef"]
    assert catalogue.listing(Query(q="lighthouse", status="failed")).total == 0
    assert catalogue.listing(Query(q="!?")).total == 0


def test_neighbours(harbour: Path) -> None:
    catalogue = indexed(harbour)
    for query in (Query(), Query(sort="-share"), Query(q="the"), Query(site="harbourpost.example")):
        listing = catalogue.listing(query)
        assert 1 < listing.total <= PAGE_SIZE
        for position in range(listing.total):
            before, after = catalogue.beside(query, position)
            assert before == (listing.rows[position - 1] if position else None)
            assert after == (listing.rows[position + 1] if position + 1 < listing.total else None)
        assert catalogue.beside(query, 10**9)[1] is None
    rows = catalogue.listing(Query()).rows
    assert [catalogue.position(Query(), row.id) for row in rows] == list(range(len(rows)))


def test_it_is_made_anew_when_the_archive_changes(harbour: Path, tmp_path: Path) -> None:
    archive = tmp_path / "kept.warc.gz"
    shutil.copy(harbour, archive)
    index = index_path([archive])
    build(index, [archive])
    assert is_fresh(index, [archive])
    with Archive.open(archive, "a") as opened:
        opened.add(
            cleaner.clean(documents.source("https://new.example/a", "text/plain", "2024-09-01", "A new pier.\n"))
        )
    assert not is_fresh(index, [archive])
    shelf = Shelf([archive])
    shelf.wait()
    assert shelf.library().catalogue.listing(Query(q="pier")).total == 1
    assert is_fresh(index, [archive])


def test_same_size_and_time_do_not_deceive_it(harbour: Path, tmp_path: Path) -> None:
    archive = tmp_path / "kept.warc.gz"
    shutil.copy(harbour, archive)
    before, times = fingerprint([archive]), archive.stat()
    data = bytearray(archive.read_bytes())
    data[-20] ^= 1
    archive.write_bytes(data)
    os.utime(archive, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert fingerprint([archive]) != before


def test_what_is_no_index_is_replaced(harbour: Path, tmp_path: Path) -> None:
    index = tmp_path / "other.sqlite"
    index.write_bytes(b"no database" * 1000)
    assert not is_fresh(index, [harbour])
    build(index, [harbour])
    assert is_fresh(index, [harbour])
    assert [path.name for path in tmp_path.iterdir()] == ["other.sqlite"]


def test_an_index_takes_no_archives_place(harbour: Path, tmp_path: Path) -> None:
    shown = tmp_path / "shown"  # an archive under another name
    shutil.copy(harbour, shown)
    shutil.copy(harbour, tmp_path / "other.warc.gz")
    (tmp_path / "link").symlink_to(shown)
    for index in ("shown", "link", "other.warc.gz", "none.warc.gz"):
        with pytest.raises(ConfigError, match=f"--index .*{index}: the index would take an archive's place"):
            Shelf([shown], tmp_path / index)
    assert shown.read_bytes() == (tmp_path / "other.warc.gz").read_bytes() == harbour.read_bytes()


def test_a_folder_that_cannot_be_written(harbour: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="--index"):
        build(tmp_path / "nowhere" / "x.sqlite", [harbour])


def test_whatever_ends_the_building_is_told(harbour: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> int:
        raise RecursionError("too deep")

    monkeypatch.setattr("cleaner.serve.shelf.build", failing)
    shelf = Shelf([harbour], tmp_path / "x.sqlite")
    for asked in (shelf.wait, shelf.library):
        with pytest.raises(OutputError, match=r"x\.sqlite: the index cannot be built: RecursionError\('too deep'\)"):
            asked()


def test_the_last_cleaning_is_the_one_that_is_shown(harbour: Path, tmp_path: Path) -> None:
    archive = tmp_path / "kept.warc.gz"
    shutil.copy(harbour, archive)
    number = indexed(archive).total()
    changes = [change for change in reclean(archive, {"keep": frozenset({"ad"})}, settings()) if change.added]
    assert changes
    catalogue = indexed(archive)
    assert catalogue.total() == number
    assert catalogue.listing(Query(rule="ad")).total == 0
    assert not [rule.name for rule in catalogue.rules() if rule.name.startswith("ad.")]
    listed = {row.uri: row for row in catalogue.listing(Query()).rows}
    documents = {document.uri: document for document in Archive.open(archive).documents()}  # the last of each
    library = Library.open([archive], catalogue.path)
    assert {uri: library.document(row).markdown for uri, row in listed.items()} == {
        uri: document.markdown for uri, document in documents.items()
    }


def test_split_and_several_archives(harbour: Path, tmp_path: Path) -> None:
    split = tmp_path / "split.warc.gz"
    with Archive.open(split, "a", settings=replace(settings(), split=True, max_size=1500)) as opened:
        for text in (documents.FERRY, documents.REEF, documents.GERMAN, documents.CHINESE):
            opened.add(cleaner.clean(documents.source(f"https://s.example/{len(text)}", "text/plain", "2024", text)))
    assert len(list(existing(split))) > 1
    catalogue = indexed(split, harbour)
    assert catalogue.path.parent == tmp_path
    assert catalogue.path != index_path([split])
    library = Library.open([split, harbour], catalogue.path)
    rows: list[Row] = list(catalogue.ids())
    assert len(rows) == 4 + len(list(Archive.open(harbour).entries()))
    assert [library.document(row).uri for row in rows] == [row.uri for row in rows]


def test_damage_is_told_and_the_rest_is_there(harbour: Path, tmp_path: Path) -> None:
    archive = tmp_path / "torn.warc.gz"
    data = harbour.read_bytes()
    archive.write_bytes(data[: len(data) * 2 // 3])
    catalogue = indexed(archive)
    assert 0 < catalogue.total() < 10
    assert catalogue.damage()


def test_an_empty_archive(tmp_path: Path) -> None:
    archive = tmp_path / "empty.warc.gz"
    archive.touch()
    catalogue = indexed(archive)
    assert catalogue.total() == 0
    assert catalogue.damage()
    assert catalogue.days() == ()


def test_verdicts_lie_beside_the_archive(harbour: Path) -> None:
    library = Library.open([harbour], indexed(harbour).path)
    row = library.catalogue.listing(Query()).rows[0]
    assert library.verdict_file(row) == harbour.with_name("harbour.verdicts.ndjson")
    assert library.verdicts(row) == ()
