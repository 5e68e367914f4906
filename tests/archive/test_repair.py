"""Repairing: back to complete groups, nothing thrown away, every loss told."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warc.foreign import members, response

from archive.made import SETTINGS, archived, cleaned, crawled, failed, text
from cleaner.archive import Archive, Settings, verify
from cleaner.archive.again import replays
from cleaner.archive.ledger import options_of
from cleaner.archive.reclean import reclean
from cleaner.archive.repair import Repaired, repair
from cleaner.errors import ArchiveError
from cleaner.model import Failed, Options, Result, Source
from cleaner.pipeline import clean
from cleaner.warc.members import Member, walk

RESULTS: list[Result | Failed] = [text("a.txt", b"a"), text("b.txt", b"b"), *crawled(members(response())), failed()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.warc.gz"


def mended(path: Path) -> Repaired:
    (done,) = repair(path, SETTINGS)
    return done


def uris(path: Path) -> list[str]:
    return [document.uri for document in Archive.open(path).documents()]


def test_a_sound_archive_is_left_as_it_is(path: Path) -> None:
    whole = archived(path, *RESULTS)
    assert [*repair(path, SETTINGS)] == []
    assert path.read_bytes() == whole
    assert [found.name for found in path.parent.iterdir()] == ["x.warc.gz"]


@given(st.data())
def test_a_torn_archive_is_cut_back_to_its_last_complete_group(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("torn") / "x.warc.gz"
    whole = archived(path, *RESULTS)
    ends = [document.group.end for document in Archive.open(path).documents()]
    at = data.draw(st.integers(ends[0], len(whole) - 1).filter(lambda at: at not in ends))
    path.write_bytes(whole[:at])
    done = mended(path)
    assert path.read_bytes() == whole[: max(end for end in ends if end < at)]
    assert done.aside is not None
    assert path.read_bytes() + done.aside.read_bytes() == whole[:at]
    assert done.lost
    assert [*verify(path)] == []


def test_damage_in_the_middle_costs_its_group_only(path: Path) -> None:
    whole = archived(path, *RESULTS)
    second = list(Archive.open(path).documents())[1].group
    damaged = whole[: second.start + 40] + b"\0" * 9 + whole[second.start + 49 :]
    path.write_bytes(damaged)
    done = mended(path)
    assert uris(path) == ["file:///a.txt", "http://example.org/a", "file:///b.bin"]
    assert path.read_bytes() == whole[: second.start] + whole[second.end :]
    assert done.aside is not None
    assert (done.aside.name, done.aside.read_bytes()) == ("x.warc.gz.damaged", damaged)
    assert f"byte {second.start}" in {finding.place for finding in done.lost}
    assert [*verify(path)] == []


@pytest.mark.parametrize("junk", [b"\0" * 512, members(response(b"foreign"))], ids=["junk", "a foreign record"])
def test_what_is_behind_the_last_group_is_kept_aside(path: Path, junk: bytes) -> None:
    whole = archived(path, *RESULTS)
    path.write_bytes(whole + junk)
    done = mended(path)
    assert path.read_bytes() == whole
    assert done.aside is not None
    assert done.aside.read_bytes() == junk


def test_an_unfinished_archive_is_finished(path: Path) -> None:
    whole = archived(path, *RESULTS)
    path.unlink()
    left = path.with_name("x.warc.gz.open")
    for content, documents in ((whole, 4), (whole[:-5], 3), (whole[:20], 0), (b"", 0)):
        left.write_bytes(content)
        assert mended(path).finished
        assert not left.exists()
        assert len(uris(path)) == documents
        assert [*verify(path)] == []
        path.unlink()


LAYOUTS = pytest.mark.parametrize("layout", [SETTINGS, replace(SETTINGS, split=True)], ids=["one file", "split"])


def ledgers_file(path: Path) -> Path:
    """The file that the ledgers are in."""
    beside = path.with_name("x.cleaned.warc.gz")
    return beside if beside.exists() else path


def struck(path: Path, kind: str, number: int) -> None:
    """Damage the record of that type and number in a file."""
    found = [item for item in walk(BytesIO(path.read_bytes())) if isinstance(item, Member)]
    member = [item for item in found if item.headers.get("WARC-Type") == kind][number]
    data = bytearray(path.read_bytes())
    data[member.offset + 30 : member.offset + 39] = b"\0" * 9
    path.write_bytes(data)


@LAYOUTS
def test_an_original_outlives_its_cleaned_version(path: Path, layout: Settings) -> None:
    own = Options(drop=frozenset({"byline"}))
    results = [clean(Source(f"{name}.txt", b"The words of text " + name.encode()), options=own) for name in "abc"]
    archived(path, *results, settings=layout)
    struck(ledgers_file(path), "metadata", 1)
    assert len([*repair(path, layout)]) == 1
    assert [*verify(path, (replays,))] == []
    documents = list(Archive.open(path).documents())
    assert sorted(document.original for document in documents) == [result.source.data for result in results]
    (lost,) = (document for document in documents if document.ledger.status == "failed")
    assert (lost.original, "reclean" in lost.ledger.error) == (results[1].source.data, True)
    assert [change.added for change in reclean(path, {}, layout)].count(True) == 1
    assert Archive.open(path).find("b.txt").markdown == results[1].markdown
    assert options_of(Archive.open(path).find("b.txt").ledger) == own
    assert [*repair(path, layout)] == [*verify(path, (replays,))] == []


@LAYOUTS
def test_what_refers_to_an_original_outlives_its_cleaned_version(path: Path, layout: Settings) -> None:
    source = Source("a.txt", b"the same bytes", path="a.txt")
    later = cleaned(source, "Later.", options=Options(language="en"))
    archived(path, cleaned(source, "First."), text("b.txt", b"the same bytes"), later, settings=layout)
    struck(ledgers_file(path), "conversion", 0)
    assert len([*repair(path, layout)]) == 1
    assert [*verify(path)] == []
    assert Archive.open(path).find("b.txt").original == b"the same bytes"
    assert Archive.open(path).find("a.txt").markdown == "Later.\n"


@LAYOUTS
@pytest.mark.parametrize("gone", [False, True], ids=["damaged", "gone"])
def test_a_lost_heading_is_made_anew(path: Path, layout: Settings, gone: bool) -> None:
    archived(path, *RESULTS, settings=layout)
    for file in {path, ledgers_file(path)}:
        if gone:
            first = next(item for item in walk(BytesIO(file.read_bytes())) if isinstance(item, Member))
            file.write_bytes(file.read_bytes()[len(first.raw) :])
        else:
            struck(file, "warcinfo", 0)
    list(repair(path, layout))
    assert [*verify(path)] == []
    assert len(uris(path)) == 4


def test_where_all_groups_are_lost_the_originals_are_kept(path: Path) -> None:
    split = replace(SETTINGS, split=True)
    archived(path, *RESULTS, settings=split)
    ledgers_file(path).write_bytes(b"\0" * 100)
    list(repair(path, split))
    assert [*verify(path)] == []
    assert {b"a", b"b", b"\0\1"} < {document.original for document in Archive.open(path).documents()}


@settings(max_examples=30)
@given(st.data())
def test_any_damage_ends_in_a_sound_archive_or_an_explained_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("any") / "x.warc.gz"
    layout = replace(SETTINGS, split=data.draw(st.booleans()), max_size=data.draw(st.sampled_from([2000, 10**9])))
    later = cleaned(Source("a.txt", b"a", path="a.txt"), "Later.", options=Options(language="en"))
    archived(path, *RESULTS, text("c.txt", b"a"), later, settings=layout)
    file = data.draw(st.sampled_from(sorted(path.parent.iterdir())))
    content = file.read_bytes()
    start, end = sorted(data.draw(st.integers(0, len(content))) for _ in range(2))
    put = data.draw(st.sampled_from([b"", b"\0" * 20, content[:700], content[start:end]]))
    file.write_bytes(content[:start] + put + content[end:])
    try:
        list(repair(path, layout))
    except ArchiveError as error:
        assert "no archive of ours" in str(error)  # nothing whole was left in the first file
        return
    assert [*verify(path)] == []
    assert [*repair(path, layout)] == []


def test_both_files_of_a_split_archive_are_repaired(path: Path) -> None:
    archived(path, *RESULTS, settings=replace(SETTINGS, split=True))
    for file in (path, path.with_name("x.cleaned.warc.gz")):
        file.write_bytes(file.read_bytes()[:-7])
    assert len([*repair(path, SETTINGS)]) == 2
    assert [*verify(path)] == []
    assert uris(path) == ["file:///a.txt", "file:///b.txt", "http://example.org/a"]


def test_what_is_no_archive_of_ours_is_left_alone(path: Path) -> None:
    for content in (b"a text", members(response())):
        path.write_bytes(content)
        with pytest.raises(ArchiveError, match="no archive of ours"):
            list(repair(path, SETTINGS))
        assert path.read_bytes() == content
    path.unlink()
    with pytest.raises(ArchiveError, match="no such archive"):
        list(repair(path, SETTINGS))


def test_a_revisit_whose_original_is_lost_is_lost_too_and_told(path: Path) -> None:
    whole = archived(path, text("a.txt", b"the same bytes"), text("b.txt", b"the same bytes"), text("c.txt", b"c"))
    pieces = [item.raw for item in walk(BytesIO(whole)) if isinstance(item, Member)]
    path.write_bytes(pieces[0] + b"\0" * len(pieces[1]) + b"".join(pieces[2:]))
    mended(path)
    assert "file:///c.txt" in uris(path)
    assert [*verify(path)] == []


def test_an_original_of_a_split_archive_whose_group_was_never_completed_is_cut_off(path: Path) -> None:
    split = replace(SETTINGS, split=True)
    archived(path, *RESULTS[:2], settings=split)
    two = path.read_bytes()
    cleaned = path.with_name("x.cleaned.warc.gz").read_bytes()
    archived(path, *RESULTS, settings=split)
    path.with_name("x.cleaned.warc.gz").write_bytes(cleaned)
    mended(path)
    assert path.read_bytes() == two
    assert [*verify(path)] == []
