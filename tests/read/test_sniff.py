"""Told apart: text, markdown, HTML, containers and binary formats."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.model import Source
from cleaner.read.sniff import container, media_type


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a", b"<!DOCTYPE html><p>x", "text/html"),
        ("a", b"\xef\xbb\xbf \n<!-- c --><HTML lang=en>", "text/html"),
        ("a", "<html><p>é".encode("utf-16"), "text/html"),
        ("a", "<html><p>é".encode("utf-16-le"), "text/html"),
        ("a", b"<?xml version='1.0'?><html xmlns='x'>", "text/html"),
        ("a", b"<div><p>One</p><p>Two <b>bold</b></p></div>", "text/html"),
        ("a.html", b"Some <b>text</b>", "text/html"),
        ("http://h/a.htm?x=1", b"<p>text", "text/html"),
        ("a.html", b"No tags, 1 < 2 at all", "text/plain"),
        ("a.md", b"<div><p>One</p><p>Two</p></div>", "text/markdown"),
        ("a.MARKDOWN", b"# x", "text/markdown"),
        ("a.txt", b"# x\n\n- y", "text/plain"),
        ("a.txt", b'{"text": "an article that begins with a brace"}', "text/plain"),
        ("a.txt", b"The <div> tag and the <p> tag differ. Use <b>bold</b>, say the authors. " * 5, "text/plain"),
        ("a.txt", b"<b> is a tag. This article explains what it does, and at length." * 9, "text/plain"),
        ("a.html", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a", b"%PDF-1.4", "application/pdf"),
        ("a", b"\x1f\x8b\x08\x00", "application/gzip"),
        ("a", b"RIFF....WEBP", "image/webp"),
        ("a", b"\0\0\0\x1cftypavif", "image/avif"),
        ("a", b"GIF is a format, said the author", "text/plain"),
        ("http://[", b"x", "text/plain"),
        ("a", b"", "text/plain"),
    ],
)  # fmt: skip
def test_documents_are_told_apart(name: str, data: bytes, expected: str) -> None:
    assert media_type(Source(name, data)) == expected


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.ndjson", b"", "application/x-ndjson"),
        ("a.JSONL.gz", b"", "application/x-ndjson"),
        ("a.warc.gz", b"", "application/warc"),
        ("-", b"WARC/1.1\r\nWARC-Type: warcinfo", "application/warc"),
        ("-", gzip.compress(b"WARC/1.0\r\n" + b"x" * 10_000, mtime=0)[:80], "application/warc"),
        ("-", gzip.compress(b"text", mtime=0), None),
        ("-", b"\x1f\x8b\x08broken", None),
        ("a.txt", b'{"text": "x"}\n{"text": "y"}', None),
        ("a.txt", b"The WARC/1.1 format", None),
    ],
)
def test_containers_are_told_apart(name: str, head: bytes, expected: str | None) -> None:
    assert container(name, head) == expected


@given(st.binary(max_size=300), st.text(max_size=20))
def test_anything_has_a_type(data: bytes, name: str) -> None:
    assert "/" in media_type(Source(name, data))
    container(name, data)
