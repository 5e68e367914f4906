"""The commands that keep archives in order, as their user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest
from warc.foreign import members, response

from archive.made import archived, cleaned, crawled
from archive.test_again import PAGE, RULES, TEXT
from archive.test_disk import ended
from cleaner.archive import Archive
from cleaner.model import Options, Source
from cleaner.pipeline import clean


@pytest.fixture
def path(tmp_path: Path) -> Path:
    page = clean(Source("b.html", PAGE, path="b.html"), options=Options(engine="trafilatura"))
    archived(tmp_path / "x.warc.gz", clean(Source("a.txt", TEXT, path="a.txt")), page)
    return tmp_path / "x.warc.gz"


def engines(path: Path) -> list[str]:
    return [document.ledger.options.split('"engine":"')[1].split('"')[0] for document in Archive.open(path).documents()]


def test_reclean_changes_the_options_that_it_is_given(path: Path) -> None:
    done = ended(path.parent, "archive", "reclean", "x.warc.gz")
    assert (done.returncode, done.stdout, engines(path)) == (0, "", ["model", "trafilatura"])
    done = ended(path.parent, "archive", "reclean", "x.warc.gz", "--drop", "byline", "--diff")
    assert (done.returncode, engines(path)[2:]) == (0, ["model", "trafilatura"])
    assert done.stdout.startswith("file:///a.txt: was ok, ")
    assert "--- file:///a.txt\tbefore\n+++ file:///a.txt\tafter\n" in done.stdout
    assert "\n-By Ann Miller\n" in done.stdout
    done = ended(path.parent, "archive", "reclean", "x.warc.gz", "--engine", "model")
    assert (done.returncode, engines(path)[4:]) == (0, ["model"])
    assert ended(path.parent, "archive", "verify", "x.warc.gz", "--reclean").returncode == 0


def test_reclean_tells_what_it_leaves_for_want_of_rules(path: Path) -> None:
    (path.parent / "mine.toml").write_text(RULES)
    archived(path, clean(Source("c.txt", TEXT, path="c.txt"), options=Options(rules=(RULES,))))
    done = ended(path.parent, "archive", "reclean", "x.warc.gz")
    assert (done.returncode, "c.txt: not cleaned again" in done.stderr) == (3, True), done.stderr
    done = ended(path.parent, "archive", "reclean", "x.warc.gz", "--rules", "mine.toml")
    assert (done.returncode, "3 originals; 2 further versions" in done.stderr) == (0, True), done.stderr


def test_what_would_steer_a_terminal_is_shown_as_text(tmp_path: Path) -> None:
    page = response(PAGE).replace(b"http://example.org/a", b"http://example.org/\x1b[2J")
    archived(tmp_path / "x.warc.gz", *crawled(members(page)))
    done = ended(tmp_path, "archive", "list", "x.warc.gz")
    assert (done.returncode, "\x1b" in done.stdout, r"\x1b[2J" in done.stdout) == (0, False, True)


def test_an_unfinished_archive_is_finished_by_repair(tmp_path: Path) -> None:
    whole = archived(tmp_path / "x.warc.gz", cleaned(Source("a.txt", b"a"), "A."), cleaned(Source("b.txt", b"b"), "B."))
    (tmp_path / "x.warc.gz").unlink()
    (tmp_path / "x.warc.gz.open").write_bytes(whole[:-3])
    done = ended(tmp_path, "archive", "list", "x.warc.gz")
    assert (done.returncode, "archive repair" in done.stderr) == (2, True)
    done = ended(tmp_path, "archive", "repair", "x.warc.gz")
    assert done.returncode == 0
    assert "left unfinished; 1 complete document; the rest is in x.warc.gz.tail" in done.stderr
    assert len(list(Archive.open(tmp_path / "x.warc.gz").documents())) == 1
