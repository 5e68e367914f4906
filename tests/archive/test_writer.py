"""Nothing is lost: adding twice, two writers, crashes, full disks."""

from __future__ import annotations

import pickle
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from warc.foreign import members, response

from archive.made import SETTINGS, archived, cleaned, crawled, failed, text
from cleaner.archive import Archive, Group, group, verify
from cleaner.errors import ArchiveError, ConfigError, LimitError, OutputError
from cleaner.model import Options, Source

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.warc.gz"


def writing(path: Path, documents: int) -> subprocess.Popen[str]:
    """Another process that adds documents and says so after each."""
    script = f"""
import random, sys
from archive.made import text, SETTINGS
from cleaner.archive import Archive
with Archive.open({str(path)!r}, "a", settings=SETTINGS) as archive:
    for number in range({documents}):
        archive.add(text(f"{{number}}.txt", random.randbytes(200_000)))
        print(number, flush=True)
"""
    return subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True,
        env={"PYTHONPATH": f"{TESTS}:{ROOT}"},
    )  # fmt: skip


def test_adding_the_same_again_adds_nothing(path: Path) -> None:
    results = [text(), failed(), *crawled(members(response()))]
    archive = archived(path, *results, *results)
    assert archived(path, *results) == archive
    with Archive.open(path, "a") as again:  # at another time
        assert [again.add(result) for result in results] == [False, False, False]
    assert path.read_bytes() == archive


def test_a_changed_document_is_added(path: Path) -> None:
    archived(path, text("a.txt", b"one"))
    archived(path, text("a.txt", b"two"), text("b.txt", b"one"))
    assert [entry.uri[-5:] for entry in Archive.open(path).entries()] == ["a.txt", "a.txt", "b.txt"]


def test_two_captures_of_one_page_are_two_documents(path: Path) -> None:
    first, second = response(), response().replace(b"2024-01-02", b"2024-05-06").replace(b"urn:uuid:", b"urn:uuid:1")
    archived(path, *crawled(members(first, second)))
    assert [entry.date[:10] for entry in Archive.open(path).entries()] == ["2024-01-02", "2024-05-06"]


def test_the_same_original_cleaned_otherwise_is_not_stored_twice(path: Path) -> None:
    source = Source("a.txt", b"The original of this test.", path="a.txt")
    archived(path, cleaned(source, "One."))
    archived(path, cleaned(source, "Two.", options=Options(keep=frozenset({"ad"}))))
    records = [document.group for document in Archive.open(path).documents()]
    assert [record.original is None for record in records] == [False, True]
    assert [*verify(path)] == []


def test_two_records_of_one_id_are_both_kept(path: Path) -> None:
    one, other = response(b"one"), response(b"other")
    other = other.replace(other.split(b"WARC-Record-ID: ")[1][:47], one.split(b"WARC-Record-ID: ")[1][:47])
    archived(path, *crawled(members(one, other), "Kept."))
    assert [document.original for document in Archive.open(path).documents()] == [b"one", b"other"]


def test_groups_can_be_made_in_another_process(path: Path) -> None:
    ready = pickle.loads(pickle.dumps(group(text(), SETTINGS)))  # noqa: S301 - our own bytes
    assert isinstance(ready, Group)
    with Archive.open(path, "a", settings=SETTINGS) as archive:
        assert archive.append(ready)
    assert path.read_bytes() == archived(path.with_name("y.warc.gz"), text())


def test_a_new_archive_appears_when_it_is_closed(path: Path) -> None:
    with Archive.open(path, "a", settings=SETTINGS) as archive:
        archive.add(text())
        assert [found.name for found in path.parent.iterdir()] == ["x.warc.gz.open"]
    assert [found.name for found in path.parent.iterdir()] == ["x.warc.gz"]


def test_an_archive_without_documents_is_an_archive(path: Path) -> None:
    archived(path)
    assert [*Archive.open(path).entries()] == [*verify(path)] == []


def test_what_was_added_before_an_error_is_kept(path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), Archive.open(path, "a", settings=SETTINGS) as archive:
        archive.add(text())
        raise KeyboardInterrupt
    assert [*verify(path)] == []
    with pytest.raises(KeyboardInterrupt), Archive.open(path.with_name("y.warc.gz"), "a"):
        raise KeyboardInterrupt
    assert [found.name for found in path.parent.iterdir()] == ["x.warc.gz"]


def test_a_file_that_appears_meanwhile_is_not_overwritten(path: Path) -> None:
    with pytest.raises(OutputError, match="there is such a file by now"), Archive.open(path, "a") as archive:
        archive.add(text())
        path.write_bytes(b"theirs")
    assert path.read_bytes() == b"theirs"
    assert path.with_name("x.warc.gz.open").stat().st_size > 0


