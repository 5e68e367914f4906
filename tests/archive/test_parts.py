"""Archives of several files, split archives, identical originals."""

from __future__ import annotations

import errno
import gzip
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from warc.foreign import members, record, response
from warc.test_read import linked
from warcio.archiveiterator import ArchiveIterator

from archive.made import SETTINGS, archived, cleaned, crawled, failed, text
from cleaner.archive import Archive, verify
from cleaner.archive.repair import repair
from cleaner.errors import ArchiveError, ConfigError, OutputError
from cleaner.model import Failed, Options, Result, Source
from cleaner.warc.members import Member, walk

SMALL = replace(SETTINGS, max_size=20_000)
SPLIT = replace(SETTINGS, split=True)
NOISE = random.Random(7)  # noqa: S311 - no secret
RESULTS: list[Result | Failed] = [text(f"{number}.txt", NOISE.randbytes(5_000)) for number in range(12)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.warc.gz"


def kinds(path: Path) -> list[str]:
    with path.open("rb") as stream:
        return [str(found.rec_type) for found in ArchiveIterator(stream)]


def test_a_full_archive_goes_on_in_a_further_file(path: Path) -> None:
    archived(path, *RESULTS, settings=SMALL)
    names = sorted(found.name for found in path.parent.iterdir())
    assert names == [*(f"x-0000{number}.warc.gz" for number in range(1, len(names))), "x.warc.gz"]
    assert len(names) > 2
    assert all(found.stat().st_size <= 20_000 for found in path.parent.iterdir())
    assert [*verify(path)] == []
    documents = list(Archive.open(path).documents())
    assert [document.original for document in documents] == [result.source.data for result in RESULTS]
    assert [document.ordinal for document in documents] == list(range(1, 13))


def test_what_any_part_has_is_not_added_again(path: Path) -> None:
    archived(path, *RESULTS, settings=SMALL)
    before = {found.name: found.read_bytes() for found in path.parent.iterdir()}
    archived(path, *RESULTS, settings=SMALL)
    assert {found.name: found.read_bytes() for found in path.parent.iterdir()} == before
    for number, result in enumerate(RESULTS):
        archived(path.parent / "by" / "x.warc.gz", result, settings=SMALL) if number else (path.parent / "by").mkdir()
    with Archive.open(path, "a", settings=SMALL), pytest.raises(ArchiveError, match="another process"):
        Archive.open(path, "a", settings=SMALL)


def test_a_document_in_a_further_file_is_found(path: Path) -> None:
    archived(path, *RESULTS, settings=SMALL)
    archive = Archive.open(path)
    walked = archive.find("11.txt")
    archive.write_index()
    assert archive.find("11.txt").original == walked.original == RESULTS[11].source.data
    assert archive.find("11.txt").file.name != "x.warc.gz"


def test_a_first_part_that_is_gone_is_missed(path: Path) -> None:
    archived(path, *RESULTS, settings=SMALL)
    path.unlink()
    with pytest.raises(ArchiveError, match="missing"):
        Archive.open(path, "a")


@pytest.mark.parametrize(
    ("split", "lost"),
    [
        (False, "x-00001.warc.gz"),
        (True, "x-00001.warc.gz"),
        (True, "x-00001.cleaned.warc.gz"),
        (True, "x-00002.cleaned.warc.gz"),
    ],
)
def test_a_part_that_is_gone_is_missed_by_all(path: Path, split: bool, lost: str) -> None:
    layout = replace(SMALL, split=split)
    archived(path, *RESULTS, settings=layout)
    path.with_name(lost).unlink()
    before = sorted(found.name for found in path.parent.iterdir())
    assert [finding.message for finding in verify(path) if "put it back" in finding.message]
    for action in (
        lambda: list(Archive.open(path).documents()),
        lambda: Archive.open(path, "a", settings=layout),
        lambda: Archive.open(path).write_index(),
        lambda: list(repair(path, layout)),
    ):
        with pytest.raises(ArchiveError, match=rf"{lost}: missing"):
            action()
    assert sorted(found.name for found in path.parent.iterdir()) == before


def test_a_split_archive_has_its_cleaned_versions_in_a_second_file(path: Path) -> None:
    results = [text(), failed(), *crawled(members(response()))]
    archived(path, *results, settings=SPLIT)
    assert kinds(path) == ["warcinfo", "resource", "resource", "response"]
    assert kinds(path.with_name("x.cleaned.warc.gz")) == [
        "warcinfo", "conversion", "metadata", "metadata", "conversion", "metadata"
    ]  # fmt: skip
    assert [*verify(path)] == []
    assert [document.original for document in Archive.open(path).documents()] == [
        found.source.data for found in results
    ]
    before = path.read_bytes()
    archived(path, *results)  # it stays split without being told
    archived(path, text("more.txt", b"more"))
    assert path.read_bytes().startswith(before)
    assert len(list(Archive.open(path).pairs())) == 3


def test_damage_to_either_file_of_a_split_archive_is_found(path: Path) -> None:
    archived(path, text(), text("b.txt", b"b"), settings=SPLIT)
    cleaned_file = path.with_name("x.cleaned.warc.gz")
    whole = cleaned_file.read_bytes()
    cleaned_file.write_bytes(whole[:-9])
    assert any("no ledger" in finding.message for finding in verify(path))
    cleaned_file.write_bytes(whole)
    path.write_bytes(path.read_bytes()[:-9])
    assert {finding.place.split(":")[0] for finding in verify(path)} == {"x.warc.gz", "x.cleaned.warc.gz"}


def test_an_archive_in_one_file_is_not_split_later(path: Path) -> None:
    archived(path, text())
    with pytest.raises(ConfigError, match="--split"):
        Archive.open(path, "a", settings=SPLIT)


@pytest.mark.parametrize("again", [False, True], ids=["at once", "later"])
def test_an_identical_original_becomes_a_revisit(path: Path, again: bool) -> None:
    one, two = text("a.txt", b"the same bytes"), text("copies/b.txt", b"the same bytes")
    if again:
        archived(path, one)
        archived(path, two)
    else:
        archived(path, one, two)
    assert kinds(path) == ["warcinfo", "resource", "conversion", "metadata", "revisit", "conversion", "metadata"]
    assert [*verify(path)] == []
    first, second = Archive.open(path).documents()
    assert (second.original, second.uri) == (first.original, "file:///copies/b.txt")
    assert second.source.media_type == first.source.media_type


def test_where_bytes_are_read_otherwise_or_are_a_crawls_they_are_kept_in_full(path: Path) -> None:
    def declared(name: str, charset: str | None, kind: str = "text/plain") -> Result:
        return cleaned(Source(name, b"caf\xe9", media_type=kind, charset=charset, path=name), "Café.")

    crawl = members(response(b"same", "http://e.org/1"), response(b"same", "http://e.org/2"))
    archived(
        path, declared("a", "latin-1"), declared("b", "cp1250"), declared("c", "latin-1", "text/html"), *crawled(crawl)
    )
    assert "revisit" not in kinds(path)


def test_a_damaged_original_is_not_referred_to(path: Path) -> None:
    whole = archived(
        path, text("a.txt", b"the same bytes"), settings=replace(SETTINGS, compression=SETTINGS.compression)
    )
    with Archive.open(path, "a", settings=SETTINGS) as archive:
        # Another program changes the file under our hands: the bytes are looked at before they are relied on.
        path.write_bytes(whole.replace(whole[500:520], b"\0" * 20))
        archive.add(text("b.txt", b"the same bytes"))
    assert "revisit" not in _readable_kinds(path)


def _readable_kinds(path: Path) -> list[str]:
    with path.open("rb") as stream:
        return [item.headers.get("WARC-Type") for item in walk(stream) if isinstance(item, Member)]


def test_what_came_with_a_crawled_record_is_kept_with_it(path: Path) -> None:
    page = response()
    request = linked(record("metadata", b"via: http://example.org/\r\n"), "WARC-Concurrent-To", page)
    revisit = record("revisit", b"HTTP/1.1 200 OK\r\n\r\n", "http://example.org/b")
    results = crawled(members(request, page, revisit))
    results[1] = replace(results[1], status="skipped", blocks=(), removals=(), repairs=())
    archive = archived(path, *results)
    assert kinds(path) == ["warcinfo", "response", "metadata", "conversion", "metadata", "revisit", "metadata"]
    assert members(request) in archive
    assert members(revisit) in archive
    assert [*verify(path)] == []
    assert [document.ledger.status for document in Archive.open(path).documents()] == ["ok", "skipped"]


def test_a_further_cleaning_of_a_revisit_refers_to_it(path: Path) -> None:
    source = Source("b.txt", b"the same bytes", path="b.txt")
    archived(path, text("a.txt", b"the same bytes"), cleaned(source, "One."))
    archived(path, cleaned(source, "Two.", options=Options(language="de")))
    assert [*verify(path)] == []
    assert [document.original for document in Archive.open(path).documents()] == [b"the same bytes"] * 3


def test_a_split_archive_on_a_full_disk_keeps_no_half_group(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archived(path, *RESULTS[:2], settings=SPLIT)
    whole = path.read_bytes()
    write = os.write

    def full(descriptor: int, data: bytes) -> int:
        if b"conversion" in gzip.decompress(data):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OutputError, match="No space left"), Archive.open(path, "a", settings=SPLIT) as archive:
        archive.add(RESULTS[2])
    assert path.read_bytes() == whole
    assert [*verify(path)] == []
