"""Repairing: back to complete groups, nothing thrown away, every loss told."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warc.foreign import members, response

from archive.made import SETTINGS, archived, crawled, failed, text
from cleaner.archive import Archive, verify
from cleaner.archive.repair import Repaired, repair
from cleaner.errors import ArchiveError
from cleaner.model import Failed, Result
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
