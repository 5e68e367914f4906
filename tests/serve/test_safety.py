"""Archived content is hostile, and so may be other pages in the same browser: neither gets anywhere."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.archive import Archive, settings
from cleaner.serve import framed, markdown
from cleaner.serve.server import running
from serve import hostile
from serve.conftest import Client

RUNS = re.compile(r"javascript:|vbscript:|data:text", re.IGNORECASE)


class Tags(HTMLParser):
    """The tags and attributes of a page, as a browser would tell them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_harmless(page: str) -> None:
    """Nothing in a page runs but the viewer's own script, and nothing is loaded but its own files."""
    for tag, attributes in Tags(page).found:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert tag not in {"object", "embed", "base", "applet"}
        if tag == "script":
            assert (attributes.get("src") or "").endswith("static/viewer.js")
        if tag != "a":
            for name in ("src", "href", "action", "formaction", "srcdoc"):
                assert "evil" not in (attributes.get(name) or "")
                assert "tracker" not in (attributes.get(name) or "")
        assert not RUNS.match((attributes.get("href") or "").strip())
        assert "style" not in attributes


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with running([hostile.archive(tmp_path_factory.mktemp("hostile"))], judge=True) as server:
        server.wait()
        yield Client(server)


def test_no_content_reaches_a_page_as_markup(attacked: Client) -> None:
    pages = ["", "overview", "?q=hacked", f"?q={hostile.SCRIPT}".replace("<", "%3C"), "?rule=ad", "?sort=title"]
    pages += [f"?site={name}&q=%22%3E%3Cscript%3E" for name in ("x", "%22%3E%3Cimg%20src=x%20onerror=hacked=1%3E")]
    for path in (*pages, *(f"d/{number}" for number in range(1, 7))):
        answer = attacked.get(path)
        assert answer.status == 200, path
        assert_harmless(answer.text)
        assert hostile.SCRIPT not in answer.text


def test_links_of_the_markdown_lead_out_or_nowhere(attacked: Client) -> None:
    rendered = attacked.get("d/1").text.partition('class="body rendered"')[2].partition('class="body source"')[0]
    links = [attributes for tag, attributes in Tags(rendered).found if tag == "a"]
    assert links
    assert not [link for link in links if "href" in link]
    assert "<sub>lower</sub>" in rendered
    assert "Image: an image" in rendered
    assert "pixel.png" not in rendered


def test_the_framed_page_is_bare(attacked: Client) -> None:
    answer = attacked.get("d/2/page")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    for tag, attributes in Tags(answer.text).found:
        assert tag not in {
            "script",
            "iframe",
            "object",
            "embed",
            "base",
            "link",
            "form",
            "input",
            "svg",
            "math",
            "video",
        }
        assert not attributes.keys() & {"href", "srcset", "action", "background", "target"}
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("src") or "data:image/").startswith("data:image/")
        assert tag != "meta" or attributes.get("http-equiv") in {None, "Content-Security-Policy"}
    assert "A cake that nobody baked" in answer.text
    document = attacked.get("d/2").text
    frames = [attributes for tag, attributes in Tags(document).found if tag == "iframe"]
    assert [frame["sandbox"] for frame in frames] == [""]
    assert attacked.get("d/1/page").status == 400  # not HTML


@given(st.text(max_size=300) | st.lists(st.sampled_from(re.findall(r"<[^>]*>|\S+", hostile.PAGE))).map(" ".join))
def test_whatever_is_sanitised_is_harmless(text: str) -> None:
    assert_harmless(markdown.sanitised(text))
    assert_harmless(markdown.view(text, ()).html)
    for tag, attributes in Tags(framed.page(text).partition("<body>")[2]).found:
        assert tag not in {"script", "meta", "link", "base", "iframe", "form", "svg", "math"}
        assert not [name for name in attributes if name.startswith("on") or name == "href"]


def test_what_has_no_utf_8_form_is_shown_all_the_same(tmp_path: Path) -> None:
    archive = tmp_path / os.fsdecode(b"h\xe4fen.warc.gz")
    with Archive.open(archive, "a", settings=settings("2024-01-01")) as made:
        made.add(cleaner.clean("ADVERTISEMENT\n\nThe ferry was late on Monday, and the mail with it.\n"))
    with running([archive]) as server:
        server.wait()
        for path in ("", "overview", "d/1", "d/9"):
            answer = Client(server).get(path)
            assert answer.status == (404 if path == "d/9" else 200)
            assert answer.data.decode("utf-8").startswith("<!doctype html>")


