"""A server over the written documents, and a browser to look at it with."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from cleaner.serve.server import Running, running
from serve import documents

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
AXE = ROOT / ".axe" / "axe.min.js"


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    text: str
    data: bytes


@dataclass(frozen=True)
class Client:
    """Asks a running server; what is not said about a request is as a browser has it."""

    server: Running

    def get(self, path: str = "", *, prefix: str | None = None, **headers: str) -> Answer:
        """Ask for a page below the secret prefix, or below another one."""
        return self.ask("GET", (self.server.prefix if prefix is None else prefix) + path, headers)

    def post(self, path: str, form: dict[str, object], **headers: str) -> Answer:
        """Send a form, with the origin of the server's own pages."""
        sent = {"Origin": f"http://127.0.0.1:{self.server.port}", **headers}
        sent["Content-Type"] = "application/x-www-form-urlencoded"
        return self.ask("POST", self.server.prefix + path, sent, urlencode(form, doseq=True))

    def ask(self, method: str, path: str, headers: dict[str, str], body: str | None = None) -> Answer:
        """Ask for anything."""
        connection = HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, given)
        response = connection.getresponse()
        data = response.read()
        connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, data.decode("utf-8", "replace"), data)


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of the written documents; not to be written to."""
    return documents.archive(tmp_path_factory.mktemp("harbour") / "harbour.warc.gz")


@pytest.fixture(scope="session")
def server(harbour: Path) -> Iterator[Running]:
    """A server over it, for reading."""
    with running([harbour]) as found:
        found.wait()
        yield found


@pytest.fixture
def client(server: Running) -> Client:
    return Client(server)


@pytest.fixture
def judged(harbour: Path, tmp_path: Path) -> Iterator[Client]:
    """A server over a copy of the archive that takes verdicts."""
    copy = tmp_path / "copy.warc.gz"
    shutil.copy(harbour, copy)
    with running([copy], judge=True) as found:
        found.wait()
        yield Client(found)


@dataclass
class Seen:
    """A page in a browser, and what it did that it should not: console messages, requests to elsewhere."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def outside(self, *prefixes: str) -> list[str]:
        """Requests that went elsewhere."""
        return [url for url in self.requests if not url.startswith((*prefixes, "data:", "about:"))]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; no name but this machine's is resolved in it."""
    if CHROMIUM is None:
        pytest.skip("no chromium on the PATH: apt install chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as found:
        arguments = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        browser = found.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def look(chromium: Browser) -> Iterator[object]:
    """Opens pages: `look(url, dark=…, phone=…, script=…)` gives a `Seen`."""
    contexts = []

    def opened(url: str, *, dark: bool = False, phone: bool = False, script: bool = True) -> Seen:
        size = {"width": 390, "height": 844} if phone else {"width": 1280, "height": 800}
        context = chromium.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            permissions=["clipboard-read", "clipboard-write"],
        )
        contexts.append(context)
        seen = Seen(context.new_page())
        seen.page.set_default_timeout(10_000)
        seen.page.on("console", lambda message: seen.messages.append(message.text))
        seen.page.on("pageerror", lambda error: seen.messages.append(str(error)))
        seen.page.on("requestfinished", lambda request: seen.requests.append(request.url))
        # What the page's policy blocks never leaves the browser.
        seen.page.on("requestfailed", lambda request: request.failure == "csp" or seen.requests.append(request.url))
        seen.page.goto(url)
        return seen

    yield opened
    for context in contexts:
        context.close()
