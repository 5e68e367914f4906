"""Records that we write, read back by ourselves and by warcio."""

from __future__ import annotations

import gzip
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from cleaner.errors import ConfigError
from cleaner.warc.compress import Compression, compression
from cleaner.warc.headers import one_line, serialise
from cleaner.warc.limits import OWN
from cleaner.warc.members import Member, walk
from cleaner.warc.record import digest, matches, record, record_id

values = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(one_line)
BACKENDS = [compression(3, name) for name in ("isal", "zlib-ng", "zlib")]


@given(st.binary(max_size=2000), values)
def test_any_block_comes_back(block: bytes, value: str) -> None:
    made = record([("WARC-Type", "resource"), ("WARC-Target-URI", "urn:x"), ("X-Value", value)], block)
    (member,) = walk(BytesIO(gzip.compress(made)), OWN)
    assert isinstance(member, Member)
    assert (member.block, member.headers.get("x-value"), member.ending) == (block, value.strip(), b"\r\n\r\n")
    (theirs,) = (item.raw_stream.read() for item in ArchiveIterator(BytesIO(gzip.compress(made))))
    assert theirs == block


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.backend)
def test_a_member_is_gzip_and_the_same_each_time(backend: Compression) -> None:
    data = b"a line that repeats\n" * 1000
    member = backend.member(data)
    assert gzip.decompress(member) == data
    assert member == backend.member(data)
    assert member[4:8] == b"\0\0\0\0"  # no time


def test_one_repeated_byte_can_be_read_back() -> None:
    block = b"\0" * 40_000_000
    member = compression(3, "zlib").member(record([("WARC-Type", "resource")], block))
    (found,) = walk(BytesIO(member), OWN)
    assert isinstance(found, Member)
    assert found.block == block


def test_levels_choose_a_backend_that_has_them() -> None:
    assert compression(9).backend != "isal"
    with pytest.raises(ConfigError, match="levels are 0 to 9"):
        compression(10)


def test_no_field_can_break_out_of_its_line() -> None:
    with pytest.raises(ValueError, match="control character"):
        serialise([("WARC-Target-URI", "urn:x\r\nWARC-Type: response")])
    assert one_line("a\r\nb\x00c") == "a b c"


def test_digests_match_in_any_notation() -> None:
    assert matches(digest(b"x"), b"x")
    assert matches("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"")
    assert matches("sha1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", b"")
    assert matches("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", b"x") is False
    assert matches("crc:1", b"x") is None


def test_ids_follow_from_what_is_said() -> None:
    assert record_id("a", "b") == record_id("a", "b") != record_id("ab", "")
