from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest

import cleaner
from cleaner import write
from cleaner.archive import settings
from cleaner.batch import Reading, Request, history, plan, run
from cleaner.batch.documents import Document
from cleaner.batch.inputs import Input
from cleaner.batch.skip import reason
from cleaner.batch.task import Job, Task, clean_one, make
from cleaner.errors import CleanerError, LimitError
from cleaner.model import Failed, Options, Result, Source

TEXT = "ADVERTISEMENT\n\nThe harbour was closed for two days after the storm, they said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.ndjson").write_text(json.dumps({"id": "b1", "text": TEXT}) + "\nbroken\n")
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "d.txt").write_bytes(b"\x00\x01\x02" * 100)
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_document_has_its_result_in_input_order(folder: Path, jobs: int) -> None:
    found = list(cleaner.clean_all(folder, jobs=jobs))
    names = [result.source.uri.rpartition("/")[2] for result in found]
    assert names == ["a.txt", "b1", "b.ndjson:2", "c.png", "d.txt"]
    assert [result.status for result in found] == ["ok", "ok", "failed", "skipped", "failed"]
    first = found[0]
    assert isinstance(first, cleaner.Cleaned)
    assert first.markdown == "The harbour was closed for two days after the storm, they said.\n"
    assert first.source.path == "a.txt"


def test_a_file_beyond_the_limit_fails_and_the_run_goes_on(folder: Path) -> None:
    found = list(cleaner.clean_all([folder / "a.txt", folder / "d.txt"], reading=Reading(form="text", max_bytes=100)))
    assert [type(result) for result in found] == [cleaner.Cleaned, Failed]
    assert isinstance(found[1], Failed)
    assert isinstance(found[1].error, LimitError)
    assert "larger than 100 bytes" in str(found[1].error)


def test_a_compressed_feed_is_read_and_a_torn_one_explained(tmp_path: Path) -> None:
    data = gzip.compress(b"".join(json.dumps({"id": number, "text": TEXT}).encode() + b"\n" for number in range(500)))
    (tmp_path / "feed.jsonl.gz").write_bytes(data)
    assert len(list(cleaner.clean_all(tmp_path))) == 500
    (tmp_path / "feed.jsonl.gz").write_bytes(data[: len(data) // 2])
    *found, last = cleaner.clean_all(tmp_path)
    assert found
    assert isinstance(last, Failed)
    assert "damaged gzip" in str(last.error)


def test_the_output_of_a_document_depends_on_no_other(folder: Path) -> None:
    alone, among = io.BytesIO(), io.BytesIO()
    list(run(plan(Request([str(folder / "a.txt")], form="json")), lambda: alone))
    list(run(plan(Request([str(folder / "d.txt"), str(folder / "a.txt")], form="json", jobs=2)), lambda: among))
    assert among.getvalue().splitlines()[1:] == alone.getvalue().splitlines()


def test_a_defect_in_one_document_is_its_own_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("cleaner.pipeline.clean", broken)
    failed = clean_one(Source("a.txt", b"text"), Options())
    assert isinstance(failed, Failed)
    assert type(failed.error) is CleanerError
    assert str(failed.error).startswith("a.txt: ZeroDivisionError at test_run.py:")


def response(uri: str, status: str, kind: str, body: bytes) -> bytes:
    """A WARC record of an answer over HTTP."""
    block = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uri[-1] * 8}-0000-4000-8000-000000000000>\r\n"
        f"WARC-Date: 2025-06-15T12:00:00Z\r\nWARC-Target-URI: {uri}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def test_of_a_crawl_the_pages_are_cleaned_and_the_rest_is_passed_over(tmp_path: Path) -> None:
    page = b"<html><body><article><p>" + b"The harbour was closed for two days. " * 12 + b"</p></article></body></html>"
    records = (
        response("https://example.org/a", "200 OK", "text/html", page),
        response("https://example.org/b", "200 OK", "image/png", b"\x89PNG"),
        response("https://example.org/c", "404 Not Found", "text/html", page),
        response("https://example.org/d", "200 OK", "application/octet-stream", page),
    )
    members = [gzip.compress(record, mtime=0) for record in records]
    (tmp_path / "crawl.warc.gz").write_bytes(b"".join(members))
    request = Request([str(tmp_path)], output=str(tmp_path / "out"), archive=str(tmp_path / "kept.warc.gz"), jobs=2)
    found = list(run(plan(request), io.BytesIO))
    assert [product.status for product in found] == ["ok", "skipped", "skipped", "ok"]
    assert found[2].notes == ("skipped: an answer with HTTP status 404",)
    names = [path.relative_to(tmp_path / "out").parent.as_posix() for path in (tmp_path / "out").rglob("*.md")]
    assert names == ["crawl/example.org"] * 2
    kept = (tmp_path / "kept.warc.gz").read_bytes()
    assert all(member in kept for member in members)


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (Source("x", b"", media_type="text/html"), ""),
        (Source("x", b"", media_type="application/xhtml+xml"), ""),
        (Source("x", b"", media_type="application/octet-stream"), ""),
        (Source("x", b"", media_type=None), ""),
        (Source("x", b"", media_type="image/png"), "skipped: image/png holds no article"),
        (Source("x", b"", media_type="text/css"), "skipped: text/css holds no article"),
        (Source("x", b"", media_type="application/json"), "skipped: application/json holds no article"),
        (Source("x", b"", "text/html", headers=((":status", "404"),)), "skipped: an answer with HTTP status 404"),
        (Source("x", b"", "text/html", headers=((":status", "200"),)), ""),
    ],
)
def test_what_is_passed_over(source: Source, why: str) -> None:
    assert reason(source) == why


