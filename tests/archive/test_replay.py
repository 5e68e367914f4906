"""A WACZ in ReplayWeb.page itself, run by a headless Chromium: pages are the originals, not the cleaned versions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from archive.made import all_kinds
from archive.peers import chromium, replaywebpage
from cleaner.archive import Archive
from cleaner.archive.export import wacz

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed; pip install '.[dev]'")


class Ranges(SimpleHTTPRequestHandler):
    """Serves files, and stretches of them, as ReplayWeb.page asks for."""

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "").removeprefix("bytes=")
        if not asked:
            super().do_GET()
            return
        data = Path(self.translate_path(self.path)).read_bytes()
        first, last = (int(bound) if bound else None for bound in asked.split("-"))
        start = len(data) - (last or 0) if first is None else first
        part = data[max(start, 0) :] if first is None or last is None else data[start : last + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {max(start, 0)}-{max(start, 0) + len(part) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of ReplayWeb.page's files and of a WACZ whose index has several blocks."""
    folder = tmp_path_factory.mktemp("replay")
    for name in ("index.html", "sw.js", "ui.js"):
        shutil.copy(replaywebpage() / name, folder)
    all_kinds(folder / "kept.warc.gz")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wacz, "LINES_A_BLOCK", 2)
        Archive.open(folder / "kept.warc.gz").export("wacz", folder / "kept.wacz")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def shown(site: str) -> Iterator[Callable[[str], str]]:
    """Open a URL of the WACZ in ReplayWeb.page; gives the text of the page that it shows."""
    program = chromium()

    def opened(uri: str) -> str:
        page = browser.new_page()
        page.goto(f"{site}/?source={site}/kept.wacz#view=resources&url={uri}")
        page.wait_for_selector("iframe", state="attached", timeout=30_000)
        for _ in range(300):
            replayed = [frame for frame in page.frames if f"mp_/{uri}" in frame.url]
            if replayed and (text := replayed[0].locator("body").inner_text()):
                return str(text)
            page.wait_for_timeout(100)
        raise AssertionError(f"{uri}: not shown within 30 seconds")

    with playwright.sync_playwright() as driver:
        # Without its sandbox Chromium runs as root too; what it opens here is ours.
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        browser.close()


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("http://example.org/page", "The page as it was crawled."),
        ("http://example.org/chunked", "The page as it was crawled."),
        ("http://example.com/own", "A page out of an NDJSON file."),
        ("http://example.com/double", "A page out of an NDJSON file."),
        ("file:///a.txt", "ADVERTISEMENT\nJoeBloggs\nKept.\n"),
    ],
)
def test_replayweb_page_shows_the_originals(shown: Callable[[str], str], uri: str, text: str) -> None:
    assert shown(uri) == text
