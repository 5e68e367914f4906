"""Replaying ledgers, restoring originals, cleaning them anew; on documents that the pipeline itself cleaned."""

from __future__ import annotations

import gzip
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from warc.foreign import members, response

from archive.made import SETTINGS, archived
from archive.test_verify import _shortened
from cleaner.archive import Archive, verify
from cleaner.archive.again import cleans_the_same, replays
from cleaner.archive.ledger import options_of
from cleaner.archive.reclean import reclean
from cleaner.archive.restore import restore
from cleaner.archive.settings import TOOL
from cleaner.errors import ArchiveError, OutputError
from cleaner.model import Failed, Options, Result, Source
from cleaner.pipeline import clean
from cleaner.read.warc import sources
from cleaner.warc.members import Member, walk
from cleaner.warc.record import digest
from tests.rulefiles import RULES

TEXT = b"""ADVERTISEMENT

By Ann Miller

The harbour was closed for two days after the storm, the port authority said on Monday.

RELATED:
    Storm season begins early this year

Ferries run again since this morning, with half of the usual number of passengers on board.
"""
PAGE = b"""<html><head><title>Harbour</title></head><body><nav><ul><li><a href="/">Home</a></li></ul></nav>
<article><h1>Harbour closed</h1><p>The harbour was closed for two days after the storm, the port authority said.</p>
<p>Ferries run again since this morning, with half of the usual number of passengers on board.</p></article>
</body></html>
"""


def results() -> list[Result]:
    page = response(gzip.compress(PAGE, mtime=0), "http://example.org/a", [("Content-Encoding", "gzip")])
    crawled = [source for source in sources(BytesIO(members(page)), "x") if isinstance(source, Source)]
    texts = [Source("a.txt", TEXT, path="a.txt"), Source("b.html", PAGE, path="b.html", url="http://example.org/b")]
    return [clean(source) for source in (*texts, *crawled)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    archived(tmp_path / "x.warc.gz", *results())
    return tmp_path / "x.warc.gz"


def findings(path: Path) -> list[str]:
    return [finding.message for finding in verify(path, (replays, cleans_the_same)) if finding.damage]


def with_ledger(path: Path, old: bytes, new: bytes) -> None:
    """Change the first ledger, and make its lengths, digests and checksums right again."""
    pieces = [item.raw for item in walk(BytesIO(path.read_bytes())) if isinstance(item, Member)]
    at = next(index for index, piece in enumerate(pieces) if b"\r\n\r\nledger: " in gzip.decompress(piece))
    content = gzip.decompress(pieces[at])
    assert old in content
    head, _, block = content.replace(old, new).partition(b"\r\n\r\n")
    block = block.removesuffix(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith(b"WARC-Block-Digest")]
    pieces[at] = _shortened(
        b"\r\n".join([*lines, b"WARC-Block-Digest: " + digest(block).encode()]) + b"\r\n\r\n" + block
    )
    path.write_bytes(b"".join(pieces))


def test_what_the_pipeline_wrote_is_found_sound(path: Path) -> None:
    assert [*verify(path, (replays, cleans_the_same))] == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'"line":1,', b'"line":5,', "does not have a finding's text"),
        (b'"line":1,', b'"line":999,', "does not have a finding's text"),
        (b'"start":0,', b'"begin":0,', "lacks what it needs"),
        (b'removed: {"line":1,', b'note: {"line":1,', "does not lead from the original"),
    ],
)
def test_a_ledger_that_does_not_fit_its_original_is_damage(path: Path, old: bytes, new: bytes, told: str) -> None:
    with_ledger(path, old, new)
    assert any(told in message for message in findings(path)), findings(path)


def test_overlapping_findings_are_damage(path: Path) -> None:
    twice = b'removed: {"line":1,"start":0,"end":13,"rule":"x.y","text":"ADVERTISEMENT"}\r\nremoved: {"line":1,'
    with_ledger(path, b'removed: {"line":1,', twice)
    assert any("overlap" in message for message in findings(path))


def test_what_another_version_did_otherwise_is_told_and_no_damage(path: Path) -> None:
    with_ledger(path, b'removed: {"line":1,', b'note: {"line":1,')
    with_ledger(path, TOOL.encode(), b"cleaner 0.0.0")
    found = list(verify(path, (replays,)))
    assert [finding.damage for finding in found] == [False]
    assert "cleaner 0.0.0" in found[0].message


def test_other_rules_are_not_compared(path: Path) -> None:
    with_ledger(path, b"rule-set: ", b"rule-set: 0")
    found = list(verify(path, (cleans_the_same,)))
    assert [finding.damage for finding in found] == [False]
    assert "not compared" in found[0].message


def test_a_text_that_is_not_what_its_rules_make_is_damage(path: Path) -> None:
    made = results()[0]
    other = replace(made, blocks=made.blocks[:-1])
    archived(path.with_name("y.warc.gz"), other)
    assert any("another text" in message for message in findings(path.with_name("y.warc.gz")))
    assert any("does not lead" in message for message in findings(path.with_name("y.warc.gz")))