def test_headers(client: Client) -> None:
    for path in ("", "d/1", "overview", "static/style.css", "d/1/ledger.txt", "nothing"):
        headers = client.get(path).headers
        assert headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["cache-control"] in {"no-store", "no-cache"}
        assert "server" not in headers


def test_records_are_never_shown_as_pages(client: Client) -> None:
    shown = client.get("d/2/original.txt")
    assert shown.headers["content-type"].startswith("text/plain")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert shown.text.startswith("WARC/1.1\n")
    assert "<h1>A garden behind the fish market</h1>" in shown.text
    download = client.get("d/2/conversion.warc.gz")
    assert download.headers["content-disposition"].startswith("attachment")
    assert download.data.startswith(b"\x1f\x8b")
    assert client.get("d/10/conversion.txt").status == 404  # it failed
    assert client.get("d/10/ledger.txt").status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "", "[::1]"])
def test_a_foreign_host_is_refused(client: Client, host: str) -> None:
    answer = client.get("", Host=host)
    assert answer.status in {400, 421}
    assert "lighthouse" not in answer.text


def test_our_own_names_are_not(client: Client) -> None:
    port = client.server.port
    assert client.get("", Host=f"localhost:{port}").status == 200
    assert client.get("", Host=f"127.0.0.1:{port}", X_Forwarded_Host="evil.example").status == 200


def test_two_hosts_are_refused(client: Client) -> None:
    port = client.server.port
    with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
        hosts = f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"
        raw.sendall(f"GET {client.server.prefix} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
        assert b" 4" in raw.recv(4096).partition(b"\r\n")[0]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1", "file://"])
def test_a_foreign_origin_is_refused(client: Client, origin: str) -> None:
    assert client.get("", Origin=origin).status == 403


@pytest.mark.parametrize("prefix", ["/", "/wrong/", "//", "/%2e%2e/", "/../"])
def test_without_the_token_nothing_is_told(client: Client, prefix: str) -> None:
    for path in ("", "d/1", "static/style.css", "overview"):
        answer = client.get(path, prefix=prefix)
        assert answer.status == 404
        assert "harbour" not in answer.text
    token = client.server.prefix.strip("/")
    assert client.get("", prefix=f"/{token[:-1]}/").status == 404
    assert client.get("", prefix=f"/{token}x/").status == 404


@pytest.mark.parametrize(
    "path",
    ["static/../../schema.sql", "static/..%2f..%2fschema.sql", "static/%2e%2e/app.py", "static/schema.sql", "d/..",
     "d/1/..%2f..%2fetc%2fpasswd.txt", "d/1/other.txt", "d/0", "d/-1", "d/99999999999999999999999", "d/x", "d/1e3",
     "static/viewer.js%00.css"],
)  # fmt: skip
def test_no_path_leads_out(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 404
    assert "CREATE TABLE" not in answer.text


def test_it_listens_on_this_machine_alone(client: Client) -> None:
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in own - {"127.0.0.1"}:
        if not str(address).startswith("127."):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection((str(address), client.server.port), timeout=2)


def test_reading_alone_takes_no_verdicts(client: Client, harbour: Path) -> None:
    assert client.post("d/1/judge", {"verdict": "wrong", "line": [1]}).status == 405
    assert not harbour.with_name("harbour.verdicts.ndjson").exists()
    assert client.ask("DELETE", client.server.prefix, {}).status == 405


def test_verdicts_of_other_pages_are_refused(judged: Client) -> None:
    form = {"verdict": "wrong", "line": [1]}
    assert judged.post("d/1/judge", form, Origin="https://evil.example").status == 403
    assert judged.post("d/1/judge", form, Origin="null").status == 403
    body = {"Content-Type": "application/x-www-form-urlencoded"}
    assert judged.ask("POST", judged.server.prefix + "d/1/judge", body, "verdict=wrong&line=1").status == 403
    assert not judged.server.shelf.archives[0].with_name("copy.verdicts.ndjson").exists()


def test_forms_are_bounded(judged: Client) -> None:
    assert judged.post("d/1/judge", {"verdict": "wrong", "line": list(range(60_000))}).status == 400
    port = judged.server.port
    headers = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json"}
    assert judged.ask("POST", judged.server.prefix + "d/1/judge", headers, "{}").status == 400
    for form in ({}, {"verdict": "maybe"}, {"verdict": "wrong", "line": ["9" * 40]}, {"verdict": "missed"}):
        assert judged.post("d/1/judge", form).status == 400
