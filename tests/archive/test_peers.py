"""What others make of our archives: replay, indexing, packages, checking."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from archive.made import OWN, PAGE, all_kinds
from archive.peers import peer, run
from cleaner.archive import Archive
from cleaner.archive.surt import surt


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of all that there can be, with its index."""
    path = tmp_path_factory.mktemp("peers") / "kept.warc.gz"
    all_kinds(path)
    Archive.open(path).write_index()
    return path


@pytest.fixture(scope="module")
def ask(path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], tuple[str, bytes]]]:
    """Ask a pywb that has the archive, with our index, for a URL's latest capture as it is."""
    tool, home = peer("pywb"), tmp_path_factory.mktemp("pywb")
    for kind, file in (("archive", path), ("indexes", path.with_name("kept.cdxj"))):
        folder = home / "collections" / "kept" / kind
        folder.mkdir(parents=True)
        shutil.copy(file, folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (home / "log").open("wb")
    server = subprocess.Popen([tool, "-b", "127.0.0.1", "-p", str(port)], cwd=home, stdout=log, stderr=log)

    def asked(uri: str) -> tuple[str, bytes]:
        with urlopen(f"http://127.0.0.1:{port}/kept/id_/{uri}", timeout=20) as answer:
            return answer.headers["Content-Type"], answer.read()

    try:
        for _ in range(200):
            try:
                asked("http://example.org/page")
                break
            except HTTPError:
                break
            except URLError:
                assert server.poll() is None, (home / "log").read_text()
                time.sleep(0.2)
        yield asked
    finally:
        server.kill()
        server.wait()
        log.close()


@pytest.mark.parametrize(
    ("uri", "kind", "body"),
    [
        ("http://example.org/page", "text/html; charset=utf-8", PAGE),
        ("http://example.org/chunked", "text/html; charset=utf-8", PAGE),
        ("http://example.com/own", "text/html", OWN),
        ("http://example.com/double", "text/html", OWN),
        ("file:///a.txt", "text/plain", b"ADVERTISEMENT\nJoeBloggs\nKept.\n"),
        ("urn:x-cleaner:http://example.org/page", "text/markdown; charset=utf-8", b"The page, cleaned.\n"),
        ("urn:x-cleaner:http://example.com/own", "text/markdown; charset=utf-8", b"Own.\n"),
        ("urn:x-cleaner:http://example.com/double", "text/markdown; charset=utf-8", b"Double.\n"),
        ("urn:x-cleaner:file:///a.txt", "text/markdown; charset=utf-8", b"Kept.\n"),
    ],
)
def test_pywb_replays_originals_and_cleaned_versions(
    ask: Callable[[str], tuple[str, bytes]], uri: str, kind: str, body: bytes
) -> None:
    assert ask(uri) == (kind, body)


def test_cdxj_indexer_finds_the_originals_and_nothing_else(path: Path) -> None:
    done = run("cdxj-indexer", path)
    assert done.returncode == 0, done.stderr
    theirs = {tuple(line.split(" ", 2)[:2]): json.loads(line.split(" ", 2)[2]) for line in done.stdout.splitlines()}
    lines = [line.split(" ", 2) for line in path.with_name("kept.cdxj").read_text().splitlines()]
    ours = {(key, date): json.loads(rest) for key, date, rest in lines if not key.startswith("urn:x-cleaner:")}
    assert theirs.keys() == ours.keys()
    for name in ("url", "offset", "length", "filename"):
        assert [theirs[key][name] for key in theirs] == [ours[key][name] for key in theirs]


def test_a_wacz_is_valid(path: Path, tmp_path: Path) -> None:
    tool = peer("wacz")
    Archive.open(path).export("wacz", tmp_path / "kept.wacz")
    done = subprocess.run([tool, "validate", "-f", tmp_path / "kept.wacz"], capture_output=True, text=True, check=False)
    assert (done.returncode, "is valid" in done.stdout) == (0, True), done


def test_warcio_fastwarc_and_gzip_accept_it(path: Path) -> None:
    scripts = Path(sys.executable).parent
    for command in (["gzip", "-t"], [scripts / "warcio", "check"], [scripts / "fastwarc", "check"]):
        done = subprocess.run([*command, path], capture_output=True, check=False)
        assert done.returncode == 0, done


URIS = (
    "http://www2.Example.org:80/A/b/?Z=1&a=2#x",
    "https://e.org:8443",
    "https://e.org:80/",
    "http://e.org/a%2Fb/../c//d/",
    "http://u:p@e.org/?",
    "http://e.org/%C3%A4?ö=ü",
    "http://münchen.de/",
    "http://1.2.3.4/x",
    "http://e.org/?a=%20b&jsessionid=0123456789abcdef0123456789ABCDEF",
    "http://e.org/a?b&a=&a&",
    "http://e.org/%25%32%35;x?q=%3D+d",
    "file:///Sub/a%20b.txt",
    "file:///%E4.txt",
    "urn:x-cleaner:http://Example.org/A/?b=C&a=1",
    "urn:x-cleaner:file:///Sub/a%20b.txt",
    "urn:x-cleaner:stdin:sha256:AB",
    "urn:x-cleaner:https://example.org/",
    "urn:isbn:1",
)


def test_keys_are_those_of_other_tools() -> None:
    python = str(Path(peer("pywb")).with_name("python"))
    script = "import json, surt, sys; print(json.dumps([surt.surt(uri) for uri in json.load(sys.stdin)]))"
    done = subprocess.run(
        [python, "-W", "ignore", "-c", script], input=json.dumps(URIS), capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONWARNINGS": ""},
    )  # fmt: skip
    assert [surt(uri) for uri in URIS] == json.loads(done.stdout)
