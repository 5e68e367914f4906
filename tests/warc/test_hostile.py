"""Hostile files at full size, read by a process whose memory is measured: the good records are kept, the bad told."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import pytest

from warc.foreign import PAGE, members, record, response

ROOT = str(Path(__file__).parent.parent.parent)
MIB = 1024 * 1024
A, B = (members(response(PAGE + name.encode(), f"http://example.org/{name}")) for name in "ab")
READ = """
import json, resource, sys
from cleaner.read.warc import sources
base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read = sources(sys.argv[1], "x.warc.gz")
found = [(item.uri, "") if hasattr(item, "data") else ("", str(item.error)) for item in read]
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"found": found, "grown": (peak - base) * 1024}))
"""


def deflated(head: bytes, byte: bytes, mebibytes: int) -> bytes:
    """A gzip member of a beginning and then one byte over and over: a piece of a stream that is repeated itself."""
    packer = zlib.compressobj(9, wbits=-15)
    first = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(byte * MIB) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08" + b"\0" * 6 + b"\xff" + first + piece * mebibytes + b"\x03\0" + b"\0" * 8


def huge_length() -> Iterator[bytes]:
    yield members(b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Length: 1125899906842624\r\n\r\nshort")


def long_line() -> Iterator[bytes]:
    yield deflated(b"WARC/1.1\r\nX: ", b"x", 400)


def bomb() -> Iterator[bytes]:
    head = b"WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: text/html\r\nContent-Length: 200000000\r\n\r\n"
    yield deflated(head, b"\0", 2048)


def coding_bomb() -> Iterator[bytes]:
    packed = deflated(b"", b" ", 1024)
    yield members(response(packed, "http://example.org/bomb", [("Content-Encoding", "gzip")]))


def stacked_bomb() -> Iterator[bytes]:
    packed = deflated(b"", b" ", 500)
    yield members(response(gzip.compress(packed), "http://example.org/bomb", [("Content-Encoding", "gzip, gzip")]))


def garbage() -> Iterator[bytes]:
    yield from repeat(b"\x1f\x8b\x08\x00garbage" * 100, 1000)


HOSTILE = {made.__name__: made for made in (huge_length, long_line, bomb, coding_bomb, stacked_bomb, garbage)}


@pytest.mark.parametrize("name", HOSTILE)
def test_memory_and_time_are_bounded(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.warc.gz"
    with path.open("wb") as stream:
        stream.writelines((A, *HOSTILE[name](), B))
    done = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=True, timeout=60,
        env={**os.environ, "PYTHONPATH": ROOT},
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert [uri for uri, error in told["found"] if not error] == ["http://example.org/a", "http://example.org/b"]
    assert [error for _, error in told["found"] if error]
    assert told["grown"] < 100 * MIB, told["grown"]


def test_records_out_of_order_are_read_as_they_come(tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(members(record("metadata", b"a: b\r\n")) + B + members(record("warcinfo", b"x: y\r\n")) + A)
    done = subprocess.run(
        [sys.executable, "-c", READ, path], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": ROOT},
    )  # fmt: skip
    assert [uri for uri, _ in json.loads(done.stdout)["found"]] == ["http://example.org/b", "http://example.org/a"]
