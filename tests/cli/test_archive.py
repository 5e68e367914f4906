from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import CLEAN, DIRTY, Run

DATE = ("--date", "2025-06-15T12:00:00Z")


@pytest.fixture
def kept(run: Run, tmp_path: Path, texts: Path) -> Path:
    ended = run("archive", "add", "texts", "-o", "kept.warc.gz", *DATE)
    assert (ended.code, ended.out) == (0, "")
    return tmp_path / "kept.warc.gz"


def test_add_and_clean_write_the_same_bytes_however_many_jobs(run: Run, tmp_path: Path, kept: Path) -> None:
    run("clean", "texts", "-o", "out", "--archive", "other.warc.gz", "--jobs", "2", *DATE)
    assert (tmp_path / "other.warc.gz").read_bytes() == kept.read_bytes()
    shown = run("archive", "show", "kept.warc.gz", "a.txt")
    assert shown.out == (tmp_path / "out" / "a.md").read_text() == CLEAN


def test_list_has_one_line_a_document(run: Run, kept: Path) -> None:
    lines = run("archive", "list", "kept.warc.gz").out.splitlines()
    assert [line.split()[:2] for line in lines] == [["1", "ok"], ["2", "ok"]]
    entries = [json.loads(line) for line in run("archive", "list", "kept.warc.gz", "--json").out.splitlines()]
    assert [entry["uri"] for entry in entries] == ["file:///a.txt", "file:///sub/b.txt"]
    assert [entry["removed"] for entry in entries] == [1, 0]


def test_show_gives_each_side_of_a_document(run: Run, kept: Path) -> None:
    assert run("archive", "show", "kept.warc.gz", "1", "--original").out == DIRTY
    assert "removed: {" in run("archive", "show", "kept.warc.gz", "1", "--ledger").out
    assert "-ADVERTISEMENT" in run("archive", "show", "kept.warc.gz", "1", "--diff").out
    several = run("archive", "show", "kept.warc.gz")
    assert (several.code, several.out) == (2, "")
    assert "archive list" in several.err


def test_a_second_run_adds_nothing_twice(run: Run, kept: Path) -> None:
    before = kept.read_bytes()
    assert run("archive", "add", "texts", "-o", "kept.warc.gz", *DATE).code == 0
    assert kept.read_bytes() == before


def test_verify_finds_damage_and_says_where(run: Run, kept: Path) -> None:
    assert run("archive", "verify", "kept.warc.gz").code == 0
    data = bytearray(kept.read_bytes())
    data[len(data) // 2] ^= 0xFF
    kept.write_bytes(bytes(data))
    ended = run("archive", "verify", "kept.warc.gz")
    assert ended.code == 1
    assert "kept.warc.gz: byte " in ended.out


def test_an_archive_is_an_input_whose_pages_keep_their_record(run: Run, kept: Path) -> None:
    ended = run("clean", "kept.warc.gz", "--to", "ndjson")
    found = [json.loads(line) for line in ended.out.splitlines()]
    assert [(item["source"], item["markdown"]) for item in found] == [
        ("file:///a.txt", CLEAN),
        ("file:///sub/b.txt", CLEAN),
    ]


def test_a_failed_document_is_kept_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "junk.bin").write_bytes(b"\x7fELF" + bytes(range(256)))
    assert run("archive", "add", "junk.bin", "-o", "x.warc.gz").code == 4
    assert " failed " in run("archive", "list", "x.warc.gz").out
    shown = run("archive", "show", "x.warc.gz")
    assert shown.code == 2
    assert "--original" in shown.err


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["list", "none.warc.gz"], "none.warc.gz: no such archive"),
        (["show", "kept.warc.gz", "nothing"], "no document 'nothing'"),
        (["show", "kept.warc.gz", "1", "--diff", "--ledger"], "choose one"),
        (["add", "texts"], "--output"),
        (["add", "texts", "-o", "kept.zip"], ".warc.gz"),
        (["add", "texts", "-o", "k2.warc.gz", "--date", "yesterday"], "ISO 8601"),
    ],
)
def test_usage_errors(run: Run, kept: Path, args: list[str], says: str) -> None:
    ended = run("archive", *args)
    assert (ended.code, ended.out) == (2, "")
    assert says in ended.err


def test_files_that_would_have_one_name_are_refused_before_any_work(run: Run, tmp_path: Path) -> None:
    for folder in ("d1", "d2"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(DIRTY)
    ended = run("archive", "add", "d1", "d2", "-o", "x.warc.gz")
    assert ended.code == 2
    assert "d1/x.txt and d2/x.txt would both be x.txt in the archive" in ended.err
    assert not (tmp_path / "x.warc.gz").exists()


def test_a_run_says_what_came_into_the_archive(run: Run, texts: Path) -> None:
    args = ("archive", "add", "texts", "-o", "x.warc.gz", *DATE)
    assert run(*args).err.splitlines()[0] == "cleaner: 2 documents: 2 ok; 1 changed; 2 added to x.warc.gz"
    assert run(*args).err.splitlines()[0] == "cleaner: 2 documents: 2 ok; 1 changed; nothing added to x.warc.gz"


def test_an_empty_file_is_a_damaged_archive(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").touch()
    listed = run("archive", "list", "x.warc.gz")
    assert (listed.code, "the file is empty" in listed.err) == (2, True)
    assert run("archive", "verify", "x.warc.gz").err == "cleaner: x.warc.gz: 1 damaged place\n"


def test_the_engine_reaches_the_archive(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><body><article><p>" + "The harbour was closed. " * 20 + "</p></article>")
    run("archive", "add", "a.html", "-o", "x.warc.gz", "--engine", "trafilatura")
    assert "trafilatura" in run("archive", "show", "x.warc.gz", "--ledger").out