def test_an_original_is_restored_and_checked(path: Path, tmp_path: Path) -> None:
    archive = Archive.open(path)
    for key, data in (("a.txt", TEXT), ("http://example.org/b", PAGE), ("http://example.org/a", PAGE)):
        out = tmp_path / f"{len(data)}-{key[-1]}"
        assert restore(archive.find(key), out) == len(data)
        assert out.read_bytes() == data
        with pytest.raises(OutputError, match="there is such a file"):
            restore(archive.find(key), out)
    with_ledger(path, digest(TEXT).encode(), digest(b"other").encode())
    with pytest.raises(ArchiveError, match="its ledger says"):
        restore(archive.find("a.txt"), tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_with_the_same_rules_nothing_is_added(path: Path) -> None:
    before = path.read_bytes()
    changes = list(reclean(path, {}, SETTINGS))
    assert [(change.added, change.before == change.after) for change in changes] == [(False, True)] * 3
    assert path.read_bytes() == before


def test_other_options_add_a_further_version_and_keep_the_older(path: Path) -> None:
    before = path.read_bytes()
    changes = list(reclean(path, {"drop": frozenset({"byline"})}, SETTINGS))
    assert all(change.added for change in changes)
    assert [change.uri for change in changes if change.before != change.after] == ["file:///a.txt"]
    assert "-By Ann Miller" in changes[0].diff()
    assert path.read_bytes().startswith(before)
    assert [*verify(path, (replays, cleans_the_same))] == []
    assert len(list(Archive.open(path).documents())) == 6
    assert "Ann Miller" not in (Archive.open(path).find("a.txt").markdown or "")
    assert [change.added for change in reclean(path, {}, SETTINGS)] == [False] * 3


def test_a_further_version_of_a_revisit_is_its_own(path: Path) -> None:
    archived(path, clean(Source("c.txt", TEXT, path="c.txt")))
    revisit = list(Archive.open(path).documents())[-1].record
    assert revisit.headers.get("WARC-Type") == "revisit"
    assert [change.added for change in reclean(path, {}, SETTINGS)] == [False] * 4
    assert [change.added for change in reclean(path, {"drop": frozenset({"byline"})}, SETTINGS)] == [True] * 4
    assert [*verify(path, (replays, cleans_the_same))] == []
    assert "Ann Miller" not in (Archive.open(path).find("c.txt").markdown or "")


def test_what_is_given_takes_the_place_of_a_documents_own_options(path: Path) -> None:
    other, own = path.with_name("y.warc.gz"), Options(keep=frozenset({"ad"}), language="en")
    archived(other, clean(Source("a.txt", TEXT, path="a.txt"), options=own))
    (change,) = reclean(other, {"drop": frozenset({"byline"}), "engine": "trafilatura"}, SETTINGS)
    assert change.after is not None
    assert ("ADVERTISEMENT" in change.after, "Ann Miller" in change.after) == (True, False)
    now = options_of(Archive.open(other).find("a.txt").ledger)
    assert now == replace(own, drop=frozenset({"byline"}), engine="trafilatura")


def test_what_was_cleaned_with_rule_files_is_left_until_they_are_given(path: Path) -> None:
    other, rules = path.with_name("y.warc.gz"), (RULES,)
    before = archived(other, clean(Source("a.txt", TEXT, path="a.txt"), options=Options(rules=rules)))
    (change,) = reclean(other, {}, SETTINGS)
    assert (change.added, change.before == change.after) == (False, True)
    assert "--rules" in change.error
    assert [change.added for change in reclean(other, {"rules": rules}, SETTINGS)] == [False]
    assert other.read_bytes() == before
    assert [change.added for change in reclean(other, {"rules": rules, "engine": "trafilatura"}, SETTINGS)] == [True]
    assert [*verify(other, (replays,))] == []


def test_what_failed_is_tried_again(path: Path) -> None:
    other = path.with_name("y.warc.gz")
    archived(other, Failed(Source("a.txt", TEXT, path="a.txt", media_type="text/plain"), ArchiveError("no luck")))
    (change,) = reclean(other, {}, SETTINGS)
    assert (change.added, change.before, change.status) == (True, None, "ok")
    assert [*verify(other, (replays,))] == []


def test_every_part_keeps_the_versions_of_its_own_originals(tmp_path: Path) -> None:
    path, small = tmp_path / "x.warc.gz", replace(SETTINGS, max_size=1500)
    texts = [clean(Source(f"{n}.txt", TEXT + b"%d" % n, path=f"{n}.txt")) for n in range(4)]
    archived(path, *texts, settings=small)
    names = sorted(found.name for found in tmp_path.iterdir())
    list(reclean(path, {"drop": frozenset({"byline"})}, small))
    assert sorted(found.name for found in tmp_path.iterdir()) == names
    assert [*verify(path, (replays,))] == []
