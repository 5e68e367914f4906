"""Documents out of WARC files as crawlers write them."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import brotli
import pytest

from cleaner.errors import LimitError, ReadError
from cleaner.model import Failed, Source
from cleaner.read.warc import sources
from cleaner.warc.limits import Limits
from warc.foreign import PAGE, errors, good, members, read, record, response

A, B, C = (response(PAGE + name.encode(), f"http://example.org/{name}") for name in "abc")


def chunked(body: bytes, size: int = 7) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_a_response_becomes_a_source() -> None:
    (source,) = good(members(A))
    assert (source.uri, source.url, source.date) == ("http://example.org/a",) * 2 + ("2024-01-02T03:04:05Z",)
    assert (source.media_type, source.charset, source.data) == ("text/html", "utf-8", PAGE + b"a")
    assert source.headers[0] == (":status", "200")


def test_its_member_is_kept_byte_for_byte() -> None:
    file = members(A, B, C)
    assert b"".join(source.record.raw for source in good(file) if source.record) == file


@pytest.mark.parametrize("file", [gzip.compress(A + B + C), A + B + C], ids=["one gzip member", "plain"])
def test_other_containers_give_bare_records(file: bytes) -> None:
    found = good(file)
    assert [source.data for source in found] == [PAGE + b"a", PAGE + b"b", PAGE + b"c"]
    assert [source.record and (source.record.raw, source.record.compressed) for source in found] == [
        (A, False), (B, False), (C, False)
    ]  # fmt: skip


def test_only_documents_are_given() -> None:
    others = [record(kind, b"x: y\r\n") for kind in ("metadata", "warcinfo", "conversion")]
    assert [source.uri for source in good(members(*others, A))] == ["http://example.org/a"]


def test_a_resource_is_its_block() -> None:
    (source,) = good(members(record("resource", b"caf\xe9", "file:///a.txt", 'text/plain; charset="ISO-8859-1"')))
    assert (source.data, source.media_type, source.charset) == (b"caf\xe9", "text/plain", "iso-8859-1")
    assert source.url is None  # a place, not an address of publication


def test_images_and_errors_come_through_for_the_caller_to_pass_over() -> None:
    image, missing = good(
        members(response(b"\x89PNG", content_type="image/png"), response(b"gone", status="404 Not Found"))
    )
    assert image.media_type == "image/png"
    assert dict(missing.headers)[":status"] == "404"


def test_a_status_line_without_a_code_has_no_status() -> None:
    (source,) = good(members(response(status="OK")))
    assert ":status" not in dict(source.headers)
    assert source.data == PAGE


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "identity": bytes,
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("transfer", [bytes, chunked], ids=["whole", "chunked"])
def test_encodings_are_undone(coding: str, transfer: type[bytes]) -> None:
    page = PAGE * 10_000
    fields = [("Content-Encoding", coding)] + [("Transfer-Encoding", "chunked")] * (transfer is chunked)
    (source,) = good(members(response(transfer(CODINGS[coding](page)), fields=fields)))
    assert source.data == page
    assert source.record is not None
    assert not source.record.truncated


def test_bare_deflate_and_stacked_codings_are_undone() -> None:
    bare = zlib.compress(PAGE, wbits=-15)
    stacked = brotli.compress(gzip.compress(PAGE))
    file = members(
        response(bare, fields=[("Content-Encoding", "deflate")]),
        response(stacked, fields=[("Content-Encoding", "gzip, br")]),
    )
    assert [source.data for source in good(file)] == [PAGE, PAGE]


@pytest.mark.parametrize(
    "field", [("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Transfer-Encoding", "chunked")]
)
def test_what_a_crawler_decoded_before_it_stored_it_is_taken_as_it_is(field: tuple[str, str]) -> None:
    for body in (PAGE, b"bad\r\nis a hexadecimal number, this text no chunk. " * 100):
        assert [source.data for source in good(members(response(body, fields=[field])))] == [body]


def test_a_body_that_broke_off_says_so() -> None:
    page = PAGE * 10_000
    for body, field in (
        (gzip.compress(page)[:-9], ("Content-Encoding", "gzip")),
        (chunked(page)[:-9], ("Transfer-Encoding", "chunked")),
    ):
        (source,) = good(members(response(body, fields=[field])))
        assert source.record is not None
        assert (source.record.truncated, page.startswith(source.data)) == ("disconnect", True)


def test_trailers_of_a_chunked_body_are_no_text() -> None:
    body = b"5\r\nhello\r\n0\r\nExpires: never\r\n\r\n"
    assert good(members(response(body, fields=[("Transfer-Encoding", "chunked")])))[0].data == b"hello"


def test_an_unknown_coding_fails_with_its_record_and_the_next_is_read() -> None:
    failed, source = read(members(response(fields=[("Content-Encoding", "zstd")]), B))
    assert isinstance(failed, Failed)
    assert failed.source.record is not None
    assert "zstd" in str(failed.error)
    assert isinstance(source, Source)


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_coding_bomb_is_a_limit_error(coding: str) -> None:
    file = members(response(CODINGS[coding](b"\0" * 20_000_000), fields=[("Content-Encoding", coding)]), B)
    assert [type(error) for error in errors(file)] == [LimitError]
    assert len(good(file)) == 1


def test_a_document_beyond_the_limit_is_a_limit_error() -> None:
    file = members(response(b"x" * 2000), B)
    assert [type(error) for error in errors(file, Limits(payload=1000))] == [LimitError]


def test_a_path_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(members(A))
    assert len(list(sources(path, "crawl.warc.gz"))) == 1
    with pytest.raises(OSError, match=r"none\.warc"):
        list(sources(tmp_path / "none.warc", "none.warc"))


ZSTD = shutil.which("zstd")


def zstandard(data: bytes, *options: str) -> bytes:
    return subprocess.run([str(ZSTD), "-c", *options], input=data, capture_output=True, check=True).stdout


@pytest.mark.skipif(ZSTD is None, reason="there is no zstd here to make the file")
class TestZstandard:
    def test_frames_are_read_like_members(self) -> None:
        for file in (zstandard(A) + zstandard(B), zstandard(A + B), zstandard(A, "--no-check") + zstandard(B)):
            assert [source.data for source in good(file)] == [PAGE + b"a", PAGE + b"b"]
            assert [source.record and (source.record.raw, source.record.compressed) for source in good(file)] == [
                (A, False), (B, False)
            ]  # fmt: skip

    def test_a_dictionary_in_the_first_frame_is_used(self, tmp_path: Path) -> None:
        for number in range(200):
            (tmp_path / f"{number}.sample").write_bytes(response(PAGE * 3 + b"%d" % number))
        made = ["--train", *map(str, tmp_path.glob("*.sample")), "-o", str(tmp_path / "dictionary"), "--maxdict=4000"]
        subprocess.run([str(ZSTD), "-q", *made], check=True)
        dictionary = (tmp_path / "dictionary").read_bytes()
        frames = b"".join(zstandard(record, "-D", str(tmp_path / "dictionary")) for record in (A, B))
        file = b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary + frames
        assert [source.data for source in good(file)] == [PAGE + b"a", PAGE + b"b"]
        assert errors(frames)

    def test_damage_costs_one_frame(self) -> None:
        flipped = bytearray(zstandard(B))
        flipped[-9] ^= 0xFF
        for file in (zstandard(A) + bytes(flipped) + zstandard(C), zstandard(A) + b"junk" + zstandard(C)):
            assert [source.uri[-1] for source in good(file)] == ["a", "c"]
            assert len(errors(file)) == 1
        torn = zstandard(A) + zstandard(B)[:-3]
        assert ([source.uri[-1] for source in good(torn)], len(errors(torn))) == (["a"], 1)

    def test_a_bomb_is_a_limit_error(self) -> None:
        file = zstandard(response(b"\0" * 20_000_000)) + zstandard(B)
        assert [type(error) for error in errors(file)] == [LimitError]
        assert [source.uri[-1] for source in good(file)] == ["b"]


def test_without_fastwarc_zstandard_names_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc.stream_io", None)
    (error,) = errors(b"\x28\xb5\x2f\xfd\x00\x00")
    assert "zstd -d" in str(error)
    assert "cleaner[fast]" in str(error)


def linked(record: bytes, name: str, other: bytes) -> bytes:
    """A record that refers to another by its ID."""
    (identity,) = re.findall(rb"WARC-Record-ID: (\S+)", other)
    return record.replace(b"WARC-Date: ", name.encode() + b": " + identity + b"\r\nWARC-Date: ")


def test_requests_and_metadata_come_with_the_document_that_they_belong_to() -> None:
    request = linked(record("request", b"GET / HTTP/1.1\r\n\r\n"), "WARC-Concurrent-To", B)
    metadata = linked(record("metadata", b"fetchTimeMs: 12\r\n"), "WARC-Refers-To", A)
    stray = record("metadata", b"of nothing: here\r\n")
    named = linked(C, "WARC-Concurrent-To", stray)
    a, b, c = good(members(A, metadata, request, B, stray, named))
    carried = [[other.raw for other in source.record.companions] for source in (a, b, c) if source.record]
    assert carried == [[members(metadata)], [members(request)], [members(stray)]]


def test_a_revisit_is_given_without_bytes() -> None:
    a, revisit = good(members(A, record("revisit", b"HTTP/1.1 200 OK\r\n\r\n")))
    assert (revisit.data, revisit.record and revisit.record.type) == (b"", "revisit")
    assert a.data == PAGE + b"a"


@pytest.mark.parametrize("file", [b"", b"no WARC file at all", b"\x1f\x8b", gzip.compress(b"text", mtime=0)])
def test_what_is_no_warc_file_is_one_explained_failure(file: bytes) -> None:
    (error,) = errors(file)
    assert type(error) is ReadError
    assert str(error).startswith("crawl.warc.gz")