def test_where_links_are_unknown_nothing_is_overwritten_either(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise PermissionError("no hard links here")

    monkeypatch.setattr(Path, "hardlink_to", unknown)
    archived(path, text())
    assert [found.name for found in path.parent.iterdir()] == ["x.warc.gz"]
    assert [*verify(path)] == []
    with pytest.raises(OutputError), Archive.open(path.with_name("y.warc.gz"), "a"):
        path.with_name("y.warc.gz").write_bytes(b"theirs")
    assert path.with_name("y.warc.gz").read_bytes() == b"theirs"


@pytest.mark.parametrize("existing", [False, True], ids=["new", "existing"])
def test_a_second_writer_is_refused(path: Path, existing: bool) -> None:
    if existing:
        archived(path, text())
    first = writing(path, 1000)
    try:
        assert first.stdout
        first.stdout.readline()
        with pytest.raises(ArchiveError, match="another process is writing to it"):
            Archive.open(path, "a")
    finally:
        first.kill()
        first.communicate()


@pytest.mark.parametrize("existing", [False, True], ids=["new", "existing"])
def test_a_killed_writer_leaves_complete_groups(path: Path, existing: bool) -> None:
    if existing:
        archived(path, text("before.txt"))
    writer = writing(path, 1000)
    assert writer.stdout
    for _ in range(20):
        writer.stdout.readline()
    time.sleep(0.01)
    writer.send_signal(signal.SIGKILL)
    finished = 20 + len(writer.communicate()[0].splitlines())
    left = path if existing else path.with_name("x.warc.gz.open")
    damage = list(verify(left))
    assert all("torn" in finding.message or "incomplete group" in finding.message for finding in damage)

    with Archive.open(path, "a", settings=SETTINGS, resume=True) as archive:
        archive.add(text("after.txt"))
    assert [*verify(path)] == []
    assert len(list(Archive.open(path).entries())) >= finished + 1 + existing


def test_what_an_interrupted_run_left_is_continued_only_when_asked(path: Path) -> None:
    whole = archived(path.with_name("whole.warc.gz"), text("a.txt"), text("b.txt"))
    left = path.with_name("x.warc.gz.open")
    left.write_bytes(whole[:-10])
    with pytest.raises(ArchiveError, match="left by an interrupted run"):
        Archive.open(path, "a")
    assert left.read_bytes() == whole[:-10]
    with Archive.open(path, "a", settings=SETTINGS, resume=True) as archive:
        assert [archive.add(text("a.txt")), archive.add(text("b.txt"))] == [False, True]
        (aside,) = archive.aside
    assert path.read_bytes() == whole
    assert whole.index(aside.read_bytes()) + aside.stat().st_size == len(whole) - 10
    assert not left.exists()


def test_what_is_damaged_at_the_end_is_put_aside_and_not_thrown_away(path: Path) -> None:
    whole = archived(path, text("a.txt"), text("b.txt", b"the only copy"))
    flipped = whole[:-60] + bytes([whole[-60] ^ 1]) + whole[-59:]
    path.write_bytes(flipped)
    with Archive.open(path, "a", settings=SETTINGS, resume=True) as archive:
        (aside,) = archive.aside
    assert path.read_bytes() + aside.read_bytes() == flipped
    assert [*verify(path)] == []


def test_a_rename_that_broke_off_is_finished(path: Path) -> None:
    archived(path, text())
    path.with_name("x.warc.gz.open").hardlink_to(path)
    archived(path, text("b.txt"))
    assert [found.name for found in path.parent.iterdir()] == ["x.warc.gz"]
    path.with_name("x.warc.gz.open").write_bytes(b"another")
    with pytest.raises(ArchiveError, match="move one of them away"):
        Archive.open(path, "a")


@pytest.mark.parametrize("resume", [False, True])
def test_damage_within_an_archive_is_never_cut_away(path: Path, resume: bool) -> None:
    archive = archived(path, text("a.txt"), text("b.txt"), text("c.txt"))
    damaged = archive.replace(archive[1500:1520], b"\0" * 20)
    path.write_bytes(damaged)
    with pytest.raises(ArchiveError, match="nothing is added"):
        Archive.open(path, "a", resume=resume)
    assert path.read_bytes() == damaged


@pytest.mark.parametrize("content", [members(response()), b"a text", b"\x1f\x8b\x08"], ids=["warc", "text", "torn"])
def test_another_file_is_left_alone(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for resume in (False, True):
        with pytest.raises(ArchiveError, match="no archive of ours"):
            Archive.open(path, "a", resume=resume)
    assert path.read_bytes() == content


def test_an_archive_has_an_archives_name(path: Path) -> None:
    with pytest.raises(ConfigError, match=r"\.warc\.gz"):
        Archive.open(path.with_name("x.txt"), "a")


def test_a_vanished_folder_is_explained(path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        Archive.open(path.parent / "gone" / "x.warc.gz", "a")


def test_a_document_too_large_to_read_back_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[group.__module__], "MAX_DOCUMENT", 10)
    with Archive.open(path, "a") as archive:
        archive.add(text("a.txt", b"short"))
        with pytest.raises(LimitError, match="split it"):
            archive.add(text("b.txt", b"longer than that"))
    assert [entry.uri for entry in Archive.open(path).entries()] == ["file:///a.txt"]


def test_a_full_disk_leaves_the_groups_before(path: Path) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))

    script = """
import random, sys
from archive.made import SETTINGS, text
from cleaner.archive import Archive
from cleaner.errors import OutputError
try:
    with Archive.open(sys.argv[1], "a", settings=SETTINGS) as archive:
        for number in range(10):
            archive.add(text(f"{number}.txt", random.randbytes(200_000)))
except OutputError as error:
    print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, preexec_fn=limited, check=True,
        env={"PYTHONPATH": f"{TESTS}:{ROOT}"},
    )  # fmt: skip
    assert "cannot be written: File too large" in done.stdout
    assert [*verify(path)] == []
    assert len(list(Archive.open(path).entries())) == 2