@pytest.mark.parametrize("reader", ["cleaner.read.ndjson.sources", "cleaner.read.warc.sources"])
def test_a_defect_in_a_reader_costs_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(reader, broken)
    (tmp_path / "a.ndjson").write_text('{"text": "One."}\n')
    (tmp_path / "a.warc").write_text("WARC/1.1\r\n")
    (tmp_path / "b.txt").write_text(TEXT)
    found = list(cleaner.clean_all([tmp_path / f"a.{reader.split('.')[2]}", tmp_path / "b.txt"]))
    assert [result.status for result in found] == ["failed", "ok"]
    assert isinstance(found[0], Failed)
    assert "ZeroDivisionError at test_run.py:" in str(found[0].error)


def test_what_has_no_output_shares_none(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "story.txt").write_text(TEXT)
    (tmp_path / "in" / "story.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    found = list(run(plan(Request([str(tmp_path / "in")], output=str(tmp_path / "out"))), io.BytesIO))
    assert [product.status for product in found] == ["skipped", "ok"]
    assert [path.name for path in (tmp_path / "out").glob("[!.]*")] == ["story.md"]


def test_what_is_known_of_a_run_stands_while_another_begins(folder: Path, tmp_path: Path) -> None:
    request = Request([str(folder / "a.txt"), str(folder / "d.txt")], output=str(tmp_path / "out"))
    list(run(plan(request), io.BytesIO))
    manifest = tmp_path / "out" / ".manifest.ndjson"
    last, entries = history.latest(manifest)
    later = '{"run":2,"recipe":"","request":{},"folder":"/","started":""}\n'
    known = manifest.read_text()
    manifest.write_text(known + later + known.splitlines()[1].replace("a.txt", "new.txt") + "\n")
    assert last.ended
    assert [Path(entry.source).name for entry in entries] == ["a.txt", "d.txt"]


@pytest.mark.parametrize("form", ["md", "ndjson", "parquet"])
def test_markdown_that_the_output_and_the_archive_want_is_written_once(
    monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    written: list[str] = []
    markdown = write.markdown

    def counted(result: Result) -> str:
        written.append(markdown(result))
        return written[-1]

    for module in (write, sys.modules["cleaner.write.json"]):
        monkeypatch.setattr(module, "markdown", counted)
    document = Document(Input("a.txt", "a.txt"), Source("a.txt", b"The ferry left at nine.", path="a.txt"))
    product = make(Job(document), Task(form=form, archive=settings("2025-06-15")))
    assert product.group
    assert product.output
    assert len(written) == 1
