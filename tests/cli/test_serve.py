"""`serve` and `export-html` as their users have them."""

from __future__ import annotations

import gzip
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from cleaner.serve.folder import archives_of
from tests.rulefiles import RULES

from .conftest import CLEAN, COMMAND, DIRTY, ENVIRONMENT, Run


@pytest.fixture
def archive(run: Run, tmp_path: Path, texts: Path) -> Path:
    path = tmp_path / "kept.warc.gz"
    assert run("archive", "add", "texts/", "-o", path.name).code == 0
    return path


def started(tmp_path: Path, *args: str) -> subprocess.Popen[str]:
    command = [*COMMAND, "serve", *args, "--no-browser"]
    return subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def page(url: str) -> str:
    while True:
        try:
            with urlopen(url, timeout=20) as response:  # noqa: S310 - our own server
                found: str = response.read().decode()
                return found
        except HTTPError as error:
            assert error.code == 503, error  # the index is being built
            error.close()


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert "Traceback" not in err
    return process.returncode, out, err


def test_serve_says_its_address_first(archive: Path, tmp_path: Path) -> None:
    process = started(tmp_path, "kept.warc.gz")
    assert process.stdout
    url = process.stdout.readline().strip()
    assert url.startswith("http://127.0.0.1:")
    assert len(url.rstrip("/").rpartition("/")[2]) >= 32  # the token
    assert "2 documents" in page(url)
    code, out, _ = ended(process)
    assert (code, out) == (130, "")
    assert archive.with_name("kept.viewer.sqlite").exists()
    assert not archive.with_name("kept.verdicts.ndjson").exists()


