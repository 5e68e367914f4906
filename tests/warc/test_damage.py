"""Damaged and hostile files: the good records are read, the bad ones explained, memory and time bounded."""

from __future__ import annotations

import gzip
import tracemalloc
from io import BytesIO
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.errors import LimitError
from cleaner.warc.members import Damage, Member, walk
from warc.foreign import PAGE, errors, good, members, read, response

A, B, C = (response(PAGE + name.encode(), f"http://example.org/{name}") for name in "abc")
GZ_A, GZ_B, GZ_C = (members(item) for item in (A, B, C))
HUGE = b"Content-Length: 1125899906842624\r\n"


def uris(file: bytes) -> list[str]:
    return [source.uri[-1] for source in good(file)]


def with_length(record: bytes, line: bytes) -> bytes:
    """A record whose own Content-Length line, the first one, is replaced."""
    head, _, rest = record.partition(b"\r\n\r\n")
    lines = [line.rstrip() if item.startswith(b"Content-Length:") else item for item in head.split(b"\r\n")]
    return b"\r\n".join(lines) + b"\r\n\r\n" + rest


def with_long_line(record: bytes) -> bytes:
    return record.replace(b"WARC-Date: ", b"X: " + b"x" * 5_000_000 + b"\r\nWARC-Date: ")


DAMAGED = {
    "torn last member": (GZ_A + GZ_B + GZ_C[:-9], "ab"),
    "torn by its last byte": (GZ_A + GZ_B + GZ_C[:-1], "ab"),
    "torn in the middle": (GZ_A + GZ_B[:-20] + GZ_C, "ac"),
    "flipped bits": (GZ_A + GZ_B[:100] + bytes([GZ_B[100] ^ 0xFF]) + GZ_B[101:] + GZ_C, "ac"),
    "wrong checksum": (GZ_A + GZ_B[:-8] + b"\0\0\0\0" + GZ_B[-4:] + GZ_C, "ac"),
    "garbage before": (b"garbage" + GZ_A + GZ_B + GZ_C, "abc"),
    "garbage between": (GZ_A + b"garbage" + GZ_B + GZ_C, "abc"),
    "garbage behind": (GZ_A + GZ_B + GZ_C + b"\0" * 512, "abc"),
    "garbage between, plain": (A + b"garbage" + B + C, "abc"),
    "an empty member": (GZ_A + gzip.compress(b"") + GZ_B + GZ_C, "abc"),
    "a header without end": (GZ_A + gzip.compress(B[:60]) + GZ_C, "ac"),
    "a huge declared length": (GZ_A + members(with_length(B, HUGE)) + GZ_C, "ac"),
    "a huge declared length, plain": (A + with_length(B, HUGE) + C, "ac"),
    "a huge declared length, one member": (gzip.compress(A + with_length(B, HUGE) + C), "ac"),
    "a length too large": (GZ_A + members(with_length(B, b"Content-Length: 5000")) + GZ_C, "ac"),
    "a length too large, plain": (A + with_length(B, b"Content-Length: 5000") + C, "ac"),
    "a length too small, plain": (A + with_length(B, b"Content-Length: 20") + C, "ac"),
    "a length that is none": (A + with_length(B, b"Content-Length: -1") + C, "ac"),
    "no length": (A + with_length(B, b"X: 1") + C, "ac"),
    "a header line too long": (GZ_A + members(with_long_line(B)) + GZ_C, "ac"),
    "a header line too long, plain": (A + with_long_line(B) + C, "ac"),
    "a header line too long, one member": (gzip.compress(A + with_long_line(B) + C), "ac"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_good_records_are_read_and_one_failure_is_told(name: str) -> None:
    file, expected = DAMAGED[name]
    assert uris(file) == list(expected)
    (error,) = errors(file)
    assert str(error).startswith("crawl.warc.gz: byte ")


@pytest.mark.parametrize("kept", [b"", GZ_A], ids=["first", "second"])
def test_a_bomb_ends_early_and_in_little_memory(kept: bytes) -> None:
    bomb = members(response(b"\0" * 40_000_000, "http://example.org/z"))
    tracemalloc.start()
    try:
        found = read(kept + bomb + GZ_B)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [type(item.error) for item in found if hasattr(item, "error")] == [LimitError]
    assert uris(kept + bomb + GZ_B)[-1] == "b"
    assert peak < 60_000_000


def test_a_line_of_many_megabytes_is_not_held() -> None:
    file = gzip.compress(b"WARC/1.1\r\nX: " + b"x" * 30_000_000, 1) + GZ_B
    tracemalloc.start()
    try:
        assert uris(file) == ["b"]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_many_false_starts_cost_little() -> None:
    assert uris(GZ_A + b"\x1f\x8b\x08\x00" * 50_000 + GZ_B) == ["a", "b"]


@given(st.binary(max_size=300))
@example(b"WARC/1.1\r\n")
@example(b"WARC/1.0\r\n\r\n\r\n\r\n")
def test_any_bytes_end_in_records_or_explained_failures(junk: bytes) -> None:
    for file in (junk, b"WARC/1.1\r\n" + junk, GZ_A + junk, gzip.compress(junk), A + junk):
        for item in walk(BytesIO(file)):
            assert isinstance(item, Member) or str(item.error)


@given(st.data())
def test_a_flipped_bit_costs_one_record_at_most(data: st.DataObject) -> None:
    file = bytearray(GZ_A + GZ_B + GZ_C)
    at = data.draw(st.integers(0, len(file) - 1))
    file[at] ^= 1 << data.draw(st.integers(0, 7))
    struck = "a" if at < len(GZ_A) else "b" if at < len(GZ_A) + len(GZ_B) else "c"
    # A flip in the gzip header's time or name fields harms nothing.
    assert set("abc") - {struck} <= set(uris(bytes(file)))


@given(st.data())
def test_the_quick_way_and_the_long_way_find_the_same(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*DAMAGED, "whole"]))
    file = bytearray(DAMAGED[name][0] if name in DAMAGED else GZ_A + GZ_B + GZ_C)
    if data.draw(st.booleans()):
        file[data.draw(st.integers(0, len(file) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    quick = [_told(item) for item in walk(BytesIO(file))]
    with patch("cleaner.warc.quick.inflated", return_value=None):
        assert [_told(item) for item in walk(BytesIO(file))] == quick


def _told(item: Member | Damage) -> object:
    return item if isinstance(item, Member) else (item.offset, str(item.error))