def test_a_port_of_ones_own(archive: Path, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = started(tmp_path, "kept.warc.gz", "--port", str(port))
        _, err = process.communicate(timeout=30)
        assert process.returncode == 2
        assert f"--port {port}" in err
        assert "choose another" in err
    process = started(tmp_path, "kept.warc.gz", "--port", str(port))
    assert process.stdout
    assert process.stdout.readline().startswith(f"http://127.0.0.1:{port}/")
    ended(process)


@pytest.mark.parametrize("args", [["--originals", "texts/"], []], ids=["told", "by its manifest"])
def test_an_output_folder(run: Run, archive: Path, tmp_path: Path, args: list[str]) -> None:
    assert run("clean", "texts/", "-o", "out/").code == 0
    process = started(tmp_path, "out/", *args)
    assert process.stdout
    url = process.stdout.readline().strip()
    assert "2 documents" in page(url)
    assert "ad.marker" in page(f"{url}d/1")
    ended(process)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.warc.gz", "out", "texts"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".manifest.ndjson", "a.md", "sub"]


def test_what_was_made_for_the_moment_is_not_judged(run: Run, texts: Path) -> None:
    assert run("clean", "texts/", "-o", "out/").code == 0
    failed = run("serve", "out/", "--judge", "--no-browser")
    assert (failed.code, failed.out) == (2, "")
    assert "--judge needs an archive: make one with `cleaner archive add`" in failed.err


def test_an_output_folder_is_shown_as_it_was_asked_for(run: Run, tmp_path: Path) -> None:
    """With the originals unpacked, read in the form that was said, and cleaned with the rules that were given."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "p.txt.gz").write_bytes(
        gzip.compress(f"<p>{CLEAN}</p><p>Ferries know best</p><p>{CLEAN}</p>".encode())
    )
    (tmp_path / "own.toml").write_text(RULES)
    options = ("--from", "html", "--profile", "article", "--rules", "own.toml")
    assert run("clean", "in/", "-o", "out/", *options).code == 0
    assert run("export-html", "out/", "-o", "site").code == 0
    shown = (tmp_path / "site" / "d" / "1.html").read_text()
    assert "mine.ferries" in shown
    assert "another text than" not in shown
    assert "media-type: text/html" in (tmp_path / "site" / "d" / "1.ledger.txt").read_text()
    assert run("export-html", "out/", "--originals", "in/", "-o", "told").code == 0
    assert "Ferries know best" in (tmp_path / "told" / "d" / "1.html").read_text()
    assert "file:///p.txt.gz" in (tmp_path / "told" / "d" / "1.original.txt").read_text()


def test_a_folder_of_archives(run: Run, archive: Path, tmp_path: Path) -> None:
    assert run("export-html", ".", "-o", "site").code == 0
    assert "2 documents" in (tmp_path / "site" / "index.html").read_text()


def test_export(run: Run, archive: Path, tmp_path: Path) -> None:
    exported = run("export-html", "kept.warc.gz", "-o", "site")
    assert exported.code == 0
    assert "site/index.html: 2 documents" in exported.err
    pages = sorted(str(path.relative_to(tmp_path / "site")) for path in (tmp_path / "site").rglob("*.html"))
    assert "d/1.html" in pages
    assert DIRTY.split("\n")[0] in (tmp_path / "site" / "d" / "1.html").read_text()
    again = run("export-html", "kept.warc.gz", "-o", "site")
    assert again.code == 2
    assert "not an empty folder" in again.err


def test_mistakes_are_explained(run: Run, tmp_path: Path, archive: Path) -> None:
    for args, told in (
        (["serve", "none.warc.gz", "--no-browser"], "none.warc.gz: no such file"),
        (["serve", "empty/", "--no-browser"], "neither archives nor markdown"),
        (["export-html", "kept.warc.gz", "-o", "x", "--index", "no/such/x.sqlite"], "--index"),
        (["serve", "texts/a.txt", "--no-browser"], "texts/a.txt: no archive; give the folder it is in"),
        (["serve", "texts/a.txt", "--judge", "--no-browser"], "texts/a.txt: no archive; give the folder it is in"),
    ):
        (tmp_path / "empty").mkdir(exist_ok=True)
        failed = run(*args)
        assert failed.code == 2
        assert told in failed.err
        assert failed.out == "" or args[0] == "serve"


def test_without_the_extra(tmp_path: Path, archive: Path) -> None:
    missing = "import sys; sys.modules['starlette'] = None; import cleaner.cli; cleaner.cli.main()"
    failed = subprocess.run(
        [sys.executable, "-c", missing, "serve", "kept.warc.gz"],
        cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert failed.returncode == 2
    assert "pip install 'cleaner[serve]'" in failed.stderr


def test_verdicts_are_tried_and_applied(run: Run, archive: Path, tmp_path: Path) -> None:
    from cleaner.archive import Archive
    from cleaner.verdicts import Verdict, append

    document = next(Archive.open(archive).documents())
    mark = Verdict("wrong", document.uri, document.date, document.ledger.source_digest, 1, 0, 13, "ADVERTISEMENT",
                   "ad.marker", "ADVERTISEMENT", language="en")  # fmt: skip
    append(tmp_path / "kept.verdicts.ndjson", [mark])
    tried = run("rules", "test", "--verdicts", "kept.verdicts.ndjson")
    assert tried.code == 1
    assert "line 1: ad.marker removes 'ADVERTISEMENT', which should stay" in tried.out
    assert "1 verdict, 1 not met" in tried.err
    assert run("archive", "reclean", "kept.warc.gz", "--verdicts", "kept.verdicts.ndjson").code == 0
    shown = run("archive", "show", "kept.warc.gz", document.uri, "--cleaned").out
    assert "ADVERTISEMENT" in shown
    assert run("archive", "verify", "kept.warc.gz").code == 0
    missing = run("rules", "test", "--verdicts", "none.ndjson")
    assert (missing.code, "cannot be read" in missing.err) == (2, True)


@pytest.mark.parametrize("beginning", [b"WARC/1.1", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"])
def test_an_archive_is_known_by_its_first_bytes(beginning: bytes, tmp_path: Path) -> None:
    (tmp_path / "crawl").write_bytes(beginning)
    assert archives_of([tmp_path / "crawl"], None, tmp_path) == (tmp_path / "crawl",)
